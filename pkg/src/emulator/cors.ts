/** The CORS headers: a page of an allowed origin may read answers. Credentials are not allowed, since the API uses no cookies. */
export class Cors {
  readonly #allowedOrigins: ReadonlySet<string> | undefined;

  /** Undefined allows all origins. */
  constructor(allowedOrigins: ReadonlySet<string> | undefined) {
    this.#allowedOrigins = allowedOrigins;
  }

  /** Adds the headers to an answer, in place. `Retry-After` has to be exposed: a page may not read it by default. */
  applyTo(response: Response, request: Request): Response {
    const origin = request.headers.get("origin");
    if (origin === null) return response;
    response.headers.append("vary", "origin");
    if (!this.#allows(origin)) return response;
    response.headers.set("access-control-allow-origin", origin);
    response.headers.set("access-control-expose-headers", "retry-after");
    return response;
  }

  preflight(request: Request): Response {
    const { headers } = request;
    const response = new Response(null, { status: 204, headers: { vary: "access-control-request-headers" } });
    if (this.#allows(headers.get("origin"))) {
      response.headers.set("access-control-allow-methods", "GET, POST");
      response.headers.set("access-control-allow-headers", headers.get("access-control-request-headers") ?? "");
      response.headers.set("access-control-max-age", "600");
    }
    return this.applyTo(response, request);
  }

  #allows(origin: string | null): boolean {
    return origin !== null && (this.#allowedOrigins?.has(origin) ?? true);
  }
}

export function isPreflight(request: Request): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method")
  );
}
