// Builds the static page with the emulator inside in www/dist. It works on any file host and in any folder.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlePage } from "./page.mjs";
import { policyOf } from "./policy.mjs";

const DIST = join(import.meta.dirname, "../../www/dist");

/** Empties `outDir` and writes the static page into it. Resolves with the size of each file in bytes, by name. */
export async function buildPage({ outDir = DIST } = {}) {
  const files = await bundlePage({ service: "in-page" });
  for (const [name, contents] of files) {
    if (name.endsWith(".html")) files.set(name, withPolicy(contents.toString(), policyOf(name)));
  }
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  for (const [name, contents] of files) await writeFile(join(outDir, name), contents);
  return new Map([...files].map(([name, contents]) => [name, Buffer.byteLength(contents)]));
}

/** Adds the policy to a page, before anything that it applies to, since a file host does not send it as a header. */
function withPolicy(html, policy) {
  const charset = '<meta charset="utf-8" />\n';
  if (!html.includes(charset)) throw new Error(`A page has no ${charset.trim()}, after which the policy is inserted`);
  const meta = `    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n`;
  return html.replace(charset, charset + meta);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const sizes = await buildPage().catch((error) => {
    console.error(`www-build: ${error.message}`);
    process.exit(1);
  });
  for (const [name, bytes] of sizes) console.log(`${String(bytes).padStart(8)}  www/dist/${name}`);
  console.log("www-build: the page is in www/dist. Any file server can serve it.");
}
