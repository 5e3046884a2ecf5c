import type { EmulatorUser } from "update-phone/emulator";
import type { UpdatePhoneFormElement } from "update-phone/element";
import { byId, make } from "./dom.js";
import { fillIn } from "./fill.js";
import { currentTexts, onTexts } from "./language.js";
import type { Texts } from "./texts/en-US.js";
import { toast } from "./toast.js";

type Kind = Extract<keyof Texts, "numberFree" | "numberTaken" | "numberFixedLine" | "numberUnusual">;

/** Numbers that are worth trying. `taken` is another user's. `format` writes a number as it is written. */
export function mountSuggestions(
  form: UpdatePhoneFormElement,
  taken: EmulatorUser | undefined,
  format: (number: string) => Promise<string>,
): void {
  const numbers: [Kind, string][] = [
    ["numberFree", "+86 139 1234 5678"],
    ...(taken ? [["numberTaken", `${taken.phoneCountryCode} ${taken.phone}`] as [Kind, string]] : []),
    ["numberFixedLine", "+86 10 6552 9988"],
    ["numberUnusual", "+86 129 1234 5678"],
  ];
  const list = byId("suggestions", HTMLUListElement);
  list.replaceChildren(
    ...numbers.map(([kind, number]) => {
      const label = make("span", { class: "suggestion-kind" });
      const shown = make("bdi", {}, number);
      const button = make("button", { type: "button", class: "suggestion" }, shown, label);
      void format(number).then((formatted) => shown.replaceChildren(formatted));
      button.addEventListener("click", () => {
        if (!fillIn(form, "new-phone", number)) toast(currentTexts().cannotFillNow);
      });
      onTexts((texts) => {
        label.textContent = texts[kind];
      });
      return make("li", {}, button);
    }),
  );
}
