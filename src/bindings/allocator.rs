//! The memory of the module.

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

/// 0.5 KB of the compressed module less than talc, 2.5 KB less than the standard library's allocator; a list of what is free, in the
/// order of addresses, in which neighbours become one. It is as long as there are gaps: few, since the module keeps little.
#[allow(unsafe_code)]
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    // SAFETY: the module is built without threads, and its memory is not shared.
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };
