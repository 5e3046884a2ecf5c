import { css } from "../lit.js";

/**
 * The digits of one field stand in places: each is as wide as a share of the field, by the space behind it. The field is wider than what
 * is shown of it, so that the space behind the last digit scrolls nothing.
 */
export const codeStyles = css`
  .label-row {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 0.75em;
  }
  .code {
    --_places: 6;
    position: relative;
    block-size: 3.25em;
    margin-block-start: 0.375em;
    container-type: inline-size;
  }
  .places-4 {
    --_places: 4;
  }
  .places-5 {
    --_places: 5;
  }
  .places-7 {
    --_places: 7;
  }
  .places-8 {
    --_places: 8;
  }
  .slots {
    position: absolute;
    inset: 0 -4px;
    display: grid;
    grid-template-columns: repeat(var(--_places), 1fr);
  }
  .slot {
    margin-inline: 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_field);
    transition: box-shadow 150ms ease-out;
  }
  .code:hover .slot {
    border-color: color-mix(in srgb, var(--_text) 30%, var(--_line));
  }
  .code:focus-within .slot.is-next {
    border-color: var(--_accent);
    box-shadow: var(--_ring);
  }
  .code.is-invalid .slot {
    border-color: var(--_danger);
  }
  .code.is-invalid:focus-within .slot.is-next {
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--_danger) 20%, transparent);
  }
  .code-window {
    position: absolute;
    inset: 0 -4px;
    overflow: hidden;
    /* Rather than hidden, which would let the browser scroll to the caret behind the last digit. */
    overflow: clip;
  }
  .code-input {
    --_place: calc((100cqi + 8px) / var(--_places));
    inline-size: calc(100% + 4em);
    block-size: 100%;
    margin: 0;
    padding: 0 0 0 calc((var(--_place) - 1ch) / 2);
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font:
      550 1.25em / 1 ui-monospace,
      "SF Mono",
      "Cascadia Mono",
      "Segoe UI Mono",
      "Roboto Mono",
      "DejaVu Sans Mono",
      monospace;
    letter-spacing: calc(var(--_place) - 1ch);
    font-variant-ligatures: none;
  }
  .resend {
    display: inline-grid;
    flex: none;
    justify-items: end;
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
  }
  .resend > * {
    grid-area: 1 / 1;
  }
  .ghost {
    visibility: hidden;
  }
  .resend-timer {
    color: var(--_muted);
  }
  @media (forced-colors: active) {
    .code:focus-within .slot.is-next {
      outline: 2px solid Highlight;
    }
  }
`;
