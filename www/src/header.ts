import type { Language } from "update-phone";
import { keepSettingsInLinks, readSetting, writeSetting } from "./address.js";
import { byId } from "./dom.js";
import { initialLanguage, rememberLanguage, setLanguage } from "./language.js";

/** The switches of language and theme; resolves when the page is in its language. */
export async function mountHeader(): Promise<void> {
  keepSettingsInLinks();
  const languages = byId("language", HTMLSelectElement);
  languages.value = initialLanguage();
  languages.addEventListener("change", () => {
    const wanted = languages.value as Language;
    rememberLanguage(wanted);
    void setLanguage(wanted);
  });

  const theme = readSetting("theme") ?? "system";
  for (const radio of document.querySelectorAll<HTMLInputElement>('input[name="theme"]')) {
    radio.checked = radio.value === theme;
    radio.addEventListener("change", () => {
      const isSystem = radio.value === "system";
      if (isSystem) delete document.documentElement.dataset["theme"];
      else document.documentElement.dataset["theme"] = radio.value;
      writeSetting("theme", isSystem ? undefined : radio.value);
    });
  }
  await setLanguage(initialLanguage());
}
