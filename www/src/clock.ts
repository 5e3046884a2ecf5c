import type { Clock } from "update-phone";

interface Timer {
  readonly run: () => void;
  /** By this clock's monotonic time. */
  readonly dueAt: number;
  handle: ReturnType<typeof setTimeout>;
}

/** The page's time, which can be set forward together with the service's. */
export class PageClock implements Clock {
  #wallOffset = 0;
  #monotonicOffset = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#wallOffset;
  }

  monotonic(): number {
    return performance.now() + this.#monotonicOffset;
  }

  setTimeout(run: () => void, ms: number): unknown {
    const timer: Timer = { run, dueAt: this.monotonic() + ms, handle: 0 as unknown as Timer["handle"] };
    this.#timers.add(timer);
    this.#arm(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    if (!this.#timers.delete(timer as Timer)) return;
    clearTimeout((timer as Timer).handle);
  }

  /** Begins with the wall clock of a service that has been set forward already. */
  startAt(now: number): void {
    this.#wallOffset = Math.max(0, now - Date.now());
  }

  /** Time that passes while the page runs: both clocks see it, and timers fire. */
  jump(ms: number): void {
    this.#wallOffset += ms;
    this.#monotonicOffset += ms;
    for (const timer of this.#timers) {
      clearTimeout(timer.handle);
      this.#arm(timer);
    }
  }

  /** Time that passes while the machine sleeps: only the wall clock sees it, and timers stand still. */
  sleep(ms: number): void {
    this.#wallOffset += ms;
  }

  #arm(timer: Timer): void {
    timer.handle = setTimeout(
      () => {
        this.#timers.delete(timer);
        timer.run();
      },
      Math.max(0, timer.dueAt - this.monotonic()),
    );
  }
}
