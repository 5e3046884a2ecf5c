// `make release`: writes the tarball for npm, the module, the bill of materials, the reference and their hashes into release/. With a
// tag (RELEASE_TAG, or GitHub's), it fails unless the tag, the versions and the changelog agree.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../build/run.mjs";
import { pack } from "../packed.mjs";
import { billOfMaterials } from "./sbom.mjs";
import { agreedVersion, changesOf } from "./versions.mjs";

const root = join(import.meta.dirname, "../..");
const release = join(root, "release");
const version = agreedVersion();
const tag =
  process.env.RELEASE_TAG ?? (process.env.GITHUB_REF_TYPE === "tag" ? process.env.GITHUB_REF_NAME : undefined);
const changes = changesOf(version);
if (tag !== undefined && tag !== `v${version}`) fail(`the tag is ${tag}, and the version ${version}`);
if (tag !== undefined && !changes) fail(`CHANGELOG.md has no section "## ${version} - YYYY-MM-DD" with anything in it`);

rmSync(release, { recursive: true, force: true });
mkdirSync(release);
const { tarball, manifest } = packRelease();
copyFileSync(join(root, "pkg/dist/wasm/update_phone_bg.wasm"), join(release, `update-phone-${version}.wasm`));
const bill = billOfMaterials(root, manifest, sha256(tarball));
writeFileSync(join(release, `update-phone-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
if (changes) writeFileSync(join(release, "CHANGES.md"), `${changes}\n`);
const sums = filesOf(release).map((name) => `${sha256(join(release, name))}  ${name}\n`);
writeFileSync(join(release, "SHA256SUMS"), sums.join(""));
run(root, "typedoc", ["--out", join(release, "reference")]);

console.log(`release: ${version}${tag ? "" : " (without a tag, so the changelog was not checked)"} in release/\n`);
process.stdout.write(sums.join(""));
console.log(
  `\n${bill.components.length} components in the bill of materials; the reference is release/reference/index.html.`,
);

/** Packs a copy of pkg/ that names its repository, which only GitHub knows: npm's provenance needs that name. */
function packRelease() {
  const checkout = mkdtempSync(join(tmpdir(), "update-phone-release-"));
  try {
    cpSync(join(root, "pkg"), join(checkout, "pkg"), { recursive: true });
    const path = join(checkout, "pkg/package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
    if (!manifest.repository && server && repository) {
      manifest.repository = { type: "git", url: `git+${server}/${repository}.git`, directory: "pkg" };
      writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
    }
    return { ...pack(release, checkout), manifest };
  } finally {
    rmSync(checkout, { recursive: true, force: true });
  }
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

function fail(reason) {
  console.error(`release: refused: ${reason}.`);
  process.exit(1);
}
