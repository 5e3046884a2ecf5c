// The list of countries: a search field over a list. It follows the ARIA pattern of a combobox whose list is always open.
import { loadedCore } from "../loading.js";
import { countries } from "../countries.js";
import type { Country } from "../types.js";
import { type IndexEntry, buildIndex, search } from "./country-search.js";
import { flagOf } from "./flag.js";
import type { Host, Side } from "./host.js";
import { classMap, html, nothing, type TemplateResult } from "./lit.js";

/** The number of options that PageUp and PageDown skip. */
const PAGE_STEP = 8;
/** The number of likely countries above the alphabetical list. */
const MAX_SUGGESTIONS = 4;
/** The distance between the field and the list. */
const GAP_PX = 6;
/** The least height of the list: the search field and two options. */
const MIN_HEIGHT_PX = 140;

export class CountryPicker {
  isOpen = false;
  readonly #host: Host;
  readonly #side: Side;
  readonly #onChoose: (region: string) => void;
  /** Whether the popover has been shown since `open()`. */
  #isPopoverShown = false;
  /** Whether the active option may be out of sight: set by the keyboard and by a search, not by the pointer. */
  #mustScroll = false;
  #query = "";
  #activeIndex = 0;
  #results: readonly Country[] = [];
  #suggestionCount = 0;
  #likelyRegions: readonly string[] = [];
  #selectedRegion = "";

  constructor(host: Host, side: Side, onChoose: (region: string) => void) {
    this.#host = host;
    this.#side = side;
    this.#onChoose = onChoose;
  }

  get #id(): string {
    return `${this.#side}-countries`;
  }

  /** Opens the list with the selected country marked. Does nothing before the module is loaded, since the module has the countries. */
  open(selectedRegion: string, likelyRegions: readonly string[]): void {
    if (!loadedCore()) return;
    this.isOpen = true;
    this.#isPopoverShown = false;
    this.#likelyRegions = likelyRegions;
    this.#selectedRegion = selectedRegion;
    this.#filter("");
    document.addEventListener("pointerdown", this.#onOutside, true);
    addEventListener("scroll", this.#updatePosition, true);
    addEventListener("resize", this.#updatePosition);
    this.#host.requestUpdate();
    this.#host.focusLater(`${this.#side}-search`);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    document.removeEventListener("pointerdown", this.#onOutside, true);
    removeEventListener("scroll", this.#updatePosition, true);
    removeEventListener("resize", this.#updatePosition);
    this.#host.requestUpdate();
  }

  /** Shows the popover after it was opened, and scrolls the active option into the list's view. Called after each rendering. */
  afterRender(): void {
    if (!this.isOpen) return;
    if (!this.#isPopoverShown) this.#showPopover();
    this.#isPopoverShown = true;
    // Scrolling at every rendering would undo the user's own scrolling, since countdowns render once a second.
    if (!this.#mustScroll) return;
    this.#mustScroll = false;
    const list = this.#host.root.querySelector<HTMLElement>(`#${this.#id}-list`);
    const option = list?.querySelector<HTMLElement>(".is-active");
    if (!list || !option) return;
    const above = option.offsetTop - list.scrollTop;
    const below = above + option.offsetHeight - list.clientHeight;
    if (above < 0) list.scrollTop += above;
    else if (below > 0) list.scrollTop += below;
  }

  get #picker(): HTMLElement | null {
    return this.#host.root.querySelector(`#${this.#id}`);
  }

  /** Shows the list in the top layer, where no ancestor clips it. Browsers without popovers show it inside the card. */
  #showPopover(): void {
    const picker = this.#picker;
    if (!picker?.showPopover) return picker?.scrollIntoView({ block: "nearest" });
    picker.showPopover();
    this.#updatePosition();
    // There is room neither above nor below: scroll the field to the top of the window.
    if (picker.getBoundingClientRect().bottom <= innerHeight) return;
    picker.parentElement?.scrollIntoView({ block: "start" });
    this.#updatePosition();
  }

  /** Places the list below its field, or above it if it fits only there. If it fits on neither side, its height is reduced. */
  readonly #updatePosition = (): void => {
    const picker = this.#picker;
    const field = picker?.parentElement;
    if (!picker?.showPopover || !field) return;
    const { left, top, bottom, width } = field.getBoundingClientRect();
    const { style } = picker;
    style.maxHeight = "";
    const { offsetHeight } = picker;
    const isAbove = bottom + GAP_PX + offsetHeight > innerHeight && top > offsetHeight + GAP_PX;
    style.left = `${left}px`;
    style.width = `${width}px`;
    style.top = `${isAbove ? top - GAP_PX - offsetHeight : bottom + GAP_PX}px`;
    if (!isAbove) style.maxHeight = `${Math.max(MIN_HEIGHT_PX, innerHeight - bottom - 2 * GAP_PX)}px`;
  };

  render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const { texts } = this.#host;
    const list = `${this.#id}-list`;
    return html`<div
      class="picker"
      part="picker"
      id=${this.#id}
      popover="manual"
      role="dialog"
      aria-label=${texts.chooseCountry}
      @focusout=${this.#onFocusOut}
    >
      <input
        class="search"
        part="search"
        id="${this.#side}-search"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls=${list}
        aria-activedescendant=${this.#results.length > 0 ? this.#optionId(this.#activeIndex) : nothing}
        aria-label=${texts.searchCountries}
        placeholder=${texts.searchCountries}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        enterkeyhint="done"
        .value=${this.#query}
        @input=${this.#onInput}
        @keydown=${this.#onKeyDown}
      />
      <ul
        class="options"
        id=${list}
        role="listbox"
        aria-label=${texts.chooseCountry}
        tabindex="-1"
        @mousedown=${keepFocus}
      >
        ${this.#results.map((country, index) => this.#option(country, index))}
      </ul>
      ${this.#results.length > 0 ? nothing : html`<p class="none">${texts.noCountryFound}</p>`}
    </div>`;
  }

  #option({ region, countryCode, name }: Country, index: number): TemplateResult {
    const { text, isFlag } = flagOf(region);
    const classes = {
      option: true,
      "is-active": index === this.#activeIndex,
      "is-last-likely": index === this.#suggestionCount - 1 && index < this.#results.length - 1,
    };
    return html`<li
      class=${classMap(classes)}
      part="option"
      id=${this.#optionId(index)}
      role="option"
      aria-selected=${region === this.#selectedRegion}
      data-region=${region}
      @click=${() => this.#choose(region)}
      @pointermove=${() => this.#activate(index)}
    >
      <span class=${isFlag ? "flag" : "flag is-letters"} aria-hidden="true">${text}</span>
      <span class="name">${name}</span>
      <span class="calling-code" dir="ltr">${countryCode}</span>
    </li>`;
  }

  #optionId(index: number): string {
    return `${this.#id}-${index}`;
  }

  #filter(query: string): void {
    const { language } = this.#host.texts;
    this.#query = query;
    this.#mustScroll = true;
    if (query.trim()) {
      this.#results = search(searchIndex(language), query);
      this.#suggestionCount = 0;
      this.#activeIndex = 0;
      return;
    }
    const all = countriesIn(language);
    const suggestions = this.#likelyRegions
      .map((region) => all.find((country) => country.region === region))
      .filter((country) => country !== undefined)
      .slice(0, MAX_SUGGESTIONS);
    this.#suggestionCount = suggestions.length;
    this.#results = [...suggestions, ...all.filter((country) => !suggestions.includes(country))];
    this.#activeIndex = Math.max(
      0,
      this.#results.findIndex(({ region }) => region === this.#selectedRegion),
    );
  }

  #activate(index: number): void {
    if (index === this.#activeIndex) return;
    this.#activeIndex = index;
    this.#host.requestUpdate();
  }

  #choose(region: string): void {
    this.close();
    this.#onChoose(region);
  }

  readonly #onInput = (event: Event): void => {
    this.#filter((event.target as HTMLInputElement).value);
    const { texts } = this.#host;
    this.#host.announce(this.#results.length > 0 ? texts.countriesFound(this.#results.length) : texts.noCountryFound);
    this.#host.requestUpdate();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const stepByKey: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_STEP, PageUp: -PAGE_STEP };
    const step = stepByKey[event.key];
    const last = this.#results.length - 1;
    if (step !== undefined) {
      // The arrow keys wrap around, the page keys stop at the ends.
      const next = this.#activeIndex + step;
      const isArrow = Math.abs(step) === 1;
      this.#mustScroll = true;
      this.#activate(next < 0 ? (isArrow ? last : 0) : next > last ? (isArrow ? 0 : last) : next);
    } else if (event.key === "Enter") {
      const country = this.#results[this.#activeIndex];
      if (country) this.#choose(country.region);
    } else if (event.key === "Escape") {
      // The key must not close a dialog around the form as well.
      event.stopPropagation();
      this.close();
      this.#host.focusLater(`${this.#side}-country`);
    } else if (event.key === "Tab") {
      // The focus moves on from the country button.
      this.#host.root.querySelector<HTMLElement>(`#${this.#side}-country`)?.focus();
      this.close();
      return;
    } else {
      return;
    }
    event.preventDefault();
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    const picker = event.currentTarget as HTMLElement;
    // Without a related target the window has lost the focus, which returns to the same element later.
    if (event.relatedTarget && !picker.contains(event.relatedTarget as Node)) this.close();
  };

  readonly #onOutside = (event: Event): void => {
    const { root } = this.#host;
    const parts = [this.#picker, root.querySelector(`#${this.#side}-country`)];
    const path = event.composedPath();
    if (!parts.some((part) => part && path.includes(part))) this.close();
  };
}

/** Keeps the focus in the search field when the list is clicked. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

const countriesByLanguage = new Map<string, readonly Country[]>();
const indexByLanguage = new Map<string, readonly IndexEntry[]>();

/** Returns all countries with their names in a language. The module must be loaded. */
export function countriesIn(language: string): readonly Country[] {
  let cached = countriesByLanguage.get(language);
  if (!cached) countriesByLanguage.set(language, (cached = countries(language)));
  return cached;
}

function searchIndex(language: string): readonly IndexEntry[] {
  let cached = indexByLanguage.get(language);
  if (!cached) indexByLanguage.set(language, (cached = buildIndex(countriesIn(language))));
  return cached;
}
