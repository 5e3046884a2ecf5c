// The emulator, in process: it refuses what it cannot use with a `RangeError` or a `TypeError`, and a kept state with a `StateError`; and answers calls of any
// kind as the service would.

export const EMULATOR_OPTIONS = {
  codeLength: 6,
  fixedCode: "123456",
  wrongTries: 1,
  smsIntervalSeconds: 60,
  dailyCap: 10,
  verifyOldPhone: true,
  variant: "default",
  allowOrigin: ["https://app.example"],
  smsHost: "app.example",
  clock: { now: () => 1_790_000_000_000 },
  createCode: () => "123456",
  control: "open",
  store: { load: () => undefined, save: () => undefined },
};
const FAULTS = [
  { operation: "*", kind: "lost-before", times: 1 },
  { operation: "update-phone", kind: "rate-limited", retryAfterSeconds: 3 },
  { operation: "send-sms", kind: "bad-gateway", isDone: true },
  { operation: "verify-update-phone-request", kind: "token-lifetime", tokenLifetimeSeconds: 3 },
];
const PATHS = [
  ...["/api/v3/send-sms", "/api/v3/verify-update-phone-request", "/api/v3/update-phone", "/api/v3/get-profile"],
  ...["/api/v3/pre-check-code", "/api/v3/bind-phone", "/_emulator/users", "/_emulator/inbox", "/_emulator/clock"],
  ...["/_emulator/faults", "/_emulator/reset", "/_emulator/nothing", "/", "/api/v3/send-sms/"],
];
const BODIES = [
  { channel: "CHANNEL_BIND_PHONE", phoneNumber: "13912345678", phoneCountryCode: "+86" },
  {
    verifyMethod: "PHONE_PASSCODE",
    phonePassCodePayload: { newPhoneNumber: "13912345678", newPhonePassCode: "123456" },
  },
  { updatePhoneToken: "token" },
  { advanceMs: 1_000 },
  { phone: "13912345678" },
  FAULTS[0],
];

const FIELDS = [
  7,
  null,
  true,
  "",
  "+86",
  "\ud800",
  [],
  {},
  { phoneNumber: 1 },
  1e300,
  -1,
  "x".repeat(10_000),
  [[[[]]]],
];

/** A body that can be sent: JSON with something wrong in it, or what looks like JSON. */
function bodyOf({ random }) {
  if (random.oneIn(4)) return random.pick(["", "{", "[]", "null", "7", '"', "\ud800", '{"__proto__":{"polluted":1}}']);
  const body = { ...random.pick(BODIES) };
  if (random.oneIn(2)) body[random.pick(Object.keys(body))] = random.pick(FIELDS);
  const text = JSON.stringify(body);
  return random.oneIn(4) ? text.slice(0, random.below(text.length + 1)) : text;
}

function requestOf(stage, { users }) {
  const { random } = stage;
  const method = random.pick(["GET", "POST", "POST", "POST", "DELETE", "OPTIONS", "PUT"]);
  const body = method === "GET" ? undefined : bodyOf(stage);
  const headers = { "content-type": random.pick(["application/json", "text/plain", "application/json; charset=gbk"]) };
  const [user] = users;
  if (!random.oneIn(4)) headers.authorization = `Bearer ${random.oneIn(4) ? "x" : user.accessToken}`;
  if (!random.oneIn(4)) headers["x-authing-app-id"] = random.oneIn(6) ? "x" : user.appId;
  if (random.oneIn(4)) headers["x-authing-lang"] = random.pick(["zh-CN", "ja-JP", "xx", ""]);
  return [`http://localhost${random.pick(PATHS)}`, { method, headers, body }];
}

/** Whether it still answers as it should. */
async function worksOn({ emulator }) {
  emulator.reset();
  const [user] = emulator.users;
  const headers = { authorization: `Bearer ${user.accessToken}`, "x-authing-app-id": user.appId };
  const answer = await emulator.fetch("http://localhost/api/v3/get-profile", { headers });
  const { data } = await answer.json();
  return data?.userId === user.userId ? undefined : "an emulator that does not answer any more";
}

function isEmulatorError(error) {
  try {
    return error instanceof RangeError || error instanceof TypeError || error.name === "StateError";
  } catch {
    return false;
  }
}

/** @param packages `emulator`: the entry `./emulator`. */
export function emulatorCases({ emulator: { createEmulator } }) {
  const member = (name, call, problem = () => undefined) => ({
    name: `Emulator.${name}`,
    begin(stage) {
      stage.emulator = createEmulator({ fixedCode: "123456" });
      return call(stage.emulator, stage);
    },
    problem,
    isError: isEmulatorError,
    after: worksOn,
  });
  return [
    {
      name: "createEmulator",
      isError: isEmulatorError,
      begin({ random, hostile }) {
        // The codes and stores of others may throw what they like.
        const [options] = hostile.args([
          random.oneIn(2) ? { fixedCode: "123456", store: EMULATOR_OPTIONS.store } : EMULATOR_OPTIONS,
        ]);
        return createEmulator(options);
      },
      problem: ({ users }) => (users.length === 2 ? undefined : "an emulator without users"),
    },
    member(
      "fetch",
      (emulator, stage) => {
        const [url, init] = requestOf(stage, emulator);
        return stage.random.oneIn(3) ? emulator.fetch(...stage.hostile.args([url, init])) : emulator.fetch(url, init);
      },
      isResponse,
    ),
    member(
      "handle",
      (emulator, stage) => {
        const [url, init] = requestOf(stage, emulator);
        return emulator.handle(stage.random.oneIn(4) ? stage.hostile.value() : new Request(url, init));
      },
      isResponse,
    ),
    member("addUser", ({ addUser }, { hostile }) =>
      addUser(...hostile.args([{ phone: "13987654321", phoneCountryCode: "+86" }])),
    ),
    member(
      "inbox",
      (emulator, { hostile }) => emulator.inbox(...hostile.args([])),
      (list) => (Array.isArray(list) ? undefined : "no list"),
    ),
    member("reset", (emulator, { hostile }) => emulator.reset(...hostile.args([]))),
    member(
      "users",
      ({ users }) => users,
      (users) => (users.length === 2 ? undefined : "no users"),
    ),
    member(
      "clock.now",
      ({ clock }) => clock.now(),
      (now) => (now > 0 ? undefined : "no time"),
    ),
    member("clock.advance", ({ clock }, { hostile }) => clock.advance(...hostile.args([1_000]))),
    member("faults.add", ({ faults }, { random, hostile }) => faults.add(...hostile.args([random.pick(FAULTS)]))),
    member("faults.list", ({ faults }) => faults.list()),
    member("faults.clear", ({ faults }) => faults.clear()),
  ];
}

async function isResponse(response) {
  if (!(response instanceof Response)) return "no response";
  if (response.type === "error" || response.status === 204) return undefined;
  const text = await response.text();
  try {
    const { statusCode, error } = JSON.parse(text);
    if (statusCode >= 500 && statusCode !== 500) return `a service that failed: ${text.slice(0, 200)}`;
    return error === undefined || typeof error === "string" ? undefined : "an answer for nobody";
  } catch {
    return `no JSON: ${text.slice(0, 100)}`;
  }
}
