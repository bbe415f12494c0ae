//! Scenes of sorts, whose messages depend on their keys: they come from a sort of labels in the
//! simulator, for as many keys as a figure can show.
//!
//! Every key is a parcel of its own. What a rank holds is what it still sends or returns: where it
//! lies in its memory is nobody's business here.

mod cut_short;
mod label_run;

use collectives::catalogue;
use collectives::plan::Runs;
use collectives::{Call, Collective};

use super::contents::{BROUGHT, narrow, signed};
use super::results::part;
use super::{Contents, Locals, NONE, Parcels, Results, Scene, Sends, Slots, critical, match_bits};
use crate::{Experiment, Report, Trace, Uint32Array, Values};
use cut_short::cut_short;
use label_run::{LabelRun, Log};

/// Of more keys than these, labels are not told: each is a cell of its own in every picture.
const KEY_COUNT_MAX: usize = 4096;

/// Bytes of a sample or a splitter: a key and its number.
const MARK_BYTES: usize = 16;

const KEYS: &str = "keys";
const SAMPLES: &str = "samples";
const SPLITTERS: &str = "splitters";
const COUNTS: &str = "counts";

/// The scene of a sort; without labels, and only as far as the report tells, if there are too many
/// keys.
pub(super) fn scene(experiment: &Experiment, report: Option<&Report>) -> Scene {
    let keys: usize = experiment.counts().iter().sum();
    let trace = report.and_then(|report| report.trace.as_ref());
    if keys > KEY_COUNT_MAX {
        let why = format!("labels are told of at most {KEY_COUNT_MAX} keys, and here are {keys}");
        let mut scene = bare(
            experiment,
            trace.map_or_else(Sends::default, Sends::of_trace),
        );
        scene.critical = trace
            .map_or_else(Vec::new, |it| critical::by_trace(&scene.sends, it))
            .into();
        scene.unlabelled = Some(why);
        return scene;
    }
    let labels = labels(&experiment.inputs, &experiment.sort_keys());
    let good = LabelRun::of(experiment, &labels, false);
    let Some((virtual_trace, held)) = &good.whole else {
        unreachable!("a sort without faults ends well");
    };
    let told = Told {
        experiment,
        labels: &labels,
        logs: &good.logs,
        trace: virtual_trace,
        held,
    };
    let mut scene = told.scene();
    if experiment.faults.is_empty() {
        scene.critical = critical::by_trace(&scene.sends, trace.unwrap_or(virtual_trace)).into();
    } else {
        let faulty = LabelRun::of(experiment, &labels, true);
        cut_short(&mut scene, &faulty.logs);
        if faulty.whole.is_some() {
            scene.critical = trace
                .map_or_else(Vec::new, |it| critical::by_trace(&scene.sends, it))
                .into();
        }
    }
    scene.outputs_match = report.map(|report| match_bits(&report.outputs, &told.outputs()));
    scene
}

/// The labels of all keys, from 1 on.
fn labels(inputs: &[Values], keys: &[Vec<u64>]) -> Vec<Vec<u32>> {
    let mut labels: Vec<Vec<u32>> = inputs.iter().map(|it| vec![0; it.len()]).collect();
    let ranks = keys.iter().enumerate();
    let all = ranks.flat_map(|(rank, keys)| {
        let keys = keys.iter().enumerate();
        keys.map(move |(place, &key)| (key, rank, place))
    });
    let mut all: Vec<_> = all.collect();
    all.sort_unstable();
    for (label, (_, rank, place)) in (1..).zip(all) {
        labels[rank][place] = label;
    }
    labels
}

/// A scene without labels.
fn bare(experiment: &Experiment, sends: Sends) -> Scene {
    let rounds = sends
        .round
        .iter()
        .max()
        .map_or(0, |&last| last as usize + 1);
    let returned = vec![1; experiment.ranks];
    Scene {
        ranks: experiment.ranks,
        rounds,
        root: None,
        combines: false,
        unlabelled: None,
        reached: vec![narrow(rounds); experiment.ranks].into(),
        parcels: Parcels::default(),
        contents: Contents::empty(experiment.kind),
        slots: Slots::default(),
        sends,
        locals: Locals::default(),
        results: Results {
            ends: vec![0; returned.len()].into(),
            returned: returned.into(),
            ..Results::default()
        },
        model: None,
        critical: Uint32Array::default(),
        outputs_match: None,
    }
}

impl Sends {
    /// The rows of a trace, all of them received.
    fn of_trace(trace: &Trace) -> Self {
        let messages = &trace.messages;
        Self {
            from: messages.from.clone(),
            to: messages.to.clone(),
            round: messages.step.clone(),
            received: messages
                .step
                .iter()
                .map(|&it| signed(it as usize))
                .collect(),
            count: messages.count.clone(),
            combined: messages.combine.clone(),
            chain: messages.chain.clone(),
            ..Self::default()
        }
    }
}

/// A label run that ended well.
struct Told<'a> {
    experiment: &'a Experiment,
    labels: &'a [Vec<u32>],
    logs: &'a [Log],
    trace: &'a Trace,
    held: &'a [Vec<u32>],
}

impl Told<'_> {
    fn scene(&self) -> Scene {
        let mut scene = bare(self.experiment, Sends::of_trace(self.trace));
        self.tell_contents(&mut scene);
        self.tell_pieces(&mut scene.sends);
        tell_heard(&mut scene.sends, scene.ranks);
        self.tell_slots(&mut scene);
        for (end, held) in scene.results.ends.iter_mut().zip(self.held) {
            let contents = held.iter().map(|&label| content(label));
            scene.results.contents.extend(contents);
            scene.results.counts.extend(held.iter().map(|_| 1));
            *end = narrow(scene.results.contents.len());
        }
        scene
    }

    /// One parcel and one content for every key.
    fn tell_contents(&self, scene: &mut Scene) {
        let (parcels, contents) = (&mut scene.parcels, &mut scene.contents);
        let keys: usize = self.labels.iter().map(Vec::len).sum();
        contents.parcel = vec![0; keys].into();
        contents.rank = vec![0; keys].into();
        for (rank, labels) in self.labels.iter().enumerate() {
            for (element, &label) in labels.iter().enumerate() {
                contents.parcel[label as usize - 1] = narrow(parcels.element.len());
                contents.rank[label as usize - 1] = narrow(rank);
                parcels.start.push(narrow(parcels.element.len()));
                parcels.rank.push(narrow(rank));
                parcels.element.push(narrow(element));
                parcels.count.push(1);
            }
        }
        contents.label = (1..=narrow(keys)).collect();
        contents.made = vec![BROUGHT; keys].into();
        contents.left = vec![NONE; keys].into();
        contents.right = vec![NONE; keys].into();
        contents.moment = vec![0; keys].into();
        for &rank in &contents.rank {
            contents.whose.extend([rank, 1, 1]);
            contents.whose_ends.push(narrow(contents.whose.len()));
        }
        contents.value_ends = (1..=narrow(keys)).collect();
        contents.values = self.values(&contents.label.iter().copied().collect());
    }

    /// What labels stand for.
    fn values(&self, labels: &Runs) -> Values {
        let mut places: Vec<u32> = vec![0; 1];
        let mut all = Vec::new();
        for (input, labels) in self.experiment.inputs.iter().zip(self.labels) {
            all.extend_from_slice(&input.bytes()[..labels.len() * input.kind().size()]);
        }
        let by_place: Vec<u32> = self.labels.iter().flatten().copied().collect();
        places.resize(by_place.len() + 1, 0);
        for (place, &label) in (1..).zip(&by_place) {
            places[label as usize] = place;
        }
        let blank = vec![0; self.experiment.kind.size()];
        let bytes = [blank, all].concat();
        let places = labels.labels().map(|label| places[label as usize]);
        Values::from_bytes(self.experiment.kind, &bytes).picked(&places.collect())
    }

    fn outputs(&self) -> Vec<Option<Values>> {
        let held = self.held.iter();
        let output = held.map(|labels| Some(self.values(&labels.iter().copied().collect())));
        output.collect()
    }

    /// What every message carries.
    fn tell_pieces(&self, sends: &mut Sends) {
        let down_the_tree = tree(self.experiment);
        // A rank's rows are in the order in which it sent them.
        let mut sent_before = vec![0; self.logs.len()];
        for row in 0..sends.from.len() {
            let (from, to) = (sends.from[row], sends.to[row]);
            let sent = self.logs[from as usize].sent.borrow();
            let (before, rest) = sent.split_at(sent_before[from as usize]);
            sent_before[from as usize] += 1;
            let (target, payload) = &rest[0];
            debug_assert_eq!(*target, to as usize, "what is traced was sent");
            let about = match self.experiment.algorithm {
                Some("sample") => {
                    let number = before.iter().filter(|it| it.0 == *target).count();
                    phase((from, to), number, down_the_tree.contains(&(from, to)))
                }
                _ => KEYS,
            };
            let label = |bytes: &[u8]| {
                let mut word = [0; 4];
                word.copy_from_slice(&bytes[..4]);
                content(u32::from_ne_bytes(word))
            };
            let contents: Vec<i32> = match about {
                KEYS => payload.chunks_exact(4).map(label).collect(),
                COUNTS => Vec::new(),
                _ => payload.chunks_exact(MARK_BYTES).map(marked).collect(),
            };
            let stores = about == KEYS && sends.combined[row] == 0;
            sends
                .first
                .extend(contents.iter().map(|_| u8::from(stores)));
            sends.became.extend(contents.iter().map(|_| NONE));
            sends.carried.extend(contents);
            sends.ends.push(narrow(sends.carried.len()));
            sends.about.push(about);
        }
    }

    /// What a rank holds from the moment at which it has it until it needs it no more.
    fn tell_slots(&self, scene: &mut Scene) {
        let end = scene.rounds + 1;
        let mut moments: Vec<Vec<Moment>> = vec![Vec::new(); scene.ranks];
        for (&rank, content) in scene.contents.rank.iter().zip(0..) {
            moments[rank as usize].push((content, 0, true));
        }
        let sends = &scene.sends;
        for row in (0..sends.from.len()).filter(|&row| sends.about[row] == KEYS) {
            let after = sends.round[row] as usize + 1;
            for piece in part(&sends.ends, row) {
                let content = sends.carried[piece].unsigned_abs();
                moments[sends.from[row] as usize].push((content, after, false));
                moments[sends.to[row] as usize].push((content, after, true));
            }
        }
        for (moments, held) in moments.iter_mut().zip(self.held) {
            let contents = held.iter().map(|&label| content(label).unsigned_abs());
            moments.extend(contents.map(|content| (content, end, false)));
        }
        for (rank, moments) in (0..).zip(&mut moments) {
            moments.sort_unstable();
            // From when it comes to when it is last needed, or comes again.
            let one_stay = |before: &Moment, it: &Moment| before.0 == it.0 && !it.2;
            for stay in moments.chunk_by(one_stay) {
                if let [(content, from, true), .., (_, last, _)] = *stay {
                    let slots = &mut scene.slots;
                    slots.rank.push(rank);
                    slots.parcel.push(scene.contents.parcel[content as usize]);
                    slots.layer.push(0);
                    slots.content.push(content);
                    slots.from.push(narrow(from));
                    slots.until.push(narrow(last));
                    slots.needed.push(narrow(last));
                }
            }
        }
    }
}

/// A content, when it comes or up to when it is needed, and whether it comes.
type Moment = (u32, usize, bool);

/// The content of a label.
fn content(label: u32) -> i32 {
    label.checked_sub(1).map_or(NONE, |it| signed(it as usize))
}

/// The content of a sample or a splitter, which is a key and its number.
fn marked(bytes: &[u8]) -> i32 {
    let mut key = [0; 8];
    key.copy_from_slice(&bytes[..8]);
    let label = u32::try_from(u64::from_ne_bytes(key));
    content(label.expect("labels have 32 bits"))
}

/// What the n-th message between two ranks is in a sort by samples.
fn phase((_, to): (u32, u32), number: usize, down_the_tree: bool) -> &'static str {
    let first = match (to, down_the_tree) {
        (0, _) => Some(SAMPLES),
        (_, true) => Some(SPLITTERS),
        (_, false) => None,
    };
    let mut all = first.into_iter().chain([COUNTS, KEYS]);
    all.nth(number)
        .expect("two ranks exchange no more than that")
}

/// Whom splitters travel between: from the root down a binomial tree.
fn tree(experiment: &Experiment) -> Vec<(u32, u32)> {
    let counts = vec![1; experiment.ranks];
    let call = Call {
        collective: Collective::Broadcast,
        counts: &counts,
        root: 0,
        cut: None,
    };
    let row = catalogue::find(Collective::Broadcast, "binomial-tree");
    let plans = row.and_then(|row| row.plans(&call)).unwrap_or_default();
    let rounds = plans
        .iter()
        .flat_map(|plan| plan.rounds.iter().map(move |it| (plan.rank, it)));
    let sends = rounds.flat_map(|(rank, round)| {
        let sends = round.messages.iter().filter(|it| it.sends());
        sends.map(move |it| (narrow(rank), narrow(it.peer())))
    });
    sends.collect()
}

/// Of whom every sender had heard when the step began.
fn tell_heard(sends: &mut Sends, ranks: usize) {
    let mut heard: Vec<Vec<bool>> = (0..ranks)
        .map(|rank| (0..ranks).map(|other| rank == other).collect())
        .collect();
    let mut before = heard.clone();
    for row in 0..sends.from.len() {
        if row > 0 && sends.round[row] != sends.round[row - 1] {
            before.clone_from(&heard);
        }
        let told = &before[sends.from[row] as usize];
        sends.tell_heard(told);
        let knows = heard[sends.to[row] as usize].iter_mut().zip(told);
        knows.for_each(|(knows, told)| *knows |= told);
    }
}
