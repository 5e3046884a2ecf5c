import type { Call } from "../call.js";
import { Refusal } from "../failures.js";

/** 修改手机号: changes the phone and spends the update token. A refused call does not spend it. */
export function updatePhone(call: Call): object | null | undefined {
  const { users, updateTokens, settings } = call.service;
  const { refusals, updatePhoneData } = settings.variant;
  const user = call.signedInUser();
  const token = call.body().string("updatePhoneToken");

  const checked = updateTokens.look(token, user.userId, call.now);
  const refusalOf = {
    unknown: refusals.updateTokenUnknown,
    expired: refusals.updateTokenExpired,
    spent: refusals.updateTokenSpent,
  };
  if (checked.state !== "usable") throw new Refusal(refusalOf[checked.state]);
  // Another user may have taken the number since the codes were verified.
  if (users.isTakenByAnother(checked.newPhone, user)) throw new Refusal(refusals.phoneTaken);

  updateTokens.spend(token);
  users.setPhone(user, checked.newPhone, call.now);
  return updatePhoneData;
}
