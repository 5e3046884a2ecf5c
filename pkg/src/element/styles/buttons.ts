import { css } from "../lit.js";

export const buttonStyles = css`
  .button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    inline-size: 100%;
    min-block-size: var(--_control);
    margin: 0;
    padding: 0.5em 1em;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition: opacity 150ms ease-out;
  }
  .button:hover {
    background: color-mix(in srgb, var(--_accent) 90%, var(--_text));
  }
  .button:active {
    background: color-mix(in srgb, var(--_accent) 82%, var(--_text));
  }
  .button:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .button[aria-disabled="true"] {
    background: var(--_accent);
    cursor: default;
  }
  .button[aria-disabled="true"]:not(.is-busy) {
    opacity: 0.6;
  }
  .spinner {
    display: none;
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid color-mix(in srgb, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
  }
  .is-busy .spinner,
  .link .spinner {
    display: block;
  }

  .link {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--_accent);
    font: inherit;
    font-weight: 550;
    cursor: pointer;
    /* As large as a fingertip, without taking the room. */
    position: relative;
  }
  .link::before {
    content: "";
    position: absolute;
    inset: -10px -8px;
  }
  .folded .link {
    font-size: 0.875em;
  }
  .link:hover {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .link:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 3px;
  }
  .link[aria-disabled="true"] {
    color: var(--_muted);
    text-decoration: none;
    cursor: default;
  }
  .question .link,
  .action > .link {
    display: flex;
    min-block-size: var(--_control);
    margin: calc(var(--_space) * 0.25) auto 0;
    font-size: 0.9375em;
  }
  .banner .link {
    margin-block-start: 0.25em;
  }
  @media (forced-colors: active) {
    .button {
      border-color: ButtonText;
    }
    .button[aria-disabled="true"] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
