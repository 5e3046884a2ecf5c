import type { Language } from "update-phone";
import { readSetting, writeSetting } from "./address.js";
import english, { type Texts } from "./texts/en-US.js";

/** English is in the page; the others come when they are wanted. */
const CATALOGUES: Record<Language, () => Promise<{ default: Texts }> | { default: Texts }> = {
  "en-US": () => ({ default: english }),
  "zh-CN": () => import("./texts/zh-CN.js"),
  "zh-TW": () => import("./texts/zh-TW.js"),
  "ja-JP": () => import("./texts/ja-JP.js"),
};

type Listener = (texts: Texts) => void;

let texts: Texts = english;
let language: Language = "en-US";
const listeners = new Set<Listener>();

export function currentTexts(): Texts {
  return texts;
}

export function currentLanguage(): Language {
  return language;
}

/** Calls at once, and whenever the language changes. */
export function onTexts(listener: Listener): void {
  listeners.add(listener);
  listener(texts);
}

/** What the address says, else the first of the browser's languages that there is. */
export function initialLanguage(): Language {
  for (const tag of [readSetting("lang") ?? "", ...navigator.languages]) {
    const found = languageOf(tag);
    if (found) return found;
  }
  return "en-US";
}

/** Writes the page anew in a language. The form follows the `lang` of the document by itself. */
export async function setLanguage(wanted: Language): Promise<void> {
  language = wanted;
  const loaded = (await CATALOGUES[wanted]()).default;
  // Another one was chosen while this one was loaded.
  if (language !== wanted) return;
  texts = loaded;
  document.documentElement.lang = wanted;
  document.title = texts[(document.documentElement.dataset["title"] ?? "title") as "title"];
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = textNamed(element.dataset["text"]);
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.ariaLabel = textNamed(element.dataset["label"]);
  }
  for (const listener of listeners) listener(texts);
}

export function rememberLanguage(wanted: Language): void {
  writeSetting("lang", wanted);
}

function languageOf(tag: string): Language | undefined {
  const [primary, ...rest] = tag.toLowerCase().split("-");
  if (primary === "zh") return rest.some((part) => ["tw", "hk", "mo", "hant"].includes(part)) ? "zh-TW" : "zh-CN";
  if (primary === "en") return "en-US";
  return primary === "ja" ? "ja-JP" : undefined;
}

function textNamed(name: string | undefined): string {
  const text = texts[name as keyof Texts];
  if (typeof text !== "string") throw new Error(`There is no text of the name ${name}.`);
  return text;
}
