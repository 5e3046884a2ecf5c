// One build at a time in a checkout: two would take each other's module from cargo's target folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits for its turn; the turn ends with the process. */
export async function takeTurn(lockFile) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !claim(lockFile); told = true) {
    if (!told) console.log("build: waiting for another build of this checkout …");
    await sleep(300);
  }
  process.on("exit", () => rmSync(lockFile, { force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
}

function claim(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isRunning(lockFile)) rmSync(lockFile, { force: true });
    return false;
  }
}

/** Whether the process that holds the lock lives. An empty file was made this moment. */
function isRunning(lockFile) {
  try {
    const pid = readFileSync(lockFile, "utf8");
    return pid === "" || process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's. Everything else: it is gone.
    return error.code === "EPERM";
  }
}
