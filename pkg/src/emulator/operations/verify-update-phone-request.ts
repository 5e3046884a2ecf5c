import type { Call } from "../call.js";
import { FAILURES, fieldMalformed, Refusal } from "../failures.js";
import type { Fields } from "../fields.js";
import { e164, type Phone } from "../phones.js";
import { UPDATE_TOKEN_LIFE_SECONDS } from "../rules.js";
import { untranslated } from "../texts.js";
import type { VaryingRefusals } from "../variants.js";
import { type Proof, requireCorrectCodes, spendCodes } from "./proofs.js";

/**
 * 发起修改手机号的验证请求: exchanges the codes of the new and the old phone for an update token.
 * Checks whether the number is taken only after the codes, so that a caller who cannot read its SMS learns nothing about it.
 * Spends the codes only on success, so that after another refusal they can be sent again.
 */
export function verifyUpdatePhoneRequest(call: Call): object {
  const { users, updateTokens, settings } = call.service;
  const { refusals, tokenExpiresIn } = settings.variant;
  const user = call.signedInUser();
  const payload = readPayload(call.body());
  const newProof: Proof = {
    phone: payload.phone("newPhoneNumber", "newPhoneCountryCode"),
    code: payload.string("newPhonePassCode"),
    channel: "CHANNEL_BIND_PHONE",
  };

  if (user.phone === undefined) throw new Refusal(FAILURES.noPhoneBound);
  if (e164(newProof.phone) === e164(user.phone)) throw new Refusal(FAILURES.phoneSameAsOld);
  const proofs = settings.verifyOldPhone ? [newProof, readOldProof(payload, user.phone, refusals)] : [newProof];
  requireCorrectCodes(call, proofs);
  if (users.isTakenByAnother(newProof.phone, user)) throw new Refusal(refusals.phoneTaken);

  spendCodes(call, proofs);
  const lifetimeSeconds = call.tokenLifetimeSeconds ?? UPDATE_TOKEN_LIFE_SECONDS;
  return {
    updatePhoneToken: updateTokens.issue(user.userId, newProof.phone, lifetimeSeconds, call.now),
    tokenExpiresIn: call.tokenLifetimeSeconds ?? tokenExpiresIn,
  };
}

function readPayload(body: Fields): Fields {
  if (body.string("verifyMethod") !== "PHONE_PASSCODE") {
    throw new Refusal(fieldMalformed("verifyMethod", untranslated("PHONE_PASSCODE")));
  }
  return body.object("phonePassCodePayload");
}

function readOldProof(payload: Fields, bound: Phone, refusals: VaryingRefusals): Proof {
  const code = payload.optionalString("oldPhonePassCode");
  if (code === undefined || payload.optionalString("oldPhoneNumber") === undefined) {
    throw new Refusal(refusals.oldPhoneRequired);
  }
  const phone = payload.phone("oldPhoneNumber", "oldPhoneCountryCode");
  if (e164(phone) !== e164(bound)) throw new Refusal(refusals.oldPhoneMismatch);
  return { phone, code, channel: "CHANNEL_UNBIND_PHONE" };
}
