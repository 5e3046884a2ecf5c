//! Fuzz targets: each reads its input from any bytes, hands it to the crate, and panics where an answer contradicts itself.
//!
//! The inputs are texts where a person or the service writes texts, so that a file of the corpus can be read; see `docs/fuzzing.md`.

pub mod as_you_type;
pub mod flow;
mod flow_machine;
pub mod lines;
pub mod phone;
pub mod request;
pub mod response;

#[path = "../../tests/core/flow_driver/mod.rs"]
mod flow_driver;

/// A target, by the name of its folder in `corpus/`.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 5] = [
    ("phone", phone::hold),
    ("as_you_type", as_you_type::hold),
    ("request", request::hold),
    ("response", response::hold),
    ("flow", flow::hold),
];
