import type { Call } from "../call.js";
import { FAILURES, Refusal } from "../failures.js";
import { type Proof, requireRightCodes, spendCodes } from "./proofs.js";

/** 绑定手机号: gives a user their first phone. One that has a phone changes it with the other calls. */
export function bindPhone(call: Call): undefined {
  const { users, settings } = call.service;
  const user = call.signedInUser();
  const body = call.body();
  const proof: Proof = {
    phone: body.phone("phoneNumber", "phoneCountryCode"),
    code: body.string("passCode"),
    channel: "CHANNEL_BIND_PHONE",
  };

  if (user.phone !== undefined) throw new Refusal(FAILURES.phoneBoundAlready);
  requireRightCodes(call, [proof]);
  if (users.isTakenByAnother(proof.phone, user)) throw new Refusal(settings.variant.refusals.phoneTaken);

  spendCodes(call, [proof]);
  users.setPhone(user, proof.phone, call.now);
}
