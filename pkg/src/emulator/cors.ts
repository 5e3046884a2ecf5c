/** What lets the page that sent the request read the answer: its own origin, whichever it is. No cookies are in play, so no credentials are allowed. */
export function corsHeaders(origin: string | null): Record<string, string> {
  return origin === null ? {} : { "access-control-allow-origin": origin, vary: "origin" };
}

export function isPreflight(request: Request): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method")
  );
}

export function preflightResponse(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(request.headers.get("origin")),
      vary: "origin, access-control-request-headers",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "",
      "access-control-max-age": "600",
    },
  });
}
