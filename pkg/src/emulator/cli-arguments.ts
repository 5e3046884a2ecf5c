import { parseArgs } from "node:util";
import type { ServeOptions } from "./node.js";
import { isVariantName, VARIANTS, type VariantName, variants } from "./variants.js";

export const NAME = "update-phone-emulator";

/** The command line is invalid; `message` says why. */
export class UsageError extends Error {}

const VARIANT_LINES = Object.entries(VARIANTS).flatMap(([name, { about }]) => wrapped(name, about));

export const HELP = `Usage: ${NAME} [options]

Serves an emulator of Authing's change-phone API, with three users and an inbox
for the codes, until it is stopped with Ctrl-C.

Where
  --host HOST        where to listen (127.0.0.1)
  --port PORT        0 takes any free port (3456)
  --control          serves the control API (users, inbox, clock, faults, reset)
                     on a HOST that is not loopback too: whoever reaches the
                     server reads the codes then
  --allow-origin URL the origin of a page that may read answers; can be given
                     more than once (all origins)
  --data FILE        keeps the state in FILE over a restart (nothing is kept)

The user pool
  --code-length N    digits of a pass code, 4 to 8 (6)
  --fixed-code CODE  the code of every SMS (random ones)
  --wrong-tries N    wrong tries after which a code is void (1)
  --sms-interval-seconds N
                     between two SMS to a number over a channel; 0 for none (60)
  --daily-cap N      SMS to a number within 24 hours (10)
  --no-verify-old-phone
                     a change does not need the old phone's code
  --sms-host HOST    the host that an SMS binds its code to (that of the page)
  --variant NAME     a reading of what Authing does not document (default)

  --help             shows this
  --version          shows the version of update-phone

Variants
${VARIANT_LINES.join("\n")}
`;

/** Two columns of the help: a name, and a text wrapped beside it. */
function wrapped(name: string, text: string): string[] {
  const lines = text.match(/.{1,59}(?: |$)/g) ?? [];
  return lines.map((line, index) => `  ${(index === 0 ? name : "").padEnd(18)} ${line.trimEnd()}`);
}

export type Arguments =
  | { readonly action: "help" }
  | { readonly action: "version" }
  | { readonly action: "server"; readonly options: ServeOptions };

export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  if (values.help) return { action: "help" };
  if (values.version) return { action: "version" };
  if (values.host === "") throw new UsageError("--host must not be empty");
  if (values.data === "") throw new UsageError("--data must not be empty");
  const port = readWholeNumber("--port", values.port) ?? 0;
  if (port > 65_535) throw new UsageError("--port must be a number from 0 to 65535");
  return { action: "server", options: { host: values.host, port, ...withoutUndefined(poolOptions(values)) } };
}

type Values = ReturnType<typeof parse>;

function poolOptions(values: Values) {
  return {
    data: values.data,
    control: values.control ? ("open" as const) : undefined,
    allowOrigin: values["allow-origin"],
    codeLength: readWholeNumber("--code-length", values["code-length"]),
    fixedCode: values["fixed-code"],
    wrongTries: readWholeNumber("--wrong-tries", values["wrong-tries"]),
    smsIntervalSeconds: readWholeNumber("--sms-interval-seconds", values["sms-interval-seconds"]),
    dailyCap: readWholeNumber("--daily-cap", values["daily-cap"]),
    verifyOldPhone: values["no-verify-old-phone"] ? false : undefined,
    smsHost: values["sms-host"],
    variant: readVariant(values.variant),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: "string", default: "127.0.0.1" },
        port: { type: "string", default: "3456" },
        control: { type: "boolean", default: false },
        "allow-origin": { type: "string", multiple: true },
        data: { type: "string" },
        "code-length": { type: "string" },
        "fixed-code": { type: "string" },
        "wrong-tries": { type: "string" },
        "sms-interval-seconds": { type: "string" },
        "daily-cap": { type: "string" },
        "no-verify-old-phone": { type: "boolean", default: false },
        "sms-host": { type: "string" },
        variant: { type: "string" },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Ranges are checked by the emulator: see settings.ts. */
function readWholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${option} must be a whole number`);
  return Number(text);
}

function readVariant(name: string | undefined): VariantName | undefined {
  if (name === undefined) return undefined;
  if (isVariantName(name)) return name;
  throw new UsageError(`--variant must be one of ${variants.join(", ")}`);
}

/** Drops options that were not typed, so that their defaults apply. */
function withoutUndefined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
