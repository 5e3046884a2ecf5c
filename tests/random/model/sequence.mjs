// One random sequence, from its seed.
import { openTab, step } from "./actions.mjs";
import { createRandom } from "../../phone/random.mjs";
import { World } from "./world.mjs";

/**
 * @param options `codeLength`: digits of a code; without, some have 4 and some 6.
 * @returns `{seed, variant, steps, counts, violations, lines}`; `lines`: what happened, where `isLogged`.
 */
export async function runSequence(packages, seed, { isLogged = false, codeLength } = {}) {
  const random = createRandom(seed);
  const { variants } = packages;
  const variant = variants[seed % variants.length];
  const world = new World(packages, random, { variant, isLogged, codeLength });
  packages.setLocks(world.locks);
  openTab(world);
  const steps = random.between(8, 40);
  try {
    for (let i = 0; i < steps && world.violations.length === 0; i += 1) await step(world);
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
