import { randomUuid } from "./random.js";

/** One refusal, as it stands in the service's envelope. */
export interface Failure {
  readonly statusCode: number;
  readonly apiCode?: number;
  readonly message: string;
}

/**
 * The refusals whose `apiCode` and text are known from the service. Where a source names no `statusCode`, it is the class
 * that the service's own list of them suggests.
 */
export const FAILURES = {
  appUnknown: { statusCode: 404, apiCode: 2011, message: "应用不存在" },
  notSignedIn: { statusCode: 401, apiCode: 2020, message: "尚未登录，无访问权限" },
  codeSentTooOften: { statusCode: 429, apiCode: 4004, message: "1 分钟内已发送过验证码" },
  codeWrong: { statusCode: 400, apiCode: 2001, message: "验证码不正确" },
  phoneTaken: { statusCode: 409, apiCode: 2035, message: "该手机号已被绑定" },
  oldPhoneMismatch: { statusCode: 400, apiCode: 2038, message: "旧手机号非用户账号绑定的手机号" },
  phoneSameAsOld: { statusCode: 400, apiCode: 2230, message: "新手机号和旧手机号一样" },
  bodyNotJson: { statusCode: 400, message: "请求体必须是 JSON，且 content-type 为 application/json" },
} as const satisfies Record<string, Failure>;

export const fieldMissing = (field: string): Failure => ({
  statusCode: 400,
  apiCode: 2231,
  message: `缺少参数 ${field}`,
});
export const fieldMalformed = (field: string, expected: string): Failure => ({
  statusCode: 400,
  message: `参数 ${field} 必须是${expected}`,
});
export const phoneMalformed = (field: string): Failure => ({
  statusCode: 400,
  apiCode: 2028,
  message: `参数 ${field} 手机号格式不正确`,
});

/** Thrown by an operation to end with a failure; the router turns it into the answer. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** The service's way to say yes. Without `data` the field is absent. */
export function successResponse(data: object | undefined): Response {
  return envelope({ statusCode: 200, message: "操作成功", apiCode: 0, requestId: randomUuid(), data }, 200);
}

/** The service's way to say no: HTTP 200, and a `statusCode` that is not. Only what is not about an operation has its own HTTP status. */
export function failureResponse(failure: Failure, httpStatus = 200): Response {
  return envelope({ ...failure, requestId: randomUuid() }, httpStatus);
}

function envelope(body: object, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
