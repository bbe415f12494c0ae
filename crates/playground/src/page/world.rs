//! What connects the ranks of one run, as the page holds it.

use std::cell::RefCell;

use collectives::transport::ring::{Layout, World};
use experiment::Engine;
use js_sys::{Object, SharedArrayBuffer};
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

thread_local! {
    /// The memory of the last run that went well, for the next one with as many ranks.
    static IDLE: RefCell<Option<(Layout, SharedArrayBuffer)>> = const { RefCell::new(None) };
}

/// The memory kept for the next run is given back.
pub(super) fn forget_memory() {
    IDLE.take();
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
        let kept = IDLE.take().filter(|(kept, _)| *kept == layout);
        let buffer = match kept {
            Some((_, buffer)) => buffer,
            None => SharedBuffer::new(layout.bytes()).ok()?.unchecked_into(),
        };
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

    /// Every rank is done and all went well: memory may serve again if wanted, channels close.
    pub(super) fn retire(self, workers: &[RankWorker], generation: u32, wanted: bool) {
        match self {
            Self::Shared { buffer, world } if wanted && world.is_quiet() => {
                IDLE.set(Some((world.layout(), buffer)));
            }
            Self::Shared { .. } => {}
            Self::Ports { .. } => self.end(workers, generation),
        }
    }
}
