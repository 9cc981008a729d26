//! Every decoder of outside input, as functions of any bytes that panic when something is wrong, and a measure of how much
//! each input makes them allocate.

pub mod targets;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What any input may allocate.
pub const BYTES: usize = 4 << 20;

/// What any chunk may. The library that unpacks it makes its tables as large as their sizes say, before it reads them;
/// in the server a checksum stands before that.
pub const CHUNK_BYTES: usize = 64 << 20;

/// What an input may allocate for each of its bytes.
const BYTES_PER_BYTE: usize = 256;

#[global_allocator]
static COUNTING: Counting = Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, with a count of what is in use.
struct Counting;

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Ordering::Relaxed).wrapping_add(layout.size());
        if live as isize > 0 {
            PEAK.fetch_max(live, Ordering::Relaxed);
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Runs a target, and panics if an input makes it allocate out of proportion. Says so when one allocates more than any
/// before.
pub fn measured(target: fn(&[u8]), input: &[u8], most: usize) {
    // What is made once is not the first input's.
    target(&[]);
    let before = LIVE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    target(input);
    let took = PEAK.load(Ordering::Relaxed).saturating_sub(before);
    if took > MOST.fetch_max(took, Ordering::Relaxed) {
        eprintln!("allocated: {took} bytes for an input of {}", input.len());
    }
    assert!(took <= most + BYTES_PER_BYTE * input.len(), "{took} bytes for an input of {}", input.len());
}
