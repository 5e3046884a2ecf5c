import { UpdatePhoneError } from "./errors.js";
import { defaultLanguage } from "./messages.js";
import { systemClock } from "./time/clock.js";
import type { Client, ClientOptions, Clock, FlowOptions, Language } from "./types.js";

/** Checked options with their defaults, as the WebAssembly module takes them. */
export interface CheckedOptions extends ClientOptions {
  readonly host: string;
  readonly language: Language;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Returns what is wrong with a value, in words that follow the option's name; `undefined` if it is usable. */
type Check = (value: unknown) => string | undefined;

const LANGUAGES = ["zh-CN", "zh-TW", "en-US", "ja-JP"];
const PHONE_CHECKS = ["mobile", "valid", "possible"];
const CLOCK_METHODS = ["now", "monotonic", "setTimeout", "clearTimeout"];
const STORE_METHODS = ["getItem", "setItem", "removeItem"];

/**
 * Visible ASCII can be sent as a header. The pattern matches what is not allowed: engines expose the text of the last match to all
 * scripts of a page (`RegExp.input`), and a usable token matches nothing.
 */
const isHeaderValue = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && !/[^!-~]/.test(value);
const isFunction = (value: unknown): boolean => typeof value === "function";

const checkHeaderValue: Check = (value) =>
  isHeaderValue(value) ? undefined : "must be a string of visible ASCII characters";
const checkOneOf =
  (allowed: readonly unknown[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `must be one of ${allowed.join(", ")}`;
const checkBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const checkFunction: Check = (value) => (isFunction(value) ? undefined : "must be a function");

/** Checks a time limit in milliseconds. */
export const checkTimeout: Check = (value) =>
  typeof value === "number" && value > 0 && value < 2 ** 31
    ? undefined
    : "must be a number of milliseconds above 0 and below 2^31";

const checkMethods =
  (names: readonly string[]): Check =>
  (value) =>
    names.every((name) => isFunction((value as Record<string, unknown> | null)?.[name]))
      ? undefined
      : `must have the functions ${names.join(", ")}`;

/** Checks that a clock has its functions. */
export const checkClock: Check = checkMethods(CLOCK_METHODS);

const REQUIRED = ["host", "appId"];
const HOST_RULE = "must be https://… without path, query or credentials; http: only for loopback hosts";

const CHECKS: Record<string, Check> = {
  host: (value) => (originOf(value) ? undefined : HOST_RULE),
  appId: checkHeaderValue,
  accessToken: (value) =>
    isHeaderValue(value) || isFunction(value) ? undefined : "must be a token or a function that returns one",
  userPoolId: checkHeaderValue,
  tenantId: checkHeaderValue,
  language: checkOneOf(LANGUAGES),
  headerPrefix: (value) =>
    typeof value === "string" && /^[a-z0-9-]+-$/i.test(value)
      ? undefined
      : "must be the beginning of a header name, such as x-genauth-",
  fetch: checkFunction,
  timeoutMs: checkTimeout,
  phoneCheck: checkOneOf(PHONE_CHECKS),
  storage: checkMethods(STORE_METHODS),
  clock: checkClock,
  onRequest: checkFunction,
  onResponse: checkFunction,
};

const FLOW_CHECKS: Record<string, Check> = {
  verifyOldPhone: (value) => (value === "auto" ? undefined : checkBoolean(value) && 'must be true, false or "auto"'),
  confirm: checkBoolean,
  autoSubmitLength: (value) =>
    Number.isInteger(value) && Number(value) >= 4 && Number(value) <= 8 ? undefined : "must be a number from 4 to 8",
  phoneCheck: checkOneOf(PHONE_CHECKS),
};

/** Checks the options of a flow. Throws `ERR_INVALID_OPTIONS` that names the first unusable option. */
export function checkFlowOptions(options: FlowOptions = {}): FlowOptions {
  return checkAll(options, FLOW_CHECKS);
}

/** Checks the options one by one and adds the defaults. Throws `ERR_INVALID_OPTIONS` that names the first unusable option. */
export function checkOptions(options: ClientOptions): CheckedOptions {
  const checked = checkAll(options, CHECKS);
  // A host may be an object whose text changes, so the origin that is used is checked itself.
  const host = readOption(checked, "host", originOf);
  if (!host) throw invalidOptions(`host: ${HOST_RULE}`);
  const defaults = { language: defaultLanguage(), timeoutMs: 10_000, clock: systemClock };
  return { ...defaults, ...checked, host } as CheckedOptions;
}

/** Returns a client that a caller passed. Throws `ERR_INVALID_ARGUMENT` if it has no such method. */
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

/** Returns the values that were checked, since a getter may return others later. Options without a check are left out. */
function checkAll(options: object, checks: Record<string, Check>): Record<string, unknown> {
  if (typeof options !== "object" || options === null) throw invalidOptions("options: must be an object");
  const checked: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) {
    const isOmitted = (value: unknown): boolean => value === undefined && !REQUIRED.includes(name);
    const checkOption = (value: unknown) => ({ value, problem: isOmitted(value) ? undefined : check(value) });
    const { value, problem } = readOption(options, name, checkOption);
    if (problem) throw invalidOptions(`${name}: ${problem}`);
    if (value !== undefined) checked[name] = value;
  }
  return checked;
}

/** Reads an option and applies `read` to it. If a getter throws in either, throws `ERR_INVALID_OPTIONS` that names the option. */
function readOption<T>(options: object, name: string, read: (value: unknown) => T): T {
  try {
    return read((options as Record<string, unknown>)[name]);
  } catch (cause) {
    throw invalidOptions(`${name}: could not be read`, cause);
  }
}

function invalidOptions(detail: string, cause?: unknown): UpdatePhoneError {
  return UpdatePhoneError.of("ERR_INVALID_OPTIONS", { detail, cause });
}

/** Returns the origin of an allowed host; `undefined` if the host is not allowed or has more than an origin. */
function originOf(host: unknown): string | undefined {
  let url: URL;
  try {
    url = new URL(String(host));
  } catch {
    return undefined;
  }
  const isLoopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
  // `href` shows anything beyond the origin: a path, a query, a fragment, credentials, even if they are empty.
  return isAllowed && url.href === `${url.origin}/` ? url.origin : undefined;
}
