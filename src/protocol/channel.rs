//! What an SMS is for.

/// Which of the two numbers of a change a code goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The number that the account is to have.
    New,
    /// The number that the account has.
    Old,
}

impl Purpose {
    /// `"new"` or `"old"`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "new" => Some(Self::New),
            "old" => Some(Self::Old),
            _ => None,
        }
    }
}

/// A channel of `send-sms` **\[A\]**. There is none for changing a phone: codes to the new phone use `CHANNEL_BIND_PHONE`, codes
/// to the old one `CHANNEL_UNBIND_PHONE` **\[K\]**.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsChannel(&'static str);

impl SmsChannel {
    const ALL: [&'static str; 11] = [
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
    ];

    /// The channel that a purpose has unless the caller says otherwise.
    pub fn of_purpose(purpose: Purpose) -> Self {
        Self(match purpose {
            Purpose::New => "CHANNEL_BIND_PHONE",
            Purpose::Old => "CHANNEL_UNBIND_PHONE",
        })
    }

    /// The channel of that name; `None` for one that the service does not have.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| *channel == name).map(Self)
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}
