//! `slice::sort_unstable` of Rust's standard library, and our radix sort, without any glue:
//! JavaScript writes keys into this module's memory, has them sorted, and finds them there again.

use std::sync::{Mutex, MutexGuard};

static KEYS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Makes room for so many keys and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(count: usize) -> *const u32 {
    let mut keys = keys();
    keys.clear();
    keys.resize(count, 0);
    keys.as_ptr()
}

/// Sorts the keys where they are, as the standard library does.
#[unsafe(no_mangle)]
pub extern "C" fn sort_unstable() {
    keys().sort_unstable();
}

/// Sorts the keys where they are, as we do.
#[unsafe(no_mangle)]
pub extern "C" fn sort_radix() {
    bitonic::radix::sort(&mut keys());
}

fn keys() -> MutexGuard<'static, Vec<u32>> {
    KEYS.lock().expect("a module has one thread")
}
