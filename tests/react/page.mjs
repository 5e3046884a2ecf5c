// What hooks.test.mjs works with in the page.
import * as react from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { createCountdown } from "update-phone";
import { useCountdown, useUpdatePhone } from "update-phone/react";
import * as stage from "./page-stage.mjs";

/** Mounts an element in a new place of the page. */
function mount(element) {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  root.render(element);
  return { root, text: () => place.textContent };
}

globalThis.lib = {
  ...react,
  ...stage,
  h: react.createElement,
  mount,
  hydrateRoot,
  renderToString,
  createCountdown,
  useCountdown,
  useUpdatePhone,
};
