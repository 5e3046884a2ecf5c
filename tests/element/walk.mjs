// The form's states, one after the other.
import { CODE, NEW_INTERNATIONAL, OLD_NUMBER, TAKEN_NUMBER } from "./support.mjs";

/** What `walkThroughChange` wants of `openForm`. */
export const CHANGE = { current: OLD_NUMBER, flow: { confirm: true } };

/** What `walkThroughRefusals` wants of `openForm`. */
export const REFUSALS = { current: OLD_NUMBER, emulator: { verifyOldPhone: false } };

/** A change with everything that can come in between; `look(state)` is called in each state. */
export async function walkThroughChange({ page, fault, focusIsAt, texts }, look) {
  const show = lookWhenDrawn(page, look);
  await show("editing");
  await page.locator("#new-country").click();
  await focusIsAt("new-search");
  await show("countries");
  await page.keyboard.press("Escape");
  await page.locator("#new-phone").fill("12012345678");
  await page.keyboard.press("Enter");
  await focusIsAt("insist");
  await show("unusual");
  await page.locator("#new-phone").fill("");
  await page.keyboard.press("Enter");
  await show("missing");
  await fault({ operation: "send-sms", kind: "delay", delayMs: 5000 });
  await page.locator("#new-phone").fill(NEW_INTERNATIONAL);
  await page.keyboard.press("Enter");
  await page.getByText(texts.sending).waitFor();
  await show("sending");
  await page.clock.runFor(5000);
  await focusIsAt("new-code");
  await page.clock.runFor(18_000);
  await show("code");
  await page.clock.runFor(43_000);
  await page.locator("#new-resend").waitFor();
  await show("resend");
  await page.locator("#new-resend").click();
  await page.locator(".resend-timer").first().waitFor();
  await page.locator("#new-code").fill(CODE);
  await page.keyboard.press("Enter");
  await focusIsAt("old-send");
  await show("old");
  await page.keyboard.press("Enter");
  await focusIsAt("old-code");
  await page.keyboard.type(CODE);
  await show("both");
  await page.keyboard.press("Enter");
  await page.locator("#confirm").waitFor();
  await page.clock.runFor(13_000);
  await show("confirming");
  await page.clock.runFor(39_000);
  await page.locator(".timer.is-pressing").waitFor();
  await show("pressing");
  await page.clock.runFor(9000);
  await page.locator("#renew").waitFor();
  await show("expired");
  await page.locator("#renew").click();
  await focusIsAt("new-code");
  await page.keyboard.type(CODE);
  await page.locator("#old-code").fill(CODE);
  await page.keyboard.press("Enter");
  await page.locator("#confirm").waitFor();
  await fault({ operation: "update-phone", kind: "lost-after" });
  await fault({ operation: "get-profile", kind: "lost-before", times: 3 });
  await page.locator("#confirm").click();
  await page.waitForFunction(() => globalThis.parts.requests.includes("get-profile"));
  for (let pause = 0; pause < 4; pause += 1) await page.clock.runFor(1000);
  await page.locator("#check").waitFor();
  await show("in-doubt");
  await page.locator("#check").click();
  await page.locator(".done").waitFor();
  await show("done");
}

/** What the service refuses: a code, and a number. */
export async function walkThroughRefusals({ page, focusIsAt, sendCodeTo, typeCode }, look) {
  const show = lookWhenDrawn(page, look);
  await sendCodeTo();
  await typeCode("999999");
  await page.locator(".is-error #new-code-note, .banner").first().waitFor();
  await show("wrong");
  await page.locator("#new-change").click();
  await focusIsAt("new-phone");
  await page.locator("#new-phone").fill("");
  await sendCodeTo(`+852${TAKEN_NUMBER}`);
  await typeCode();
  await page.locator(".is-error #new-phone-note, .banner").first().waitFor();
  await show("taken");
}

const lookWhenDrawn = (page, look) => async (state) => {
  await page.evaluate(() => globalThis.parts.form.updateComplete);
  await look(state);
};
