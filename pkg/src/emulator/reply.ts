import type { Failure } from "./failures.js";
import { randomUuid } from "./random.js";
import { type Language, TEXTS } from "./texts.js";
import type { EnvelopeStyle } from "./variants.js";

/** The service's answers to one request: in the variant's style, and in the language that the request asks for. */
export class Reply {
  readonly #style: EnvelopeStyle;
  readonly #language: Language;

  constructor(style: EnvelopeStyle, language: Language) {
    this.#style = style;
    this.#language = language;
  }

  /** The service's way to say yes. Without `data` the field is absent. */
  success(data: object | null | undefined): Response {
    const facts = { statusCode: 200, message: TEXTS.done, apiCode: 0 };
    return this.#envelope(facts, data, this.#style.successHttpStatus, {});
  }

  /** The service's way to say no: a `statusCode` that is not 200. `httpStatus` is for what is not about an operation. */
  failure(failure: Failure, httpStatus = this.#httpStatusOf(failure)): Response {
    const { retryAfterSeconds } = failure;
    const hasRetryAfter = httpStatus === 429 && retryAfterSeconds !== undefined;
    const headers = hasRetryAfter ? { "retry-after": String(retryAfterSeconds) } : {};
    return this.#envelope(failure, undefined, httpStatus, headers);
  }

  #httpStatusOf({ statusCode }: Failure): number {
    const { failureHttpStatus } = this.#style;
    if (failureHttpStatus === "as-status-code") return statusCode;
    return failureHttpStatus === "429-only" && statusCode === 429 ? 429 : 200;
  }

  #envelope(
    facts: Failure,
    data: object | null | undefined,
    status: number,
    headers: Record<string, string>,
  ): Response {
    const { names, apiCodeType } = this.#style;
    const requestId = randomUuid();
    const apiCode = apiCodeType === "string" ? facts.apiCode?.toString() : facts.apiCode;
    const message = facts.message[this.#language];
    const body =
      names === "v2"
        ? { code: facts.statusCode, message, apiCode, uniqueId: requestId, data }
        : { statusCode: facts.statusCode, message, apiCode, requestId, data };
    return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
  }
}
