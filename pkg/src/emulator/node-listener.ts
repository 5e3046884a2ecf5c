import type { IncomingMessage, ServerResponse } from "node:http";
import { FAILURES, type Failure } from "./failures.js";
import { Reply } from "./reply.js";
import { BODY_LIMIT_BYTES } from "./rules.js";
import type { Emulator } from "./types.js";
import { VARIANTS } from "./variants.js";

/**
 * Makes what `http.createServer` takes, and so what a development server can be given for the paths `/api/` and
 * `/_emulator/`. `onError` is told what was thrown where an answer is HTTP 500.
 */
export function createNodeListener(
  emulator: Pick<Emulator, "handle">,
  onError: (error: unknown) => void = () => {},
): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  return (incoming, outgoing) => {
    respond(emulator, incoming, outgoing, onError).catch(() => outgoing.destroy());
  };
}

async function respond(
  emulator: Pick<Emulator, "handle">,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onError: (error: unknown) => void,
): Promise<void> {
  const disconnected = new AbortController();
  outgoing.once("close", () => disconnected.abort());
  const response = await answer(emulator, incoming, disconnected.signal).catch((error: unknown) => {
    // A client that disconnects before its request is complete gets no answer, and is no error of the server.
    if (!incoming.complete) return Response.error();
    onError(error);
    return failureResponse(FAILURES.serverError);
  });
  if (response.type === "error") {
    outgoing.destroy();
    return;
  }
  const { bytes, isComplete } = await readResponse(response);
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  // One connection per answer: when a reused connection is lost without an answer, browsers repeat the request by themselves,
  // and a test would see two requests where the page made one.
  outgoing.shouldKeepAlive = false;
  if (isComplete) {
    outgoing.end(bytes);
  } else {
    // Announces one byte too many, so that no client takes the end of the connection for the end of the body.
    outgoing.setHeader("content-length", bytes.byteLength + 1);
    outgoing.write(bytes, () => outgoing.destroy());
  }
}

/** Reads a body up to its end, or up to the point where it fails. */
async function readResponse(response: Response): Promise<{ bytes: Buffer; isComplete: boolean }> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
    return { bytes: Buffer.concat(chunks), isComplete: true };
  } catch {
    return { bytes: Buffer.concat(chunks), isComplete: false };
  }
}

async function answer(
  emulator: Pick<Emulator, "handle">,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Response> {
  const request = toRequest(incoming, await readBody(incoming), signal);
  return request === undefined ? failureResponse(FAILURES.requestInvalid) : emulator.handle(request);
}

/** Answers a request that does not reach the emulator. */
function failureResponse(failure: Failure): Response {
  return new Reply(VARIANTS.default.style, "zh-CN").failure(failure, failure.statusCode);
}

/** A longer body is not read to its end: the connection is cut. */
const READ_LIMIT_BYTES = 256 * BODY_LIMIT_BYTES;

/**
 * Reads a body. Past the API's limit it reads on without keeping the bytes, because a client that is cut off while it sends
 * does not read the answer. Rejects past `READ_LIMIT_BYTES`.
 */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
    length += chunk.byteLength;
    if (length > READ_LIMIT_BYTES) throw new Error("The body has no end in sight");
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Request | undefined {
  const { method = "GET", url: path = "/" } = incoming;
  const base = originOf(incoming.headers.host);
  if (base === undefined || !path.startsWith("/")) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const line of value ?? []) headers.append(name, line);
  }
  try {
    // Concatenated, not resolved: in `new URL("//127.0.0.1/…", base)` the path would choose the host that control calls are checked against.
    const init = { method, headers, signal };
    const request = new Request(base + path, method === "GET" || method === "HEAD" ? init : { ...init, body });
    // The path must not change when it is normalised: behind a server that forwards `/api/` only, `/api/../_emulator/…` must not reach the control API.
    return new URL(request.url).pathname === path.replace(/[?#].*/, "") ? request : undefined;
  } catch {
    // `Request` refuses methods such as TRACE.
    return undefined;
  }
}

/** The origin under which the client reached the server; undefined when the `Host` header is not a plain host. */
function originOf(host: string | undefined): string | undefined {
  const url = `http://${host}`;
  if (host === undefined || !URL.canParse(url)) return undefined;
  const { origin, href } = new URL(url);
  return href === `${origin}/` ? origin : undefined;
}
