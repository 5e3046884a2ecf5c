// Compiled, never run: TypeScript lets CommonJS require the package's ES modules, as Node does from 20.19 on.
import updatePhone = require("update-phone");
import emulator = require("update-phone/emulator");

export const client: updatePhone.Client = updatePhone.createClient({
  host: "http://localhost",
  appId: "app",
  fetch: emulator.createEmulator().fetch,
});
