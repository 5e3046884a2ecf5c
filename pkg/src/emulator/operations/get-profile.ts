import type { Call } from "../call.js";
import { DEFAULT_COUNTRY_CODE } from "../rules.js";

/** The profile of the signed-in user, with the service's names for the fields. */
export function getProfile(call: Call): object {
  const { phone, ...user } = call.signedInUser();
  const { isChinaNamedInProfile } = call.service.settings.variant;
  const isCountryNamed = phone?.countryCode !== DEFAULT_COUNTRY_CODE || isChinaNamedInProfile;
  return {
    userId: user.userId,
    createdAt: new Date(user.createdAt).toISOString(),
    updatedAt: new Date(user.updatedAt).toISOString(),
    status: "Activated",
    username: null,
    name: user.name,
    nickname: null,
    photo: null,
    gender: "U",
    email: null,
    emailVerified: false,
    phone: phone?.number ?? null,
    ...(isCountryNamed && { phoneCountryCode: phone?.countryCode ?? null }),
    phoneVerified: phone !== undefined,
  };
}
