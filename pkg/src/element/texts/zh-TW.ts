import type { Texts } from "../types.js";

const texts: Texts = {
  language: "zh-TW",
  title: "變更手機號碼",
  intro: "新號碼需以簡訊驗證碼確認。",

  newPhone: "新手機號碼",
  oldPhone: "目前的手機號碼",
  oldPhoneHelp: "目前的手機也需要驗證。",
  change: "更改",
  changeNewPhone: "更改新手機號碼",
  changeOldPhone: "更改目前的手機號碼",

  country: (name, countryCode) => `國家或地區：${name} ${countryCode}`,
  chooseCountry: "選擇國家或地區",
  searchCountries: "搜尋名稱或國碼",
  countriesFound: (count) => `找到 ${count} 個國家或地區`,
  noCountryFound: "找不到符合的項目",

  code: "驗證碼",
  newCode: "新手機收到的驗證碼",
  oldCode: "目前手機收到的驗證碼",
  codeHelp: "請輸入簡訊中的驗證碼。",

  sendCode: "傳送驗證碼",
  sendAgain: "重新傳送",
  sendAgainIn: (time) => `${time} 後可重新傳送`,
  alreadySent: "剛才已傳送驗證碼到這個號碼。",
  goOn: "繼續",
  verify: "驗證",
  changeNumber: "確認變更",
  useAnotherNumber: "改用其他號碼",
  checkAgain: "再查一次",
  tryAgain: "再試一次",
  details: "詳細資訊",

  loading: "載入中…",
  notLoaded: "載入失敗，請再試一次。",
  sending: "傳送中…",
  verifying: "驗證中…",
  changing: "變更中…",
  checking: "查詢中…",

  from: "原號碼",
  to: "新號碼",
  notChangedYet: "手機號碼尚未變更。",
  expired: "時間已到，號碼沒有變更。請重新取得驗證碼。",
  inDoubt: "結果尚未確認",
  done: "手機號碼已變更",

  unusual: "這個號碼不太常見，仍要使用嗎？",
  useAnyway: "仍要使用",
  editNumber: "修改號碼",

  phoneMissing: "請輸入手機號碼。",
  phoneTooShort: "號碼的位數不足。",
  phoneTooLong: "號碼的位數過多。",
  phoneInvalid: "請輸入正確的手機號碼。",
  phoneNotMobile: "這個號碼無法接收簡訊。",
  phoneSame: "新舊號碼相同，請輸入其他號碼。",
  codeMissing: "請輸入驗證碼。",
  codeInvalid: "驗證碼是 4 到 8 位數字。",

  saySent: (number) => `驗證碼已傳送到 ${number}。`,
  sayVerified: (count) => `驗證成功，請在 ${count} 秒內確認。`,
  saySecondsLeft: (count) => `還剩 ${count} 秒。`,
  saySendAgainIn: (count) => `${count} 秒後可以重新傳送驗證碼。`,
  saySendAgain: "現在可以重新傳送驗證碼。",
  sayDone: (number) => `你的手機號碼已改為 ${number}。`,
};

export default texts;
