// `make demo`: changes a phone number with the packed package against the emulator on loopback. With HOST, APP_ID and ACCESS_TOKEN it
// uses a real tenant and asks for the codes at the terminal.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { installPacked } from "./packed.mjs";

const root = join(import.meta.dirname, "..");
const isRealTenant = Boolean(process.env.HOST || process.env.APP_ID || process.env.ACCESS_TOKEN);

console.log("demo: installing the packed package into a fresh folder, as a user would …");
const installed = installPacked();
let emulator;
try {
  cpSync(join(root, "examples/node"), installed.folder, { recursive: true });
  emulator = isRealTenant ? undefined : await startEmulator(installed.folder);
  console.log("");
  const { status } = spawnSync(process.execPath, ["change-phone.mjs"], {
    cwd: installed.folder,
    stdio: "inherit",
    env: { ...process.env, ...emulator?.env },
  });
  process.exitCode = status ?? 1;
} finally {
  emulator?.stop();
  installed.remove();
}

/** Starts the emulator's command from the installed package. Returns the environment of a program that uses it. */
async function startEmulator(folder) {
  const child = spawn(join(folder, "node_modules/.bin/update-phone-emulator"), ["--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(() => Promise.reject(new Error("The emulator did not start."))),
  ]);
  const [url] = /http:\/\/\S+/.exec(line);
  console.log(`demo: the emulator listens on ${url}`);
  const [user] = await (await fetch(`${url}/_emulator/users`)).json();
  return {
    env: {
      EMULATOR: url,
      HOST: url,
      APP_ID: user.appId,
      ACCESS_TOKEN: user.accessToken,
      NEW_PHONE: process.env.NEW_PHONE ?? "+86 139 1234 5678",
    },
    stop: () => child.kill(),
  };
}
