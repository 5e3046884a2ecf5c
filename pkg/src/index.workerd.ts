// The entry for workerd (Cloudflare Workers), which compiles no bytes: the module is imported, already compiled. Its types and
// documentation are those of the default entry.
import * as client from "./client.js";
import * as loading from "./loading.js";
import type * as entry from "./index.js";
import module from "./wasm/update_phone_bg.wasm";

export * from "./common.js";

export const createClient: typeof entry.createClient = (options) => {
  loading.shipModule(() => module);
  return client.createClient(options);
};

export const init: typeof entry.init = async (options = {}) => {
  loading.shipModule(() => module);
  await loading.init(options);
};
