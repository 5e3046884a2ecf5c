// What the page is made of, and the policies that it comes with.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPage, setUpBrowser, setUpServedPage, setUpStaticPage } from "./support.mjs";

const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

setUpBrowser();
const built = setUpStaticPage();
const served = setUpServedPage();

/** Whether a file of the page holds the module: as text, of which a part is enough to know it. */
const { text } = await import("../../pkg/dist/wasm/embedded.js");
const isModule = (name) => readFileSync(join(built.folder, name), "utf8").includes(text.slice(0, 1_000));

test("what the page begins with has no WebAssembly in it", () => {
  const html = readFileSync(join(built.folder, "index.html"), "utf8");
  const needed = [...html.matchAll(/(?:src|href)="([\w.-]+\.(?:js|css))"/g)].map(([, name]) => name);
  assert.ok(needed.includes("main.js") && needed.length >= 4, needed.join());
  assert.deepEqual(needed.filter(isModule), []);
  assert.equal(readdirSync(built.folder).filter(isModule).length, 1, "it is in one file, which is asked for later");
});

test("the form can be typed into while the module is not there, and what was typed is judged when it comes", async (t) => {
  const [moduleFile] = readdirSync(built.folder).filter(isModule);
  const { page } = await openPage(t, built);
  let release;
  const isAskedFor = new Promise((resolve) => {
    void page.route(`**/${moduleFile}`, async (route) => {
      resolve();
      await new Promise((go) => {
        release = go;
      });
      await route.continue();
    });
  });
  await page.reload();
  await isAskedFor;
  await page.locator("#new-phone").fill("+85261234567");
  release();
  await page.locator("#new-country", { hasText: "+852" }).waitFor();
});

test("no file has an inline script, style or style attribute", () => {
  for (const name of ["index.html", "tenant.html"]) {
    const html = readFileSync(join(built.folder, name), "utf8");
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  }
});

test("the static page carries its policy itself", async (t) => {
  // The browser complains by itself, too: of the policy, then of the request.
  const { page } = await openPage(t, built, "", { expected: /Content Security Policy|elsewhere\.example/ });
  const directive = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective));
        fetch("https://elsewhere.example/").catch(() => undefined);
      }),
  );
  assert.equal(directive, "connect-src");
});

test("the served page comes with its policy, from one origin with the emulator", async () => {
  const at = (path) => new URL(path, served.url);
  const policyOf = async (path) => (await fetch(at(path))).headers.get("content-security-policy");
  assert.equal(await policyOf("/"), POLICY);
  assert.match(await policyOf("/tenant.html"), /; connect-src 'self' https: /);
  assert.equal((await fetch(at("/_emulator/inbox"))).status, 200);
  const foreign = await fetch(at("/_emulator/inbox"), { headers: { origin: "https://a.example" } });
  assert.equal(foreign.status, 403);
  assert.equal((await fetch(at("/nothing-here"))).status, 404);
  assert.equal((await fetch(at("/"), { method: "POST" })).status, 405);
});
