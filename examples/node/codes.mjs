// Where the pass codes come from: the emulator's inbox, or the person at the terminal who has both phones at hand.
import { createInterface } from "node:readline";

export const emulator = process.env.EMULATOR;

/** The newest code that was sent to a number, in E.164. */
export async function readCode(e164) {
  if (!emulator) return ask(`Code that ${e164} received: `);
  const inbox = await (await fetch(`${emulator}/_emulator/inbox`)).json();
  const newest = inbox.findLast((message) => message.to === e164);
  if (!newest) throw new Error(`The emulator sent nothing to ${e164}.`);
  return newest.code;
}

let terminal;
let answers;

/** Asks the person at the terminal. */
export async function ask(question) {
  terminal ??= createInterface({ input: process.stdin });
  answers ??= terminal[Symbol.asyncIterator]();
  process.stdout.write(question);
  const { value, done } = await answers.next();
  if (done) throw new Error("The input ended before the question was answered.");
  return value.trim();
}

/** Lets the program end: an open terminal would keep it waiting for more. */
export function closeTerminal() {
  terminal?.close();
}
