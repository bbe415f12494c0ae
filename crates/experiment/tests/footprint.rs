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

#[allow(unsafe_code, reason = "an allocator has no safe form; all is passed on")]
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

fn experiment(row: (&str, &str), ranks: u32, count: u32, kind: &str, trace: bool) -> Experiment {
    let mut request = Value::Record(Vec::new());
    for (name, text) in [("collective", row.0), ("algorithm", row.1), ("kind", kind)] {
        request.set(name, Value::Text(text.to_string()));
    }
    request.set("ranks", Value::Number(f64::from(ranks)));
    request.set("count", Value::Number(f64::from(count)));
    request.set("trace", Value::Bool(trace));
    Experiment::read(&request, &Limits::native()).expect("the request is in order")
}

/// The parts of all ranks, as a host of workers gets them.
fn parts(experiment: &Experiment) -> Vec<Part> {
    let tasks: Vec<_> = (0..experiment.ranks).map(|it| experiment.task(it)).collect();
    let schedule = Schedule::earliest();
    let (network, limit_ns) = (experiment.network, 1e12);
    let outcome = simulator::run(experiment.ranks, network, schedule, limit_ns, |port| {
        let task = &tasks[port.rank()];
        async move { perform(&port, task, Crash::Error).await }
    });
    outcome.result.expect("nothing goes wrong")
}

#[test]
fn no_run_takes_more_memory_than_it_says() {
    let mut closest: f64 = 0.0;
    for row in experiment::catalogue() {
        for (ranks, count) in [(1, 40_000), (2, 50_000), (7, 20_000), (32, 3_000), (40, 8)] {
            for kind in ["f32", "f64", "u32"] {
                let row = (row.collective, row.algorithm);
                let it = experiment(row, ranks, count, kind, ranks > 7);
                let engine = EngineUsed::simulated(Engine::Simulated, None);
                let all = most_held(|| experiment::simulate(&it, engine.clone()).is_ok());
                let (parts, clock) = (parts(&it), Clock::Wall { resolution_us: 1.0 });
                let judging = most_held(|| assemble(&it, engine.clone(), parts.clone(), clock));
                let said = [it.bytes_to_simulate(), it.bytes_to_judge()];
                for (taken, said) in [all.0, judging.0].into_iter().zip(said) {
                    let name = format!("{} of {count} {kind} on {ranks}", it.call());
                    println!("{name}: {taken} of {said}: {:.2}", taken as f64 / said as f64);
                    assert!(taken <= said, "{name}: {taken} bytes of {said}");
                    closest = closest.max(taken as f64 / said as f64);
                }
            }
        }
    }
    assert!(closest > 0.5, "at least one bound is near the truth");
}
