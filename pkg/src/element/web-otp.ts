/** What browsers with WebOTP take and give; TypeScript's DOM types do not have it. */
interface OtpRequest extends CredentialRequestOptions {
  otp: { transport: ["sms"] };
}

/**
 * Waits for the code of the next SMS, where the browser can read it; the person is asked by the browser. Resolves with nothing where it
 * cannot, was told not to, or is told to stop.
 */
export async function nextCode(signal: AbortSignal): Promise<string | undefined> {
  if (!("OTPCredential" in globalThis)) return undefined;
  try {
    const request: OtpRequest = { otp: { transport: ["sms"] }, signal };
    const credential = (await navigator.credentials.get(request)) as { code?: string } | null;
    return credential?.code;
  } catch {
    return undefined;
  }
}
