"use client";
// A client component. The server renders it too, and imports the package without using it.
import { useEffect } from "react";
import * as updatePhone from "update-phone";
import { useCountdown } from "update-phone/react";
import { changeNumber } from "../../change-number.mjs";

export function ChangeNumber() {
  const countdown = useCountdown(undefined);
  useEffect(() => {
    const service = JSON.parse(new URLSearchParams(location.search).get("service"));
    globalThis.answer ??= changeNumber(updatePhone, service);
  }, []);
  return <p>{countdown}</p>;
}
