type Listener = (event: { target: unknown }) => void;

/** As much of an `AbortSignal` as is looked at in here. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: Listener): void;
  removeEventListener(type: "abort", listener: Listener): void;
}

/** A signal that nobody outside sees: in Node, making an `AbortController` is a good part of a call. */
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
    const place = this.#listeners.indexOf(listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of [...this.#listeners]) listener({ target: this });
  }
}
