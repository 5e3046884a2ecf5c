// The rules by themselves, on logs written by hand: a good one passes, and each rule finds the log that breaks it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "./rules.mjs";
import { READ, SEND, UPDATE, VERIFY } from "./requests.mjs";

const OLD = "+8618812345678";
const NEW = "+8613912345678";
const TOKEN = "token-1";
const CODES = [[NEW, "1234"]];
const at = (seconds, wallAhead = 0) => ({ wall: 1e12 + seconds * 1_000 + wallAhead, monotonic: seconds * 1_000 });

const SMS = { channel: "CHANNEL_BIND_PHONE", phoneCountryCode: "+86", phoneNumber: NEW.slice(3) };
const BODIES = {
  [SEND]: SMS,
  [VERIFY]: {
    phonePassCodePayload: { newPhoneCountryCode: "+86", newPhoneNumber: NEW.slice(3), newPhonePassCode: "1234" },
  },
  [UPDATE]: { updatePhoneToken: TOKEN },
};
const LOST = { isLost: true, code: "ERR_NETWORK" };
const profile = (e164) => ({ data: { phoneCountryCode: "+86", phone: e164.slice(3) } });

const client = (no = 1) => ({ kind: "client", client: no, store: "shared", canRefresh: true });
const call = (id, name, more = {}) => ({ kind: "call", id, client: 1, name, ...more });
const end = (id, more) => ({ kind: "end", id, ...more });
const post = (n, operation, clock, no = 1) => ({
  kind: "post",
  client: no,
  n,
  operation,
  body: BODIES[operation],
  clock,
});
const settle = (n, meaning, clock) => ({ kind: "settle", client: 1, n, meaning, clock });
const served = (operation, before, after, sms = []) => [
  { kind: "in", client: 1, operation, token: TOKEN },
  { kind: "out", client: 1, operation, token: TOKEN, before, after, sms },
];
const over = (left = {}) => ({ kind: "over", pending: [], connections: 0, timers: 0, ...left });

/** One request with its answer. */
const exchange = (n, operation, meaning, { seconds = 1, before = OLD, after = before, sms } = {}) => [
  post(n, operation, at(seconds)),
  ...served(operation, before, after, sms),
  settle(n, meaning, at(seconds)),
];
const BEGIN = [{ kind: "run", phone: OLD, hasLocks: true }, client()];
const SENT = [call(1, "sendCode"), ...exchange(1, SEND, { data: {} }, { sms: [`BIND ${NEW}`] })];
const GRANT = { data: { updatePhoneToken: TOKEN, tokenExpiresIn: 60 } };
const VERIFIED = [call(2, "updatePhoneRequest"), ...exchange(2, VERIFY, GRANT)];
const UPDATES = [...VERIFIED, call(3, "updatePhone", { token: TOKEN })];
const CHANGED = [...UPDATES, ...exchange(3, UPDATE, { data: {} }, { seconds: 2, after: NEW })];
const UPDATE_LOST = [...UPDATES, ...exchange(3, UPDATE, LOST, { seconds: 2 })];
const APPLIED_AND_LOST = [...UPDATES, ...exchange(3, UPDATE, LOST, { seconds: 2, after: NEW })];
const readingOf = (phone) => exchange(4, READ, profile(phone), { seconds: 3, before: phone });
const AGAIN = call(9, "updatePhone", { token: TOKEN });

const GOOD = {
  "a change": [...SENT, ...CHANGED, end(3, { outcome: "confirmed" }), { kind: "final", phone: NEW }],
  "a change that the profile shows": [...APPLIED_AND_LOST, ...readingOf(NEW), end(3, { outcome: "reconciled" })],
  "a change that was not made": [...UPDATE_LOST, ...readingOf(OLD), end(3, { code: "ERR_NETWORK" })],
  "an outcome that is unknown": [...UPDATE_LOST, end(3, { code: "ERR_OUTCOME_UNKNOWN" })],
  "a replay after a refused access token": [
    ...UPDATES,
    ...exchange(3, UPDATE, { code: "ERR_NOT_SIGNED_IN" }, { seconds: 2 }),
    ...exchange(4, UPDATE, { data: {} }, { seconds: 2, after: NEW }),
    end(3, { outcome: "confirmed" }),
  ],
  "an SMS after the cool-down": [...SENT, call(5, "sendCode"), post(5, SEND, at(61)), settle(5, LOST, at(62))],
  "a judged code after five minutes": [...VERIFIED, call(5, "updatePhoneRequest"), post(5, VERIFY, at(302))],
};

const BROKEN = [
  [/nobody asked/, post(1, SEND, at(1))],
  [/nobody asked/, [...SENT, post(5, SEND, at(70))]],
  [/while one is on its way/, [...VERIFIED.slice(0, 2), call(3, "updatePhoneRequest"), post(3, VERIFY, at(1))]],
  [/during the cool-down/, [...SENT, call(5, "sendCode"), post(5, SEND, at(60))]],
  [/during the cool-down/, [...SENT, client(2), { ...call(5, "sendCode"), client: 2 }, post(5, SEND, at(60), 2)]],
  [
    /during the cool-down/,
    [call(1, "sendCode"), ...exchange(1, SEND, { code: "ERR_RATE_LIMITED", retryAfterMs: 120_000 })],
    [call(5, "sendCode"), post(5, SEND, at(100))],
  ],
  [
    /two tabs/,
    [client(2), call(1, "sendCode"), { ...call(2, "sendCode"), client: 2 }],
    [post(1, SEND, at(1)), post(1, SEND, at(1), 2)],
  ],
  [/a code .* was judged/, [...VERIFIED, call(5, "updatePhoneRequest"), post(5, VERIFY, at(300))]],
  [
    /a code .* was judged/,
    [
      ...VERIFIED,
      { kind: "clock", wall: at(20).wall },
      call(5, "updatePhoneRequest"),
      post(5, VERIFY, at(299, -60_000)),
    ],
  ],
  [/never given/, [{ kind: "ask", client: 1, operation: UPDATE }, post(3, UPDATE, at(1))]],
  [/was judged: spent/, [...CHANGED, AGAIN, post(9, UPDATE, at(3))]],
  [
    /was judged: rejected/,
    [...UPDATES, ...exchange(3, UPDATE, { code: "ERR_UPDATE_TOKEN_REJECTED" }), AGAIN, post(9, UPDATE, at(3))],
  ],
  [/whose time is up/, [...UPDATES, post(3, UPDATE, at(61))]],
  [/no client posted/, served(SEND, OLD, OLD)],
  [/sends an SMS/, [call(2, "updatePhoneRequest"), ...exchange(2, VERIFY, LOST, { sms: [`BIND ${NEW}`] })]],
  [/2 SMS at once/, [call(1, "sendCode"), ...exchange(1, SEND, { data: {} }, { sms: [`BIND ${NEW}`, `BIND ${NEW}`] })]],
  [/by itself/, [call(1, "sendCode"), ...exchange(1, SEND, { data: {} }, { before: NEW })]],
  [/restarted with/, { kind: "start", phone: NEW }],
  [/never served/, [call(4, "getProfile"), ...exchange(4, READ, profile(NEW))]],
  [/confirmed, but/, [...APPLIED_AND_LOST, end(3, { outcome: "confirmed" })]],
  [/reconciled, but no profile/, [...APPLIED_AND_LOST, end(3, { outcome: "reconciled" })]],
  [/though no profile was read/, [...UPDATE_LOST, end(3, { code: "ERR_NETWORK" })]],
  [/had changed by that reading/, [...APPLIED_AND_LOST, ...readingOf(NEW), end(3, { code: "ERR_NETWORK" })]],
  [/called unknown/, [...UPDATE_LOST, ...readingOf(OLD), end(3, { code: "ERR_OUTCOME_UNKNOWN" })]],
  [/called spent/, [...UPDATE_LOST, end(3, { code: "ERR_UPDATE_TOKEN_SPENT" })]],
  [/an outcome odd/, [...CHANGED, end(3, { outcome: "odd" })]],
  [
    /reconciled, but/,
    [call(2, "changePhone", { codes: CODES }), ...exchange(2, VERIFY, GRANT), end(2, { outcome: "reconciled" })],
  ],
  [/done with outcome/, { kind: "form", client: 1, state: "done", was: "updating" }],
  [/confirmed, but/, { kind: "form", client: 1, state: "done", was: "updating", newPhone: NEW, outcome: "confirmed" }],
  [/ends with ERR_INTERNAL/, [call(1, "getProfile"), end(1, { code: "ERR_INTERNAL" })]],
  [/a wrong error/, [call(1, "getProfile"), end(1, { code: undefined, problem: "no UpdatePhoneError" })]],
  [/disposed of/, { kind: "error", client: 1, code: "ERR_DISPOSED" }],
  [/the profile has/, { kind: "final", phone: NEW }],
  [/a text/, { kind: "broken", text: "a text" }],
  [/unknown kind/, { kind: "odd" }],
];

for (const [name, log] of Object.entries(GOOD)) {
  test(`the rules let ${name} pass`, () => {
    assert.deepEqual(judge([...BEGIN, ...log, over()]).violations, []);
  });
}

for (const [found, ...log] of BROKEN) {
  test(`the rules find ${found.source}: ${JSON.stringify(log.flat(2).at(-1)).slice(0, 60)}`, () => {
    const { violations } = judge([...BEGIN, ...log.flat(2), over()]);
    assert.ok(violations.length > 0 && violations.every((text) => found.test(text)), violations.join("\n"));
  });
}

test("the rules find what is left at the end, and a log without an end", () => {
  const left = judge([...BEGIN, over({ pending: ["sendCode"], connections: 1, timers: 2 })]).violations;
  assert.deepEqual(left, ["over: never ended: sendCode", "over: 1 connections are left", "over: 2 timers are left"]);
  assert.deepEqual(judge(BEGIN).violations, ["end: the run never ended"]);
  assert.deepEqual(judge(BEGIN, { isKilled: true }).violations, []);
});
