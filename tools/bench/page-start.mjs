// Measures when the page is visible and usable on a slow phone.
import { slowDown } from "./slow.mjs";

/** Loads the page. Returns milliseconds since the navigation began. */
async function measureStart(browser, url, { isModuleHeld = false, moduleFiles }) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  try {
    const page = await context.newPage();
    const heldModule = isModuleHeld ? await holdBack(page, moduleFiles) : undefined;
    await page.addInitScript(watchStart);
    await slowDown(page, { network: true });
    await page.goto(url, { waitUntil: "commit" });
    const moment = (name) =>
      page
        .waitForFunction((wanted) => globalThis.moments?.[wanted], name, { timeout: 120_000 })
        .then((handle) => handle.jsonValue());
    const usable = await moment("usable");
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
    if (heldModule) {
      await page.locator("#new-phone").fill("139");
      await heldModule.isRequested;
      const value = await page.locator("#new-phone").inputValue();
      const isCompiled = await page.evaluate(() => "compiled" in globalThis.moments);
      if (value !== "139" || isCompiled) throw new Error("The field does not accept input without the module.");
      heldModule.release();
    }
    return { painted, usable, ready: await moment("ready") };
  } finally {
    await context.close();
  }
}

/** Holds the responses of these files back until `release()`. */
async function holdBack(page, files) {
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  const isRequested = page.waitForRequest((request) => files.some((name) => request.url().endsWith(name)));
  for (const name of files) {
    await page.route(`**/${name}`, async (route) => {
      await isReleased;
      await route.continue();
    });
  }
  return { isRequested, release };
}

/** Runs in the page: records when the form is drawn, when the module is compiled, and when the countries are known. */
function watchStart() {
  const moments = (globalThis.moments = {});
  for (const name of ["instantiate", "instantiateStreaming", "compile", "compileStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...parameters) => (
      (moments.compiled ??= performance.now()),
      original.apply(WebAssembly, parameters)
    );
  }
  const recordNextFrame = (name) =>
    requestAnimationFrame(() => setTimeout(() => (moments[name] ??= performance.now())));
  const watch = () => {
    const root = document.querySelector("update-phone-form")?.shadowRoot;
    if (root?.querySelector("#new-phone") && !moments.usableSeen) {
      moments.usableSeen = true;
      recordNextFrame("usable");
    }
    if (root?.querySelector('#new-country[aria-disabled="false"]')) recordNextFrame("ready");
    else requestAnimationFrame(watch);
  };
  watch();
}

/** Returns `starts` of the page as it is, and `held`, a start with the module held back until the form has been used. */
export async function measureStarts(browser, url, moduleFiles, rounds) {
  const starts = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await measureStart(browser, url, { moduleFiles }));
  const held = await measureStart(browser, url, { moduleFiles, isModuleHeld: true });
  return { starts, held };
}
