// A signed-in user, a client and codes that were sent, as a program has them that is past its first lines. The emulator answers
// whatever host is asked.
import { createClient } from "update-phone";
import { createEmulator } from "update-phone/emulator";

export const code = "123456";
export const emulator = createEmulator({ fixedCode: code });
globalThis.fetch = emulator.fetch;

const [user, other] = emulator.users;
if (!user || !other) throw new Error("The emulator has two users.");
export { other, user };

export const host = "https://example.authing.cn";
export const { appId, accessToken } = user;
export const client = createClient({ host, appId, accessToken, language: "zh-CN" });

const first = createClient({ host, appId, accessToken });
await first.sendCode({ purpose: "new", phone: "+86 139 1234 5678" });
await first.sendCode({ purpose: "old", phone: `+86 ${user.phone}` });
first.dispose();

export const request = {
  newPhoneCountryCode: "+86",
  newPhoneNumber: "13912345678",
  newPhonePassCode: code,
  oldPhoneCountryCode: "+86",
  oldPhoneNumber: user.phone,
  oldPhonePassCode: code,
};
