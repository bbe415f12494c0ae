//! The command line: an experiment in flags and JSON, a report as text or JSON.
//!
//! - `arguments`: what was typed.
//! - `network`: a sorting network, for the pictures of its figures.
//! - `request`: flags and file become one request; flags win.
//! - `plan`: the passes of a sort on a GPU.
//! - `sort`: numbers in order, without ranks.
//! - `bench`: how long calls take.
//! - `output`: reports, failures and problems as words or as JSON.

mod arguments;
mod bench;
mod network;
mod output;
mod plan;
mod request;
mod sort;

use std::ffi::OsString;
use std::io::Write;

use experiment::{Engine, EngineUsed, Experiment, Failure, Limits, Report, SortRequest};

use crate::threads;
use arguments::{Command, Format, RequestArguments};

/// How the command ended, for the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The run agrees with the definition; or there was nothing to run.
    Agrees = 0,
    /// The run failed, or does not agree.
    Failed = 1,
    /// The request was refused.
    Refused = 2,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What the command prints when asked for help, or when it does not understand.
pub const USAGE: &str = "\
ranks run [<collective>] [--algorithm A] [--ranks P] [--op O] [--kind K] [--root R]
          [--engine threads|simulated] [--input FILE|-] [--count N] [--seed S]
          [--limit-ms T] [--schedule S] [--json|--diagram]
ranks plan [--count N] [--tile KEYS] [--registers KEYS] [--json]
ranks sort [--kind u32|i32|f32|f64] [--descending] [--input FILE|-] [--json]
ranks list [--json]
ranks bench [--op OP,...] [--ranks P,...] [--min-bytes N] [--max-bytes N] [--factor N]
          [--samples N]
ranks network [--wires N] [--kind bitonic|bitonic-by-recursion|odd-even-merge]
          [--keys A,B,...] [--json]

The input is JSON; flags win. For run it is an experiment, or {\"inputs\": [[...], ...]}; for
sort a list of numbers, or {\"values\": [...]}, from standard input if nothing is said.
bench measures barrier, all-reduce, all-gather, reduce-scatter, broadcast and ping-pong between
threads and prints lines of JSON, with bandwidths as nccl-tests define them.
Exit status: 0 agrees, 1 does not agree or failed, 2 refused.
";

/// Runs the command; `arguments` are without the program's name.
pub fn main(
    arguments: impl Iterator<Item = OsString>,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> Exit {
    hush_ranks();
    let arguments: Vec<_> = arguments.collect();
    let format = arguments::format(&arguments);
    let result = match arguments::parse(arguments) {
        Ok(Command::Help) => {
            let written = stdout.write_all(USAGE.as_bytes());
            return if written.is_ok() {
                Exit::Agrees
            } else {
                Exit::Failed
            };
        }
        Ok(Command::Network(arguments)) => {
            network::print(&arguments, format, stdout).map(|()| Exit::Agrees)
        }
        Ok(Command::List) => output::list(format, stdout).map(|()| Exit::Agrees),
        Ok(Command::Run(arguments)) => run(&arguments, format, stdout, stderr),
        Ok(Command::Plan(arguments)) => {
            plan::print(arguments, format == Format::Json, stdout).map(|()| Exit::Agrees)
        }
        Ok(Command::Bench(arguments)) => bench(&arguments, format, stdout, stderr),
        Ok(Command::Sort(arguments)) => sort(&arguments, format, stdout, stderr),
        Err(problem) => output::problems(&[problem], format, stdout, stderr),
    };
    // A closed pipe is the reader's choice; there is nobody left to tell.
    result.unwrap_or(Exit::Failed)
}

fn run(
    arguments: &RequestArguments,
    format: Format,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> std::io::Result<Exit> {
    let request = match request::run(arguments) {
        Ok(request) => request,
        Err(problem) => return output::problems(&[problem], format, stdout, stderr),
    };
    let experiment = match Experiment::read(&request, &Limits::native()) {
        Ok(experiment) => experiment,
        Err(problems) => return output::problems(&problems, format, stdout, stderr),
    };
    match execute(&experiment) {
        Ok(report) => {
            output::report(&report, format, stdout)?;
            Ok(if report.verdict.agrees {
                Exit::Agrees
            } else {
                Exit::Failed
            })
        }
        Err(failure) => output::failure(&failure, format, stdout, stderr),
    }
}

fn sort(
    arguments: &RequestArguments,
    format: Format,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> std::io::Result<Exit> {
    let request = request::sort(arguments).map_err(|problem| vec![problem]);
    let report = match request.and_then(|request| SortRequest::read(&request)) {
        Ok(request) => sort::sort(&request),
        Err(problems) => return output::problems(&problems, format, stdout, stderr),
    };
    if format == Format::Json {
        output::json(&report, stdout)?;
    } else {
        sort::lines(&report, stdout)?;
    }
    Ok(if report.verdict.agrees {
        Exit::Agrees
    } else {
        Exit::Failed
    })
}

fn bench(
    arguments: &bench::BenchArguments,
    format: Format,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> std::io::Result<Exit> {
    match bench::print(arguments, stdout)? {
        None => Ok(Exit::Agrees),
        Some(failure) => output::failure(&failure, format, stdout, stderr),
    }
}

/// Keeps the panic of a rank off standard error: the failure will quote it.
fn hush_ranks() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = std::thread::current();
        if !thread
            .name()
            .is_some_and(|name| name.starts_with(threads::NAME_PREFIX))
        {
            default(panic);
        }
    }));
}

/// Runs `experiment` on the engine it asks for; `auto` is threads, as far as they go.
fn execute(experiment: &Experiment) -> Result<Report, Failure> {
    let requested = experiment.engine;
    let most = Limits::rank_count_max(Engine::Threads);
    match requested {
        Engine::Simulated => {
            experiment::simulate(experiment, EngineUsed::simulated(requested, None))
        }
        Engine::Auto if experiment.ranks > most => {
            let why = format!(
                "there are at most {most} threads, and this needs {}",
                experiment.ranks
            );
            experiment::simulate(experiment, EngineUsed::simulated(requested, Some(why)))
        }
        _ => threads::run(experiment),
    }
}
