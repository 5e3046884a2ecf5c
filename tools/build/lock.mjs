// Allows one build at a time in a checkout, since builds share cargo's target folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits until no other build runs. The lock is released when the process ends. */
export async function takeTurn(lockFile) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let isWaiting = false; !claim(lockFile); isWaiting = true) {
    if (!isWaiting) console.log("build: waiting for another build of this checkout …");
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

/** Whether the process that holds the lock is running. Its file is empty for a moment after its creation. */
function isRunning(lockFile) {
  try {
    const pid = readFileSync(lockFile, "utf8");
    return pid === "" || process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: the process runs as another user. Any other error: it has ended.
    return error.code === "EPERM";
  }
}
