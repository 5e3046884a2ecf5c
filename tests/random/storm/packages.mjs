// The packed package, for programs that are no test.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPacked } from "../../../tools/packed.mjs";

/** `{entry, service, variants, folder, remove}`: the addresses of the package and of the emulator's server, the emulator's variants. */
export async function installStormPackage() {
  const { folder, remove } = installPacked();
  const require = createRequire(join(folder, "user.js"));
  const urlOf = (entry) => pathToFileURL(require.resolve(entry)).href;
  const { variants } = await import(urlOf("update-phone/emulator"));
  return { entry: urlOf("update-phone"), service: urlOf("update-phone/emulator/node"), variants, folder, remove };
}
