// Measures the cost of a typed digit on a slow phone, from Chromium's trace.
import { slowDown } from "./slow.mjs";

const HANDLERS = ["keydown", "input", "selectionchange", "keyup"];
/** The browser's own work on the text, during which it dispatches `input`. */
const EDITING = ["keypress", "textInput", "beforeinput"];
const isDispatchOf = (types) => (event) => event.name === "EventDispatch" && types.includes(event.args.data?.type);
const isOneOf = (names) => (event) => names.includes(event.name);

/** The main thread's work for a digit. Each part includes the parts before it. Nested events count once. */
const PARTS = {
  "handlers and what they render": [
    isDispatchOf(HANDLERS),
    isOneOf(["FunctionCall", "RunMicrotasks", "TimerFire", "FireAnimationFrame"]),
  ],
  "… with style and layout": [isOneOf(["UpdateLayoutTree", "Layout"])],
  "… and paint": [isOneOf(["PrePaint", "Paint", "Layerize", "Commit"])],
  "… and the browser's editing": [isDispatchOf(EDITING)],
};
/** The part that the bar limits. */
export const COST = "… with style and layout";

/** Types the number into a field `rounds` times. Resolves with the milliseconds of each digit, by part. */
export async function measureTyping(browser, url, { field: selector, number = "13912345678", rate = 4, rounds }) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator("#bare, #new-country[aria-disabled=false]").first().waitFor();
    await slowDown(page, { rate });
    const field = page.locator(selector);
    const clear = async () => {
      await field.fill("");
      await field.focus();
    };
    const type = async () => {
      await page.keyboard.type(number, { delay: 60 });
      await page.waitForTimeout(100);
    };
    await clear();
    await type();
    const digits = [];
    for (let round = 0; round < rounds; round += 1) {
      await clear();
      const events = await trace(browser, page, type);
      const traced = digitsOf(events);
      if (traced.length !== number.length)
        throw new Error(`${traced.length} digits in the trace, not ${number.length}.`);
      digits.push(...traced);
    }
    return digits;
  } finally {
    await context.close();
  }
}

async function trace(browser, page, run) {
  await browser.startTracing(page, { categories: ["devtools.timeline"] });
  let buffer;
  try {
    await run();
  } finally {
    buffer = await browser.stopTracing();
  }
  return JSON.parse(buffer.toString()).traceEvents;
}

/** Sums up the events from each `keydown` to the next. */
function digitsOf(events) {
  const isKeyDown = ({ name, args }) => name === "EventDispatch" && args.data?.type === "keydown";
  const downs = events.filter(isKeyDown).toSorted((a, b) => a.ts - b.ts);
  if (downs.length === 0) return [];
  const [{ pid, tid }] = downs;
  const own = events.filter((event) => event.ph === "X" && event.pid === pid && event.tid === tid);
  return downs.map(({ ts }, index) => {
    const end = downs[index + 1]?.ts ?? ts + 100_000;
    const within = own.filter((event) => event.ts >= ts && event.ts < end);
    const counted = [];
    const parts = {};
    for (const [part, kinds] of Object.entries(PARTS)) {
      counted.push(...kinds);
      parts[part] = union(within.filter((event) => counted.some((isOfKind) => isOfKind(event)))) / 1000;
    }
    return parts;
  });
}

/** Microseconds of thread time in which at least one event ran. Thread time excludes other programs. */
function union(events) {
  let total = 0;
  let until = -Infinity;
  for (const { tts, tdur = 0 } of events.toSorted((a, b) => a.tts - b.tts)) {
    const end = tts + tdur;
    if (end > until) total += end - Math.max(tts, until);
    until = Math.max(until, end);
  }
  return total;
}
