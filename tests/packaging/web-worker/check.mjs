// Workers have no import map, so esbuild bundles the worker.
export const rows = [
  {
    name: "Web Worker",
    version: "esbuild",
    cells: {
      async build({ folder, bin, output, files, open }) {
        await output(bin("esbuild"), ["worker.mjs", "--bundle", "--format=esm", "--outfile=out/worker.js"]);
        return open(`${await files(folder)}index.html`);
      },
    },
  },
];
