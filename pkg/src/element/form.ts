// `<update-phone-form>`: the session in a custom element, with its language, its focus and its voice.
import { areSameSources, flowSources } from "../hooks.js";
import type { Client, FlowOptions, Language, PhoneInput } from "../types.js";
import { checkTexts, english, languageFor, loadTexts, tagOf } from "./language.js";
import { LitElement, type PropertyValues, type TemplateResult } from "./lit.js";
import { Session } from "./session.js";
import { styles } from "./styles/index.js";
import type { Texts, UpdatePhoneFormElement } from "./types.js";
import { renderForm } from "./views.js";

/** By what a flow is made of. */
function areOtherOptions(some: FlowOptions | undefined, others: FlowOptions | undefined): boolean {
  if (!some || !others) return some !== others;
  return !areSameSources(flowSources(undefined, some), flowSources(undefined, others));
}

export class FormElement extends LitElement implements UpdatePhoneFormElement {
  static override readonly properties = {
    client: { attribute: false },
    // Frameworks make the same options anew at each turn.
    options: { attribute: false, hasChanged: areOtherOptions },
    currentPhone: { attribute: "current-phone" },
    texts: { attribute: false },
  };
  static override readonly styles = styles;
  // Lit's accessors are on the prototype: fields of the same names would hide them.
  declare client: Client | undefined;
  declare options: FlowOptions;
  declare currentPhone: PhoneInput | undefined;
  declare texts: Texts | undefined;

  readonly #session: Session;
  #tag = "";
  #language: Language | undefined;
  /** `texts`, as they were checked. */
  #ownTexts: Texts | undefined;
  #loadedTexts: Texts = english;
  #loadingTexts: Promise<void> | undefined;
  /** Of this element and of all that it may have its language from. */
  #languages: MutationObserver | undefined;
  #said = "";
  #focusId: string | undefined;

  constructor() {
    super();
    this.options = {};
    const textsNow = (): Texts => this.#ownTexts ?? this.#loadedTexts;
    const tagNow = (): string => this.#tag;
    const rootNow = (): ShadowRoot => this.#root;
    this.#session = new Session({
      get texts() {
        return textsNow();
      },
      get tag() {
        return tagNow();
      },
      get root() {
        return rootNow();
      },
      requestUpdate: () => this.requestUpdate(),
      say: (message) => this.#say(message),
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
    this.#languages ??= new MutationObserver(() => this.#chooseTexts());
    for (const tree of new Set([document, this.getRootNode()])) {
      this.#languages.observe(tree, { subtree: true, attributeFilter: ["lang"] });
    }
    this.#session.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#languages?.disconnect();
    this.#session.disconnect();
  }

  /** Nothing is shown in one language to be replaced by another at once. */
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
    return renderForm(this.#session, this.#said);
  }

  protected override updated(): void {
    for (const { picker } of Object.values(this.#session.fields)) picker.shown();
    const id = this.#focusId;
    this.#focusId = undefined;
    const target = id && this.#root.getElementById(id);
    if (!target) return;
    target.focus();
    // What is wrong is typed over.
    if (target instanceof HTMLInputElement && target.ariaInvalid === "true") target.select();
  }

  #chooseTexts(): void {
    const tag = tagOf(this);
    const language = languageFor(tag);
    this.#tag = tag || language;
    if (language === this.#language) return;
    this.#language = language;
    this.#loadingTexts = loadTexts(language).then((texts) => {
      if (language !== this.#language) return;
      this.#loadedTexts = texts;
      this.requestUpdate();
    });
  }

  #say(message: string): void {
    // The same words once more are a change only with something else in them.
    this.#said = message === this.#said ? `${message}\u00a0` : message;
    this.requestUpdate();
  }

  /** Unless the person has gone elsewhere on the page meanwhile. */
  #focusLater(id: string): void {
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const isElsewhere = activeElement && activeElement !== document.body && !this.contains(activeElement);
    if (isElsewhere) return;
    this.#focusId = id;
    this.requestUpdate();
  }
}
