"use client";
// A client component: rendered on the server too, where it has the package without using it.
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
