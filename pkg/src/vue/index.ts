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
  // In a `ref` a client is a proxy, which cannot reach what is private of it.
  const clientNow = (): Client => toRaw(toValue(client));
  const begin = (): Flow => clientNow().createFlow(toValue(options));

  let flow = begin();
  let isListening = false;
  const form = shallowReactive<UpdatePhoneFlow>({ ...flow, ...flow.getSnapshot() });
  const show = (): void => void Object.assign(form, flow.getSnapshot());
  const listen = (): void => {
    isListening = true;
    flow.subscribe(show);
    show();
  };

  whenMounted(listen);
  watch(
    () => flowSources(clientNow(), toValue(options)),
    (sources, former) => {
      if (areSameSources(sources, former)) return;
      const next = begin();
      flow.dispose();
      flow = next;
      Object.assign(form, flow);
      if (isListening) listen();
      else show();
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
      if (countdown && isMounted) onCleanup(countdown.subscribe((left) => (seconds.value = left)));
      else seconds.value = wholeSeconds(countdown);
    },
    { immediate: true, flush: "sync" },
  );
  return shallowReadonly(seconds);
}

/** After the first rendering, which has to be the server's; never on a server; at once where there is no component. */
function whenMounted(run: () => void): void {
  if (getCurrentInstance()) onMounted(run);
  else run();
}
