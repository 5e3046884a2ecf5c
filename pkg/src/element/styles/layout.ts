import { css } from "../lit.js";

export const layoutStyles = css`
  .card {
    position: relative;
    padding: calc(var(--_space) * 1.5);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 1.6);
    background: var(--_surface);
    box-shadow:
      0 1px 2px var(--_lift),
      0 12px 32px -12px var(--_lift);
    container-type: inline-size;
  }
  .heading {
    margin: 0;
    font-size: 1.25em;
    font-weight: 650;
    line-height: 1.3;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .heading:focus,
  .banner:focus {
    outline: none;
  }
  .intro {
    margin: 0.25em 0 0;
    color: var(--_muted);
    font-size: 0.9375em;
  }
  p {
    margin: 0;
  }
  .step,
  .action {
    margin-block-start: calc(var(--_space) * 1.25);
  }
  .step + .step {
    padding-block-start: calc(var(--_space) * 1.25);
    border-block-start: 1px solid var(--_line);
  }
  .step + .action {
    margin-block-start: 0.25em;
  }

  .folded {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space);
    min-block-size: var(--_control);
    margin-block-end: calc(var(--_space) * 0.75);
  }
  .folded-label {
    display: block;
    color: var(--_muted);
    font-size: 0.8125em;
    line-height: 1.4;
  }
  .number {
    font-weight: 550;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }

  /* As high from the start as two lines, so that nothing moves when there is something to say. */
  .note-area {
    min-block-size: 2.5em;
    margin-block: 0.25em 0.375em;
  }
  .note {
    display: flex;
    gap: 0.375em;
    color: var(--_muted);
    font-size: 0.8125em;
    line-height: 1.45;
  }
  .note.is-error {
    color: var(--_danger);
  }
  .icon {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    margin-block-start: 0.225em;
  }
  .banner {
    display: flex;
    gap: 0.5em;
    margin-block-end: calc(var(--_space) * 0.75);
    padding: 0.625em 0.75em;
    border: 1px solid color-mix(in srgb, var(--_danger) 30%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_danger) 7%, var(--_surface));
    font-size: 0.875em;
  }
  .banner .icon {
    color: var(--_danger);
  }
  .details {
    color: var(--_muted);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  /* Letters that grow out of their line stay in here. */
  .details p {
    overflow: hidden;
  }
  .note .details {
    font-size: inherit;
  }
  .note summary {
    display: block;
  }
  .note summary::-webkit-details-marker {
    display: none;
  }
  .is-error summary {
    color: var(--_danger);
  }
  .more {
    color: var(--_muted);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    white-space: nowrap;
  }
  summary {
    inline-size: fit-content;
    cursor: pointer;
  }
  summary:focus-visible {
    border-radius: 4px;
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .speech {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container (max-width: 320px) {
    .folded {
      gap: calc(var(--_space) * 0.5);
    }
  }
  @media (max-width: 400px) {
    .card {
      padding: calc(var(--_space) * 1.25);
    }
  }
`;
