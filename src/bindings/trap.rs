//! Deliberate traps for the tests of the recovery. The published module has none.

/// Traps at texts that only those tests pass in.
#[inline]
#[allow(clippy::panic, reason = "it is what the tests want")]
pub fn trap_at(text: &str) {
    if cfg!(feature = "trap") {
        match text {
            "trap" => core::arch::wasm32::unreachable(),
            "panic" => panic!("a text that quotes {text}"),
            // Leaks until the memory is exhausted.
            "out of memory" => loop {
                core::mem::forget(Vec::<u8>::with_capacity(1 << 30));
            },
            _ => {}
        }
    }
}
