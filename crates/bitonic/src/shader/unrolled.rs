//! Steps of the network on the items that one thread holds, written out.

use std::fmt::Write;

/// Items i0, i1, … of a thread; a power of two of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    len: usize,
}

impl Hand {
    pub(super) fn of(len: usize) -> Self {
        assert!(len.is_power_of_two(), "a thread holds 2^r items, not {len}");
        Self { len }
    }

    pub(super) fn len(self) -> usize {
        self.len
    }

    pub(super) fn bits(self) -> u32 {
        self.len.trailing_zeros()
    }

    /// Takes every item from its place.
    pub(super) fn take(self, flip: bool, from: impl Fn(&str) -> String) -> String {
        self.each(|index| {
            let item = from(&self.place(flip, index));
            format!("var i{index} = {item};")
        })
    }

    /// Puts every item back.
    pub(super) fn give(self, flip: bool, to: impl Fn(&str, &str) -> String) -> String {
        self.each(|index| to(&self.place(flip, index), &format!("i{index}")))
    }

    /// Half of the items of a flip are those of the mirror image.
    fn place(self, flip: bool, index: usize) -> String {
        let start = if flip && index < self.len / 2 {
            "mirror"
        } else {
            "first"
        };
        format!("{start} + {index}u * stride")
    }

    fn each(self, line: impl Fn(usize) -> String) -> String {
        let lines: Vec<_> = (0..self.len).map(line).collect();
        lines.join("\n    ")
    }

    /// All stages, as far as the pass goes.
    pub(super) fn sort(self) -> String {
        let mut text = String::new();
        for stage in 1..=self.bits() {
            let block = 1 << stage;
            let mut steps = self.compare(|low| low % block < block / 2, |low| low ^ (block - 1));
            for bit in (0..stage - 1).rev() {
                steps.push_str(&self.apart(bit));
            }
            write_if(&mut text, &format!("pass_.stage >= {stage}u"), &steps);
        }
        text
    }

    /// A flip and all steps after it.
    pub(super) fn flip(self) -> String {
        let (half, last) = (self.len / 2, self.len - 1);
        let mirrored = self.compare(|low| low < half, |low| last - low);
        mirrored + &self.steps(self.bits() - 1)
    }

    /// Steps in the middle or at the end of a stage.
    pub(super) fn merge(self) -> String {
        self.steps(self.bits())
    }

    fn steps(self, count: u32) -> String {
        (0..count).rev().map(|bit| self.apart(bit)).collect()
    }

    /// The last so many steps of a stage: `steps` is an expression.
    pub(super) fn merge_up_to(self, steps: &str) -> String {
        let mut text = String::new();
        for bit in (0..self.bits()).rev() {
            write_if(&mut text, &format!("{steps} > {bit}u"), &self.apart(bit));
        }
        text
    }

    /// One step with the thread that `mask` leads to; in a flip its items come in reverse.
    pub(super) fn exchange(self, flip: bool) -> String {
        let last = self.len - 1;
        let other = |index: usize| if flip { last - index } else { index };
        let look = self.each(|index| {
            let other = other(index);
            format!("let o{index} = subgroupShuffleXor(i{other}, mask);")
        });
        let choose = self.each(|index| format!("i{index} = choose(i{index}, o{index}, is_low);"));
        [look, choose].join("\n    ")
    }

    fn apart(self, bit: u32) -> String {
        let distance = 1 << bit;
        self.compare(|low| low & distance == 0, |low| low + distance)
    }

    fn compare(self, lows: impl Fn(usize) -> bool, high: impl Fn(usize) -> usize) -> String {
        let mut text = String::new();
        for low in (0..self.len).filter(|&low| lows(low)) {
            let high = high(low);
            writeln!(text, "compare(&i{low}, &i{high});").expect("strings take everything");
        }
        text
    }
}

fn write_if(text: &mut String, condition: &str, steps: &str) {
    writeln!(text, "if {condition} {{\n{steps}}}").expect("strings take everything");
}
