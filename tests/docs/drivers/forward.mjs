// A client in a page whose calls a server forwards. The number is changed; requests from other origins or without a session are refused.
import assert from "node:assert/strict";
import { createClient } from "update-phone";
import { accessToken, appId, emulator } from "../given/client.mjs";

const route = await import(process.argv[2]);
let about = { cookie: "session=1", "sec-fetch-site": "same-origin" };
const client = createClient({
  host: "https://app.example",
  appId,
  accessToken: "held-by-the-server",
  fetch: (url, init) => route[init.method](new Request(url, { ...init, headers: { ...init.headers, ...about } })),
});
const code = "123456";
await client.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
await client.sendCode({ purpose: "old", phone: "+86 188 1234 5678" });
await client.changePhone({
  newPhoneCountryCode: "+86",
  newPhoneNumber: "13912345678",
  newPhonePassCode: code,
  oldPhoneCountryCode: "+86",
  oldPhoneNumber: "18812345678",
  oldPhonePassCode: code,
});
assert.equal(emulator.users[0].phone, "13912345678");
assert.ok(!JSON.stringify(client).includes(accessToken));

about = { cookie: "", "sec-fetch-site": "same-origin" };
await assert.rejects(client.getProfile(), { code: "ERR_NOT_SIGNED_IN" });
about = { cookie: "session=1", "sec-fetch-site": "cross-site" };
await assert.rejects(client.getProfile(), { code: "ERR_FORBIDDEN" });
const other = await route.GET(
  new Request("https://app.example/api/v3/list-users", { headers: { "sec-fetch-site": "same-origin" } }),
);
assert.equal(other.status, 404);
