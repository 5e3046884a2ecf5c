import {
  getCurrentInstance,
  type MaybeRefOrGetter,
  onMounted,
  onScopeDispose,
  type Ref,
  shallowReactive,
  shallowReadonly,
  shallowRef,
  toRaw,
  toValue,
  watch,
} from "vue";
import { areSameSources, flowSources, type UpdatePhoneFlow, wholeSeconds } from "../hooks.js";
import type { Client, Countdown, Flow, FlowOptions } from "../types.js";

export type { UpdatePhoneFlow } from "../hooks.js";

/**
 * Makes the change-phone form of a component, or of an effect scope, and disposes of it at its end. Client and options may be refs
 * or getters: another client, or another value of an option, begins a new form.
 *
 * @returns The flow's snapshot and methods as one reactive object; `toRefs` takes it apart.
 * @throws {UpdatePhoneError} `ERR_INVALID_OPTIONS`, which names the option.
 */
export function useUpdatePhone(
  client: MaybeRefOrGetter<Client>,
  options?: MaybeRefOrGetter<FlowOptions | undefined>,
): UpdatePhoneFlow {
  // A client in a `ref` is a proxy, which cannot access the client's private members.
  const getClient = (): Client => toRaw(toValue(client));
  const createFlow = (): Flow => getClient().createFlow(toValue(options));

  let flow = createFlow();
  let isSubscribed = false;
  const form = shallowReactive<UpdatePhoneFlow>({ ...flow, ...flow.getSnapshot() });
  const update = (): void => void Object.assign(form, flow.getSnapshot());
  const subscribe = (): void => {
    isSubscribed = true;
    flow.subscribe(update);
    update();
  };

  whenMounted(subscribe);
  watch(
    () => flowSources(getClient(), toValue(options)),
    (sources, previous) => {
      if (areSameSources(sources, previous)) return;
      const next = createFlow();
      flow.dispose();
      flow = next;
      Object.assign(form, flow);
      if (isSubscribed) subscribe();
      else update();
    },
    { flush: "sync" },
  );
  onScopeDispose(() => flow.dispose());
  return shallowReadonly(form);
}

/**
 * The whole seconds that are left; 0 where there is no countdown yet. The countdown may be a ref or a getter. Until it is mounted a
 * component has the countdown's whole duration, as on a server, which cannot know when the browser will take over.
 */
export function useCountdown(countdown: MaybeRefOrGetter<Countdown | null | undefined>): Readonly<Ref<number>> {
  const seconds = shallowRef(0);
  const isMounted = shallowRef(false);
  whenMounted(() => (isMounted.value = true));
  watch(
    [() => toRaw(toValue(countdown)), isMounted] as const,
    ([countdown, isMounted], _, onCleanup) => {
      if (countdown && isMounted) onCleanup(countdown.subscribe((remaining) => (seconds.value = remaining)));
      else seconds.value = wholeSeconds(countdown);
    },
    { immediate: true, flush: "sync" },
  );
  return shallowReadonly(seconds);
}

/** Runs after the first rendering, which must equal the server's. Never runs on a server. Without a component it runs at once. */
function whenMounted(run: () => void): void {
  if (getCurrentInstance()) onMounted(run);
  else run();
}
