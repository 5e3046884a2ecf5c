// What the live region announces to screen readers: changes of state, and the last ten seconds and the end of a countdown.
import type { FlowSnapshot } from "../types.js";
import type { Texts } from "./types.js";

/** A countdown is announced once when this many seconds are left. */
const ANNOUNCED_SECONDS = 10;

/** Returns the announcement of a change, or undefined. `session.ts` announces sent codes and problems. */
export function announcementOf(now: FlowSnapshot, before: FlowSnapshot, texts: Texts): string | undefined {
  if (now.state !== before.state) {
    if (now.state === "confirming") return texts.sayVerified(now.tokenSeconds);
    if (now.state === "expired") return texts.expired;
    if (now.state === "done") return texts.sayDone(now.newPhone?.internationalFormat ?? "");
    if (now.state === "verifying") return texts.verifying;
    if (now.state === "updating") return before.state === "in-doubt" ? texts.checking : texts.changing;
  }
  if (hasReached(now.tokenSeconds, before.tokenSeconds, ANNOUNCED_SECONDS))
    return texts.saySecondsLeft(now.tokenSeconds);
  for (const name of ["newCooldownSeconds", "oldCooldownSeconds"] as const) {
    // A countdown that jumps because the number has changed is not announced.
    if (now.newPhone?.e164 !== before.newPhone?.e164 || now.oldPhone?.e164 !== before.oldPhone?.e164) continue;
    if (hasReached(now[name], before[name], ANNOUNCED_SECONDS)) return texts.saySendAgainIn(now[name]);
    if (hasReached(now[name], before[name], 0)) return texts.saySendAgain;
  }
  return undefined;
}

/** Returns whether a countdown has reached `seconds`, or has skipped past them, as after a sleep of the machine. */
function hasReached(now: number, before: number, seconds: number): boolean {
  return before > seconds && now <= seconds && (now > 0 || seconds === 0);
}
