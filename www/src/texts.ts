import type { PhoneIssue } from "update-phone";

/** What the page itself says; what went wrong in a call is said by the error's own message. */
export const texts = {
  cannotStart: "The service cannot be reached. Try again.",
  noNumber: "None yet",

  sendCode: "Send code",
  resend: "Resend",
  resendIn: (seconds: number) => `Resend in ${minutesAndSeconds(seconds)}`,
  sending: "Sending…",
  sentTo: (phone: string) => `Sent to ${phone}`,
  notSentTo: (phone: string) => `Goes to ${phone}`,
  enterCode: "Enter the code.",

  isCurrentNumber: "This is your number already. Enter another one.",
  issues: {
    empty: "Enter the new number.",
    "not-a-number": "Use digits only.",
    "invalid-country-code": "No country has this calling code.",
    "too-short": "This number is too short.",
    "too-long": "This number is too long.",
    "invalid-length": "No number there has this many digits.",
    "local-only": "Add the area code.",
    "invalid-number": "This number does not exist. Check it.",
  } satisfies Record<PhoneIssue, string>,

  seconds: (seconds: number) => `${seconds} s`,
  expired: "Nothing was changed.",

  announce: {
    codeSent: (phone: string) => `A code was sent to ${phone}.`,
    verified: (seconds: number) => `Verified. You have ${seconds} seconds to confirm the change.`,
    secondsLeft: (seconds: number) => `${seconds} seconds left to confirm.`,
    expired: "Time is up. Nothing was changed.",
    changed: (phone: string) => `Your phone number is now ${phone}.`,
  },

  inbox: {
    to: (phone: string) => `To ${phone}`,
  },
};

function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
