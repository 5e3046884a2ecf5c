//! The steps of random sequences, and the options of the forms.

use update_phone::flow::{ChangePhoneOptions, Event, Side, VerifyOldPhone};
use update_phone::protocol::PhoneCheck;

pub const NEW_NUMBERS: [&str; 3] = ["+8618812345678", "+8618887654321", "+8612812345678"];
pub const OLD_NUMBER: &str = "+8613900000000";

/// One step of a sequence.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The step that leads on from here: purely random sequences hardly ever reach the end.
    GoOn(u8),
    TypeNumber(usize),
    TypeCode {
        side: Side,
        is_right: bool,
    },
    Person(Event<'static>),
    /// The service answers the request in flight; the number chooses the answer.
    Answer(u8),
    /// The token's countdown reaches zero, if it has.
    LookAtToken,
    Pass {
        wall_ms: f64,
        monotonic_ms: f64,
    },
}

impl Step {
    /// A step by random numbers.
    pub fn new(kind: u8, which: u8, size: u16) -> Self {
        match kind % 40 {
            20..=39 => Self::GoOn(which),
            0 => Self::TypeNumber(usize::from(which) % NEW_NUMBERS.len()),
            1..=4 => {
                Self::TypeCode { side: if which & 1 == 0 { Side::New } else { Side::Old }, is_right: which & 6 != 0 }
            }
            5 => Self::Person(Event::UseUnusualNumber),
            6 => Self::Person(Event::Send(if which & 1 == 0 { Side::New } else { Side::Old })),
            7..=8 => Self::Person(Event::Submit),
            9..=10 => Self::Person(Event::Confirm),
            11 if which < 16 => Self::Person(Event::Reset),
            11..=17 => Self::Answer(which),
            18 => Self::LookAtToken,
            _ => {
                let ms = f64::from(size) * 2.0;
                match which % 5 {
                    0 => Self::Pass { wall_ms: ms, monotonic_ms: 0.0 },
                    1 => Self::Pass { wall_ms: -ms, monotonic_ms: 0.0 },
                    _ => Self::Pass { wall_ms: ms, monotonic_ms: ms },
                }
            }
        }
    }
}

/// The number of forms with different options: see [`form`].
pub const FORMS: u8 = 12;

/// The options of one of the forms.
pub fn form(which: u8) -> ChangePhoneOptions {
    ChangePhoneOptions {
        verify_old_phone: [VerifyOldPhone::Auto, VerifyOldPhone::Always, VerifyOldPhone::Never][usize::from(which % 3)],
        requires_confirmation: which & 1 == 0,
        auto_submit_length: if which % FORMS < 6 { 0 } else { 6 },
        phone_check: PhoneCheck::Mobile,
    }
}
