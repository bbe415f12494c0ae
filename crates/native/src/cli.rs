//! The command line: an experiment in flags and JSON, a report as text or JSON.
//!
//! - `arguments`: what was typed.
//! - `input`: a file or standard input as plain data.
//! - `network`: a sorting network, for the pictures of its figures.
//! - `request`: flags and file become one request; flags win.
//! - `passes`: those of a sort on a GPU.
//! - `planned`: what every rank will do, and whether that is right.
//! - `sort`: numbers in order, without ranks.
//! - `bench`: how long calls take.
//! - `output`: reports and the catalogue as words or as JSON.
//! - `trouble`: what goes wrong, in words, as JSON and as an exit status.

mod arguments;
mod bench;
mod input;
mod network;
mod output;
mod passes;
mod planned;
mod request;
mod sort;
mod trouble;

use std::ffi::OsString;
use std::io::Write;

use experiment::{
    Engine, EngineUsed, Experiment, Failure, Limits, Report, Scene, SortRequest, labels,
};

use crate::afford::{afford, run_bytes};
use crate::threads;
use arguments::{Command, Format, RequestArguments};
use trouble::Trouble;

/// How the command ended, for the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The run agrees with the definition, or the plans are right; or there was nothing to run.
    Agrees = 0,
    /// The run ended, and does not agree; or the plans are wrong.
    Disagrees = 1,
    /// The request was refused.
    Refused = 2,
    /// The run failed.
    Failed = 3,
    /// The input could not be read, or the output could not be written.
    InputOrOutput = 4,
}

impl Exit {
    fn of_verdict(agrees: bool) -> Self {
        if agrees {
            Self::Agrees
        } else {
            Self::Disagrees
        }
    }
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
          [--limit-ms T] [--schedule S] [--json|--scene|--diagram|--labels]
ranks plan|prove [<collective>] [--algorithm A] [--ranks P] [--count N] [--root R] [--kind K]
          [--input FILE|-] [--json]
ranks passes [--count N] [--tile KEYS] [--registers KEYS] [--json]
ranks sort [--kind u32|i32|f32|f64] [--descending] [--input FILE|-] [--json]
ranks list [--json]
ranks bench [--op OP,...] [--ranks P,...] [--min-bytes N] [--max-bytes N] [--factor N]
          [--samples N]
ranks network [--wires N] [--kind bitonic|bitonic-by-recursion|odd-even-merge]
          [--keys A,B,...] [--json]

The input is JSON in UTF-8; flags win. For run it is an experiment, a whole report whose experiment
is to run again, or {\"inputs\": [[...], ...]}; for plan and prove also {\"plan\": {\"claims\":
\"all-reduce\", \"ranks\": [...]}}, plans by hand, and \"edits\"; for sort a list of numbers, or
{\"values\": [...]}, from standard input if nothing is said. Numbers are also \"NaN\", \"Infinity\",
\"-Infinity\", and \"-0\" for writers that drop the sign of -0.0.
--scene is --json with all that a stage draws: who contributed to what lies where, at every moment;
--labels says it in words, and also what a run that failed came to.
bench measures barrier, all-reduce, all-gather, reduce-scatter, broadcast and ping-pong between
threads and prints lines of JSON, with bandwidths as nccl-tests define them.
Exit status: 0 agrees or proved, 1 does not agree or refuted, 2 the request was refused, 3 the run
failed, 4 the input could not be read or the output not written. With --json the error is JSON, too:
on standard output, or on standard error if that is what cannot be written.
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
    let result = answer(arguments, format, stdout).and_then(|exit| {
        stdout.flush()?;
        Ok(exit)
    });
    result.unwrap_or_else(|trouble| trouble.tell(format, stdout, stderr))
}

fn answer(
    arguments: Vec<OsString>,
    format: Format,
    stdout: &mut dyn Write,
) -> Result<Exit, Trouble> {
    match arguments::parse(arguments)? {
        Command::Help => stdout.write_all(USAGE.as_bytes())?,
        Command::Network(arguments) => network::print(&arguments, format, stdout)?,
        Command::List => output::list(format, stdout)?,
        Command::Run(arguments) => return run(&arguments, format, stdout),
        Command::Passes(arguments) => passes::print(arguments, format == Format::Json, stdout)?,
        Command::Plan(arguments) => return planned::plan(&arguments, format, stdout),
        Command::Prove(arguments) => return planned::prove(&arguments, format, stdout),
        Command::Bench(arguments) => bench::print(&arguments, stdout)?,
        Command::Sort(arguments) => return sort(&arguments, format, stdout),
    }
    Ok(Exit::Agrees)
}

fn run(
    arguments: &RequestArguments,
    format: Format,
    stdout: &mut dyn Write,
) -> Result<Exit, Trouble> {
    let experiment = Experiment::read(&request::run(arguments)?, &Limits::native())?;
    let report = match execute(&experiment) {
        Ok(report) => report,
        Err(failure) if matches!(format, Format::Scene | Format::Labels) => {
            let scene = Scene::of(&experiment, None);
            if format == Format::Labels {
                stdout.write_all(labels(&scene).as_bytes())?;
            }
            return Err(Trouble::Seen(failure, Box::new(scene)));
        }
        Err(failure) => return Err(failure.into()),
    };
    let exit = Exit::of_verdict(report.verdict.agrees);
    output::report(report, format, stdout)?;
    Ok(exit)
}

fn sort(
    arguments: &RequestArguments,
    format: Format,
    stdout: &mut dyn Write,
) -> Result<Exit, Trouble> {
    let request = SortRequest::read(&request::sort(arguments)?)?;
    let report = sort::sort(&request)?;
    if format == Format::Json {
        output::json(&report, stdout)?;
    } else {
        sort::lines(&report, stdout)?;
    }
    Ok(Exit::of_verdict(report.verdict.agrees))
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
    let (ranks, most) = (experiment.ranks, Limits::rank_count_max(Engine::Threads));
    let why = match requested {
        Engine::Simulated => None,
        Engine::Auto if ranks > most => Some(format!(
            "there are at most {most} threads, and this needs {ranks}"
        )),
        _ => return threads::run(experiment),
    };
    let affordable = afford(run_bytes(experiment), 0);
    affordable.map_err(|words| Failure::not_started(experiment, &words))?;
    experiment::simulate(experiment, EngineUsed::simulated(requested, why))
}
