//! Scenes of runs that do not come to an end: as far as each rank came.

use experiment::{Experiment, Scene, Value, labels};

use crate::{read, simulate, text};

fn with_fault(
    call: (&str, &str),
    ranks: f64,
    count: f64,
    fault: (&str, f64, Option<f64>),
) -> Experiment {
    let (kind, rank, step) = fault;
    let mut record = Value::Record(Vec::new());
    record.set("kind", text(kind));
    record.set("rank", Value::Number(rank));
    if let Some(step) = step {
        record.set("step", Value::Number(step));
    }
    read(&[
        ("collective", text(call.0)),
        ("algorithm", text(call.1)),
        ("ranks", Value::Number(ranks)),
        ("count", Value::Number(count)),
        ("faults", Value::List(vec![record])),
    ])
}

#[test]
fn a_ring_that_loses_a_rank_comes_as_far_as_everybody_can() {
    for kind in ["panic", "kill", "silent"] {
        let experiment = with_fault(("all-reduce", "ring"), 4.0, 8.0, (kind, 1.0, Some(2.0)));
        simulate(&experiment).expect_err("it fails");
        let scene = Scene::of(&experiment, None);
        // Rank 1 does nothing in round 2. Rank 2 waits for it there, rank 3 for rank 2 a round on.
        assert_eq!(scene.reached, [4, 2, 2, 3], "{kind}");
        assert_eq!(scene.results.returned, [0; 4]);
        assert!(scene.results.amiss.is_empty() && scene.critical.is_empty());
        assert_eq!(scene.model, None);
        // Whoever is in a round has sent what belongs to it; rank 1 has sent twice.
        let sent = |rank| scene.sends.from.iter().filter(|&&it| it == rank).count();
        assert_eq!([0, 1, 2, 3].map(sent), [5, 2, 3, 4]);
        let lost = scene.sends.received.iter().filter(|&&it| it == -1);
        assert_eq!(lost.count(), 14 - (4 + 2 + 2 + 3));
        assert_eq!(
            scene.slots.until.iter().max(),
            Some(&7),
            "what lies somewhere stays there"
        );
        let newest = scene.contents.moment.iter().max();
        assert_eq!(newest, Some(&3), "nothing is combined after round 2");
    }
}

#[test]
fn whoever_is_silent_from_the_start_sends_nothing() {
    let experiment = with_fault(
        ("broadcast", "binomial-tree"),
        4.0,
        2.0,
        ("silent", 2.0, None),
    );
    let scene = Scene::of(&experiment, None);
    assert_eq!(scene.sends.from, [0, 0]);
    assert_eq!(scene.sends.to, [2, 1]);
    assert_eq!(scene.sends.received, [-1, 1]);
    assert_eq!(scene.reached, [2, 2, 0, 1]);
    assert_eq!(scene.results.returned, [1, 1, 0, 0]);
}

#[test]
fn a_fault_after_all_that_a_rank_does_takes_nothing_but_its_result() {
    let call = ("broadcast", "binomial-tree");
    // Rank 2 is done in step 0: what it does not begin is a round in which nothing happens.
    let experiment = with_fault(call, 3.0, 3.0, ("panic", 2.0, Some(1.0)));
    let scene = Scene::of(&experiment, None);
    assert_eq!(scene.reached, [2, 2, 1]);
    assert_eq!(scene.results.returned, [1, 1, 0]);
}

#[test]
fn ranks_that_make_different_calls_send_nothing() {
    for kind in ["op", "count"] {
        let experiment = with_fault(("all-reduce", "ring"), 3.0, 3.0, (kind, 1.0, None));
        simulate(&experiment).expect_err("they find out");
        let scene = Scene::of(&experiment, None);
        assert!(scene.sends.from.is_empty(), "{kind}");
        assert_eq!(scene.reached, [0; 3]);
        assert_eq!(scene.results.returned, [0; 3]);
    }
}

#[test]
fn a_flipped_bit_is_no_label() {
    let experiment = with_fault(("all-reduce", "ring"), 3.0, 3.0, ("flip", 1.0, None));
    let report = simulate(&experiment).expect("it ends");
    assert!(!report.verdict.agrees);
    let scene = Scene::of(&experiment, Some(&report));
    assert_eq!(scene.outputs_match, Some(false));
    assert!(
        scene.results.amiss.is_empty(),
        "the algorithm did all right"
    );
}

#[test]
fn a_sort_that_loses_a_rank_keeps_what_was_sent() {
    for kind in ["panic", "kill", "silent"] {
        let experiment = with_fault(("sort", "bitonic"), 4.0, 3.0, (kind, 2.0, Some(1.0)));
        simulate(&experiment).expect_err("it fails");
        let scene = Scene::of(&experiment, None);
        // In step 1 rank 2 would swap with rank 1, which then waits for ever, and rank 0 for it.
        assert_eq!(scene.reached, [2, 1, 1, 2], "{kind}");
        let sent = |rank| scene.sends.from.iter().filter(|&&it| it == rank).count();
        assert_eq!([0, 1, 2, 3].map(sent), [3, 2, 1, 3]);
        assert_eq!(scene.results.returned, [0; 4]);
        let end = u32::try_from(scene.rounds).expect("there are few") + 1;
        for rank in 0..4 {
            let rows = 0..scene.slots.rank.len();
            let rows = rows.filter(|&row| scene.slots.rank[row] == rank);
            let held = rows.filter(|&row| scene.slots.until[row] == end).count();
            assert_eq!(held, 3, "rank {rank} holds as many keys as before");
        }
    }
}

#[test]
fn what_ranks_came_to_can_be_read() {
    let experiment = with_fault(("all-reduce", "ring"), 3.0, 3.0, ("silent", 1.0, Some(1.0)));
    let expected = expect_test::expect![[r#"
        step 0
          0 → 1  0[2]  becomes (0 1)[2]
          1 → 2  1[0]  becomes (1 2)[0]
          2 → 0  2[1]  becomes (2 0)[1]
        step 1
          0 → 1  (2 0)[1]  and is not received
          2 → 0  (1 2)[0]  becomes ((1 2) 0)[0]
        step 2
          0 → 1  ((1 2) 0)[0]  and is not received
        in the end
          rank 0 got through 2 of 4 rounds
          rank 1 got through 1 of 4 rounds
          rank 2 got through 1 of 4 rounds
    "#]];
    expected.assert_eq(&labels(&Scene::of(&experiment, None)));
}
