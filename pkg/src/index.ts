export { createClient, updatePhone, updatePhoneRequest } from "./client.js";
export { isUpdatePhoneError, UpdatePhoneError } from "./errors.js";
export { init } from "./loading.js";
export { metadataVersion } from "./metadata-version.js";
export { parsePhone } from "./phone.js";
export { createCountdown } from "./time/countdown.js";
export type * from "./types.js";
