// A page that shows a countdown, and writes down when it showed what: by the system's clock, which Node has too.
import { createCountdown } from "update-phone";

const output = document.querySelector("output");

globalThis.start = (durationMs) => {
  const countdown = createCountdown(durationMs);
  const stamped = (what) => ({ ...what, at: Date.now(), shown: Number(output.textContent), isHidden: document.hidden });
  const record = (globalThis.record = { changes: [], events: [] });
  countdown.subscribe((seconds) => {
    output.textContent = seconds;
    record.changes.push(stamped());
  });
  // After the countdown's own listeners: what is shown when they had their turn.
  const note = ({ type, persisted }) => record.events.push(stamped({ type, persisted }));
  for (const type of ["visibilitychange", "freeze", "resume"]) document.addEventListener(type, note);
  addEventListener("pageshow", note);

  const ends = { signal: abortOf(countdown.signal), iteration: endOf(countdown) };
  for (const [name, end] of Object.entries(ends)) ends[name] = end.then(() => (record[name] = stamped()));
  globalThis.ended = Promise.all(Object.values(ends)).then(() => record);
};

const abortOf = (signal) => new Promise((resolve) => signal.addEventListener("abort", resolve));

async function endOf(countdown) {
  // The last number is all that matters.
  for await (const seconds of countdown) void seconds;
}
