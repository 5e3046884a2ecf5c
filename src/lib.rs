//! Lets a signed-in user change their phone number at [Authing](https://www.authing.com), an identity cloud.
//!
//! # From JavaScript
//!
//! `wasm-pack build --target nodejs --out-dir target/bare/nodejs` (or `web`, `bundler`) makes a module that a script uses like this:
//!
//! ```js
//! const { Client, sendCode, updatePhoneRequest, updatePhone } = require("./target/bare/nodejs/update_phone.js");
//!
//! const client = new Client({ host: "https://example.authing.cn", appId: "…", accessToken: "…" });
//! await sendCode(client, { purpose: "new", phone: "+86 139 1234 5678" });
//!
//! const answer = await updatePhoneRequest(client, {
//!   newPhoneCountryCode: "+86",
//!   newPhoneNumber: "139 1234 5678",
//!   newPhonePassCode: "123456", // from the SMS
//! });
//! const stop = answer.countdown.subscribe((seconds) => console.log(`${seconds} s left`));
//! await updatePhone(client, answer); // within 60 s; later it is ERR_UPDATE_TOKEN_EXPIRED, and nothing is sent
//! ```
//!
//! - Calls of a client that was not freed never throw: they return promises, which reject with an `Error` that has a `code`, a `message` for
//!   people and a `recovery`. Only `new Client` and the phone functions throw, for unusable options and arguments.
//! - Objects are plain, in both directions. The generated `update_phone.d.ts` has their types.
//! - Times are milliseconds, except `tokenExpiresIn` and the seconds of a countdown. A countdown has a timer only while there are listeners,
//!   until zero or `cancel()`, and needs no `free`: it is garbage-collected. `client.free()` releases a client's memory at once.
//! - A code or token that the service has judged is refused without a request. Unlike in the npm package, equal concurrent calls are not
//!   joined: two `sendCode` at once send two SMS.
//!
//! `examples/bare/` has a program for Node.js and a page. The npm package adds a form, cool-downs across tabs, hooks for React and Vue, and
//! another instance after a trap.
//!
//! # From Rust
//!
//! - [`phone`] parses, judges and formats phone numbers;
//! - [`protocol`] turns calls into the bodies of requests, and answers into values or failures;
//! - [`flow`] has the client's memory and the state machine of the form, with the current time as an argument.
//!
//! These three are pure. For WebAssembly there are two more: `transport` is the only module that calls `fetch`, and `bindings` has the
//! exports. Dependencies point one way: `phone` <- `protocol` <- `flow` <- `bindings`, and `protocol` <- `transport`.

mod named;

pub mod flow;
pub mod phone;
pub mod protocol;

#[cfg(target_arch = "wasm32")]
pub mod bindings;
#[cfg(target_arch = "wasm32")]
mod transport;
