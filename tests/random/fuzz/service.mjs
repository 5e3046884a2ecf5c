// The service as a client's callbacks show it: good, or spoilt in every way that a caller's own code can spoil it.

/** What the service answers to each operation when all is well. */
const ANSWERS = {
  "send-sms": () => ({ statusCode: 200, message: "ok", requestId: "r-1" }),
  "verify-update-phone-request": (count) => ({
    statusCode: 200,
    message: "ok",
    data: { updatePhoneToken: `token-${count}`, tokenExpiresIn: 60 },
  }),
  "update-phone": () => ({ statusCode: 200, message: "ok" }),
  "get-profile": () => ({
    statusCode: 200,
    message: "ok",
    data: { userId: "u-1", phone: "13900000000", phoneCountryCode: "+86" },
  }),
};

const operationOf = (url) => url.slice(url.lastIndexOf("/") + 1);

function response(text, more) {
  return { status: 200, headers: { get: () => null }, text: async () => text, ...more };
}

/** A service whose calls are all answered well. */
export function goodFetch() {
  let count = 0;
  return async (url) => response(JSON.stringify(ANSWERS[operationOf(url)]((count += 1))));
}

/**
 * A fetch that does what none should. What it resolves with never is a success, so a call that ends as one has lied; `actions` are what
 * it may do to its client meanwhile.
 */
export function hostileFetch(random, { value, raise, thenable, rejected, spoilt, disguised }, actions) {
  const { pick, oneIn } = random;
  /** A body that is no success. */
  const body = (operation) => {
    const good = ANSWERS[operation](1);
    return pick([
      () => "",
      () => "null",
      () => "[]",
      () => "<html>502</html>",
      () => JSON.stringify(good).slice(0, -2),
      () => `{"statusCode":200${"0".repeat(pick([1, 10, 400]))}}`,
      () =>
        JSON.stringify({
          ...good,
          statusCode: pick([0, 199, 201, 400, "x", "-200", true, null, [200], { valueOf: 200 }]),
        }),
      () =>
        JSON.stringify({
          statusCode: 500,
          apiCode: pick([500, 2001, 2300, 4004, 2020, 1e300, "7"]),
          message: pick(["Token 校验失败", "验证码不正确", "\ud800", {}, 7]),
        }),
      () =>
        JSON.stringify({
          statusCode: 429,
          message: "x".repeat(pick([1, 10, 100_000])),
          requestId: pick(["r", {}, 7, "\ud800"]),
        }),
      () => `{"statusCode":401,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`,
      () => `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
      () => `{"a":${"[".repeat(100_000)}`,
      () => "x".repeat(1_000_000),
    ])();
  };
  const headers = () =>
    pick([
      () => ({ get: () => pick([null, "5", "-1", "x", "Thu, 01 Jan 2099 00:00:00 GMT"]) }),
      () => ({ get: raise }),
      () => ({ get: () => value() }),
      () => ({ get: value() }),
      () => value(),
      () => new Headers({ "retry-after": "1" }),
      () =>
        pick([
          new Proxy(new Headers(), {}),
          Object.create(Headers.prototype),
          Object.assign(new Headers(), { get: value }),
        ]),
    ])();
  const status = () => pick([() => pick([200, 204, 301, 401, 429, 502, 0, -1, NaN, 1e9, 65_736, 200.5]), value])();
  const text = (operation) =>
    pick([
      () => async () => body(operation),
      () => () => body(operation),
      () => raise,
      () => () => rejected(value()),
      () => () => thenable(),
      () => async () => value(3),
      () => () => new Promise(() => undefined),
      () => value(),
    ])();

  return (url) => {
    const operation = operationOf(url);
    if (oneIn(6)) pick(actions)();
    return pick([
      () => raise(),
      () => rejected(value()),
      () => new Promise(() => undefined),
      () => thenable(),
      () => value(),
      () => Promise.resolve(response(body(operation), { headers: headers() })),
      () => response(body(operation), { status: status(), headers: headers() }),
      () => response("", { status: status(), headers: headers(), text: text(operation) }),
      () => disguised(response(body(operation), { headers: headers() })),
      () => spoilt(response(body(operation), { headers: headers(), status: 429 })),
      () => new Response(body(operation), { status: pick([200, 400, 502]), headers: { "retry-after": "2" } }),
      () => Response.error(),
      () => new Response(null, { status: 204 }),
    ])();
  };
}

/** Everything else that a client calls back. */
export function hostileOptions(random, { value, raise, thenable, rejected }, actions, clock) {
  const { pick, oneIn } = random;
  const act = () => void (oneIn(3) && pick(actions)());
  const any = () => pick([() => value(), raise, () => thenable(), () => rejected(value())])();
  const store = () => ({
    getItem: () => (act(), any()),
    setItem: () => (act(), any()),
    removeItem: () => (act(), any()),
  });
  const lies =
    (name) =>
    (...parameters) =>
      oneIn(3) ? any() : clock[name](...parameters);
  const options = {
    accessToken: () => () => (act(), any()),
    storage: store,
    onRequest: () => () => (act(), any()),
    onResponse: () => () => (act(), any()),
    // Its timers are good: with none, nothing could hold a time limit.
    clock: () => ({
      now: lies("now"),
      monotonic: lies("monotonic"),
      setTimeout: clock.setTimeout,
      clearTimeout: clock.clearTimeout,
    }),
  };
  const names = Object.keys(options).filter(() => oneIn(2));
  return Object.fromEntries(names.map((name) => [name, options[name]()]));
}
