// The form, over the service that the address names. `globalThis.parts` is for the tests.
import { createClient } from "./node_modules/update-phone/dist/index.js";
import "./node_modules/update-phone/dist/element/index.js";

const { lang, account, currentPhone, flow } = JSON.parse(new URLSearchParams(location.search).get("setting"));

/** What must not happen. */
const problems = [];
addEventListener("error", ({ message }) => problems.push(`uncaught: ${message}`));
addEventListener("unhandledrejection", ({ reason }) => problems.push(`unhandled: ${withCauses(reason)}`));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  problems.push(`policy: ${violatedDirective} ${blockedURI}`),
);
/** An error with its causes, and where each was thrown. */
function withCauses(error) {
  const own = `${error} ${error?.stack ?? ""}`;
  return error?.cause === undefined ? own : `${own}, caused by ${withCauses(error.cause)}`;
}

for (const level of ["error", "warn"]) {
  const write = console[level];
  console[level] = (...told) => {
    problems.push(`console ${level}: ${told.join(" ")}`);
    write.apply(console, told);
  };
}

document.documentElement.lang = lang;
const form = document.querySelector("update-phone-form");
form.currentPhone = currentPhone;
form.options = flow;
form.client = createClient({ ...account, language: lang });

/** As if the machine had slept: the wall clock has gone on. */
function sleep(ms) {
  const { now } = Date;
  Date.now = () => now() + ms;
}

globalThis.parts = { form, problems, sleep, wasCached: false };
addEventListener("pageshow", ({ persisted }) => (globalThis.parts.wasCached = persisted));
