//! What ranks bring: numbers from outside, or a count of numbers to generate.

use collectives::{Collective, ElementKind};

use super::reader::{Bounds, Reader};
use crate::experiment::Limits;
use crate::{Value, Values, definition, inputs};

/// Elements per rank where a request brings neither `inputs` nor `count`.
const COUNT_DEFAULT: usize = 12;

/// Numbers, as far as they can be read without knowing the rest.
#[derive(Debug)]
pub(super) enum Numbers {
    /// So many per rank, to be generated.
    Count(usize),
    /// One row per rank.
    Rows(Vec<Values>),
}

/// Reads `inputs` or `count`, whatever else is wrong.
pub(super) fn read(
    reader: &mut Reader<'_>,
    collective: Option<Collective>,
    kind: Option<ElementKind>,
    (ranks, root): (Option<usize>, Option<usize>),
    lengths: Option<&[usize]>,
) -> Option<Numbers> {
    // What a plan by hand says that a rank brings, it brings.
    let collective = collective.filter(|_| lengths.is_none());
    if collective == Some(Collective::Barrier) {
        return Some(Numbers::Count(0));
    }
    let Some(given) = reader.field("inputs") else {
        if lengths.is_some() {
            // Plans by hand say how many.
            return Some(Numbers::Count(0));
        }
        let bounds = Bounds::new(0, Limits::ELEMENT_COUNT_MAX);
        return reader
            .index("count", bounds, Some(COUNT_DEFAULT))
            .map(Numbers::Count);
    };
    if reader.field("count").is_some() && lengths.is_none() {
        reader.refuse(
            "count",
            "given beside inputs",
            "left out when there are inputs",
        );
    }
    let allowed = match ranks {
        Some(ranks) => format!("one list of numbers per rank, {ranks} in all"),
        None => "one list of numbers per rank".to_string(),
    };
    match given {
        Value::List(rows) if ranks.is_none_or(|ranks| ranks == rows.len()) => {
            let kind = kind.unwrap_or(ElementKind::F64);
            let read_row = |(rank, row): (usize, &Value)| {
                if !brings_numbers(collective, root, rank) {
                    return Some(Values::empty(kind));
                }
                reader.values(&format!("inputs[{rank}]"), row, kind)
            };
            let rows: Vec<_> = rows.iter().enumerate().map(read_row).collect();
            rows.into_iter().collect::<Option<_>>().map(Numbers::Rows)
        }
        other => {
            reader.refuse("inputs", &other.to_string(), &allowed);
            None
        }
    }
}

/// A broadcast reads nothing but what the root brings.
fn brings_numbers(collective: Option<Collective>, root: Option<usize>, rank: usize) -> bool {
    collective != Some(Collective::Broadcast) || root == Some(rank)
}

/// The rows of all ranks, once the rest is known.
pub(super) fn complete(
    reader: &mut Reader<'_>,
    collective: Option<Collective>,
    kind: ElementKind,
    (ranks, root, lengths): (usize, usize, Option<&[usize]>),
    seed: u64,
    numbers: Numbers,
) -> Option<Vec<Values>> {
    let collective = collective.filter(|_| lengths.is_none());
    let rows = match numbers {
        Numbers::Count(count) => {
            let counts = lengths.map_or_else(|| vec![count; ranks], <[_]>::to_vec);
            check_total(reader, "count", collective, root, &counts)?;
            let generate = |rank: usize| match brings_numbers(collective, Some(root), rank) {
                true => inputs::generate(kind, counts[rank], rank, seed),
                false => Some(Values::empty(kind)),
            };
            let rows: Option<_> = (0..ranks).map(generate).collect();
            if rows.is_none() {
                reader.refuse_for_memory("count", count);
            }
            return rows;
        }
        Numbers::Rows(rows) => rows,
    };
    if let Some(lengths) = lengths {
        for (rank, (row, length)) in rows.iter().zip(lengths).enumerate() {
            if row.len() != *length {
                let (field, got) = (format!("inputs[{rank}]"), format!("{} long", row.len()));
                reader.refuse(&field, &got, &format!("{length} long, as its plan says"));
            }
        }
        return Some(rows);
    }
    if collective.is_some_and(Collective::reduces) {
        let first = rows[0].len();
        for (rank, row) in rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.len() != first)
        {
            let allowed = format!("as long as rank 0's, {first}");
            reader.refuse(
                &format!("inputs[{rank}]"),
                &format!("{} long", row.len()),
                &allowed,
            );
        }
    }
    let counts: Vec<_> = rows.iter().map(Values::len).collect();
    check_total(reader, "inputs", collective, root, &counts)?;
    Some(rows)
}

/// Inputs and results of all ranks together must fit into memory.
fn check_total(
    reader: &mut Reader<'_>,
    field: &str,
    collective: Option<Collective>,
    root: usize,
    counts: &[usize],
) -> Option<()> {
    let length = |rank| definition::output_len(collective?, counts, root, rank);
    let output = |rank| length(rank).unwrap_or(0);
    let outputs: usize = (0..counts.len()).map(output).sum();
    let most = Limits::ELEMENT_TOTAL_MAX;
    if outputs + counts.iter().sum::<usize>() <= most {
        return Some(());
    }
    let allowed =
        format!("so small that inputs and results of all ranks stay within {most} elements");
    reader.refuse(field, "too large", &allowed);
    None
}
