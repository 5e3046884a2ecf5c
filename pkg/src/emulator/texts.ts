/** The languages that the service answers in, chosen by the header `x-authing-lang`. */
const LANGUAGES = ["zh-CN", "zh-TW", "en-US", "ja-JP"] as const;

export type Language = (typeof LANGUAGES)[number];

/** One sentence in all languages. */
export type Text = Readonly<Record<Language, string>>;

/** The language that `x-authing-lang` names. Chinese if the header is missing or names an unknown language. */
export function languageOf(header: string | null): Language {
  return LANGUAGES.find((language) => language.toLowerCase() === header?.toLowerCase()) ?? "zh-CN";
}

function text(zhCn: string, zhTw: string, enUs: string, jaJp: string): Text {
  return { "zh-CN": zhCn, "zh-TW": zhTw, "en-US": enUs, "ja-JP": jaJp };
}

/** The Chinese of the first group is the service's own, word for word. All other texts imitate it. */
export const TEXTS = {
  done: text("操作成功", "操作成功", "Success", "操作が完了しました"),
  notSignedIn: text("尚未登录，无访问权限", "尚未登入，無存取權限", "Not signed in", "ログインしていません"),
  codeSentTooOften: text(
    "1 分钟内已发送过验证码",
    "1 分鐘內已傳送過驗證碼",
    "A code was sent within the last minute",
    "1 分以内に認証コードを送信済みです",
  ),
  smsQuota: text(
    "已发送过验证码超过最大上限",
    "已傳送的驗證碼超過上限",
    "The maximum number of codes has been sent",
    "認証コードの送信回数が上限を超えました",
  ),
  rateLimited: text("请求过于频繁", "請求過於頻繁", "Too many requests", "リクエストが多すぎます"),
  codeWrong: text("验证码不正确", "驗證碼不正確", "The code is incorrect", "認証コードが正しくありません"),
  codeExpired: text("验证码已过期", "驗證碼已過期", "The code has expired", "認証コードの有効期限が切れています"),
  codeVoid: text("验证码已失效", "驗證碼已失效", "The code is no longer valid", "認証コードは無効になりました"),
  codeVoidOrExpired: text(
    "验证码无效或已过期",
    "驗證碼無效或已過期",
    "The code is invalid or has expired",
    "認証コードが無効か、有効期限が切れています",
  ),
  phoneTaken: text(
    "该手机号已被绑定",
    "該手機號已被綁定",
    "The phone number is already bound",
    "この電話番号はすでに登録されています",
  ),
  phoneTakenByAnother: text(
    "该手机号已被其它账户绑定",
    "該手機號已被其他帳戶綁定",
    "The phone number is bound to another account",
    "この電話番号は別のアカウントに登録されています",
  ),
  oldPhoneRequired: text(
    "修改手机号必须验证原来的手机号",
    "修改手機號必須驗證原來的手機號",
    "The old phone number must be verified",
    "現在の電話番号の確認が必要です",
  ),
  oldPhoneMismatch: text(
    "旧手机号非用户账号绑定的手机号",
    "舊手機號非使用者帳號綁定的手機號",
    "The old phone number is not the one bound to the account",
    "現在の電話番号がアカウントの番号と一致しません",
  ),
  phoneSameAsOld: text(
    "新手机号和旧手机号一样",
    "新手機號和舊手機號一樣",
    "The new phone number is the same as the old one",
    "新しい電話番号が現在の番号と同じです",
  ),
  tokenRefused: text("Token 校验失败", "Token 校驗失敗", "Token verification failed", "Token の検証に失敗しました"),

  appUnknown: text("应用不存在", "應用不存在", "The application does not exist", "アプリケーションが存在しません"),
  noPhoneBound: text(
    "用户未绑定手机号",
    "使用者未綁定手機號",
    "The user has no phone number",
    "ユーザーに電話番号が登録されていません",
  ),
  phoneBoundAlready: text(
    "用户已绑定手机号",
    "使用者已綁定手機號",
    "The user has a phone number already",
    "ユーザーにはすでに電話番号が登録されています",
  ),
  bodyNotJson: text(
    "请求体必须是 JSON，且 content-type 为 application/json",
    "請求內容必須是 JSON，且 content-type 為 application/json",
    "The body must be JSON, with content-type application/json",
    "本文は JSON とし、content-type は application/json としてください",
  ),
  bodyTooLarge: text("请求体过大", "請求內容過大", "The body is too large", "本文が大きすぎます"),
  requestInvalid: text("请求无效", "請求無效", "The request is invalid", "リクエストが不正です"),
  routeUnknown: text("接口不存在", "介面不存在", "There is no such endpoint", "API が存在しません"),
  serverError: text("服务器内部错误", "伺服器內部錯誤", "Internal server error", "サーバー内部エラー"),

  anObject: text("对象", "物件", "an object", "オブジェクト"),
  aString: text("字符串", "字串", "a string", "文字列"),
  aCountryCode: text(
    "带 + 的国家码，如 +86",
    "帶 + 的國碼，如 +886",
    "a country code with its +, such as +1",
    "+ 付きの国番号（例: +81）",
  ),
  aChannel: text(
    "有效的短信通道，如 CHANNEL_BIND_PHONE",
    "有效的簡訊通道，如 CHANNEL_BIND_PHONE",
    "an SMS channel, such as CHANNEL_BIND_PHONE",
    "SMS チャネル（例: CHANNEL_BIND_PHONE）",
  ),
} as const satisfies Record<string, Text>;

/** The same text in every language. */
export const untranslated = (value: string): Text => text(value, value, value, value);

export const useMethod = (method: string): Text =>
  text(`请使用 ${method} 方法`, `請使用 ${method} 方法`, `Use ${method}`, `${method} を使用してください`);

export const missing = (field: string): Text =>
  text(`缺少参数 ${field}`, `缺少參數 ${field}`, `Missing parameter ${field}`, `パラメーター ${field} がありません`);

export const mustBe = (field: string, expected: Text): Text =>
  text(
    `参数 ${field} 必须是${expected["zh-CN"]}`,
    `參數 ${field} 必須是${expected["zh-TW"]}`,
    `Parameter ${field} must be ${expected["en-US"]}`,
    `パラメーター ${field} は${expected["ja-JP"]}としてください`,
  );

export const malformedPhone = (field: string): Text =>
  text(
    `参数 ${field} 手机号格式不正确`,
    `參數 ${field} 手機號格式不正確`,
    `Parameter ${field} is not a well-formed phone number`,
    `パラメーター ${field} の電話番号の形式が正しくありません`,
  );
