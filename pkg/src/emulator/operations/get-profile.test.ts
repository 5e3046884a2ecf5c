import { expect, test } from "vitest";
import { setUp } from "../testing/calls.js";

test("a profile has the user's number in two parts, as the service keeps it", async () => {
  const { getProfile, user } = setUp();
  const { data } = await getProfile();
  expect(data).toMatchObject({
    userId: user.userId,
    phone: user.phone,
    phoneCountryCode: user.phoneCountryCode,
    phoneVerified: true,
  });
});

test("a user without a phone has null for it", async () => {
  const { getProfile, phoneless } = setUp();
  const { data } = await getProfile({ token: `Bearer ${phoneless.accessToken}` });
  expect(data).toMatchObject({ phone: null, phoneVerified: false });
});

test.each(["codeless", "http-status"] as const)("%s does not name mainland China", async (variant) => {
  const { getProfile } = setUp({ variant });
  expect((await getProfile()).data).not.toHaveProperty("phoneCountryCode");
});

test("without an access token there is no profile", async () => {
  const { getProfile } = setUp();
  expect((await getProfile({ token: null })).apiCode).toBe(2020);
});
