// What the bindings of all frameworks have in common.
import type { Client, Countdown, Flow, FlowOptions, FlowSnapshot } from "./types.js";

/** A flow and what it shows at the moment, as one object. */
export type UpdatePhoneFlow = FlowSnapshot & Flow;

/** What a flow is made from. Options are often written anew with each rendering, so it is their values that count. */
export function flowSources(client: Client | undefined, options?: FlowOptions): readonly unknown[] {
  try {
    return [client, options?.verifyOldPhone, options?.confirm, options?.autoSubmitLength, options?.phoneCheck];
  } catch {
    // `createFlow` says what is wrong with options that cannot be read.
    return [client, Symbol()];
  }
}

export function areSameSources(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every((source, index) => Object.is(source, others[index]));
}

/** What is shown where server and browser have to show the same, whenever each of them gets to it. */
export function wholeSeconds(countdown: Countdown | null | undefined): number {
  return Math.ceil((countdown?.durationMs ?? 0) / 1000);
}
