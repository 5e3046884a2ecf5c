// A thread of its own for the fuzzer: what nobody catches there is for it to judge.
import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { fuzz } from "./fuzzer.mjs";
import { fuzzLoading } from "./loading.mjs";
import { sabotaged } from "./sabotage.mjs";

const { urls, copies, codes, lie, ...run } = workerData;

const uncaught = [];
process.on("uncaughtException", (error) => uncaught.push(error));
process.on("unhandledRejection", (error) => uncaught.push(error));
const watch = () => uncaught.splice(0);
const context = vm.createContext({});
const realm = (text) => vm.runInContext(text, context);

async function work() {
  if (copies) return fuzzLoading({ copies, codes: new Set(codes), realm, watch, ...run });
  const [core, emulator] = await Promise.all([import(urls.core), import(urls.emulator)]);
  await core.init();
  const { isUpdatePhoneError, UpdatePhoneError } = core;
  const packages = {
    core: sabotaged(core, lie),
    emulator,
    codes: new Set(codes),
    isUpdatePhoneError,
    UpdatePhoneError,
  };
  return fuzz({ packages, realm, watch, ...run });
}

parentPort.postMessage(await work().catch((error) => ({ failure: String(error?.stack) })));
