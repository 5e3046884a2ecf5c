//! Lets a signed-in user change their phone number at [Authing](https://www.authing.com), an identity cloud.
//!
//! The crate is the core of the npm package `update-phone`. It decides; the edge does the input and output:
//!
//! - [`phone`] parses, judges and formats phone numbers;
//! - [`protocol`] turns calls into the parts of an HTTP request, and answers into values or failures;
//! - [`flow`] says what may be sent when, with the current time as an argument;
//! - `transport.js` is the one place that calls `fetch`;
//! - `bindings` (WebAssembly only) is the one place that JavaScript sees.
//!
//! Arrows point one way: `phone` <- `protocol` <- `flow` <- `bindings`; `transport.js` is asked to make a call, and asks that
//! call for its request and for what the answer means.

pub mod flow;
pub mod phone;
pub mod protocol;

#[cfg(target_arch = "wasm32")]
pub mod bindings;
