import { join } from "node:path";

export const rows = [
  {
    name: "Parcel",
    version: "parcel",
    cells: {
      async dev({ bin, server, open }) {
        return open(`${await server(bin("parcel"), ["serve", "index.html", "--port", "0", "--host", "127.0.0.1"])}/index.html`);
      },
      async build({ folder, bin, output, files, open }) {
        await output(bin("parcel"), ["build", "index.html", "--dist-dir", "dist"]);
        return open(`${await files(join(folder, "dist"))}index.html`);
      },
    },
  },
];
