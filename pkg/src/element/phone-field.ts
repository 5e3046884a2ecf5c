// A phone number: the country in front, and the number as it is written there.
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
  /** Chosen, or that of a number that came with its country; until then the likeliest one. */
  #region: string | undefined;
  /** That of the number which the account has already. */
  #likelyRegion: string | undefined;
  #text = "";
  #example = { region: "", written: "" };

  constructor(host: Host, side: Side, onInput: (input: PhoneInput) => void, onLeave: () => void) {
    this.#host = host;
    this.#side = side;
    this.#onInput = onInput;
    this.#onLeave = onLeave;
    this.picker = new CountryPicker(host, side, (region) => this.#choose(region));
  }

  get region(): string {
    return this.#region ?? this.#likelyRegion ?? this.#likely[0] ?? "US";
  }

  get text(): string {
    return this.#text;
  }

  get input(): PhoneInput {
    return this.#text.trim() ? { region: this.region, number: this.#text } : "";
  }

  get #likely(): readonly string[] {
    return likelyRegions(this.#host.tag, [this.#likelyRegion]);
  }

  get #country(): Country | undefined {
    if (!loadedCore()) return undefined;
    const ofField = this.region;
    return countriesIn(this.#host.texts.language).find(({ region }) => region === ofField);
  }

  reset(): void {
    this.#region = undefined;
    this.#text = "";
    this.picker.close();
  }

  /** Begins with the country of the number that the account has. */
  setLikely(region: string | undefined): void {
    this.#likelyRegion = region;
  }

  /** Takes a whole number from elsewhere. */
  take(input: PhoneInput): void {
    if (typeof input === "string") this.#text = input;
    else if ("region" in input) [this.#region, this.#text] = [input.region.toUpperCase(), input.number];
    else this.#text = input.countryCode.replace(/^(\+|00)?/, "+") + input.number;
    this.settle();
    this.#onInput(this.input);
  }

  /** Writes what is there as its country does: called when the module has come, and when the field is left. */
  settle(): void {
    const before = this.#text;
    if (!loadedCore() || before === "") return;
    if (!this.#takeInternational(before)) this.#text = this.#format(before, before.length).text;
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
      this.settle();
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
            @click=${() => this.#toggle(isReadOnly)}
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
   * Kept, since it is asked for whenever the form is drawn. While it is not seen there is none: for a field that has one, Chromium looks
   * at the styles anew with each digit.
   */
  #placeholder(country: Country | undefined): string | typeof nothing {
    if (this.#text !== "" || !country?.exampleMobile) return nothing;
    if (country.region !== this.#example.region) {
      this.#example = { region: country.region, written: this.#format(country.exampleMobile, 0).text };
    }
    return this.#example.written;
  }

  #format(text: string, caret: number): { text: string; caret: number; region?: string } {
    if (!loadedCore()) return { text, caret };
    return formatAsYouType(text, { defaultRegion: this.region, caret });
  }

  /**
   * A number that says its country itself: sets the country and writes the rest as it is written there. False for every other, and for one
   * that is not complete.
   */
  #takeInternational(text: string): boolean {
    const written = text.normalize("NFKC").trim();
    if (!loadedCore() || !/^(\+|00)/.test(written)) return false;
    const international = written.replace(/^(\+|00)/, "+");
    const phone = parsePhone(international);
    const region = phone.region ?? formatAsYouType(international).region;
    if (!phone.isPossible || !region || !/^[A-Z]{2}$/.test(region)) return false;
    this.#region = region;
    this.#text = phone.nationalFormat;
    return true;
  }

  #choose(region: string): void {
    // The country that was chosen counts, whatever the number said of its own.
    const phone = /^\s*\+/.test(this.#text) ? parsePhone(this.#text) : undefined;
    this.#region = region;
    this.#text = phone ? phone.nationalNumber : this.#text.replace(/\D/g, "");
    this.#text = this.#format(this.#text, this.#text.length).text;
    this.#onInput(this.input);
    this.#host.requestUpdate();
    this.#host.focusLater(`${this.#side}-phone`);
  }

  #toggle(isReadOnly: boolean): void {
    if (this.picker.isOpen) this.picker.close();
    else if (!isReadOnly) this.picker.open(this.region, this.#likely);
  }

  #onCountryKey(event: KeyboardEvent, isReadOnly: boolean): void {
    if (event.key !== "ArrowDown" || this.picker.isOpen) return;
    event.preventDefault();
    this.#toggle(isReadOnly);
  }

  readonly #onType = (event: Event): void => {
    const element = event.target as HTMLInputElement;
    // The signs are not final while they are put together; `compositionend` follows.
    if ((event as InputEvent).isComposing) return;
    // What was typed for one country is not taken for another's when more is known of the person.
    const before = (this.#region ??= this.region);
    const wasEmpty = this.#text === "";
    // What comes at once was pasted or filled in, whatever the browser calls it.
    const { value } = element;
    const isTypedByKey = value.length <= this.#text.length + 1;
    if (!isTypedByKey && this.#takeInternational(value)) {
      element.value = this.#text;
    } else {
      const { text, caret, region } = this.#format(value, element.selectionStart ?? value.length);
      if (region && region !== before && /^\s*[+＋]/.test(text)) this.#region = region;
      this.#text = text;
      if (value !== text) {
        element.value = text;
        // At the end it is already, and to be told so costs a layout.
        if (caret < text.length) element.setSelectionRange(caret, caret);
      }
    }
    this.#onInput(this.input);
    // The placeholder goes or comes as well.
    if (this.#region !== before || (this.#text === "") !== wasEmpty) this.#host.requestUpdate();
  };

  /** `blur`, since a field that was written to while it was typed into does not tell `change`. */
  readonly #onBlur = (event: FocusEvent): void => {
    // To its own country and back is not away from it.
    const next = event.relatedTarget as Element | null;
    if (next?.id === `${this.#side}-country` || next?.id === `${this.#side}-search`) return;
    this.settle();
    this.#onLeave();
  };
}
