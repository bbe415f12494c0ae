//! A `SharedArrayBuffer` as the memory of the rings.

use collectives::transport::ring::SharedMemory;
use js_sys::{Int32Array, SharedArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::clock::Clock;

// js-sys wraps these in a Result, which costs a try and a catch each. They can only throw for
// arguments that are wrong in general, and `wait` on a page, where nobody calls it.
#[wasm_bindgen]
extern "C" {
    /// The bytes of the buffer, with one call for a copy into the middle of them, where js-sys has
    /// two.
    #[wasm_bindgen(extends = Uint8Array)]
    #[derive(Clone, Debug)]
    type Bytes;

    #[wasm_bindgen(method, js_name = set)]
    fn set_all(this: &Bytes, bytes: &[u8], offset: usize);

    #[wasm_bindgen(js_namespace = Atomics, js_name = load)]
    fn atomics_load(words: &Int32Array, index: usize) -> u32;

    #[wasm_bindgen(js_namespace = Atomics, js_name = store)]
    fn atomics_store(words: &Int32Array, index: usize, value: u32);

    #[wasm_bindgen(js_namespace = Atomics, js_name = add)]
    fn atomics_add(words: &Int32Array, index: usize, value: u32);

    /// Says in words how it ended, which nobody needs: the bell tells.
    #[wasm_bindgen(js_namespace = Atomics, js_name = wait)]
    fn atomics_wait(words: &Int32Array, index: usize, expected: u32, timeout_ms: f64);

    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = hardwareConcurrency)]
    static CORES: usize;

    #[wasm_bindgen(js_namespace = Atomics, js_name = notify)]
    fn atomics_notify(words: &Int32Array, index: usize);
}

/// Looks at a word before falling asleep, for some 0.1 ms. To be woken on another core takes
/// 0.02 ms; two ranks that have slept once must find each other awake again after that.
const SPIN_COUNT: u32 = 10_000;

/// One view for the words and one for the bytes, both over all of the buffer and made once.
#[derive(Clone, Debug)]
pub(crate) struct BufferMemory {
    words: Int32Array,
    bytes: Bytes,
    clock: Clock,
}

impl BufferMemory {
    pub(crate) fn new(buffer: &SharedArrayBuffer, clock: Clock) -> Self {
        Self {
            words: Int32Array::new(buffer),
            bytes: Uint8Array::new(buffer).unchecked_into(),
            clock,
        }
    }

    fn window(&self, offset: usize, bytes: usize) -> Uint8Array {
        let at = |byte: usize| u32::try_from(byte).expect("a world is far smaller than 4 GiB");
        self.bytes.subarray(at(offset), at(offset + bytes))
    }
}

impl SharedMemory for BufferMemory {
    fn load(&self, word: usize) -> u32 {
        atomics_load(&self.words, word)
    }

    fn store(&self, word: usize, value: u32) {
        atomics_store(&self.words, word, value);
    }

    fn add(&self, word: usize, value: u32) {
        atomics_add(&self.words, word, value);
    }

    fn read_bytes(&self, offset: usize, into: &mut [u8]) {
        self.window(offset, into.len()).copy_to(into);
    }

    fn write_bytes(&self, offset: usize, bytes: &[u8]) {
        self.bytes.set_all(bytes, offset);
    }

    #[allow(clippy::cast_precision_loss, reason = "it is at most 100 ms")]
    fn wait(&self, word: usize, expected: u32, timeout_ns: u64) {
        atomics_wait(&self.words, word, expected, timeout_ns as f64 / 1e6);
    }

    fn spin_count(&self, rank_count: usize) -> u32 {
        let cores = CORES.with(|cores| *cores);
        if rank_count <= cores { SPIN_COUNT } else { 0 }
    }

    fn notify(&self, word: usize) {
        atomics_notify(&self.words, word);
    }

    fn now_ns(&self) -> u64 {
        self.clock.now_ns()
    }
}
