import { vi } from "vitest";
import { UpdatePhoneError } from "../errors.js";
import { ChangePhoneFlow, type FlowClient } from "../flow/flow.js";
import { createCountdown, expiredCountdown } from "../time/countdown.js";
import type { CodeSent, Countdown, FlowOptions, UpdatePhoneRequestResponse, UpdatePhoneResponse } from "../types.js";
import type { FlowEffect, FlowEvent, FlowView } from "../wasm/module.js";
import { HeldClock } from "./held-clock.js";
import { EDITING, StubMachine } from "./stub-machine.js";

/** What a flow stands on: a stub of its machine, a clock that stands still, and a client whose calls succeed unless told otherwise. */
export class FlowStage {
  readonly clock = new HeldClock();
  readonly machine = new StubMachine();
  /** The calls of the client. */
  readonly calls = {
    load: vi.fn<FlowClient["load"]>(),
    sendCode: vi.fn<FlowClient["sendCode"]>(async () => ({ cooldown: this.countdown() }) as CodeSent),
    verify: vi.fn<FlowClient["verify"]>(async () => this.verification()),
    update: vi.fn<FlowClient["update"]>(async () => ({ outcome: "confirmed" }) as UpdatePhoneResponse),
    cooldown: vi.fn<FlowClient["cooldown"]>(async () => expiredCountdown(this.clock)),
  };
  readonly #watchers = new Set<() => void>();

  /** The part of the client that a flow uses. */
  get client(): FlowClient {
    return {
      ...this.calls,
      clock: this.clock,
      phoneCheck: "mobile",
      watchCooldowns: (listener) => {
        this.#watchers.add(listener);
        return () => void this.#watchers.delete(listener);
      },
    };
  }

  /** How many watch for cool-downs of other tabs. */
  get watchers(): number {
    return this.#watchers.size;
  }

  /** A cool-down may have started in another tab. */
  notifyWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  open(options: FlowOptions = {}): ChangePhoneFlow {
    return new ChangePhoneFlow(this.client, options);
  }

  countdown(durationMs = 60_000): Countdown {
    return createCountdown(durationMs, { clock: this.clock });
  }

  verification(): UpdatePhoneRequestResponse {
    return { data: { updatePhoneToken: "token" }, countdown: this.countdown() } as UpdatePhoneRequestResponse;
  }

  /** The machine answers events of this type with these effects. */
  on(type: FlowEvent["type"], ...effects: FlowEffect[]): void {
    const { answer } = this.machine;
    this.machine.answer = (event, coolingDown) => (event.type === type ? { effects } : answer(event, coolingDown));
  }

  /** What the machine shows from the next event of this type on. */
  showOn(type: FlowEvent["type"], shown: Partial<FlowView>): void {
    const { machine } = this;
    const { answer } = machine;
    machine.answer = (event, coolingDown) => {
      if (event.type === type) machine.shown = { ...EDITING, ...shown };
      const answered = answer(event, coolingDown);
      return { ...answered, view: machine.shown };
    };
  }

  /** The events of a type, in their order. */
  events(type: FlowEvent["type"]): FlowEvent[] {
    return this.machine.events.filter((event) => event.type === type);
  }
}

/** A failure of a call. */
export function failure(code: string, field?: string): UpdatePhoneError {
  return Object.assign(Object.create(UpdatePhoneError.prototype) as object, { code, field }) as UpdatePhoneError;
}
