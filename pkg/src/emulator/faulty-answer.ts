import { FAILURES } from "./failures.js";
import type { PendingFault } from "./faults.js";
import type { Reply } from "./reply.js";

const BAD_GATEWAY = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;
const DEFAULT_RETRY_AFTER_SECONDS = 30;

/**
 * Returns the answer to a call that a fault has hit. `run` performs the operation, completely and without awaiting. A lost
 * answer is `Response.error()`, which callers turn into a network error.
 */
export async function faultyAnswer(
  fault: PendingFault,
  run: () => Response,
  reply: Reply,
  signal: AbortSignal,
): Promise<Response> {
  switch (fault.kind) {
    case "lost-before":
      return Response.error();
    case "lost-after":
      run();
      return Response.error();
    case "delay":
      return delayed(run(), fault.delayMs, signal);
    case "rate-limited":
      return rateLimited(reply, fault.retryAfterSeconds);
    case "bad-gateway":
      if (fault.isDone === true) run();
      return new Response(BAD_GATEWAY, { status: 502, headers: { "content-type": "text/html" } });
    case "truncated-json":
      return withBody(run(), (body) => body.slice(0, body.length / 2));
    case "empty-body":
      return withBody(run(), () => null);
    case "wrong-content-type":
      return withBody(run(), (body) => body, "text/html; charset=utf-8");
    case "reset-in-body":
      return withBody(run(), interruptedBody);
    case "string-api-code":
      return withBody(run(), withStringApiCode);
    case "unauthorized-once":
      return reply.failure(FAILURES.notSignedIn);
    case "token-lifetime":
      return run();
  }
}

/** Resolves after `delayMs`, or when the call is aborted, so that no timer outlives the call. */
function delayed(response: Response, delayMs: number, signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(response);
    };
    const timer = setTimeout(end, delayMs);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

function rateLimited(reply: Reply, retryAfterSeconds: number | null = DEFAULT_RETRY_AFTER_SECONDS): Response {
  const failure = FAILURES.rateLimited;
  return reply.failure(retryAfterSeconds === null ? failure : { ...failure, retryAfterSeconds }, 429);
}

async function withBody(
  response: Response,
  change: (body: string) => string | ReadableStream<Uint8Array> | null,
  contentType?: string,
): Promise<Response> {
  const headers = new Headers(response.headers);
  const body = change(await response.text());
  if (contentType !== undefined) headers.set("content-type", contentType);
  return new Response(body, { status: response.status, headers });
}

/** Streams the first half, then fails as fetch does when the connection is lost in a body. */
function interruptedBody(body: string): ReadableStream<Uint8Array> {
  const parts = [new TextEncoder().encode(body.slice(0, body.length / 2))];
  return new ReadableStream({
    pull(controller) {
      const part = parts.pop();
      if (part === undefined) controller.error(new TypeError("terminated"));
      else controller.enqueue(part);
    },
  });
}

function withStringApiCode(body: string): string {
  const envelope = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify("apiCode" in envelope ? { ...envelope, apiCode: String(envelope.apiCode) } : envelope);
}
