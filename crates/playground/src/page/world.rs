//! What connects the ranks of one run, as the page holds it.

use std::cell::RefCell;

use collectives::transport::ring::{Layout, World};
use experiment::Engine;
use js_sys::{Object, SharedArrayBuffer, Uint8Array, WeakRef};
use wasm_bindgen::prelude::*;
use web_sys::MessageChannel;

use super::worker::RankWorker;
use crate::clock::Clock;
use crate::post::Post;
use crate::shared::BufferMemory;

#[wasm_bindgen]
extern "C" {
    /// js-sys has it too, but an exception of its constructor would go through this module and
    /// leave everything that waits in it waiting.
    #[wasm_bindgen(extends = Object, js_name = SharedArrayBuffer)]
    type SharedBuffer;
    #[wasm_bindgen(constructor, catch, js_class = "SharedArrayBuffer")]
    fn new(bytes: usize) -> Result<SharedBuffer, JsValue>;
}

/// The two ways to connect workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Byte rings in a `SharedArrayBuffer`.
    Shared,
    /// A `MessageChannel` for each pair of ranks that needs one.
    Ports,
}

impl Connection {
    /// The engine that connects its workers so.
    pub(crate) fn engine(self) -> Engine {
        match self {
            Self::Shared => Engine::WorkersShared,
            Self::Ports => Engine::WorkersPorts,
        }
    }
}

/// Shared memory that no rank is in any more, for the next run that fits into it.
///
/// A browser gives shared memory back only when the page and every worker that has seen it have
/// collected their garbage, which idle workers never do. So whatever was had is used again, and of
/// what is given back a weak reference stays: as long as it is there, so is the memory.
#[derive(Debug)]
enum Idle {
    None,
    Kept(SharedArrayBuffer),
    GivenBack(WeakRef),
}

thread_local! {
    static IDLE: RefCell<Idle> = const { RefCell::new(Idle::None) };
}

impl Idle {
    fn give_back(self) -> Self {
        match self {
            Self::Kept(buffer) => Self::GivenBack(WeakRef::new(&buffer)),
            other => other,
        }
    }

    fn buffer(self) -> Option<SharedArrayBuffer> {
        match self {
            Self::None => None,
            Self::Kept(buffer) => Some(buffer),
            Self::GivenBack(buffer) => buffer.deref().map(JsCast::unchecked_into),
        }
    }
}

/// The memory kept for the next run is given back.
pub(super) fn forget_memory() {
    let idle = IDLE.replace(Idle::None);
    IDLE.set(idle.give_back());
}

/// Memory for a world of this layout, all zero where it has to be. Where the one at hand is too
/// small the next one is as large as the next power of two, so that few are ever made.
fn memory(layout: Layout) -> Option<SharedArrayBuffer> {
    let idle = IDLE.replace(Idle::None).buffer();
    let fits = |it: &SharedArrayBuffer| it.byte_length() as usize >= layout.bytes();
    if let Some(buffer) = idle.filter(fits) {
        let words = u32::try_from(layout.rings_start()).expect("a world is far smaller");
        Uint8Array::new(&buffer).fill(0, 0, words);
        return Some(buffer);
    }
    let buffer = SharedBuffer::new(layout.bytes().next_power_of_two());
    Some(buffer.ok()?.unchecked_into())
}

/// The world of one run.
#[derive(Debug)]
pub(super) enum RunWorld {
    Shared {
        buffer: SharedArrayBuffer,
        world: World<BufferMemory>,
    },
    Ports {
        /// The pairs that have a channel, smaller rank first.
        made: Vec<(usize, usize)>,
    },
}

impl RunWorld {
    pub(super) fn ports() -> Self {
        Self::Ports { made: Vec::new() }
    }

    /// `None` if the browser has no memory for it.
    pub(super) fn shared(ranks: usize, clock: Clock) -> Option<Self> {
        let layout = Layout::new(ranks);
        let buffer = memory(layout)?;
        let world = World::create(BufferMemory::new(&buffer, clock), layout);
        Some(Self::Shared { buffer, world })
    }

    /// What the rank needs of it to take part.
    pub(super) fn hand_out(&self, go: &Post) {
        if let Self::Shared { buffer, .. } = self {
            go.set_memory(buffer);
        }
    }

    /// Connects two ranks, unless they are connected or need no channel. Both may ask at once.
    /// False if the browser cannot make one.
    pub(super) fn connect(
        &mut self,
        workers: &[RankWorker],
        generation: u32,
        a: usize,
        b: usize,
    ) -> bool {
        let Self::Ports { made } = self else {
            return true;
        };
        let pair = (a.min(b), a.max(b));
        if a == b || made.contains(&pair) {
            return true;
        }
        made.push(pair);
        let Ok(channel) = MessageChannel::new() else {
            return false;
        };
        let mut posted = true;
        for (rank, peer, port) in [(a, b, channel.port1()), (b, a, channel.port2())] {
            let post = Post::new("port", generation);
            post.set_peer(peer);
            post.set_port(&port);
            posted &= workers[rank].post(&post);
        }
        posted
    }

    /// Something that changes whenever bytes move, as far as the page can see them move.
    pub(super) fn activity(&self) -> u32 {
        match self {
            Self::Shared { world, .. } => world.activity(),
            Self::Ports { .. } => 0,
        }
    }

    /// Tells every rank that the run is over.
    pub(super) fn end(&self, workers: &[RankWorker], generation: u32) {
        match self {
            Self::Shared { world, .. } => world.end(None),
            Self::Ports { .. } => {
                for worker in workers {
                    worker.post(&Post::new("end", generation));
                }
            }
        }
    }

    /// No rank is in it any more: its memory may serve again.
    pub(super) fn retire(self, wanted: bool) {
        if let Self::Shared { buffer, .. } = self {
            let idle = Idle::Kept(buffer);
            IDLE.set(if wanted { idle } else { idle.give_back() });
        }
    }
}
