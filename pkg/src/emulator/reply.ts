import type { Failure } from "./failures.js";
import { randomUuid } from "./random.js";
import { type Language, TEXTS } from "./texts.js";
import type { EnvelopeStyle } from "./variants.js";

/** Builds the answers to one request, in the variant's style and the request's language. */
export class Reply {
  readonly #style: EnvelopeStyle;
  readonly #language: Language;

  constructor(style: EnvelopeStyle, language: Language) {
    this.#style = style;
    this.#language = language;
  }

  /** An answer with `statusCode` 200. If `data` is undefined, the answer has no such field. */
  success(data: object | null | undefined): Response {
    const fields = { statusCode: 200, message: TEXTS.done, apiCode: 0 };
    return this.#envelope(fields, data, this.#style.successHttpStatus, {});
  }

  /** An answer with the failure's `statusCode`. `httpStatus` defaults to the variant's; give it for failures outside an operation. */
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
    fields: Failure,
    data: object | null | undefined,
    status: number,
    headers: Record<string, string>,
  ): Response {
    const { names, apiCodeType } = this.#style;
    const requestId = randomUuid();
    const apiCode = apiCodeType === "string" ? fields.apiCode?.toString() : fields.apiCode;
    const message = fields.message[this.#language];
    const body =
      names === "v2"
        ? { code: fields.statusCode, message, apiCode, uniqueId: requestId, data }
        : { statusCode: fields.statusCode, message, apiCode, requestId, data };
    return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
  }
}
