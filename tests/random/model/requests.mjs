// What makes two requests equal, read from their bodies.

export const SEND = "send-sms";
export const VERIFY = "verify-update-phone-request";
export const UPDATE = "update-phone";
export const READ = "get-profile";

const e164Of = (countryCode, number) => `${countryCode}${number}`;

export const sendKey = (channel, e164) => `send ${channel} ${e164}`;
export const verifyKey = (codes) => `verify ${codes.flat().join(" ")}`;
export const updateKey = (token) => `update ${token}`;

/** `[E.164, code]` of each number in the body of a verification. */
export function codesOf({ phonePassCodePayload: payload }) {
  const codes = [[e164Of(payload.newPhoneCountryCode, payload.newPhoneNumber), payload.newPhonePassCode]];
  if (payload.oldPhoneNumber !== undefined) {
    codes.push([e164Of(payload.oldPhoneCountryCode, payload.oldPhoneNumber), payload.oldPhonePassCode]);
  }
  return codes;
}

/** Equal for equal requests. A reading of the profile has none: each is a request of its own. */
export function keyOf({ operation, body }) {
  if (operation === READ) return undefined;
  if (operation === SEND) return sendKey(body.channel, e164Of(body.phoneCountryCode, body.phoneNumber));
  if (operation === VERIFY) return verifyKey(codesOf(body));
  return updateKey(body.updatePhoneToken);
}

/** The number in a profile, as E.164; `undefined` where it has none. */
export const phoneOfProfile = ({ phone, phoneCountryCode }) =>
  phone === undefined || phone === null ? undefined : e164Of(phoneCountryCode ?? "+86", phone);
