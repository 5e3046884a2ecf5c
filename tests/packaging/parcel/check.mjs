import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../stage.mjs";

const row = (name, page, prepare = async () => {}, options = {}) => ({
  name,
  version: "parcel",
  cells: {
    async dev({ folder, bin, server, open }) {
      await prepare(folder);
      const parameters = ["serve", page, "--port", await freePort(), "--host", "127.0.0.1"];
      return open(`${await server(bin("parcel"), parameters)}/${page}`, options);
    },
    async build({ folder, bin, output, files, open }) {
      await output(bin("parcel"), ["build", page, "--dist-dir", "dist"]);
      return open(`${await files(join(folder, "dist"))}${page}`, options);
    },
  },
});

/** Without `packageExports` Parcel finds only a package's default entry. */
async function readExports(folder) {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  manifest["@parcel/resolver-default"] = { packageExports: true };
  await writeFile(path, JSON.stringify(manifest));
}

export const rows = [
  row("Parcel", "index.html"),
  row("Parcel with packageExports, the emulator inside", "with-emulator.html", readExports, { hasEmulator: true }),
];
