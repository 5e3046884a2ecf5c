// The version is stated in several files: `versions` sees that they agree, and `changesOf` finds what the changelog says of one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(import.meta.dirname, "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const SEMANTIC = /^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** The package's version. Throws where a file states another one. */
export function agreedVersion() {
  const crate = (path) => /^version = "(.*)"$/m.exec(read(path))?.[1];
  const stated = {
    "pkg/package.json": JSON.parse(read("pkg/package.json")).version,
    "package-lock.json": JSON.parse(read("package-lock.json")).packages.pkg.version,
    "Cargo.toml": crate("Cargo.toml"),
    "module/Cargo.toml": crate("module/Cargo.toml"),
    // What goes with every request.
  };
  const [version, ...others] = new Set(Object.values(stated));
  if (others.length > 0) throw new Error(`The versions differ: ${JSON.stringify(stated, null, 2)}`);
  if (!SEMANTIC.test(version)) throw new Error(`${version} is no semantic version.`);
  return version;
}

/** What the changelog says of a version; undefined where it has no such heading, with a date, or nothing under it. */
export function changesOf(version) {
  const sections = read("CHANGELOG.md").split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version} - `) || text.startsWith(`[${version}] - `));
  if (!/^\S+ - \d{4}-\d\d-\d\d\n/.test(section ?? "")) return undefined;
  return section.slice(section.indexOf("\n")).trim() || undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`version ${agreedVersion()}`);
