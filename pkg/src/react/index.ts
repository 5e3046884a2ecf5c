"use client";

import { useCallback, useInsertionEffect, useMemo, useState, useSyncExternalStore } from "react";
import { areSameSources, flowSources, type UpdatePhoneForm, wholeSeconds } from "../hooks.js";
import type { Client, Countdown, Flow, FlowOptions, FlowSnapshot } from "../types.js";

export type { UpdatePhoneForm } from "../hooks.js";

/** A flow and the component that it belongs to. */
interface Form {
  readonly flow: Flow;
  readonly sources: readonly unknown[];
  /** What a server renders, and what the browser begins with where it takes over from a server. */
  readonly atFirst: FlowSnapshot;
  isMounted: boolean;
}

/**
 * Makes the change-phone form of a component, and renders the component again when the form changes. The form lives as long as the
 * component: it rests while a `<StrictMode>` or `<Activity>` has taken the component's effects away, and is disposed of when the
 * component is removed. Another client, or another value of an option, begins a new form.
 *
 * @returns The flow's snapshot and methods as one object, which stays the same while nothing changes.
 * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
 */
export function useUpdatePhone(client: Client, options?: FlowOptions): UpdatePhoneForm {
  const sources = flowSources(client, options);
  const begin = (): Form => {
    const flow = client.createFlow(options);
    return { flow, sources, atFirst: flow.getSnapshot(), isMounted: false };
  };
  const [form, setForm] = useState(begin);
  if (!areSameSources(sources, form.sources)) setForm(begin());

  const { flow, atFirst } = form;
  const snapshot = useSyncExternalStore(flow.subscribe, flow.getSnapshot, () => atFirst);
  useDisposal(form);
  return useMemo(() => ({ ...flow, ...snapshot }), [flow, snapshot]);
}

/**
 * Disposes of a form when its component is removed. Other effects end as well when the component only is hidden, or is tried out
 * by `<StrictMode>`, and the form has to outlive that.
 */
function useDisposal(form: Form): void {
  useInsertionEffect(() => {
    form.isMounted = true;
    return () => {
      form.isMounted = false;
      // Later, since Fast Refresh ends this one too, and begins it again at once.
      queueMicrotask(() => {
        if (!form.isMounted) form.flow.dispose();
      });
    };
  }, [form]);
}

/**
 * The whole seconds that are left, and a rendering each time they change; 0, and no rendering, where there is no countdown yet.
 * A server renders the countdown's whole duration, since it cannot know when the browser will take over.
 */
export function useCountdown(countdown: Countdown | null | undefined): number {
  const subscribe = useCallback(
    (onChange: () => void) => countdown?.subscribe(onChange) ?? (() => undefined),
    [countdown],
  );
  return useSyncExternalStore(
    subscribe,
    () => countdown?.remainingSeconds ?? 0,
    () => wholeSeconds(countdown),
  );
}
