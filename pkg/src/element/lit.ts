// The one place that names Lit: the build bundles it into the entry.
export { css, type CSSResult, html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
export { classMap } from "lit/directives/class-map.js";
export { live } from "lit/directives/live.js";
