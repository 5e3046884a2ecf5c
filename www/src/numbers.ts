import type { PhoneIssue, PhoneNumber } from "update-phone";
import { byId, make } from "./dom.js";
import { currentLanguage, currentTexts, onTexts } from "./language.js";
import type { Texts } from "./texts/en-US.js";

type PhoneFunctions = Pick<
  typeof import("update-phone"),
  "countries" | "formatAsYouType" | "metadataVersion" | "parsePhone"
>;
type Verdict = Extract<keyof Texts, `verdict${string}`>;

const ISSUES: Record<PhoneIssue, Verdict> = {
  empty: "verdictEmpty",
  "not-a-number": "verdictNotANumber",
  "invalid-country-code": "verdictCountryCode",
  "too-short": "verdictTooShort",
  "too-long": "verdictTooLong",
  "invalid-length": "verdictLength",
  "local-only": "verdictLocal",
  "invalid-number": "verdictUnusual",
};

/** The types that receive SMS: those that the package lets through by default. */
const TEXTABLE = new Set<PhoneNumber["type"]>(["mobile", "fixed-line-or-mobile", "voip", "personal-number"]);

const FIELDS = [
  "e164",
  "internationalFormat",
  "nationalFormat",
  "region",
  "type",
  "countryCode",
  "nationalNumber",
  "extension",
  "isPossible",
  "isValid",
  "issue",
] as const satisfies readonly (keyof PhoneNumber)[];

/** The phone engine, to be played with. The module has to be loaded. */
export function mountNumbers({ countries, formatAsYouType, metadataVersion, parsePhone }: PhoneFunctions): void {
  const region = byId("numbers-region", HTMLSelectElement);
  const input = byId("numbers-input", HTMLInputElement);
  const verdict = byId("numbers-verdict", HTMLElement);
  const values = new Map(FIELDS.map((field) => [field, make("td")]));
  byId("numbers-fields", HTMLTableSectionElement).replaceChildren(
    ...[...values].map(([field, value]) =>
      make("tr", {}, make("th", { scope: "row" }, make("code", {}, field)), value),
    ),
  );

  const show = (): void => {
    const phone = parsePhone(input.value, { defaultRegion: region.value });
    const [tone, text] = verdictOf(phone);
    verdict.className = `verdict is-${tone}`;
    verdict.textContent = currentTexts()[text];
    for (const [field, cell] of values) {
      const value = phone[field];
      cell.textContent = value === undefined || value === "" ? "–" : String(value);
      cell.className = value === undefined || value === "" ? "is-missing" : `is-${String(value)}`;
    }
  };
  const format = (): void => {
    const caret = input.selectionStart ?? input.value.length;
    const formatted = formatAsYouType(input.value, { defaultRegion: region.value, caret });
    input.value = formatted.text;
    input.setSelectionRange(formatted.caret, formatted.caret);
    // A number with a calling code is of its own country.
    if (formatted.region && region.querySelector(`[value="${formatted.region}"]`)) region.value = formatted.region;
  };

  onTexts((texts) => {
    const chosen = region.value || "CN";
    region.replaceChildren(
      ...countries(currentLanguage()).map((country) =>
        make("option", { value: country.region }, `${country.name} ${country.countryCode}`),
      ),
    );
    region.value = chosen;
    byId("numbers-about", HTMLElement).textContent = texts.numbersAbout(metadataVersion);
    show();
  });
  input.addEventListener("input", (event) => {
    if (!(event as InputEvent).isComposing) format();
    show();
  });
  region.addEventListener("change", () => {
    // Another country is chosen for the number in it, also where that was written with a calling code.
    if (input.value.startsWith("+")) input.value = parsePhone(input.value).nationalNumber;
    format();
    show();
  });
  input.disabled = false;
  region.disabled = false;
  format();
  show();
}

function verdictOf({ isValid, issue, type }: PhoneNumber): [tone: string, text: Verdict] {
  if (issue === "empty") return ["neutral", "verdictEmpty"];
  if (issue) return [issue === "invalid-number" ? "doubtful" : "bad", ISSUES[issue]];
  return isValid && TEXTABLE.has(type) ? ["good", "verdictValid"] : ["doubtful", "verdictNotMobile"];
}
