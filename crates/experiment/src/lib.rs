//! An [`Experiment`] in, a [`Report`] out, on any transport.
//!
//! The two nouns of the project: figures, links, tests, the command line and the JavaScript
//! module all speak them. In reading order:
//!
//! - `read`: a request from outside becomes an [`Experiment`], or a list of every [`Problem`].
//! - `perform`: what one rank does with its [`Task`]; the same on every host.
//! - `measure`: what it does instead when calls are timed.
//! - `definition`: what each collective *means*, independent of every algorithm.
//! - `planned`: what there is to say about plans without running them.
//! - `assemble`: the parts that ranks bring back become a [`Report`] with a verdict.
//! - `failure`: why a run did not end, who waits for whom.
//! - `simulate`: all of it in the simulator.
//! - `scene`: what a stage draws of it, without knowing the algorithm.
//! - `footprint`: how much memory that takes, for hosts that have little.
//! - [`suite`]: the conformance table that every transport has to pass.
//!
//! ```
//! use experiment::{Engine, EngineUsed, Experiment, Limits, Value, Values};
//!
//! let mut request = Value::Record(Vec::new());
//! request.set("collective", Value::Text("all-reduce".into()));
//! request.set("ranks", Value::Number(4.0));
//! request.set("kind", Value::Text("i32".into()));
//! let row = |rank: u32| Value::Numbers(vec![f64::from(rank); 6]);
//! request.set("inputs", Value::List((0..4).map(row).collect()));
//!
//! let experiment = Experiment::read(&request, &Limits::native()).expect("it is a good request");
//! let engine = EngineUsed::simulated(Engine::Simulated, None);
//! let report = experiment::simulate(&experiment, engine).expect("nothing goes wrong");
//!
//! assert_eq!(report.outputs[2], Some(Values::I32(vec![6; 6])));
//! assert!(report.verdict.agrees);
//! assert_eq!(report.totals.messages, [6; 4]); // 2(P − 1) each
//! ```
//!
//! There is no JSON here and no JavaScript: hosts bring a [`Value`] and take what serde makes of
//! the shapes.

#![forbid(unsafe_code)]

mod assemble;
mod column;
mod definition;
mod diagram;
mod experiment;
mod failure;
mod faulty;
mod footprint;
mod inputs;
mod listing;
mod measure;
mod nearest;
mod perform;
mod planned;
mod problem;
mod read;
mod report;
mod scene;
mod simulate;
mod sorting;
mod spelling;
pub mod suite;
mod timeline;
mod value;
mod values;
mod verdict;

pub use assemble::{Clock, assemble};
pub use collectives::plan::Order;
pub use column::{Column, Float64Array, Int32Array, Number, Uint8Array, Uint32Array};
pub use diagram::{diagram, labels};
pub use experiment::{Engine, Experiment, Fault, FaultKind, Limits};
pub use failure::{Failure, FailureKind, Waiting};
pub use faulty::Crash;
pub use listing::{CatalogueRow, catalogue};
pub use measure::{Measure, Subject};
pub use perform::{Job, Outcome, Part, Performance, Program, Task, Work, perform, work};
pub use planned::{ByHand, Claimed, Planned, Proof};
pub use problem::Problem;
pub use read::SortRequest;
pub use report::{Called, EngineUsed, Predicted, Report, Time, Totals};
pub use scene::{Amiss, Contents, Locals, Model, Parcels, Results, Scene, Sends, Slots};
pub use simulate::simulate;
pub use spelling::visible;
pub use timeline::{Messages, Trace};
pub use value::Value;
pub use values::Values;
pub use verdict::Verdict;
