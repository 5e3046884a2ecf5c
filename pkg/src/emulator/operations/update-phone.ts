import type { Call } from "../call.js";
import { Refusal } from "../failures.js";

/** 修改手机号: spends the update token. A refused call leaves the token as it was. */
export function updatePhone(call: Call): object | null | undefined {
  const { users, updateTokens, settings } = call.service;
  const { refusals, updatePhoneData } = settings.variant;
  const user = call.signedInUser();
  const token = call.body().string("updatePhoneToken");

  const found = updateTokens.look(token, user.userId, call.now);
  const refusalOf = {
    unknown: refusals.updateTokenUnknown,
    expired: refusals.updateTokenExpired,
    spent: refusals.updateTokenSpent,
  };
  if (found.state !== "usable") throw new Refusal(refusalOf[found.state]);
  // Somebody else may have taken the number since the codes were checked.
  if (users.isTakenByAnother(found.newPhone, user)) throw new Refusal(refusals.phoneTaken);

  updateTokens.spend(token);
  users.setPhone(user, found.newPhone, call.now);
  return updatePhoneData;
}
