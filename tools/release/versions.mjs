// The version stands in several files, which must agree. The changelog has a section for each released version.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Returns the package's version. Throws if a file states another one. */
export function agreedVersion() {
  const crate = (path) => /^version = "(.*)"$/m.exec(read(path))?.[1];
  const versions = {
    "pkg/package.json": JSON.parse(read("pkg/package.json")).version,
    "package-lock.json": JSON.parse(read("package-lock.json")).packages.pkg.version,
    "Cargo.toml": crate("Cargo.toml"),
    "module/Cargo.toml": crate("module/Cargo.toml"),
  };
  const [version, ...others] = new Set(Object.values(versions));
  if (others.length > 0) throw new Error(`The versions differ: ${JSON.stringify(versions, null, 2)}`);
  if (!SEMANTIC_VERSION.test(version)) throw new Error(`${version} is not a semantic version.`);
  return version;
}

/** Returns the changelog's section of a version, or undefined if there is no dated heading or no text under it. */
export function changesOf(version) {
  const sections = read("CHANGELOG.md").split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version} - `) || text.startsWith(`[${version}] - `));
  if (!/^\S+ - \d{4}-\d\d-\d\d\n/.test(section ?? "")) return undefined;
  return section.slice(section.indexOf("\n")).trim() || undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`version ${agreedVersion()}`);
