//! Parcels are whole wherever they go, and no coarser ones would be.

use collectives::catalogue::CATALOGUE;
use collectives::plan::{Buffering, Local, Matching, Message, Plan, Ranges, Walk};
use experiment::{Planned, Scene, Value, Values};

use crate::text;

/// Where places must be parted, found out element by element: wherever one of two neighbors lies or
/// travels without the other one beside it.
struct Cuts<'a> {
    plans: &'a [Plan],
    memories: Vec<Vec<Option<usize>>>,
    /// Whether a parcel begins at each place.
    begins: Vec<bool>,
}

impl Cuts<'_> {
    fn of(plans: &[Plan], combines: bool) -> Vec<usize> {
        let length = |plan: &Plan| plan.input.as_ref().map_or(0, Ranges::len);
        let all: usize = plans.iter().map(length).sum();
        let mut cuts = Cuts {
            plans,
            memories: plans.iter().map(|plan| vec![None; plan.elements]).collect(),
            begins: vec![false; all + 1],
        };
        let mut next = 0;
        for plan in plans {
            let first = if combines { 0 } else { next };
            let input = plan.input.iter().flat_map(Ranges::elements);
            let places: Vec<_> = (first..)
                .zip(input.clone())
                .map(|(place, _)| Some(place))
                .collect();
            next += places.len();
            cuts.write(plan.rank, plan.input.iter(), &places);
        }
        cuts.walk();
        for plan in plans {
            cuts.read(plan.rank, plan.result.iter());
        }
        let begins = cuts.begins.iter().enumerate();
        begins
            .filter(|(_, begins)| **begins)
            .map(|(place, _)| place)
            .collect()
    }

    fn walk(&mut self) {
        let plans = self.plans;
        let matching = Matching::of(plans);
        let walk = Walk::of(plans, &matching, Buffering::Unlimited);
        let mut carried: Vec<Vec<Option<usize>>> = vec![Vec::new(); matching.passages.len()];
        let enter = |cuts: &mut Self, carried: &mut Vec<_>, rank: usize, round: usize| {
            let messages = plans[rank]
                .rounds
                .get(round)
                .map(|it| it.messages.as_slice());
            for (place, message) in messages.unwrap_or_default().iter().enumerate() {
                if let (true, Some(index)) = (message.sends(), matching.round(rank, round)[place]) {
                    carried[index] = cuts.read(rank, [message.elements()].into_iter());
                }
            }
        };
        for rank in 0..plans.len() {
            enter(self, &mut carried, rank, 0);
        }
        for &(rank, round) in &walk.ended {
            let now = &plans[rank].rounds[round];
            for (message, index) in now.messages.iter().zip(matching.round(rank, round)) {
                let came = index.map(|it| carried[it].clone()).expect("it is met");
                match message {
                    Message::Send { .. } => {}
                    // What is combined stays in its place.
                    Message::Receive { elements, .. } | Message::Combine { elements, .. } => {
                        self.write(rank, [elements].into_iter(), &came);
                    }
                }
            }
            for local in &now.local {
                let places = self.read(rank, [local.read()].into_iter());
                let (Local::Copy { to, .. } | Local::Fold { onto: to, .. }) = local;
                self.write(rank, [to].into_iter(), &places);
            }
            enter(self, &mut carried, rank, round + 1);
        }
    }

    fn read<'r>(
        &mut self,
        rank: usize,
        ranges: impl Iterator<Item = &'r Ranges>,
    ) -> Vec<Option<usize>> {
        let elements: Vec<usize> = ranges.flat_map(Ranges::elements).collect();
        let memory = &self.memories[rank];
        let places: Vec<_> = elements.iter().map(|&it| memory[it]).collect();
        self.note(&elements, &places);
        places
    }

    fn write<'r>(
        &mut self,
        rank: usize,
        ranges: impl Iterator<Item = &'r Ranges>,
        places: &[Option<usize>],
    ) {
        let elements: Vec<usize> = ranges.flat_map(Ranges::elements).collect();
        self.note(&elements, places);
        for (&element, &place) in elements.iter().zip(places) {
            self.memories[rank][element] = place;
        }
    }

    fn note(&mut self, elements: &[usize], places: &[Option<usize>]) {
        let both: Vec<_> = elements.iter().zip(places).collect();
        for (index, (element, place)) in both.iter().enumerate() {
            let Some(place) = place else { continue };
            let stands = |at: Option<usize>, element: usize, place: usize| {
                at.and_then(|it| both.get(it)) == Some(&(&element, &Some(place)))
            };
            if !stands(
                index.checked_sub(1),
                element.wrapping_sub(1),
                place.wrapping_sub(1),
            ) {
                self.begins[*place] = true;
            }
            if !stands(Some(index + 1), *element + 1, place + 1) {
                self.begins[place + 1] = true;
            }
        }
    }
}

#[test]
fn everything_takes_whole_parcels_and_no_coarser_ones_would_do() {
    for row in CATALOGUE.iter().filter(|row| row.plan.is_some()) {
        for (ranks, count) in [(1, 3), (2, 5), (3, 7), (5, 4), (6, 6), (8, 21), (13, 40)] {
            for root in 0..if row.collective.has_root() { ranks } else { 1 } {
                let number = |it: usize| Value::Number(f64::from(u32::try_from(it).expect("few")));
                let mut request = Value::Record(Vec::new());
                request.set("collective", text(row.collective.name()));
                request.set("algorithm", text(row.algorithm));
                request.set("ranks", number(ranks));
                request.set("root", number(root));
                if row.collective != collectives::Collective::Barrier {
                    request.set("count", number(count));
                }
                let planned = Planned::read(&request).expect("it is a plan");
                let length = |plan: &Plan| plan.input.as_ref().map_or(0, Ranges::len);
                let inputs = planned
                    .plans
                    .iter()
                    .map(|it| Values::F32(vec![1.0; length(it)]));
                let inputs: Vec<_> = inputs.collect();
                let scene = Scene::of_plans(&planned, &inputs, collectives::OpKind::Sum);
                let parcels = &scene.parcels;
                let mut starts: Vec<usize> = vec![0];
                for &count in &parcels.count {
                    starts.push(starts[starts.len() - 1] + count as usize);
                }
                let wanted = Cuts::of(&planned.plans, scene.combines);
                let name = format!("{}/{} on {ranks}", row.collective, row.algorithm);
                if parcels.count.is_empty() {
                    assert!(wanted.is_empty(), "{name}");
                } else {
                    assert_eq!(starts, wanted, "{name}");
                }
            }
        }
    }
}
