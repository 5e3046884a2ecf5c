import type { Call } from "../call.js";
import { FAILURES, Refusal } from "../failures.js";
import { type Proof, requireCorrectCodes, spendCodes } from "./proofs.js";

/** 绑定手机号: binds the first phone of a user. Refuses a user who has one. */
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
  requireCorrectCodes(call, [proof]);
  if (users.isTakenByAnother(proof.phone, user)) throw new Refusal(settings.variant.refusals.phoneTaken);

  spendCodes(call, [proof]);
  users.setPhone(user, proof.phone, call.now);
}
