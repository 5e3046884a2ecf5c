import type { FlowSnapshot } from "../types.js";
import type { Side } from "./host.js";

/** Which number is being typed, and which one is folded into a line with its code below it. */
export class Steps {
  /** The numbers that codes were asked for, in E.164. */
  readonly #asked: Record<Side, string | undefined> = { new: undefined, old: undefined };
  readonly #isOpened: Record<Side, boolean> = { new: false, old: false };

  /** Whether the number itself is shown, to be typed. */
  isOpen(side: Side, snapshot: FlowSnapshot): boolean {
    const phone = side === "new" ? snapshot.newPhone : snapshot.oldPhone;
    return this.#isOpened[side] || !phone?.e164 || phone.e164 !== this.#asked[side];
  }

  /** Whether a code was asked for, if perhaps for another number. */
  wasAsked(side: Side): boolean {
    return this.#asked[side] !== undefined;
  }

  open(side: Side): void {
    this.#isOpened[side] = true;
  }

  /** A code is on its way to that number, or is there already. */
  fold(side: Side, e164: string | undefined): void {
    this.#asked[side] = e164;
    this.#isOpened[side] = false;
  }
}
