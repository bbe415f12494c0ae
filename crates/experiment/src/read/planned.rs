//! A request for plans: those of the catalogue, perhaps with changes, or plans by hand.

use collectives::Collective;
use collectives::plan::{Edit, Plan, Ranges};

use super::reader::Reader;
use super::{edits, moves};
use crate::experiment::Limits;
use crate::{ByHand, Experiment, Planned, Problem, Value};

impl Planned {
    /// Reads an experiment whose ranks do plans: those of the catalogue, perhaps with edits, or
    /// plans by hand. Whatever can be said of them without running them may be wrong with them.
    ///
    /// # Errors
    /// All problems, not only the first.
    pub fn read(request: &Value) -> Result<Self, Vec<Problem>> {
        let experiment = super::read_any(request, &Limits::everywhere())?;
        experiment.planned().ok_or_else(|| {
            let got = experiment.call();
            let allowed = "an algorithm that is a plan: what a sort sends depends on its keys";
            vec![Problem::new("algorithm", &got, allowed)]
        })
    }
}

/// Fields that have no meaning beside plans by hand.
const OF_CALLS: [&str; 4] = ["collective", "algorithm", "count", "cut"];

/// The plans that the request brings; none if there is something wrong with them.
pub(super) fn by_hand(reader: &mut Reader<'_>) -> Option<ByHand> {
    for field in OF_CALLS {
        if reader.field(field).is_some() {
            reader.refuse(field, "there", "left out beside plan");
        }
    }
    let mut fields = reader.record("plan", &["claims", "ranks"])?;
    let names = Collective::ALL.map(Collective::name);
    let claims = match fields.field("claims") {
        None => Some(None),
        Some(_) => fields.choice("claims", &names, None).map(Some),
    };
    let claims = claims.map(|index| index.map(|index| Collective::ALL[index]));
    let ranks = read_plans(&mut fields);
    if let (Some(Some(claimed)), Some(plans)) = (claims, &ranks) {
        check_claim(&mut fields, claimed, plans);
    }
    reader.adopt(fields);
    Some(ByHand {
        claims: claims?,
        ranks: ranks?,
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

fn check_claim(fields: &mut Reader<'_>, claimed: Collective, plans: &[Plan]) {
    if claimed == Collective::Sort {
        let allowed = "a collective that does not look at its elements";
        fields.refuse("claims", "sort", allowed);
    }
    let length = |plan: &Plan| plan.input.as_ref().map_or(0, Ranges::len);
    let alike = plans.iter().all(|plan| length(plan) == length(&plans[0]));
    if claimed.reduces() && !alike {
        let allowed = format!("inputs of one length for {claimed}");
        fields.refuse("ranks", "of different lengths", &allowed);
    }
}

/// The plans after all changes, and these; nothing if there are none to change.
pub(super) fn changed(
    reader: &mut Reader<'_>,
    experiment: &Experiment,
) -> (Vec<Edit>, Option<Vec<Plan>>) {
    let by_hand = experiment.plan.is_some();
    if !by_hand && reader.field("edits").is_none() {
        return (Vec::new(), None);
    }
    let plans = match &experiment.plan {
        Some(plan) => Some(plan.ranks.clone()),
        None => experiment.planned().map(|planned| planned.plans),
    };
    let Some(mut plans) = plans else {
        let got = format!("given for {}", experiment.call());
        reader.refuse("edits", &got, "left out where nothing is a plan");
        return (Vec::new(), None);
    };
    let edits = edits::apply(reader, &mut plans);
    (edits, Some(plans))
}
