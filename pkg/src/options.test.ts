import { expect, test, vi } from "vitest";
import { checkClient, checkClock, checkFlowOptions, checkOptions, checkTimeout } from "./options.js";
import { systemClock } from "./time/clock.js";
import type { Client, ClientOptions, FlowOptions } from "./types.js";

const GOOD = { host: "https://example.authing.cn", appId: "app" };

/** An object whose getter throws. */
const throwing = (name: string): object =>
  Object.defineProperty({}, name, {
    get() {
      throw new Error("of a getter");
    },
    enumerable: true,
  });

/** The message of the refusal of options, which has to name them. */
function refusal(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    expect(error).toMatchObject({ code: "ERR_INVALID_OPTIONS", recovery: "fix-program" });
    return (error as Error).message;
  }
  return "taken";
}

test.each<[string, object]>([
  ["host", { host: undefined }],
  ["host", { host: "" }],
  ["host", { host: "example.authing.cn" }],
  ["host", { host: "http://example.authing.cn" }],
  ["host", { host: "http://localhost.example.cn" }],
  ["host", { host: "https://user:password@example.authing.cn" }],
  ["host", { host: "https://example.authing.cn/path" }],
  ["host", { host: "https://example.authing.cn?" }],
  ["host", { host: "https://example.authing.cn#" }],
  ["host", { host: "https://example.authing.cn\\@evil.example" }],
  ["host", { host: "javascript:alert(1)" }],
  ["appId", { appId: undefined }],
  ["appId", { appId: "" }],
  ["appId", { appId: 7 }],
  ["appId", { appId: "应用" }],
  ["accessToken", { accessToken: "line\nbreak" }],
  ["accessToken", { accessToken: "" }],
  ["accessToken", { accessToken: null }],
  ["userPoolId", { userPoolId: "a pool" }],
  ["tenantId", { tenantId: {} }],
  ["language", { language: "de-DE" }],
  ["headerPrefix", { headerPrefix: "x authing" }],
  ["headerPrefix", { headerPrefix: "x-authing" }],
  ["fetch", { fetch: "fetch" }],
  ["timeoutMs", { timeoutMs: 0 }],
  ["timeoutMs", { timeoutMs: "10" }],
  ["timeoutMs", { timeoutMs: 2 ** 31 }],
  ["phoneCheck", { phoneCheck: "strict" }],
  ["storage", { storage: {} }],
  ["storage", { storage: null }],
  ["clock", { clock: { now: Date.now } }],
  ["clock", { clock: throwing("now") }],
  ["onRequest", { onRequest: true }],
  ["onResponse", { onResponse: {} }],
  ["appId", throwing("appId")],
])("an unusable %s is named (case %#)", (name, change) => {
  const options = Object.defineProperties({ ...GOOD }, Object.getOwnPropertyDescriptors(change)) as ClientOptions;
  const message = refusal(() => checkOptions(options));
  expect(message).toContain(`${name}: `);
  expect(message).not.toContain("break");
  expect(message).not.toContain("password");
});

test("options that are no object are refused", () => {
  for (const options of [undefined, null, "https://example.authing.cn", 7]) {
    expect(refusal(() => checkOptions(options as unknown as ClientOptions))).toContain("options: must be an object");
  }
});

test("a host is reduced to its origin, and http is allowed for loopback hosts alone", () => {
  for (const [host, origin] of [
    ["https://example.authing.cn", "https://example.authing.cn"],
    ["https://example.authing.cn/", "https://example.authing.cn"],
    ["HTTPS://EXAMPLE.authing.cn:443", "https://example.authing.cn"],
    [new URL("https://a.example/"), "https://a.example"],
    ["http://localhost:3456", "http://localhost:3456"],
    ["http://app.localhost", "http://app.localhost"],
    ["http://127.0.0.1:1", "http://127.0.0.1:1"],
    ["http://[::1]:1", "http://[::1]:1"],
  ] as const) {
    expect(checkOptions({ ...GOOD, host }).host).toBe(origin);
  }
});

test("a host whose text changes between two reads is refused unless each text is allowed, and the last one is used", () => {
  const hostOf = (texts: string[]) => ({ toString: () => texts.shift() ?? "http://evil.example" }) as unknown as URL;
  const allowed = ["https://one.example", "https://other.example"];
  expect(checkOptions({ ...GOOD, host: hostOf(allowed) }).host).toBe("https://other.example");
  expect(refusal(() => checkOptions({ ...GOOD, host: hostOf(["https://one.example"]) }))).toContain("host: ");
});

test("what is left out has its default", () => {
  vi.stubGlobal("navigator", { languages: ["ja"] });
  expect(checkOptions(GOOD)).toStrictEqual({
    ...GOOD,
    language: "ja-JP",
    timeoutMs: 10_000,
    clock: systemClock,
  });
});

test("undefined stands for left out, and unknown options are dropped", () => {
  const options = { ...GOOD, language: "en-US", phoneCheck: undefined, color: "red" } as unknown as ClientOptions;
  expect(Object.keys(checkOptions(options)).sort()).toStrictEqual(["appId", "clock", "host", "language", "timeoutMs"]);
});

test("a getter's first value is the one that is used", () => {
  const values = ["app", "line\nbreak"];
  const options = Object.defineProperty({ ...GOOD }, "appId", { get: () => values.shift() });
  expect(checkOptions(options).appId).toBe("app");
});

test("a refused token leaves nothing of itself in RegExp", () => {
  /seen before/.exec("seen before");
  checkOptions({ ...GOOD, accessToken: "eyJ.token", headerPrefix: "x-genauth-" });
  expect(JSON.stringify([RegExp.$_, RegExp["$&"], RegExp.lastMatch])).not.toContain("eyJ");
});

test.each<[string, unknown]>([
  ["verifyOldPhone", { verifyOldPhone: "yes" }],
  ["confirm", { confirm: 1 }],
  ["autoSubmitLength", { autoSubmitLength: 3 }],
  ["autoSubmitLength", { autoSubmitLength: 9 }],
  ["autoSubmitLength", { autoSubmitLength: 4.5 }],
  ["autoSubmitLength", { autoSubmitLength: "6" }],
  ["phoneCheck", { phoneCheck: "any" }],
  ["confirm", throwing("confirm")],
  ["options", null],
])("an unusable %s of a flow is named (case %#)", (name, options) => {
  expect(refusal(() => checkFlowOptions(options as FlowOptions))).toContain(`${name}: `);
});

test("usable options of a flow are taken as they are", () => {
  const options = { verifyOldPhone: "auto", confirm: true, autoSubmitLength: 6, phoneCheck: "possible" } as const;
  expect(checkFlowOptions(options)).toStrictEqual(options);
  expect(checkFlowOptions({ verifyOldPhone: false, autoSubmitLength: 4 })).toStrictEqual({
    verifyOldPhone: false,
    autoSubmitLength: 4,
  });
  expect(checkFlowOptions()).toStrictEqual({});
});

test("a time limit is a number above 0 and below 2^31", () => {
  for (const usable of [0.5, 1, 10_000, 2 ** 31 - 1]) expect(checkTimeout(usable)).toBe(undefined);
  for (const unusable of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "10", undefined, null]) {
    expect(checkTimeout(unusable)).toBe("must be a number of milliseconds above 0 and below 2^31");
  }
});

test("a clock has its four functions, its own or inherited", () => {
  expect(checkClock(Object.create(systemClock))).toBe(undefined);
  for (const unusable of [undefined, null, {}, { ...systemClock, clearTimeout: undefined }]) {
    expect(checkClock(unusable)).toBe("must have the functions now, monotonic, setTimeout, clearTimeout");
  }
});

test("what is no client is refused, with the exception of a getter as cause", () => {
  const client = { updatePhone: () => {} } as unknown as Client;
  expect(checkClient(client, "updatePhone")).toBe(client);
  const refused = expect.objectContaining({
    code: "ERR_INVALID_ARGUMENT",
    message: expect.stringContaining("client: must be what createClient returns"),
  });
  for (const other of [undefined, null, {}, { updatePhone: 7 }]) {
    expect(() => checkClient(other as unknown as Client, "updatePhone")).toThrow(refused);
  }
  const cause = expect.objectContaining({ cause: expect.objectContaining({ message: "of a getter" }) });
  expect(() => checkClient(throwing("updatePhone") as Client, "updatePhone")).toThrow(cause);
});
