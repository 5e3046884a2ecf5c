// `host` says where tokens and codes go: whatever it is made of, they go to the origin that it names, or nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const { createClient } = updatePhonePackage;

const REFUSED = {
  "what is no address": [
    "",
    " ",
    "example.authing.cn",
    "//example.authing.cn",
    "/",
    "https://",
    "https://?",
    "https:///",
  ],
  "another scheme": [
    "http://example.authing.cn",
    "ftp://example.authing.cn",
    "ws://example.authing.cn",
    "file:///etc/passwd",
    "javascript:alert(1)//https://example.authing.cn",
    "data:text/plain,https://example.authing.cn",
    "blob:https://example.authing.cn/",
    "view-source:https://example.authing.cn",
    "https+http://example.authing.cn",
  ],
  credentials: [
    "https://example.authing.cn@evil.example",
    "https://example.authing.cn:443@evil.example",
    "https://user:pass@example.authing.cn",
    "https://:pass@example.authing.cn",
    "https://example.authing.cn%40evil.example",
  ],
  "more than an origin": [
    "https://example.authing.cn/api",
    "https://example.authing.cn//",
    "https://evil.example/.example.authing.cn",
    "https://evil.example?.authing.cn",
    "https://evil.example#.authing.cn",
    "https://example.authing.cn?",
    "https://example.authing.cn#",
    "https://example.authing.cn/;",
  ],
  "a backslash that ends the host early": [
    "https://evil.example\\.authing.cn",
    "https://evil.example\\@example.authing.cn",
    "https://example.authing.cn\\@evil.example",
    "https://example.authing.cn\\..\\x",
  ],
  "hosts that are none": [
    "https://exa mple.authing.cn",
    "https://example.authing.cn:99999",
    "https://example.authing.cn:port",
    "https://[::1",
    "https://%00.authing.cn",
    "https://exa<mple.authing.cn",
    "https://example.authing.cn\u0000.evil.example",
  ],
  "what only looks like this machine, without TLS": [
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://localhost@evil.example",
    "http://evil.example#localhost",
    "http://0.0.0.0",
    "http://[::]",
    "http://[::ffff:127.0.0.1]",
    "http://128.0.0.1",
    "http://notlocalhost",
    "http://localhost.",
    "http://①②⑦.0.0.1.evil.example",
  ],
  "what is no text": [null, undefined, 1, true, {}, [], () => "https://evil.example", Symbol("https://evil.example")],
};

/** And where requests go then: what is shown, sent and checked by the browser is this. */
const TAKEN = {
  "https://example.authing.cn": "https://example.authing.cn",
  "https://example.authing.cn/": "https://example.authing.cn",
  "https://example.authing.cn/.": "https://example.authing.cn",
  "https://example.authing.cn/%2e%2e/": "https://example.authing.cn",
  "https://example.authing.cn:443": "https://example.authing.cn",
  "https://example.authing.cn:8443": "https://example.authing.cn:8443",
  "HTTPS://EXAMPLE.AUTHING.CN": "https://example.authing.cn",
  "\thttps://exam\nple.authing.cn\r\n": "https://example.authing.cn",
  "https:\\\\example.authing.cn": "https://example.authing.cn",
  "https:example.authing.cn": "https://example.authing.cn",
  "https://@example.authing.cn": "https://example.authing.cn",
  "https://example.authing.cn.": "https://example.authing.cn.",
  "https://ｅｘａｍｐｌｅ。authing.cn": "https://example.authing.cn",
  // A letter that looks like another one is not that one: the name is sent, and shown by browsers, as what it is.
  "https://p\u0430ypal.authing.cn": "https://xn--pypal-4ve.authing.cn",
  "https://[2001:db8::1]": "https://[2001:db8::1]",
  "https://3232235777": "https://192.168.1.1",
  "http://localhost:3456": "http://localhost:3456",
  "http://tenant.localhost": "http://tenant.localhost",
  "http://127.1": "http://127.0.0.1",
  "http://0x7f000001": "http://127.0.0.1",
  "http://[::1]:80": "http://[::1]",
};

const NAME_OF = (host) => (typeof host === "string" ? JSON.stringify(host) : String(host));

for (const [what, hosts] of Object.entries(REFUSED)) {
  test(`${what}: is refused as a host`, () => {
    for (const host of hosts) {
      const expected = { code: "ERR_INVALID_OPTIONS", message: /host/ };
      assert.throws(() => createClient({ host, appId: "app", accessToken: "t" }), expected, NAME_OF(host));
    }
  });
}

/** Where a client with that host sends something. */
async function askedBy(host) {
  const asked = [];
  const fetch = async (url) => {
    asked.push(url);
    throw new TypeError("no network");
  };
  const client = createClient({ host, appId: "app", accessToken: "t", fetch });
  await assert.rejects(client.sendCode({ purpose: "new", phone: "+8613912345678" }), { code: "ERR_NETWORK" });
  return asked;
}

test("what is taken is asked at its origin and nowhere else", async () => {
  for (const [host, origin] of Object.entries(TAKEN)) {
    assert.deepEqual(await askedBy(host), [`${origin}/api/v3/send-sms`], host);
  }
});

test("a host that says something else each time is asked where it was checked", async () => {
  for (const turns of [1, 2, 3, 4]) {
    let looks = 0;
    const host = {
      toString() {
        looks += 1;
        return looks <= turns ? "https://example.authing.cn" : "https://evil.example/?";
      },
    };
    let asked = [];
    try {
      asked = await askedBy(host);
    } catch (error) {
      assert.equal(error.code, "ERR_INVALID_OPTIONS");
    }
    for (const url of asked) assert.equal(new URL(url).origin, "https://example.authing.cn");
  }
});

test("other options get into no address and no header of their own", async () => {
  const odd = ["app\r\nx-evil: 1", "app\n", "äpp", "a pp", ""];
  for (const value of odd) {
    for (const option of ["appId", "accessToken", "userPoolId", "tenantId", "headerPrefix"]) {
      const options = { host: "https://example.authing.cn", appId: "app", [option]: value };
      assert.throws(() => createClient(options), { code: "ERR_INVALID_OPTIONS", message: new RegExp(option) });
    }
  }
  assert.throws(() => createClient({ host: "https://example.authing.cn", appId: "app", headerPrefix: "__proto__-" }), {
    code: "ERR_INVALID_OPTIONS",
  });
});
