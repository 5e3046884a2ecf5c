// A program: serves an emulator on a free port of this machine and issues update tokens that do not expire.
//
//   fork(emulator-process.mjs, [EMULATOR-URL]); send(n) → {url, user, tokens}
const { serveEmulator } = await import(process.argv[2]);

const CODE = "123456";
const NEW = { newPhoneCountryCode: "+86", newPhoneNumber: "13912345678", newPhonePassCode: CODE };

const now = Date.now();
const { url, emulator } = await serveEmulator({
  port: 0,
  clock: { now: () => now },
  fixedCode: CODE,
  smsIntervalSeconds: 0,
  dailyCap: Number.POSITIVE_INFINITY,
  verifyOldPhone: false,
});

async function call(operation, user, body) {
  const response = await emulator.fetch(`${url}/api/v3/${operation}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-authing-app-id": user.appId,
      authorization: `Bearer ${user.accessToken}`,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()).data;
}

process.on("message", async (count) => {
  emulator.reset();
  const [user] = emulator.users;
  const tokens = [];
  while (tokens.length < count) {
    await call("send-sms", user, {
      channel: "CHANNEL_BIND_PHONE",
      phoneCountryCode: "+86",
      phoneNumber: "13912345678",
    });
    const payload = { verifyMethod: "PHONE_PASSCODE", phonePassCodePayload: NEW };
    const { updatePhoneToken } = await call("verify-update-phone-request", user, payload);
    tokens.push(updatePhoneToken);
  }
  process.send({ url, user, tokens });
});
process.on("disconnect", () => process.exit());
