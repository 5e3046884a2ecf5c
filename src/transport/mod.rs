//! The one place that calls `fetch`: a request goes out, an answer comes in, within the limit of one try.
//!
//! `gloo-net` names the methods and reads the headers. Its `send` and its `Response::text` are not used: both panic on a rejection that is
//! no `Error` (`abort("x")`), and the promise would never settle.

mod body;
mod clock;
mod limit;
#[cfg(feature = "bare")]
mod own_limit;
mod request;
mod response;
#[cfg(feature = "bare")]
mod timer;
mod values;

pub use self::body::ignore;
pub use self::clock::{Clock, Reading};
pub use self::limit::{Limit, Limits};
pub use self::request::{method_of, send};
pub use self::response::{Received, receive};
#[cfg(feature = "bare")]
pub use self::timer::Timer;
#[cfg(feature = "layer")]
pub use self::values::plain_member;
pub use self::values::{member, own_text, to_js};

use wasm_bindgen::JsValue;

/// Why there is no answer.
pub enum NoAnswer {
    /// The caller gave up: their reason, untouched.
    Aborted(JsValue),
    /// The time limit was reached.
    TimedOut,
    /// What fetch threw or rejected with.
    Failed(JsValue),
    /// Something came, but it is no response, or its body broke off.
    Unreadable {
        /// 0 where none could be read.
        http_status: u16,
        /// What was thrown.
        cause: JsValue,
    },
}
