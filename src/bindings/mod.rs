//! What JavaScript sees: options are read, the core is called, values are converted. Nothing is decided here.
//!
//! The module exports `Client`, the calls as functions of it, and the phone functions. They are the inside of the npm package, whose
//! TypeScript layer adds what works before this module is loaded: checked options, countdowns, time limits, the error class.

mod allocator;
mod calls;
mod client;
mod errors;
mod flow;
#[cfg(not(feature = "ledger-without-phone"))]
mod phone;
mod prepared_call;
mod record;
mod trap;

pub use self::calls::{prepare, reconcile, run, update_phone, update_phone_request};
pub use self::client::Client;
pub use self::flow::Flow;
#[cfg(not(feature = "ledger-without-phone"))]
pub use self::phone::{format_typed, list_countries, read_phone};
pub use self::prepared_call::PreparedCall;
pub use self::record::record_address;
