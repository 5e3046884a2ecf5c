// Loads the module from hostile sources. A copy of the package is loaded once, so this makes copies of its own.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRandom } from "../../phone/random.mjs";
import { createHostile } from "./hostile.mjs";
import { isTrap, show, showAll, wrongWithError } from "../errors.mjs";
import { turn } from "./stage.mjs";

/**
 * @param copies `from`: the folder of the package; `to`: an empty folder.
 * @param count How many loads are tried, over as many copies as that takes.
 */
export async function fuzzLoading({ copies, codes, realm, watch, seed, count }) {
  // Hostile sources may be addresses: nothing leaves this machine.
  globalThis.fetch = async () => {
    throw new TypeError("there is no network");
  };
  const tally = { calls: { init: 0 }, copies: 0, traps: 0, found: [] };
  let next = seed;
  for (; tally.calls.init < count; tally.copies += 1) {
    const copy = join(copies.to, String(tally.copies));
    cpSync(copies.from, copy, { recursive: true });
    const core = await import(pathToFileURL(join(copy, "dist/index.js")).href);
    let isUsable = true;
    for (; isUsable && tally.calls.init < count; next += 1) isUsable = await loadOnce({ ...core, codes }, next);
    await loadAfterwards(core, next);
  }
  return tally;

  /** @returns Whether this copy can be tried again: it is neither loaded nor waiting for a source that never settles. */
  async function loadOnce(packages, seed) {
    const random = createRandom(seed);
    const hostile = createHostile(random, realm);
    const problems = [];
    const source = random.oneIn(4) ? hostile.thenable() : hostile.value();
    // `undefined` means the module inside the package.
    if (source === undefined) return true;
    tally.calls.init += 1;
    const options = random.oneIn(8) ? hostile.spoilt({ wasm: 7 }) : { wasm: source };
    const { error, isLoaded, isPending } = await outcomeOf(packages.init(options));
    if (isLoaded || isPending) return false;
    if (isTrap(error, hostile.thrown)) {
      tally.traps += 1;
      problems.push(`a trap: ${showAll(error)}`);
    }
    const wrong = wrongWithError(error, packages, hostile.thrown);
    if (wrong) problems.push(wrong);
    else if (!["ERR_WASM_LOAD", "ERR_INVALID_ARGUMENT"].includes(error.code))
      problems.push(`${error.code} is not for it`);
    for (const each of watch()) if (!hostile.thrown.has(each)) problems.push(`nobody caught: ${show(each)}`);
    if (problems.length > 0) tally.found.push({ name: "init", seed, problems });
    return true;
  }

  /** A good load after the hostile ones. It may wait for a caller's source that never settles. */
  async function loadAfterwards(core, seed) {
    const { isLoaded, isPending } = await outcomeOf(core.init());
    if (!isLoaded && !isPending)
      tally.found.push({ name: "init", seed, problems: ["a package that cannot be loaded afterwards"] });
    if (isLoaded && core.parsePhone("+86 188 1234 5678").e164 !== "+8618812345678")
      tally.found.push({ name: "init", seed, problems: ["another module"] });
  }
}

/** A load that is taken for pending too early, on a busy machine, only ends the use of its copy. */
async function outcomeOf(loading) {
  let outcome = { isPending: true };
  loading.then(
    () => (outcome = { isLoaded: true }),
    (error) => (outcome = { error }),
  );
  for (let turns = 0; outcome.isPending && turns < 60; turns += 1) {
    await turn();
    // The engine compiles on a thread of its own.
    if (turns > 20) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return outcome;
}
