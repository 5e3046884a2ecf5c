import { beforeEach, describe, expect, test, vi } from "vitest";
import { createClient, updatePhone, updatePhoneRequest } from "./client.js";
import { UpdatePhoneError } from "./errors.js";
import { HeldClock, settle } from "./testing/held-clock.js";
import { MemoryStore } from "./testing/memory-store.js";
import { EMPTY_MODULE, loadStub, trap } from "./testing/stub-module.js";
import { coreError, StubService } from "./testing/stub-service.js";
import type { CallOptions, Client, ClientOptions } from "./types.js";

const SENDING = { purpose: "new", phone: "+8613912345678" } as const;
const REQUEST = { newPhoneCountryCode: "+86", newPhoneNumber: "13912345678", newPhonePassCode: "1234" };
const OPTIONS = { host: "https://example.authing.cn", appId: "app", accessToken: "eyJ", language: "en-US" } as const;

let clock: HeldClock;
let service: StubService;
let client: Client;

const open = (options: Partial<ClientOptions> = {}): Client => createClient({ ...OPTIONS, clock, ...options });

beforeEach(async () => {
  clock = new HeldClock();
  service = new StubService(clock);
  await loadStub(service.exports);
  client = open();
});

/** The error that a call fails with, which has to be this package's. */
async function failureOf(call: Promise<unknown>): Promise<UpdatePhoneError> {
  const error: unknown = await call.then(
    () => "no failure",
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpdatePhoneError);
  return error as UpdatePhoneError;
}

describe("a client", () => {
  test("sends nothing and starts no timer when it is created, and refuses unusable options", () => {
    expect([service.clients, service.prepared, clock.timers]).toStrictEqual([[], [], 0]);
    expect(() => open({ host: "http://example.authing.cn" })).toThrow(
      expect.objectContaining({ code: "ERR_INVALID_OPTIONS" }),
    );
  });

  test("is made in the module at the first call, once, from the checked options", async () => {
    await client.getProfile();
    await client.getProfile();
    expect(service.clients).toStrictEqual([
      { options: { ...OPTIONS, clock, timeoutMs: 10_000, hasForgotten: false }, isFreed: false },
    ]);
  });

  test("is recognised by the plain functions, and nothing else is", async () => {
    const verification = await updatePhoneRequest(client, REQUEST);
    expect((await updatePhone(client, verification)).outcome).toBe("confirmed");
    const { code, message } = await failureOf(updatePhone({} as Client, "token"));
    expect(code).toBe("ERR_INVALID_ARGUMENT");
    expect(message).toContain("client: must be what createClient returns");
    expect((await failureOf(updatePhoneRequest({} as Client, REQUEST))).code).toBe("ERR_INVALID_ARGUMENT");
  });
});

describe("sending a code", () => {
  test("brings the answer, the frozen number and a cool-down of a minute from the sending", async () => {
    const release = service.hold("send");
    const sending = client.sendCode(SENDING);
    await settle();
    await clock.pass(9_000);
    release();
    const { cooldown, ...sent } = await sending;
    expect(sent).toStrictEqual({ statusCode: 200, message: "", phone: { e164: SENDING.phone } });
    expect(Object.isFrozen(sent.phone)).toBe(true);
    expect([cooldown.durationMs, cooldown.remainingMs]).toStrictEqual([60_000, 51_000]);
    expect((await client.cooldown("new", SENDING.phone)).remainingMs).toBe(51_000);
  });

  test("hands the rest of the cool-down to the module, in whole milliseconds", async () => {
    await client.sendCode(SENDING);
    await clock.pass(8_000.4);
    expect((await failureOf(client.sendCode(SENDING))).retryAfterMs).toBe(52_000);
    await clock.pass(52_000);
    await client.sendCode(SENDING);
    expect(service.prepared.map(({ options }) => options?.cooldownMs)).toStrictEqual([0, 52_000, 0]);
  });

  test("finds the cool-down of another client over the same store", async () => {
    const storage = new MemoryStore();
    await open({ storage }).sendCode(SENDING);
    await clock.pass(20_000);
    expect((await failureOf(open({ storage }).sendCode(SENDING))).retryAfterMs).toBe(40_000);
  });

  test.each(["ERR_RATE_LIMITED", "ERR_CODE_SENT_TOO_OFTEN"] as const)(
    "that fails with %s and a time begins a cool-down of that time",
    async (code) => {
      service.answer("send", () => {
        throw coreError(code, { retryAfterMs: 90_000 });
      });
      expect((await failureOf(client.sendCode(SENDING))).code).toBe(code);
      expect((await client.cooldown("new", SENDING.phone)).remainingMs).toBe(90_000);
    },
  );

  test.each([
    ["ERR_SMS_QUOTA", 90_000],
    ["ERR_RATE_LIMITED", undefined],
    ["ERR_NETWORK", undefined],
  ] as const)("that fails with %s and %s begins none", async (code, retryAfterMs) => {
    service.answer("send", () => {
      throw coreError(code, retryAfterMs === undefined ? {} : { retryAfterMs });
    });
    expect((await failureOf(client.sendCode(SENDING))).code).toBe(code);
    expect((await client.cooldown("new", SENDING.phone)).isExpired).toBe(true);
  });

  test("that is refused because it cools down does not begin the cool-down again", async () => {
    const storage = new MemoryStore();
    await open({ storage }).sendCode(SENDING);
    const written = storage.written.length;
    await clock.pass(1_000);
    await failureOf(open({ storage }).sendCode(SENDING));
    expect(storage.written.length).toBe(written);
  });

  test("sends nothing when it is aborted while the store is asked, and its prepared call is freed", async () => {
    const asked = vi.fn(() => new Promise(() => {}));
    const controller = new AbortController();
    const storage = Object.assign(new MemoryStore(), { getItem: asked });
    const sending = open({ storage }).sendCode(SENDING, { signal: controller.signal });
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
    controller.abort("enough");
    await expect(sending).rejects.toBe("enough");
    await clock.pass(2_000);
    expect(service.sent).toStrictEqual([]);
    expect(service.prepared.map(({ isFreed }) => isFreed)).toStrictEqual([true]);
  });

  test("sends nothing when the client is disposed of while the store is asked", async () => {
    const storage = Object.assign(new MemoryStore(), { getItem: () => new Promise(() => {}) });
    const disposed = open({ storage });
    const sending = failureOf(disposed.sendCode(SENDING));
    await settle();
    disposed.dispose();
    expect((await sending).code).toBe("ERR_DISPOSED");
    await clock.pass(2_000);
    expect(service.sent).toStrictEqual([]);
  });
});

describe("the cool-down of a number", () => {
  test("is read without a sending, for any possible number, and the prepared call is freed", async () => {
    expect((await client.cooldown("old", "+86139", "CHANNEL_LOGIN")).isExpired).toBe(true);
    expect(service.prepared).toStrictEqual([
      expect.objectContaining({
        args: [{ purpose: "old", phone: "+86139", channel: "CHANNEL_LOGIN" }, "possible"],
        isFreed: true,
      }),
    ]);
    expect(service.sent).toStrictEqual([]);
  });
});

describe("verifying", () => {
  test("brings the answer and a countdown of the token's lifetime from the sending", async () => {
    const release = service.hold("verify");
    const verifying = client.updatePhoneRequest(REQUEST);
    await settle();
    await clock.pass(4_000);
    release();
    const { countdown, ...verification } = await verifying;
    expect(verification).toStrictEqual({
      statusCode: 200,
      message: "",
      data: { updatePhoneToken: "token-1", tokenExpiresIn: 60 },
    });
    expect([countdown.durationMs, countdown.remainingMs]).toStrictEqual([60_000, 56_000]);
  });
});

describe("changePhone", () => {
  const failUpdate = (code: Parameters<typeof coreError>[0]) =>
    service.answer("update", () => {
      throw coreError(code);
    });

  test("verifies and spends the token", async () => {
    expect((await client.changePhone(REQUEST)).outcome).toBe("confirmed");
    expect(service.sent).toStrictEqual(["verify", "update"]);
    expect(service.prepared[1]?.args[0]).toMatchObject({ data: { updatePhoneToken: "token-1" } });
  });

  test("that failed continues with its token when it is made again", async () => {
    failUpdate("ERR_OUTCOME_UNKNOWN");
    expect((await failureOf(client.changePhone(REQUEST))).code).toBe("ERR_OUTCOME_UNKNOWN");
    service.answer("update");
    await client.changePhone({ ...REQUEST });
    expect(service.sent).toStrictEqual(["verify", "update", "update"]);
    const tokens = service.prepared.filter(({ operation }) => operation === "update").map(({ key }) => key);
    expect(new Set(tokens).size).toBe(1);
    // What was prepared to verify and not run is freed.
    expect(service.prepared.filter(({ options, isFreed }) => !options && !isFreed)).toStrictEqual([]);
  });

  test.each(["ERR_UPDATE_TOKEN_EXPIRED", "ERR_UPDATE_TOKEN_REJECTED", "ERR_UPDATE_TOKEN_SPENT"] as const)(
    "that failed with %s verifies again",
    async (code) => {
      failUpdate(code);
      expect((await failureOf(client.changePhone(REQUEST))).code).toBe(code);
      service.answer("update");
      await client.changePhone(REQUEST);
      expect(service.sent).toStrictEqual(["verify", "update", "verify", "update"]);
    },
  );

  test("that succeeded verifies again, and so does another request", async () => {
    await client.changePhone(REQUEST);
    await client.changePhone(REQUEST);
    await client.changePhone({ ...REQUEST, newPhonePassCode: "4321" });
    expect(service.sent).toStrictEqual(["verify", "update", "verify", "update", "verify", "update"]);
  });

  test("remembers the last 16 verifications, of which the oldest goes first", async () => {
    failUpdate("ERR_NETWORK");
    const requests = Array.from({ length: 17 }, (_, index) => ({ ...REQUEST, newPhonePassCode: `${1000 + index}` }));
    for (const request of requests) await failureOf(client.changePhone(request));
    const verified = () => service.sent.filter((operation) => operation === "verify").length;
    expect(verified()).toBe(17);
    for (const request of requests.slice(1)) await failureOf(client.changePhone(request));
    expect(verified()).toBe(17);
    await failureOf(client.changePhone(requests[0] ?? REQUEST));
    expect(verified()).toBe(18);
  });

  test("spends nothing when the client is disposed of while it verifies", async () => {
    const release = service.hold("verify");
    const changing = failureOf(client.changePhone(REQUEST));
    await settle();
    client.dispose();
    release();
    expect((await changing).code).toBe("ERR_DISPOSED");
    await settle();
    expect(service.sent).toStrictEqual(["verify"]);
  });
});

test("a dispose at any moment of changePhone ends it with ERR_DISPOSED, unless it is done", async () => {
  const codes = new Set<string>();
  for (let moment = 0; moment < 60; moment += 1) {
    const disposed = open();
    const changing = disposed.changePhone(REQUEST).then(
      () => "done",
      ({ code }: UpdatePhoneError) => code,
    );
    for (let turn = 0; turn < moment; turn += 1) await Promise.resolve();
    disposed.dispose();
    codes.add(await changing);
  }
  expect([...codes]).toStrictEqual(["ERR_DISPOSED", "done"]);
});

describe("equal calls", () => {
  const CALLS: [string, (caller: Client, options?: CallOptions) => Promise<unknown>][] = [
    ["sendCode", (caller, options) => caller.sendCode(SENDING, options)],
    ["updatePhoneRequest", (caller, options) => caller.updatePhoneRequest({ ...REQUEST }, options)],
    ["updatePhone", (caller, options) => caller.updatePhone("token", options)],
  ];

  test.each(CALLS)("%s: share one run, and the prepared calls of the others are freed", async (_, call) => {
    expect(new Set(await Promise.all([call(client), call(client), call(client)])).size).toBe(1);
    expect(service.sent.length).toBe(1);
    expect(service.prepared.map(({ isFreed }) => isFreed)).toStrictEqual([false, true, true]);
  });

  test.each(CALLS)("%s: of two clients share nothing", async (_, call) => {
    await Promise.all([call(client), call(open())]);
    expect(service.sent.length).toBe(2);
  });

  test.each(CALLS)("%s: a caller's abort ends that wait alone", async (name, call) => {
    const release = service.hold(
      ({ sendCode: "send", updatePhoneRequest: "verify", updatePhone: "update" } as const)[name as "sendCode"],
    );
    const controller = new AbortController();
    const [gone, waiting] = [call(client, { signal: controller.signal }), call(client)];
    await settle();
    controller.abort("gone");
    await expect(gone).rejects.toBe("gone");
    release();
    expect(await waiting).toMatchObject({ statusCode: 200 });
    expect(service.sent.length).toBe(1);
  });

  test("reads are not shared", async () => {
    await Promise.all([client.getProfile(), client.getProfile()]);
    expect(service.sent).toStrictEqual(["profile", "profile"]);
  });
});

describe("what a call fails with", () => {
  test("an error of the module is this package's error, with its fields", async () => {
    service.answer("profile", () => {
      throw coreError("ERR_SERVER", { httpStatus: 503, requestId: "r1" });
    });
    expect({ ...(await failureOf(client.getProfile())) }).toStrictEqual({
      code: "ERR_SERVER",
      httpStatus: 503,
      requestId: "r1",
    });
  });

  test("anything else that comes out of the module is ERR_INTERNAL, in the client's language, with its cause", async () => {
    const cause = new TypeError("a bug");
    service.answer("profile", () => {
      throw cause;
    });
    const { code, message, cause: rejectedWith } = await failureOf(open({ language: "zh-CN" }).getProfile());
    expect([code, message, rejectedWith]).toStrictEqual(["ERR_INTERNAL", "内部错误，请联系客服。", cause]);
  });

  test("the caller's abort reason passes through untouched, whatever it is", async () => {
    for (const reason of ["text", undefined, new Error("mine"), { code: "ERR_NETWORK" }, coreError("ERR_NETWORK")]) {
      service.hold("profile");
      const controller = new AbortController();
      const call = client.getProfile({ signal: controller.signal });
      await settle();
      controller.abort(reason);
      const rejected: unknown = await call.catch((caught: unknown) => caught);
      expect(rejected).toBe(reason === undefined ? controller.signal.reason : reason);
    }
    await settle();
    expect(clock.timers).toBe(0);
  });

  test("a signal that is aborted before ends the call before anything is prepared", async () => {
    await expect(client.getProfile({ signal: AbortSignal.abort("before") })).rejects.toBe("before");
    expect(service.prepared).toStrictEqual([]);
  });

  test("a try without an answer ends at the client's time limit, or at the call's", async () => {
    service.answer("profile", () => new Promise(() => {}));
    const calls = [client.getProfile(), client.getProfile({ timeoutMs: 300 })] as const;
    const codes: string[] = [];
    for (const call of calls) void failureOf(call).then(({ code }) => codes.push(code));
    await settle();
    expect(clock.delays).toStrictEqual([10_000, 300]);
    await clock.pass(300);
    expect(codes).toStrictEqual(["ERR_TIMEOUT"]);
    await clock.pass(9_700);
    expect(codes).toStrictEqual(["ERR_TIMEOUT", "ERR_TIMEOUT"]);
  });

  test.each<[string, object]>([
    ["signal: must be an AbortSignal", { signal: {} }],
    ["signal: must be an AbortSignal", { signal: null }],
    ["signal: must be an AbortSignal", { signal: { aborted: false, throwIfAborted() {} } }],
    ["timeoutMs: must be a number of milliseconds", { timeoutMs: 0 }],
    ["timeoutMs: must be a number of milliseconds", { timeoutMs: "10" }],
    [
      "options: could not be read",
      {
        get signal() {
          throw new Error("of a getter");
        },
      },
    ],
  ])("unusable options of a call are ERR_INVALID_ARGUMENT: %s", async (detail, options) => {
    const { code, message } = await failureOf(client.getProfile(options as CallOptions));
    expect(code).toBe("ERR_INVALID_ARGUMENT");
    expect(message).toContain(detail);
    expect(service.prepared).toStrictEqual([]);
  });
});

describe("dispose", () => {
  test("ends what is waiting and what comes later with ERR_DISPOSED, in the client's language", async () => {
    service.hold("profile");
    const waiting = failureOf(client.getProfile());
    await settle();
    client.dispose();
    client.dispose();
    expect((await waiting).message).toBe("This client was disposed of. Create a new one.");
    expect((await failureOf(client.getProfile())).code).toBe("ERR_DISPOSED");
    await settle();
    expect(clock.timers).toBe(0);
  });

  test("cancels the countdowns that the client gave away, and frees its memory in the module", async () => {
    const { cooldown } = await client.sendCode(SENDING);
    const { countdown } = await client.updatePhoneRequest(REQUEST);
    const seconds: number[] = [];
    cooldown.subscribe((left) => seconds.push(left));
    countdown.subscribe((left) => seconds.push(left));
    expect(clock.timers).toBe(1);
    client.dispose();
    expect(clock.timers).toBe(0);
    await clock.pass(3_000);
    expect(seconds).toStrictEqual([60, 60]);
    expect(service.clients.map(({ isFreed }) => isFreed)).toStrictEqual([true]);
  });

  test("is what `using` calls", async () => {
    (client as Client & Disposable)[Symbol.dispose]();
    expect((await failureOf(client.getProfile())).code).toBe("ERR_DISPOSED");
  });
});

describe("after a trap in the module", () => {
  test("what is waiting fails with ERR_INTERNAL, and the next call works, in a client that knows what it does not know", async () => {
    service.answer("profile", () => new Promise(() => {}));
    const cause = new WebAssembly.RuntimeError("unreachable");
    const waiting = failureOf(client.getProfile());
    await settle();
    trap(cause);
    const { code, cause: rejectedWith } = await waiting;
    expect([code, rejectedWith]).toStrictEqual(["ERR_INTERNAL", cause]);
    service.answer("profile");
    expect(await client.getProfile()).toStrictEqual({ userId: "u" });
    expect(service.clients.map(({ options }) => options.hasForgotten)).toStrictEqual([false, true]);
  });

  test("a call that traps while it is prepared discards the instance", async () => {
    await client.getProfile();
    const cause = new RangeError("Maximum call stack size exceeded");
    vi.spyOn(service.prepared, "push").mockImplementationOnce(() => {
      throw cause;
    });
    expect((await failureOf(client.getProfile())).cause).toBe(cause);
    await client.getProfile();
    expect(service.clients.length).toBe(2);
  });

  test("a verified changePhone continues with its token", async () => {
    service.answer("update", () => new Promise(() => {}));
    const changing = failureOf(client.changePhone(REQUEST));
    await settle();
    trap();
    expect((await changing).code).toBe("ERR_INTERNAL");
    service.answer("update");
    expect((await client.changePhone(REQUEST)).outcome).toBe("confirmed");
    expect(service.sent).toStrictEqual(["verify", "update", "update"]);
  });

  test("countdowns and cool-downs go on", async () => {
    const { cooldown } = await client.sendCode(SENDING);
    trap();
    await clock.pass(10_000);
    expect(cooldown.remainingSeconds).toBe(50);
    expect((await client.cooldown("new", SENDING.phone)).remainingMs).toBe(50_000);
  });
});

describe("while the module is loading", () => {
  /** The client and the loading of a program that has loaded nothing yet. */
  async function freshProgram() {
    vi.resetModules();
    return { ...(await import("./client.js")), ...(await import("./loading.js")) };
  }

  test("a call fails with ERR_WASM_LOAD at its time limit, and an abort ends the wait", async () => {
    const program = await freshProgram();
    void program.init({ wasm: new Promise<typeof EMPTY_MODULE>(() => {}) });
    const fresh = program.createClient({ ...OPTIONS, clock, timeoutMs: 200 });
    const late = fresh.getProfile().catch((error: unknown) => error);
    await clock.pass(200);
    expect(await late).toMatchObject({
      code: "ERR_WASM_LOAD",
      cause: expect.objectContaining({ name: "TimeoutError" }),
    });
    const controller = new AbortController();
    const waiting = fresh.getProfile({ signal: controller.signal, timeoutMs: 60_000 });
    controller.abort("mine");
    await expect(waiting).rejects.toBe("mine");
    expect(clock.timers).toBe(0);
  });
});
