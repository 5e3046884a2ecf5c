import type { FormSnapshot, Texts, UpdatePhoneFormEventMap } from "./types.js";

/** The number that something belongs to: the new one or the old one. */
export type Side = "new" | "old";

/** The element, as its parts see it. */
export interface Host {
  readonly texts: Texts;
  /** The page's language tag: `en-GB`. */
  readonly languageTag: string;
  readonly root: ParentNode & { readonly activeElement: Element | null };
  requestUpdate(): void;
  /** Announces a message to screen readers. */
  announce(message: string): void;
  /** Focuses the element with this id after the next rendering. */
  focusLater(id: string): void;
  dispatch(name: keyof UpdatePhoneFormEventMap, detail: FormSnapshot): void;
}
