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

/** What answers calls to the API. */
export interface Backend {
  /** The service as it is now: another one after a reset. */
  readonly service: Service;
  readonly faults: FaultQueue;
  /** Called after each operation, before its answer goes out. */
  keep(): void;
}

/** Answers one request as Authing's application host would. An answer that is lost is `Response.error()`. */
export async function handleApi(request: Request, backend: Backend): Promise<Response> {
  const cors = new Cors(backend.service.settings.allowedOrigins);
  if (isPreflight(request)) return cors.preflight(request);
  const response = await answer(request, backend);
  // The headers of an error cannot be changed, and nobody will read them.
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

  // From here on nothing waits before the operation is done, so that no other request can come between a check and what rests on it.
  const fault = backend.faults.take(name);
  const run = () => {
    const call = new Call(backend.service, request, new TextDecoder().decode(body), tokenLifetimeOf(fault));
    const response = runOperation(operation, call, reply);
    backend.keep();
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
