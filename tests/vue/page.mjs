// What hooks.test.mjs works with in the page.
import * as vue from "vue";
import { renderToString } from "vue/server-renderer";
import { createCountdown } from "update-phone";
import { useCountdown, useUpdatePhone } from "update-phone/vue";
import * as stage from "./page-stage.mjs";

/** Mounts a component, given by its `setup`, in a new place of the page. */
function mount(setup) {
  const place = document.body.appendChild(document.createElement("div"));
  const app = vue.createApp({ setup });
  app.mount(place);
  return { app, text: () => place.textContent };
}

globalThis.lib = { ...vue, ...stage, mount, renderToString, createCountdown, useCountdown, useUpdatePhone };
