// When the page can be seen and used, on a slow phone.
import { slowDown } from "./slow.mjs";

/** Milliseconds since the navigation began. */
async function start(browser, url, { isModuleHeld = false, moduleFiles }) {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
  try {
    const page = await context.newPage();
    const hold = isModuleHeld ? await holdBack(page, moduleFiles) : undefined;
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
    if (hold) {
      await page.locator("#new-phone").fill("139");
      await hold.isAskedFor;
      const value = await page.locator("#new-phone").inputValue();
      const isCompiled = await page.evaluate(() => "compiled" in globalThis.moments);
      if (value !== "139" || isCompiled) throw new Error("The field does not take what is typed without the module.");
      hold.letGo();
    }
    return { painted, usable, ready: await moment("ready") };
  } finally {
    await context.close();
  }
}

/** Nothing of these files comes before `letGo()`. */
async function holdBack(page, files) {
  let letGo;
  const mayGo = new Promise((resolve) => (letGo = resolve));
  const isAskedFor = page.waitForRequest((request) => files.some((name) => request.url().endsWith(name)));
  for (const name of files) {
    await page.route(`**/${name}`, async (route) => {
      await mayGo;
      await route.continue();
    });
  }
  return { isAskedFor, letGo };
}

/** In the page: tells when its form was drawn with its field, when the module was compiled, when the countries were known. */
function watchStart() {
  const moments = (globalThis.moments = {});
  for (const name of ["instantiate", "instantiateStreaming", "compile", "compileStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...given) => ((moments.compiled ??= performance.now()), original.apply(WebAssembly, given));
  }
  const drawn = (name) => requestAnimationFrame(() => setTimeout(() => (moments[name] ??= performance.now())));
  const look = () => {
    const root = document.querySelector("update-phone-form")?.shadowRoot;
    if (root?.querySelector("#new-phone") && !moments.usableSeen) {
      moments.usableSeen = true;
      drawn("usable");
    }
    if (root?.querySelector('#new-country[aria-disabled="false"]')) drawn("ready");
    else requestAnimationFrame(look);
  };
  look();
}

/** `starts`: of the page as it is; `held`: with the module held back until the form has been used. */
export async function measureStarts(browser, url, moduleFiles, rounds) {
  const starts = [];
  for (let round = 0; round < rounds; round += 1) starts.push(await start(browser, url, { moduleFiles }));
  const held = await start(browser, url, { moduleFiles, isModuleHeld: true });
  return { starts, held };
}
