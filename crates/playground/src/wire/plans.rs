//! Plans, as they travel to the ranks that do them.

use collectives::Signature;
use collectives::plan::{Local, Message, Plan, Ranges, Round, Side};
use experiment::Program;

use super::Wire;
use super::shapes::record;

record! {
    Plan { rank, size, elements, input, result, rounds }
    Round { messages, local }
    Signature { collective, root, count, kind, op }
}

impl Wire for Ranges {
    fn put(&self, to: &mut Vec<u8>) {
        let ranges = self.as_slice().iter();
        let ends: Vec<_> = ranges.map(|range| (range.start, range.end)).collect();
        ends.put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        let ends = <Vec<(usize, usize)>>::take(from).into_iter();
        ends.map(|(start, end)| start..end).collect()
    }
}

impl Wire for Side {
    fn put(&self, to: &mut Vec<u8>) {
        (*self == Self::Left).put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        if bool::take(from) {
            Self::Left
        } else {
            Self::Right
        }
    }
}

impl Wire for Message {
    fn put(&self, to: &mut Vec<u8>) {
        let (kind, side) = match self {
            Self::Send { .. } => (0usize, None),
            Self::Receive { .. } => (1, None),
            Self::Combine { side, .. } => (2, Some(*side)),
        };
        (kind, self.peer()).put(to);
        self.elements().put(to);
        side.put(to);
    }

    fn take(bytes: &mut &[u8]) -> Self {
        let (kind, peer) = <(usize, usize)>::take(bytes);
        let (to, from, elements) = (peer, peer, Wire::take(bytes));
        match (kind, Wire::take(bytes)) {
            (0, None) => Self::Send { to, elements },
            (1, None) => Self::Receive { from, elements },
            (2, Some(side)) => Self::Combine {
                from,
                elements,
                side,
            },
            other => panic!("there is no message {other:?}"),
        }
    }
}

impl Wire for Local {
    fn put(&self, to: &mut Vec<u8>) {
        let side = match self {
            Self::Copy { .. } => None,
            Self::Fold { side, .. } => Some(*side),
        };
        self.read().put(to);
        self.written().put(to);
        side.put(to);
    }

    fn take(bytes: &mut &[u8]) -> Self {
        let (from, to) = (Wire::take(bytes), Wire::take(bytes));
        match Wire::take(bytes) {
            None => Self::Copy { from, to },
            Some(side) => Self::Fold {
                from,
                onto: to,
                side,
            },
        }
    }
}

impl Wire for Program {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Plan {
                signature,
                plan,
                first,
            } => {
                true.put(to);
                (*signature, *first).put(to);
                plan.put(to);
            }
            Self::Sort { algorithm, counts } => {
                false.put(to);
                algorithm.put(to);
                counts.put(to);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Self {
        if bool::take(from) {
            let (signature, first) = Wire::take(from);
            let plan = Wire::take(from);
            Self::Plan {
                signature,
                plan,
                first,
            }
        } else {
            Self::Sort {
                algorithm: Wire::take(from),
                counts: Wire::take(from),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use collectives::{Collective, ElementKind, OpKind};

    #[test]
    fn programs_come_back_as_they_were() {
        let mut plan = Plan::new(1, 3);
        let (own, scratch) = (plan.memory(4), plan.memory(2));
        plan.input = Some(own.clone().into());
        let blocks: Ranges = [0..1, 3..4].into_iter().collect();
        plan.round()
            .send(2, blocks.clone())
            .receive(0, scratch.clone())
            .combine(2, 1..2, Side::Right);
        plan.last_round()
            .copy(scratch.clone(), 0..2)
            .fold(scratch, blocks, Side::Left);
        plan.rest(1);
        let call = Program::Plan {
            signature: Some(Signature {
                collective: Collective::Gather,
                root: Some(2),
                count: Some(4),
                kind: Some(ElementKind::U32),
                op: Some(OpKind::Min),
            }),
            plan,
            first: 7,
        };
        let sort = Program::Sort {
            algorithm: "sample".to_string(),
            counts: vec![7, 0, 9],
        };
        for program in [call, sort] {
            assert_eq!(Program::decode(&program.encode()), program);
        }
    }
}
