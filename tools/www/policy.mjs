const OWN_FILES =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** What the page may load and ask for: only its own files and its own origin, and no inline script or style. */
const CONTENT_SECURITY_POLICY = OWN_FILES;

/** The visitor says which host is asked, so this page may ask any; it loads nothing from there. */
const TENANT_POLICY = `${OWN_FILES}; connect-src 'self' https: http://localhost:* http://127.0.0.1:*`;

/** The policy of a page by its file's name. */
export function policyOf(name) {
  return name === "tenant.html" ? TENANT_POLICY : CONTENT_SECURITY_POLICY;
}
