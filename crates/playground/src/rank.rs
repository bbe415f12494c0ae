//! What runs in a worker: one rank at a time, for one run after the other.
//!
//! The worker's boot script hands every message to [`serve`]. Over shared memory a run blocks the
//! worker until it is over, and the page reaches it through the memory; over ports the rank is a
//! future of the worker's event loop.

mod ports;

use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::rc::Rc;

use collectives::Error;
use collectives::transport::ring::{RingTransport, Stopped, World, block_on};
use experiment::{Crash, Outcome, work};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::clock::Clock;
use crate::post::Post;
use crate::room::has_room;
use crate::shared::BufferMemory;
use crate::wire::{Assignment, Ending};
use ports::PortTransport;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = postMessage)]
    fn post_message(message: &Post, transfer: &Array);

    /// Ends this worker as soon as it is back in its event loop.
    #[wasm_bindgen(js_name = close)]
    fn vanish();
}

/// The run that this worker takes part in.
enum Running {
    Shared(World<BufferMemory>),
    Ports(Rc<PortTransport>),
}

thread_local! {
    static RUNNING: RefCell<Option<(u32, usize, Running)>> = const { RefCell::new(None) };
}

/// Takes a message from the page. For the worker's boot script, nobody else.
#[wasm_bindgen(skip_typescript)]
pub fn serve(post: &JsValue) {
    let post: &Post = post.unchecked_ref();
    match post.kind().as_str() {
        "go" => go(post),
        "port" => with_ports(post, |ports| ports.attach(post.peer(), post.port())),
        "explain" => with_ports(post, |ports| {
            reply(&Post::with("waits", post.run(), &ports.waits()));
        }),
        "end" => {
            with_ports(post, PortTransport::end);
            // What has arrived and was not asked for is memory of nobody's.
            RUNNING.with_borrow_mut(|on| _ = on.take_if(|on| post.is_of(on.0)));
        }
        other => panic!("the page says {other}"),
    }
}

/// Makes panics of this worker reach the page with the rank's number. Called once, before the
/// first run.
#[wasm_bindgen(skip_typescript)]
pub fn enlist() {
    std::panic::set_hook(Box::new(last_words));
}

fn reply(post: &Post) {
    post_message(post, &post.transfer());
}

/// Hands a message over if it belongs to the run that is on.
fn with_ports(post: &Post, action: impl FnOnce(&PortTransport)) {
    let ports = RUNNING.with_borrow(|running| match running {
        Some((generation, _, Running::Ports(ports))) if post.is_of(*generation) => {
            Some(Rc::clone(ports))
        }
        _ => None,
    });
    if let Some(ports) = ports {
        action(&ports);
    }
}

fn go(post: &Post) {
    if !has_room(bytes(post.room())) {
        return reply(&Post::with("ending", post.run(), &Ending::NoRoom));
    }
    let (generation, assignment) = (post.run(), post.value::<Assignment>());
    let clock = Clock::since(assignment.epoch_ms);
    let rank = assignment.rank;
    let on = |running| RUNNING.set(Some((generation, rank, running)));
    match post.memory() {
        Some(buffer) => {
            let world = World::open(BufferMemory::new(&buffer, clock))
                .expect("page and worker are the same build");
            on(Running::Shared(world.clone()));
            let ending = run_shared(world, &assignment);
            RUNNING.set(None);
            conclude(generation, &ending);
        }
        None => {
            let ports = Rc::new(PortTransport::new(generation, &assignment, clock));
            on(Running::Ports(Rc::clone(&ports)));
            spawn_local(async move {
                let program = work(&*ports, &assignment.job, Crash::Panic);
                let ending = ports.run(program, assignment.limit_ns).await;
                conclude(generation, &ending);
            });
        }
    }
}

fn run_shared(world: World<BufferMemory>, assignment: &Assignment) -> Ending {
    let transport = RingTransport::new(world, assignment.rank);
    let program = work(&transport, &assignment.job, Crash::Panic);
    let ending = match block_on(&transport, program, assignment.limit_ns) {
        Ok(result) => Ending::from(result),
        Err(Stopped::Ended { .. }) => Ending::Ended,
        Err(Stopped::TimedOut { waits, now_ns }) => Ending::TimedOut { waits, now_ns },
    };
    if !matches!(ending, Ending::Done(_)) && !is_killed(&ending) {
        transport.world().end(Some(assignment.rank));
    }
    ending
}

impl From<Result<Outcome, Error>> for Ending {
    fn from(result: Result<Outcome, Error>) -> Self {
        match result {
            Ok(outcome) => Self::Done(outcome),
            Err(Error::Ended { .. }) => Self::Ended,
            Err(error) => Self::Failed(error),
        }
    }
}

/// Whether the rank is to vanish, of which nobody is told.
fn is_killed(ending: &Ending) -> bool {
    matches!(ending, Ending::Failed(Error::Killed { .. }))
}

fn conclude(generation: u32, ending: &Ending) {
    if is_killed(ending) {
        return vanish();
    }
    let post = Post::try_with("ending", generation, ending);
    reply(&post.unwrap_or_else(|| Post::with("ending", generation, &Ending::NoRoom)));
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the page has made it of a whole number"
)]
fn bytes(number: f64) -> u64 {
    number as u64
}

/// Tells the page, and every rank that shares memory with this one, before the module traps.
fn last_words(info: &PanicHookInfo<'_>) {
    let generation = RUNNING.with(|running| {
        // A panic may come from anywhere, even from where this is borrowed.
        let running = running.try_borrow().ok()?;
        let (generation, rank, running) = running.as_ref()?;
        if let Running::Shared(world) = running {
            world.end(Some(*rank));
        }
        Some(*generation)
    });
    let post = Post::new("panic", generation.unwrap_or(0));
    post.set_text(&crate::panic_text(info));
    reply(&post);
}
