//! A request for plans: those of the catalogue, perhaps with changes, or plans by hand.

use collectives::plan::{Plan, Ranges};
use collectives::{Collective, ElementKind, Network};

use super::reader::{Bounds, Reader};
use super::{edits, moves, read_network};
use crate::experiment::Limits;
use crate::planned::{Claimed, Planned};
use crate::{Experiment, Problem, Value};

/// The fields of a request that brings plans of its own.
const FIELDS: [&str; 6] = ["plan", "edits", "kind", "root", "network", "ranks"];

impl Planned {
    /// Reads an experiment whose algorithm is a plan, or a record with the field `plan`; both may
    /// have `edits`.
    ///
    /// # Errors
    /// All problems, not only the first.
    pub fn read(request: &Value) -> Result<Self, Vec<Problem>> {
        match request.field("plan") {
            Some(_) => by_hand(request),
            None => of_catalogue(request),
        }
    }
}

fn of_catalogue(request: &Value) -> Result<Planned, Vec<Problem>> {
    let mut call = request.clone();
    call.remove("edits");
    let limits = Limits::everywhere();
    let experiment = Experiment::read(&call, &limits)?;
    let Some(mut planned) = experiment.planned() else {
        let got = experiment.call();
        let allowed = "an algorithm that is a plan: what a sort sends depends on its keys";
        return Err(vec![Problem::new("algorithm", &got, allowed)]);
    };
    let Value::Record(_) = request else {
        return Ok(planned);
    };
    let mut reader = Reader::new(request, "", &with_edits());
    edits::apply(&mut reader, &mut planned.plans);
    match reader.into_problems() {
        problems if problems.is_empty() => Ok(planned),
        problems => Err(problems),
    }
}

fn with_edits() -> Vec<&'static str> {
    super::FIELDS.iter().copied().chain(["edits"]).collect()
}

fn by_hand(request: &Value) -> Result<Planned, Vec<Problem>> {
    let mut reader = Reader::new(request, "", &FIELDS);
    let planned = read_fields(&mut reader);
    let problems = reader.into_problems();
    match planned {
        Some(planned) if problems.is_empty() => Ok(planned),
        _ => Err(problems),
    }
}

fn read_fields(reader: &mut Reader<'_>) -> Option<Planned> {
    let names = ElementKind::ALL.map(ElementKind::name);
    let kind = reader
        .choice("kind", &names, Some(0))
        .map(|it| ElementKind::ALL[it]);
    let network: Option<Network> = read_network(reader);
    let mut fields = reader.record("plan", &["claims", "ranks"])?;
    let names = Collective::ALL.map(Collective::name);
    let claims = fields
        .field("claims")
        .and_then(|_| fields.choice("claims", &names, None));
    let plans = read_plans(&mut fields);
    reader.adopt(fields);
    let mut plans = plans?;
    let size = plans.len();
    reader.index("ranks", Bounds::new(size, size), Some(size));
    let root = reader.index("root", Bounds::ranks(Some(plans.len())), Some(0));
    edits::apply(reader, &mut plans);
    let claim = match claims {
        None => None,
        Some(index) => Some(claimed(reader, Collective::ALL[index], &plans, root?)?),
    };
    Some(Planned {
        plans,
        kind: kind?,
        network: network?,
        claim,
    })
}

fn read_plans(fields: &mut Reader<'_>) -> Option<Vec<Plan>> {
    let known = ["rank", "size", "elements", "input", "result", "rounds"];
    let records = fields.records("ranks", &known);
    let size = records.len();
    let allowed = format!("1 to {} plans, one per rank", Limits::SIMULATED_COUNT_MAX);
    if size == 0 || size > Limits::SIMULATED_COUNT_MAX {
        fields.refuse("ranks", &format!("a list of {size}"), &allowed);
        return None;
    }
    let mut plans = Vec::new();
    for (rank, mut record) in records.into_iter().enumerate() {
        plans.push(moves::plan(&mut record, rank, size));
        fields.adopt(record);
    }
    let plans: Vec<Plan> = plans.into_iter().collect::<Option<_>>()?;
    let elements: usize = plans.iter().map(|plan| plan.elements).sum();
    if elements > Limits::ELEMENT_TOTAL_MAX {
        let allowed = format!("at most {} elements in all", Limits::ELEMENT_TOTAL_MAX);
        fields.refuse("ranks", &format!("{elements} elements"), &allowed);
        return None;
    }
    let rounds = plans[0].rounds.len();
    let odd = plans.iter().find(|plan| plan.rounds.len() != rounds);
    if let Some(odd) = odd {
        let field = format!("ranks[{}].rounds", odd.rank);
        let allowed = format!("{rounds} rounds, as many as rank 0 has");
        fields.refuse(&field, &odd.rounds.len().to_string(), &allowed);
        return None;
    }
    Some(plans)
}

/// The call that plans by hand are held against: its lengths are those of their inputs.
fn claimed(
    reader: &mut Reader<'_>,
    collective: Collective,
    plans: &[Plan],
    root: usize,
) -> Option<Claimed> {
    let length = |plan: &Plan| plan.input.as_ref().map_or(0, Ranges::len);
    let counts: Vec<usize> = match collective {
        Collective::Broadcast => vec![length(&plans[root]); plans.len()],
        _ => plans.iter().map(length).collect(),
    };
    if collective == Collective::Sort {
        reader.refuse(
            "plan.claims",
            "sort",
            "a collective that does not look at its elements",
        );
        return None;
    }
    let alike = counts.windows(2).all(|pair| pair[0] == pair[1]);
    if collective.reduces() && !alike {
        let got = "of different lengths";
        reader.refuse(
            "plan.ranks",
            got,
            &format!("inputs of one length for {collective}"),
        );
        return None;
    }
    Some(Claimed {
        collective,
        counts,
        root,
        commutes: true,
    })
}
