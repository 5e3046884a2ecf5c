// The three engines, each as Debian has it, driven over WebDriver by its own driver.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Builder } from "selenium-webdriver";
import { findFreePort } from "selenium-webdriver/net/portprober.js";
import { DriverService } from "selenium-webdriver/remote/index.js";

const { env } = process;
const chromeOptions = JSON.parse(readFileSync(join(import.meta.dirname, "../../../webdriver.json")))[
  "goog:chromeOptions"
];

/** As on a small laptop, in CSS pixels. */
const WINDOW = { x: 0, y: 0, width: 1280, height: 900 };
const QUIT_MS = 5000;

/** `browser` and `driver`: the programs, which `tools/setup/run.sh rust browsers more-browsers` finds or installs. */
export const BROWSERS = [
  {
    name: "Chromium",
    browser: env.CHROME_PATH,
    driver: env.CHROMEDRIVER,
    capabilities: ({ browser }) => ({
      browserName: "chrome",
      "goog:chromeOptions": { ...chromeOptions, binary: browser },
    }),
  },
  {
    name: "Firefox",
    browser: env.FIREFOX_PATH,
    driver: env.GECKODRIVER,
    capabilities: ({ browser }) => ({
      browserName: "firefox",
      "moz:firefoxOptions": { binary: browser, args: ["-headless"] },
    }),
  },
  {
    name: "WebKitGTK",
    browser: env.WEBKITGTK_PATH,
    driver: env.WEBKITGTK_DRIVER,
    screen: env.XVFB,
    // Its driver waits for ever when it is to click into a tab that it has opened.
    tabType: "window",
    capabilities: ({ browser }) => ({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
    }),
  },
];

/** What of a browser is not on this machine; nothing where all of it is. */
export function missingOf(definition) {
  const missing = ["browser", "driver", "screen"].filter((part) => part in definition && !definition[part]);
  if (missing.length === 0) return undefined;
  return `its ${missing.join(" and ")} cannot be found: tools/setup/run.sh rust browsers more-browsers -- … looks for it`;
}

/** Starts a browser that remembers nothing of former ones. `close` ends all that was started. */
export async function startBrowser(definition) {
  for (const path of [definition.browser, definition.driver]) accessSync(path);
  const screen = definition.screen && (await startScreen(definition.screen));
  const port = await findFreePort();
  const service = new DriverService(definition.driver, {
    loopback: true,
    port,
    args: [`--port=${port}`],
    env: { ...env, ...(screen && { DISPLAY: screen.display }) },
  });
  const end = async () => {
    await service.kill();
    await screen?.close();
  };
  try {
    const driver = await new Builder()
      .disableEnvironmentOverrides()
      .usingServer(await service.start())
      .withCapabilities(definition.capabilities(definition))
      .build();
    await driver.manage().window().setRect(WINDOW);
    const capabilities = await driver.getCapabilities();
    return {
      driver,
      version: capabilities.getBrowserVersion(),
      tabType: definition.tabType ?? "tab",
      /** A driver that does not answer any more is ended all the same. */
      async close() {
        await Promise.race([driver.quit(), delay(QUIT_MS, undefined, { ref: false })]).finally(end);
      },
    };
  } catch (error) {
    await end();
    throw new Error(`${definition.name} did not start: ${error.message}`, { cause: error });
  }
}

/** A screen in memory, under the first number that is free. */
async function startScreen(program) {
  const child = spawn(program, ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const exited = once(child, "exit");
  const kill = () => child.kill();
  process.once("exit", kill);
  const number = await Promise.race([
    once(child.stdio[3], "data").then(([text]) => String(text).trim()),
    exited.then(([status]) => Promise.reject(new Error(`${program} ended with status ${status}`))),
  ]);
  return {
    display: `:${number}`,
    async close() {
      process.off("exit", kill);
      kill();
      await exited;
    },
  };
}
