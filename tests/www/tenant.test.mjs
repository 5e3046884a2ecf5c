// The page for one's own tenant, which here is an emulator on another origin.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serveEmulator } from "update-phone/emulator/node";
import { openPage, setUpBrowser, setUpStaticPage } from "./support.mjs";

/** Not in any number. */
const CODE = "907351";

setUpBrowser();
const mode = setUpStaticPage();
let tenant;
before(async () => {
  tenant = await serveEmulator({ port: 0, fixedCode: CODE });
});
after(() => tenant?.close());

async function openTenant(t) {
  const opened = await openPage(t, mode, "tenant.html", { otherOrigins: [tenant.url] });
  const { page } = opened;
  return {
    ...opened,
    async enter({ host = tenant.url, appId, accessToken }) {
      await page.getByLabel("Host").fill(host);
      await page.getByLabel("App ID").fill(appId);
      await page.getByLabel("Access token of a signed-in user").fill(accessToken);
      await page.getByRole("button", { name: "Begin" }).click();
    },
  };
}

test("a number is changed at the host that was entered, and nothing is kept", async (t) => {
  tenant.emulator.reset();
  const { page, enter } = await openTenant(t);
  const [{ accessToken, appId }] = tenant.emulator.users;
  await enter({ appId, accessToken });
  await page.locator('#new-country[aria-disabled="false"]').waitFor();
  await page.locator("#new-phone").fill("+86 139 1234 5678");
  await page.locator("#new-send").click();
  await page.locator("#new-code").fill(CODE);
  await page.locator("#submit").click();
  assert.match(await page.locator("#old-phone").inputValue(), /188 1234 5678/);
  await page.locator("#old-send").click();
  await page.locator("#old-code").fill(CODE);
  await page.locator("#submit").click();
  await page.getByRole("heading", { name: "Phone number changed" }).waitFor();
  assert.equal(tenant.emulator.users[0].phone, "13912345678");

  await page.locator("#tab-requests").click();
  for (const summary of await page.locator(".exchange summary").all()) await summary.click();
  const shown = await page.locator("body").textContent();
  assert.match(shown, /get-profile/);
  assert.ok(!shown.includes(accessToken) && !shown.includes(CODE));
  const kept = () =>
    page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, location.search + location.hash]);
  assert.deepEqual(await kept(), [0, 0, "", ""]);
  await page.getByRole("button", { name: "Forget it all" }).click();
  await page.getByRole("button", { name: "Begin" }).waitFor();
  for (const label of ["Host", "App ID", "Access token of a signed-in user"]) {
    assert.equal(await page.getByLabel(label).inputValue(), "", label);
  }
  assert.deepEqual(await kept(), [0, 0, "", ""]);
});

test("what is wrong with what was entered is told", async (t) => {
  const { page, problems, enter } = await openTenant(t);
  const [{ accessToken, appId }] = tenant.emulator.users;
  const problem = page.locator("#tenant-problem");
  await enter({ host: "ftp://example.com", appId, accessToken });
  await problem.getByText("An option is not usable").waitFor();
  await enter({ appId, accessToken: "nobody" });
  await problem.getByText("You are not signed in").waitFor();
  await page.route("**/get-profile", (route) => route.abort(), { times: 3 });
  await enter({ appId, accessToken });
  await problem.getByText(new URL(mode.url).origin).waitFor();
  for (const found of problems.take()) assert.match(found, /net::ERR_FAILED/);
});
