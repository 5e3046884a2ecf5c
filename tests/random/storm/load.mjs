// node tests/random/storm/load.mjs: what one client process and one emulator hold on this machine, without faults: whole changes, one after the
// other, by so many clients at a time. Prints requests in a second, percentiles and errors; fails if there is any.
//
//   LOAD_SECONDS=N  how long for each number of clients (10)
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { installStormPackage } from "./packages.mjs";
import { percentiles } from "./statistics.mjs";

const CLIENTS = [1, 16, 64, 250];
const WARM_UP_SECONDS = 2;

const seconds = Number(process.env.LOAD_SECONDS ?? 10);
if (!(seconds > 0)) {
  console.error("LOAD_SECONDS must be a number above 0.");
  process.exit(2);
}

const packages = await installStormPackage();
let errors = 0;
console.log(`Node.js ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString()}`);
console.log("clients  requests/s  changes/s  p50 ms  p95 ms  p99 ms  most ms  errors");
for (const clients of CLIENTS) {
  const service = fork(join(import.meta.dirname, "load-service.mjs"), [packages.service, String(clients)]);
  const [stage] = await once(service, "message");
  const program = fork(join(import.meta.dirname, "load-clients.mjs"));
  program.send({ entry: packages.entry, stage, seconds, warmUpSeconds: WARM_UP_SECONDS });
  const [result] = await once(program, "message");
  await Promise.all([once(program, "exit"), once(service, "exit"), service.disconnect()]);
  const { p50, p95, p99, max } = percentiles(result.latencies);
  const figures = [p50, p95, p99, max].map((ms) => ms.toFixed(1));
  const perSecond = [result.latencies.length, result.changes].map((count) => (count / seconds).toFixed(0));
  errors += result.errors.length;
  console.log([clients, ...perSecond, ...figures, result.errors.length].join("  "));
  for (const text of result.errors.slice(0, 3)) console.log(`  ${text}`);
}
packages.remove();
process.exitCode = errors > 0 ? 1 : 0;
