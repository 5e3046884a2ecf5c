// The field for a phone number: the country, and the national number in that country's format.
import { loadedCore } from "../loading.js";
import { formatAsYouType, parsePhone } from "../phone.js";
import type { Country, PhoneInput } from "../types.js";
import { CountryPicker, countriesIn } from "./country-picker.js";
import { likelyRegions } from "./country-search.js";
import { flagOf } from "./flag.js";
import type { Host, Side } from "./host.js";
import { html, live, nothing, type TemplateResult } from "./lit.js";

/** How a field is drawn. */
export interface PhoneFieldView {
  readonly label: string;
  readonly noteId: string;
  readonly isInvalid: boolean;
  readonly isReadOnly: boolean;
  readonly onEnter: () => void;
}

export class PhoneField {
  readonly picker: CountryPicker;
  readonly #host: Host;
  readonly #side: Side;
  readonly #onInput: (input: PhoneInput) => void;
  readonly #onLeave: () => void;
  /** The country that the user chose, or that of an international number; undefined until then. */
  #region: string | undefined;
  /** The region of the account's current number. */
  #accountRegion: string | undefined;
  #text = "";
  #example = { region: "", text: "" };

  constructor(host: Host, side: Side, onInput: (input: PhoneInput) => void, onLeave: () => void) {
    this.#host = host;
    this.#side = side;
    this.#onInput = onInput;
    this.#onLeave = onLeave;
    this.picker = new CountryPicker(host, side, (region) => this.#onCountryChosen(region));
  }

  get region(): string {
    return this.#region ?? this.#accountRegion ?? this.#likelyRegions[0] ?? "US";
  }

  get text(): string {
    return this.#text;
  }

  get input(): PhoneInput {
    return this.#text.trim() ? { region: this.region, number: this.#text } : "";
  }

  get #likelyRegions(): readonly string[] {
    return likelyRegions(this.#host.languageTag, [this.#accountRegion]);
  }

  get #country(): Country | undefined {
    if (!loadedCore()) return undefined;
    const fieldRegion = this.region;
    return countriesIn(this.#host.texts.language).find(({ region }) => region === fieldRegion);
  }

  reset(): void {
    this.#region = undefined;
    this.#text = "";
    this.picker.close();
  }

  /** Sets the default country: that of the account's current number. */
  setAccountRegion(region: string | undefined): void {
    this.#accountRegion = region;
  }

  /** Fills in a complete number that was not typed. */
  fill(input: PhoneInput): void {
    if (typeof input === "string") this.#text = input;
    else if ("region" in input) [this.#region, this.#text] = [input.region.toUpperCase(), input.number];
    else this.#text = input.countryCode.replace(/^(\+|00)?/, "+") + input.number;
    this.normalise();
    this.#onInput(this.input);
  }

  /** Formats the complete number as its country writes it. Called when the module is loaded, and on blur. */
  normalise(): void {
    const before = this.#text;
    if (!loadedCore() || before === "") return;
    if (!this.#fillInternational(before)) this.#text = this.#format(before, before.length).text;
    if (this.#text !== before) this.#onInput(this.input);
    this.#host.requestUpdate();
  }

  focus(): void {
    this.#element?.focus();
  }

  render({ label, noteId, isInvalid, isReadOnly, onEnter }: PhoneFieldView): TemplateResult {
    const { texts } = this.#host;
    const country = this.#country;
    const { text, isFlag } = flagOf(this.region);
    const id = `${this.#side}-phone`;
    const onSubmit = (event: SubmitEvent): void => {
      event.preventDefault();
      this.normalise();
      onEnter();
    };
    return html`<label class="label" part="label" for=${id}>${label}</label>
      <div class="field-area">
        <div class="field ${isInvalid ? "is-invalid" : ""}" part="field" dir="ltr">
          <button
            class="country"
            part="country"
            id="${this.#side}-country"
            type="button"
            aria-haspopup="dialog"
            aria-expanded=${this.picker.isOpen}
            aria-label=${country ? texts.country(country.name, country.countryCode) : texts.chooseCountry}
            aria-disabled=${!country || isReadOnly}
            @click=${() => this.#togglePicker(isReadOnly)}
            @keydown=${(event: KeyboardEvent) => this.#onCountryKey(event, isReadOnly)}
          >
            <span class=${isFlag ? "flag" : "flag is-letters"}>${text}</span>
            <span class="calling-code ${country ? "" : "is-awaited"}">${country?.countryCode ?? ""}</span>
            <span class="chevron"></span>
          </button>
          <form class="entry" novalidate @submit=${onSubmit}>
            <input
              class="input"
              part="input"
              id=${id}
              type="tel"
              autocomplete="tel"
              enterkeyhint="send"
              placeholder=${this.#placeholder(country)}
              aria-invalid=${isInvalid}
              aria-describedby=${noteId}
              ?readonly=${isReadOnly}
              .value=${live(this.#text)}
              @input=${this.#onType}
              @compositionend=${this.#onType}
              @blur=${this.#onBlur}
            />
          </form>
        </div>
        ${this.picker.render()}
      </div>`;
  }

  get #element(): HTMLInputElement | null {
    return this.#host.root.querySelector<HTMLInputElement>(`#${this.#side}-phone`);
  }

  /**
   * Returns the example number, cached by region. A field with text has no placeholder: with one, Chromium recalculates styles at
   * each digit.
   */
  #placeholder(country: Country | undefined): string | typeof nothing {
    if (this.#text !== "" || !country?.exampleMobile) return nothing;
    if (country.region !== this.#example.region) {
      this.#example = { region: country.region, text: this.#format(country.exampleMobile, 0).text };
    }
    return this.#example.text;
  }

  #format(text: string, caret: number): { text: string; caret: number; region?: string } {
    if (!loadedCore()) return { text, caret };
    return formatAsYouType(text, { defaultRegion: this.region, caret });
  }

  /**
   * Sets country and national number from a complete international number. Returns false, and changes nothing, if the text is another
   * kind of number or is not complete.
   */
  #fillInternational(text: string): boolean {
    const normalised = text.normalize("NFKC").trim();
    if (!loadedCore() || !/^(\+|00)/.test(normalised)) return false;
    const international = normalised.replace(/^(\+|00)/, "+");
    const phone = parsePhone(international);
    const region = phone.region ?? formatAsYouType(international).region;
    if (!phone.isPossible || !region || !/^[A-Z]{2}$/.test(region)) return false;
    this.#region = region;
    this.#text = phone.nationalFormat;
    return true;
  }

  #onCountryChosen(region: string): void {
    // The chosen country replaces the calling code in the text.
    const phone = /^\s*\+/.test(this.#text) ? parsePhone(this.#text) : undefined;
    this.#region = region;
    this.#text = phone ? phone.nationalNumber : this.#text.replace(/\D/g, "");
    this.#text = this.#format(this.#text, this.#text.length).text;
    this.#onInput(this.input);
    this.#host.requestUpdate();
    this.#host.focusLater(`${this.#side}-phone`);
  }

  #togglePicker(isReadOnly: boolean): void {
    if (this.picker.isOpen) this.picker.close();
    else if (!isReadOnly) this.picker.open(this.region, this.#likelyRegions);
  }

  #onCountryKey(event: KeyboardEvent, isReadOnly: boolean): void {
    if (event.key !== "ArrowDown" || this.picker.isOpen) return;
    event.preventDefault();
    this.#togglePicker(isReadOnly);
  }

  readonly #onType = (event: Event): void => {
    const element = event.target as HTMLInputElement;
    // While an input method composes, the text is not final. `compositionend` follows.
    if ((event as InputEvent).isComposing) return;
    // From now on the default country may change without changing the country of the typed number.
    const regionBefore = (this.#region ??= this.region);
    const wasEmpty = this.#text === "";
    // More than one new character was pasted or autofilled. `inputType` differs between browsers.
    const { value } = element;
    const isTypedByKey = value.length <= this.#text.length + 1;
    if (!isTypedByKey && this.#fillInternational(value)) {
      element.value = this.#text;
    } else {
      const { text, caret, region } = this.#format(value, element.selectionStart ?? value.length);
      if (region && region !== regionBefore && /^\s*[+＋]/.test(text)) this.#region = region;
      this.#text = text;
      if (value !== text) {
        element.value = text;
        // At the end the caret is right already, and setting it would force a layout.
        if (caret < text.length) element.setSelectionRange(caret, caret);
      }
    }
    this.#onInput(this.input);
    // The country or the placeholder has changed.
    if (this.#region !== regionBefore || (this.#text === "") !== wasEmpty) this.#host.requestUpdate();
  };

  /** `change` is not used: it does not fire for a field whose value was also set by a script. */
  readonly #onBlur = (event: FocusEvent): void => {
    // Moving to the field's own country picker does not leave the field.
    const next = event.relatedTarget as Element | null;
    if (next?.id === `${this.#side}-country` || next?.id === `${this.#side}-search`) return;
    this.normalise();
    this.#onLeave();
  };
}
