import { isOperationName, type OperationName } from "./operations/index.js";

/** The kinds of fault without fields of their own, and what each does. */
const SIMPLE_KINDS = {
  "lost-before": "the request is lost: nothing is done",
  "lost-after": "the operation is done, its answer is lost",
  "truncated-json": "the operation is done, its answer is cut off in the middle",
  "empty-body": "the operation is done, its answer has no body",
  "wrong-content-type": "the operation is done, its answer calls itself text/html",
  "reset-in-body": "the operation is done, the connection is lost in the middle of its answer",
  "string-api-code": "the operation is done, the apiCode of its answer is a string",
  "unauthorized-once": "nothing is done, the answer says that the caller is not signed in",
} as const;

interface FaultScope {
  /** The last segment of the path, or `"*"` for any. */
  operation: OperationName | "*";
  /** How many calls it hits. Default 1; `Infinity` is for use in one program, JSON cannot say it. */
  times?: number;
}

/** What is to go wrong. */
export type Fault = FaultScope &
  (
    | { kind: keyof typeof SIMPLE_KINDS }
    /** The operation is done at once, its answer comes late: after that many milliseconds of real time. */
    | { kind: "delay"; delayMs: number }
    /** Nothing is done, the answer is HTTP 429. `retryAfterSeconds`: the header Retry-After; default 30, null for none. */
    | { kind: "rate-limited"; retryAfterSeconds?: number | null }
    /** The answer is a gateway's HTTP 502 with HTML. `isDone`: whether the operation is done all the same; default false. */
    | { kind: "bad-gateway"; isDone?: boolean }
    /** For `verify-update-phone-request`: the token lives that long, and its `tokenExpiresIn` says so. */
    | { kind: "token-lifetime"; tokenLifetimeSeconds: number }
  );

/** A fault that waits for its calls; `times` is how many are left. */
export type PendingFault = Fault & { readonly id: number; readonly times: number };

/** Each call is hit by the oldest fault that fits it, and by no other. */
export interface Faults {
  /** Throws a `TypeError` that names what is wrong with it. */
  add(fault: Fault): PendingFault;
  /** Those that wait, oldest first. */
  list(): readonly PendingFault[];
  /** Takes back those that wait. */
  clear(): void;
}

interface FieldRule {
  readonly expected: string;
  isValid(value: unknown): boolean;
}

const optional = ({ expected, isValid }: FieldRule): FieldRule => ({
  expected,
  isValid: (value) => value === undefined || isValid(value),
});
const COUNT: FieldRule = {
  expected: "a whole number, not negative",
  isValid: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};
const COUNT_OR_NULL: FieldRule = {
  expected: "a whole number, not negative, or null",
  isValid: (value) => value === null || COUNT.isValid(value),
};
const TIMES: FieldRule = {
  expected: "a whole number of at least 1",
  isValid: (value) => value === Number.POSITIVE_INFINITY || (value !== 0 && COUNT.isValid(value)),
};
const FLAG: FieldRule = { expected: "true or false", isValid: (value) => typeof value === "boolean" };

/** The fields of each kind besides `operation`, `kind` and `times`. */
const OWN_FIELDS: ReadonlyMap<unknown, Readonly<Record<string, FieldRule>>> = new Map<
  unknown,
  Readonly<Record<string, FieldRule>>
>([
  ...Object.keys(SIMPLE_KINDS).map((kind) => [kind, {}] as const),
  ["delay", { delayMs: COUNT }],
  ["rate-limited", { retryAfterSeconds: optional(COUNT_OR_NULL) }],
  ["bad-gateway", { isDone: optional(FLAG) }],
  ["token-lifetime", { tokenLifetimeSeconds: COUNT }],
]);

export class FaultQueue implements Faults {
  #pending: PendingFault[] = [];
  #lastId = 0;

  add(fault: Fault): PendingFault {
    checkFault(fault);
    this.#lastId += 1;
    const pending = Object.freeze({ ...fault, times: fault.times ?? 1, id: this.#lastId });
    this.#pending.push(pending);
    return pending;
  }

  list(): readonly PendingFault[] {
    return [...this.#pending];
  }

  clear(): void {
    this.#pending = [];
  }

  /** Returns the fault that hits this call, and decrements its `times`. */
  take(operation: string): PendingFault | undefined {
    const index = this.#pending.findIndex((fault) => fault.operation === "*" || fault.operation === operation);
    const found = this.#pending[index];
    if (found === undefined) return undefined;
    const rest = found.times > 1 ? [Object.freeze({ ...found, times: found.times - 1 })] : [];
    this.#pending.splice(index, 1, ...rest);
    return found;
  }
}

/** Throws a `TypeError` for a missing, malformed or unknown field: a fault with a typo would never fire, and a test would pass. */
function checkFault(fault: unknown): asserts fault is Fault {
  if (typeof fault !== "object" || fault === null) throw new TypeError("A fault must be an object");
  const { operation, kind, ...rest } = fault as Record<string, unknown>;
  const ownFields = OWN_FIELDS.get(kind);
  if (ownFields === undefined) throw new TypeError(`kind must be one of ${[...OWN_FIELDS.keys()].join(", ")}`);
  if (operation !== "*" && !isOperationName(operation)) {
    throw new TypeError('operation must be the last segment of a path, such as "update-phone", or "*"');
  }
  if (kind === "token-lifetime" && operation !== "verify-update-phone-request") {
    throw new TypeError("token-lifetime is a fault of the operation verify-update-phone-request");
  }
  const fields: Readonly<Record<string, FieldRule>> = { times: optional(TIMES), ...ownFields };
  for (const name of Object.keys(rest)) {
    if (!Object.hasOwn(fields, name)) throw new TypeError(`A fault of kind ${String(kind)} has no field ${name}`);
  }
  for (const [name, { expected, isValid }] of Object.entries(fields)) {
    if (!isValid(rest[name])) throw new TypeError(`${name} must be ${expected}`);
  }
}
