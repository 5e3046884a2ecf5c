// What a scenario is played on: the form in a browser's tabs, a person before it, and the service behind it.
import { entryUrl } from "../../support/packed.mjs";
import { Person } from "./person.mjs";

/** The form's countries are known, so the module is there. */
const READY = '#new-country[aria-disabled="false"]';
/** The form as it may be found again: with a number to be typed, or with a code. */
const FOUND_AGAIN = `${READY}, #new-code`;

export class Stage {
  service;
  person;
  /** What the page says, in its language. */
  texts;
  /** What a scenario has to add to its result. */
  noted = "";
  #driver;
  #tabType;
  #pages;
  #address;

  /** `pages`: where the package and the page are served; `hands`: what the person uses. */
  constructor({ browser: { driver, tabType }, service, pages, hands }) {
    this.#driver = driver;
    this.#tabType = tabType;
    this.#pages = pages;
    this.service = service;
    this.person = new Person(driver, hands);
  }

  /** Opens the form for the first user of a new emulator. `flow` and `emulator` are options of those. */
  async open({ lang = "en-US", currentPhone, flow = {}, emulator = {} }) {
    const { service } = this;
    service.begin(emulator);
    const [{ appId, accessToken }] = service.emulator.users;
    const account = { host: service.url, appId, accessToken };
    const setting = JSON.stringify({ lang, account, currentPhone, flow });
    ({ default: this.texts } = await import(entryUrl(`update-phone/element/texts/${lang}`)));
    this.#address = `${this.#pages}page.html?${new URLSearchParams({ setting })}`;
    await this.#load(() => this.#driver.get(this.#address));
  }

  reload() {
    return this.#load(() => this.#driver.navigate().refresh());
  }

  /** The tab that is looked at. */
  tab() {
    return this.#driver.getWindowHandle();
  }

  /** Opens the same page in another tab, which is looked at from now on. */
  async openTab() {
    await this.#driver.switchTo().newWindow(this.#tabType);
    await this.#load(() => this.#driver.get(this.#address));
    return this.tab();
  }

  goTo(tab) {
    return this.#driver.switchTo().window(tab);
  }

  /** With the browser's button. Resolves with whether the page is as it was left; else it was loaded anew. */
  async back() {
    await this.#load(() => this.#driver.navigate().back(), FOUND_AGAIN);
    return this.#driver.executeScript("return parts.wasCached");
  }

  async #load(go, ready = READY) {
    await go();
    await this.person.sees(ready);
  }

  /** As if the machine had slept, and the service had not. */
  async sleep(ms) {
    this.service.emulator.clock.advance(ms);
    await this.#driver.executeScript("parts.sleep(arguments[0])", ms);
  }

  /** What the last SMS to a number says. */
  codeTo(number) {
    return this.service.emulator.inbox().findLast(({ to }) => to === number).code;
  }

  note(text) {
    this.noted = text;
  }

  /** What the pages complained of. */
  async problems() {
    const found = [];
    for (const tab of await this.#driver.getAllWindowHandles()) {
      await this.goTo(tab);
      found.push(...(await this.#driver.executeScript("return parts.problems")));
    }
    return found;
  }

  /** Leaves the browser with one empty tab, and the service where it can be reached. */
  async close() {
    await this.service.comeBack();
    const [first, ...others] = await this.#driver.getAllWindowHandles();
    for (const tab of others) {
      await this.goTo(tab);
      await this.#driver.close();
    }
    await this.goTo(first);
    await this.#driver.get("about:blank");
  }
}
