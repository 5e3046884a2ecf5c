//! The exports of the module: read the arguments, call the core, make JavaScript values. No decisions are made here.
//!
//! Arguments and results are objects with named members. Their types are declared in the `*-shapes.d.ts` files and by the enums of
//! `named!`. Only `phone_verdict` is narrower, and says why.

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
