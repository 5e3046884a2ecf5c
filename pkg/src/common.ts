// What all entries export alike. `createClient` and `init` need the WebAssembly module, which each entry ships in its own way.
export { updatePhone, updatePhoneRequest } from "./client.js";
export { countries } from "./countries.js";
export { isUpdatePhoneError, UpdatePhoneError } from "./errors.js";
export { metadataVersion } from "./metadata-version.js";
export { formatAsYouType, isValidPhone, parsePhone } from "./phone.js";
export { createCountdown } from "./time/countdown.js";
export type * from "./types.js";
