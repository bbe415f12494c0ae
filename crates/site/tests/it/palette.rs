//! What `web/styles/tokens.css` and `keys.css` promise: every color can be seen, every rank told
//! apart, and the order of keys seen, by color-blind eyes too.

use std::collections::BTreeMap;

use crate::read;

type Rgb = [f64; 3];
type Palette = BTreeMap<String, String>;

/// How color-blind eyes see linear red, green and blue (Machado, Oliveira, Fernandes 2009,
/// severity 1).
const EYES: [(&str, [Rgb; 3]); 4] = [
    (
        "all cones",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "no long cones",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "no medium cones",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "no short cones",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// Both sides of every color that the style sheet defines for two themes.
fn themes() -> [(&'static str, Palette); 2] {
    let css = read("web/styles/tokens.css") + &read("web/styles/keys.css");
    let colors: Vec<_> = css.lines().filter_map(in_two_themes).collect();
    assert_eq!(
        colors.len(),
        31,
        "ground to link, eight ranks, sixteen keys"
    );
    let side = |which: usize| {
        let pairs = colors.iter();
        pairs
            .map(|(name, sides)| ((*name).to_owned(), sides[which].to_owned()))
            .collect()
    };
    [("light", side(0)), ("dark", side(1))]
}

/// `--name: light-dark(#…, #…);`
fn in_two_themes(line: &str) -> Option<(&str, [&str; 2])> {
    let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
    let sides = value.strip_prefix("light-dark(")?.strip_suffix(");")?;
    let (light, dark) = sides.split_once(", ")?;
    Some((name, [light, dark]))
}

fn linear(hex: &str) -> Rgb {
    let digits = hex.strip_prefix('#').expect("a color in hexadecimal");
    [0, 2, 4].map(|at| {
        let byte = u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |hex| dot([0.2126, 0.7152, 0.0722], linear(hex)) + 0.05;
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

fn dot(a: Rgb, b: Rgb) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Ottosson's `OKLab`, times 100.
fn oklab(rgb: Rgb) -> Rgb {
    let cones = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ]
    .map(|row| dot(row, rgb).cbrt());
    [
        [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
    ]
    .map(|row| 100.0 * dot(row, cones))
}

fn distance(one: Rgb, other: Rgb) -> f64 {
    let squares = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one - other).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn everything_that_means_something_can_be_seen() {
    for (theme, colors) in themes() {
        let ground = &colors["ground"];
        let text = ["ink", "muted", "link"].map(|name| (name.to_owned(), 4.5));
        let ranks = (0..8).map(|rank| format!("r{rank}"));
        let marks = ranks.chain(keys()).map(|name| (name, 3.0));
        for (name, least) in text
            .into_iter()
            .chain(marks)
            .chain([("edge".to_owned(), 3.0)])
        {
            let got = contrast(&colors[&name], ground);
            assert!(
                got >= least,
                "{theme} {name}: {got:.2}:1 on the ground, needs {least}:1"
            );
        }
        let washed = contrast(&colors["muted"], &colors["wash"]);
        assert!(washed >= 4.5, "{theme}: muted on wash {washed:.2}:1");
    }
}

/// The ramp of keys, the smallest first.
fn keys() -> impl Iterator<Item = String> {
    (0..16).map(|key| format!("k{key}"))
}

fn seen_by(matrix: [Rgb; 3], color: &str) -> Rgb {
    oklab(matrix.map(|row| dot(row, linear(color)).clamp(0.0, 1.0)))
}

#[test]
fn keys_in_order_go_from_the_ground_into_the_contrast() {
    for (theme, colors) in themes() {
        let away = if theme == "light" { -1.0 } else { 1.0 };
        for (eye, matrix) in EYES {
            let ramp: Vec<Rgb> = keys().map(|key| seen_by(matrix, &colors[&key])).collect();
            for (at, pair) in ramp.windows(2).enumerate() {
                let step = away * (pair[1][0] - pair[0][0]);
                assert!(
                    step > 0.9,
                    "{theme}, {eye}: the lightness of key {at} goes on by {step:.2}"
                );
            }
            for (at, four) in ramp.windows(5).enumerate() {
                let got = distance(four[0], four[4]);
                assert!(
                    got >= 6.9,
                    "{theme}, {eye}: keys {at} and {} are {got:.1} apart",
                    at + 4
                );
            }
        }
    }
}

#[test]
fn ranks_can_be_told_apart() {
    for (theme, colors) in themes() {
        for (eye, matrix) in EYES {
            let seen: Vec<Rgb> = (0..8)
                .map(|rank| seen_by(matrix, &colors[&format!("r{rank}")]))
                .collect();
            // The first four ranks are on the screen in nearly every figure.
            for (ranks, least) in [(8, 6.9), (4, 12.8)] {
                for one in 0..ranks {
                    for other in 0..one {
                        let got = distance(seen[one], seen[other]);
                        assert!(
                            got >= least,
                            "{theme}, {eye}: ranks {other} and {one} are {got:.1} apart, \
                             needs {least}"
                        );
                    }
                }
            }
        }
    }
}
