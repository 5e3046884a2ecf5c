import { chromium } from "playwright-core";

/** Starts headless Chromium at `CHROME_PATH`, by default `/usr/bin/chromium`. */
export function launchChromium() {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--no-first-run",
    ],
  });
}

/**
 * Opens a page in a new context with a clock that can be advanced, and records problems: errors and warnings on the console, uncaught
 * exceptions, violations of the Content-Security-Policy, failed requests, and requests to origins other than the page's and
 * `otherOrigins`. `problems.take()` returns the problems and clears them. The first request of each path in `breakOnce` fails. The page
 * runs the function `initScript` before its own scripts.
 */
export async function openWatched(browser, url, options = {}) {
  const { viewport = { width: 1280, height: 900 }, breakOnce = [], otherOrigins = [], initScript, ...rest } = options;
  const context = await browser.newContext({ viewport, locale: "en-US", reducedMotion: "reduce", ...rest });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const recorded = [];
  const origins = [new URL(url).origin, ...otherOrigins];

  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) recorded.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => recorded.push(`uncaught: ${error.stack}`));
  page.on("request", (request) => {
    if (!origins.includes(new URL(request.url()).origin)) recorded.push(`request to another origin: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) recorded.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  if (initScript) await page.addInitScript(initScript);
  for (const path of breakOnce) await page.route(`**${path}`, (route) => route.abort(), { times: 1 });
  await page.clock.install();
  await page.goto(url);
  return { page, problems: { take: () => recorded.splice(0) } };
}
