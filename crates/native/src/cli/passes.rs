//! `ranks passes`: which passes over memory sort so many keys on a GPU, and what each of them
//! costs.

use std::io::{Result, Write};

use bitonic::plan::{Kernel, Pass, Plan, Shape};
use experiment::Problem;
use lexopt::{Arg, Parser, ValueExt as _};
use serde::Serialize;

use super::arguments::refused;

/// The most keys: more would need more than 4 GiB.
const COUNT_MAX: usize = 1 << 30;

/// What to plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct PassesArguments {
    count: usize,
    shape: Shape,
}

/// A plan as JSON; the same shape as in `openhood.js`.
#[derive(Serialize)]
struct PlanShape {
    count: usize,
    registers: u32,
    tile: Option<u32>,
    passes: usize,
    comparators: u64,
    bytes: u64,
    ladder: Vec<PassShape>,
}

#[derive(Serialize)]
struct PassShape {
    kernel: &'static str,
    stage: u32,
    low: u32,
    steps: u32,
    keys: usize,
    units: usize,
    comparators: u64,
    bytes: u64,
}

/// Reads the flags. Without any, the plan is for a million keys and 16 KiB of workgroup memory.
pub(super) fn parse(mut parser: Parser) -> std::result::Result<Option<PassesArguments>, Problem> {
    let mut count = 1 << 20;
    let (mut registers, mut tile) = (None, None);
    while let Some(argument) = parser.next().map_err(refused)? {
        let Arg::Long(flag) = argument else {
            return Err(refused(argument.unexpected()));
        };
        let flag = flag.to_owned();
        match flag.as_str() {
            "json" => {}
            "help" => return Ok(None),
            "count" => count = number(&mut parser, "count", COUNT_MAX)?,
            "registers" => registers = Some(bits(&mut parser, "registers")?),
            "tile" => tile = Some(bits(&mut parser, "tile")?),
            other => {
                let known = ["count", "registers", "tile", "json"];
                return Err(Problem::unknown_name("flag", other, &known));
            }
        }
    }
    let shape = match (registers, tile) {
        (None, None) => Shape::for_gpu(16 << 10, false),
        _ => Shape {
            register_bits: registers.unwrap_or(4),
            tile_bits: tile,
            pairs: false,
        },
    };
    shape.check().map_err(|error| {
        let (least, most) = (1_u64 << error.allowed.0, 1_u64 << error.allowed.1);
        let got = (1_u64 << error.got).to_string();
        Problem::new(error.field, &got, &format!("{least} to {most}"))
    })?;
    Ok(Some(PassesArguments { count, shape }))
}

fn number(parser: &mut Parser, field: &str, most: usize) -> std::result::Result<usize, Problem> {
    let text = parser.value().and_then(|it| it.string()).map_err(refused)?;
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| Problem::new(field, &text, &format!("0 to {most}")))
}

/// The exponent of a power of two.
fn bits(parser: &mut Parser, field: &str) -> std::result::Result<u32, Problem> {
    let keys = number(parser, field, 1 << 13)?;
    let allowed = "a power of two";
    match keys.is_power_of_two() {
        true => Ok(keys.trailing_zeros()),
        false => Err(Problem::new(field, &keys.to_string(), allowed)),
    }
}

/// Prints the passes of a plan, as JSON or one per line.
pub(super) fn print(arguments: PassesArguments, json: bool, to: &mut dyn Write) -> Result<()> {
    let plan = Plan::new(arguments.count, arguments.shape);
    if json {
        serde_json::to_writer(&mut *to, &describe(&plan))?;
        return writeln!(to);
    }
    for (index, pass) in plan.passes.iter().enumerate() {
        let (kernel, bytes) = (name(pass.kernel), pass.bytes);
        let (stage, steps, low) = (pass.stage, pass.steps, pass.low);
        writeln!(
            to,
            "{:>4}  {kernel:<14}  stage {stage:>2}  {steps:>2} steps to 2^{low:<2}  {bytes} bytes",
            index + 1
        )?;
    }
    let (passes, bytes) = (plan.passes.len(), plan.bytes());
    let comparators = plan.comparators();
    writeln!(
        to,
        "{passes} passes, {bytes} bytes, {comparators} comparators"
    )
}

fn describe(plan: &Plan) -> PlanShape {
    let ladder = plan.passes.iter().map(|pass: &Pass| PassShape {
        kernel: name(pass.kernel),
        stage: pass.stage,
        low: pass.low,
        steps: pass.steps,
        keys: pass.reach,
        units: pass.units,
        comparators: pass.comparators,
        bytes: pass.bytes,
    });
    PlanShape {
        count: plan.count,
        registers: 1 << plan.shape.register_bits,
        tile: plan.shape.tile_bits.map(|bits| 1 << bits),
        passes: plan.passes.len(),
        comparators: plan.comparators(),
        bytes: plan.bytes(),
        ladder: ladder.collect(),
    }
}

fn name(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::RegisterSort => "register-sort",
        Kernel::RegisterFlip => "register-flip",
        Kernel::RegisterMerge => "register-merge",
        Kernel::TileSort => "tile-sort",
        Kernel::TileMerge => "tile-merge",
    }
}
