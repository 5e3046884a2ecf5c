import type { Fault } from "./faults.js";
import { parseJson } from "./fields.js";
import { isLoopbackHost } from "./loopback.js";
import type { ControlAccess, Emulator } from "./types.js";

/** What control calls look at and change. */
export type Controlled = Pick<Emulator, "users" | "addUser" | "inbox" | "clock" | "faults" | "reset">;

const CONTROL_PATH = "/_emulator/";

export function isControlPath(pathname: string): boolean {
  return pathname.startsWith(CONTROL_PATH);
}

/**
 * Answers a control call. It hands out codes and access tokens and so must not be reachable for whatever page a developer
 * has open: there are no CORS headers, a foreign `Origin` is refused, and a POST has to be JSON, which a page of another
 * origin cannot send without asking first.
 */
export async function handleControl(request: Request, access: ControlAccess, emulator: Controlled): Promise<Response> {
  const forbidden = whyForbidden(request, access);
  if (forbidden !== undefined) return problem(403, forbidden);
  const methods = ROUTES.get(new URL(request.url).pathname.slice(CONTROL_PATH.length));
  if (methods === undefined) return problem(404, "No such control call");
  const run = methods.get(request.method);
  if (run === undefined) {
    const allow = [...methods.keys()].join(", ");
    return problem(405, `Use ${allow}`, { allow });
  }
  if (request.method !== "POST") return json(200, run(emulator, undefined));
  const body = parseJson(request.headers.get("content-type"), await request.text());
  if (body === undefined) return problem(400, "The body must be JSON, with content-type application/json");
  try {
    return json(200, run(emulator, body.value));
  } catch (error) {
    if (error instanceof BadBody) return problem(400, error.message);
    throw error;
  }
}

/** A body that asks for what cannot be done. */
class BadBody extends Error {}

/** By method, what answers with the JSON that goes out. Only a POST has a body. */
type Route = ReadonlyMap<string, Run>;
type Run = (emulator: Controlled, body: unknown) => unknown;

const route = (methods: Record<string, Run>): Route => new Map(Object.entries(methods));

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ["users", route({ GET: (emulator) => emulator.users, POST: addUser })],
  ["inbox", route({ GET: (emulator) => emulator.inbox() })],
  ["clock", route({ POST: advanceClock })],
  ["faults", route({ GET: (emulator) => emulator.faults.list(), POST: addFault, DELETE: clearFaults })],
  ["reset", route({ POST: reset })],
]);

function whyForbidden(request: Request, access: ControlAccess): string | undefined {
  const { hostname, origin } = new URL(request.url);
  if (access === "off")
    return "The control API is off: the emulator does not listen on a loopback host, and was not told to serve it";
  // A name that somebody else has pointed at this machine makes their page same-origin with the emulator.
  if (access === "loopback" && !isLoopbackHost(hostname)) return "The control API is only served under a loopback host";
  const from = request.headers.get("origin");
  if (from !== null && from !== origin) return "The control API is not served to pages of another origin";
  return undefined;
}

function addUser(emulator: Controlled, body: unknown): object {
  const { phone, phoneCountryCode } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const isTextOrMissing = (value: unknown): value is string | undefined =>
    value === undefined || typeof value === "string";
  if (!isTextOrMissing(phone) || !isTextOrMissing(phoneCountryCode)) {
    throw new BadBody("phone and phoneCountryCode must be strings");
  }
  try {
    return emulator.addUser({ ...(phone !== undefined && { phone }), ...(phoneCountryCode && { phoneCountryCode }) });
  } catch (error) {
    if (error instanceof RangeError) throw new BadBody(error.message);
    throw error;
  }
}

function advanceClock(emulator: Controlled, body: unknown): object {
  const advanceMs = typeof body === "object" && body !== null && "advanceMs" in body ? body.advanceMs : undefined;
  try {
    emulator.clock.advance(typeof advanceMs === "number" ? advanceMs : Number.NaN);
  } catch (error) {
    if (error instanceof RangeError)
      throw new BadBody("advanceMs must be a whole number of milliseconds, not negative");
    throw error;
  }
  return { now: emulator.clock.now() };
}

function addFault(emulator: Controlled, body: unknown): object {
  try {
    // The queue looks at what it is given.
    return emulator.faults.add(body as Fault);
  } catch (error) {
    if (error instanceof TypeError) throw new BadBody(error.message);
    throw error;
  }
}

function clearFaults(emulator: Controlled): object {
  emulator.faults.clear();
  return {};
}

function reset(emulator: Controlled): object {
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
