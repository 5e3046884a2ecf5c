// A signed-in user and a client, as a program has them after its first lines. The emulator responds for every host.
import { createClient } from "update-phone";
import { createEmulator } from "update-phone/emulator";

export const newCode = "123456";
export const oldCode = newCode;
export const emulator = createEmulator({ fixedCode: newCode });
globalThis.fetch = emulator.fetch;

const [first] = emulator.users;
if (!first) throw new Error("The emulator has users.");
export const user = first;

export const host = "https://example.authing.cn";
export const { appId, accessToken } = user;
export const client = createClient({ host, appId, accessToken, language: "zh-CN" });

/** Of the sign-in. */
export const currentAccessToken = () => accessToken;
