import { failureResponse, Refusal, successResponse } from "./answers.js";
import { Call } from "./call.js";
import { corsHeaders, isPreflight, preflightResponse } from "./cors.js";
import { OPERATIONS, type Operation } from "./operations/index.js";
import type { Service } from "./service.js";

const API_PATH = "/api/v3/";

/** Answers one request as Authing's application host would. */
export async function handleApi(request: Request, service: Service): Promise<Response> {
  if (isPreflight(request)) return preflightResponse(request);
  const response = await answer(request, service);
  for (const [name, value] of Object.entries(corsHeaders(request.headers.get("origin")))) {
    response.headers.set(name, value);
  }
  return response;
}

async function answer(request: Request, service: Service): Promise<Response> {
  const { pathname } = new URL(request.url);
  const operation = pathname.startsWith(API_PATH) ? OPERATIONS.get(pathname.slice(API_PATH.length)) : undefined;
  if (operation === undefined) return failureResponse({ statusCode: 404, message: "接口不存在" }, 404);
  if (request.method !== operation.method) {
    const response = failureResponse({ statusCode: 405, message: `请使用 ${operation.method} 方法` }, 405);
    response.headers.set("allow", operation.method);
    return response;
  }
  return run(operation, new Call(service, request.headers, await request.text()));
}

/** From here on nothing waits, so that no other request can come between a check and what rests on it. */
function run(operation: Operation, call: Call): Response {
  try {
    call.requireApp();
    return successResponse(operation.run(call));
  } catch (error) {
    if (error instanceof Refusal) return failureResponse(error.failure);
    throw error;
  }
}
