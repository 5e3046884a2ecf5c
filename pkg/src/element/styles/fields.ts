import { css } from "../lit.js";

export const fieldStyles = css`
  .label {
    display: block;
    font-size: 0.875em;
    font-weight: 550;
  }
  .field-area {
    position: relative;
    margin-block-start: 0.375em;
  }
  .field {
    display: flex;
    block-size: calc(var(--_control) + 4px);
    /* What is typed moves nothing outside: without this, each digit has the whole page laid out. */
    contain: strict;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_field);
    transition: box-shadow 150ms ease-out;
  }
  .field:hover {
    border-color: color-mix(in srgb, var(--_text) 30%, var(--_line));
  }
  .field:focus-within {
    border-color: var(--_accent);
    box-shadow: var(--_ring);
  }
  .field.is-invalid {
    border-color: var(--_danger);
  }
  .field.is-invalid:focus-within {
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--_danger) 20%, transparent);
  }
  .country {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0.375em;
    min-inline-size: var(--_control);
    margin: 0;
    padding: 0 0.625em 0 0.75em;
    border: 0;
    border-inline-end: 1px solid var(--_line);
    border-start-start-radius: calc(var(--_radius) - 1px);
    border-end-start-radius: calc(var(--_radius) - 1px);
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .country:hover {
    background: var(--_hover);
  }
  .country:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -3px;
  }
  .country[aria-disabled="true"] {
    cursor: default;
  }
  .flag {
    inline-size: 1.375em;
    font-size: 1.0625em;
    line-height: 1;
    text-align: center;
  }
  .flag.is-letters {
    inline-size: 2.6em;
    padding: 0.25em 0;
    border-radius: 4px;
    background: var(--_hover);
    color: var(--_muted);
    font-size: 0.6875em;
    font-weight: 650;
    letter-spacing: 0.04em;
  }
  .calling-code {
    font-variant-numeric: tabular-nums;
  }
  .calling-code.is-awaited {
    inline-size: 2.25em;
    block-size: 0.75em;
    border-radius: 4px;
    background: var(--_line);
  }
  .chevron {
    inline-size: 0.4em;
    block-size: 0.4em;
    margin-block-end: 0.2em;
    border: solid var(--_muted);
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
  }
  .entry {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
  }
  .input {
    display: block;
    box-sizing: border-box;
    inline-size: 100%;
    block-size: 100%;
    /* So it can be laid out for itself, which nothing that shares a line with others can. */
    contain: strict;
    margin: 0;
    padding: 0 0.75em;
    border: 0;
    border-radius: var(--_radius);
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.01em;
  }
  ::placeholder {
    color: color-mix(in srgb, var(--_muted) 88%, var(--_surface));
    opacity: 1;
  }
  /* The browser's own yellow or blue would stand out of the card. */
  input:-webkit-autofill {
    -webkit-text-fill-color: var(--_text);
    caret-color: var(--_text);
    transition: background-color 0s 600000s;
  }
  @media (max-width: 400px) {
    .country {
      gap: 0.25em;
      padding: 0 0.5em;
    }
    .input {
      padding: 0 0.5em;
    }
  }
  @media (forced-colors: active) {
    .field:focus-within,
    .search:focus {
      outline: 2px solid Highlight;
      outline-offset: 1px;
    }
    .chevron {
      border-color: ButtonText;
    }
  }
`;
