//! A verdict says yes to whatever is right and to nothing else, for floating numbers of any size:
//! tried with what ranks may bring and what they may make of it, against exact arithmetic.

mod oracle;

use collectives::transport::Traffic;
use collectives::{ElementKind, OpKind};
use experiment::{Clock, Engine, EngineUsed, Experiment, Part, Value, Values, Verdict, assemble};

use crate::{read, simulate, text};
use oracle::{Numbers, Oracle};

const VECTOR_COUNT: usize = 20_000;
const OPS: [OpKind; 3] = [OpKind::Sum, OpKind::Mean, OpKind::Product];
const KINDS: [ElementKind; 2] = [ElementKind::F32, ElementKind::F64];

fn reduction(algorithm: &str, op: &str, kind: &str, rows: &[Vec<f64>]) -> Experiment {
    let ranks = u32::try_from(rows.len()).expect("a few ranks");
    let rows = rows.iter().map(|row| Value::Numbers(row.clone()));
    read(&[
        ("collective", text("all-reduce")),
        ("algorithm", text(algorithm)),
        ("ranks", Value::Number(f64::from(ranks))),
        ("op", text(op)),
        ("kind", text(kind)),
        ("inputs", Value::List(rows.collect())),
        ("trace", Value::Bool(false)),
    ])
}

/// What the ranks make of `rows` with a real algorithm, on rank 0, and whether that is right.
fn judged(algorithm: &str, op: &str, kind: &str, rows: &[Vec<f64>]) -> (Vec<f64>, bool) {
    let experiment = reduction(algorithm, op, kind, rows);
    let report = simulate(&experiment).expect("nothing goes wrong");
    let Verdict {
        max_error,
        tolerance,
        agrees,
        ..
    } = report.verdict;
    assert!(tolerance.is_finite(), "{op} of {rows:?}: {tolerance}");
    assert_eq!(max_error <= tolerance, agrees, "{op} of {rows:?}");
    let outputs = report.outputs[0].as_ref().expect("every rank has a result");
    (outputs.to_f64(), agrees)
}

fn column(numbers: &[f64]) -> Vec<Vec<f64>> {
    numbers.iter().map(|&it| vec![it]).collect()
}

#[test]
fn a_sum_that_overflows_on_the_way_is_wrong_and_one_that_does_not_is_right() {
    let rows = column(&[1e308, 1e308, -1e308, -1e308]);
    assert_eq!(judged("ring", "sum", "f64", &rows), (vec![0.0], true));
    let infinite = vec![f64::INFINITY];
    assert_eq!(
        judged("gather-broadcast", "sum", "f64", &rows),
        (infinite.clone(), false)
    );
    // Beyond the range nothing else is right.
    let rows = column(&[1e308, 1e308, 1e308]);
    assert_eq!(
        judged("ring", "sum", "f64", &rows),
        (infinite.clone(), true)
    );
    // A mean is divided after the sum; what it should be is known all the same.
    assert_eq!(judged("ring", "mean", "f64", &rows), (infinite, false));
}

#[test]
fn a_product_that_leaves_the_range_on_the_way_is_wrong_and_one_that_does_not_is_right() {
    let rows = column(&[1e200, 1e200, 1e-200, 1e-200]);
    let (result, agrees) = judged("ring", "product", "f64", &rows);
    assert!((result[0] - 1.0).abs() < 1e-15 && agrees, "{result:?}");
    let infinite = vec![f64::INFINITY];
    assert_eq!(
        judged("gather-broadcast", "product", "f64", &rows),
        (infinite, false)
    );
    let rows = column(&[1e-200, 1e-200, 1e200, 1e200]);
    assert_eq!(
        judged("gather-broadcast", "product", "f64", &rows),
        (vec![0.0], false)
    );
    assert!(judged("ring", "product", "f64", &rows).1);
    let rows = column(&[1e-200, -1e-200]);
    assert_eq!(judged("ring", "product", "f64", &rows), (vec![-0.0], true));
}

#[test]
fn results_that_are_subnormal_are_right() {
    let rows = column(&[5e-324; 3]);
    for algorithm in ["ring", "gather-broadcast"] {
        assert_eq!(
            judged(algorithm, "mean", "f64", &rows),
            (vec![5e-324], true)
        );
        for kind in ["f32", "f64"] {
            let tiny = if kind == "f32" {
                [1e-20, 1e-20, 1.5]
            } else {
                [1e-160, 1e-160, 1.5]
            };
            for turn in 0..3 {
                let mut numbers = tiny;
                numbers.rotate_left(turn);
                let (result, agrees) = judged(algorithm, "product", kind, &column(&numbers));
                assert!(result[0] > 0.0 && agrees, "{algorithm} {kind} {numbers:?}");
            }
        }
    }
}

#[test]
fn a_wrong_cut_between_huge_numbers_is_not_right_by_accident() {
    let rows = [
        vec![1e308; 4],
        vec![-1e308; 4],
        vec![1e308; 4],
        vec![-5.0, -6.0, -7.0, -8.0],
    ];
    let mut experiment = reduction("ring", "sum", "f64", &rows);
    experiment.cut = Some(1);
    let verdict = simulate(&experiment).expect("it ends").verdict;
    assert!(
        !verdict.agrees && verdict.max_error > verdict.tolerance,
        "{verdict:?}"
    );
    assert!(verdict.tolerance.is_finite(), "{verdict:?}");
    let all = vec![1e308; 4];
    assert_eq!(judged("gather-broadcast", "sum", "f64", &rows), (all, true));
}

#[test]
fn a_zero_with_a_flipped_sign_is_wrong() {
    for (op, numbers, zero) in [
        ("sum", [1.0, -1.0], 0.0),
        ("mean", [1.0, -1.0], 0.0),
        ("sum", [-0.0, -0.0], -0.0),
        ("product", [0.0, -1.0], -0.0),
    ] {
        let experiment = reduction("ring", op, "f32", &column(&numbers));
        assert!(verdict(&experiment, zero).agrees, "{op} of {numbers:?}");
        assert!(!verdict(&experiment, -zero).agrees, "{op} of {numbers:?}");
    }
}

/// The verdict on ranks that all hold `result`.
fn verdict(experiment: &Experiment, result: f64) -> Verdict {
    let part = Part {
        output: Some(Values::convert(experiment.kind, &[result])),
        events: Vec::new(),
        traffic: Traffic::default(),
        chain: 0,
        started_ns: 0,
        finished_ns: 0,
    };
    let clock = Clock::Virtual {
        finished_ns: 0.0,
        replay: String::new(),
    };
    let engine = EngineUsed::simulated(Engine::Simulated, None);
    assemble(experiment, engine, vec![part; experiment.ranks], clock).verdict
}

/// A generator of numbers: xorshift by Marsaglia, 2003.
struct Dice(u64);

impl Dice {
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() >> 33).expect("31 bits") % end
    }

    fn chance(&mut self, in_so_many: usize) -> bool {
        self.below(in_so_many) == 0
    }

    /// A finite number with an exponent in this range, of all that the kind has.
    fn number(&mut self, numbers: Numbers, from: usize, to: usize) -> f64 {
        let (mantissa, width) = if numbers.wide { (52, 64) } else { (23, 32) };
        let exponent = (from + self.below(to - from)) as u64;
        let fraction = match self.below(4) {
            // Few bits make ties, and results that are exact.
            0 => 0,
            1 => (self.bits() & 7) << (mantissa - 3),
            _ => self.bits() & ((1 << mantissa) - 1),
        };
        let sign = (self.bits() & 1) << (width - 1);
        numbers.number(sign | exponent << mantissa | fraction)
    }

    /// What the ranks bring. It is more often the hard cases than dice alone would make them.
    fn column(&mut self, numbers: Numbers) -> Vec<f64> {
        let ranks = match self.below(20) {
            0 => 33,
            1..5 => 2,
            _ => 3 + self.below(7),
        };
        let exponents = if numbers.wide { 2047 } else { 255 };
        let middle = exponents / 2;
        let near = self.below(exponents - 4);
        let (from, to) = match self.below(8) {
            0 => (0, exponents),
            1 => (0, 3),
            2 => (0, 30),
            3 => (exponents - 3, exponents),
            4 => (near, near + 4),
            5 => (middle / 2, middle / 2 + middle),
            _ => (middle - 20, middle + 20),
        };
        let mut column: Vec<f64> = (0..ranks).map(|_| self.number(numbers, from, to)).collect();
        match self.below(6) {
            // Cancellation, whole or nearly.
            0 | 1 => {
                for index in ranks.div_ceil(2)..ranks {
                    column[index] = -column[index - ranks.div_ceil(2)];
                }
                if self.chance(2) {
                    column[ranks - 1] = self.number(numbers, 0, to);
                }
            }
            // Factors that make up for each other.
            2 => {
                for index in ranks.div_ceil(2)..ranks {
                    let inverse = numbers.round(1.0 / column[index - ranks.div_ceil(2)]);
                    column[index] = if inverse.is_finite() { inverse } else { 1.0 };
                }
            }
            _ => {}
        }
        if self.chance(12) {
            let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.0];
            for _ in 0..=self.below(2) {
                column[self.below(ranks)] = special[self.below(special.len())];
            }
        }
        if self.chance(60) {
            column.fill(-0.0);
        }
        self.shuffle(&mut column);
        column
    }

    fn shuffle(&mut self, column: &mut [f64]) {
        for index in (1..column.len()).rev() {
            column.swap(index, self.below(index + 1));
        }
    }
}

/// What ranks make of a column that they combine in some order, rounding every time; and whether
/// they never left the numbers that have all bits.
fn combine(dice: &mut Dice, op: OpKind, numbers: Numbers, column: &[f64]) -> (f64, bool) {
    let ranks = column.len();
    let mut rest = column.to_vec();
    let by_dice = dice.chance(2);
    let smallest_normal = if numbers.wide {
        f64::MIN_POSITIVE
    } else {
        f32::MIN_POSITIVE.into()
    };
    let mut in_range = true;
    while rest.len() > 1 {
        // Rank by rank, or any two.
        let (left, right) = if by_dice {
            (
                rest.swap_remove(dice.below(rest.len())),
                rest.swap_remove(dice.below(rest.len())),
            )
        } else {
            (rest.remove(0), rest.remove(0))
        };
        let combined = match op {
            OpKind::Product => numbers.round(left * right),
            _ => numbers.round(left + right),
        };
        in_range &= combined.is_finite();
        in_range &= op != OpKind::Product || combined.abs() >= smallest_normal;
        rest.insert(0, combined);
    }
    let divisor = f64::from(u32::try_from(ranks).expect("a few ranks"));
    match op {
        OpKind::Mean => (numbers.round(rest[0] / divisor), in_range),
        _ => (rest[0], in_range),
    }
}

/// What goes wrong: a rank that is left out or counted twice, a bit that flips, another sign, and
/// what is no number at all.
fn corrupted(dice: &mut Dice, op: OpKind, numbers: Numbers, column: &[f64]) -> Vec<f64> {
    let (result, _) = combine(dice, op, numbers, column);
    let one = dice.below(column.len());
    let (mut missing, mut double) = (column.to_vec(), column.to_vec());
    missing.remove(one);
    double.push(column[one]);
    let width = if numbers.wide { 64 } else { 32 };
    let bit = 1_u64 << dice.below(width);
    vec![
        combine(dice, op, numbers, &missing).0,
        combine(dice, op, numbers, &double).0,
        numbers.number(numbers.bits(result) ^ bit),
        -result,
        numbers.up(result),
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        0.0,
        -0.0,
    ]
}

#[test]
fn no_verdict_on_twenty_thousand_vectors_is_a_wrong_yes_or_a_wrong_no() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut yes, mut no) = (0, 0);
    for index in 0..VECTOR_COUNT {
        let (op, kind) = (OPS[index % 3], KINDS[index / 3 % 2]);
        let numbers = Numbers::of(kind);
        let column = dice.column(numbers);
        let rows: Vec<_> = column.iter().map(|&it| vec![it]).collect();
        // No rank runs: any algorithm will do, and this one's costs are soonest told.
        let experiment = reduction("gather-broadcast", op.name(), kind.name(), &rows);
        let oracle = Oracle::of(op, kind, &column);
        let name = format!("{op} of {kind} {column:?}");

        let mut results = corrupted(&mut dice, op, numbers, &column);
        results.extend(oracle.edges());
        for _ in 0..4 {
            let (result, in_range) = combine(&mut dice, op, numbers, &column);
            assert!(
                !in_range || oracle.accepts(result),
                "{name}: honest {result:e}"
            );
            results.push(result);
        }
        for result in results {
            let verdict = verdict(&experiment, result);
            let right = oracle.accepts(result);
            assert_eq!(verdict.agrees, right, "{name}: {result:e} is {verdict:?}");
            assert_eq!(verdict.tolerance, oracle.tolerance, "{name}: {result:e}");
            let within = verdict.max_error <= verdict.tolerance;
            assert_eq!(within, right, "{name}: {result:e} is {verdict:?}");
            if right { yes += 1 } else { no += 1 }
        }
    }
    // Dice that make one answer only would prove nothing.
    assert!(
        yes > 4 * VECTOR_COUNT && no > 4 * VECTOR_COUNT,
        "{yes} right, {no} wrong"
    );
}
