// One random sequence: how its world is set up, and its steps, each from a seed of its own. So a step that is left out changes no other.
import fc from "fast-check";
import { openTab, step } from "./actions.mjs";
import { createRandom } from "../../phone/random.mjs";
import { World } from "./world.mjs";

const FEWEST_STEPS = 8;
const MOST_STEPS = 40;

/** The sequence of a seed. */
function sequenceOf(seed) {
  const random = createRandom(seed);
  const length = random.between(FEWEST_STEPS, MOST_STEPS);
  return { seed, steps: Array.from({ length }, () => random.below(2 ** 32)) };
}

/**
 * @param sequence A seed, or what `shrink` returns.
 * @param options `codeLength`: digits of a code; without, some have 4 and some 6.
 * @returns `{seed, variant, steps, counts, violations, lines}`; `lines`: what happened, where `isLogged`.
 */
export async function runSequence(packages, sequence, { isLogged = false, codeLength } = {}) {
  const { seed, steps } = typeof sequence === "number" ? sequenceOf(sequence) : sequence;
  const { variants } = packages;
  const variant = variants[seed % variants.length];
  const world = new World(packages, createRandom(seed), { variant, isLogged, codeLength });
  packages.setLocks(world.locks);
  openTab(world);
  try {
    for (const each of steps) {
      if (world.violations.length > 0) break;
      world.random = createRandom(each);
      await step(world);
    }
    if (world.violations.length === 0) await world.finish();
  } catch (error) {
    world.violate(`thrown: ${error.stack}`);
  }
  const { counts, violations, lines } = world;
  for (const { operation, meaning } of world.network.exchanges) {
    world.count("requests", operation);
    if (meaning?.isLost) world.count("answers lost", operation);
  }
  return { seed, variant, steps: world.step, counts, violations, lines };
}

/** The sequence of a seed that fails, without the steps that are not needed for that. */
export async function shrink(packages, seed) {
  const { steps } = sequenceOf(seed);
  const property = fc.asyncProperty(fc.array(fc.noShrink(fc.nat(2 ** 32))), async (some) => {
    const { violations } = await runSequence(packages, { seed, steps: some });
    return violations.length === 0;
  });
  const { counterexample } = await fc.check(property, { numRuns: 1, examples: [[steps]] });
  return { seed, steps: counterexample?.[0] ?? steps };
}
