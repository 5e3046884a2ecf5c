import { css } from "../lit.js";

export const outcomeStyles = css`
  .summary {
    display: grid;
    gap: 0.625em;
    margin: calc(var(--_space) * 1.25) 0 0;
    padding: 0.875em 1em;
    border-radius: var(--_radius);
    background: var(--_field);
    box-shadow: inset 0 0 0 1px var(--_line);
  }
  .summary > div {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 1em;
  }
  dt {
    color: var(--_muted);
    font-size: 0.9375em;
  }
  dd {
    margin: 0;
  }
  dd:not(.is-new) .number {
    color: var(--_muted);
    font-weight: 400;
  }
  .summary + .action {
    margin-block-start: calc(var(--_space) * 0.75);
  }
  .action > .note {
    margin-block-end: 0.75em;
    font-size: 0.875em;
  }
  .confirm {
    display: flex;
    align-items: center;
    gap: 0.75em;
  }
  .timer {
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: var(--_control);
    block-size: var(--_control);
    color: var(--_accent);
  }
  .timer.is-pressing {
    color: var(--_danger);
  }
  .timer > * {
    grid-area: 1 / 1;
  }
  .seconds {
    color: var(--_text);
    font-size: 0.875em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .timer.is-pressing .seconds {
    color: inherit;
  }
  .ring {
    inline-size: 100%;
    block-size: 100%;
    fill: none;
    stroke-width: 2.25;
  }
  .ring-track {
    stroke: var(--_line);
  }
  .ring-left {
    stroke: currentColor;
    stroke-linecap: round;
  }
  .doubt {
    margin-block-start: var(--_space);
  }
  .doubt-title {
    font-weight: 600;
  }
  .doubt .note {
    margin-block-start: 0.25em;
    font-size: 0.875em;
  }

  .done {
    display: grid;
    justify-items: center;
    padding-block: calc(var(--_space) * 0.75);
    text-align: center;
  }
  .check {
    inline-size: 3.5em;
    block-size: 3.5em;
    margin-block-end: calc(var(--_space) * 1.125);
    color: var(--_success);
  }
  .tick {
    stroke: var(--_surface);
  }
  .new-number {
    margin-block-start: 0.5em;
    font-size: 1.125em;
  }
  .old-number {
    color: var(--_muted);
  }
  .old-number .number {
    font-weight: 400;
  }
  @media (forced-colors: active) {
    .ring-track {
      stroke: GrayText;
    }
    .ring-left {
      stroke: Highlight;
    }
  }
`;
