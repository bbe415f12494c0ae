//! Where an experiment can run on this page, and why not somewhere better.

use std::cell::RefCell;

use experiment::{Engine, Limits};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::page::Connection;

/// Once workers did not start, as many are asked for again by the next run: it may have been an
/// accident. It may also be so for good, and to find that out may take long. So every time that
/// they do not start twice as many runs pass before they are asked for again, up to two to this.
const DOUBLING_COUNT_MAX: u32 = 10;

/// Workers that did not start.
#[derive(Clone, Debug)]
struct Refused {
    /// The fewest.
    count: usize,
    why: String,
    /// How often in a row.
    times: u32,
    /// Runs that do not ask.
    pass: u32,
}

thread_local! {
    static REFUSED: RefCell<Option<Refused>> = const { RefCell::new(None) };
}

/// What the page offers.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    /// Whether the page is cross-origin isolated, and not asked to forget it.
    pub(crate) isolated: bool,
    /// Shared memory, or why there is none.
    pub(crate) shared_memory: Result<(), String>,
    /// Workers, as far as one can tell without starting one, or why there are none.
    pub(crate) workers: Result<(), String>,
    /// Processors that the browser admits to.
    pub(crate) cores: u32,
}

/// Where to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Workers connected this way, or the simulator.
    pub(crate) workers: Option<Connection>,
    /// Why not the better one.
    pub(crate) why: Option<String>,
}

impl Surroundings {
    /// Looks around. `crossOriginIsolated` alone does not promise shared memory: some engines
    /// say yes and have no `SharedArrayBuffer`. Each browser is asked for what it can do, never
    /// for its name.
    pub(crate) fn look() -> Self {
        let isolated = global("crossOriginIsolated").is_truthy();
        let has_buffers = global("SharedArrayBuffer").is_function();
        let off = switched_off(&address_query());
        // Without a secure context the browser ignores the headers that isolate a page.
        let secure = global("isSecureContext").is_truthy();
        let shared_memory = match withheld(off, secure, isolated, has_buffers) {
            Some(why) => Err(why.to_string()),
            None => Ok(()),
        };
        let workers = match refusal(1) {
            Some(why) => Err(why),
            None if global("Worker").is_function() => Ok(()),
            None => Err("this browser has no Web Workers".to_string()),
        };
        let navigator = global("navigator");
        let cores = Reflect::get(&navigator, &"hardwareConcurrency".into());
        Self {
            isolated: isolated && !off,
            shared_memory,
            workers,
            cores: cores.ok().and_then(|it| it.as_f64()).map_or(1, whole),
        }
    }

    /// The engine for what was asked for: never a better one, and a worse one only with a reason.
    pub(crate) fn choose(&self, requested: Engine, ranks: usize) -> Choice {
        let simulated = |why: Option<String>| Choice { workers: None, why };
        if requested == Engine::Simulated {
            return simulated(None);
        }
        if ranks > Limits::WORKER_COUNT_MAX {
            let most = Limits::WORKER_COUNT_MAX;
            let why = format!("{ranks} ranks are more than the {most} that can run as workers");
            return simulated(Some(why));
        }
        if let Some(why) = self.workers.clone().err().or_else(|| refusal(ranks)) {
            return simulated(Some(why));
        }
        match &self.shared_memory {
            _ if requested == Engine::WorkersPorts => Choice {
                workers: Some(Connection::Ports),
                why: None,
            },
            Ok(()) => Choice {
                workers: Some(Connection::Shared),
                why: None,
            },
            Err(why) => Choice {
                workers: Some(Connection::Ports),
                why: Some(why.clone()),
            },
        }
    }
}

/// Why there is no shared memory, if there is none: the first thing that somebody would have to
/// change.
fn withheld(off: bool, secure: bool, isolated: bool, has_buffers: bool) -> Option<&'static str> {
    let reasons = [
        (
            off,
            "shared memory is switched off by ?isolation=off in the page's address",
        ),
        (
            !secure,
            "this page is not served over https, so the browser withholds shared memory",
        ),
        (
            !isolated,
            "this page is not cross-origin isolated, so the browser withholds shared memory",
        ),
        (
            !has_buffers,
            "this page is isolated, but the browser has no SharedArrayBuffer",
        ),
    ];
    reasons
        .iter()
        .find_map(|(holds, why)| holds.then_some(*why))
}

/// Why `count` workers are not asked for, if they are not.
fn refusal(count: usize) -> Option<String> {
    REFUSED.with_borrow(|refused| {
        let refused = refused.as_ref()?;
        (count >= refused.count && refused.pass > 0).then(|| refused.why.clone())
    })
}

/// Remembers that `count` workers do not start here, and gives the words for it. Fewer may.
pub(crate) fn remember_refusal(count: usize, reason: &str) -> String {
    let why = format!("workers do not start on this page: {reason}");
    REFUSED.with_borrow_mut(|refused| {
        let before = refused.as_ref();
        let times = before.map_or(0, |it| it.times);
        *refused = Some(Refused {
            count: before.map_or(count, |it| it.count.min(count)),
            why: why.clone(),
            times: (times + 1).min(DOUBLING_COUNT_MAX),
            pass: (1 << times) - 1,
        });
    });
    why
}

/// A run has done without the `count` workers that it would have asked for.
pub(crate) fn pass_over(count: usize) {
    REFUSED.with_borrow_mut(|refused| {
        if let Some(refused) = refused.as_mut().filter(|it| count >= it.count) {
            refused.pass = refused.pass.saturating_sub(1);
        }
    });
}

/// `count` workers have started after all.
pub(crate) fn forgive(count: usize) {
    REFUSED.with_borrow_mut(|refused| _ = refused.take_if(|it| count >= it.count));
}

/// Workers may be asked for again.
pub(crate) fn forget_refusal() {
    REFUSED.set(None);
}

fn global(name: &str) -> JsValue {
    Reflect::get(&js_sys::global(), &name.into()).unwrap_or_default()
}

/// The part of the page's address after the question mark.
fn address_query() -> String {
    let search = Reflect::get(&global("location"), &"search".into());
    let search = search.ok().and_then(|it| it.as_string());
    search.unwrap_or_default()
}

fn switched_off(query: &str) -> bool {
    let fields = query.trim_start_matches('?').split('&');
    fields.into_iter().any(|field| field == "isolation=off")
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of processors is small and positive"
)]
fn whole(number: f64) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(shared_memory: bool, workers: bool) -> Surroundings {
        let either = |there: bool, why: &str| there.then_some(()).ok_or(why.to_string());
        Surroundings {
            isolated: shared_memory,
            shared_memory: either(shared_memory, "no memory"),
            workers: either(workers, "no workers"),
            cores: 2,
        }
    }

    fn check(page: &Surroundings, requested: Engine, expected: (Option<Connection>, Option<&str>)) {
        let choice = page.choose(requested, 6);
        assert_eq!(
            (choice.workers, choice.why.as_deref()),
            expected,
            "{requested:?}"
        );
    }

    #[test]
    fn the_best_there_is_and_why_not_better() {
        use Connection::{Ports, Shared};
        let everything = page(true, true);
        check(&everything, Engine::Auto, (Some(Shared), None));
        check(&everything, Engine::Workers, (Some(Shared), None));
        check(&everything, Engine::WorkersPorts, (Some(Ports), None));
        check(&everything, Engine::Simulated, (None, None));
        let ports = page(false, true);
        for engine in [Engine::Auto, Engine::Workers, Engine::WorkersShared] {
            check(&ports, engine, (Some(Ports), Some("no memory")));
        }
        check(&ports, Engine::WorkersPorts, (Some(Ports), None));
        for engine in [Engine::Auto, Engine::WorkersShared, Engine::WorkersPorts] {
            check(&page(true, false), engine, (None, Some("no workers")));
        }
    }

    #[test]
    fn what_is_missing_first_is_named_first() {
        for (off, secure, isolated, has_buffers, expected) in [
            (false, true, true, true, None),
            (true, false, false, false, Some("?isolation=off")),
            (false, false, false, true, Some("not served over https")),
            (false, true, false, false, Some("not cross-origin isolated")),
            (false, true, true, false, Some("no SharedArrayBuffer")),
        ] {
            let why = withheld(off, secure, isolated, has_buffers);
            assert_eq!(why.is_some(), expected.is_some(), "{why:?}");
            assert!(
                why.unwrap_or_default()
                    .contains(expected.unwrap_or_default())
            );
        }
    }

    #[test]
    fn more_ranks_than_workers_are_simulated() {
        let most = Limits::WORKER_COUNT_MAX;
        let page = page(true, true);
        assert!(page.choose(Engine::Auto, most).workers.is_some());
        let choice = page.choose(Engine::Auto, most + 1);
        assert_eq!(choice.workers, None);
        let why = "33 ranks are more than the 32 that can run as workers";
        assert_eq!(choice.why.as_deref(), Some(why));
    }

    /// Every thread of tests has a memory of its own.
    #[test]
    fn workers_that_did_not_start_are_asked_for_again_ever_less_often() {
        let asked = |count: usize| refusal(count).is_none();
        let mut runs = String::new();
        for _ in 0..20 {
            if asked(4) {
                runs.push('?');
                remember_refusal(4, "an accident");
            } else {
                runs.push('-');
                pass_over(4);
            }
        }
        assert_eq!(runs, "??-?---?-------?----");
        assert!(asked(3), "fewer may start");
        assert!(!asked(5));
        forgive(3);
        assert!(!asked(4), "what fewer do says nothing");
        forgive(4);
        assert!(asked(4));
        remember_refusal(4, "another accident");
        assert!(asked(4), "once is no time");
    }

    #[test]
    fn only_the_whole_field_switches_isolation_off() {
        for (query, off) in [
            ("", false),
            ("?isolation=off", true),
            ("?ranks=6&isolation=off&t=2", true),
            ("?isolation=offline", false),
            ("?noisolation=off", false),
        ] {
            assert_eq!(switched_off(query), off, "{query}");
        }
    }
}
