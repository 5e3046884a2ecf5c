//! What may be sent when. Nothing here reads a clock or calls anybody: the current time is an argument.

mod deadline;
mod update_tokens;

pub use self::deadline::{Deadline, Instant};
pub use self::update_tokens::UpdateTokens;
