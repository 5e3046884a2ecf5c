// What the module is loaded from may be anything. Each copy of the package is loaded once, so this has copies of its own.
import { createRandom } from "../../phone/random.mjs";
import { createHostile } from "./hostile.mjs";
import { isTrap, show, showAll, wrongWithError } from "./judge.mjs";
import { turn } from "./stage.mjs";

/** @param copies The addresses of entries that were not loaded yet. */
export async function fuzzLoading({ copies, codes, realm, watch, seed, count }) {
  // Nothing goes out: addresses are hostile, too.
  globalThis.fetch = async () => {
    throw new TypeError("there is no network");
  };
  const found = [];
  const tally = { calls: { init: 0 }, traps: 0, found };
  for (const [place, copy] of copies.entries()) {
    const core = await import(copy);
    const packages = { ...core, codes };
    for (let at = 0; at < count; at += 1) {
      const random = createRandom(seed + place * count + at);
      const hostile = createHostile(random, realm);
      const problems = [];
      const source = random.oneIn(4) ? hostile.thenable() : hostile.value();
      // That one is the module inside the package.
      if (source === undefined) continue;
      tally.calls.init += 1;
      const outcome = await outcomeOf(core.init(random.oneIn(8) ? hostile.spoilt({ wasm: 7 }) : { wasm: source }));
      if (outcome.isLoaded || outcome.isPending) break;
      const { error } = outcome;
      if (isTrap(error, hostile.thrown)) {
        tally.traps += 1;
        problems.push(`a trap: ${showAll(error)}`);
      }
      const wrong = wrongWithError(error, packages, hostile.thrown);
      if (wrong) problems.push(wrong);
      else if (!["ERR_WASM_LOAD", "ERR_INVALID_ARGUMENT"].includes(error.code))
        problems.push(`${error.code} is not for it`);
      for (const each of watch()) if (!hostile.thrown.has(each)) problems.push(`nobody caught: ${show(each)}`);
      if (problems.length > 0) found.push({ name: "init", seed: seed + place * count + at, problems });
    }
    // Whatever was tried before. What never settles is waited for by all who come after: it is the caller's.
    const { isLoaded, isPending } = await outcomeOf(core.init());
    if (!isLoaded && !isPending)
      found.push({ name: "init", seed, problems: ["a package that cannot be loaded afterwards"] });
    if (isLoaded && core.parsePhone("+86 188 1234 5678").e164 !== "+8618812345678")
      found.push({ name: "init", seed, problems: ["another module"] });
  }
  return tally;
}

async function outcomeOf(loading) {
  let outcome = { isPending: true };
  loading.then(
    () => (outcome = { isLoaded: true }),
    (error) => (outcome = { error }),
  );
  for (let turns = 0; outcome.isPending && turns < 60; turns += 1) {
    await turn();
    // Compiling takes time, on a thread of the engine's.
    if (turns > 20) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return outcome;
}
