//! The change-phone form as a state machine, and the client's memory of what it sent. Pure: the current time is an argument.

mod change_phone;
mod deadline;
mod fingerprint;
mod memory;
mod pass_codes;
mod update_tokens;

pub use self::change_phone::{Can, ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side, VerifyOldPhone};
pub use self::deadline::{Deadline, Instant};
pub use self::fingerprint::Fingerprint;
pub use self::memory::{CODE_COOLDOWN_MS, Memory, key_of};
pub use self::pass_codes::{CodeStatus, PassCodes};
pub use self::update_tokens::{TokenStatus, UpdateTokens};
