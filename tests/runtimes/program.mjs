/**
 * What is run in each runtime: a phone number is changed, with the emulator in the same process, and a few things are refused.
 * Its arguments are the two entries, however they were had; its answer is plain JSON and the same everywhere.
 */
export async function changeNumber({ createClient, init, isUpdatePhoneError, parsePhone }, { createEmulator }) {
  const refusal = async (call) => {
    try {
      await call();
    } catch (error) {
      return isUpdatePhoneError(error) ? error.code : String(error.stack);
    }
    return "not refused";
  };

  const emulator = createEmulator();
  const [user] = emulator.users;
  const { appId, accessToken } = user;
  const client = createClient({ host: "http://localhost", appId, accessToken, fetch: emulator.fetch });
  const codeOf = (number) => emulator.inbox().findLast(({ to }) => to.endsWith(number)).code;

  await client.sendCode({ purpose: "new", phone: "+86 １３９ 1234 5678" });
  await client.sendCode({ purpose: "old", phone: { countryCode: user.phoneCountryCode, number: user.phone } });
  const request = {
    newPhoneCountryCode: "+86",
    newPhoneNumber: "139 1234 5678",
    newPhonePassCode: codeOf("13912345678"),
    oldPhoneCountryCode: user.phoneCountryCode,
    oldPhoneNumber: user.phone,
    oldPhonePassCode: codeOf(user.phone),
  };
  const secondCodeAtOnce = await refusal(() => client.sendCode({ purpose: "new", phone: "+86 139 1234 5678" }));
  const granted = await client.updatePhoneRequest(request);
  const { outcome } = await client.updatePhone(granted);
  const tokenSpentTwice = await refusal(() => client.updatePhone(granted));
  const { phone } = await client.getProfile();
  client.dispose();

  await init();
  const { e164, isValid } = parsePhone("0086 139-1234-5678", { defaultRegion: "CN" });
  return {
    tokenExpiresIn: granted.data.tokenExpiresIn,
    isCountdownExpired: granted.countdown.isExpired,
    outcome,
    phone,
    e164,
    isValid,
    refused: { secondCodeAtOnce, tokenSpentTwice, afterDispose: await refusal(() => client.getProfile()) },
  };
}
