// What is said to those who do not see it: what happened, and of a countdown its beginning, its last ten seconds and its end.
import type { FlowSnapshot } from "../types.js";
import type { Texts } from "./types.js";

/** Before the end, a countdown is spoken once more. */
const SPOKEN_SECONDS = 10;

/** What has to be said of a change, if anything. Of codes that were sent and of what went wrong, tells who knows where it is shown. */
export function announcementOf(now: FlowSnapshot, before: FlowSnapshot, texts: Texts): string | undefined {
  if (now.state !== before.state) {
    if (now.state === "confirming") return texts.sayVerified(now.tokenSeconds);
    if (now.state === "expired") return texts.expired;
    if (now.state === "done") return texts.sayDone(now.newPhone?.internationalFormat ?? "");
    if (now.state === "verifying") return texts.verifying;
    if (now.state === "updating") return before.state === "in-doubt" ? texts.checking : texts.changing;
  }
  if (passes(now.tokenSeconds, before.tokenSeconds, SPOKEN_SECONDS)) return texts.saySecondsLeft(now.tokenSeconds);
  for (const name of ["newCooldownSeconds", "oldCooldownSeconds"] as const) {
    // Another number has another cool-down, or none.
    if (now.newPhone?.e164 !== before.newPhone?.e164 || now.oldPhone?.e164 !== before.oldPhone?.e164) continue;
    if (passes(now[name], before[name], SPOKEN_SECONDS)) return texts.saySendAgainIn(now[name]);
    if (passes(now[name], before[name], 0)) return texts.saySendAgain;
  }
  return undefined;
}

/** Whether a countdown has come to so many seconds, or past them, as after a sleep. */
function passes(now: number, before: number, seconds: number): boolean {
  return before > seconds && now <= seconds && (now > 0 || seconds === 0);
}
