// Looks at everything that comes out of a client while a storm is on, for what must not be in it.
import { inspect } from "node:util";

/** The emulator's access and update tokens have the shape of JSON Web Tokens. */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]+/;
/** The answer of a verification holds its token, and a snapshot what was typed: both are for the caller. */
const MAY_HOLD = new Set(["answer", "snapshot"]);

/**
 * @param what "request" and "response" (the client's events), "storage", "error", "answer", "snapshot" (of a form), "console".
 * @returns What is wrong with it, if anything.
 */
export function observe(what, value) {
  if (MAY_HOLD.has(what)) return undefined;
  const text = typeof value === "string" ? value : inspect(value, { depth: 8, showHidden: true });
  return TOKEN.test(text) ? `${what} holds a token` : undefined;
}
