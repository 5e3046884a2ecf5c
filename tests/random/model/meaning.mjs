// What an answer of the service means, read from its contract a second time, independently of the package.

const BY_API_CODE = {
  1000: "ERR_SERVER",
  2001: "ERR_PASS_CODE_WRONG",
  2011: "ERR_REJECTED",
  2020: "ERR_NOT_SIGNED_IN",
  2028: "ERR_PHONE_INVALID",
  2035: "ERR_PHONE_TAKEN",
  2038: "ERR_OLD_PHONE_MISMATCH",
  2230: "ERR_PHONE_SAME_AS_OLD",
  2231: "ERR_REJECTED",
  2300: "ERR_PASS_CODE_EXPIRED",
  4004: "ERR_CODE_SENT_TOO_OFTEN",
  1320004: "ERR_PHONE_TAKEN",
  1320005: "ERR_NO_PHONE_BOUND",
};

const BY_WORDS = [
  ["验证码已失效", "ERR_PASS_CODE_EXPIRED"],
  ["验证码无效或已过期", "ERR_PASS_CODE_EXPIRED"],
  ["验证码已过期", "ERR_PASS_CODE_EXPIRED"],
  ["验证码不正确", "ERR_PASS_CODE_WRONG"],
  ["该手机号已被", "ERR_PHONE_TAKEN"],
  ["旧手机号非用户账号绑定的手机号", "ERR_OLD_PHONE_MISMATCH"],
  ["修改手机号必须验证原来的手机号", "ERR_OLD_PHONE_REQUIRED"],
  ["已发送过验证码超过最大上限", "ERR_SMS_QUOTA"],
  ["1 分钟内已发送过验证码", "ERR_CODE_SENT_TOO_OFTEN"],
  ["请求过于频繁", "ERR_RATE_LIMITED"],
];

const BY_HTTP_STATUS = { 401: "ERR_NOT_SIGNED_IN", 403: "ERR_FORBIDDEN", 429: "ERR_RATE_LIMITED" };

const lost = (code) => ({ isLost: true, code });

/** No answer came, because the caller or a time limit gave up. */
export const abandoned = (reason) => lost(reason?.name === "TimeoutError" ? "ERR_TIMEOUT" : "abandoned");
export const NO_CONNECTION = lost("ERR_NETWORK");
export const BROKEN_OFF = lost("ERR_BAD_RESPONSE");

/**
 * @param operation The last segment of the path.
 * @returns `{data}` of a success; else `{code}`, and `isLost` where nobody knows whether the service did it.
 */
export function meaningOf(operation, { status, retryAfterSeconds, text }) {
  const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
  let envelope;
  try {
    envelope = JSON.parse(text);
  } catch {
    // None.
  }
  const statusCode = envelope?.statusCode ?? envelope?.code;
  if (statusCode === undefined) {
    if (BY_HTTP_STATUS[status]) return { code: BY_HTTP_STATUS[status], retryAfterMs };
    return lost(status >= 500 ? "ERR_SERVER" : "ERR_BAD_RESPONSE");
  }
  if (statusCode === 200) return { data: envelope.data ?? {} };
  return { code: refusal(operation, statusCode, Number(envelope.apiCode), envelope.message), retryAfterMs };
}

function refusal(operation, statusCode, apiCode, message) {
  const named = BY_API_CODE[apiCode];
  if (named) return named === "ERR_PASS_CODE_WRONG" && message.includes("已失效") ? "ERR_PASS_CODE_EXPIRED" : named;
  if (message.includes("Token 校验失败")) {
    return operation === "update-phone" ? "ERR_UPDATE_TOKEN_REJECTED" : "ERR_NOT_SIGNED_IN";
  }
  const [, code] = BY_WORDS.find(([words]) => message.includes(words)) ?? [];
  if (code) return code;
  if (statusCode === 401) return "ERR_NOT_SIGNED_IN";
  if (statusCode === 403) return "ERR_FORBIDDEN";
  if (statusCode === 429) return "ERR_RATE_LIMITED";
  return statusCode >= 500 && Number.isNaN(apiCode) ? "ERR_SERVER" : "ERR_REJECTED";
}
