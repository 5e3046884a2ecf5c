// What a wrong code, an expired token and a taken number look like to a program. Runs against the emulator only.
import { isUpdatePhoneError } from "update-phone";
import { emulator, readCode } from "./codes.mjs";
import { advance } from "./time.mjs";

export async function showFailures(client, phone) {
  const old = { oldPhoneCountryCode: phone.countryCode, oldPhoneNumber: phone.nationalNumber };

  const first = await prove("13700001111");
  await failing("A wrong code", () =>
    client.updatePhoneRequest({ ...first, newPhonePassCode: another(first.newPhonePassCode) }),
  );

  await advance(60_000); // so that the same phones may receive another code
  const answer = await client.updatePhoneRequest(await prove("13700001111"));
  await advance(61_000);
  await failing("An expired token", () => client.updatePhone(answer));

  const users = await (await fetch(`${emulator}/_emulator/users`)).json();
  const other = users.find((user) => user.phone !== phone.nationalNumber);
  const taken = await prove(other.phone, other.phoneCountryCode);
  await failing("A taken number", () => client.updatePhoneRequest(taken));

  /** Has codes sent to a new number and to the old one, and reads them. */
  async function prove(number, countryCode = "+86") {
    await client.sendCode({ purpose: "new", phone: { countryCode, number } });
    await client.sendCode({ purpose: "old", phone: phone.e164 });
    return {
      newPhoneCountryCode: countryCode,
      newPhoneNumber: number,
      newPhonePassCode: await readCode(`${countryCode}${number}`),
      ...old,
      oldPhonePassCode: await readCode(phone.e164),
    };
  }
}

async function failing(what, call) {
  try {
    await call();
  } catch (error) {
    if (!isUpdatePhoneError(error)) throw error;
    const { code, recovery, field, message } = error;
    console.log(
      `\n${what}:\n  code      ${code}\n  recovery  ${recovery}\n  field     ${field ?? "-"}\n  message   ${message}`,
    );
    return;
  }
  throw new Error(`${what} should have been refused.`);
}

/** A code that is certainly another one. */
function another(code) {
  return code.replace(/./, (digit) => String((Number(digit) + 1) % 10));
}
