import { parseJson } from "./fields.js";
import { isLoopbackHost } from "./loopback.js";
import type { ControlAccess, Emulator } from "./types.js";

/** What control calls look at and change. */
export type Controlled = Pick<Emulator, "users" | "inbox" | "clock" | "reset">;

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
  const route = ROUTES.get(new URL(request.url).pathname.slice(CONTROL_PATH.length));
  if (route === undefined) return problem(404, "No such control call");
  if (request.method !== route.method) return problem(405, `Use ${route.method}`, { allow: route.method });
  if (route.method === "GET") return route.run(emulator);
  const body = parseJson(request.headers.get("content-type"), await request.text());
  if (body === undefined) return problem(400, "The body must be JSON, with content-type application/json");
  return route.run(emulator, body.value);
}

type Route =
  | { readonly method: "GET"; run(emulator: Controlled): Response }
  | { readonly method: "POST"; run(emulator: Controlled, body: unknown): Response };

const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["users", { method: "GET", run: (emulator) => json(200, emulator.users) }],
  ["inbox", { method: "GET", run: (emulator) => json(200, emulator.inbox()) }],
  ["clock", { method: "POST", run: advanceClock }],
  ["reset", { method: "POST", run: reset }],
]);

function whyForbidden(request: Request, access: ControlAccess): string | undefined {
  const { hostname, origin } = new URL(request.url);
  if (access === "off") return "The control API is only served where the emulator listens on a loopback host";
  // A name that somebody else has pointed at this machine makes their page same-origin with the emulator.
  if (access === "loopback" && !isLoopbackHost(hostname)) return "The control API is only served under a loopback host";
  const from = request.headers.get("origin");
  if (from !== null && from !== origin) return "The control API is not served to pages of another origin";
  return undefined;
}

function advanceClock(emulator: Controlled, body: unknown): Response {
  const advanceMs = typeof body === "object" && body !== null && "advanceMs" in body ? body.advanceMs : undefined;
  try {
    emulator.clock.advance(typeof advanceMs === "number" ? advanceMs : Number.NaN);
  } catch {
    return problem(400, "advanceMs must be a whole number of milliseconds, not negative");
  }
  return json(200, { now: emulator.clock.now() });
}

function reset(emulator: Controlled): Response {
  emulator.reset();
  return json(200, {});
}

function problem(status: number, error: string, headers: Record<string, string> = {}): Response {
  return json(status, { error }, headers);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status,
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers },
  });
}
