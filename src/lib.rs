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
//! - A call returns a promise. It rejects with an `Error` that has a `code`, a `message` for users and a `recovery`. Only `new Client` and
//!   the phone functions throw, for invalid options and arguments; so does every call with a client that was freed.
//! - Arguments and results are plain objects. The generated `update_phone.d.ts` has their types.
//! - Times are in milliseconds, except `tokenExpiresIn` and the countdown, which are in seconds. A countdown has a timer only while it has
//!   listeners, until zero or `cancel()`. It needs no `free`: it is garbage-collected. `client.free()` frees a client's memory at once.
//! - A code or token that the service has judged is refused without a request. Unlike in the npm package, equal calls at the same time
//!   are not joined: two calls of `sendCode` send two SMS.
//!
//! `examples/bare/` has a program for Node.js and a page. The npm package adds a form, cool-downs across tabs, hooks for React and Vue, and
//! recovery after a trap.
//!
//! # From Rust
//!
//! - [`phone`] parses, judges and formats phone numbers;
//! - [`protocol`] turns calls into the bodies of requests, and answers into values or failures;
//! - [`flow`] decides what may be sent and when, with the current time as an argument.
//!
//! These three are pure. For WebAssembly there are two more: only `transport` calls `fetch`, and only `bindings` is visible to JavaScript.
//! Dependencies point one way: `phone` <- `protocol` <- `flow` <- `bindings`; `transport` depends on `protocol`.

mod named;

pub mod flow;
pub mod phone;
pub mod protocol;

#[cfg(target_arch = "wasm32")]
pub mod bindings;
#[cfg(target_arch = "wasm32")]
mod transport;
