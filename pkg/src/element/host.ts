import type { FormSnapshot, Texts, UpdatePhoneFormEventMap } from "./types.js";

/** Of which of the two numbers something is. */
export type Side = "new" | "old";

/** What the parts of the form know of the element. */
export interface Host {
  readonly texts: Texts;
  /** The language that the form is in, as the page has it: `en-GB`. */
  readonly tag: string;
  readonly root: ParentNode & { readonly activeElement: Element | null };
  requestUpdate(): void;
  /** Says something to those who do not see it. */
  say(message: string): void;
  /** Puts the focus there once it is shown. */
  focusLater(id: string): void;
  dispatch(name: keyof UpdatePhoneFormEventMap, detail: FormSnapshot): void;
}
