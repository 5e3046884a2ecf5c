import type { Fault } from "./faults.js";
import { parseJson } from "./fields.js";
import { isLoopbackHost } from "./loopback.js";
import type { ControlAccess, Emulator } from "./types.js";

/** The part of the emulator that control calls read and change. */
export type ControlTarget = Pick<Emulator, "users" | "addUser" | "inbox" | "clock" | "faults" | "reset">;

const CONTROL_PATH = "/_emulator/";

export function isControlPath(pathname: string): boolean {
  return pathname.startsWith(CONTROL_PATH);
}

/**
 * Answers a control call. The answers hold codes and access tokens, so other pages in the developer's browser must not read
 * them: there are no CORS headers, a foreign `Origin` is refused, and a POST has to be JSON, which a page of another origin
 * cannot send without a preflight.
 */
export async function handleControl(
  request: Request,
  access: ControlAccess,
  emulator: ControlTarget,
): Promise<Response> {
  const forbidden = reasonForbidden(request, access);
  if (forbidden !== undefined) return problem(403, forbidden);
  const handlers = ROUTES.get(new URL(request.url).pathname.slice(CONTROL_PATH.length));
  if (handlers === undefined) return problem(404, "No such control call");
  const handler = handlers.get(request.method);
  if (handler === undefined) {
    const allow = [...handlers.keys()].join(", ");
    return problem(405, `Use ${allow}`, { allow });
  }
  if (request.method !== "POST") return json(200, handler(emulator, undefined));
  const body = parseJson(request.headers.get("content-type"), await request.text());
  if (body === undefined) return problem(400, "The body must be JSON, with content-type application/json");
  try {
    return json(200, handler(emulator, body.value));
  } catch (error) {
    if (error instanceof BodyError) return problem(400, error.message);
    throw error;
  }
}

/** The body is invalid; `message` says why. Answered with HTTP 400. */
class BodyError extends Error {}

/** Returns the JSON of the answer. `body` is undefined unless the method is POST. */
type Handler = (emulator: ControlTarget, body: unknown) => unknown;

/** The handlers of one path, by method. */
type Route = ReadonlyMap<string, Handler>;

const route = (methods: Record<string, Handler>): Route => new Map(Object.entries(methods));

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ["users", route({ GET: (emulator) => emulator.users, POST: addUser })],
  ["inbox", route({ GET: (emulator) => emulator.inbox() })],
  ["clock", route({ POST: advanceClock })],
  ["faults", route({ GET: (emulator) => emulator.faults.list(), POST: addFault, DELETE: clearFaults })],
  ["reset", route({ POST: reset })],
]);

function reasonForbidden(request: Request, access: ControlAccess): string | undefined {
  const { hostname, origin } = new URL(request.url);
  if (access === "off")
    return "The control API is off: the emulator does not listen on a loopback host, and was not told to serve it";
  // DNS rebinding: a foreign name that resolves to this machine makes a foreign page same-origin with the emulator.
  if (access === "loopback" && !isLoopbackHost(hostname)) return "The control API is only served under a loopback host";
  const pageOrigin = request.headers.get("origin");
  if (pageOrigin !== null && pageOrigin !== origin) return "The control API is not served to pages of another origin";
  return undefined;
}

function addUser(emulator: ControlTarget, body: unknown): object {
  const { phone, phoneCountryCode } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const isTextOrMissing = (value: unknown): value is string | undefined =>
    value === undefined || typeof value === "string";
  if (!isTextOrMissing(phone) || !isTextOrMissing(phoneCountryCode)) {
    throw new BodyError("phone and phoneCountryCode must be strings");
  }
  try {
    return emulator.addUser({ ...(phone !== undefined && { phone }), ...(phoneCountryCode && { phoneCountryCode }) });
  } catch (error) {
    if (error instanceof RangeError) throw new BodyError(error.message);
    throw error;
  }
}

function advanceClock(emulator: ControlTarget, body: unknown): object {
  const advanceMs = typeof body === "object" && body !== null && "advanceMs" in body ? body.advanceMs : undefined;
  try {
    emulator.clock.advance(typeof advanceMs === "number" ? advanceMs : Number.NaN);
  } catch (error) {
    if (error instanceof RangeError)
      throw new BodyError("advanceMs must be a whole number of milliseconds, not negative");
    throw error;
  }
  return { now: emulator.clock.now() };
}

function addFault(emulator: ControlTarget, body: unknown): object {
  try {
    // The queue checks every field.
    return emulator.faults.add(body as Fault);
  } catch (error) {
    if (error instanceof TypeError) throw new BodyError(error.message);
    throw error;
  }
}

function clearFaults(emulator: ControlTarget): object {
  emulator.faults.clear();
  return {};
}

function reset(emulator: ControlTarget): object {
  emulator.reset();
  return {};
}

function problem(status: number, error: string, headers: Record<string, string> = {}): Response {
  return json(status, { error }, headers);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: {
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}
