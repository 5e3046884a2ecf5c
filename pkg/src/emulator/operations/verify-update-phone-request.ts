import { FAILURES, fieldMalformed, Refusal } from "../answers.js";
import type { Call } from "../call.js";
import type { Fields } from "../fields.js";
import { e164, type Phone } from "../phones.js";
import { UPDATE_TOKEN_LIFE_SECONDS } from "../rules.js";
import type { Service } from "../service.js";
import type { SmsChannel } from "../sms-channels.js";
import type { User } from "../users.js";

/** A phone, and the code that is said to have come to it over that channel. */
interface Proof {
  readonly phone: Phone;
  readonly code: string;
  readonly channel: SmsChannel;
}

/**
 * 发起修改手机号的验证请求: exchanges the codes of the new and the old phone for an update token.
 * Whether the number is free is looked at after the codes, so that nobody learns about a number who cannot read its SMS; and
 * codes are only spent when everything holds, so that one refused for another reason can be sent again.
 */
export function verifyUpdatePhoneRequest(call: Call): object {
  const { service, now } = call;
  const user = call.signedInUser();
  const payload = readPayload(call.body());
  const newProof: Proof = {
    phone: payload.phone("newPhoneNumber", "newPhoneCountryCode"),
    code: payload.string("newPhonePassCode"),
    channel: "CHANNEL_BIND_PHONE",
  };

  if (e164(newProof.phone) === e164(user.phone)) throw new Refusal(FAILURES.phoneSameAsOld);
  const oldProof = requireOldProof(payload, user, service);

  const proofs = [newProof, oldProof];
  judgeCodes(proofs, service, now);
  if (service.users.isTakenByAnother(newProof.phone, user)) throw new Refusal(FAILURES.phoneTaken);

  for (const { channel, phone } of proofs) service.passCodes.spend(channel, phone);
  return {
    updatePhoneToken: service.updateTokens.issue(user.userId, newProof.phone, now),
    tokenExpiresIn: UPDATE_TOKEN_LIFE_SECONDS,
  };
}

function readPayload(body: Fields): Fields {
  if (body.string("verifyMethod") !== "PHONE_PASSCODE") {
    throw new Refusal(fieldMalformed("verifyMethod", " PHONE_PASSCODE"));
  }
  return body.object("phonePassCodePayload");
}

function requireOldProof(payload: Fields, user: User, service: Service): Proof {
  const code = payload.optionalString("oldPhonePassCode");
  if (code === undefined || payload.optionalString("oldPhoneNumber") === undefined) {
    throw new Refusal(service.unspecified.oldPhoneRequired);
  }
  const phone = payload.phone("oldPhoneNumber", "oldPhoneCountryCode");
  if (e164(phone) !== e164(user.phone)) throw new Refusal(FAILURES.oldPhoneMismatch);
  return { phone, code, channel: "CHANNEL_UNBIND_PHONE" };
}

/** Judges all codes before it refuses for the first that is not right: each wrong one counts as tried. */
function judgeCodes(proofs: readonly Proof[], service: Service, now: number): void {
  const verdicts = proofs.map(({ channel, phone, code }) => service.passCodes.judge(channel, phone, code, now));
  const refusals = {
    wrong: FAILURES.codeWrong,
    expired: service.unspecified.codeExpired,
    void: service.unspecified.codeVoid,
  };
  for (const verdict of verdicts) {
    if (verdict !== "right") throw new Refusal(refusals[verdict]);
  }
}
