const options = ["--bundle", "--minify", "--log-override:empty-import-meta=error", "--log-level=warning"];

export const rows = [
  {
    name: "esbuild",
    version: "esbuild",
    cells: {
      async ESM({ bin, output, answer, service }) {
        const parameters = ["import.mjs", "--platform=node", "--format=esm", "--outfile=out/server.mjs"];
        await output(bin("esbuild"), [...options, ...parameters]);
        return answer(process.execPath, ["out/server.mjs", service]);
      },
      async CJS({ bin, output, answer, service }) {
        const parameters = ["import.mjs", "--platform=node", "--format=cjs", "--outfile=out/server.cjs"];
        await output(bin("esbuild"), [...options, ...parameters]);
        return answer(process.execPath, ["out/server.cjs", service]);
      },
      async build({ folder, bin, output, files, open }) {
        await output(bin("esbuild"), [...options, "page.mjs", "--format=esm", "--outfile=dist/page.mjs"]);
        await output("cp", ["index.html", "dist/"]);
        return open(`${await files(`${folder}/dist`)}index.html`);
      },
    },
  },
];
