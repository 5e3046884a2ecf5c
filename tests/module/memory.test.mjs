// A call is kept in the module's memory until it is given back, by the layer above and by nobody else: the memory must stay as it is
// however calls end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { catchMemory } from "../../tools/bench/wasm-memory.mjs";

const moduleMemory = catchMemory();
const { updatePhonePackage } = await import("../support/packed.mjs");
const { createClient } = updatePhonePackage;

const ROUNDS = 500;
/** If only one call in a round were kept, these would be two megabytes after all of them, and the memory has less than one. */
const LONG_TOKEN = "t".repeat(4096);
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "13912345678", newPhonePassCode: "123456" };

const answered = async () =>
  Response.json({ statusCode: 200, message: "", data: { updatePhoneToken: LONG_TOKEN, tokenExpiresIn: 60 } });
const refused = async () => Response.json({ statusCode: 400, message: "", apiCode: 2001 });
const lost = async () => Promise.reject(new TypeError("offline"));
const pending = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const turn = () => new Promise(setImmediate);

/** How calls end: what answers them, and what is done once they are on their way. */
const ENDS = {
  answered: { fetch: answered },
  refused: { fetch: refused },
  "refused before anything is sent": { fetch: answered, token: "" },
  "lost, and aborted while the profile is read": { fetch: lost, then: (_, abort) => turn().then(abort) },
  aborted: { fetch: pending, then: (_, abort) => turn().then(abort) },
  "aborted at once": { fetch: pending, then: (_, abort) => abort() },
  "ended with the client": { fetch: pending, then: (client) => turn().then(() => client.dispose()) },
};

for (const [end, { fetch, token = LONG_TOKEN, then }] of Object.entries(ENDS)) {
  test(`the module keeps nothing of calls that are ${end}`, async () => {
    const rounds = async (count) => {
      for (let round = 0; round < count; round += 1) {
        const storage = { getItem: () => null, setItem() {}, removeItem() {} };
        const client = createClient({ host: "https://a.authing.cn", appId: "a", accessToken: "t", fetch, storage });
        const controller = new AbortController();
        const options = { signal: controller.signal };
        const calls = [
          // The second joins the first.
          client.updatePhone(token, options),
          client.updatePhone(token, options),
          client.updatePhoneRequest(REQUEST, options),
          client.changePhone(REQUEST, options),
          client.sendCode({ purpose: "new", phone: "+8613912345678" }, options),
          client.cooldown("new", "+8613912345678"),
        ];
        const settled = Promise.allSettled(calls);
        await then?.(client, () => controller.abort());
        await settled;
        client.dispose();
      }
    };
    await rounds(10);
    const { byteLength } = moduleMemory();
    await rounds(ROUNDS);
    assert.equal(moduleMemory().byteLength, byteLength);
  });
}
