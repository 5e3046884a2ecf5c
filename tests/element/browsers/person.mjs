// Somebody in front of the form, who uses nothing but the keyboard, or points at everything with the mouse.
import assert from "node:assert/strict";
import { Key } from "selenium-webdriver";

const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 30;
/** More Tab presses than the page has stops. */
const MOST_STOPS = 20;

/** In the page: the element that a selector fits in the form, else in the page around it. */
function find(selector) {
  const shadowRoot = document.querySelector("update-phone-form")?.shadowRoot;
  return shadowRoot?.querySelector(selector) ?? document.querySelector(selector);
}

/** In the page: the element that has the focus, also inside the form. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** In the page: whether what has the focus comes after an element. Both may stand in the form or around it. */
function isBehind(target) {
  const { activeElement } = document;
  const form = document.querySelector("update-phone-form");
  const isIn = form.shadowRoot.contains(target);
  const [from, to] =
    isIn && activeElement === form ? [form.shadowRoot.activeElement, target] : [activeElement, isIn ? form : target];
  return (from.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_PRECEDING) !== 0 && from !== document.body;
}

export class Person {
  #driver;
  #uses;

  constructor(driver, uses) {
    this.#driver = driver;
    this.#uses = uses;
  }

  get #usesMouse() {
    return this.#uses === "mouse";
  }

  // ── What they do ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Presses a button, or follows a link. */
  async press(selector) {
    if (this.#usesMouse) return this.#click(selector);
    await this.#tabTo(selector);
    await this.#keys(Key.ENTER);
  }

  /** Types into a field, which is empty or has its text selected; a click would take the selection back. */
  async type(selector, text) {
    if (!this.#usesMouse) await this.#tabTo(selector);
    else if ((await this.propertyOf(selector, "value")) === "") await this.#click(selector);
    await this.#keys(text);
  }

  /** From the field that was typed into to what the button does: with Enter, or with the button. */
  async goOn(button) {
    if (this.#usesMouse) await this.#click(button);
    else await this.#keys(Key.ENTER);
  }

  async chooseCountry(region, callingCode) {
    await this.press("#new-country");
    await this.focusIsAt("new-search");
    if (this.#usesMouse) return this.#click(`[data-region="${region}"]`);
    await this.#keys(callingCode);
    await this.sees(".option.is-active", `+${callingCode}`);
    await this.#keys(Key.ENTER);
  }

  async #keys(text) {
    await this.#driver.actions().sendKeys(text).perform();
  }

  async #click(selector) {
    const element = await this.#elementAt(selector);
    await this.#driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", element);
    await this.#driver.actions().move({ origin: element, duration: 0 }).click().perform();
  }

  async #tabTo(selector) {
    const target = await this.#elementAt(selector);
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      const { isThere, back } = await this.#driver.executeScript(
        `return { isThere: (${focused})() === arguments[0], back: (${isBehind})(arguments[0]) }`,
        target,
      );
      if (isThere) return;
      if (back) await this.#driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
      else await this.#keys(Key.TAB);
    }
    assert.fail(`${selector} cannot be reached with the Tab key`);
  }

  // ── What they see ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Waits until something is shown, with that text in it where there is one. Resolves with all of its text. */
  sees(selector, text = "") {
    return this.#until(async () => {
      const shown = await this.textOf(selector);
      return shown?.includes(text) ? { shown } : undefined;
    }, `${selector} is shown, with '${text}'`).then(({ shown }) => shown);
  }

  async focusIsAt(id) {
    await this.#until(
      () => this.#driver.executeScript(`return (${focused})()?.id === arguments[0]`, id),
      `the focus is at ${id}`,
    );
  }

  /** As it is to be read; nothing where it is not there, or not to be seen. */
  textOf(selector) {
    return this.#driver.executeScript(
      `const element = (${find})(arguments[0]);
       return element?.getClientRects().length > 0 ? element.innerText.replace(/\\s+/g, " ").trim() : undefined`,
      selector,
    );
  }

  /** A property of an element. */
  propertyOf(selector, name) {
    return this.#driver.executeScript(`return (${find})(arguments[0])[arguments[1]]`, selector, name);
  }

  async #elementAt(selector) {
    return this.#until(
      () =>
        this.#driver.executeScript(
          `const element = (${find})(arguments[0]);
           return element?.getClientRects().length > 0 && element.ariaDisabled !== "true" ? element : undefined`,
          selector,
        ),
      `${selector} can be used`,
    );
  }

  async #until(look, expected) {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (performance.now() > end) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    const page = await this.#driver.executeScript(
      `return { focus: (${focused})()?.id, text: (${find})(".card")?.innerText ?? document.body.innerText }`,
    );
    assert.fail(`In vain: ${expected}. The focus is at '${page.focus}'. The page says:\n${page.text}`);
  }
}
