// The packed package, installed in a folder outside the repository as a user would install it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Packs pkg/ and installs the tarball; `remove` deletes the folder. `pkg/dist` must have been built. */
export function installPacked() {
  const folder = mkdtempSync(join(tmpdir(), "update-phone-"));
  const npm = (parameters, cwd) =>
    execFileSync("npm", parameters, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const [{ filename, files }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], join(root, "pkg")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(["install", "--offline", "--no-audit", "--no-fund", `./${filename}`], folder);
  return {
    folder,
    tarball: join(folder, filename),
    files: files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
