// Renders a component on a server.
import assert from "node:assert/strict";
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { createCountdown } from "update-phone";
import { client } from "../given/client.mjs";

const { default: component } = await import(process.argv[2]);
const props = { client, countdown: createCountdown(60_000) };
const app = createSSRApp(
  component,
  Object.fromEntries(Object.keys(component.props ?? {}).map((name) => [name, props[name]])),
);
// Vue only warns of what a component lacks.
app.config.warnHandler = (warning) => assert.fail(warning);
assert.match(await renderToString(app), /^<\w/);
client.dispose();
