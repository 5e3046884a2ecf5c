//! What an SMS is for.

use super::named::named;
use super::text::line;

named! {
    /// Which of the two numbers of a change a code goes to.
    pub enum Purpose {
        /// The number that the account is to have.
        New "new"
        /// The number that the account has.
        Old "old"
    }
}

/// A channel of `send-sms` **\[A\]**. There is none for changing a phone: codes to the new phone use `CHANNEL_BIND_PHONE`, codes
/// to the old one `CHANNEL_UNBIND_PHONE` **\[K\]**.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsChannel(&'static str);

impl SmsChannel {
    /// A line each: told apart by one short loop, where an array of constants becomes a comparison for each.
    const NAMES: &'static str = "\
        CHANNEL_LOGIN\nCHANNEL_REGISTER\nCHANNEL_RESET_PASSWORD\nCHANNEL_BIND_PHONE\nCHANNEL_UNBIND_PHONE\n\
        CHANNEL_BIND_MFA\nCHANNEL_VERIFY_MFA\nCHANNEL_UNBIND_MFA\nCHANNEL_COMPLETE_PHONE\n\
        CHANNEL_IDENTITY_VERIFICATION\nCHANNEL_DELETE_ACCOUNT\n";

    /// The channel that a purpose has unless the caller says otherwise.
    pub fn of_purpose(purpose: Purpose) -> Self {
        Self(match purpose {
            Purpose::New => "CHANNEL_BIND_PHONE",
            Purpose::Old => "CHANNEL_UNBIND_PHONE",
        })
    }

    /// The channel of that name; `None` for one that the service does not have.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut names = (0..).map(|number| line(Self::NAMES, number)).take_while(|line| !line.is_empty());
        names.find(|known| *known == name).map(Self)
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channels_are_those_of_the_service() {
        assert_eq!(SmsChannel::NAMES.lines().count(), 11);
        for name in SmsChannel::NAMES.lines() {
            assert_eq!(SmsChannel::from_name(name).map(SmsChannel::as_str), Some(name));
        }
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
