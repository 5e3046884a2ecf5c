//! The purposes and channels of SMS codes.

use crate::named::named;

named! {
    /// Which number of a change a code is sent to.
    pub enum Purpose {
        /// The number that the user changes to.
        New "new"
        /// The number that the user has now.
        Old "old"
    }
}

named! {
    /// A channel of `send-sms` **\[A\]**. There is none for changing a phone: codes to the new phone use `CHANNEL_BIND_PHONE`, codes to
    /// the old one `CHANNEL_UNBIND_PHONE` **\[K\]**.
    #[allow(missing_docs, reason = "the variants are the names on the wire")]
    pub enum SmsChannel {
        Login "CHANNEL_LOGIN"
        Register "CHANNEL_REGISTER"
        ResetPassword "CHANNEL_RESET_PASSWORD"
        BindPhone "CHANNEL_BIND_PHONE"
        UnbindPhone "CHANNEL_UNBIND_PHONE"
        BindMfa "CHANNEL_BIND_MFA"
        VerifyMfa "CHANNEL_VERIFY_MFA"
        UnbindMfa "CHANNEL_UNBIND_MFA"
        CompletePhone "CHANNEL_COMPLETE_PHONE"
        IdentityVerification "CHANNEL_IDENTITY_VERIFICATION"
        DeleteAccount "CHANNEL_DELETE_ACCOUNT"
    }
}

impl SmsChannel {
    /// The default channel of a purpose.
    pub fn of_purpose(purpose: Purpose) -> Self {
        match purpose {
            Purpose::New => Self::BindPhone,
            Purpose::Old => Self::UnbindPhone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_channels_of_the_service_have_a_name() {
        assert_eq!(SmsChannel::ALL.len(), 11);
        for name in ["", "CHANNEL_UPDATE_PHONE", "CHANNEL", "CHANNEL_LOGIN\n", "channel_login"] {
            assert_eq!(SmsChannel::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn each_purpose_has_its_own_channel() {
        assert_eq!(SmsChannel::of_purpose(Purpose::New).as_str(), "CHANNEL_BIND_PHONE");
        assert_eq!(SmsChannel::of_purpose(Purpose::Old).as_str(), "CHANNEL_UNBIND_PHONE");
    }
}
