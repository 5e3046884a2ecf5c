import { css } from "../lit.js";

export const pickerStyles = css`
  .picker {
    position: absolute;
    z-index: 10;
    inset-block-start: calc(100% + 6px);
    inset-inline: 0;
    display: flex;
    flex-direction: column;
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.2);
    background: var(--_surface);
    color: inherit;
    box-shadow:
      0 2px 6px var(--_lift),
      0 20px 40px -12px color-mix(in srgb, var(--_lift) 100%, #000 20%);
  }
  /* Where it is, the script says. */
  .picker:popover-open {
    position: fixed;
    inset: auto;
  }
  .search {
    flex: none;
    block-size: calc(var(--_control) + 4px);
    margin: 0;
    padding: 0 1em;
    border: 0;
    border-block-end: 1px solid var(--_line);
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
  }
  .options {
    position: relative;
    max-block-size: min(17em, 46vh);
    margin: 0;
    padding: 6px;
    overflow-y: auto;
    overscroll-behavior: contain;
    list-style: none;
    scrollbar-width: thin;
  }
  .options:empty {
    padding: 0;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-block-size: 40px;
    padding: 0.25em 0.625em;
    border-radius: calc(var(--_radius) * 0.7);
    font-size: 0.9375em;
    cursor: pointer;
  }
  .option .name {
    flex: 1;
    min-inline-size: 0;
  }
  .option .calling-code {
    color: var(--_muted);
  }
  .option.is-active {
    background: var(--_hover);
  }
  .option[aria-selected="true"] .name {
    font-weight: 650;
  }
  .option.is-last-likely {
    margin-block-end: 13px;
    position: relative;
  }
  .option.is-last-likely::after {
    content: "";
    position: absolute;
    inset-inline: 0.625em;
    inset-block-end: -7px;
    border-block-end: 1px solid var(--_line);
  }
  .none {
    padding: 1.25em 1em;
    color: var(--_muted);
    font-size: 0.9375em;
    text-align: center;
  }
  @media (pointer: coarse) {
    .option {
      min-block-size: var(--_control);
    }
  }
  @media (forced-colors: active) {
    .option.is-active {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
