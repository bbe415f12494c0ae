//! Contents in words: `{0,1}[5..7)` is elements 5 and 6 with what ranks 0 and 1 brought to them.

use super::results::{index, part};
use super::{Contents, NONE, Scene};

/// Pieces that are told one by one; of more, only how many there are.
const PIECE_COUNT_MAX: usize = 6;

/// Operands that are told with their brackets; of more, only whose they are.
const OPERAND_COUNT_MAX: u32 = 64;

/// How contents are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Whose contributions are in.
    Whose,
    /// In which order, and with which brackets, they were combined.
    Brackets,
}

impl Scene {
    /// Contents that lie one after the other; neighbors that can be told together are.
    pub(crate) fn tell(&self, contents: &[i32], telling: Telling) -> String {
        let mut pieces: Vec<(String, u32, u32)> = Vec::new();
        for &content in contents {
            let Some(content) = index(content) else {
                pieces.push(("blank".into(), 0, 0));
                continue;
            };
            let parcel = self.contents.parcel[content] as usize;
            let start = self.parcels.element[parcel];
            let end = start + self.parcels.count[parcel];
            let name = match telling {
                Telling::Whose => self.contents.whose_words(content),
                Telling::Brackets => self.contents.brackets(content),
            };
            match pieces.last_mut() {
                Some((last, _, before)) if *last == name && *before == start => *before = end,
                _ => pieces.push((name, start, end)),
            }
        }
        let shown = pieces.iter().take(PIECE_COUNT_MAX);
        let words = shown.map(|(name, start, end)| match end - start {
            0 => name.clone(),
            1 => format!("{name}[{start}]"),
            _ => format!("{name}[{start}..{end})"),
        });
        let mut words: Vec<String> = words.collect();
        if pieces.len() > PIECE_COUNT_MAX {
            words.push(format!("… {} in all", contents.len()));
        }
        words.join(" ")
    }

    /// What a message carries, or of whom it tells if it carries nothing.
    pub(crate) fn tell_send(&self, row: usize, telling: Telling) -> String {
        let sends = &self.sends;
        let what = match sends.about.get(row) {
            Some(&"keys") | None => String::new(),
            Some(&"counts") => return "counts".into(),
            Some(about) => format!("{about} "),
        };
        if self.unlabelled.is_some() {
            return format!("{what}{} elements", sends.count[row]);
        }
        if sends.count[row] == 0 {
            let heard = &sends.heard[part(&sends.heard_ends, row)];
            let heard = heard.chunks(2).map(|it| (it[0], it[1], 1));
            return format!("nothing, having heard of {}", ranks(heard));
        }
        let carried = &sends.carried[part(&sends.ends, row)];
        format!("{what}{}", self.tell(carried, telling))
    }

    /// What a receiver made of a message by combining; none if it stored it.
    pub(crate) fn tell_became(&self, row: usize, telling: Telling) -> Option<String> {
        let became = self
            .sends
            .became
            .get(part(self.sends.ends.as_slice(), row))?;
        let made = became.iter().any(|&it| it != NONE);
        made.then(|| self.tell(became, telling))
    }
}

impl Contents {
    fn whose_words(&self, content: usize) -> String {
        let shares = self.whose[part(&self.whose_ends, content)].chunks(3);
        ranks(shares.map(|it| (it[0], it[1], it[2])))
    }

    /// Operands from left to right, with the brackets of every fold but the last one.
    fn brackets(&self, content: usize) -> String {
        let shares = self.whose[part(&self.whose_ends, content)].chunks(3);
        let operands = shares.map(|it| it[1].saturating_mul(it[2]));
        let operands = operands.fold(0, u32::saturating_add);
        if operands > OPERAND_COUNT_MAX {
            return self.whose_words(content);
        }
        let operand = |of: i32| index(of).map_or("blank".into(), |it| self.brackets(it));
        match self.made[content] {
            0 => self.rank[content].to_string(),
            1 => format!(
                "({} {})",
                operand(self.left[content]),
                operand(self.right[content])
            ),
            _ => format!("{}/P", operand(self.left[content])),
        }
    }
}

/// Ranks in braces, each as often as it is in: `{0,2-5,7×2}`.
fn ranks(shares: impl Iterator<Item = (u32, u32, u32)>) -> String {
    let names = shares.map(|(first, count, times)| {
        let last = first + count - 1;
        let names = match count {
            1 => first.to_string(),
            2 => format!("{first},{last}"),
            _ => format!("{first}-{last}"),
        };
        match times {
            1 => names,
            _ => format!("{names}×{times}"),
        }
    });
    format!("{{{}}}", names.collect::<Vec<_>>().join(","))
}
