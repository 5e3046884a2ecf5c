// The bill of materials of the tarball, in CycloneDX 1.5. cargo-cyclonedx lists the crates in the module, and npm sbom the packages
// of the workspace, of which those are kept that the build has put into the form's file. Rust's standard library and the phone
// metadata are added. The same sources give the same bill: its time is the commit's, its serial number is made from the tarball.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageNames } from "../build/in-element.mjs";

const SPEC_VERSION = "1.5";

/** `tarball`: the SHA-256 of the tarball. */
export function billOfMaterials(root, { name, version, description, license }, tarball) {
  const crates = cratesOf(root);
  const packages = packagesOf(root);
  const others = [standardLibrary(root), phoneMetadata(root)];
  const components = [...crates.components, ...packages.components, ...others];
  const refs = new Set(components.map((component) => component["bom-ref"]));
  const self = componentOf("library", name, version, `pkg:npm/${name}@${version}`, license);
  const direct = [...crates.direct, ...[...packages.components, ...others].map((component) => component["bom-ref"])];
  return {
    bomFormat: "CycloneDX",
    specVersion: SPEC_VERSION,
    serialNumber: `urn:uuid:${uuidOf(tarball)}`,
    version: 1,
    metadata: {
      timestamp: new Date(Number(run(root, "git", "log", "-1", "--format=%ct")) * 1000).toISOString(),
      tools: [...crates.tools, ...packages.tools],
      component: { ...self, description, hashes: [{ alg: "SHA-256", content: tarball }] },
    },
    components,
    dependencies: [
      { ref: self["bom-ref"], dependsOn: direct },
      ...[...crates.dependencies, ...packages.dependencies]
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
    ],
  };
}

function cratesOf(root) {
  // cargo-cyclonedx writes a file beside each Cargo.toml of the workspace.
  const files = ["module", "."].map((folder) => join(root, folder, "update-phone-sbom.json"));
  try {
    const parameters = ["--format", "json", "--spec-version", SPEC_VERSION, "--target", "wasm32-unknown-unknown"];
    run(
      root,
      "cargo",
      "cyclonedx",
      ...parameters,
      "--no-build-deps",
      "--override-filename",
      "update-phone-sbom",
      "--quiet",
    );
    const { components, dependencies, metadata } = JSON.parse(readFileSync(files[0], "utf8"));
    const isOwn = (ref) => ref.startsWith("path+file:");
    const direct = dependencies.filter(({ ref }) => isOwn(ref)).flatMap(({ dependsOn = [] }) => dependsOn);
    return {
      components: components.filter((component) => !isOwn(component["bom-ref"])),
      direct: [...new Set(direct.filter((ref) => !isOwn(ref)))],
      dependencies,
      tools: metadata.tools,
    };
  } finally {
    for (const path of files) rmSync(path, { force: true });
  }
}

/** npm calls these packages dependencies of development, but the tarball contains them. */
function packagesOf(root) {
  const output = run(root, "npm", "sbom", "--sbom-format=cyclonedx", "--workspace=update-phone");
  const { components, dependencies, metadata } = JSON.parse(output);
  const included = packageNames(root).map((name) => {
    const component = components.find(({ purl }) => purl.startsWith(`pkg:npm/${name.replace(/^@/, "%40")}@`));
    if (!component) throw new Error(`npm sbom does not know ${name}, which the form's file contains.`);
    const { properties, ...rest } = component;
    return rest;
  });
  return { components: included, dependencies, tools: metadata.tools };
}

/** Link-time optimisation takes parts of it into the module. */
function standardLibrary(root) {
  const [, version] = run(root, "rustc", "--version").split(" ");
  return componentOf("library", "rust-std", version, `pkg:github/rust-lang/rust@${version}`, "MIT OR Apache-2.0");
}

function phoneMetadata(root) {
  const { release } = JSON.parse(readFileSync(join(root, "tools/metadata/release.json"), "utf8"));
  return componentOf("data", "libphonenumber", release, `pkg:github/google/libphonenumber@v${release}`, "Apache-2.0");
}

function componentOf(type, name, version, purl, license) {
  return { "bom-ref": purl, type, name, version, licenses: [{ expression: license }], purl };
}

/** A UUID of version 8, which is for UUIDs that are made from a hash by an application's own rules. */
function uuidOf(hash) {
  const digits = `${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Returns what a program prints, trimmed. Its warnings go to the terminal. */
function run(root, program, ...parameters) {
  return execFileSync(program, parameters, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).trim();
}
