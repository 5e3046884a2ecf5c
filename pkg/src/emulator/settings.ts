import { randomDigits } from "./random.js";
import { isVariantName, type Variant, VARIANTS, type VariantName, variants } from "./variants.js";

/** How the user pool is configured, and how the emulator behaves beyond that. Each is an option of the command as well. */
export interface PoolOptions {
  /** Digits in a pass code, 4 to 8. Default 6. */
  codeLength?: number;
  /** The code of every SMS, 4 to 8 digits; `codeLength` does not count then. Default: random ones. */
  fixedCode?: string;
  /** Wrong tries after which a pass code is void, at least 1. Default 1, as pools have it that burn a code at once. */
  wrongTries?: number;
  /** Seconds that have to pass between two SMS to one number over one channel; 0 for none. Default 60. */
  smsIntervalSeconds?: number;
  /** SMS that one number gets within 24 hours, over all channels; `Infinity` for no cap. Default 10. */
  dailyCap?: number;
  /** Whether a change needs the old phone's number and code; without, they are not looked at. Default true, as in a new pool. */
  verifyOldPhone?: boolean;
  /** Which reading of what Authing does not document, one of `variants`. Default `"default"`. */
  variant?: VariantName;
  /** The origins of pages that may read answers, such as `https://app.example`. Default: all. */
  allowOrigin?: string | readonly string[];
  /**
   * The host that an SMS binds its code to, in its last line: `@app.example #123456`. Default: that of the page that asked
   * for the code, or, where none did, the one that the request was sent to.
   */
  smsHost?: string;
}

/** The options after checks, with defaults filled in. */
export interface Settings {
  readonly createCode: () => string;
  readonly wrongTries: number;
  readonly smsIntervalMs: number;
  readonly dailyCap: number;
  readonly verifyOldPhone: boolean;
  readonly variant: Variant;
  /** Undefined allows all origins. */
  readonly allowedOrigins: ReadonlySet<string> | undefined;
  readonly smsHost: string | undefined;
}

/** An option has an invalid value. `message` names the option and the values that it can have. */
export class OptionError extends RangeError {
  override readonly name = "OptionError";
  readonly option: string;
  readonly expected: string;

  constructor(option: string, expected: string) {
    super(`${option} must be ${expected}`);
    this.option = option;
    this.expected = expected;
  }
}

const CODE_LENGTHS = { least: 4, most: 8 };

export function readSettings(options: PoolOptions & { createCode?: () => string }): Settings {
  const { codeLength = 6, fixedCode, variant = "default", verifyOldPhone = true, dailyCap = 10, smsHost } = options;
  checkWholeNumber("codeLength", codeLength, CODE_LENGTHS.least, CODE_LENGTHS.most);
  if (fixedCode !== undefined && !/^\d{4,8}$/.test(fixedCode)) throw new OptionError("fixedCode", "4 to 8 digits");
  if (!isVariantName(variant)) throw new OptionError("variant", `one of ${variants.join(", ")}`);
  if (typeof verifyOldPhone !== "boolean") throw new OptionError("verifyOldPhone", "true or false");
  if (dailyCap !== Number.POSITIVE_INFINITY) checkWholeNumber("dailyCap", dailyCap, 1);
  if (smsHost !== undefined && !isHost(smsHost)) throw new OptionError("smsHost", "a host name, without port");
  return {
    createCode: options.createCode ?? (() => fixedCode ?? randomDigits(codeLength)),
    wrongTries: checkWholeNumber("wrongTries", options.wrongTries ?? 1, 1),
    smsIntervalMs: checkWholeNumber("smsIntervalSeconds", options.smsIntervalSeconds ?? 60, 0) * 1000,
    dailyCap,
    verifyOldPhone,
    variant: VARIANTS[variant],
    allowedOrigins: readOrigins(options.allowOrigin),
    smsHost,
  };
}

function checkWholeNumber(option: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new OptionError(option, `a whole number ${range}`);
  }
  return value;
}

function isHost(text: string): boolean {
  return URL.canParse(`https://${text}`) && new URL(`https://${text}`).hostname === text.toLowerCase();
}

/** Accepts a slash at the end: an address copied from a browser has one, the header `Origin` has none. */
function readOrigins(origins: string | readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (origins === undefined) return undefined;
  return new Set((typeof origins === "string" ? [origins] : origins).map(readOrigin));
}

function readOrigin(text: string): string {
  const { origin, href } = URL.canParse(text) ? new URL(text) : { origin: "null", href: "" };
  if (origin === "null" || href !== `${origin}/`) {
    throw new OptionError("allowOrigin", "an origin, such as https://app.example");
  }
  return origin;
}
