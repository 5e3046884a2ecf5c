import type { Call } from "../call.js";

/** The profile of the signed-in user, with the service's names for the fields. */
export function getProfile(call: Call): object {
  const user = call.signedInUser();
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
    phone: user.phone.number,
    phoneCountryCode: user.phone.countryCode,
    phoneVerified: true,
  };
}
