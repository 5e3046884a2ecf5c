import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFileStore } from "./data-file.js";
import { createEmulator, type ControlAccess, type Emulator, type EmulatorOptions } from "./index.js";
import { isLoopbackHost } from "./loopback.js";
import { createNodeListener } from "./node-listener.js";
import { StateError } from "./state.js";

export { createNodeListener } from "./node-listener.js";

/** How an emulator is served. */
export interface ServeOptions extends Omit<EmulatorOptions, "store"> {
  /** A host name or address of this machine. Default `127.0.0.1`. */
  host?: string;
  /** Default 3456; 0 takes any free port. */
  port?: number;
  /** A file that the state is kept in: all but faults. Default: the state ends with the server. */
  data?: string;
  /**
   * Who may use the control API. Default `"loopback"` where `host` is loopback, `"off"` elsewhere. With `"open"` whoever can
   * reach the server reads the codes and access tokens.
   */
  control?: ControlAccess;
  /** Told what was thrown where an answer is HTTP 500: by `createCode`, or because the file cannot be written. */
  onError?(error: unknown): void;
}

/** An emulator that is being served. */
export interface EmulatorServer {
  /** `http://127.0.0.1:3456`, without a slash at its end. */
  readonly url: string;
  /** The emulator itself, for use in the same program. */
  readonly emulator: Emulator;
  /** Stops listening and ends open connections, idle or not. Resolves when all are gone, also when called again. */
  close(): Promise<void>;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 3456;
/** A request that takes longer to arrive is answered with HTTP 408, so that slow clients do not hold connections for ever. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Serves an emulator over HTTP, until `close()` is called; the server keeps the process running.
 * Bodies over 64 KB are answered with HTTP 413. Rejects when it cannot listen, with a message that says why and with the
 * system's error as `cause`; and with what `createEmulator` throws, or an error that names the file that cannot be used.
 */
export async function serveEmulator(options: ServeOptions = {}): Promise<EmulatorServer> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, data, onError, ...rest } = options;
  const control = options.control ?? (isLoopbackHost(host) ? "loopback" : "off");
  const emulator = createStoredEmulator({ ...rest, control }, data);
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: REQUEST_TIMEOUT_MS / 10 },
    createNodeListener(emulator, onError),
  );

  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port)));
    server.listen({ host, port }, resolve);
  });
  // A connection that cannot be accepted must not end the process.
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

function createStoredEmulator(options: EmulatorOptions, file: string | undefined): Emulator {
  if (file === undefined) return createEmulator(options);
  const store = createFileStore(file);
  try {
    return createEmulator({ ...options, store });
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
    throw new Error(`${cause.message} (${store.path}). Move the file away to begin anew.`, { cause });
  }
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const remedy = "stop what listens there, or choose another port (0 takes any free one)";
  const reason = cause.code === "EADDRINUSE" ? `the port is in use: ${remedy}` : cause.message;
  return new Error(`Cannot listen on ${host}, port ${port}: ${reason}`, { cause });
}

/** The URL under which this machine reaches the server. `0.0.0.0` and `::` are no addresses to connect to on every system. */
function urlOf(host: string, { address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (address === "::") return `http://[::1]:${port}`;
  return `http://${host === address && family === "IPv6" ? `[${address}]` : host}:${port}`;
}
