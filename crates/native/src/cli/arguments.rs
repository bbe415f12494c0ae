//! What was typed.

use std::ffi::OsString;
use std::path::PathBuf;

use experiment::{Problem, Value};
use lexopt::{Arg, Parser, ValueExt as _};

use super::bench::{self, BenchArguments};
use super::network::{self, NetworkArguments};
use super::passes::{self, PassesArguments};

/// What to do.
#[derive(Debug)]
pub(super) enum Command {
    Help,
    List,
    Run(RequestArguments),
    Sort(RequestArguments),
    Plan(RequestArguments),
    Prove(RequestArguments),
    Passes(PassesArguments),
    Network(NetworkArguments),
    Bench(BenchArguments),
}

/// How to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Words,
    Json,
    /// A report with the scene of the run.
    Scene,
    Diagram,
    /// The scene in words.
    Labels,
}

impl Format {
    pub(super) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Scene)
    }
}

/// The flags of `ranks run` and `ranks sort`.
#[derive(Debug, Default)]
pub(super) struct RequestArguments {
    /// Fields of the request that flags have set.
    pub(super) fields: Vec<(&'static str, Value)>,
    /// Where the rest comes from, if the flags say so.
    pub(super) input: Option<Input>,
}

/// Where a request is read from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input {
    StandardInput,
    File(PathBuf),
}

/// Flags that hold a name, and the fields they set.
const NAMES: [(&str, &str); 5] = [
    ("algorithm", "algorithm"),
    ("op", "op"),
    ("kind", "kind"),
    ("engine", "engine"),
    ("schedule", "schedule"),
];

/// Flags that hold a number, and the fields they set.
const NUMBERS: [(&str, &str); 5] = [
    ("ranks", "ranks"),
    ("root", "root"),
    ("count", "count"),
    ("seed", "seed"),
    ("limit-ms", "limit_ms"),
];

/// The format that the arguments ask for, even if the rest of them cannot be read: errors
/// should come in it too.
pub(super) fn format(arguments: &[OsString]) -> Format {
    let formats = [
        ("--scene", Format::Scene),
        ("--json", Format::Json),
        ("--diagram", Format::Diagram),
        ("--labels", Format::Labels),
    ];
    let mut formats = formats.into_iter();
    let asked = formats.find(|(flag, _)| arguments.iter().any(|it| it == flag));
    asked.map_or(Format::Words, |(_, format)| format)
}

/// Reads the arguments.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Command, Problem> {
    let mut parser = Parser::from_args(arguments);
    match parser.next().map_err(refused)? {
        None | Some(Arg::Long("help") | Arg::Short('h')) => Ok(Command::Help),
        Some(Arg::Value(value)) if value == "list" => parse_list(parser),
        Some(Arg::Value(value)) if value == "run" => parse_run(parser),
        Some(Arg::Value(value)) if value == "network" => {
            Ok(network::parse(&mut parser)?.map_or(Command::Help, Command::Network))
        }
        Some(Arg::Value(value)) if value == "plan" => parse_plan(parser, Command::Plan),
        Some(Arg::Value(value)) if value == "prove" => parse_plan(parser, Command::Prove),
        Some(Arg::Value(value)) if value == "passes" => {
            Ok(passes::parse(parser)?.map_or(Command::Help, Command::Passes))
        }
        Some(Arg::Value(value)) if value == "bench" => {
            Ok(bench::parse(parser)?.map_or(Command::Help, Command::Bench))
        }
        Some(Arg::Value(value)) if value == "sort" => parse_sort(parser),
        Some(other) => {
            let got = match other {
                Arg::Value(value) => value.to_string_lossy().into_owned(),
                other => format!("{other:?}"),
            };
            Err(Problem::unknown_name(
                "command",
                &got,
                &[
                    "run", "plan", "prove", "list", "sort", "bench", "network", "passes",
                ],
            ))
        }
    }
}

fn parse_list(mut parser: Parser) -> Result<Command, Problem> {
    while let Some(argument) = parser.next().map_err(refused)? {
        match argument {
            Arg::Long("json") => {}
            Arg::Long("help") => return Ok(Command::Help),
            other => return Err(refused(other.unexpected())),
        }
    }
    Ok(Command::List)
}

fn parse_run(parser: Parser) -> Result<Command, Problem> {
    let flags = NAMES.iter().chain(&NUMBERS).map(|(flag, _)| *flag);
    let flags: Vec<_> = flags
        .chain(["input", "json", "scene", "diagram", "labels"])
        .collect();
    Ok(parse_request(parser, &flags)?.map_or(Command::Help, Command::Run))
}

/// The flags that plans depend on.
const OF_PLANS: [&str; 7] = [
    "algorithm",
    "ranks",
    "count",
    "root",
    "kind",
    "input",
    "json",
];

fn parse_plan(
    parser: Parser,
    command: fn(RequestArguments) -> Command,
) -> Result<Command, Problem> {
    let parsed = parse_request(parser, &OF_PLANS).map_err(|mut problem| {
        if ["tile", "registers"]
            .iter()
            .any(|flag| problem.got.contains(flag))
        {
            problem
                .message
                .push_str("; passes over a GPU's memory are `ranks passes`");
        }
        problem
    });
    Ok(parsed?.map_or(Command::Help, command))
}

/// A collective and `flags`, which are fields of a request; nothing if help is asked for.
fn parse_request(mut parser: Parser, flags: &[&str]) -> Result<Option<RequestArguments>, Problem> {
    let mut request = RequestArguments::default();
    while let Some(argument) = parser.next().map_err(refused)? {
        match argument {
            Arg::Long("help") => return Ok(None),
            Arg::Long(flag) if !flags.contains(&flag) => {
                return Err(Problem::unknown_name("flag", flag, flags));
            }
            Arg::Long("json" | "scene" | "diagram" | "labels") => {}
            Arg::Long("input") => request.input = Some(parse_input(&mut parser)?),
            Arg::Long(flag) => {
                let (field, is_number) = field_of(flag).expect("all other flags are fields");
                let text = parser.value().and_then(|it| it.string()).map_err(refused)?;
                // What is no number is left to be refused with the field's allowed range.
                let number = text.parse().ok().filter(|_| is_number);
                request
                    .fields
                    .push((field, number.map_or(Value::Text(text), Value::Number)));
            }
            Arg::Value(value)
                if request
                    .fields
                    .iter()
                    .all(|(field, _)| *field != "collective") =>
            {
                let text = value.to_string_lossy().into_owned();
                request.fields.push(("collective", Value::Text(text)));
            }
            other => return Err(refused(other.unexpected())),
        }
    }
    Ok(Some(request))
}

fn parse_sort(mut parser: Parser) -> Result<Command, Problem> {
    let mut sort = RequestArguments::default();
    while let Some(argument) = parser.next().map_err(refused)? {
        match argument {
            Arg::Long("json") => {}
            Arg::Long("help") => return Ok(Command::Help),
            Arg::Long("input") => sort.input = Some(parse_input(&mut parser)?),
            Arg::Long("descending") => sort.fields.push(("descending", Value::Bool(true))),
            Arg::Long("kind") => {
                let text = parser.value().and_then(|it| it.string()).map_err(refused)?;
                sort.fields.push(("kind", Value::Text(text)));
            }
            Arg::Long(flag) => {
                let flags = ["kind", "descending", "input", "json"];
                return Err(Problem::unknown_name("flag", flag, &flags));
            }
            other => return Err(refused(other.unexpected())),
        }
    }
    Ok(Command::Sort(sort))
}

fn parse_input(parser: &mut Parser) -> Result<Input, Problem> {
    let value = parser.value().map_err(refused)?;
    Ok(if value == "-" {
        Input::StandardInput
    } else {
        Input::File(value.into())
    })
}

/// The field that a flag sets, and whether it holds a number.
fn field_of(flag: &str) -> Option<(&'static str, bool)> {
    let find = |flags: &[(&str, &'static str)]| {
        flags
            .iter()
            .find(|(name, _)| *name == flag)
            .map(|(_, field)| *field)
    };
    find(&NAMES)
        .map(|field| (field, false))
        .or(find(&NUMBERS).map(|field| (field, true)))
}

pub(super) fn refused(error: lexopt::Error) -> Problem {
    let mut problem = Problem::new("arguments", &error.to_string(), "as `ranks --help` says");
    problem.message = problem.got.clone();
    problem
}
