//! What JavaScript sees: arguments are read, the core is called, values are made. Nothing is decided here.
//!
//! Objects come in and go out by the names of their members; the types are declared in `types.d.ts`, and from the enums that have a
//! name outside of Rust. One thing is narrower than that, and says why: `phone_verdict`.

mod allocator;
mod answers;
mod arguments;
mod calls;
mod client;
#[cfg(feature = "bare")]
mod countdown;
mod errors;
mod exchange;
#[cfg(feature = "layer")]
mod flow;
mod options;
mod panics;
mod phone;
#[cfg(feature = "layer")]
mod phone_verdict;
#[cfg(feature = "layer")]
mod prepared_call;
mod promise;
mod trap;
mod types;

pub use self::calls::{get_profile, send_code, update_phone, update_phone_request};
pub use self::client::Client;
#[cfg(feature = "bare")]
pub use self::countdown::Countdown;
#[cfg(feature = "layer")]
pub use self::flow::Flow;
pub use self::phone::list_countries;
#[cfg(feature = "bare")]
pub use self::phone::{format_typed, is_valid_phone, parse_phone};
#[cfg(feature = "layer")]
pub use self::phone_verdict::{format_typed_text, is_valid_number, read_number, record_address};
#[cfg(feature = "layer")]
pub use self::prepared_call::PreparedCall;
