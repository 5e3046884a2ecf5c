// Compares the public API with the committed reports in etc/, one for each entry of the package. `--check` fails if they differ,
// `--update` writes the reports. The package must have been built, since the types are read from pkg/dist.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { publicEntries } from "../entries.mjs";

const root = join(import.meta.dirname, "../..");
const pkg = join(root, "pkg");
const committed = join(root, "etc");
const generated = join(root, "target/api-report");
const isUpdate = process.argv.includes("--update");

const entries = publicEntries().filter(({ types }) => types);
const entryFiles = entries.map(({ types }) => join(pkg, types));
const configs = entries.map(({ name, types }) => configOf(name, join(pkg, types)));
const compilerState = CompilerState.create(configs[0], { additionalEntryPoints: entryFiles.slice(1) });

mkdirSync(committed, { recursive: true });
let isDifferent = false;
for (const config of configs) {
  const { apiReportChanged, succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: isUpdate,
    messageCallback: silenceConsole,
  });
  if (!apiReportChanged && succeeded) continue;
  if (!isUpdate || !succeeded) isDifferent = true;
  console.log(`${isUpdate ? "Written" : "Differs from the public API"}: ${relative(root, config.reportFilePath)}`);
}
for (const stale of staleReports()) {
  if (isUpdate) rmSync(join(committed, stale));
  else isDifferent = true;
  console.log(`${isUpdate ? "Removed" : "Belongs to no entry"}: etc/${stale}`);
}
if (isDifferent) {
  console.error(
    "The public API has changed, or cannot be read. After an intended change, run make api-report and commit etc/.",
  );
  process.exit(1);
}
console.log(`API reports: ${entries.length} entries.`);

function configOf(name, mainEntryPointFilePath) {
  const report = { reportFolder: committed, reportTempFolder: generated, reportFileName: `${name}.api.md` };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(pkg, "package.json"),
    configObject: {
      projectFolder: pkg,
      mainEntryPointFilePath,
      newlineKind: "lf",
      enumMemberOrder: "preserve",
      // Only the published types; otherwise TypeScript would include the sources.
      compiler: { overrideTsconfig: { extends: join(pkg, "tsconfig.json"), files: entryFiles, include: [] } },
      // A report includes types from other entries and types that are not exported.
      apiReport: { enabled: true, includeForgottenExports: true, ...report },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          // There are no @alpha, @beta or @public tags: an entry is released as a whole.
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-forgotten-export": { logLevel: "none" },
          // TypeDoc checks the doc comments: see typedoc.json.
          "ae-undocumented": { logLevel: "none" },
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
}

/** Suppresses the console messages of API Extractor, which name other commands than this project's. */
function silenceConsole(message) {
  if (message.messageId.startsWith("console-")) message.logLevel = "none";
}

function staleReports() {
  const current = new Set(configs.map(({ reportFilePath }) => basename(reportFilePath)));
  return readdirSync(committed).filter((name) => name.endsWith(".api.md") && !current.has(name));
}
