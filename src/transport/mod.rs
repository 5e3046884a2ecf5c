//! The only place that calls `fetch`: sends a request and reads its answer, within the time limit of one request.
//!
//! `gloo-net` provides the methods and reads the headers. Its `send` and `Response::text` are not used: both panic on a rejection that is no
//! `Error` (`abort("x")`), and the promise would never settle.

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
    /// The caller has aborted; their reason, unchanged.
    Aborted(JsValue),
    /// The time limit was reached.
    TimedOut,
    /// The exception or rejection of fetch.
    Failed(JsValue),
    /// Fetch did not resolve to a response, or the body was cut off.
    Unreadable {
        /// 0 if it could not be read.
        http_status: u16,
        /// The exception.
        cause: JsValue,
    },
}
