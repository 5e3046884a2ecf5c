import { UpdatePhoneError } from "./errors.js";
import { defaultLanguage } from "./messages.js";
import { systemClock } from "./time/clock.js";
import type { Client, ClientOptions, Clock, FlowOptions, Language } from "./types.js";

/** Options as the WebAssembly module takes them: checked, with their defaults. */
export interface CheckedOptions extends ClientOptions {
  readonly host: string;
  readonly language: Language;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** What is wrong with a value, in words that follow the option's name; `undefined` for nothing. */
type Check = (value: unknown) => string | undefined;

const LANGUAGES = ["zh-CN", "zh-TW", "en-US", "ja-JP"];
const PHONE_CHECKS = ["mobile", "valid", "possible"];
const CLOCK_METHODS = ["now", "monotonic", "setTimeout", "clearTimeout"];
const STORE_METHODS = ["getItem", "setItem", "removeItem"];

/**
 * Visible ASCII: what can be sent as a header. Asked for what must not be there, since the engine keeps the text of the last match for
 * every script of a page to read (`RegExp.input`), and of a token there is none.
 */
const isHeaderValue = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && !/[^!-~]/.test(value);
const isFunction = (value: unknown): boolean => typeof value === "function";

const headerValue: Check = (value) =>
  isHeaderValue(value) ? undefined : "must be a string of visible ASCII characters";
const oneOf =
  (allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `must be one of ${allowed.join(", ")}`;
const aFlag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const aFunction: Check = (value) => (isFunction(value) ? undefined : "must be a function");

/** A time limit in milliseconds. */
export const checkTimeout: Check = (value) =>
  typeof value === "number" && value > 0 && value < 2 ** 31
    ? undefined
    : "must be a number of milliseconds above 0 and below 2^31";

const hasFunctions =
  (names: readonly string[]): Check =>
  (value) =>
    names.every((name) => isFunction((value as Record<string, unknown> | null)?.[name]))
      ? undefined
      : `must have the functions ${names.join(", ")}`;

/** A clock, by its functions. */
export const checkClock: Check = hasFunctions(CLOCK_METHODS);

const REQUIRED = ["host", "appId"];
const HOST_RULE = "must be https://… without path, query or credentials; http: only for loopback hosts";

const CHECKS: Record<string, Check> = {
  host: (value) => (originOf(value) ? undefined : HOST_RULE),
  appId: headerValue,
  accessToken: (value) =>
    isHeaderValue(value) || isFunction(value) ? undefined : "must be a token or a function that returns one",
  userPoolId: headerValue,
  tenantId: headerValue,
  language: oneOf(LANGUAGES),
  headerPrefix: (value) =>
    typeof value === "string" && /^[a-z0-9-]+-$/i.test(value)
      ? undefined
      : "must be the beginning of a header name, such as x-genauth-",
  fetch: aFunction,
  timeoutMs: checkTimeout,
  phoneCheck: oneOf(PHONE_CHECKS),
  storage: hasFunctions(STORE_METHODS),
  clock: checkClock,
  onRequest: aFunction,
  onResponse: aFunction,
};

const FLOW_CHECKS: Record<string, Check> = {
  verifyOldPhone: (value) => (value === "auto" ? undefined : aFlag(value) && 'must be true, false or "auto"'),
  confirm: aFlag,
  autoSubmitLength: (value) =>
    Number.isInteger(value) && Number(value) >= 4 && Number(value) <= 8 ? undefined : "must be a number from 4 to 8",
  phoneCheck: oneOf(PHONE_CHECKS),
};

/** Checks the options of a flow. Throws `ERR_INVALID_OPTIONS` that names the first unusable option. */
export function checkFlowOptions(options: FlowOptions = {}): FlowOptions {
  return checkAll(options, FLOW_CHECKS);
}

/** Checks the options one by one and adds the defaults. Throws `ERR_INVALID_OPTIONS` that names the first unusable option. */
export function checkOptions(options: ClientOptions): CheckedOptions {
  const checked = checkAll(options, CHECKS);
  // Once more, and what is used is what was checked now: a host is any object with a text, which may be another one each time.
  const host = readOption(checked, "host", originOf);
  if (!host) throw invalidOptions(`host: ${HOST_RULE}`);
  const defaults = { language: defaultLanguage(), timeoutMs: 10_000, clock: systemClock };
  return { ...defaults, ...checked, host } as CheckedOptions;
}

/** Refuses what has no such call, for who takes a client. */
export function checkClient(client: Client, call: keyof Client): Client {
  const refuse = (cause?: unknown): never => {
    throw UpdatePhoneError.of("ERR_INVALID_ARGUMENT", { detail: "client: must be what createClient returns", cause });
  };
  try {
    if (typeof client[call] === "function") return client;
  } catch (cause) {
    return refuse(cause);
  }
  return refuse();
}

/** The options that there are checks for, as they were when they were checked. */
function checkAll(options: object, checks: Record<string, Check>): Record<string, unknown> {
  if (typeof options !== "object" || options === null) throw invalidOptions("options: must be an object");
  const checked: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) {
    const isLeftOut = (value: unknown): boolean => value === undefined && !REQUIRED.includes(name);
    const look = (value: unknown) => ({ value, problem: isLeftOut(value) ? undefined : check(value) });
    const { value, problem } = readOption(options, name, look);
    if (problem) throw invalidOptions(`${name}: ${problem}`);
    if (value !== undefined) checked[name] = value;
  }
  return checked;
}

/** What a look at an option brings; the option, or something in it, may be a getter that throws. */
function readOption<T>(options: object, name: string, look: (value: unknown) => T): T {
  try {
    return look((options as Record<string, unknown>)[name]);
  } catch (cause) {
    throw invalidOptions(`${name}: could not be read`, cause);
  }
}

function invalidOptions(detail: string, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_OPTIONS", { detail, cause });
}

/** The origin of a host that may be spoken to, and that says nothing but an origin. */
function originOf(host: unknown): string | undefined {
  let url: URL;
  try {
    url = new URL(String(host));
  } catch {
    return undefined;
  }
  const isLoopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
  // Anything beyond the origin would show in `href`: a path, a query, a fragment, credentials, even empty ones.
  return isAllowed && url.href === `${url.origin}/` ? url.origin : undefined;
}
