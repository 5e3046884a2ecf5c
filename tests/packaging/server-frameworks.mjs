// Changes the number with a framework that renders on a server: in a page while it is rendered, in a page in the browser, and in a
// route.
import assert from "node:assert/strict";

export async function readServerPage({ service }, url) {
  const html = await bodyOf(`${url}/server?service=${encodeURIComponent(service)}`);
  return JSON.parse(/<script id="answer" type="application\/json">(.*?)<\/script>/.exec(html)[1]);
}

export const readClientPage = ({ open }, url) => open(`${url}/client`);

export async function readRoute({ service }, url) {
  return JSON.parse(await bodyOf(`${url}/api/change-number?service=${encodeURIComponent(service)}`));
}

async function bodyOf(url) {
  const response = await fetch(url);
  const body = await response.text();
  assert.equal(response.status, 200, body);
  return body;
}
