//! A request to measure.

use crate::experiment::Limits;
use crate::measure::{Measure, Subject};
use crate::{Engine, Problem, Value};

use super::read_engine;
use super::reader::{Bounds, Reader};

const FIELDS: [&str; 7] = [
    "op", "engine", "ranks", "bytes", "warmup", "samples", "batch",
];

impl Measure {
    /// Most bytes that one call may have as its size.
    pub const BYTES_MAX: usize = 1 << 26;
    /// How long a rank waits for another, in milliseconds.
    pub const LIMIT_MS: f64 = 30_000.0;
    /// Most samples, and most calls in one of them.
    pub const REPEAT_COUNT_MAX: usize = 1_000_000;

    /// Reads a request; `limits` says what this host can run.
    ///
    /// # Errors
    /// All problems, not only the first.
    pub fn read(request: &Value, limits: &Limits) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(request, "", &FIELDS);
        let measure = read_fields(&mut reader, limits);
        let problems = reader.into_problems();
        measure.filter(|_| problems.is_empty()).ok_or(problems)
    }
}

fn read_fields(reader: &mut Reader<'_>, limits: &Limits) -> Option<Measure> {
    let names = Subject::ALL.map(Subject::name);
    let subject = reader.choice("op", &names, None).map(|i| Subject::ALL[i]);
    let engine = read_engine(reader, limits);
    if engine == Some(Engine::Simulated) {
        reader.refuse("engine", "simulated", "an engine with a real clock");
    }
    let most = Limits::rank_count_max(engine.unwrap_or(Engine::Auto));
    let ranks = reader.index("ranks", Bounds::new(2, most), None);
    let bytes = reader.index("bytes", Bounds::new(0, Measure::BYTES_MAX), Some(0));
    if let Some(bytes) = bytes.filter(|bytes| bytes % 4 != 0) {
        reader.refuse(
            "bytes",
            &bytes.to_string(),
            "a multiple of 4, for f32 values",
        );
    }
    let repeat = Bounds::new(1, Measure::REPEAT_COUNT_MAX);
    let warmup = reader.index("warmup", Bounds::new(0, Measure::REPEAT_COUNT_MAX), Some(1));
    let samples = reader.index("samples", repeat, Some(20));
    let batch = reader.index("batch", repeat, Some(1));
    Some(Measure {
        subject: subject?,
        engine: engine?,
        ranks: ranks?,
        bytes: bytes?,
        warmup: warmup?,
        samples: samples?,
        batch: batch?,
    })
}
