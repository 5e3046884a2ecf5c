// The form as it is pictured: at a held clock, in one font, without motion and without the caret.
import { openForm } from "../support.mjs";
import { CHANGE, REFUSALS, walkThroughChange, walkThroughRefusals } from "../walk.mjs";

export const LOOKS = {
  "light-desktop": { lang: "en-US", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  "dark-phone": { lang: "en-US", colorScheme: "dark", viewport: { width: 375, height: 812 } },
  "light-phone-zh-CN": { lang: "zh-CN", colorScheme: "light", viewport: { width: 375, height: 812 } },
  "dark-desktop-zh-CN": { lang: "zh-CN", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
};

/** One that is the same on every machine, of those that Debian has. */
export const FONT = 'Inter, "Noto Sans CJK SC", sans-serif';

const AROUND = 16;

/** `openForm`, with the clock held from then on. */
export async function openPictured(t, settings) {
  const opened = await openForm(t, settings);
  await opened.page.evaluate((font) => {
    globalThis.parts.form.style.setProperty("--update-phone-font", font);
    document.documentElement.classList.add("is-pictured");
  }, FONT);
  await opened.page.clock.pauseAt(await opened.page.evaluate(() => Date.now() + 1000));
  await opened.page.evaluate(() => document.fonts.ready);
  return opened;
}

/** Calls `look(state, opened)` in every state of the form. */
export async function visitStates(t, settings, look) {
  for (const [wanted, walk] of [
    [CHANGE, walkThroughChange],
    [REFUSALS, walkThroughRefusals],
  ]) {
    const opened = await openPictured(t, { ...wanted, ...settings });
    await walk(opened, (state) => look(state, opened));
  }
}

/** The form with its list of countries, and a margin. */
export async function pictureOf(page) {
  const areas = await page.evaluate(() => {
    const { shadowRoot } = globalThis.parts.form;
    return [...shadowRoot.querySelectorAll(".card, .picker")].map((each) => each.getBoundingClientRect().toJSON());
  });
  const { width } = page.viewportSize();
  const left = Math.max(0, Math.min(...areas.map((area) => area.left)) - AROUND);
  const right = Math.min(width, Math.max(...areas.map((area) => area.right)) + AROUND);
  const top = Math.min(...areas.map((area) => area.top)) - AROUND;
  const bottom = Math.max(...areas.map((area) => area.bottom)) + AROUND;
  const clip = {
    x: Math.round(left),
    y: Math.round(top),
    width: Math.round(right - left),
    height: Math.round(bottom - top),
  };
  return page.screenshot({ clip, animations: "disabled", caret: "hide" });
}
