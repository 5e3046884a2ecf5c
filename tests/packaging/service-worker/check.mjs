// A classic script, since not every browser runs modules as service workers.
export const rows = [
  {
    name: "Service Worker",
    version: "esbuild",
    cells: {
      async build({ folder, bin, output, files, open }) {
        await output(bin("esbuild"), ["worker.mjs", "--bundle", "--format=iife", "--outfile=service-worker.js"]);
        return open(`${await files(folder)}index.html`);
      },
    },
  },
];
