import { expect, test } from "vitest";
import { NEW_PHONE, setUp, wrong } from "../testing/calls.js";

test("with one of two codes wrong, each is tried and none is spent", async () => {
  const { proofs, verify } = setUp({ wrongTries: 2 });
  const payload = await proofs(NEW_PHONE);
  const bad = { ...payload, newPhonePassCode: wrong(payload.newPhonePassCode) };
  expect((await verify(bad)).apiCode).toBe(2001);
  expect((await verify(payload)).statusCode).toBe(200);
});

test("codes that were right once are spent", async () => {
  const { proofs, verify } = setUp();
  const payload = await proofs(NEW_PHONE);
  expect((await verify(payload)).statusCode).toBe(200);
  expect((await verify(payload)).statusCode).not.toBe(200);
});

test("both wrong codes count as a try", async () => {
  const { proofs, verify } = setUp({ wrongTries: 1 });
  const payload = await proofs(NEW_PHONE);
  const bad = {
    ...payload,
    newPhonePassCode: wrong(payload.newPhonePassCode),
    oldPhonePassCode: wrong(payload.oldPhonePassCode),
  };
  await verify(bad);
  for (const mended of [
    { ...bad, newPhonePassCode: payload.newPhonePassCode },
    { ...bad, oldPhonePassCode: payload.oldPhonePassCode },
  ])
    expect((await verify(mended)).statusCode).not.toBe(200);
});
