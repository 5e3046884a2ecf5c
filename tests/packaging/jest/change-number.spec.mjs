import { writeFileSync } from "node:fs";
import { request } from "node:http";
import * as updatePhone from "update-phone";
import { changeNumber } from "./change-number.mjs";

/** jsdom has no fetch, so the test brings one. It has only what the package needs. */
function fetchOverHttp(url, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (text += part));
      response.on("end", () => {
        const { statusCode: status, headers } = response;
        resolve({
          ok: status < 300,
          status,
          headers: { get: (name) => headers[name.toLowerCase()] ?? null },
          text: async () => text,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

test("a number is changed in jsdom", async () => {
  expect(navigator.userAgent).toContain("jsdom");
  for (const name of ["fetch", "TextDecoder", "DecompressionStream"]) expect(name in globalThis).toBe(false);
  const service = { ...JSON.parse(process.env.SERVICE), fetch: fetchOverHttp };
  writeFileSync("answer.json", JSON.stringify(await changeNumber(updatePhone, service)));
});
