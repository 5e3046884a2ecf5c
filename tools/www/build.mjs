// Builds the static page, with the emulator inside, in www/dist: it works from any file host, in any folder.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundlePage } from "./page.mjs";
import { policyOf } from "./policy.mjs";

const DIST = join(import.meta.dirname, "../../www/dist");

/** Writes the static page into `outDir`, which is emptied first. Resolves with the files' sizes in bytes, by name. */
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

/** A file host sends headers of its own, so the policy has to be in the page; before anything that it is for. */
function withPolicy(html, policy) {
  const charset = '<meta charset="utf-8" />\n';
  if (!html.includes(charset)) throw new Error(`A page has no ${charset.trim()} to put the policy after`);
  const meta = `    <meta http-equiv="Content-Security-Policy" content="${policy}" />\n`;
  return html.replace(charset, charset + meta);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const sizes = await buildPage().catch((error) => {
    console.error(`www-build: ${error.message}`);
    process.exit(1);
  });
  for (const [name, bytes] of sizes) console.log(`${String(bytes).padStart(8)}  www/dist/${name}`);
  console.log("www-build: the page is in www/dist. It has to come from a server: any that serves files will do.");
}
