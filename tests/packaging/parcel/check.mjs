import { join } from "node:path";
import { freePort } from "../stage.mjs";

export const rows = [
  {
    name: "Parcel",
    version: "parcel",
    cells: {
      async dev({ bin, server, open }) {
        const parameters = ["serve", "index.html", "--port", await freePort(), "--host", "127.0.0.1"];
        return open(await server(bin("parcel"), parameters));
      },
      async build({ folder, bin, output, files, open }) {
        await output(bin("parcel"), ["build", "index.html", "--dist-dir", "dist"]);
        return open(`${await files(join(folder, "dist"))}index.html`);
      },
    },
  },
];
