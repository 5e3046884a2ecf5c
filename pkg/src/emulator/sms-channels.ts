const SMS_CHANNELS = [
  "CHANNEL_LOGIN",
  "CHANNEL_REGISTER",
  "CHANNEL_RESET_PASSWORD",
  "CHANNEL_BIND_PHONE",
  "CHANNEL_UNBIND_PHONE",
  "CHANNEL_BIND_MFA",
  "CHANNEL_VERIFY_MFA",
  "CHANNEL_UNBIND_MFA",
  "CHANNEL_COMPLETE_PHONE",
  "CHANNEL_IDENTITY_VERIFICATION",
  "CHANNEL_DELETE_ACCOUNT",
] as const;

/** What an SMS is for; a pass code is only good for the channel it was sent over. */
export type SmsChannel = (typeof SMS_CHANNELS)[number];

export function isSmsChannel(value: string): value is SmsChannel {
  return SMS_CHANNELS.some((channel) => channel === value);
}
