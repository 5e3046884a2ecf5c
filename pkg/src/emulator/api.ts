import { Call } from "./call.js";
import { Cors, isPreflight } from "./cors.js";
import { FAILURES, methodNotAllowed, Refusal } from "./failures.js";
import type { FaultQueue, PendingFault } from "./faults.js";
import { faultyAnswer } from "./faulty-answer.js";
import { headerOf } from "./headers.js";
import { OPERATIONS, type Operation } from "./operations/index.js";
import { Reply } from "./reply.js";
import { BODY_LIMIT_BYTES } from "./rules.js";
import type { Service } from "./service.js";
import { languageOf } from "./texts.js";

const API_PATH = "/api/v3/";

/** What answering a call to the API needs. */
export interface Backend {
  /** The current service. A reset replaces it. */
  readonly service: Service;
  readonly faults: FaultQueue;
  /** Saves the state. Called after each operation, before its answer is sent. */
  saveState(): void;
}

/** Answers one request as Authing's application host would. Returns `Response.error()` for a lost answer. */
export async function handleApi(request: Request, backend: Backend): Promise<Response> {
  const cors = new Cors(backend.service.settings.allowedOrigins);
  if (isPreflight(request)) return cors.preflight(request);
  const response = await answer(request, backend);
  // The headers of `Response.error()` are immutable, and the caller never sees them.
  return response.type === "error" ? response : cors.applyTo(response, request);
}

async function answer(request: Request, backend: Backend): Promise<Response> {
  const { pathname } = new URL(request.url);
  const name = pathname.startsWith(API_PATH) ? pathname.slice(API_PATH.length) : "";
  const operation = OPERATIONS.get(name);
  const reply = new Reply(backend.service.settings.variant.style, languageOf(headerOf(request, "lang")));
  if (operation === undefined) return reply.failure(FAILURES.routeUnknown, 404);
  if (request.method !== operation.method) {
    const response = reply.failure(methodNotAllowed(operation.method), 405);
    response.headers.set("allow", operation.method);
    return response;
  }
  const body = await request.arrayBuffer();
  if (body.byteLength > BODY_LIMIT_BYTES) return reply.failure(FAILURES.bodyTooLarge, 413);

  // No await from here to the end of the operation: another request must not run between a check and the change that relies on it.
  const fault = backend.faults.take(name);
  const run = () => {
    const call = new Call(backend.service, request, new TextDecoder().decode(body), tokenLifetimeOf(fault));
    const response = runOperation(operation, call, reply);
    backend.saveState();
    return response;
  };
  return fault === undefined ? run() : faultyAnswer(fault, run, reply, request.signal);
}

function tokenLifetimeOf(fault: PendingFault | undefined): number | undefined {
  return fault?.kind === "token-lifetime" ? fault.tokenLifetimeSeconds : undefined;
}

function runOperation(operation: Operation, call: Call, reply: Reply): Response {
  try {
    call.requireApp();
    return reply.success(operation.run(call));
  } catch (error) {
    if (error instanceof Refusal) return reply.failure(error.failure);
    throw error;
  }
}
