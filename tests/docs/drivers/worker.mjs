// Calls a Worker as Cloudflare does, with a request and an environment.
import assert from "node:assert/strict";
import { accessToken, appId, host } from "../given/client.mjs";
import { request } from "../given/request.mjs";

const { default: worker } = await import(process.argv[2]);
const env = { HOST: host, APP_ID: appId };
const ask = (body) =>
  worker.fetch(
    new Request("https://worker.example/", {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    env,
  );
assert.deepEqual(await (await ask(request)).json(), { outcome: "confirmed" });
const refused = await ask({ ...request, newPhonePassCode: "12" });
assert.equal(refused.status, 422);
assert.equal((await refused.json()).code, "ERR_PASS_CODE_FORMAT");
