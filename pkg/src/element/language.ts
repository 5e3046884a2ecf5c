// Chooses and loads the form's texts.
import { UpdatePhoneError } from "../errors.js";
import { defaultLanguage, languageOf } from "../messages.js";
import type { Language } from "../types.js";
import english from "./texts/en-US.js";
import type { Texts } from "./types.js";

/** English is part of the entry. The other catalogues are separate files, loaded on demand. */
const CATALOGUES: Record<Language, () => Promise<{ default: Texts }> | { default: Texts }> = {
  "en-US": () => ({ default: english }),
  "zh-CN": () => import("./texts/zh-CN.js"),
  "zh-TW": () => import("./texts/zh-TW.js"),
  "ja-JP": () => import("./texts/ja-JP.js"),
};

export { english };

/** Checks a page's own texts. Fails with ERR_INVALID_ARGUMENT, which names the first member that is missing or of the wrong type. */
export function checkTexts(texts: Texts | undefined): Texts | undefined {
  if (texts === undefined || texts === null) return undefined;
  const names = Object.keys(english) as (keyof Texts)[];
  let wrongName: string | undefined;
  let cause: unknown;
  try {
    wrongName = names.find((name) => typeof texts[name] !== typeof english[name]);
    if (wrongName === undefined) return texts;
  } catch (thrown) {
    cause = thrown;
  }
  throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: `texts: ${wrongName ?? "they"} cannot be used`, cause });
}

/** Returns the language tag of an element: its own `lang`, or that of the nearest ancestor, across shadow roots; empty without one. */
export function tagOf(element: Element): string {
  for (let node: Node | null = element; node; node = node instanceof ShadowRoot ? node.host : node.parentNode) {
    const tag = node instanceof Element ? node.getAttribute("lang") : undefined;
    if (tag) return tag;
  }
  return "";
}

/** Returns the package's language that fits a tag best. An empty tag stands for the browser's language. */
export function languageFor(tag: string): Language {
  return tag ? (languageOf(tag) ?? "en-US") : defaultLanguage();
}

/** Loads the texts of a language. Falls back to English, since a form in another language is better than none. */
export async function loadTexts(language: Language): Promise<Texts> {
  try {
    return (await CATALOGUES[language]()).default;
  } catch {
    return english;
  }
}
