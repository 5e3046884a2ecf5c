// Makes the log that the rules judge (../model/rules.mjs) of what the client processes told and of what the service wrote down.
//
// Client processes tell, besides events of the log: begin {phone, isForm} · calm · abort {id} · stuck {text}
//   answer {client, n, operation, status, text, retryAfterSeconds?} · lost {client, n, operation, isAborted}
//   clock {how, ms, clock} · trouble {client, operation, toxic?, fault?}
import { judge } from "../model/rules.mjs";
import { addCounts } from "../model/totals.mjs";
import { meaningOf } from "../model/meaning.mjs";

/** A busy machine may stop a client for so long between its look at the clock and its request. */
const SLACK_MS = 3_000;

/**
 * @param events Of one flow, and the lines of the journal that concern it, in their order.
 * @param isKilled Whether its process was: then nothing has ended by itself.
 * @returns `{violations: [text], counts}`
 */
export function judgeFlow(events, { isKilled = false } = {}) {
  const log = events.map((event) => toRule(event)).filter(Boolean);
  const { violations, counts } = judge(log, { isKilled });
  for (const event of events) {
    const [kind, name] = countOf(event) ?? [];
    if (kind) addCounts(counts, { [kind]: { [name]: 1 } });
  }
  return { violations, counts };
}

const LOST = { code: "ERR_NETWORK", isLost: true };

/** The event of the log that one of a flow is, if any. */
function toRule(event) {
  // The journal names a client by its flow and its number.
  const client = typeof event.client === "string" ? Number(event.client.split("/")[1]) : event.client;
  const { kind, n, operation, clock } = event;
  switch (kind) {
    case "begin":
      return { kind: "run", phone: event.phone, slackMs: SLACK_MS };
    case "answer":
      return { kind: "settle", client, n, clock, meaning: meaningOf(operation, event) };
    case "lost":
      return { kind: "settle", client, n, clock, meaning: LOST, how: event.isAborted ? "given up" : "lost" };
    case "clock":
      return event.how === "before set" ? { kind, wall: clock.wall } : undefined;
    case "stuck":
      return { kind: "broken", text: event.text };
    case "calm":
    case "abort":
    case "trouble":
      return undefined;
    default:
      return { ...event, client };
  }
}

/** What the report of a campaign counts besides. */
function countOf({ kind, isForm, how, toxic, fault }) {
  if (kind === "begin") return ["flows", isForm ? "forms" : "programs"];
  if (kind === "dispose") return ["calls", "dispose"];
  if (kind === "abort") return ["calls", "given up by the caller"];
  if (kind === "clock" && how !== "before set") return ["clock", how];
  if (kind !== "trouble") return undefined;
  return toxic ? ["faults of the network", toxic.kind] : ["faults of the service", fault.kind];
}
