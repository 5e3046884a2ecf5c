import type { FlowSnapshot } from "../types.js";
import type { Side } from "./host.js";

/** Which number is edited, and which is folded into a line with its code field below. */
export class Steps {
  /** The numbers that got a code, in E.164. */
  readonly #requestedFor: Record<Side, string | undefined> = { new: undefined, old: undefined };
  readonly #isReopened: Record<Side, boolean> = { new: false, old: false };

  /** Returns whether the number is shown for editing. */
  isOpen(side: Side, snapshot: FlowSnapshot): boolean {
    const phone = side === "new" ? snapshot.newPhone : snapshot.oldPhone;
    return this.#isReopened[side] || !phone?.e164 || phone.e164 !== this.#requestedFor[side];
  }

  /** Returns whether this side got a code, perhaps for another number. */
  hasRequestedCode(side: Side): boolean {
    return this.#requestedFor[side] !== undefined;
  }

  open(side: Side): void {
    this.#isReopened[side] = true;
  }

  /** Folds the number after a code was sent to it. */
  fold(side: Side, e164: string | undefined): void {
    this.#requestedFor[side] = e164;
    this.#isReopened[side] = false;
  }
}
