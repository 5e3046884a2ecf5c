//! Deliberate traps, for the tests of what comes after one. The published module has none.

/// Ends the instance at texts that only those tests hand in.
#[inline]
#[allow(clippy::panic, reason = "it is what the tests want")]
pub fn trap_at(text: &str) {
    if cfg!(feature = "trap") {
        match text {
            "trap" => core::arch::wasm32::unreachable(),
            "panic" => panic!("a text that quotes {text}"),
            // Each block is kept, so the memory comes to its end.
            "out of memory" => loop {
                core::mem::forget(Vec::<u8>::with_capacity(1 << 30));
            },
            _ => {}
        }
    }
}
