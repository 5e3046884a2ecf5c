// Compiled, never run: a program that uses the package's types.
import {
  createClient,
  createCountdown,
  init,
  isUpdatePhoneError,
  parsePhone,
  updatePhone,
  updatePhoneRequest,
  UpdatePhoneError,
  type ClientOptions,
  type Countdown,
  type ErrorCode,
  type UpdatePhoneRequest,
  type WasmSource,
} from "update-phone";
import { type FormSnapshot, type Texts, UpdatePhoneForm, type UpdatePhoneFormElement } from "update-phone/element";
import english from "update-phone/element/texts/en-US";
import { createEmulator, type Emulator } from "update-phone/emulator";
import wasm from "update-phone/update-phone.wasm";

const compiled: WebAssembly.Module = wasm;
const sources: WasmSource[] = [
  compiled,
  new ArrayBuffer(8),
  new Uint8Array(8),
  new URL("https://a.example"),
  "/a.wasm",
];
sources.push(new Response(), fetch("/a.wasm"));

export async function change(options: ClientOptions, request: UpdatePhoneRequest): Promise<string> {
  await init();
  await init({ wasm });
  const client = createClient(options);
  try {
    const granted = await updatePhoneRequest(client, request, { timeoutMs: 5_000 });
    const countdown: Countdown = granted.countdown;
    for await (const seconds of countdown) if (seconds < 10) break;
    const { outcome } = await updatePhone(client, granted, { signal: countdown.signal });
    return outcome;
  } catch (error) {
    if (isUpdatePhoneError(error)) {
      const code: ErrorCode = error.code;
      return `${code} ${error.retryAfterMs ?? 0}`;
    }
    throw error;
  } finally {
    client.dispose();
  }
}

export async function emulate(): Promise<string> {
  const emulator: Emulator = createEmulator();
  const [user] = emulator.users;
  createCountdown(60_000).cancel();
  const client = createClient({ host: "http://localhost", appId: "app", fetch: emulator.fetch });
  return `${(await client.getProfile()).phone} ${parsePhone("+8613912345678").e164} ${user?.phone}`;
}

// @ts-expect-error An application is needed.
createClient({ host: "https://a.example" });
// @ts-expect-error With exactOptionalPropertyTypes an option is left out, not undefined.
createClient({ host: "https://a.example", appId: "app", timeoutMs: undefined });
// @ts-expect-error Only the package creates its errors.
new UpdatePhoneError();

export function form(options: ClientOptions): UpdatePhoneFormElement {
  const element = document.createElement("update-phone-form");
  const other: UpdatePhoneFormElement = new UpdatePhoneForm();
  const texts: Texts = { ...english, language: "de", sendAgainIn: (time) => `Erneut senden in ${time}` };
  element.client = createClient(options);
  element.options = { confirm: true, autoSubmitLength: 6 };
  element.currentPhone = "+8618812345678";
  element.texts = texts;
  element.addEventListener("update-phone-done", ({ detail }) => {
    const snapshot: FormSnapshot = detail;
    console.log(snapshot.newPhone?.e164);
    // @ts-expect-error Codes are in no event.
    console.log(snapshot.newCode);
  });
  other.reset();
  return element;
}
