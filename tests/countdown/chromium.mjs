import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

/**
 * Starts headless Chromium as a person has it: with the back/forward cache, with timers that are throttled in tabs behind others,
 * and with tabs that can be behind others. Playwright switches all three off in a browser that it starts itself.
 */
export async function startPlainChromium() {
  const profile = await mkdtemp(join(tmpdir(), "update-phone-chromium-"));
  const child = spawn(
    process.env.CHROME_PATH || "/usr/bin/chromium",
    [
      "--headless",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(child, "exit");
  const remove = () => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  let errors = "";
  const endpoint = await new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      errors += `${line}\n`;
      const found = /^DevTools listening on (ws:\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    child.once("error", reject);
    exited.then(([code]) => reject(new Error(`Chromium ended with status ${code}:\n${errors}`)));
  }).catch(async (error) => {
    await remove();
    throw error;
  });
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true });
  return {
    version: browser.version(),
    context: browser.contexts()[0],
    async close() {
      await browser.close();
      child.kill();
      await exited;
      await remove();
    },
  };
}
