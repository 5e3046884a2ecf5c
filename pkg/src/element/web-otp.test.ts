import { afterEach, expect, test, vi } from "vitest";
import { receiveSmsCode } from "./web-otp.js";

const { signal } = new AbortController();
afterEach(() => vi.unstubAllGlobals());

function stubWebOtp(get: () => Promise<unknown>) {
  const spy = vi.fn(get);
  vi.stubGlobal("OTPCredential", class {});
  vi.stubGlobal("navigator", { credentials: { get: spy } });
  return spy;
}

test("the code of the next SMS is asked for, under the signal", async () => {
  const get = stubWebOtp(async () => ({ code: "123456" }));
  expect(await receiveSmsCode(signal)).toBe("123456");
  expect(get).toHaveBeenCalledWith({ otp: { transport: ["sms"] }, signal });
});

test("without WebOTP nothing is asked", async () => {
  const get = vi.fn();
  vi.stubGlobal("navigator", { credentials: { get } });
  expect(await receiveSmsCode(signal)).toBeUndefined();
  expect(get).not.toHaveBeenCalled();
});

test.each([
  ["no credential", async () => null],
  ["a refused permission", () => Promise.reject(new DOMException("no", "NotAllowedError"))],
])("%s brings no code", async (_, get) => {
  stubWebOtp(get);
  expect(await receiveSmsCode(signal)).toBeUndefined();
});
