import type { Client, FlowOptions, FlowSnapshot, PhoneInput } from "../types.js";

/** A snapshot of the form without the codes that were typed: what events carry. */
export type FormSnapshot = Omit<FlowSnapshot, "newCode" | "oldCode">;

/**
 * `<update-phone-form>`: the change-phone form, ready to be put into a page.
 *
 * Attributes: `lang`, `current-phone`. Events, all of which bubble and are composed, with a `FormSnapshot` as `detail`:
 * `update-phone-state` after each change but that of a code, `update-phone-error` when something has gone wrong (`detail.error`),
 * `update-phone-done` when the number was changed.
 *
 * Slots: `heading`, `intro`, `footer`, `done`. Parts: `card`, `heading`, `intro`, `step`, `label`, `field`, `country`, `picker`,
 * `search`, `option`, `input`, `code`, `slot`, `note`, `error`, `details`, `button`, `link`, `summary`, `timer`, `done`.
 * Custom properties: `--update-phone-accent`, `-on-accent`, `-surface`, `-text`, `-muted`, `-line`, `-danger`, `-success`, `-radius`,
 * `-space`, `-font`.
 */
export interface UpdatePhoneFormElement extends HTMLElement {
  /** The client of the signed-in user. Before it is set the form can be typed into. Another client begins the form anew. */
  client: Client | undefined;
  /** How the form behaves: see `client.createFlow()`. Other options begin the form anew; equal ones do not. */
  options: FlowOptions;
  /**
   * The number that the account has, where the page knows it; attribute `current-phone`, in E.164. It fills in the step of the old
   * number, is struck through at the end, and its country is the one that the form begins with. Default: none.
   */
  currentPhone: PhoneInput | undefined;
  /** Texts in a language that the package does not have. They go before those of `lang`. */
  texts: Texts | undefined;
  /** Begins anew, with empty fields. */
  reset(): void;
}

/** The events of the form by their names. */
export interface UpdatePhoneFormEventMap {
  /** After each change but that of a code. */
  "update-phone-state": CustomEvent<FormSnapshot>;
  /** Something has gone wrong: `detail.error`. */
  "update-phone-error": CustomEvent<FormSnapshot>;
  /** The number was changed. */
  "update-phone-done": CustomEvent<FormSnapshot>;
}

/**
 * Everything that the form says. What depends on a number or a name is a function, so that each language can put its words and
 * plurals as it has to. What goes wrong at the service is told by the errors' own messages, in the client's language.
 */
export interface Texts {
  /** BCP 47: the language of these texts, for screen readers and for the names of countries. */
  readonly language: string;
  readonly title: string;
  readonly intro: string;

  readonly newPhone: string;
  readonly oldPhone: string;
  readonly oldPhoneHelp: string;
  /** Beside a number that is folded away; the second and third for screen readers. */
  readonly change: string;
  readonly changeNewPhone: string;
  readonly changeOldPhone: string;

  /** The button that opens the list, for screen readers. */
  readonly country: (name: string, countryCode: string) => string;
  readonly chooseCountry: string;
  readonly searchCountries: string;
  /** What the search has found, for screen readers. */
  readonly countriesFound: (count: number) => string;
  readonly noCountryFound: string;

  readonly code: string;
  /** The names of the two code fields; each should contain `code`. */
  readonly newCode: string;
  readonly oldCode: string;
  readonly codeHelp: string;

  readonly sendCode: string;
  readonly sendAgain: string;
  /** `time`: minutes and seconds, `0:42`. */
  readonly sendAgainIn: (time: string) => string;
  readonly alreadySent: string;
  readonly goOn: string;
  readonly verify: string;
  readonly changeNumber: string;
  readonly useAnotherNumber: string;
  readonly checkAgain: string;
  readonly tryAgain: string;
  readonly details: string;

  readonly loading: string;
  readonly notLoaded: string;
  readonly sending: string;
  readonly verifying: string;
  readonly changing: string;
  readonly checking: string;

  readonly from: string;
  readonly to: string;
  readonly notChangedYet: string;
  readonly expired: string;
  readonly inDoubt: string;
  readonly done: string;

  readonly unusual: string;
  readonly useAnyway: string;
  readonly editNumber: string;

  readonly phoneMissing: string;
  readonly phoneTooShort: string;
  readonly phoneTooLong: string;
  readonly phoneInvalid: string;
  readonly phoneNotMobile: string;
  readonly phoneSame: string;
  readonly codeMissing: string;
  readonly codeInvalid: string;

  /** What is said to those who do not see it: a code was sent to a number. */
  readonly saySent: (number: string) => string;
  /** Said: the codes were right, and so many seconds are left for the change. */
  readonly sayVerified: (seconds: number) => string;
  /** Said: so many seconds are left for the change. */
  readonly saySecondsLeft: (seconds: number) => string;
  /** Said: a code can be sent again in so many seconds. */
  readonly saySendAgainIn: (seconds: number) => string;
  /** Said: a code can be sent again. */
  readonly saySendAgain: string;
  /** Said: the account's number is now this one. */
  readonly sayDone: (number: string) => string;
}
