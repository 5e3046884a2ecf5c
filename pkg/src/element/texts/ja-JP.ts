import type { Texts } from "../types.js";

const texts: Texts = {
  language: "ja-JP",
  title: "電話番号の変更",
  intro: "SMS の認証コードで確認します。",

  newPhone: "新しい電話番号",
  oldPhone: "現在の電話番号",
  oldPhoneHelp: "この番号の確認も必要です。",
  change: "変更",
  changeNewPhone: "新しい電話番号を変更",
  changeOldPhone: "現在の電話番号を変更",

  country: (name, countryCode) => `国・地域：${name} ${countryCode}`,
  chooseCountry: "国・地域を選択",
  searchCountries: "国名または国番号で検索",
  countriesFound: (count) => `${count} 件見つかりました`,
  noCountryFound: "見つかりませんでした",

  code: "認証コード",
  newCode: "新しい電話に届いた認証コード",
  oldCode: "現在の電話に届いた認証コード",
  codeHelp: "SMS に記載されたコードを入力してください。",

  sendCode: "コードを送信",
  sendAgain: "再送信",
  sendAgainIn: (time) => `${time} 後に再送信`,
  alreadySent: "この番号には送信したばかりです。",
  goOn: "次へ",
  verify: "確認する",
  changeNumber: "変更する",
  useAnotherNumber: "別の番号を使う",
  checkAgain: "もう一度確認",
  tryAgain: "再試行",
  details: "詳細",

  loading: "読み込み中…",
  notLoaded: "読み込めませんでした。もう一度お試しください。",
  sending: "送信中…",
  verifying: "確認中…",
  changing: "変更中…",
  checking: "確認中…",

  from: "変更前",
  to: "変更後",
  notChangedYet: "まだ変更されていません。",
  expired: "時間切れです。番号は変更されていません。コードを再送信してください。",
  inDoubt: "変更を確認できていません",
  done: "電話番号を変更しました",

  unusual: "あまり見かけない番号です。このまま使いますか？",
  useAnyway: "このまま使う",
  editNumber: "番号を修正",

  phoneMissing: "電話番号を入力してください。",
  phoneTooShort: "桁数が足りません。",
  phoneTooLong: "桁数が多すぎます。",
  phoneInvalid: "電話番号が正しくありません。",
  phoneNotMobile: "この番号では SMS を受信できません。",
  phoneSame: "現在と同じ番号です。別の番号を入力してください。",
  codeMissing: "認証コードを入力してください。",
  codeInvalid: "認証コードは 4～8 桁の数字です。",

  saySent: (number) => `${number} に認証コードを送信しました。`,
  sayVerified: (count) => `確認できました。${count} 秒以内に変更を確定してください。`,
  saySecondsLeft: (count) => `残り ${count} 秒です。`,
  saySendAgainIn: (count) => `${count} 秒後に再送信できます。`,
  saySendAgain: "認証コードを再送信できます。",
  sayDone: (number) => `電話番号は ${number} になりました。`,
};

export default texts;
