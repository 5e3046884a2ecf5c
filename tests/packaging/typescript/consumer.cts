// Compiled, never run. TypeScript lets CommonJS require the package's ES modules, as Node.js 20.19 and later do.
import updatePhone = require("update-phone");
import emulator = require("update-phone/emulator");

export const client: updatePhone.Client = updatePhone.createClient({
  host: "http://localhost",
  appId: "app",
  fetch: emulator.createEmulator().fetch,
});
