// Holds the public API against the committed reports in etc/, one for each entry of the package: `--check` fails where they
// differ, `--update` writes them anew. It reads the types in pkg/dist, so the package must have been built.
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
    messageCallback: quietAboutReports,
  });
  if (!apiReportChanged && succeeded) continue;
  if (!isUpdate || !succeeded) isDifferent = true;
  console.log(`${isUpdate ? "Written" : "Differs from the public API"}: ${relative(root, config.reportFilePath)}`);
}
for (const stale of staleReports()) {
  if (isUpdate) rmSync(join(committed, stale));
  else isDifferent = true;
  console.log(`${isUpdate ? "Removed" : "Is of no entry"}: etc/${stale}`);
}
if (isDifferent) {
  console.error("The public API has changed, or cannot be read. If it was meant to: make api-report, and commit etc/.");
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
      // Of the types that are published; TypeScript would otherwise take the sources in too.
      compiler: { overrideTsconfig: { extends: join(pkg, "tsconfig.json"), files: entryFiles, include: [] } },
      // An entry's report shows the shape of what it takes from another entry, and of what is not exported by name.
      apiReport: { enabled: true, includeForgottenExports: true, ...report },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          // The project releases all or nothing of an entry: there are no @alpha, @beta or @public tags.
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-forgotten-export": { logLevel: "none" },
          // Doc comments are TypeDoc's to judge: see tools/docs/reference.mjs.
          "ae-undocumented": { logLevel: "none" },
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
}

/** What became of the reports is said above, with the command of this project. */
function quietAboutReports(message) {
  if (message.messageId.startsWith("console-")) message.logLevel = "none";
}

function staleReports() {
  const known = new Set(configs.map(({ reportFilePath }) => basename(reportFilePath)));
  return readdirSync(committed).filter((name) => name.endsWith(".api.md") && !known.has(name));
}
