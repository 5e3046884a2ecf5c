// The one place that calls `fetch`: asks a prepared call for its body, sends it, and hands in what came back.

/** What goes with every request as the package's version: `tools/release/versions.mjs` sees that it is. */
const VERSION = "0.1.0";

/** The member of the answer's data that an operation is called for. The others are called for none. */
const BRINGS = { "verify-update-phone-request": "updatePhoneToken", "get-profile": "userId" };

/** What a call can do without an answer for, as the module has it. */
const MISSING = { answer: 0, readableAnswer: 1, inTime: 2, token: 3, tokenInTime: 4 };

/**
 * Makes a call.
 *
 * No function of the caller's runs before this returns, and none while the module is at work.
 *
 * @param operation The last segment of its path.
 * @param call A `PreparedCall` of the module, which is freed by whoever had it made.
 * @param client `ClientOptions` as `createClient` has checked them; and `instant`, which tells the time on both clocks.
 * @param options `startLimit`, which begins the time limit of one try, or else just the caller's `signal`; `sent`, whose `count` is that
 * of the requests before, for who is told of them, and is counted on.
 * @param cooldownMs What is left of the cool-down of a sending, if there is one.
 * @returns What the service says after a success. Rejects with the module's error, or the caller's own abort reason.
 */
export async function exchange(operation, call, client, options = {}, cooldownMs = 0) {
  await undefined;
  const { accessToken, onRequest, onResponse, instant = systemInstant } = client;
  const { wall, monotonic } = instant();
  const body = call.admit(wall, monotonic, cooldownMs);
  const path = `/api/v3/${operation}`;
  const method = body === undefined ? "GET" : "POST";
  const sent = options.sent ?? { count: 0 };

  for (let isRefresh = false; ; isRefresh = true) {
    const limit = options.startLimit?.() ?? withoutLimit(options.signal);
    let isSent = false;
    let sentAt = { wall, monotonic };
    /** What to throw when something did not come: the limit may be why. */
    const failure = (missing, cause, httpStatus) => {
      const now = instant();
      const { isTimedOut } = limit;
      if (limit.isOver && !isTimedOut) {
        if (isSent) call.lost(now.wall, now.monotonic);
        return limit.reason;
      }
      const reason = isTimedOut ? (missing === MISSING.token ? MISSING.tokenInTime : MISSING.inTime) : missing;
      const error = call.fail(reason, isSent, sentAt.wall, sentAt.monotonic, now.wall, now.monotonic);
      if (isTimedOut) return error;
      if (cause !== undefined) error.cause = cause;
      if (httpStatus) error.httpStatus = httpStatus;
      return error;
    };

    try {
      let token = accessToken;
      // The service takes this one either way.
      const isOptional = operation === "send-sms";
      let cause;
      if (typeof token === "function") {
        try {
          const promised = token({ refresh: isRefresh });
          token = await limit.race(isOptional ? limit.raceHalfway(promised) : promised);
        } catch (thrown) {
          if (limit.isOver) throw failure(MISSING.token);
          token = undefined;
          cause = thrown;
        }
      }
      // Anything else would make fetch throw an error that quotes the token.
      if (typeof token !== "string" || token === "" || /[^!-~]/.test(token)) {
        if (!isOptional) throw failure(MISSING.token, cause);
        token = undefined;
      }

      const event = { operation, method, path, attempt: sent.count + 1 };
      tell(onRequest, event);
      const now = instant();
      if (limit.isOver) throw failure(MISSING.answer);
      sentAt = now;
      isSent = true;
      sent.count += 1;

      let response;
      let text;
      let httpStatus = 0;
      let missing = MISSING.answer;
      try {
        const { fetch = globalThis.fetch } = client;
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
        missing = MISSING.readableAnswer;
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
      tell(onResponse, { ...event, httpStatus, ...present({ statusCode, requestId }), elapsedMs });

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
          parseFloat(data?.tokenExpiresIn),
          typeof accessToken === "function" && !isRefresh,
        );
      } catch (error) {
        if (error.code) Object.assign(error, { httpStatus, statusCode, apiCode, requestId });
        throw error;
      }
      // A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried again.
      if (lifetime < 0) continue;
      if (operation === "get-profile") return data;
      const envelope = { statusCode, message: message ?? "", ...present({ apiCode, requestId }) };
      if (operation === "update-phone") return { ...envelope, outcome: "confirmed" };
      if (operation === "send-sms") return { ...envelope, sentAt };
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

/** Several texts in one, as the module takes them apart. What would part them means nothing in any of them. */
export function inOne(...texts) {
  return texts.map((text) => String(text ?? "").replaceAll("\0", "\u0001")).join("\0");
}

/** The documented request, header for header. The prefix is `x-genauth-` for the same service under its other name. */
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
    hook?.(event);
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
  return (number | 0) === number ? number | 0 : undefined;
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
