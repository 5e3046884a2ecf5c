type Listener = (event: { target: unknown }) => void;

/** The part of an `AbortSignal` that this package uses. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: Listener): void;
  removeEventListener(type: "abort", listener: Listener): void;
}

/** A signal that never leaves this package. In Node.js, creating an `AbortController` would take a good part of a call's time. */
export class InnerSignal implements Signal {
  aborted = false;
  reason: unknown;
  #listeners: Listener[] = [];

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_: "abort", listener: Listener): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_: "abort", listener: Listener): void {
    const index = this.#listeners.indexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of [...this.#listeners]) listener({ target: this });
  }
}
