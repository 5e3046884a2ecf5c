import type { Example } from "#examples";
import { copyText } from "../copy.js";
import { byId, make } from "../dom.js";
import { highlighted } from "../highlight.js";
import { currentTexts, onTexts } from "../language.js";
import { mountTabs } from "../tabs.js";
import { toast } from "../toast.js";

/** Shows the examples of the package, each under a tab. They are loaded when the tab is first opened. */
export function mountCode(): () => void {
  let isRequested = false;
  return () => {
    if (isRequested) return;
    isRequested = true;
    void import("#examples").then(({ examples }) => showExamples(examples));
  };
}

function showExamples(examples: readonly Example[]): void {
  const tabs = byId("code-tabs", HTMLElement);
  const panels = byId("code-panels", HTMLElement);
  for (const { id, label, files } of examples) {
    tabs.append(
      make("button", { type: "button", role: "tab", id: `code-tab-${id}`, "aria-controls": `code-${id}` }, label),
    );
    const panel = make("div", { role: "tabpanel", id: `code-${id}`, "aria-labelledby": `code-tab-${id}` });
    for (const { name, code } of files) panel.append(fileView(name, code));
    panels.append(panel);
  }
  mountTabs(tabs);
}

function fileView(name: string, code: string): HTMLElement {
  const copy = make("button", { type: "button", class: "quiet-button" });
  onTexts(({ codeCopy }) => {
    copy.textContent = codeCopy;
  });
  copy.addEventListener("click", async () => {
    const { copied, notCopied } = currentTexts();
    toast((await copyText(code)) ? copied : notCopied);
  });
  return make(
    "figure",
    { class: "file" },
    make("figcaption", {}, make("code", {}, name), copy),
    make("pre", { class: "code-box", tabindex: "0", "aria-label": name }, make("code", {}, highlighted(code))),
  );
}
