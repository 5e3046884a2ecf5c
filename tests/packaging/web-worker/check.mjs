// Workers have no import map, so the worker is bundled, by esbuild.
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
