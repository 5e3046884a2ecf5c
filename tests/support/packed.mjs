// The packed package, installed once per test file.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after } from "node:test";
import { installPacked } from "../../tools/packed.mjs";

export const installed = installPacked();
after(() => installed.remove());

const require = createRequire(join(installed.folder, "user.js"));

/** The URL of an entry of the package, as Node.js resolves it for a user. */
export const entryUrl = (entry) => pathToFileURL(require.resolve(entry)).href;

export const updatePhonePackage = await import(entryUrl("update-phone"));
export const emulatorPackage = await import(entryUrl("update-phone/emulator/node"));
