//! Lets a signed-in user change their phone number at [Authing](https://www.authing.com), an identity cloud.
//!
//! - [`phone`] parses, judges and formats phone numbers;
//! - [`protocol`] turns calls into the bodies of requests, and answers into values or failures;
//! - [`flow`] says what may be sent when, with the current time as an argument.
//!
//! Those three are pure. For WebAssembly there are two more: `transport` is the one place that calls `fetch`, `bindings` the one place
//! that JavaScript sees. Arrows point one way: `phone` <- `protocol` <- `flow` <- `bindings`; `transport` knows `protocol`.

mod named;

pub mod flow;
pub mod phone;
pub mod protocol;

#[cfg(target_arch = "wasm32")]
pub mod bindings;
#[cfg(target_arch = "wasm32")]
mod transport;
