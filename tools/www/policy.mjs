/** What the page may load and ask for: only its own files and its own origin, and no inline script or style. */
export const CONTENT_SECURITY_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
