// Which texts the form shows, and where they come from.
import { UpdatePhoneError } from "../errors.js";
import { defaultLanguage, languageOf } from "../messages.js";
import type { Language } from "../types.js";
import english from "./texts/en-US.js";
import type { Texts } from "./types.js";

/** English is in the entry; the other catalogues are files of their own, loaded where they are wanted. */
const CATALOGUES: Record<Language, () => Promise<{ default: Texts }> | { default: Texts }> = {
  "en-US": () => ({ default: english }),
  "zh-CN": () => import("./texts/zh-CN.js"),
  "zh-TW": () => import("./texts/zh-TW.js"),
  "ja-JP": () => import("./texts/ja-JP.js"),
};

export { english };

/** Refuses texts of which something is missing, or is no text where the package's own are. */
export function checkTexts(texts: Texts | undefined): Texts | undefined {
  if (texts === undefined || texts === null) return undefined;
  const names = Object.keys(english) as (keyof Texts)[];
  let wrong: string | undefined;
  let cause: unknown;
  try {
    wrong = names.find((name) => typeof texts[name] !== typeof english[name]);
    if (wrong === undefined) return texts;
  } catch (thrown) {
    cause = thrown;
  }
  throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: `texts: ${wrong ?? "they"} cannot be used`, cause });
}

/** The tag that says which language an element is in: its own, or that of what it stands in, also beyond shadow roots. */
export function tagOf(element: Element): string {
  for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    const tag = at instanceof Element ? at.getAttribute("lang") : undefined;
    if (tag) return tag;
  }
  return "";
}

/** The language of the package that fits best. Without a tag it is the browser's. */
export function languageFor(tag: string): Language {
  return tag ? (languageOf(tag) ?? "en-US") : defaultLanguage();
}

/** The texts in a language; in English where they cannot be loaded, since a form without its language is better than none. */
export async function loadTexts(language: Language): Promise<Texts> {
  try {
    return (await CATALOGUES[language]()).default;
  } catch {
    return english;
  }
}
