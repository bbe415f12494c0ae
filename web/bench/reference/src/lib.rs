//! `slice::sort_unstable` of Rust's standard library, without any glue: JavaScript writes keys into
//! this module's memory, has them sorted, and finds them there again.

use std::sync::Mutex;

static KEYS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Makes room for so many keys and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(count: usize) -> *const u32 {
    let mut keys = KEYS.lock().expect("a module has one thread");
    keys.clear();
    keys.resize(count, 0);
    keys.as_ptr()
}

/// Sorts the keys where they are.
#[unsafe(no_mangle)]
pub extern "C" fn sort() {
    KEYS.lock()
        .expect("a module has one thread")
        .sort_unstable();
}
