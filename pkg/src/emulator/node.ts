import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { failureResponse } from "./answers.js";
import { corsHeaders } from "./cors.js";
import { createEmulator, type Emulator, type EmulatorOptions } from "./index.js";
import { isLoopbackHost } from "./loopback.js";

export interface ServeOptions extends Omit<EmulatorOptions, "control"> {
  /** A host name or address of this machine. Default `127.0.0.1`. On any that is not loopback the control API is off. */
  host?: string;
  /** Default 3456; 0 takes any free port. */
  port?: number;
}

export interface EmulatorServer {
  /** `http://127.0.0.1:3456`, without a slash at its end. */
  readonly url: string;
  readonly emulator: Emulator;
  /** Stops listening and ends open connections, idle or not. Resolves when all are gone, also when called again. */
  close(): Promise<void>;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 3456;
const BODY_LIMIT_BYTES = 64 * 1024;

/**
 * Serves an emulator over HTTP, until `close()` is called; the server keeps the process running.
 * Bodies over 64 KB are answered with HTTP 413. Rejects when it cannot listen, with a message that says why and with the
 * system's error as `cause`.
 */
export async function serveEmulator(options: ServeOptions = {}): Promise<EmulatorServer> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, ...rest } = options;
  const emulator = createEmulator({ ...rest, control: isLoopbackHost(host) ? "loopback" : "off" });
  const server = createServer((incoming, outgoing) => {
    respond(emulator, incoming, outgoing).catch(() => outgoing.destroy());
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen({ host, port }, resolve);
  });
  // A connection that could not be accepted is that client's trouble, not a reason to end.
  server.on("error", () => {});

  let closed: Promise<void> | undefined;
  return {
    url: urlOf(host, server.address() as AddressInfo),
    emulator,
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const remedy = "stop what listens there, or choose another port (0 takes any free one)";
  const reason = cause.code === "EADDRINUSE" ? `the port is in use: ${remedy}` : cause.message;
  return new Error(`Cannot listen on ${host}, port ${port}: ${reason}`, { cause });
}

/** Where this machine reaches the server; a server on all addresses is not reached under `0.0.0.0` everywhere. */
function urlOf(host: string, { address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (address === "::") return `http://[::1]:${port}`;
  return `http://${host === address && family === "IPv6" ? `[${address}]` : host}:${port}`;
}

async function respond(emulator: Emulator, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await answer(emulator, incoming).catch(() =>
    failureResponse({ statusCode: 500, message: "服务器内部错误" }, 500),
  );
  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.end(body);
}

async function answer(emulator: Emulator, incoming: IncomingMessage): Promise<Response> {
  const body = await readBody(incoming);
  if (body === undefined) {
    return withCors(failureResponse({ statusCode: 413, message: "请求体过大" }, 413), incoming);
  }
  const request = toRequest(incoming, body);
  if (request === undefined) return failureResponse({ statusCode: 400, message: "请求无效" }, 400);
  return emulator.handle(request);
}

function withCors(response: Response, incoming: IncomingMessage): Response {
  for (const [name, value] of Object.entries(corsHeaders(incoming.headers.origin ?? null))) {
    response.headers.set(name, value);
  }
  return response;
}

/** Reads all of the body even when it is too long, since a client that is cut off while it sends does not read the answer. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return length <= BODY_LIMIT_BYTES ? new Uint8Array(Buffer.concat(chunks)) : undefined;
}

function toRequest(incoming: IncomingMessage, body: Uint8Array<ArrayBuffer>): Request | undefined {
  const { method = "GET", url: path = "/" } = incoming;
  const base = originOf(incoming.headers.host);
  if (base === undefined || !path.startsWith("/")) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one);
  }
  try {
    // Joined, not resolved: `new URL("//127.0.0.1/…", base)` would let a path choose the host that control calls are judged by.
    return new Request(base + path, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body }) });
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
