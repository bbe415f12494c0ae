//! The calls on slices of numbers give what the same experiments give.

use collectives::trace::Recorder;
use collectives::{Communicator, Error, Network, OpKind, Partition};
use simulator::{Port, Schedule};

const RANKS: usize = 5;
const COUNTS: [usize; RANKS] = [3, 0, 7, 1, 4];

/// What a rank brings: numbers that name it and their place.
fn values(rank: usize, count: usize) -> Vec<u32> {
    let number = |place| u32::try_from(100 * (rank + 1) + place).expect("it is small");
    (0..count).map(number).collect()
}

async fn every_call(port: Port) -> Result<(), Error> {
    let recorder = Recorder::new(false);
    let world = Communicator::world(&port, &recorder);
    let rank = world.rank();
    let all: Vec<u32> = (0..RANKS).flat_map(|it| values(it, COUNTS[it])).collect();
    let own = values(rank, COUNTS[rank]);
    world.barrier("dissemination").await?;

    let mut told = values(rank, 6);
    world.broadcast("binomial-tree", 3, &mut told).await?;
    assert_eq!(told, values(3, 6));

    let gathered = world.gather("linear", 2, &own, &COUNTS).await?;
    assert_eq!(gathered, (rank == 2).then(|| all.clone()));
    assert_eq!(world.all_gather("ring", &own, &COUNTS).await?, all);

    let blocks = world.all_to_all("pairwise", &own, &COUNTS).await?;
    let block = |from: usize| {
        let place = Partition::new(COUNTS[from], RANKS).range(rank);
        values(from, COUNTS[from])[place].to_vec()
    };
    assert_eq!(blocks, (0..RANKS).flat_map(block).collect::<Vec<_>>());

    let sum = |place: usize| (0..RANKS).map(|it| values(it, 12)[place]).sum();
    let sums: Vec<u32> = (0..12).map(sum).collect();
    let mine = values(rank, 12);
    let chunk = world.reduce_scatter("ring", &mine, OpKind::Sum).await?;
    assert_eq!(chunk, sums[Partition::new(12, RANKS).range(rank)]);
    for algorithm in ["ring", "gather-broadcast"] {
        let mut mine = mine.clone();
        world.all_reduce(algorithm, &mut mine, OpKind::Sum).await?;
        assert_eq!(mine, sums, "{algorithm}");
    }

    let mut mean = [f64::from(u32::try_from(rank).expect("it is small")); 3];
    world.all_reduce("ring", &mut mean, OpKind::Mean).await?;
    assert_eq!(mean, [2.0; 3]);
    Ok(())
}

#[test]
fn every_collective_can_be_called_with_slices() {
    for schedule in [Schedule::earliest(), Schedule::rendezvous()] {
        let outcome = simulator::run(RANKS, Network::default(), schedule, 1e12, every_call);
        outcome.result.expect("nothing goes wrong");
        assert_eq!(outcome.leftover, 0);
    }
}
