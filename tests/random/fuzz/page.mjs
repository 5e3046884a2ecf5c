// The fuzzer in a page: values of another realm are an iframe's, and the form is there.
import * as core from "update-phone";
import * as emulator from "update-phone/emulator";
import "update-phone/element";
import { fuzzForm } from "./form.mjs";
import { fuzz } from "./fuzzer.mjs";

// What a turn is in Node.
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()?.();
globalThis.setImmediate = (run) => {
  waiting.push(run);
  port2.postMessage(undefined);
};

const uncaught = [];
addEventListener("error", (event) => {
  event.preventDefault();
  uncaught.push(event.error);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  uncaught.push(event.reason);
});
const watch = () => uncaught.splice(0);
const frame = document.body.appendChild(document.createElement("iframe"));
const realm = (text) => frame.contentWindow.eval(text);

/** @param codes The documented ones. */
async function fuzzHere({ codes, seed, count, formCount }) {
  await core.init();
  const { isUpdatePhoneError, UpdatePhoneError } = core;
  const packages = { core, emulator, codes: new Set(codes), isUpdatePhoneError, UpdatePhoneError };
  const run = { packages, realm, watch, seed };
  return { api: await fuzz({ ...run, count }), form: await fuzzForm({ ...run, count: formCount }) };
}

/** Begins it; what comes of it, as a text, is `fuzzed` then. */
globalThis.beginFuzzing = (run) => {
  fuzzHere(run).then(
    (tallies) => (globalThis.fuzzed = JSON.stringify(tallies)),
    (error) => (globalThis.fuzzed = JSON.stringify({ failure: String(error?.stack) })),
  );
};
