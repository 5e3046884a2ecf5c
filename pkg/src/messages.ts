import type { Language } from "./types.js";

/** Codes that are needed before the WebAssembly module is loaded. The messages of all others are in the module. */
export type OwnErrorCode =
  "ERR_INVALID_OPTIONS" | "ERR_INVALID_ARGUMENT" | "ERR_NOT_READY" | "ERR_WASM_LOAD" | "ERR_DISPOSED" | "ERR_INTERNAL";

const MESSAGES: Record<OwnErrorCode, Record<Language, string>> = {
  ERR_INVALID_OPTIONS: {
    "zh-CN": "选项不正确，请修改调用代码。",
    "zh-TW": "選項不正確，請修改呼叫程式碼。",
    "en-US": "An option is not usable. Fix the calling code.",
    "ja-JP": "オプションが正しくありません。呼び出し側のコードを修正してください。",
  },
  ERR_INVALID_ARGUMENT: {
    "zh-CN": "参数缺失或类型不正确，请检查调用代码。",
    "zh-TW": "參數缺失或型別不正確，請檢查呼叫程式碼。",
    "en-US": "An argument is missing or of the wrong type. Fix the calling code.",
    "ja-JP": "引数が足りないか型が正しくありません。呼び出し側のコードを確認してください。",
  },
  ERR_NOT_READY: {
    "zh-CN": "模块尚未加载，请先 await init()。",
    "zh-TW": "模組尚未載入，請先 await init()。",
    "en-US": "The module is not loaded yet. Await init() first.",
    "ja-JP": "モジュールがまだ読み込まれていません。先に await init() を実行してください。",
  },
  ERR_WASM_LOAD: {
    "zh-CN": "模块加载失败，请重试。",
    "zh-TW": "模組載入失敗，請重試。",
    "en-US": "The WebAssembly module could not be loaded. Try again.",
    "ja-JP": "モジュールを読み込めませんでした。もう一度お試しください。",
  },
  ERR_DISPOSED: {
    "zh-CN": "该客户端已被释放，请新建一个。",
    "zh-TW": "此用戶端已被釋放，請新建一個。",
    "en-US": "This client was disposed of. Create a new one.",
    "ja-JP": "このクライアントは破棄されています。新しく作成してください。",
  },
  ERR_INTERNAL: {
    "zh-CN": "内部错误，请联系客服。",
    "zh-TW": "內部錯誤，請聯絡客服。",
    "en-US": "An internal error. Contact support.",
    "ja-JP": "内部エラーです。サポートにお問い合わせください。",
  },
};

/** Returns the message of a code; in the language that the runtime prefers if none is given. */
export function messageOf(code: OwnErrorCode, language: Language = defaultLanguage()): string {
  return MESSAGES[code][language];
}

/** Returns the first of the runtime's preferred languages that the service has, else English. */
export function defaultLanguage(): Language {
  for (const tag of globalThis.navigator?.languages ?? []) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return "en-US";
}

/** Returns the service's language for a BCP 47 tag, if it has one. */
export function languageOf(tag: string): Language | undefined {
  if (/^zh\b.*\b(TW|HK|MO|Hant)\b/i.test(tag)) return "zh-TW";
  if (/^zh\b/i.test(tag)) return "zh-CN";
  if (/^ja\b/i.test(tag)) return "ja-JP";
  if (/^en\b/i.test(tag)) return "en-US";
  return undefined;
}
