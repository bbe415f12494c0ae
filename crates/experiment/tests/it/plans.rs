//! Plans beside the async forms of the same algorithms, in the simulator: the same bits, the same
//! messages, and the time that the plans say.

use collectives::plan::{Matching, Operator, Plan, Ranges, Side, time_us};
use collectives::trace::Recorder;
use collectives::{Communicator, Element, Error, OpKind, Transport};
use experiment::suite::{self, RANKS};
use experiment::{Engine, Experiment, Planned, Value, Values};
use simulator::{Port, Schedule};

use crate::simulate;

/// The operator of an experiment, for numbers as bytes.
#[derive(Clone, Copy)]
struct Bytes<E: Element>(OpKind, std::marker::PhantomData<E>);

impl<E: Element> Operator for Bytes<E> {
    fn combine(&self, came: &[u8], own: &mut [u8], _: Side) {
        let own = bytemuck::cast_slice_mut(own);
        E::fold(self.0, bytemuck::cast_slice(came), own);
    }
}

/// What one rank brings back: its result, and how many messages and bytes it has sent.
type Part = (Option<Vec<u8>>, u64, u64, u32);

async fn play<E: Element>(port: Port, plan: &Plan, experiment: &Experiment) -> Result<Part, Error> {
    let recorder = Recorder::new(false);
    let world = Communicator::world(&port, &recorder);
    let rank = world.rank();
    let mut memory = vec![E::zeroed(); plan.elements];
    let input: &[E] = bytemuck::cast_slice(experiment.inputs[rank].bytes());
    let places = plan.input.iter().flat_map(Ranges::elements);
    places
        .zip(input)
        .for_each(|(place, &value)| memory[place] = value);
    let call = world.converse();
    let op = Bytes::<E>(experiment.op, std::marker::PhantomData);
    let bytes = bytemuck::cast_slice_mut(&mut memory);
    call.run(plan, bytes, size_of::<E>(), &op).await?;
    let result = plan.result.as_ref().map(|result| {
        let mut values: Vec<E> = result.elements().map(|place| memory[place]).collect();
        if experiment.op == OpKind::Mean && experiment.collective.reduces() {
            let ranks = u32::try_from(world.size()).expect("there are few");
            values.iter_mut().for_each(|it| *it = it.divide(ranks));
        }
        bytemuck::cast_slice(&values).to_vec()
    });
    let traffic = port.traffic();
    Ok((result, traffic.messages, traffic.bytes, recorder.chain()))
}

fn run<E: Element>(
    planned: &Planned,
    experiment: &Experiment,
    schedule: Schedule,
) -> (Vec<Part>, f64) {
    let outcome = simulator::run(
        experiment.ranks,
        experiment.network,
        schedule,
        experiment.limit_ms * 1e6,
        |port| {
            let plan = &planned.plans[port.rank()];
            play::<E>(port, plan, experiment)
        },
    );
    assert_eq!(outcome.leftover, 0);
    (outcome.result.expect("it ends well"), outcome.finished_ns)
}

#[test]
fn plans_do_what_the_async_forms_do() {
    let mut plans = 0;
    for case in suite::cases(&RANKS) {
        let experiment = case.experiment(Engine::Simulated);
        let Some(planned) = planned(&case.request) else {
            continue;
        };
        plans += 1;
        let report = simulate(&experiment).expect("it ends well");
        let bits: Vec<_> = report
            .outputs
            .iter()
            .map(|it| it.as_ref().map(|it| it.bytes().to_vec()))
            .collect();
        let times_us = time_us(
            &planned.plans,
            &Matching::of(&planned.plans),
            experiment.kind.size(),
            &experiment.network,
        );
        let time_us = times_us.expect("it ends").into_iter().fold(0.0, f64::max);
        for schedule in [
            Schedule::earliest(),
            Schedule::rendezvous(),
            Schedule::seeded(7),
        ] {
            let is_earliest = schedule == Schedule::earliest();
            let (parts, finished_ns) = match &experiment.inputs[0] {
                Values::F32(_) => run::<f32>(&planned, &experiment, schedule),
                Values::F64(_) => run::<f64>(&planned, &experiment, schedule),
                Values::I32(_) => run::<i32>(&planned, &experiment, schedule),
                Values::U32(_) => run::<u32>(&planned, &experiment, schedule),
            };
            let name = &case.name;
            let results: Vec<_> = parts.iter().map(|it| it.0.clone()).collect();
            assert!(results == bits, "{name}: other bits");
            let sent: (Vec<u64>, Vec<u64>) = parts.iter().map(|it| (it.1, it.2)).unzip();
            let counted = (
                report.totals.messages.clone(),
                report.totals.bytes_sent.clone(),
            );
            assert_eq!(sent, counted, "{name}");
            let chain = parts.iter().map(|it| it.3).max();
            assert_eq!(chain, Some(report.totals.rounds), "{name}");
            if is_earliest {
                let error = (finished_ns / 1000.0 - time_us).abs();
                assert!(
                    error <= 1e-9 * time_us,
                    "{name}: {finished_ns} ns, not {time_us} us"
                );
            }
        }
    }
    assert!(plans > 5000, "only {plans} cases are plans");
}

fn planned(request: &Value) -> Option<Planned> {
    match Planned::read(request) {
        Ok(planned) => Some(planned),
        Err(problems) => {
            assert_eq!(problems[0].field, "algorithm", "{problems:?}");
            None
        }
    }
}
