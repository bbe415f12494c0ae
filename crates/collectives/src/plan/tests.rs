//! Every row of the catalogue as plans, whole and broken.

use super::*;
use crate::catalogue::Row;
use crate::table::{calls, sizes, uneven};
use crate::{Call, Collective};

fn proof(row: &Row, call: &Call<'_>, plans: &[Plan]) -> Proof {
    prove(plans, Some(&row.claim(call)))
}

#[test]
fn every_row_is_proved() {
    let check = |row: &Row, call: &Call<'_>, plans: Vec<Plan>| {
        let proof = proof(row, call, &plans);
        let name = format!("{}/{} {call:?}", row.collective, row.algorithm);
        assert_eq!(proof.complaints, [], "{name}");
        assert!(proof.right && proof.ends_under_rendezvous, "{name}");
        if row.needs.is_empty() {
            assert_ne!(proof.order, Order::Any, "{name}");
        }
        assert_ne!(proof.same_bracketing, Some(false), "{name}");
    };
    sizes().for_each(|size| calls(size, check));
    sizes().for_each(|size| uneven(size, check));
}

/// Both ends, one after the other: a message that is not sent, and one that nobody takes.
#[test]
fn no_message_can_be_dropped() {
    for size in 2..=7 {
        calls(size, |row, call, plans| {
            if call.counts[0] > 20 {
                return;
            }
            let ends = plans.iter().enumerate().flat_map(|(rank, plan)| {
                let rounds = plan.rounds.iter().enumerate();
                rounds.flat_map(move |(round, it)| {
                    (0..it.messages.len()).map(move |place| (rank, round, place))
                })
            });
            for (rank, round, place) in ends {
                let mut broken = plans.clone();
                broken[rank].rounds[round].messages.remove(place);
                let proof = proof(row, call, &broken);
                let name = format!("{}/{} {call:?}", row.collective, row.algorithm);
                assert!(
                    !proof.right,
                    "{name}: rank {rank}, round {round}, message {place}"
                );
                let mut kinds = proof.complaints.iter().map(|it| it.kind);
                assert!(kinds.any(|it| it == ComplaintKind::Unmatched), "{name}");
            }
        });
    }
}

fn ring(size: usize, count: usize) -> (Call<'static>, Vec<Plan>) {
    let call = Call {
        collective: Collective::AllReduce,
        counts: vec![count; size].leak(),
        root: 0,
        cut: None,
    };
    let row = crate::catalogue::find(Collective::AllReduce, "ring").expect("it is there");
    (call, row.plans(&call).expect("it is a plan"))
}

/// The first complaint about four ranks' ring of eight elements after `change`.
fn broken(change: impl FnOnce(&mut Vec<Plan>)) -> (ComplaintKind, usize, usize) {
    let (call, mut plans) = ring(4, 8);
    change(&mut plans);
    let commutes = true;
    let proof = prove(&plans, Some(&Claim { call, commutes }));
    assert!(!proof.right);
    let first = proof.complaints.first().expect("something is wrong");
    (first.kind, first.rank, first.round)
}

#[test]
fn every_way_to_break_a_plan_has_its_name() {
    use ComplaintKind::{Conflict, Cycle, Double, Length, Missing, Place, Unmatched, Unwritten};
    fn at(plans: &mut [Plan], rank: usize, round: usize) -> &mut Round {
        &mut plans[rank].rounds[round]
    }
    // A message that rank 2 does not send in round 1: its later ones come a round early each, and
    // the last receive of rank 3 meets nothing.
    let dropped = broken(|plans| drop(at(plans, 2, 1).messages.remove(0)));
    assert_eq!(dropped, (Unmatched, 3, 5));
    // It sends it to rank 0 instead, which takes no message of rank 2 at all.
    let turned = broken(|plans| {
        let elements = at(plans, 2, 1).messages[0].elements().clone();
        at(plans, 2, 1).messages[0] = Message::Send { to: 0, elements };
    });
    assert_eq!(turned, (Unmatched, 2, 1));
    // It sends another chunk in its place.
    let shifted = broken(|plans| {
        let elements = Ranges::from(2..4);
        assert_ne!(at(plans, 2, 1).messages[0].elements(), &elements);
        at(plans, 2, 1).messages[0] = Message::Send { to: 3, elements };
    });
    assert_eq!(shifted.0, Place);
    let shortened = broken(|plans| {
        let start = at(plans, 2, 1).messages[0].elements().as_slice()[0].start;
        let elements = Ranges::from(start..start + 1);
        at(plans, 2, 1).messages[0] = Message::Send { to: 3, elements };
    });
    assert_eq!(shortened, (Length, 3, 1));
    let overlapping = broken(|plans| {
        let elements = at(plans, 1, 2).messages[0].elements().clone();
        let side = Side::Left;
        at(plans, 1, 2).messages[1] = Message::Combine {
            from: 0,
            elements,
            side,
        };
    });
    assert_eq!(overlapping, (Conflict, 1, 2));
    // What comes overwrites instead of being added: what rank 0 has is lost.
    let unfolded = broken(|plans| {
        let elements = at(plans, 0, 0).messages[1].elements().clone();
        at(plans, 0, 0).messages[1] = Message::Receive { from: 3, elements };
    });
    assert_eq!(unfolded.0, Missing);
    let folded_twice = broken(|plans| {
        let elements = at(plans, 0, 1).messages[1].elements().clone();
        at(plans, 0, 1).fold(elements.clone(), elements, Side::Left);
    });
    assert_eq!(folded_twice.0, Double);
    let swapped = broken(|plans| plans[1].rounds.swap(1, 2));
    assert!(matches!(swapped.0, Missing | Double | Place), "{swapped:?}");
    let early = broken(|plans| {
        let scratch = plans[1].memory(2);
        at(plans, 1, 0).copy(scratch, 0..2);
    });
    assert_eq!(early, (Unwritten, 1, 0));
    // Everybody sends first, and receives in a round of its own.
    let circular = broken(|plans| {
        for plan in plans {
            let taken = plan.rounds[0].messages.remove(1);
            plan.rounds.insert(1, Round::default());
            plan.rounds[1].messages.push(taken);
        }
    });
    assert_eq!(circular, (Cycle, 0, 0));
}

#[test]
fn the_wrong_side_is_named_where_operands_may_not_change_places() {
    let call = Call {
        collective: Collective::AllReduce,
        counts: &[4; 3],
        root: 0,
        cut: None,
    };
    let plans = |wrong: Option<usize>| {
        let plan = |rank: usize| {
            let mut plan = call.plan(rank);
            for source in 1..3 {
                let side = if wrong == Some(source) {
                    Side::Left
                } else {
                    Side::Right
                };
                match rank {
                    0 => plan.round().combine(source, 0..4, side),
                    _ if rank == source => plan.round().send(0, 0..4),
                    _ => plan.round(),
                };
            }
            match rank {
                0 => plan.round().send(1, 0..4).send(2, 0..4),
                _ => plan.round().receive(0, 0..4),
            };
            plan
        };
        (0..3).map(plan).collect::<Vec<_>>()
    };
    let prove = |wrong, commutes| prove(&plans(wrong), Some(&Claim { call, commutes }));
    let right = prove(None, false);
    assert!(right.right, "{:?}", right.complaints);
    assert_eq!(
        (right.order, right.same_bracketing),
        (Order::Rank, Some(true))
    );
    for source in 1..3 {
        assert!(
            prove(Some(source), true).right,
            "operands may change places"
        );
        let wrong = prove(Some(source), false);
        assert_eq!(wrong.order, Order::Any);
        let first = &wrong.complaints[0];
        assert_eq!((first.kind, first.rank), (ComplaintKind::Order, 0));
        // The last write of rank 0's result is that of the last source.
        assert_eq!((first.round, first.element), (1, Some(0)));
    }
}

/// A ring whose cut is too early leaves contributions out, and one whose cut is too late counts
/// some twice: exactly those.
#[test]
fn a_ring_with_its_cut_elsewhere_lacks_or_repeats_what_theory_says() {
    for size in 2..=7 {
        let (call, _) = ring(size, size);
        for cut in 0..2 * (size - 1) {
            let row = crate::catalogue::find(Collective::AllReduce, "ring").expect("it is there");
            let call = Call {
                cut: Some(cut),
                ..call
            };
            let plans = row.plans(&call).expect("it is a plan");
            let commutes = true;
            let proof = prove(&plans, Some(&Claim { call, commutes }));
            let kinds = proof.complaints.iter().map(|it| it.kind);
            let (missing, double): (Vec<_>, Vec<_>) =
                kinds.partition(|kind| *kind == ComplaintKind::Missing);
            assert!(double.iter().all(|kind| *kind == ComplaintKind::Double));
            assert_eq!(proof.right, cut == size - 1, "{size} ranks, cut {cut}");
            assert_eq!(
                !missing.is_empty(),
                cut < size - 1,
                "{size} ranks, cut {cut}"
            );
            assert_eq!(
                !double.is_empty(),
                cut > size - 1,
                "{size} ranks, cut {cut}"
            );
        }
    }
}

#[test]
fn edits_change_what_they_name_and_refuse_what_is_not_there() {
    let (_, plans) = ring(4, 8);
    let edit = |round: usize, change: Change| Edit {
        rank: 1,
        round,
        change,
    };
    let edited = |it: Edit| {
        let mut plans = plans.clone();
        it.apply(&mut plans).expect("it is there");
        plans[1].rounds[it.round].clone()
    };
    let before = &plans[1].rounds[0];
    let without = edited(edit(0, Change::Drop(Part::Message(0))));
    assert_eq!(without.messages, before.messages[1..]);
    let turned = edited(edit(0, Change::Turn { message: 0, to: 3 }));
    assert_eq!(turned.messages[0].peer(), 3);
    let part = Part::Message(1);
    let shifted = edited(edit(0, Change::Shift { part, by: -1 }));
    let first = |round: &Round| round.messages[1].elements().elements().next();
    assert_eq!(first(&shifted), first(before).map(|it| it - 1));
    assert_eq!(
        edited(edit(0, Change::SwapRound { to: 2 })),
        plans[1].rounds[2]
    );
    let fold = Local::Fold {
        from: (0..2).into(),
        onto: (2..4).into(),
        side: Side::Right,
    };
    let longer = edited(edit(5, Change::InsertLocal(0, fold.clone())));
    assert_eq!(longer.local, [fold]);

    let refused = |it: Edit| {
        let mut copy = plans.clone();
        let error = it.apply(&mut copy).expect_err("it is not there");
        assert_eq!(copy, plans, "nothing has changed");
        error.to_string()
    };
    assert_eq!(
        refused(edit(6, Change::SwapRound { to: 0 })),
        "round: got 6, allowed: 0 to 5"
    );
    assert_eq!(
        refused(edit(0, Change::Drop(Part::Local(0)))),
        "local: got 0, allowed: nothing: there are none"
    );
    assert_eq!(
        refused(edit(0, Change::Turn { message: 0, to: 1 })),
        "to: got 1, allowed: another rank"
    );
    assert_eq!(
        refused(edit(0, Change::Shift { part, by: 100 })),
        "by: got 100, allowed: what leaves 6..8 within 0..8"
    );
}
