//! The passes of a sort, for figures that show what it will cost.

use bitonic::plan::{Kernel, Pass, Plan, Shape};
use js_sys::{Error, Reflect};
use wasm_bindgen::prelude::*;

use crate::types::{PassPlan, SortPlan, to_js};

/// The most keys that a plan can be asked for: places in a list of 32 bit words in 4 GiB.
const COUNT_MAX: usize = 1 << 30;

/// Plans a sort of `count` keys; without options, for a GPU with 16 KiB of workgroup memory.
///
/// # Errors
/// If no kernels hold so many keys.
#[wasm_bindgen(unchecked_return_type = "SortPlan")]
pub fn plan(
    count: usize,
    #[wasm_bindgen(unchecked_optional_param_type = "PlanOptions")] options: JsValue,
) -> Result<JsValue, Error> {
    if count > COUNT_MAX {
        let message = format!("count: {count} is not within 0 to {COUNT_MAX}");
        return Err(Error::new(&message));
    }
    let pairs = options_pairs(&options);
    let shape = match read_shape(&options, pairs)? {
        Some(shape) => shape,
        None => Shape::for_gpu(16 << 10, pairs),
    };
    Ok(to_js(&describe(&Plan::new(count, shape))))
}

fn options_pairs(options: &JsValue) -> bool {
    let pairs = Reflect::get(options, &"pairs".into()).ok();
    pairs.and_then(|it| it.as_bool()).unwrap_or(false)
}

/// The shape that options ask for; none, if they leave the choice.
///
/// # Errors
/// Names the field and what is allowed.
pub(crate) fn read_shape(options: &JsValue, pairs: bool) -> Result<Option<Shape>, Error> {
    let (registers, tile) = (bits(options, "registers")?, bits(options, "tile")?);
    if registers.is_none() && tile.is_none() {
        return Ok(None);
    }
    let shape = Shape {
        register_bits: registers.unwrap_or(4),
        tile_bits: tile,
        pairs,
    };
    shape.check().map_err(|error| {
        let allowed = error.allowed;
        let (got, least, most) = (1_u64 << error.got, 1_u64 << allowed.0, 1_u64 << allowed.1);
        let field = error.field;
        Error::new(&format!("{field}: {got} is not within {least} to {most}"))
    })?;
    Ok(Some(shape))
}

/// The exponent of a field that is a power of two; none, if there is no such field.
fn bits(options: &JsValue, field: &str) -> Result<Option<u32>, Error> {
    let value = Reflect::get(options, &field.into()).unwrap_or_default();
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let keys = value.as_f64();
    let found = (0..32).find(|&bits| Some(f64::from(1_u32 << bits)) == keys);
    let got = keys.map_or_else(|| "what is no number".to_string(), |it| it.to_string());
    let message = || format!("{field}: {got} is not a power of two");
    found.map(Some).ok_or_else(|| Error::new(&message()))
}

/// As JavaScript sees it.
pub(crate) fn describe(plan: &Plan) -> SortPlan {
    SortPlan {
        count: real(plan.count as u64),
        registers: 1 << plan.shape.register_bits,
        tile: plan.shape.tile_bits.map(|bits| 1 << bits),
        passes: narrow(plan.passes.len()),
        comparators: real(plan.comparators()),
        bytes: real(plan.bytes()),
        ladder: plan.passes.iter().map(describe_pass).collect(),
    }
}

fn describe_pass(pass: &Pass) -> PassPlan {
    PassPlan {
        kernel: match pass.kernel {
            Kernel::RegisterSort => "register-sort",
            Kernel::RegisterFlip => "register-flip",
            Kernel::RegisterMerge => "register-merge",
            Kernel::TileSort => "tile-sort",
            Kernel::TileMerge => "tile-merge",
        },
        stage: pass.stage,
        low: pass.low,
        steps: pass.steps,
        keys: real(pass.reach as u64),
        units: real(pass.units as u64),
        comparators: real(pass.comparators),
        bytes: real(pass.bytes),
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn real(count: u64) -> f64 {
    count as f64
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a plan has few passes")
}
