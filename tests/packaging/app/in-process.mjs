/** Returns a service for `changeNumber` without a network: an emulator in the same process. */
export function inProcess({ createEmulator }) {
  const passCode = "123456";
  const emulator = createEmulator({ fixedCode: passCode });
  const [{ appId, accessToken, phoneCountryCode, phone }] = emulator.users;
  return {
    host: "http://localhost",
    fetch: emulator.fetch,
    appId,
    accessToken,
    passCode,
    oldPhone: { countryCode: phoneCountryCode, number: phone },
  };
}
