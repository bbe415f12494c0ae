//! A plan that is kept and done again asks for no memory: a short message would wait longer for
//! that than it travels. Ranks are polled in turn, on one thread, so that every run is the same.

use std::alloc::{GlobalAlloc, Layout as Place, System};
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use collectives::plan::{Memory, Message, Plan};
use collectives::trace::Recorder;
use collectives::transport::ring::{Layout, RingTransport};
use collectives::{Call, Communicator, ElementKind, OpKind, Reduction, Signature, catalogue};
use native::threads::ThreadMemory;

thread_local! {
    /// How often this thread has asked for memory.
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, and a count for each thread.
struct Counting;

fn count() {
    // A thread that ends may ask after its count has gone.
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + 1));
}

#[allow(
    unsafe_code,
    reason = "an allocator has no safe form; all is passed on"
)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Place) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Place, bytes: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, bytes) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Place) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const SUM: Reduction = Reduction {
    op: OpKind::Sum,
    kind: ElementKind::F32,
};

/// How often all ranks together ask for memory to do these plans so many times.
fn asked(plans: &[Plan], signature: Option<Signature>, times: usize) -> usize {
    let layout = Layout::new(plans.len());
    let memory = ThreadMemory::new(layout).expect("it is small");
    let shared = memory.world(layout);
    let rank = async |plan: &Plan| {
        let transport = RingTransport::new(shared, plan.rank);
        let recorder = Recorder::new(false);
        let world = Communicator::world(&transport, &recorder);
        let mut values = vec![1.0_f32; plan.elements];
        for _ in 0..times {
            let memory = Memory::of(&mut values);
            let done = match signature {
                Some(signature) => world.call(signature, plan, memory, &SUM).await,
                None => world.converse().run(plan, memory, &SUM).await,
            };
            done.expect("nothing goes wrong");
        }
    };
    let before = ASKED.get();
    drive(plans.iter().map(|plan| Box::pin(rank(plan))).collect());
    ASKED.get() - before
}

/// Polls all in turn, until all are done.
fn drive<F: Future<Output = ()>>(mut ranks: Vec<Pin<Box<F>>>) {
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..10_000 {
        ranks.retain_mut(|rank| rank.as_mut().poll(&mut context).is_pending());
        if ranks.is_empty() {
            return;
        }
    }
    panic!("nothing moves any more");
}

/// What lies in several places, or is moved about by a rank alone, is copied first, and for that
/// there is no memory before it is asked for.
fn needs_no_copy(plan: &Plan) -> bool {
    let in_a_row = |message: &Message| message.elements().as_range().is_some();
    let mut rounds = plan.rounds.iter();
    rounds.all(|round| round.local.is_empty() && round.messages.iter().all(in_a_row))
}

#[test]
fn calls_ask_for_no_memory_when_their_plans_are_done_again() {
    let mut done = Vec::new();
    // Where there is a root, others may be calls ahead of it; what they send is kept until then.
    let together = |row: &&catalogue::Row| !row.collective.has_root();
    for row in catalogue::CATALOGUE.iter().filter(together) {
        for ranks in [2, 3, 5] {
            let counts = vec![7; ranks];
            let call = Call {
                collective: row.collective,
                counts: &counts,
                root: 0,
                cut: None,
            };
            let Some(plans) = row.plans(&call).filter(|it| it.iter().all(needs_no_copy)) else {
                continue;
            };
            let signature = Some(call.signature(0, SUM.kind, SUM.op));
            let (thrice, often) = (asked(&plans, signature, 3), asked(&plans, signature, 30));
            assert_eq!(thrice, often, "{} on {ranks} ranks", row.algorithm);
            done.push(row.algorithm);
        }
    }
    assert!(done.len() >= 12, "{done:?}");
}

#[test]
fn a_round_trip_asks_for_no_memory_when_it_is_made_again() {
    let mut plans = [Plan::new(0, 2), Plan::new(1, 2)];
    let ball = plans.each_mut().map(|plan| plan.memory(2));
    plans[0].round().send(1, ball[0].clone());
    plans[0].round().receive(1, ball[0].clone());
    plans[1].round().receive(0, ball[1].clone());
    plans[1].round().send(0, ball[1].clone());
    assert_eq!(asked(&plans, None, 3), asked(&plans, None, 30));
}

#[test]
#[should_panic(expected = "element 1 is written while it is being sent")]
fn a_round_whose_messages_need_the_same_memory_is_not_done() {
    let mut plans = [Plan::new(0, 2), Plan::new(1, 2)];
    for plan in &mut plans {
        let (peer, _) = (1 - plan.rank, plan.memory(3));
        plan.round().send(peer, 0..2).receive(peer, 1..3);
    }
    asked(&plans, None, 1);
}
