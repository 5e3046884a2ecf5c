// Calls everything that the package exports, with what nobody should hand over, and sees that it is answered as documented, and that the
// next call works.
import { createRandom } from "../../phone/random.mjs";
import { clientCases } from "./client-cases.mjs";
import { emulatorCases } from "./emulator-cases.mjs";
import { createHostile } from "./hostile.mjs";
import { isTrap, look, prototypes, show, showAll, wrongWithError } from "../errors.mjs";
import { Stage, turn } from "./stage.mjs";
import { valueCases } from "./value-cases.mjs";

export const casesOf = (packages) => [...valueCases(packages), ...clientCases(packages), ...emulatorCases(packages)];

/** So many findings are enough: then something is wrong altogether. */
const ENOUGH = 10;

/**
 * Makes `count` calls, each repeated by its own number: `seed + i`.
 *
 * @param packages `core` and `emulator`: the entries; `codes`: the documented ones.
 * @param realm Evaluates a text in another realm.
 * @param watch Takes the errors that nobody caught since it was asked last.
 * @param enough How many findings end it.
 * @param only The names of the functions to be called; all of them when left out.
 */
export async function fuzz({ packages, realm, watch, seed, count, only, enough = ENOUGH }) {
  const cases = casesOf(packages).filter(({ name }) => !only || only.includes(name));
  const before = prototypes();
  // What was thrown a while ago may be heard of now.
  const recent = [];
  const tally = { calls: {}, traps: 0, found: [], answers: 0, refusals: 0 };
  for (let at = 0; at < count && tally.found.length < enough; at += 1) {
    const random = createRandom(seed + at);
    const one = cases[(seed + at) % cases.length];
    if (one.weight && !random.oneIn(1 / one.weight)) continue;
    tally.calls[one.name] = (tally.calls[one.name] ?? 0) + 1;
    const hostile = createHostile(random, realm);
    const stage = new Stage(packages, random, hostile);
    recent.unshift(hostile.thrown);
    recent.length = Math.min(recent.length, 100);
    const problems = await tryOut(one, stage, packages, tally);
    for (const error of watch()) {
      if (!isCallers(error, stage, recent) && wrongWithError(error, packages, hostile.thrown))
        problems.push(`nobody caught: ${show(error)}`);
    }
    if (prototypes() !== before || {}.polluted !== undefined) problems.push("what all objects inherit was written to");
    if (problems.length > 0) tally.found.push({ name: one.name, seed: seed + at, problems });
  }
  return tally;
}

const isReason = (error, { controller: { signal } }) => signal.aborted && Object.is(signal.reason, error);

/** What a caller's own code has thrown, or has given as the reason of an abort. */
function isCallers(error, stage, recent) {
  if (recent.some((thrown) => thrown.has(error))) return true;
  // Listeners that are functions by their type, and cannot be called.
  if (/revoked|^Class constructor/.test(look(() => error.message))) return true;
  return stage.hostile.thrown.has(error) || isReason(error, stage);
}

async function tryOut(one, stage, packages, tally) {
  const { hostile } = stage;
  const problems = [];
  const complain = (what) => what && problems.push(what);
  /** An error that a call has ended with. */
  const judge = (error, { isError, codes, wrongRefusal } = {}) => {
    if (isTrap(error, hostile.thrown)) {
      tally.traps += 1;
      return complain(`a trap: ${showAll(error)}`);
    }
    if (isReason(error, stage)) return undefined;
    if (isError)
      return complain(hostile.thrown.has(error) || isError(error) ? undefined : `no documented error: ${show(error)}`);
    complain(wrongWithError(error, packages, hostile.thrown));
    if (codes && !codes.includes(error?.code)) complain(`${error?.code} is not for it: ${show(error)}`);
    return complain(wrongRefusal?.(stage));
  };

  const outcome = await outcomeOf(one, stage);
  if (outcome.isPending) complain("pending for ever");
  else if ("error" in outcome) {
    tally.refusals += 1;
    judge(outcome.error, one);
  } else {
    tally.answers += 1;
    const problem = await answered(stage, () => one.problem(outcome.value, stage));
    if (typeof problem === "object") judge(problem.error, one);
    else complain(problem);
  }
  // Calls that callbacks have made, and those that go on after what ended one of them.
  for (const other of stage.others) {
    const { isPending, error } = await stage.settled(other);
    if (isPending) complain("another call is pending for ever");
    else if (error !== undefined) judge(error);
  }
  stage.callBack({});
  complain(await answered(stage, () => one.after?.(stage)));
  for (const problem of await stillWorks(stage, packages, tally)) complain(problem);
  stage.dispose();
  return problems;
}

async function outcomeOf(one, stage) {
  try {
    const value = one.begin(stage);
    // What a function returns that is no promise is its answer.
    if (!(value instanceof Promise)) return { value };
    return await stage.settled(value);
  } catch (error) {
    return { error };
  }
}

/** What a look at an answer brings; a look that fails is a problem, too. */
async function answered(stage, look) {
  const { value, error, isPending } = await stage.settled((async () => look())());
  return isPending
    ? "an answer that is pending for ever"
    : error === undefined
      ? value
      : `an answer that fails: ${show(error)}`;
}

/** A plain good call after whatever came: of the same client, and of the same module. */
async function stillWorks(stage, { core }, tally) {
  const problems = [];
  await turn();
  try {
    if (core.parsePhone("+86 188 1234 5678").e164 !== "+8618812345678") problems.push("the module errs afterwards");
    if (core.formatAsYouType("6502530000", { defaultRegion: "US" }).text !== "(650) 253-0000")
      problems.push("the module errs afterwards");
  } catch (error) {
    if (isTrap(error, stage.hostile.thrown)) tally.traps += 1;
    problems.push(`the module is dead afterwards: ${show(error)}`);
  }
  // What is left of the hostile call's time passes, so that nothing of it is shared.
  const { isPending, value, error } = await stage.settled(stage.client.getProfile());
  const isRight = stage.isDisposed ? error?.code === "ERR_DISPOSED" : value?.userId === "u-1";
  if (!isRight)
    problems.push(`the client is dead afterwards: ${isPending ? "pending for ever" : show(error ?? value)}`);
  return problems;
}
