// Packs the package and installs it in a folder outside the repository, as a user would.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Packs the `pkg/` of a checkout, by default this one, into a folder. `pkg/dist` must have been built. */
export function pack(folder, checkout = root) {
  const [{ filename, files }] = JSON.parse(
    npm(["pack", "--json", "--pack-destination", folder], join(checkout, "pkg")),
  );
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** Packs the `pkg/` of a checkout and installs the tarball; `remove` deletes the folder. */
export function installPacked(checkout = root) {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-"));
  const { tarball, files } = pack(folder, checkout);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
  return { folder, tarball, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function npm(parameters, cwd) {
  return execFileSync("npm", parameters, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
