// Which numbers may be sent a code, by `phoneCheck`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { updatePhonePackage } from "../support/packed.mjs";
import { createReference } from "./reference.mjs";

const { createClient } = updatePhonePackage;
const reference = createReference();

const RECEIVES_SMS = new Set(["mobile", "fixed-line-or-mobile", "voip", "personal-number"]);

/** An example of each type of each region, as the reference judges it. */
const examples = reference.places.flatMap(({ callingCode, types }) =>
  [...types.values()].flatMap(({ example }) => (example ? [reference.judge(`+${callingCode}${example}`)] : [])),
);
/** The same numbers with a digit too many or with a range that is not assigned. */
const others = examples.flatMap(({ e164 }) => [
  reference.judge(`${e164}0`),
  reference.judge(`${e164.slice(0, -7)}0000000`),
]);

for (const [phoneCheck, passes] of [
  ["mobile", (number) => number.isValid && RECEIVES_SMS.has(number.type)],
  ["valid", (number) => number.isValid],
  ["possible", (number) => number.isPossible],
  [undefined, (number) => number.isValid && RECEIVES_SMS.has(number.type)],
]) {
  test(`phoneCheck ${phoneCheck ?? "left out"} lets through what it says, and sends nothing else`, async () => {
    let sent = 0;
    const client = createClient({
      host: "https://example.authing.cn",
      appId: "app",
      ...(phoneCheck && { phoneCheck }),
      fetch: async () => {
        sent += 1;
        return Response.json({ statusCode: 200, message: "sent" });
      },
    });
    const numbers = [...examples, ...others].filter(({ e164 }) => e164 !== "");
    const unique = new Map(numbers.map((number) => [number.e164, number]));
    let allowed = 0;
    for (const number of unique.values()) {
      // The E.164 form of a number can read as another one, where a national prefix is taken off again.
      if (reference.judge(number.e164).e164 !== number.e164) continue;
      const error = await client.sendCode({ purpose: "new", phone: number.e164 }).catch((reason) => reason);
      const expected = passes(number)
        ? undefined
        : number.isPossible && (number.isValid || phoneCheck === "possible")
          ? "ERR_PHONE_NOT_MOBILE"
          : "ERR_PHONE_INVALID";
      assert.equal(error.code, expected, `${number.e164} ${number.type} ${number.issue}`);
      if (expected === "ERR_PHONE_INVALID") assert.equal(error.issue, number.issue, number.e164);
      if (expected === undefined) allowed += 1;
    }
    assert.equal(sent, allowed);
    assert.ok(allowed > 250 && allowed < unique.size, `${allowed} of ${unique.size}`);
    client.dispose();
  });
}

test("the old number needs to be possible only", async () => {
  const client = createClient({
    host: "https://example.authing.cn",
    appId: "app",
    fetch: async () => Response.json({ statusCode: 200, message: "sent" }),
  });
  const invalid = { countryCode: "+86", number: "10000000000" };
  const refusal = await client.sendCode({ purpose: "new", phone: invalid }).catch((reason) => reason);
  assert.deepEqual([refusal.code, refusal.issue], ["ERR_PHONE_INVALID", "invalid-number"]);
  assert.equal((await client.sendCode({ purpose: "old", phone: invalid })).phone.e164, "+8610000000000");
  client.dispose();
});
