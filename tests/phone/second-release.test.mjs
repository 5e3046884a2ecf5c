// Another release of libphonenumber: the metadata is generated from it, compiled into the engine, and held against the
// reference of that release. As it is the older one, it also shows what becomes of numbers that are newer than a table.
//
//   UPDATE_PHONE_TEST_COUNT=N   how many random numbers; default: 20,000
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { createComparison } from "./comparison.mjs";
import { createNumbers } from "./numbers.mjs";
import { createReference } from "./reference.mjs";

const root = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

/** google-libphonenumber does not say which release it carries. Its metadata is that of this commit in Google's history. */
const PACKAGE = "google-libphonenumber-previous";
const RELEASE = "9.0.35";

const former = createReference(PACKAGE);
const current = createReference();
const SEED = 35;
/** Regions of which the two releases say different things. */
const differing = current.regions.filter(
  (region) => JSON.stringify(current.metadataOf(region)) !== JSON.stringify(former.metadataOf(region)),
);
const count = Number(process.env.UPDATE_PHONE_TEST_COUNT ?? 20_000);

// Beside what cargo builds, whose dependencies it then shares.
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const copy = join(target, "second-release");
const removeCopy = () => rmSync(copy, { recursive: true, force: true });

function run(command, parameters, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    ...options,
  });
  assert.equal(status, 0, `${command} ${parameters.join(" ")}\n${stdout?.slice(-4_000)}${stderr}${error ?? ""}`);
  return stdout;
}

/** The project with the other table: everything that git keeps, without what is installed and built. */
function copyProject() {
  removeCopy();
  const built = new Set([".git", "node_modules", "target", "dist", "dist.building", "output"]);
  mkdirSync(copy, { recursive: true });
  for (const entry of readdirSync(root)) {
    if (built.has(entry)) continue;
    cpSync(join(root, entry), join(copy, entry), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) =>
        !built.has(
          path
            .slice(root.length + 1)
            .split("/")
            .at(-1),
        ),
    });
  }
}

/** Asks the engine with the other table; the first line of its answers is the release. */
function ask(questions) {
  const [release, ...answers] = run(
    "cargo",
    ["run", "--quiet", "--locked", "--example", "phone-judge", "--target-dir", target],
    { cwd: copy, input: `${questions.map((question) => JSON.stringify(question)).join("\n")}\n` },
  )
    .trimEnd()
    .split("\n")
    // Absent fields are undefined in JavaScript and null in JSON.
    .map((line) => JSON.parse(line, (_, value) => value ?? undefined));
  return { release, answers };
}

before(() => copyProject());
after(removeCopy);

test(`the metadata of release ${RELEASE} is generated, and what differs is told`, () => {
  const out = join(copy, "generated");
  const summary = run("node", [
    "tools/metadata/generate.mjs",
    "--package",
    dirname(require.resolve(`${PACKAGE}/package.json`)),
    "--release",
    RELEASE,
    "--out",
    out,
  ]);
  console.log(summary);
  for (const name of readdirSync(out)) {
    const committed = join(copy, "src/phone/metadata", name);
    // What else is generated does not belong to the engine.
    if (!existsSync(committed)) continue;
    assert.notDeepEqual(readFileSync(join(out, name)), readFileSync(committed), `${name} is the same in both releases`);
    cpSync(join(out, name), committed);
  }
  const untold = differing.filter((region) => {
    const { callingCode } = current.places.find((place) => place.region === region);
    return !new RegExp(`^ *(?:${region}|\\+${callingCode}):`, "m").test(summary);
  });
  assert.deepEqual(untold, [], "regions that differ and are not told");
});

test("with that table the engine says what the reference of that release says", () => {
  const numbers = createNumbers(former, SEED);
  const inputs = [...numbers.everywhere(), ...Array.from({ length: count }, () => numbers.next())];
  const typed = Array.from({ length: 2_000 }, () => numbers.typed());
  const { release, answers } = ask([
    ...inputs.map(({ input, defaultRegion }) => ({ input, defaultRegion })),
    ...typed.flatMap(({ text, options }) =>
      [...text].map((_, i, characters) => ({ text: characters.slice(0, i + 1).join(""), options })),
    ),
  ]);
  assert.equal(release, RELEASE);

  const comparison = createComparison(former, { seed: SEED });
  let changed = 0;
  for (const number of inputs) {
    const answer = answers.shift();
    comparison.verdict(number, () => answer);
    if (current.judge(number.input, number.defaultRegion).type !== answer.type) changed += 1;
  }
  for (const one of typed) {
    const texts = answers.splice(0, [...one.text].length);
    comparison.typing(one, () => texts.shift());
  }
  console.log(`${former.name} (${RELEASE}), seed ${SEED}\n${comparison.table()}`);
  console.log(`${changed} of these numbers have another type in ${current.name}`);
  comparison.assertAgreement();
  assert.ok(changed > 0, "the releases do not differ on any of the numbers");
});

test("a number newer than the table is possible, and the check `possible` lets it pass", () => {
  const places = current.places.filter(({ region }) => differing.includes(region));
  const newer = new Set();
  for (let seed = SEED; seed < SEED + 10; seed += 1) {
    for (const { input } of createNumbers({ ...current, places }, seed).everywhere()) {
      if (typeof input !== "string" || !input.startsWith("+")) continue;
      const now = current.judge(input);
      if (now.isValid && !former.judge(now.e164).isValid) newer.add(now.e164);
    }
  }
  const { answers } = ask([...newer].map((input) => ({ input })));
  // Where a range has come with a new length, nothing but another table can know it.
  const ofKnownLength = answers.filter((answer) => former.judge(answer.e164).isPossible);
  for (const { e164, isPossible, isValid, issue, passes } of ofKnownLength) {
    const expected = { e164, isPossible: true, isValid: false, issue: "invalid-number", passes: ["possible"] };
    assert.deepEqual({ e164, isPossible, isValid, issue, passes }, expected);
  }
  assert.ok(ofKnownLength.length > 50, `only ${ofKnownLength.length} of ${newer.size}`);
  console.log(`of ${newer.size} numbers that are newer than the table, ${ofKnownLength.length} are possible`);
});
