import { expect, test } from "vitest";
import { seedUsers, Users } from "./users.js";

test("an added user belongs to the seeded users' application", () => {
  const seeded = seedUsers(0);
  const added = new Users(seeded).add(undefined, 5);
  expect(added.appId).toBe(seeded[0]?.appId);
  expect([added.phone, added.createdAt]).toStrictEqual([undefined, 5]);
});

test("a malformed phone and another user's are refused", () => {
  const users = new Users(seedUsers(0));
  expect(() => users.add({ countryCode: "86", number: "13912345678" }, 0)).toThrow(
    /phoneCountryCode must be like \+86/,
  );
  expect(() => users.add({ countryCode: "+86", number: "12" }, 0)).toThrow(RangeError);
  expect(() => users.add({ countryCode: "+86", number: "18812345678" }, 0)).toThrow("phone is another user's");
  expect(users.all().length).toBe(2);
});

test("a number is taken for every user but its owner", () => {
  const [first, second] = seedUsers(0);
  const users = new Users([first!, second!]);
  expect(users.isTakenByAnother(second!.phone!, first!)).toBe(true);
  expect(users.isTakenByAnother(second!.phone!, second!)).toBe(false);
});
