//! The WebAssembly module: what the crate shows JavaScript, and nothing else.
//!
//! A crate of its own, because Cargo optimises at link time only what is nothing but a `cdylib`, and the tests need the crate as a
//! Rust library: as both in one, the compressed module was 2.7 KB more.

#[cfg(target_arch = "wasm32")]
pub use update_phone::bindings::*;
