// A client's calls and its flow: hostile arguments, hostile callbacks, or both.
import { hostileFetch, hostileOptions } from "./service.mjs";
import { BOTH, REQUEST } from "./stage.mjs";

const PHONES = [
  "+86 188 1234 5678",
  { countryCode: "+86", number: "18812345678" },
  { region: "CN", number: "188 1234 5678" },
];

export const CLIENT_OPTIONS = {
  host: "https://example.authing.cn",
  appId: "app-1",
  accessToken: "access-token",
  userPoolId: "pool",
  tenantId: "tenant",
  language: "en-US",
  headerPrefix: "x-genauth-",
  fetch: () => undefined,
  timeoutMs: 1_000,
  phoneCheck: "valid",
  storage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
  clock: { now: () => 1, monotonic: () => 1, setTimeout: () => 1, clearTimeout: () => undefined },
  onRequest: () => undefined,
  onResponse: () => undefined,
};
export const FLOW_OPTIONS = { verifyOldPhone: "auto", confirm: true, autoSubmitLength: 6, phoneCheck: "mobile" };

const isEnvelope = (value) => value?.statusCode === 200 && typeof value.message === "string";
const isCountdown = (value) => typeof value?.remainingMs === "number" && value.remainingMs >= 0;

/** By name, the good arguments of a call and what a right answer is. The last argument is `CallOptions`. */
const CALLS = {
  sendCode: {
    args: ({ random }) => [
      { purpose: random.pick(["new", "old"]), phone: random.pick(PHONES), channel: "CHANNEL_BIND_PHONE" },
    ],
    isRight: (value) => isEnvelope(value) && isCountdown(value.cooldown) && typeof value.phone?.e164 === "string",
  },
  updatePhoneRequest: {
    args: ({ random }) => [random.pick([REQUEST, BOTH])],
    isRight: (value) =>
      isEnvelope(value) && /^token-/.test(value.data?.updatePhoneToken) && isCountdown(value.countdown),
  },
  updatePhone: {
    args: ({ random }) => [
      random.pick([
        "token-9",
        { updatePhoneToken: "token-9", newPhone: PHONES[1] },
        { data: { updatePhoneToken: "t" } },
      ]),
    ],
    isRight: (value) => isEnvelope(value) && ["confirmed", "reconciled"].includes(value.outcome),
  },
  changePhone: {
    args: ({ random }) => [random.pick([REQUEST, BOTH])],
    isRight: (value) => isEnvelope(value) && ["confirmed", "reconciled"].includes(value.outcome),
  },
  getProfile: { args: () => [], isRight: (value) => value?.userId === "u-1" },
};

const callOptions = ({ controller }) => ({ signal: controller.signal, timeoutMs: 5_000 });

/** Makes the callbacks hostile, all or some; what is answered then never is a success. */
function spoilCallbacks(stage) {
  const { random, hostile, clock, actions } = stage;
  stage.callBack({
    ...(random.oneIn(2) ? { fetch: hostileFetch(random, hostile, actions) } : {}),
    ...hostileOptions(random, hostile, actions, clock),
  });
}

/** What is called on the client, or as one of the plain functions. */
function clientCall(name, call) {
  const { args: good, isRight } = CALLS[name];
  return {
    name: `Client.${name}`,
    begin(stage) {
      const { random, hostile } = stage;
      const args = [...good(stage), callOptions(stage)];
      const kind = random.below(3);
      if (kind > 0) spoilCallbacks(stage);
      const given = kind === 1 ? args : hostile.args(args);
      if (random.oneIn(8)) queueMicrotask(() => random.pick(stage.actions)());
      return call(stage, given);
    },
    problem: (value, { isHostile }) =>
      isHostile ? "a success that the service never told" : isRight(value) ? undefined : "no right answer",
  };
}

/** @param packages `core`: the default entry. */
export function clientCases({ core }) {
  const plain = (name) => ({
    ...clientCall(name, ({ client, hostile, random }, args) =>
      core[name](random.oneIn(4) ? hostile.value() : client, ...args),
    ),
    name,
    // A client may be anything that has the method.
    problem: () => undefined,
  });
  return [
    ...Object.keys(CALLS).map((name) => clientCall(name, ({ client }, args) => client[name](...args))),
    plain("updatePhoneRequest"),
    plain("updatePhone"),
    {
      name: "createClient",
      begin: ({ hostile }) => core.createClient(...hostile.args([CLIENT_OPTIONS])),
      problem: (client) => (typeof client.dispose === "function" ? void client.dispose() : "no client"),
      codes: ["ERR_INVALID_OPTIONS"],
    },
    {
      name: "Client.cooldown",
      begin: (stage) => {
        if (stage.random.oneIn(2)) spoilCallbacks(stage);
        return stage.client.cooldown(...stage.hostile.args(["new", stage.random.pick(PHONES), "CHANNEL_BIND_PHONE"]));
      },
      problem: (value) => (isCountdown(value) ? undefined : "no countdown"),
    },
    {
      name: "Client.createFlow",
      begin: ({ client, hostile }) => client.createFlow(...hostile.args([FLOW_OPTIONS])),
      problem: (flow) => (flow.getSnapshot().state === "editing" ? void flow.dispose() : "no flow"),
      codes: ["ERR_INVALID_OPTIONS"],
    },
    {
      name: "Client.dispose",
      begin: (stage) => {
        stage.beside(stage.client.getProfile());
        stage.dispose(...stage.hostile.args([]));
      },
      problem: () => undefined,
    },
    ...Object.keys(STEPS).map(flowCase),
  ];
}

/** What a person does to a form, and what is no right value for it. */
const STEPS = {
  getSnapshot: [],
  subscribe: [() => undefined],
  setNewPhone: [PHONES[1]],
  setOldPhone: [PHONES[2]],
  setNewCode: ["123456"],
  setOldCode: ["654321"],
  useUnusualNumber: [],
  sendNewCode: [],
  sendOldCode: [],
  submit: [],
  confirm: [],
  reset: [],
  dispose: [],
};
export const FLOW_METHODS = Object.keys(STEPS);

/** A form on its way, and one thing done to it. */
function flowCase(name) {
  return {
    name: `Flow.${name}`,
    async begin(stage) {
      const { random, hostile, client } = stage;
      stage.flow = client.createFlow({
        ...FLOW_OPTIONS,
        verifyOldPhone: random.pick([true, false, "auto"]),
        confirm: random.oneIn(2),
      });
      const { flow } = stage;
      if (random.oneIn(2)) flow.subscribe(random.oneIn(3) ? hostile.raise : () => undefined);
      if (random.oneIn(2)) spoilCallbacks(stage);
      // So far in the form, by good steps.
      const way = ["setNewPhone", "setOldPhone", "sendNewCode", "setNewCode", "setOldCode", "submit", "confirm"].slice(
        0,
        random.below(8),
      );
      for (const step of way) {
        const done = flow[step](...STEPS[step]);
        if (random.oneIn(2)) await stage.settled(Promise.resolve(done));
      }
      // It, and whatever it sets off.
      const done = flow[name](...hostile.args(STEPS[name]));
      if (typeof done === "function" && random.oneIn(2)) done();
      if (random.oneIn(4)) random.pick(stage.actions)();
      const { isPending, error } = await stage.settled(Promise.resolve(done));
      if (isPending) throw new Error("a promise of a flow is pending for ever");
      if (error !== undefined) throw error;
      return flow;
    },
    problem(flow, { isDisposed }) {
      const { state, error } = flow.getSnapshot();
      if (typeof state !== "string") return "no snapshot";
      if (error !== undefined) return { error };
      if (name === "dispose" || isDisposed) return undefined;
      flow.reset();
      flow.setNewPhone("+86 188 1234 5678");
      const { newPhone, newPhoneInput } = flow.getSnapshot();
      const isRight = newPhoneInput === "+86 188 1234 5678" && newPhone?.e164 === "+8618812345678";
      flow.dispose();
      return isRight ? undefined : "a form that cannot be begun anew";
    },
  };
}
