//! Experiments in a web page.
//!
//! One of the two crates that know JavaScript, beside `sorter`. One WebAssembly module serves the
//! page and every rank:
//!
//! - [`api`]: what JavaScript calls: `run`, `validate`, `catalogue`, `capabilities`, `dispose`.
//! - `bench`: what the page that measures calls besides.
//! - `types`, `value`: the boundary, outwards and inwards.
//! - `weight`, `room`: what a call will take of the module's memory, and whether it is there.
//! - `engine`: workers over shared memory, workers over ports, or the simulator, and why.
//! - `page`: starts workers, gives each rank its task, collects the endings, explains failures.
//! - `rank`: what runs in a worker, with a transport over each of the two wires.
//! - `post`, `wire`: what page and workers tell each other.
//!
//! What ranks do is not written here but in `experiment` and `collectives`; a rank in a worker
//! and a rank in the simulator run the same code.

mod clock;
mod engine;
mod page;
mod post;
mod room;
mod shared;
mod timer;
mod value;
mod weight;
mod wire;

pub mod api;
pub mod bench;
pub mod rank;
pub mod types;

/// What a panic says.
fn panic_text(info: &std::panic::PanicHookInfo<'_>) -> String {
    let words = info.payload_as_str().unwrap_or("without words");
    words.to_string()
}
