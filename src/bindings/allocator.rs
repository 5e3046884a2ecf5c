//! The memory of the module.

use core::alloc::{GlobalAlloc, Layout};
use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

/// Overwrites what is given back. A token or a code is in many places for a moment: the text that JavaScript passed, JSON, a text that
/// has grown and moved; all of them come by here when they are done with. See `docs/security.md` for what does not.
struct Wiping<A>(A);

// SAFETY: memory is handed out and taken back by the allocator inside; what is written to is the caller's until then.
#[allow(unsafe_code)]
unsafe impl<A: GlobalAlloc> GlobalAlloc for Wiping<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as the caller promises.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: the caller gives up a block of this layout, and nobody else has it.
        unsafe {
            place.write_bytes(0, layout.size());
            self.0.dealloc(place, layout);
        }
    }
}

/// 0.5 KB of the compressed module less than talc, 2.5 KB less than the standard library's allocator; a list of what is free, in the
/// order of addresses, in which neighbours become one. It is as long as there are gaps: few, since the module keeps little.
#[allow(unsafe_code)]
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<Wiping<FreeListAllocator>> =
    // SAFETY: the module is built without threads, and its memory is not shared.
    unsafe { AssumeSingleThreaded::new(Wiping(FreeListAllocator::new())) };
