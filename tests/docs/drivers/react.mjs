// Renders every component of a module on a server.
import assert from "node:assert/strict";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { createCountdown } from "update-phone";
import { client } from "../given/client.mjs";

const components = Object.values(await import(process.argv[2])).filter((exported) => typeof exported === "function");
assert.ok(components.length > 0, "a module of components exports components");
for (const component of components) {
  const html = renderToString(createElement(component, { client, appId: "app", countdown: createCountdown(60_000) }));
  assert.match(html, /^<\w/);
}
client.dispose();
