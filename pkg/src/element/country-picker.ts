// The list of countries: a search field over a list, by the pattern of a combobox whose list is always open.
import { loadedCore } from "../loading.js";
import { countries } from "../countries.js";
import type { Country } from "../types.js";
import { type Entry, indexOf, search } from "./country-search.js";
import { flagOf } from "./flag.js";
import type { Host, Side } from "./host.js";
import { classMap, html, nothing, type TemplateResult } from "./lit.js";

/** How many options a page key goes past. */
const PAGE = 8;
/** How many likely countries stand before the others. */
const LIKELY = 4;
/** Between the field and the list. */
const GAP_PX = 6;
/** The search and two options. */
const LOWEST_PX = 140;

export class CountryPicker {
  isOpen = false;
  readonly #host: Host;
  readonly #side: Side;
  readonly #onChoose: (region: string) => void;
  /** Since it was opened. */
  #isShown = false;
  /** The active option was not gone to by hand, and may be out of sight. */
  #isToFollow = false;
  #query = "";
  #active = 0;
  #shown: readonly Country[] = [];
  #likelyCount = 0;
  #likely: readonly string[] = [];
  #chosen = "";

  constructor(host: Host, side: Side, onChoose: (region: string) => void) {
    this.#host = host;
    this.#side = side;
    this.#onChoose = onChoose;
  }

  get #id(): string {
    return `${this.#side}-countries`;
  }

  /** Opens with the chosen country marked. Does nothing before the module is there, which knows the countries. */
  open(chosen: string, likely: readonly string[]): void {
    if (!loadedCore()) return;
    this.isOpen = true;
    this.#isShown = false;
    this.#likely = likely;
    this.#chosen = chosen;
    this.#find("");
    document.addEventListener("pointerdown", this.#onOutside, true);
    addEventListener("scroll", this.#place, true);
    addEventListener("resize", this.#place);
    this.#host.requestUpdate();
    this.#host.focusLater(`${this.#side}-search`);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    document.removeEventListener("pointerdown", this.#onOutside, true);
    removeEventListener("scroll", this.#place, true);
    removeEventListener("resize", this.#place);
    this.#host.requestUpdate();
  }

  /** Brings the whole list into view when it is opened, and the active option into the list's when that is another. Called once shown. */
  shown(): void {
    if (!this.isOpen) return;
    if (!this.#isShown) this.#show();
    this.#isShown = true;
    // Else a list that somebody scrolls would jump back with each second that is counted.
    if (!this.#isToFollow) return;
    this.#isToFollow = false;
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

  /** Above everything else on the page, so that nothing it stands in can cut it off; where the browser cannot, inside the card. */
  #show(): void {
    const picker = this.#picker;
    if (!picker?.showPopover) return picker?.scrollIntoView({ block: "nearest" });
    picker.showPopover();
    this.#place();
    // Where there is room on neither side, the field makes some.
    if (picker.getBoundingClientRect().bottom <= innerHeight) return;
    picker.parentElement?.scrollIntoView({ block: "start" });
    this.#place();
  }

  /** Below its field; above it where there is only room there; where there is room on neither side, lower than it would be. */
  readonly #place = (): void => {
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
    if (!isAbove) style.maxHeight = `${Math.max(LOWEST_PX, innerHeight - bottom - 2 * GAP_PX)}px`;
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
        aria-activedescendant=${this.#shown.length > 0 ? this.#optionId(this.#active) : nothing}
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
        ${this.#shown.map((country, index) => this.#option(country, index))}
      </ul>
      ${this.#shown.length > 0 ? nothing : html`<p class="none">${texts.noCountryFound}</p>`}
    </div>`;
  }

  #option({ region, countryCode, name }: Country, index: number): TemplateResult {
    const { text, isFlag } = flagOf(region);
    const classes = {
      option: true,
      "is-active": index === this.#active,
      "is-last-likely": index === this.#likelyCount - 1 && index < this.#shown.length - 1,
    };
    return html`<li
      class=${classMap(classes)}
      part="option"
      id=${this.#optionId(index)}
      role="option"
      aria-selected=${region === this.#chosen}
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

  #find(query: string): void {
    const { language } = this.#host.texts;
    this.#query = query;
    this.#isToFollow = true;
    if (query.trim()) {
      this.#shown = search(indexIn(language), query);
      this.#likelyCount = 0;
      this.#active = 0;
      return;
    }
    const all = countriesIn(language);
    const likely = this.#likely
      .map((region) => all.find((country) => country.region === region))
      .filter((country) => country !== undefined)
      .slice(0, LIKELY);
    this.#likelyCount = likely.length;
    this.#shown = [...likely, ...all.filter((country) => !likely.includes(country))];
    this.#active = Math.max(
      0,
      this.#shown.findIndex(({ region }) => region === this.#chosen),
    );
  }

  #activate(index: number): void {
    if (index === this.#active) return;
    this.#active = index;
    this.#host.requestUpdate();
  }

  #choose(region: string): void {
    this.close();
    this.#onChoose(region);
  }

  readonly #onInput = (event: Event): void => {
    this.#find((event.target as HTMLInputElement).value);
    const { texts } = this.#host;
    this.#host.say(this.#shown.length > 0 ? texts.countriesFound(this.#shown.length) : texts.noCountryFound);
    this.#host.requestUpdate();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
    const step = steps[event.key];
    const last = this.#shown.length - 1;
    if (step !== undefined) {
      // The arrows go round; the page keys stop at the ends.
      const next = this.#active + step;
      const isRound = Math.abs(step) === 1;
      this.#isToFollow = true;
      this.#activate(next < 0 ? (isRound ? last : 0) : next > last ? (isRound ? 0 : last) : next);
    } else if (event.key === "Enter") {
      const country = this.#shown[this.#active];
      if (country) this.#choose(country.region);
    } else if (event.key === "Escape") {
      // Not also the dialog that the form may stand in.
      event.stopPropagation();
      this.close();
      this.#host.focusLater(`${this.#side}-country`);
    } else if (event.key === "Tab") {
      // Goes on from the button that the list belongs to.
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
    // The window has lost the focus: it comes back to where it was.
    if (event.relatedTarget && !picker.contains(event.relatedTarget as Node)) this.close();
  };

  readonly #onOutside = (event: Event): void => {
    const { root } = this.#host;
    const parts = [this.#picker, root.querySelector(`#${this.#side}-country`)];
    const path = event.composedPath();
    if (!parts.some((part) => part && path.includes(part))) this.close();
  };
}

/** In the search field, whatever of the list is clicked. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

const named = new Map<string, readonly Country[]>();
const indexed = new Map<string, readonly Entry[]>();

/** All countries in a language; of use once the module is there. */
export function countriesIn(language: string): readonly Country[] {
  let found = named.get(language);
  if (!found) named.set(language, (found = countries(language)));
  return found;
}

function indexIn(language: string): readonly Entry[] {
  let found = indexed.get(language);
  if (!found) indexed.set(language, (found = indexOf(countriesIn(language))));
  return found;
}
