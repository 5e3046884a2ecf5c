import type { Texts } from "../types.js";

const seconds = (count: number): string => (count === 1 ? "1 second" : `${count} seconds`);

const texts: Texts = {
  language: "en-US",
  title: "Change phone number",
  intro: "Confirm your new number with a code by SMS.",

  newPhone: "New phone number",
  oldPhone: "Current phone number",
  oldPhoneHelp: "This number has to be verified too.",
  change: "Change",
  changeNewPhone: "Change the new phone number",
  changeOldPhone: "Change the current phone number",

  country: (name, countryCode) => `Country: ${name} ${countryCode}`,
  chooseCountry: "Choose a country",
  searchCountries: "Search by name or code",
  countriesFound: (count) => (count === 1 ? "1 country" : `${count} countries`),
  noCountryFound: "No country found",

  code: "Code",
  newCode: "Code from the new phone",
  oldCode: "Code from the current phone",
  codeHelp: "Enter the code from the SMS.",

  sendCode: "Send code",
  sendAgain: "Send again",
  sendAgainIn: (time) => `Send again in ${time}`,
  alreadySent: "A code was sent to it a moment ago.",
  goOn: "Continue",
  verify: "Verify",
  changeNumber: "Change number",
  useAnotherNumber: "Use another number",
  checkAgain: "Check again",
  tryAgain: "Try again",
  details: "Details",

  loading: "Loading…",
  notLoaded: "The form could not be loaded. Try again.",
  sending: "Sending…",
  verifying: "Verifying…",
  changing: "Changing…",
  checking: "Checking…",

  from: "From",
  to: "To",
  notChangedYet: "Nothing has changed yet.",
  expired: "Time is up. Nothing was changed. Request new codes.",
  inDoubt: "Not confirmed yet",
  done: "Phone number changed",

  unusual: "This number looks unusual. Use it anyway?",
  useAnyway: "Use it anyway",
  editNumber: "Edit number",

  phoneMissing: "Enter a phone number.",
  phoneTooShort: "This number is too short.",
  phoneTooLong: "This number is too long.",
  phoneInvalid: "This is not a phone number.",
  phoneNotMobile: "This number cannot receive SMS.",
  phoneSame: "Both numbers are the same. Enter another one.",
  codeMissing: "Enter the code.",
  codeInvalid: "The code is 4 to 8 digits.",

  saySent: (number) => `A code was sent to ${number}.`,
  sayVerified: (count) => `Verified. You have ${seconds(count)} to confirm.`,
  saySecondsLeft: (count) => `${seconds(count)} left.`,
  saySendAgainIn: (count) => `A new code can be sent in ${seconds(count)}.`,
  saySendAgain: "A new code can be sent now.",
  sayDone: (number) => `Your phone number is now ${number}.`,
};

export default texts;
