//! What a run is said to take at most is held against what it takes, allocation by allocation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use collectives::Transport as _;
use experiment::{
    Clock, Crash, Engine, EngineUsed, Experiment, Limits, Part, Value, assemble, perform,
};
use simulator::Schedule;

thread_local! {
    /// Bytes that this thread holds, and the most it has held.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

/// The system's allocator, and a count for each thread.
struct Counting;

fn count(bytes: isize) {
    // A thread that ends may free after its count has gone.
    let _ = HELD.try_with(|held| {
        let (now, most) = held.get();
        held.set((now + bytes, most.max(now + bytes)));
    });
}

#[allow(
    unsafe_code,
    reason = "an allocator has no safe form; all is passed on"
)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What `work` holds at most beside what there was before.
fn most_held<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let (before, _) = HELD.get();
    HELD.set((before, before));
    let value = work();
    let (_, most) = HELD.get();
    ((most - before).unsigned_abs() as u64, value)
}

fn request(row: (&str, &str), ranks: u32, count: u32, kind: &str) -> Value {
    let mut request = Value::Record(Vec::new());
    for (name, text) in [("collective", row.0), ("algorithm", row.1), ("kind", kind)] {
        request.set(name, Value::Text(text.to_string()));
    }
    request.set("ranks", Value::Number(f64::from(ranks)));
    request.set("count", Value::Number(f64::from(count)));
    request
}

/// The parts of all ranks, as a host of workers gets them.
fn parts(experiment: &Experiment) -> Vec<Part> {
    let tasks: Vec<_> = (0..experiment.ranks)
        .map(|it| experiment.task(it))
        .collect();
    let schedule = Schedule::earliest();
    let (network, limit_ns) = (experiment.network, 1e12);
    let outcome = simulator::run(experiment.ranks, network, schedule, limit_ns, |port| {
        let task = &tasks[port.rank()];
        async move { perform(&port, task, Crash::Error).await }
    });
    outcome.result.expect("nothing goes wrong")
}

/// The run fails, for ranks find out at once; but what it brings it brings.
#[test]
fn a_rank_that_brings_too_much_on_purpose_is_counted_too() {
    let mut fault = Value::Record(Vec::new());
    fault.set("kind", Value::Text("count".to_string()));
    fault.set("rank", Value::Number(1.0));
    fault.set("value", Value::Number(300_000.0));
    for kind in ["f32", "f64"] {
        let mut request = request(("all-reduce", "ring"), 3, 5, kind);
        request.set("faults", Value::List(vec![fault.clone()]));
        let it = Experiment::read(&request, &Limits::native()).expect("it is in order");
        let engine = EngineUsed::simulated(Engine::Simulated, None);
        let (taken, _) = most_held(|| experiment::simulate(&it, engine).is_err());
        let said = it.bytes_to_simulate();
        assert!(
            taken > 2_000_000 && taken <= said,
            "{taken} bytes of {said}"
        );
        let (taken, _) = most_held(|| it.task(1));
        let said = it.bytes_to_judge().min(it.bytes_of_rank(1));
        assert!(taken <= said, "{taken} bytes of {said}");
    }
}

#[test]
fn no_run_takes_more_memory_than_it_says() {
    let mut closest: f64 = 0.0;
    for row in experiment::catalogue() {
        for (ranks, count) in [(1, 20_000), (2, 20_000), (7, 10_000), (32, 1_000), (40, 8)] {
            for kind in ["f32", "f64"] {
                let row = (row.collective.name(), row.algorithm);
                let mut request = request(row, ranks, count, kind);
                request.set("trace", Value::Bool(ranks > 7));
                let it = Experiment::read(&request, &Limits::native()).expect("it is in order");
                let engine = EngineUsed::simulated(Engine::Simulated, None);
                let all = most_held(|| experiment::simulate(&it, engine.clone()).is_ok());
                let (parts, clock) = (parts(&it), Clock::Wall { resolution_us: 1.0 });
                let judging = most_held(|| assemble(&it, engine.clone(), parts.clone(), clock));
                let said = [it.bytes_to_simulate(), it.bytes_to_judge()];
                for (taken, said) in [all.0, judging.0].into_iter().zip(said) {
                    let name = format!("{} of {count} {kind} on {ranks}", it.call());
                    assert!(taken <= said, "{name}: {taken} bytes of {said}");
                    closest = closest.max(taken as f64 / said as f64);
                }
            }
        }
    }
    assert!(closest > 0.5, "at least one bound is near the truth");
}
