import type { Failure } from "./answers.js";

/**
 * The answers that Authing does not document, or for which its documents and its SDKs' code differ. They stand apart from
 * the known ones so that a program can be tried against more than one reading of them.
 */
export interface UnspecifiedAnswers {
  /** The pass code was right once, but is older than it may be. */
  readonly codeExpired: Failure;
  /** The pass code has been used already, or a wrong try has made it void. */
  readonly codeVoid: Failure;
  /** The user pool wants the old phone proven, and its number or code is missing. */
  readonly oldPhoneRequired: Failure;
  /** The update token is not one, or belongs to another user. */
  readonly updateTokenUnknown: Failure;
  readonly updateTokenExpired: Failure;
  readonly updateTokenSpent: Failure;
}

const TOKEN_REFUSED: Failure = { statusCode: 500, apiCode: 500, message: "Token 校验失败" };

export const DEFAULT_UNSPECIFIED_ANSWERS: UnspecifiedAnswers = {
  codeExpired: { statusCode: 400, apiCode: 2300, message: "验证码已过期" },
  codeVoid: { statusCode: 400, apiCode: 2001, message: "验证码已失效" },
  oldPhoneRequired: { statusCode: 500, apiCode: 500, message: "修改手机号必须验证原来的手机号" },
  updateTokenUnknown: TOKEN_REFUSED,
  updateTokenExpired: TOKEN_REFUSED,
  updateTokenSpent: TOKEN_REFUSED,
};
