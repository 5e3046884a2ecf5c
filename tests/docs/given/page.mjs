// The parts of a page that a program in Node.js needs.
import { emulator } from "./client.mjs";
import { client, request } from "./request.mjs";

export { client, request };

// Shortens the test, since tokens live for a minute by default.
emulator.faults.add({ operation: "verify-update-phone-request", kind: "token-lifetime", tokenLifetimeSeconds: 3 });

/** An address of the given service. */
export const address = "https://example.authing.cn/api/v3/get-profile";

const field = () => /** @type {HTMLInputElement} */ (/** @type {unknown} */ ({ value: "", textContent: "" }));
const button = () => /** @type {HTMLButtonElement} */ (/** @type {unknown} */ ({}));

export const newPhoneField = field();
export const codeField = field();
export const sendButton = button();
export const submitButton = button();
export const timer = /** @type {HTMLElement} */ (/** @type {unknown} */ (field()));
export const form = /** @type {import("update-phone/element").UpdatePhoneFormElement} */ (/** @type {unknown} */ ({}));

/** @param {import("update-phone").FlowSnapshot} snapshot */
export const show = (snapshot) => void (timer.textContent = snapshot.state);
