// The hooks, as far as they take options: those that cannot be used are refused as `createFlow` refuses them, and the next component works.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { createRandom } from "../../phone/random.mjs";
import { entryUrl, installed, updatePhonePackage } from "../../support/packed.mjs";
import { FLOW_OPTIONS } from "./client-cases.mjs";
import { createHostile } from "./hostile.mjs";
import { isTrap, look, wrongWithError } from "../errors.mjs";
import { Stage } from "./stage.mjs";
import { documentedCodes } from "./surface.mjs";

const COUNT = Math.ceil(Number(process.env.UPDATE_PHONE_TEST_CALLS ?? 6_000) / 10);
const SEED = 20261123 * 2 ** 20;

const root = join(import.meta.dirname, "../../..");
for (const name of ["react", "react-dom", "scheduler", "vue", "@vue"]) {
  const link = join(installed.folder, "node_modules", name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, "node_modules", name), link, "junction");
}
const require = createRequire(join(installed.folder, "user.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const context = vm.createContext({});
const packages = { core: updatePhonePackage, codes: new Set(documentedCodes()), ...updatePhonePackage };

/** @param render Makes a component with a flow of these options, and brings what it shows as its state. */
async function fuzzOptions(t, render) {
  await updatePhonePackage.init();
  let refusals = 0;
  for (let at = 0; at < COUNT; at += 1) {
    const random = createRandom(SEED + at);
    const hostile = createHostile(random, (text) => vm.runInContext(text, context));
    const stage = new Stage(packages, random, hostile);
    const options = random.oneIn(20) ? FLOW_OPTIONS : hostile.spoilt(FLOW_OPTIONS);
    try {
      assert.equal(render(stage.client, options), "editing");
    } catch (error) {
      refusals += 1;
      assert.equal(isTrap(error, hostile.thrown), false, `seed ${SEED + at}`);
      // What the caller's own getters throw, and what Vue says of options that are no getter and no value, is not the package's.
      if (!hostile.thrown.has(error) && !look(() => error.stack.includes("/@vue/"))) {
        assert.equal(wrongWithError(error, packages, hostile.thrown), undefined, `seed ${SEED + at}`);
      }
    }
    assert.equal(render(stage.client, FLOW_OPTIONS), "editing", "the next component works");
    stage.dispose();
  }
  t.diagnostic(`${COUNT} options, ${refusals} refused`);
  assert.ok(refusals > COUNT / 4 && refusals < COUNT, "both ends are come to");
}

test("options that a React component cannot use are refused", async (t) => {
  const [{ default: React }, { default: server }, { useUpdatePhone }] = await Promise.all([
    load("react"),
    load("react-dom/server"),
    import(entryUrl("update-phone/react")),
  ]);
  await fuzzOptions(t, (client, options) => {
    const Form = () => useUpdatePhone(client, options).state;
    return server.renderToString(React.createElement(Form));
  });
});

test("options that a Vue component cannot use are refused", async (t) => {
  const [{ effectScope }, { useUpdatePhone }] = await Promise.all([load("vue"), import(entryUrl("update-phone/vue"))]);
  await fuzzOptions(t, (client, options) => {
    const scope = effectScope();
    try {
      return scope.run(() => useUpdatePhone(client, options).state);
    } finally {
      scope.stop();
    }
  });
});
