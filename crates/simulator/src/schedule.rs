//! Who goes next: the oracle behind every run.

use std::fmt::Write as _;
use std::str::FromStr;

/// How a run decides among the things that could happen next, and whether sends wait.
///
/// The possibilities are always listed in one order: ranks that can go on, by number, then
/// messages and timers, by virtual time. So a choice is an index, and a run is a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Whether a send waits for its receive.
    pub buffering: Buffering,
    choice: Choice,
}

/// What a send waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buffering {
    /// Only for its own port.
    Eager,
    /// For the matching receive: nothing is buffered, as a send in MPI is free to do.
    Rendezvous,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    /// The first possibility: whatever is earliest in virtual time.
    First,
    /// Any possibility, by dice.
    Dice(Dice),
    /// The recorded ones, then the first.
    Replay { choices: Vec<usize>, next: usize },
}

impl Schedule {
    /// By virtual time. What pages show.
    #[must_use]
    pub fn earliest() -> Self {
        Self {
            buffering: Buffering::Eager,
            choice: Choice::First,
        }
    }

    /// By virtual time, with sends that wait for their receives.
    #[must_use]
    pub fn rendezvous() -> Self {
        Self {
            buffering: Buffering::Rendezvous,
            choice: Choice::First,
        }
    }

    /// By dice; even seeds buffer sends and odd seeds do not.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let buffering = if seed.is_multiple_of(2) {
            Buffering::Eager
        } else {
            Buffering::Rendezvous
        };
        Self {
            buffering,
            choice: Choice::Dice(Dice::new(seed)),
        }
    }

    /// One of `possibilities` (more than 0) things that could happen next.
    pub(crate) fn choose(&mut self, possibilities: usize) -> usize {
        match &mut self.choice {
            Choice::First => 0,
            Choice::Dice(dice) => dice.below(possibilities),
            Choice::Replay { choices, next } => {
                let choice = choices.get(*next).copied().unwrap_or(0);
                *next += 1;
                choice.min(possibilities - 1)
            }
        }
    }

    /// The string that replays a run which made `choices`.
    pub(crate) fn replay_string(&self, choices: &[usize]) -> String {
        let used = choices
            .iter()
            .rposition(|&choice| choice != 0)
            .map_or(0, |last| last + 1);
        let mode = match (self.buffering, used) {
            (Buffering::Eager, 0) => return "earliest".to_string(),
            (Buffering::Rendezvous, 0) => return "rendezvous".to_string(),
            (Buffering::Eager, _) => "eager",
            (Buffering::Rendezvous, _) => "rendezvous",
        };
        let mut text = format!("replay:{mode}:");
        for (index, choice) in choices[..used].iter().enumerate() {
            let separator = if index == 0 { "" } else { "." };
            write!(text, "{separator}{choice}").expect("writing to a string cannot fail");
        }
        text
    }
}

/// A text that names no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseScheduleError;

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    /// Reads `earliest`, `rendezvous`, `seeded:<seed>` or a replay string.
    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        if let Some(seed) = text.strip_prefix("seeded:") {
            return seed
                .parse()
                .map(Self::seeded)
                .map_err(|_| ParseScheduleError);
        }
        if let Some(replay) = text.strip_prefix("replay:") {
            let (mode, choices) = replay.split_once(':').ok_or(ParseScheduleError)?;
            let buffering = match mode {
                "eager" => Buffering::Eager,
                "rendezvous" => Buffering::Rendezvous,
                _ => return Err(ParseScheduleError),
            };
            let choices = choices
                .split('.')
                .map(|choice| choice.parse().map_err(|_| ParseScheduleError))
                .collect::<Result<_, _>>()?;
            return Ok(Self {
                buffering,
                choice: Choice::Replay { choices, next: 0 },
            });
        }
        match text {
            "earliest" => Ok(Self::earliest()),
            "rendezvous" => Ok(Self::rendezvous()),
            _ => Err(ParseScheduleError),
        }
    }
}

/// The `SplitMix64` generator (Steele, Lea, Flood 2014): a seed is its whole state.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        usize::try_from((u128::from(bits) * bound as u128) >> 64).expect("smaller than the bound")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replay_string_reads_back() {
        let text = Schedule::seeded(3).replay_string(&[0, 2, 11, 0, 0]);
        assert_eq!(text, "replay:rendezvous:0.2.11");
        let mut schedule: Schedule = text.parse().unwrap();
        let choices: Vec<_> = (0..5).map(|_| schedule.choose(12)).collect();
        assert_eq!(choices, [0, 2, 11, 0, 0]);
        assert_eq!(Schedule::earliest().replay_string(&[0, 0]), "earliest");
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in [
            "",
            "latest",
            "replay:",
            "replay:eager:1.x",
            "seeded:",
            "seeded:-1",
        ] {
            assert_eq!(
                text.parse::<Schedule>(),
                Err(ParseScheduleError),
                "{text:?}"
            );
        }
    }

    #[test]
    fn dice_reach_every_side() {
        let mut dice = Dice::new(1);
        let mut seen = [0; 6];
        (0..600).for_each(|_| seen[dice.below(6)] += 1);
        assert!(seen.iter().all(|&count| count > 50), "{seen:?}");
    }
}
