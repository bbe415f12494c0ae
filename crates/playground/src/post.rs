//! What page and worker post to each other.
//!
//! | from page to worker | carries |
//! | --- | --- |
//! | `go` | an [`Assignment`](crate::wire::Assignment), its need, the memory if it is shared |
//! | `port` | the channel to a peer |
//! | `explain` | the question what the rank waits for; over ports only |
//! | `end` | the run is over; over ports only, for shared memory says so itself |
//!
//! | from worker to page | carries |
//! | --- | --- |
//! | `life` | the name of a lock that the worker holds as long as it exists |
//! | `ready` | the module runs |
//! | `channel` | the wish for a channel to a peer |
//! | `alive` | that messages move, now and then; over ports only |
//! | `waits` | the answer to `explain` |
//! | `ending` | an [`Ending`](crate::wire::Ending) |
//! | `panic` | a rank's last words; its worker is good for nothing from then on |
//! | `fault` | an error outside of any run, as the boot script caught it |
//!
//! All but the first two and the last name their run's generation: what is left over from a run
//! that was given up is recognized and dropped.

use js_sys::{Object, SharedArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

use crate::wire::Wire;

#[wasm_bindgen]
extern "C" {
    /// One message between page and worker.
    #[wasm_bindgen(extends = Object)]
    #[derive(Clone, Debug)]
    pub(crate) type Post;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn kind(this: &Post) -> String;
    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &Post, kind: &str);

    #[wasm_bindgen(method, getter)]
    fn generation(this: &Post) -> Option<u32>;
    #[wasm_bindgen(method, setter)]
    fn set_generation(this: &Post, generation: u32);

    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Post) -> Uint8Array;
    #[wasm_bindgen(method, setter)]
    fn set_bytes(this: &Post, bytes: &Uint8Array);

    #[wasm_bindgen(method, getter)]
    pub(crate) fn memory(this: &Post) -> Option<SharedArrayBuffer>;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_memory(this: &Post, memory: &SharedArrayBuffer);

    /// How many bytes the rank will need.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn room(this: &Post) -> f64;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_room(this: &Post, bytes: f64);

    #[wasm_bindgen(method, getter)]
    pub(crate) fn peer(this: &Post) -> usize;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_peer(this: &Post, peer: usize);

    #[wasm_bindgen(method, getter)]
    pub(crate) fn port(this: &Post) -> MessagePort;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_port(this: &Post, port: &MessagePort);

    /// js-sys has it too, but what its constructor throws where no memory is left would go
    /// through this module, and leave everything that waits in it waiting.
    #[wasm_bindgen(extends = Object, js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = "Uint8Array")]
    fn new(length: usize) -> Result<Bytes, JsValue>;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn text(this: &Post) -> Option<String>;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_text(this: &Post, text: &str);
}

impl Post {
    /// A message of this kind for the run of this generation.
    pub(crate) fn new(kind: &str, generation: u32) -> Self {
        let post: Self = Object::new().unchecked_into();
        post.set_kind(kind);
        post.set_generation(generation);
        post
    }

    /// The same, with a value of few bytes.
    pub(crate) fn with(kind: &str, generation: u32, value: &impl Wire) -> Self {
        Self::try_with(kind, generation, value).expect("there is memory for a few words")
    }

    /// The same, unless there is no memory for it.
    pub(crate) fn try_with(kind: &str, generation: u32, value: &impl Wire) -> Option<Self> {
        let post = Self::new(kind, generation);
        let value = value.encode();
        let bytes: Uint8Array = Bytes::new(value.len()).ok()?.unchecked_into();
        bytes.copy_from(&value);
        post.set_bytes(&bytes);
        Some(post)
    }

    /// Whether it belongs to that run.
    pub(crate) fn is_of(&self, generation: u32) -> bool {
        self.generation() == Some(generation)
    }

    /// The run it belongs to; 0, which is no run, if to none.
    pub(crate) fn run(&self) -> u32 {
        self.generation().unwrap_or(0)
    }

    /// The value inside.
    pub(crate) fn value<T: Wire>(&self) -> T {
        T::decode(&self.bytes().to_vec())
    }

    /// What to transfer instead of copying.
    pub(crate) fn transfer(&self) -> js_sys::Array {
        let list = js_sys::Array::new();
        for name in ["bytes", "port"] {
            // A plain object has no getters that could throw.
            let value = js_sys::Reflect::get(self, &name.into()).unwrap_or_default();
            if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
                list.push(&bytes.buffer());
            } else if !value.is_undefined() {
                list.push(&value);
            }
        }
        list
    }
}
