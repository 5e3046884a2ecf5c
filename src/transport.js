// The one place that calls `fetch`: asks a prepared call for its body, sends it, and hands in what came back.

/** What goes with every request as the package's version: `tools/release/versions.mjs` sees that it is. */
const VERSION = "0.1.0";

// The service's operations, as the module counts them.
export const SEND_SMS = 0;
export const VERIFY_UPDATE_PHONE_REQUEST = 1;
export const UPDATE_PHONE = 2;
export const GET_PROFILE = 3;

/** The last segments of their paths. */
const NAMES = ["send-sms", "verify-update-phone-request", "update-phone", "get-profile"];

/** The member of the answer's data that an operation is called for. Some are called for none. */
const BRINGS = [undefined, "updatePhoneToken", undefined, "userId"];

/** The fields of the API, in their order there. */
export const REQUEST_FIELDS = [
  "newPhoneCountryCode",
  "newPhoneNumber",
  "newPhonePassCode",
  "oldPhoneCountryCode",
  "oldPhoneNumber",
  "oldPhonePassCode",
];

/** The bodies as they are documented, of what they say. */
const BODIES = [
  ([channel, phoneNumber, phoneCountryCode]) => ({ channel, phoneNumber, phoneCountryCode }),
  (values) => ({
    verifyMethod: "PHONE_PASSCODE",
    phonePassCodePayload: present(
      Object.fromEntries(REQUEST_FIELDS.map((field, at) => [field, values[at] || undefined])),
    ),
  }),
  ([updatePhoneToken]) => ({ updatePhoneToken }),
];

// Why there is no answer, as the module counts it: none came, none that can be read, none in time, no access token, none of these in
// time, the caller gave up.
const NO_ANSWER = 0;
const NOT_READABLE = 1;
const NOT_IN_TIME = 2;
const NO_TOKEN = 3;
const NO_TOKEN_IN_TIME = 4;
const GIVEN_UP = 5;

/**
 * Makes a call.
 *
 * No function of the caller's runs before this returns, and none while the module is at work.
 *
 * @param {number} operation Its number.
 * @param {import("../pkg/src/wasm/update_phone.js").PreparedCall} call A `PreparedCall` of the module, which is freed by whoever had it made.
 * @param {import("../pkg/src/wasm/transport.js").TransportOptions} client `ClientOptions` as `createClient` has checked them; and `instant`, which tells the time on both clocks.
 * @param {import("../pkg/src/wasm/transport.js").ExchangeOptions} options `startLimit`, which begins the time limit of one try, or else just
 * the caller's `signal`; `sent`, whose `count` is that of the requests before, for who is told of them, and is counted on.
 * @param {number} cooldownMs What is left of the cool-down of a sending, if there is one.
 * @returns {Promise<any>} What the service says after a success. Rejects with the module's error, or the caller's own abort reason.
 */
export async function exchange(operation, call, client, options = {}, cooldownMs = 0) {
  await undefined;
  const { accessToken, onRequest, onResponse, instant = systemInstant } = client;
  const { wall, monotonic } = instant();
  const says = call.admit(wall, monotonic, cooldownMs).split("\0");
  const body = JSON.stringify(BODIES[operation]?.(says));
  const name = NAMES[operation];
  const path = `/api/v3/${name}`;
  const method = body === undefined ? "GET" : "POST";
  const sent = options.sent ?? { count: 0 };

  for (let isRefresh = false; ; isRefresh = true) {
    const limit = options.startLimit?.() ?? withoutLimit(options.signal);
    let isSent = false;
    let sentAt = { wall, monotonic };
    /** What to throw when something did not come: the limit may be why. */
    const failure = (missing, cause, httpStatus) => {
      const now = instant();
      let reason = missing;
      if (limit.isTimedOut) reason = missing === NO_TOKEN ? NO_TOKEN_IN_TIME : NOT_IN_TIME;
      else if (limit.isOver) reason = GIVEN_UP;
      const error = call.fail(reason, isSent, sentAt.wall, sentAt.monotonic, now.wall, now.monotonic);
      if (reason === GIVEN_UP) return limit.reason;
      if (reason === missing && cause !== undefined) error.cause = cause;
      if (reason === missing && httpStatus) error.httpStatus = httpStatus;
      return error;
    };

    try {
      let token = accessToken;
      // The service takes this one either way.
      const isOptional = operation === SEND_SMS;
      let cause;
      if (typeof token === "function") {
        try {
          const promised = token({ refresh: isRefresh });
          token = await limit.race(isOptional ? limit.raceHalfway(promised) : promised);
        } catch (thrown) {
          if (limit.isOver) throw failure(NO_TOKEN);
          token = undefined;
          cause = thrown;
        }
      }
      // Anything else would make fetch throw an error that quotes the token.
      if (typeof token !== "string" || token === "" || /[^!-~]/.test(token)) {
        if (!isOptional) throw failure(NO_TOKEN, cause);
        token = undefined;
      }

      const event = { operation: name, method, path, attempt: sent.count + 1 };
      if (onRequest) tell(onRequest, event);
      const now = instant();
      if (limit.isOver) throw failure(NO_ANSWER);
      sentAt = now;
      isSent = true;
      sent.count += 1;

      let response;
      let text;
      let httpStatus = 0;
      let missing = NO_ANSWER;
      try {
        const { fetch = globalThis.fetch } = client;
        /** @type {RequestInit} */
        const init = {
          method,
          headers: headersOf(client, token, body),
          body,
          // No cookies are wanted, and a redirect could carry the token elsewhere (workerd knows no "error").
          credentials: "omit",
          redirect: "manual",
          signal: limit.signal,
        };
        response = await limit.race(fetch(client.host + path, init));
        missing = NOT_READABLE;
        const status = response?.status;
        if (typeof status !== "number") throw new TypeError("fetch did not resolve to a response");
        httpStatus = status;
        // A redirect, which is not followed, whatever its body says. Browsers hide its status.
        const isRedirect = status === 0 || (status >= 300 && status < 400);
        if (!isRedirect) text = await limit.race(response.text());
      } catch (thrown) {
        throw failure(missing, thrown, httpStatus);
      }

      const answer = parsed(text);
      const data = answer?.data;
      // `code` and `uniqueId` are the older API's names.
      const statusCode = integer(answer?.statusCode) ?? integer(answer?.code);
      const apiCode = integer(answer?.apiCode);
      const message = textOf(answer?.message);
      const requestId = nameOf(answer?.requestId) ?? nameOf(answer?.uniqueId);
      const isDenied = data?.success === false;
      const answeredAt = instant();
      const elapsedMs = answeredAt.monotonic - sentAt.monotonic;
      if (onResponse) tell(onResponse, { ...event, httpStatus, ...present({ statusCode, requestId }), elapsedMs });

      let lifetime;
      try {
        lifetime = call.judge(
          sentAt.wall,
          sentAt.monotonic,
          answeredAt.wall,
          answeredAt.monotonic,
          httpStatus,
          statusCode === 200 && !isDenied ? NaN : retryAfterMs(response),
          statusCode ?? NaN,
          apiCode ?? NaN,
          inOne(token, textOf(data?.[BRINGS[operation]]), message),
          isDenied,
          typeof data?.tokenExpiresIn === "object" ? NaN : parseFloat(data?.tokenExpiresIn),
          typeof accessToken === "function" && !isRefresh,
        );
      } catch (error) {
        if (error.code) Object.assign(error, { httpStatus, statusCode, apiCode, requestId });
        throw error;
      }
      // A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried again.
      if (lifetime < 0) continue;
      if (operation === GET_PROFILE) return data;
      const envelope = { statusCode, message: message ?? "", ...present({ apiCode, requestId }) };
      if (operation === UPDATE_PHONE) return { ...envelope, outcome: "confirmed" };
      if (operation === SEND_SMS) return { ...envelope, sentAt };
      const { updatePhoneToken } = data;
      return { ...envelope, data: { updatePhoneToken, tokenExpiresIn: lifetime }, sentAt };
    } finally {
      limit.end();
    }
  }
}

/** {@link exchange}, of a call that nobody else has. */
export async function exchangeAndFree(operation, call, client, options) {
  try {
    return await exchange(operation, call, client, options);
  } finally {
    call.free();
  }
}

/** The error that the module makes of a failure; the TypeScript layer makes an `UpdatePhoneError` of it. */
export function errorOf(texts, isRetryable, retryAfterMs, isLost, asksProfile) {
  const [message, code, recovery, field, issue, serverMessage] = texts.split("\0").map((text) => text || undefined);
  /** @type {any} */
  const error = Object.assign(new Error(message), { name: "UpdatePhoneError", code, recovery, isRetryable });
  Object.assign(error, present({ field, issue, serverMessage }));
  if (retryAfterMs >= 0) error.retryAfterMs = retryAfterMs;
  // Only the profile can tell what became of the call: whether its answer was lost, or was a refusal that may come too late.
  if (asksProfile) error.isLost = isLost;
  return error;
}

/** Several texts in one, as the module takes them apart. What would part them means nothing in any of them. */
export function inOne(...texts) {
  return texts.map((text) => String(text ?? "").replaceAll("\0", "\u0001")).join("\0");
}

/**
 * The documented request, header for header. The prefix is `x-genauth-` for the same service under its other name.
 *
 * @param {import("../pkg/src/wasm/transport.js").TransportOptions} client
 * @param {unknown} token That there is, if any.
 * @param {string | undefined} body
 */
function headersOf({ headerPrefix = "x-authing-", appId, language = "en-US", userPoolId, tenantId }, token, body) {
  const headers = {
    [`${headerPrefix}app-id`]: appId,
    [`${headerPrefix}lang`]: language,
    [`${headerPrefix}request-from`]: "update-phone",
    [`${headerPrefix}sdk-version`]: VERSION,
  };
  if (userPoolId) headers[`${headerPrefix}userpool-id`] = userPoolId;
  if (tenantId) headers[`${headerPrefix}app-tenant-id`] = tenantId;
  if (token) headers.authorization = `Bearer ${token}`;
  if (body) headers["content-type"] = "application/json";
  return headers;
}

/** Where there is no limit of time, the caller's signal alone. */
function withoutLimit(signal) {
  return {
    signal,
    isTimedOut: false,
    get isOver() {
      return signal?.aborted === true;
    },
    get reason() {
      return signal.reason;
    },
    race: (value) => value,
    raceHalfway: (value) => value,
    end() {},
  };
}

function systemInstant() {
  const wall = Date.now();
  return { wall, monotonic: wall };
}

/** Tells a hook of a request or its answer: no secret, no number. A hook that throws breaks nothing. */
function tell(hook, event) {
  try {
    hook(event);
  } catch {
    // The caller's own.
  }
}

/** The members that there are. */
function present(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** What a body holds; nothing of one that is no JSON. What `JSON.parse` throws quotes the body, so it is dropped. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A whole number that an `i32` can hold: fractions and larger ones are no codes. The service sends some numbers as strings. */
function integer(value) {
  const number = typeof value === "string" && String(Number(value)) === value ? Number(value) : value;
  return typeof number === "number" && (number | 0) === number ? number | 0 : undefined;
}

function textOf(value) {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What can name a request: anything else would be a line of its own in somebody's log, or a page of it. */
function nameOf(value) {
  return typeof value === "string" && /^[!-~]{1,100}$/.test(value) ? value : undefined;
}

/** A day. Who waits for as long as a service likes to say may wait for ever; and a timer of a runtime holds no more than 24 days. */
const LONGEST_WAIT_MS = 86_400_000;

/** How long a response says to wait: `Retry-After` in both its forms, seconds or a date (RFC 9110, 10.2.3). `NaN` for nothing. */
function retryAfterMs(response) {
  try {
    const value = textOf(response.headers.get("retry-after"));
    const seconds = integer(value);
    const wait = seconds === undefined ? Date.parse(value) - Date.now() : seconds * 1000;
    return wait >= 0 ? Math.min(wait, LONGEST_WAIT_MS) : NaN;
  } catch {
    return NaN;
  }
}
