import type { ClientOptions } from "update-phone";
import { maskedBody, maskedHeader } from "./masking.js";

type Fetch = NonNullable<ClientOptions["fetch"]>;

/** A request and what came of it, without its secrets. */
export interface Exchange {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: string;
  /** Undefined while it is on its way, and where none came. */
  readonly httpStatus?: number;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: string;
  /** Why there is no whole answer. */
  readonly failure?: string;
  /** Undefined while it is on its way. */
  readonly elapsedMs?: number;
}

/** The most characters of a body that are kept. Rendering a longer one would block the page. */
const MAX_BODY_LENGTH = 20_000;

type Listener = (exchange: Exchange) => void;

/** Records the requests to the service. Secrets are masked before anything is kept. */
export class Traffic {
  readonly #listeners = new Set<Listener>();
  #lastId = 0;

  /** Calls the listener when a request is sent, and when it is settled. */
  subscribe(listener: Listener): void {
    this.#listeners.add(listener);
  }

  watch(fetch: Fetch): Fetch {
    return async (url, init) => {
      const startedAt = performance.now();
      const exchange = this.#begin(url, init);
      const settle = (outcome: Partial<Exchange>): void => {
        this.#notify({ ...exchange, ...outcome, elapsedMs: performance.now() - startedAt });
      };
      try {
        const response = await fetch(url, init);
        void describe(response.clone()).then(settle);
        return response;
      } catch (error) {
        settle({ failure: String((error as Error).message ?? error) });
        throw error;
      }
    };
  }

  #begin(url: string, { method = "GET", headers, body }: RequestInit): Exchange {
    this.#lastId += 1;
    const exchange: Exchange = {
      id: this.#lastId,
      method,
      path: new URL(url).pathname,
      requestHeaders: shownHeaders(new Headers(headers)),
      requestBody: typeof body === "string" ? maskedBody(body) : "",
      responseHeaders: [],
      responseBody: "",
    };
    this.#notify(exchange);
    return exchange;
  }

  #notify(exchange: Exchange): void {
    for (const listener of this.#listeners) listener(exchange);
  }
}

async function describe(response: Response): Promise<Partial<Exchange>> {
  const head = { httpStatus: response.status, responseHeaders: shownHeaders(response.headers) };
  try {
    return { ...head, responseBody: maskedBody((await response.text()).slice(0, MAX_BODY_LENGTH)) };
  } catch (error) {
    return { ...head, failure: String((error as Error).message ?? error) };
  }
}

function shownHeaders(headers: Headers): [string, string][] {
  return [...headers].map(([name, value]) => [name, maskedHeader(name, value)]);
}
