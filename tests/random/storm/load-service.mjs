// A program of its own: the packed emulator, with a user for each client. Ends with whoever started it.
//
//   fork(load-service.mjs, [EMULATOR-URL, USERS]) → {url, users}
import { phoneOfUser } from "./pools.mjs";

const [, , entry, count] = process.argv;
const { serveEmulator } = await import(entry);

const { url, emulator } = await serveEmulator({
  port: 0,
  fixedCode: "123456",
  smsIntervalSeconds: 0,
  dailyCap: Number.POSITIVE_INFINITY,
});
for (let nth = 0; nth < Number(count); nth += 1) emulator.addUser({ phone: phoneOfUser(nth) });
process.send({ url, users: emulator.users.slice(2) });
process.on("disconnect", () => process.exit());
