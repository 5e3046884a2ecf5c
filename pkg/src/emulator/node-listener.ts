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
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const response = await answer(emulator, incoming, gone.signal).catch((error: unknown) => {
    // Who goes away in the middle of a request, or never ends it, is that client's trouble.
    if (!incoming.complete) return Response.error();
    onError(error);
    return failure(FAILURES.serverError);
  });
  if (response.type === "error") {
    outgoing.destroy();
    return;
  }
  const { bytes, isWhole } = await read(response);
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  // A connection of its own for each answer: browsers send a request again, unasked, when a connection that was in use before
  // is lost without an answer, and a test would then see two requests where the page has made one.
  outgoing.shouldKeepAlive = false;
  if (isWhole) {
    outgoing.end(bytes);
  } else {
    // More is announced than will come, so that no client takes the end of the connection for the end of the body.
    outgoing.setHeader("content-length", bytes.byteLength + 1);
    outgoing.write(bytes, () => outgoing.destroy());
  }
}

/** A body that breaks off is read as far as it goes. */
async function read(response: Response): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
    return { bytes: Buffer.concat(chunks), isWhole: true };
  } catch {
    return { bytes: Buffer.concat(chunks), isWhole: false };
  }
}

async function answer(
  emulator: Pick<Emulator, "handle">,
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Response> {
  const request = toRequest(incoming, await readBody(incoming), signal);
  return request === undefined ? failure(FAILURES.requestInvalid) : emulator.handle(request);
}

/** For what does not get as far as the emulator. */
function failure(failed: Failure): Response {
  return new Reply(VARIANTS.default.style, "zh-CN").failure(failed, failed.statusCode);
}

/** A client that sends more than this is not after an answer. */
const PATIENCE_BYTES = 256 * BODY_LIMIT_BYTES;

/**
 * Reads on when the body is too long, since a client that is cut off while it sends does not read the answer; keeps no more than what
 * the emulator needs to see that it is. Rejects where the body has no end in sight.
 */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
    length += chunk.byteLength;
    if (length > PATIENCE_BYTES) throw new Error("The body has no end in sight");
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Request | undefined {
  const { method = "GET", url: path = "/" } = incoming;
  const base = originOf(incoming.headers.host);
  if (base === undefined || !path.startsWith("/")) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  try {
    // Joined, not resolved: `new URL("//127.0.0.1/…", base)` would let a path choose the host that control calls are judged by.
    const parts = { method, headers, signal };
    const request = new Request(base + path, method === "GET" || method === "HEAD" ? parts : { ...parts, body });
    // As it was asked for: who is given `/api/…` by another server must not find `/_emulator/…` by way of `/api/../_emulator/…`.
    return new URL(request.url).pathname === path.replace(/[?#].*/, "") ? request : undefined;
  } catch {
    // A method such as TRACE, which a Request cannot have.
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
