//! The tree that takes its receivers modulo the number of ranks, written down once more from what
//! the article tells of it.

use std::collections::{BTreeMap, VecDeque};

use super::{article, broadcast, sum};
use crate::claims::grouped;

/// What lies between each two ranks, in the order of sending, until it is read. Rank 0 is the root.
#[derive(Default)]
struct Pipes(BTreeMap<(usize, usize), VecDeque<u32>>);

impl Pipes {
    fn send(&mut self, from: usize, to: usize, value: u32) {
        self.0.entry((from, to)).or_default().push_back(value);
    }

    fn receive(&mut self, from: usize, to: usize) -> u32 {
        let pipe = self.0.get_mut(&(from, to)).expect("somebody has sent");
        pipe.pop_front().expect("somebody has sent")
    }

    fn unread(&self) -> usize {
        self.0.values().map(VecDeque::len).sum()
    }

    fn broadcast(&mut self, value: u32, ranks: usize) -> Vec<u32> {
        let mut held = vec![value];
        while held.len() < ranks {
            let informed = held.len();
            for (rank, &value) in held.iter().enumerate() {
                self.send(rank, (rank + informed) % ranks, value);
            }
            for rank in informed..ranks.min(2 * informed) {
                held.push(self.receive(rank - informed, rank));
            }
        }
        held
    }

    fn all_reduce(&mut self, values: &[u32]) -> Vec<u32> {
        for (rank, &value) in values.iter().enumerate().skip(1) {
            self.send(rank, 0, value);
        }
        let others = (1..values.len()).map(|rank| self.receive(rank, 0));
        let sum = values[0] + others.sum::<u32>();
        self.broadcast(sum, values.len())
    }
}

#[test]
fn messages_that_nobody_reads() {
    let article = article();
    for ranks in 2..=32_usize {
        let mut pipes = Pipes::default();
        assert_eq!(pipes.broadcast(7, ranks), vec![7; ranks]);
        assert_eq!(pipes.unread(), ranks.next_power_of_two() - ranks);
    }
    let mut pipes = Pipes::default();
    pipes.broadcast(7, 6);
    let unread = pipes.0.iter().filter(|(_, values)| !values.is_empty());
    let ends: Vec<_> = unread.map(|(&ends, _)| ends).collect();
    assert_eq!(ends, [(2, 0), (3, 1)]);
    article.says(
        "but two messages are never read",
        "却有两条消息始终没有人读",
    );
    let formula = r"$2^{\lceil\log_2 P\rceil} - P$";
    article.says(formula, formula);
    let sent = sum(&broadcast("binomial-tree", 6).totals.messages);
    assert_eq!(sent, 5);
    article.says(
        "[six ranks](?v=1&ranks=6) send five in all",
        "[六个rank](?v=1&ranks=6)一共只发五条",
    );
}

#[test]
fn a_later_call_reads_them() {
    let calls = [1, 100, 10_000].map(|it| [it, 2 * it, 3 * it]);
    let mut pipes = Pipes::default();
    let got = calls.map(|values| pipes.all_reduce(&values)[0]);
    let right = calls.map(|values| values.iter().sum::<u32>());
    let text = |numbers: [u32; 3], separator| {
        numbers.map(|number| grouped(usize::try_from(number).unwrap(), separator))
    };
    let article = article();
    let ([a, b, c], [x, y, z]) = (text(got, ','), text(right, ','));
    let english = format!("it returns {a}, {b} and {c}, and should return {x}, {y} and {z}");
    let ([a, b, c], [x, y, z]) = (text(got, ' '), text(right, ' '));
    let chinese = format!("返回的是{a}、{b}、{c}，正确的应该是{x}、{y}、{z}");
    article.says(&english, &chinese);
    article.says(
        "1, 2 and 3, then with 100, 200 and 300, then with 10,000, 20,000 and 30,000",
        "1、2、3，100、200、300和10 000、20 000、30 000",
    );
    // Powers of two leave nothing behind.
    let mut pipes = Pipes::default();
    for _ in 0..3 {
        assert_eq!(pipes.all_reduce(&[1, 2, 3, 4]), [10; 4]);
    }
}
