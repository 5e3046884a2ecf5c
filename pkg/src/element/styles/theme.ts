import { css } from "../lit.js";

/**
 * Colours and measures. What begins with one dash more is the form's own name for a value that a page may have set. Which of the two
 * colours counts is decided by `color-scheme`, which the form has from its page.
 */
export const themeStyles = css`
  :host {
    --_accent: var(--update-phone-accent, #3552d8);
    --_on-accent: var(--update-phone-on-accent, #fff);
    --_surface: var(--update-phone-surface, #fff);
    --_text: var(--update-phone-text, #16181d);
    --_muted: var(--update-phone-muted, #5d6370);
    --_line: var(--update-phone-line, #d9dce3);
    --_danger: var(--update-phone-danger, #c0272d);
    --_success: var(--update-phone-success, #16794a);
    --_lift: rgb(16 20 32 / 8%);
    --_radius: var(--update-phone-radius, 10px);
    --_space: var(--update-phone-space, 16px);
    --_control: 44px;
    --_field: color-mix(in srgb, var(--_text) 2.5%, var(--_surface));
    --_hover: color-mix(in srgb, var(--_text) 6%, var(--_surface));
    --_ring: 0 0 0 3px color-mix(in srgb, var(--_accent) 24%, transparent);

    display: block;
    inline-size: 100%;
    max-inline-size: 26em;
    color: var(--_text);
    /* Never less than 16 px: below that, iOS zooms into fields. */
    font-size: max(16px, 1rem);
    line-height: 1.5;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_accent: var(--update-phone-accent, light-dark(#3552d8, #9db2ff));
      --_on-accent: var(--update-phone-on-accent, light-dark(#fff, #0d1330));
      --_surface: var(--update-phone-surface, light-dark(#fff, #17191f));
      --_text: var(--update-phone-text, light-dark(#16181d, #eef0f4));
      --_muted: var(--update-phone-muted, light-dark(#5d6370, #a3a9b6));
      --_line: var(--update-phone-line, light-dark(#d9dce3, #353a45));
      --_danger: var(--update-phone-danger, light-dark(#c0272d, #ff8f8a));
      --_success: var(--update-phone-success, light-dark(#16794a, #5fd39a));
      --_lift: light-dark(rgb(16 20 32 / 8%), rgb(0 0 0 / 40%));
    }
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .card {
    --_latin: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue";
    font-family: var(
      --update-phone-font,
      var(--_latin),
      "PingFang SC",
      "Microsoft YaHei",
      "Noto Sans CJK SC",
      sans-serif
    );
  }
  .card:lang(zh-TW) {
    font-family: var(
      --update-phone-font,
      var(--_latin),
      "PingFang TC",
      "Microsoft JhengHei",
      "Noto Sans CJK TC",
      sans-serif
    );
  }
  .card:lang(ja) {
    font-family: var(
      --update-phone-font,
      var(--_latin),
      "Hiragino Sans",
      "Yu Gothic UI",
      "Noto Sans CJK JP",
      sans-serif
    );
  }
`;
