// What may come of a call: a right answer, an error of the package with a documented code, or what the caller's own code has thrown where
// that is promised. Everything else is a finding.

/** What a panic in WebAssembly, and what comes after it, looks like from outside. */
const TRAP =
  /unreachable|recursive use of an object|null pointer passed|memory access out of bounds|stack size exceeded|already borrowed|table index|attempted to take ownership|closure invoked/i;
const NO_WORDS = /\[object |\bundefined\b|\bnull\b|\bNaN\b|function \w*\(|=>/;

const RECOVERIES = [
  ...[
    "fix-phone",
    "retype-code",
    "request-new-code",
    "wait",
    "sign-in",
    "retry",
    "check-profile",
    "contact-support",
    "fix-program",
  ],
];

/** Reads a look that may throw. */
export function look(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Whether an error, or what caused it, is a trap of the module. What the caller's own code has thrown is not. */
export function isTrap(error, thrown) {
  for (let each = error, depth = 0; depth < 5 && each !== null && typeof each === "object"; depth += 1) {
    if (thrown.has(each)) return false;
    const one = each;
    if (look(() => one instanceof WebAssembly.RuntimeError)) return true;
    const message = look(() => one.message);
    if (typeof message === "string" && TRAP.test(message)) return true;
    each = look(() => one.cause);
  }
  return false;
}

/** What is wrong with an error of the package; nothing, or a sentence. */
export function wrongWithError(error, { UpdatePhoneError, isUpdatePhoneError, codes }, thrown) {
  if (!isUpdatePhoneError(error) || !(error instanceof UpdatePhoneError)) return `no UpdatePhoneError: ${show(error)}`;
  const { code, message, recovery, isRetryable, name } = error;
  if (!codes.has(code)) return `a code that is not documented: ${show(code)}`;
  if (name !== "UpdatePhoneError" || !RECOVERIES.includes(recovery) || typeof isRetryable !== "boolean") {
    return `${code} lacks facts`;
  }
  if (typeof message !== "string" || message.length < 5 || NO_WORDS.test(message))
    return `a message for nobody: ${message}`;
  const json = look(() => JSON.parse(JSON.stringify(error)));
  if (json?.code !== code || json.message !== message) return `${code} cannot be logged as JSON`;
  // What it is about must be a program's to mend; an internal error is never the caller's.
  if (code === "ERR_INTERNAL" && !thrown.has(error.cause)) return `an internal error: ${show(error.cause)}`;
  return undefined;
}

/** An error with what caused it. */
export function showAll(error) {
  const shown = [];
  for (let each = error; each instanceof Error && shown.length < 3; each = each.cause) shown.push(show(each));
  return shown.join("\n  because of ");
}

/** Of anything, without asking anything of it that it could refuse. */
export function show(value) {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value !== "object" || value === null) return String(value);
  const stack = look(() => value.stack);
  if (typeof stack === "string") return stack.split("\n").slice(0, 5).join("\n    ");
  return look(() => Object.prototype.toString.call(value)) ?? "an object that cannot be looked at";
}

/** What everybody's objects inherit, to see that nobody has written there. */
export function prototypes() {
  const names = [Object, Array, Function, Promise, Error, String].map(
    ({ prototype }) => Reflect.ownKeys(prototype).length,
  );
  return names.join(" ");
}
