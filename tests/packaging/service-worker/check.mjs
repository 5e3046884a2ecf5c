// A classic script, as service workers are wherever they are to run in every browser.
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
