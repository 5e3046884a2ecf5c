import { css } from "../lit.js";

/** Only opacity and transform move, and nothing where people ask for that. */
export const motionStyles = css`
  @keyframes come {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  @keyframes grow {
    from {
      opacity: 0;
      transform: scale(0.8);
    }
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .folded,
    .code,
    .picker,
    .question,
    .summary,
    .banner,
    .done {
      animation: come 180ms ease-out;
    }
    .check {
      animation: grow 200ms ease-out;
    }
    .spinner {
      animation: turn 800ms linear infinite;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
    .spinner {
      border-style: dotted;
      border-color: currentColor;
    }
  }
`;
