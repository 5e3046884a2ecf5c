import type { Texts } from "../types.js";

const texts: Texts = {
  language: "zh-CN",
  title: "修改手机号",
  intro: "新手机号需要通过短信验证码验证。",

  newPhone: "新手机号",
  oldPhone: "当前手机号",
  oldPhoneHelp: "当前手机号也需要验证。",
  change: "修改",
  changeNewPhone: "修改新手机号",
  changeOldPhone: "修改当前手机号",

  country: (name, countryCode) => `国家或地区：${name} ${countryCode}`,
  chooseCountry: "选择国家或地区",
  searchCountries: "搜索名称或区号",
  countriesFound: (count) => `找到 ${count} 个国家或地区`,
  noCountryFound: "没有找到",

  code: "验证码",
  newCode: "新手机号收到的验证码",
  oldCode: "当前手机号收到的验证码",
  codeHelp: "请输入短信中的验证码。",

  sendCode: "获取验证码",
  sendAgain: "重新发送",
  sendAgainIn: (time) => `${time} 后可重发`,
  alreadySent: "刚刚已向该号码发送过验证码。",
  goOn: "继续",
  verify: "验证",
  changeNumber: "确认修改",
  useAnotherNumber: "换一个号码",
  checkAgain: "再查一次",
  tryAgain: "重试",
  details: "详细信息",

  loading: "加载中…",
  notLoaded: "加载失败，请重试。",
  sending: "发送中…",
  verifying: "验证中…",
  changing: "修改中…",
  checking: "查询中…",

  from: "原号码",
  to: "新号码",
  notChangedYet: "手机号尚未修改。",
  expired: "已超时，手机号未修改。请重新获取验证码。",
  inDoubt: "结果尚未确认",
  done: "手机号已修改",

  unusual: "这个号码不太常见，仍要使用吗？",
  useAnyway: "仍然使用",
  editNumber: "修改号码",

  phoneMissing: "请输入手机号。",
  phoneTooShort: "号码位数不够。",
  phoneTooLong: "号码位数过多。",
  phoneInvalid: "请输入正确的手机号。",
  phoneNotMobile: "这个号码收不到短信。",
  phoneSame: "新旧手机号相同，请换一个。",
  codeMissing: "请输入验证码。",
  codeInvalid: "验证码为 4 到 8 位数字。",

  saySent: (number) => `验证码已发送到 ${number}。`,
  sayVerified: (count) => `验证通过，请在 ${count} 秒内确认。`,
  saySecondsLeft: (count) => `还剩 ${count} 秒。`,
  saySendAgainIn: (count) => `${count} 秒后可以重新发送验证码。`,
  saySendAgain: "现在可以重新发送验证码。",
  sayDone: (number) => `你的手机号已改为 ${number}。`,
};

export default texts;
