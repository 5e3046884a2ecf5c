"use client";

import { useCallback, useInsertionEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { areSameSources, flowSources, type UpdatePhoneFlow, wholeSeconds } from "../hooks.js";
import type { Client, Countdown, Flow, FlowOptions } from "../types.js";

export type { UpdatePhoneFlow } from "../hooks.js";

/**
 * Makes the change-phone form of a component, and renders the component again when the form changes. The form lives as long as the
 * component: it rests while a `<StrictMode>` or `<Activity>` has taken the component's effects away, and is disposed of when the
 * component is removed. Another client, or another value of an option, begins a new form.
 *
 * @returns The flow's snapshot and methods as one object, which stays the same while nothing changes.
 * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
 */
export function useUpdatePhone(client: Client, options?: FlowOptions): UpdatePhoneFlow {
  const sources = flowSources(client, options);
  const createForm = (): { flow: Flow; sources: readonly unknown[] } => ({ flow: client.createFlow(options), sources });
  const [form, setForm] = useState(createForm);
  if (!areSameSources(sources, form.sources)) setForm(createForm());

  const { flow } = form;
  // Without a subscription a flow has the same snapshot on the server and during hydration.
  const snapshot = useSyncExternalStore(flow.subscribe, flow.getSnapshot, flow.getSnapshot);
  useDisposal(flow);
  return useMemo(() => ({ ...flow, ...snapshot }), [flow, snapshot]);
}

/**
 * Disposes of a flow when its component is removed. An insertion effect is used, since other effects also end when `<Activity>` hides the
 * component and when `<StrictMode>` mounts it twice, which the flow must survive.
 */
function useDisposal(flow: Flow): void {
  const mounted = useRef<Flow>(undefined);
  useInsertionEffect(() => {
    mounted.current = flow;
    return () => {
      mounted.current = undefined;
      // Deferred, since Fast Refresh ends this effect and starts it again at once.
      queueMicrotask(() => {
        if (mounted.current !== flow) flow.dispose();
      });
    };
  }, [flow]);
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
