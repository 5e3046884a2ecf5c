const OWN_FILES =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types lit-html";

/** The page may load its own files and call its own origin only, without inline scripts and styles. */
const CONTENT_SECURITY_POLICY = OWN_FILES;

/** The visitor chooses the host, so this page may call any host. It loads no files from there. */
const TENANT_POLICY = `${OWN_FILES}; connect-src 'self' https: http://localhost:* http://127.0.0.1:*`;

/** Returns the policy of a page by the name of its file. */
export function policyOf(name) {
  return name === "tenant.html" ? TENANT_POLICY : CONTENT_SECURITY_POLICY;
}
