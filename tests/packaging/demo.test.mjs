// `make demo` and the program that it runs.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, test } from "node:test";
import { join } from "node:path";
import { emulatorPackage } from "../support/packed.mjs";

const demo = join(import.meta.dirname, "../../tools/demo.mjs");
const server = await emulatorPackage.serveEmulator({ port: 0, fixedCode: "246810" });
after(() => server.close());

/** Runs the demo. Returns its status and output. */
async function run(env, typed = "") {
  const { HOST, APP_ID, ACCESS_TOKEN, NEW_PHONE, EMULATOR, ...inherited } = process.env;
  const child = spawn(process.execPath, [demo], { env: { ...inherited, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(typed);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const status = await new Promise((resolve) => child.on("close", resolve));
  return { status, output, lastLine: output.trim().split("\n").at(-1) };
}

test("the demo changes a number, shows failures, and prints the old and the new number", async () => {
  const { status, output, lastLine } = await run({});
  assert.equal(status, 0, output);
  for (const code of ["ERR_PASS_CODE_WRONG", "ERR_UPDATE_TOKEN_EXPIRED", "ERR_PHONE_TAKEN"]) {
    assert.ok(output.includes(code), output);
  }
  assert.match(output, /Countdown: +60 s left/);
  assert.equal(lastLine, "Changed the phone number from +8618812345678 to +8613912345678.");
});

test("with a real tenant the demo asks for the number and the codes at the terminal", async () => {
  const [user] = server.emulator.users;
  const { status, output, lastLine } = await run(
    { HOST: server.url, APP_ID: user.appId, ACCESS_TOKEN: user.accessToken },
    "+86 137 0000 0001\n246810\n246810\n",
  );
  assert.equal(status, 0, output);
  assert.equal(lastLine, `Changed the phone number from +86${user.phone} to +8613700000001.`);
  assert.ok(!output.includes("ERR_"), "failures are not tried on a real tenant");
});

test("an incomplete tenant is refused with the variables to set", async () => {
  const { status, output } = await run({ HOST: server.url });
  assert.equal(status, 2);
  assert.match(output, /Set HOST, APP_ID and ACCESS_TOKEN/);
});
