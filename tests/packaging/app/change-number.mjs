/**
 * The program that every runtime and bundler runs: it changes a phone number and makes a few calls that must be refused. `service` is
 * `service` of ../stage.mjs or `inProcess` of in-process.mjs. The result is plain JSON and the same everywhere.
 */
export async function changeNumber({ createClient, init, isUpdatePhoneError, parsePhone }, service) {
  const refusal = async (call) => {
    try {
      await call();
    } catch (error) {
      return isUpdatePhoneError(error) ? error.code : String(error.stack);
    }
    return "not refused";
  };

  const { passCode, oldPhone, ...options } = service;
  const client = createClient(options);

  await client.sendCode({ purpose: "new", phone: "+86 １３９ 1234 5678" });
  await client.sendCode({ purpose: "old", phone: oldPhone });
  const request = {
    newPhoneCountryCode: "+86",
    newPhoneNumber: "139 1234 5678",
    newPhonePassCode: passCode,
    oldPhoneCountryCode: oldPhone.countryCode,
    oldPhoneNumber: oldPhone.number,
    oldPhonePassCode: passCode,
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
