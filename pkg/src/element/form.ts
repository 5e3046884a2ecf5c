// `<update-phone-form>`: the custom element around a session. It handles language, focus and announcements.
import { areSameSources, flowSources } from "../hooks.js";
import type { Client, FlowOptions, Language, PhoneInput } from "../types.js";
import { checkTexts, english, languageFor, loadTexts, tagOf } from "./language.js";
import { LitElement, type PropertyValues, type TemplateResult } from "./lit.js";
import { Session } from "./session.js";
import { styles } from "./styles/index.js";
import type { Texts, UpdatePhoneFormElement } from "./types.js";
import { renderForm } from "./views.js";

/** Compares options by value: see `flowSources`. */
function haveOptionsChanged(some: FlowOptions | undefined, others: FlowOptions | undefined): boolean {
  if (!some || !others) return some !== others;
  return !areSameSources(flowSources(undefined, some), flowSources(undefined, others));
}

export class FormElement extends LitElement implements UpdatePhoneFormElement {
  static override readonly properties = {
    client: { attribute: false },
    // Frameworks create an equal options object for each rendering.
    options: { attribute: false, hasChanged: haveOptionsChanged },
    currentPhone: { attribute: "current-phone" },
    texts: { attribute: false },
  };
  static override readonly styles = styles;
  // Lit's accessors are on the prototype. Class fields of the same names would hide them.
  declare client: Client | undefined;
  declare options: FlowOptions;
  declare currentPhone: PhoneInput | undefined;
  declare texts: Texts | undefined;

  readonly #session: Session;
  #languageTag = "";
  #language: Language | undefined;
  /** The page's own `texts`, checked. */
  #ownTexts: Texts | undefined;
  #loadedTexts: Texts = english;
  #loadingTexts: Promise<void> | undefined;
  /** Watches `lang` of this element and of its ancestors. */
  #languageObserver: MutationObserver | undefined;
  #announcement = "";
  #focusId: string | undefined;

  constructor() {
    super();
    this.options = {};
    const getTexts = (): Texts => this.#ownTexts ?? this.#loadedTexts;
    const getLanguageTag = (): string => this.#languageTag;
    const getRoot = (): ShadowRoot => this.#root;
    this.#session = new Session({
      get texts() {
        return getTexts();
      },
      get languageTag() {
        return getLanguageTag();
      },
      get root() {
        return getRoot();
      },
      requestUpdate: () => this.requestUpdate(),
      announce: (message) => this.#announce(message),
      focusLater: (id) => this.#focusLater(id),
      dispatch: (name, detail) =>
        void this.dispatchEvent(
          new CustomEvent(name, { detail: Object.freeze(detail), bubbles: true, composed: true }),
        ),
    });
  }

  get #root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }

  reset(): void {
    this.#session.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#chooseTexts();
    this.#languageObserver ??= new MutationObserver(() => this.#chooseTexts());
    for (const tree of new Set([document, this.getRootNode()])) {
      this.#languageObserver.observe(tree, { subtree: true, attributeFilter: ["lang"] });
    }
    this.#session.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#languageObserver?.disconnect();
    this.#session.disconnect();
  }

  /** Delays the first rendering until the texts are loaded, so that the language does not change at once. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated && !this.texts) await this.#loadingTexts;
    super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("texts")) this.#ownTexts = checkTexts(this.texts);
    if (changed.has("currentPhone")) this.#session.setCurrentPhone(this.currentPhone);
    if (changed.has("client") || changed.has("options")) this.#session.setClient(this.client, this.options);
  }

  protected override render(): TemplateResult {
    return renderForm(this.#session, this.#announcement);
  }

  protected override updated(): void {
    for (const { picker } of Object.values(this.#session.fields)) picker.afterRender();
    const id = this.#focusId;
    this.#focusId = undefined;
    const target = id && this.#root.getElementById(id);
    if (!target) return;
    target.focus();
    // An invalid value is selected, so that typing replaces it.
    if (target instanceof HTMLInputElement && target.ariaInvalid === "true") target.select();
  }

  #chooseTexts(): void {
    const tag = tagOf(this);
    const language = languageFor(tag);
    this.#languageTag = tag || language;
    if (language === this.#language) return;
    this.#language = language;
    this.#loadingTexts = loadTexts(language).then((texts) => {
      if (language !== this.#language) return;
      this.#loadedTexts = texts;
      this.requestUpdate();
    });
  }

  #announce(message: string): void {
    // Screen readers announce a repeated message only if its text differs.
    this.#announcement = message === this.#announcement ? `${message}\u00a0` : message;
    this.requestUpdate();
  }

  /** Focuses an element after the next rendering, unless the focus has moved to another part of the page. */
  #focusLater(id: string): void {
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const isElsewhere = activeElement && activeElement !== document.body && !this.contains(activeElement);
    if (isElsewhere) return;
    this.#focusId = id;
    this.requestUpdate();
  }
}
