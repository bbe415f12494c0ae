//! Whether the system gives the memory for some work, asked before the work begins.
//!
//! What is refused in the middle of it ends the process without a word, and allocations there are
//! many. So the sum of the large ones is asked for once, where there is somebody to say no to.

use std::fs::read_to_string;
use std::hint::black_box;

use collectives::Collective;
use experiment::Experiment;

/// What a run needs for each element of its inputs and results, at most and besides the inputs:
/// copies for the ranks, what is under way, results, and the verdict's doubles.
const RUN_BYTES_PER_ELEMENT: usize = 32;

/// What an allocator may take from the address space, though not from the memory, for a thread.
const ARENA_BYTES: usize = 64 << 20;

/// Asks for memory, and gives it back at once.
///
/// # Errors
/// Words that go on after the name of the work, if the system refuses.
pub(crate) fn afford(bytes: usize, thread_count: usize) -> Result<(), String> {
    if let Some(left) = address_space_left() {
        let bytes = bytes + thread_count * ARENA_BYTES;
        if bytes > left {
            let (needed, left) = (mebibytes(bytes), left >> 20);
            return Err(format!(
                "may need {needed} MiB of address space, and the limit leaves {left} MiB"
            ));
        }
    }
    let mut memory: Vec<u8> = Vec::new();
    let given = memory.try_reserve_exact(bytes);
    // An allocation that nobody sees need not happen.
    black_box(&memory);
    given.map_err(|_| refusal(bytes))
}

/// What there is to say about so many bytes that the system does not give.
pub(crate) fn refusal(bytes: usize) -> String {
    let needed = mebibytes(bytes);
    format!("may need {needed} MiB of memory, which the system does not give")
}

/// What a run needs besides its inputs, which are there.
pub(crate) fn run_bytes(experiment: &Experiment) -> usize {
    let inputs: usize = experiment.counts().iter().sum();
    let results = match experiment.claims() {
        // To know the result of each rank would mean to sort.
        Some(Collective::Sort) => inputs,
        _ => {
            let result = |rank| experiment.output_len(rank).unwrap_or(0);
            (0..experiment.ranks).map(result).sum()
        }
    };
    (inputs + results) * RUN_BYTES_PER_ELEMENT
}

fn mebibytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}

/// How much more the process may map, where that is limited (`ulimit -v`) and the system says so.
fn address_space_left() -> Option<usize> {
    let limits = read_to_string("/proc/self/limits").ok()?;
    let limit: usize = number_after("Max address space", &limits)?;
    let status = read_to_string("/proc/self/status").ok()?;
    let used_kib: usize = number_after("VmSize:", &status)?;
    Some(limit.saturating_sub(used_kib << 10))
}

/// The number behind a name at the beginning of a line.
fn number_after(name: &str, text: &str) -> Option<usize> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_little_is_given_and_all_there_could_be_is_not() {
        assert_eq!(afford(1 << 20, 1), Ok(()));
        let words = afford(isize::MAX as usize, 0).expect_err("no machine has as much");
        assert!(words.contains("MiB of memory"), "{words}");
    }

    #[test]
    fn a_limit_is_a_number_behind_its_name() {
        let limits = "Max data size   unlimited\nMax address space         61440000   unlimited";
        assert_eq!(number_after("Max address space", limits), Some(61_440_000));
        assert_eq!(number_after("Max data size", limits), None);
        assert_eq!(number_after("VmSize:", limits), None);
    }
}
