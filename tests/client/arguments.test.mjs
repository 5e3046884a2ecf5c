// What a caller hands in is read once, each of it, and what cannot be used is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";

const { createClient } = updatePhonePackage;
const OPTIONS = { host: "https://example.authing.cn", appId: "app-1", accessToken: "eyJ.token", language: "en-US" };
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "18812345678", newPhonePassCode: "1234" };
const SENDING = { purpose: "new", phone: "+8618812345678" };

function stage() {
  const bodies = [];
  const fetch = async (_, { body }) => {
    bodies.push(body);
    return Response.json({ statusCode: 200, data: { updatePhoneToken: "t" } });
  };
  return { bodies, client: createClient({ ...OPTIONS, fetch }) };
}

const thrower = (name) =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error("mine");
    },
  });

test("arguments of the wrong kind are named, with what was thrown, and nothing is sent", async () => {
  const { bodies, client } = stage();
  const cases = [
    [() => client.updatePhoneRequest(), "newPhoneCountryCode"],
    [() => client.updatePhoneRequest(null), "newPhoneCountryCode"],
    [() => client.updatePhoneRequest({ ...REQUEST, newPhoneNumber: 18812345678 }), "newPhoneNumber"],
    [() => client.updatePhoneRequest({ ...REQUEST, newPhonePassCode: undefined }), "newPhonePassCode"],
    [() => client.updatePhoneRequest({ ...REQUEST, oldPhoneNumber: {} }), "oldPhoneNumber"],
    [() => client.updatePhoneRequest({ ...REQUEST, oldPhoneNumber: "13900000000" }), "oldPhonePassCode"],
    [() => client.updatePhoneRequest({ ...REQUEST, oldPhonePassCode: "4321" }), "oldPhoneNumber"],
    [() => client.updatePhoneRequest(thrower("newPhoneCountryCode")), "newPhoneCountryCode", "mine"],
    [() => client.updatePhone(), "updatePhoneToken"],
    [() => client.updatePhone(""), "updatePhoneToken"],
    [() => client.updatePhone(7), "updatePhoneToken"],
    [() => client.updatePhone({ data: { updatePhoneToken: 7 } }), "updatePhoneToken"],
    [() => client.updatePhone(thrower("updatePhoneToken")), "updatePhoneToken", "mine"],
    [() => client.updatePhone(thrower("data")), "updatePhoneToken", "mine"],
    [() => client.updatePhone({ updatePhoneToken: "t", newPhone: 7 }), "phone"],
    [() => client.updatePhone(thrower("newPhone")), "phone", "mine"],
    [() => client.sendCode(), "purpose"],
    [() => client.sendCode({ ...SENDING, purpose: "both" }), "purpose"],
    [() => client.sendCode({ ...SENDING, channel: "X" }), "channel"],
    [() => client.sendCode({ ...SENDING, channel: 7 }), "channel"],
    [() => client.sendCode({ ...SENDING, channel: "" }), "channel"],
    [() => client.sendCode({ purpose: "new" }), "phone"],
    [() => client.sendCode({ purpose: "new", phone: { number: "1" } }), "phone"],
    [() => client.sendCode({ purpose: "new", phone: thrower("number") }), "phone", "mine"],
  ];
  for (const [call, field, cause] of cases) {
    const error = await call().then(
      () => assert.fail(`${call} was taken`),
      (thrown) => thrown,
    );
    assert.deepEqual([error.code, error.field], ["ERR_INVALID_ARGUMENT", field], String(call));
    assert.equal(error.message, `An argument is missing or of the wrong type. Fix the calling code. (${field})`);
    assert.equal(error.cause?.message, cause, String(call));
  }
  assert.deepEqual(bodies, []);
});

test("a token is taken in each of its forms", async () => {
  for (const form of ["t", { updatePhoneToken: "t" }, { statusCode: 200, data: { updatePhoneToken: "t" } }]) {
    const { bodies, client } = stage();
    assert.equal((await client.updatePhone(form)).outcome, "confirmed");
    assert.deepEqual(bodies, ['{"updatePhoneToken":"t"}']);
  }
});

test("no argument can be taken for two", async () => {
  const { bodies, client } = stage();
  const injected = { ...REQUEST, newPhonePassCode: "1234\u0000+86\u000013900000000\u00004321" };
  await assert.rejects(client.updatePhoneRequest(injected), { code: "ERR_PASS_CODE_FORMAT" });
  await assert.rejects(client.sendCode({ purpose: "new\u0000CHANNEL_LOGIN", phone: SENDING.phone }), {
    field: "purpose",
  });
  assert.deepEqual(bodies, []);
});

test("each argument is looked at once", async () => {
  const looks = [];
  const watched = (object) =>
    new Proxy(object, {
      get(target, name) {
        looks.push(name);
        return target[name];
      },
    });
  const { client } = stage();
  await client.updatePhoneRequest(watched(REQUEST)).then(({ countdown }) => countdown.cancel());
  assert.equal(new Set(looks).size, looks.length, String(looks));
  assert.equal(looks.length, 6);
});
