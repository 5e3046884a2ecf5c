// Where the pass codes come from: the emulator's inbox, or the person at the terminal who has both phones at hand.
import { createInterface } from "node:readline/promises";

export const emulator = process.env.EMULATOR;

/** The newest code that was sent to a number, in E.164. */
export async function readCode(e164) {
  if (!emulator) return ask(`Code that ${e164} received: `);
  const inbox = await (await fetch(`${emulator}/_emulator/inbox`)).json();
  const newest = inbox.findLast((message) => message.to === e164);
  if (!newest) throw new Error(`The emulator sent nothing to ${e164}.`);
  return newest.code;
}

export async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
