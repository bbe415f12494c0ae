//! The article about sorting networks: every number from a proof.

use bitonic::zero_one::{self, Proof};
use bitonic::{Comparator, Network};

use super::{Article, grouped};

const WIRES: usize = 16;
/// The first comparator of the last stage, between wires 0 and 15.
const OUTERMOST: usize = 48;

fn article() -> Article {
    Article::read("bitonic-network")
}

fn list(network: &Network) -> Vec<Comparator> {
    network.comparators().collect()
}

fn without(index: usize, all: &[Comparator]) -> Proof {
    let mut rest = all.to_vec();
    rest.remove(index);
    zero_one::check(WIRES, &rest)
}

fn comma(number: u32) -> String {
    grouped(number as usize, ',')
}

fn space(number: u32) -> String {
    grouped(number as usize, ' ')
}

fn binomial(n: u32, k: u32) -> u32 {
    (0..k).fold(1, |product, i| product * (n - i) / (i + 1))
}

#[test]
fn layers_and_comparators() {
    let network = Network::bitonic(WIRES);
    let (layers, count) = (network.layers().len(), list(&network).len());
    assert_eq!((layers, count), (10, 80));
    article().says(
        &format!("{layers} layers and {count} comparators for 16 wires, 210 layers"),
        &format!("16条线是{layers}层、{count}个"),
    );
    assert_eq!(20 * 21 / 2, 210);
    assert_eq!(network, Network::bitonic_by_recursion(WIRES));
    article().says(
        "and the recursion of the textbooks, give the same 80",
        "得到的是同样80个比较器，次序也一样",
    );
}

#[test]
fn one_comparator_hides() {
    let all = list(&Network::bitonic(WIRES));
    assert_eq!(all[OUTERMOST], Comparator { low: 0, high: 15 });
    article().says("(?v=1&cut=48)", "(?v=1&cut=48)");
    let proof = without(OUTERMOST, &all);
    assert_eq!((proof.failing, proof.inputs), (1, 65_536));
    assert_eq!(proof.smallest, Some(0b1111_1111));
    article().says(
        "65,535 of the 65,536 inputs",
        "65 536种输入里也有65 535种排对",
    );
    article().says("1111 1111 0000 0000", "1111 1111 0000 0000");
    let shuffles = binomial(16, 8);
    article().says(
        &format!("one shuffle in {}", comma(shuffles)),
        &format!("{}次打乱才碰上一次", space(shuffles)),
    );
    let missed = (1.0 - 1.0 / f64::from(shuffles)).powi(1000) * 100.0;
    article().says(
        &format!("misses it {missed:.0} times in 100"),
        &format!("100回里有{missed:.0}回测不出来"),
    );
    let mut turned = all;
    turned[OUTERMOST] = Comparator { low: 15, high: 0 };
    let failing = zero_one::check(WIRES, &turned).failing;
    article().says(
        &format!("and {} inputs fail", comma(failing)),
        &format!("排错的就有{}种", space(failing)),
    );
}

#[test]
fn one_too_many() {
    let network = Network::bitonic(WIRES);
    let mut all = list(&network);
    all.insert(
        network.layers()[0].comparators.len(),
        Comparator { low: 0, high: 2 },
    );
    let failing = zero_one::check(WIRES, &all).failing;
    article().says("(?v=1&add=1.0.2)", "(?v=1&add=1.0.2)");
    article().says(
        &format!("costs {} inputs", comma(failing)),
        &format!("就有{}种排错", space(failing)),
    );
}

#[test]
fn the_flip_of_the_last_stage() {
    let all = list(&Network::bitonic(WIRES));
    let mut sum = 0;
    let failing: Vec<u32> = (0..8)
        .map(|m: u32| {
            sum += binomial(8, m);
            let failing = without(OUTERMOST + m as usize, &all).failing;
            assert_eq!(failing, sum * sum, "between wires {m} and {}", 15 - m);
            failing
        })
        .collect();
    let (last, rest) = failing.split_last().expect("eight of them");
    let [english, chinese] =
        [comma, space].map(|say| rest.iter().map(|&it| say(it)).collect::<Vec<_>>());
    article().says(
        &format!(
            "{} and, [for the innermost](?v=1&cut=55), {}",
            english.join(", "),
            comma(*last)
        ),
        &format!(
            "{}，[最里面那个](?v=1&cut=55)是{}",
            chinese.join("、"),
            space(*last)
        ),
    );
}

#[test]
fn none_can_be_spared() {
    let failing = |network: &Network| -> Vec<u32> {
        let all = list(network);
        (0..all.len())
            .map(|index| without(index, &all).failing)
            .collect()
    };
    let bitonic = failing(&Network::bitonic(WIRES));
    assert!(!bitonic.contains(&0));
    let quiet = bitonic.iter().filter(|&&it| it * 100 < 65_536).count();
    article().says(&format!("for {quiet} of them"), &format!("其中有{quiet}个"));
    let odd_even = failing(&Network::odd_even_merge(WIRES));
    assert!(!odd_even.contains(&0));
    assert_eq!(Network::odd_even_merge(WIRES).layers().len(), 10);
    article().says(
        &format!("the same 10 layers with {} comparators", odd_even.len()),
        &format!("同样10层，只要{}个比较器", odd_even.len()),
    );
}

#[test]
fn zeros_and_ones() {
    let orders: u64 = (1..=16).product();
    article().says("about 2.1·10¹³", "约2.1·10¹³");
    assert_eq!(orders / 100_000_000_000, 209);
    let ratio = orders / 65_536;
    article().says(
        &format!("{} million times as many", ratio / 1_000_000),
        &format!("{}.{:02}亿倍", ratio / 100_000_000, ratio / 1_000_000 % 100),
    );
    let words = 65_536 / 64;
    article().says(
        &format!("are {} words", comma(words)),
        &format!("是{}个字", space(words)),
    );
    let operations = words * 80 * 2;
    article().says(
        &format!("{} operations", comma(operations)),
        &format!("共{}次运算", space(operations)),
    );
    let most = 1 << zero_one::WIRES_MAX;
    article().says(
        &format!("At 20 wires it is {} inputs", comma(most)),
        &format!("20条线有{}种输入", space(most)),
    );
}

/// The textbooks' form: every other block sorts the other way round.
fn alternating(wires: usize) -> Vec<Comparator> {
    let mut all = Vec::new();
    let mut block = 2;
    while block <= wires {
        let mut distance = block / 2;
        while distance > 0 {
            for low in (0..wires).filter(|wire| wire & distance == 0) {
                let high = low + distance;
                all.push(match low & block {
                    0 => Comparator { low, high },
                    _ => Comparator {
                        low: high,
                        high: low,
                    },
                });
            }
            distance /= 2;
        }
        block *= 2;
    }
    all
}

/// What is left of it on fewer wires.
fn cropped(all: Vec<Comparator>, wires: usize) -> Vec<Comparator> {
    let inside = all.into_iter().filter(|it| it.low.max(it.high) < wires);
    inside.collect()
}

#[test]
fn any_number_of_wires() {
    let six = list(&Network::bitonic(6));
    assert_eq!(six, cropped(list(&Network::bitonic(8)), 6));
    assert_eq!(zero_one::check(6, &six).failing, 0);
    assert_eq!(list(&Network::bitonic(8)).len(), 24);
    article().says(
        &format!("{} comparators of 24", six.len()),
        &format!("24个比较器留下{}个", six.len()),
    );
    let textbook = alternating(8);
    assert_eq!(zero_one::check(8, &textbook).failing, 0);
    let up = textbook.iter().filter(|it| it.low > it.high).count();
    article().says(
        &format!("{up} of the 24 arrows point up"),
        &format!("24个箭头有{up}个朝上"),
    );
    let failing = zero_one::check(6, &cropped(textbook, 6)).failing;
    article().says(
        &format!("{failing} of the 64 inputs fail"),
        &format!("64种输入错{failing}种"),
    );
    let fifteen = zero_one::check(15, &cropped(alternating(16), 15));
    article().says(
        &format!("{} of {} do", comma(fifteen.failing), comma(fifteen.inputs)),
        &format!(
            "{}种里错{}种",
            space(fifteen.inputs),
            space(fifteen.failing)
        ),
    );
}
