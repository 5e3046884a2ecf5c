/** A WebOTP request, which TypeScript's DOM types lack. */
interface OtpRequest extends CredentialRequestOptions {
  otp: { transport: ["sms"] };
}

/**
 * Waits for the code of the next SMS, in browsers with WebOTP. The browser asks the user for permission. Resolves with undefined
 * without WebOTP, without permission, or when `signal` aborts.
 */
export async function receiveSmsCode(signal: AbortSignal): Promise<string | undefined> {
  if (!("OTPCredential" in globalThis)) return undefined;
  try {
    const request: OtpRequest = { otp: { transport: ["sms"] }, signal };
    const credential = (await navigator.credentials.get(request)) as { code?: string } | null;
    return credential?.code;
  } catch {
    return undefined;
  }
}
