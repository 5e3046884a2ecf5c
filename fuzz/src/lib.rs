//! Fuzz targets. Each makes its input from any bytes, calls the crate with it, and panics if the results contradict each other.
//!
//! Most inputs are lines of text, so that files of the corpus are readable. See `docs/fuzzing.md`.

pub mod as_you_type;
pub mod flow;
mod flow_machine;
pub mod lines;
pub mod phone;
pub mod request;
pub mod response;

#[path = "../../tests/core/flow_driver/mod.rs"]
mod flow_driver;

/// The name of a target, which is its folder in `corpus/`, and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 5] = [
    ("phone", phone::run),
    ("as_you_type", as_you_type::run),
    ("request", request::run),
    ("response", response::run),
    ("flow", flow::run),
];
