// The bill of materials of the tarball, CycloneDX 1.5: the crates in the module (cargo-cyclonedx), the npm packages in the form's file
// (npm sbom, reduced to what the build has put in), Rust's standard library, and the metadata of phone numbers. The same sources give
// the same bill: its time is the commit's, its serial number comes from the tarball.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageNames } from "../build/in-element.mjs";

const SPEC_VERSION = "1.5";

/** `tarball`: the SHA-256 of what is described. */
export function billOfMaterials(root, { name, version, description, license }, tarball) {
  const crates = cratesOf(root);
  const packages = packagesOf(root);
  const self = `pkg:npm/${name}@${version}`;
  const others = [standardLibrary(root), phoneMetadata(root)];
  const components = [...crates.components, ...packages.components, ...others];
  const refs = new Set(components.map((component) => component["bom-ref"]));
  const direct = [...crates.direct, ...packages.direct, ...others.map((component) => component["bom-ref"])];
  return {
    bomFormat: "CycloneDX",
    specVersion: SPEC_VERSION,
    serialNumber: `urn:uuid:${uuidOf(tarball)}`,
    version: 1,
    metadata: {
      timestamp: new Date(Number(git(root, "log", "-1", "--format=%ct")) * 1000).toISOString(),
      tools: [...crates.tools, ...packages.tools],
      component: {
        "bom-ref": self,
        type: "library",
        name,
        version,
        description,
        licenses: [{ expression: license }],
        purl: self,
        hashes: [{ alg: "SHA-256", content: tarball }],
      },
    },
    components,
    dependencies: [
      { ref: self, dependsOn: direct },
      ...[...crates.dependencies, ...packages.dependencies]
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
    ],
  };
}

function cratesOf(root) {
  // It writes a file beside each Cargo.toml of the workspace, and nowhere else.
  const written = ["module", "."].map((folder) => join(root, folder, "update-phone-sbom.json"));
  try {
    const parameters = ["--format", "json", "--spec-version", SPEC_VERSION, "--target", "wasm32-unknown-unknown"];
    const more = ["--no-build-deps", "--override-filename", "update-phone-sbom", "--quiet"];
    execFileSync("cargo", ["cyclonedx", ...parameters, ...more], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
    const { components, dependencies, metadata } = JSON.parse(readFileSync(written[0], "utf8"));
    const isOwn = (ref) => ref.startsWith("path+file:");
    const direct = dependencies.filter(({ ref }) => isOwn(ref)).flatMap(({ dependsOn = [] }) => dependsOn);
    return {
      components: components.filter((component) => !isOwn(component["bom-ref"])),
      direct: [...new Set(direct.filter((ref) => !isOwn(ref)))],
      dependencies,
      tools: metadata.tools,
    };
  } finally {
    for (const path of written) rmSync(path, { force: true });
  }
}

/** For npm these are dependencies of development, since the tarball has them inside already. */
function packagesOf(root) {
  const parameters = ["sbom", "--sbom-format=cyclonedx", "--workspace=update-phone"];
  const output = execFileSync("npm", parameters, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const { components, dependencies, metadata } = JSON.parse(output);
  const inside = packageNames(root);
  const found = inside.map((name) => components.find((component) => component.purl.startsWith(`${purlOf(name)}@`)));
  const missing = inside.filter((_, index) => !found[index]);
  if (missing.length > 0) throw new Error(`npm sbom does not know what the form has in it: ${missing.join(", ")}`);
  return {
    components: found.map(({ properties, ...component }) => component),
    direct: found.map((component) => component["bom-ref"]),
    dependencies,
    tools: metadata.tools,
  };
}

function purlOf(name) {
  return `pkg:npm/${name.replace(/^@/, "%40")}`;
}

/** Link-time optimisation takes parts of it into the module. */
function standardLibrary(root) {
  const [, version] = execFileSync("rustc", ["--version"], { cwd: root, encoding: "utf8" }).split(" ");
  const ref = `pkg:github/rust-lang/rust@${version}`;
  const licenses = [{ expression: "MIT OR Apache-2.0" }];
  return { "bom-ref": ref, type: "library", name: "rust-std", version, licenses, purl: ref };
}

function phoneMetadata(root) {
  const { release: version } = JSON.parse(readFileSync(join(root, "tools/metadata/release.json"), "utf8"));
  const ref = `pkg:github/google/libphonenumber@v${version}`;
  const licenses = [{ expression: "Apache-2.0" }];
  return { "bom-ref": ref, type: "data", name: "libphonenumber", version, licenses, purl: ref };
}

/** A UUID of the kind that is made from a hash by rules of one's own (version 8). */
function uuidOf(hash) {
  const digits = `${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function git(root, ...parameters) {
  return execFileSync("git", parameters, { cwd: root, encoding: "utf8" }).trim();
}
