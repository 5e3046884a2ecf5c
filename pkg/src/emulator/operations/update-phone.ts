import { FAILURES, Refusal } from "../answers.js";
import type { Call } from "../call.js";

/** 修改手机号: spends the update token. A refused call leaves the token as it was. */
export function updatePhone(call: Call): undefined {
  const { users, updateTokens, unspecified } = call.service;
  const user = call.signedInUser();
  const token = call.body().string("updatePhoneToken");

  const found = updateTokens.look(token, user.userId, call.now);
  const refusals = {
    unknown: unspecified.updateTokenUnknown,
    expired: unspecified.updateTokenExpired,
    spent: unspecified.updateTokenSpent,
  };
  if (found.state !== "usable") throw new Refusal(refusals[found.state]);
  // Somebody else may have taken the number since the codes were checked.
  if (users.isTakenByAnother(found.newPhone, user)) throw new Refusal(FAILURES.phoneTaken);

  updateTokens.spend(token);
  users.setPhone(user, found.newPhone, call.now);
}
