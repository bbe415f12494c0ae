//! What can go wrong between ranks, on its way to the page.

use collectives::{Disagreement, Error};

use super::Wire;

impl Wire for Error {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Length {
                rank,
                from,
                tag,
                sent_bytes,
                expected_bytes,
            } => {
                (0usize, (*rank, *from)).put(to);
                (*tag, (*sent_bytes, *expected_bytes)).put(to);
            }
            Self::Disagreement(it) => {
                (1usize, (it.rank, it.peer)).put(to);
                (it.call, it.argument.to_string()).put(to);
                (it.mine.clone(), it.theirs.clone()).put(to);
            }
            Self::Crashed { rank, message } => (2usize, (*rank, message.clone())).put(to),
            Self::Ended { rank } => (3usize, *rank).put(to),
            Self::Killed { rank } => (4usize, *rank).put(to),
        }
    }

    fn take(bytes: &mut &[u8]) -> Self {
        let (error, rank) = <(usize, usize)>::take(bytes);
        match error {
            0 => {
                let (from, (tag, (sent_bytes, expected_bytes))) = Wire::take(bytes);
                Self::Length {
                    rank,
                    from,
                    tag,
                    sent_bytes,
                    expected_bytes,
                }
            }
            1 => {
                let (peer, (call, argument)) = <(_, (_, String))>::take(bytes);
                let (mine, theirs) = Wire::take(bytes);
                let argument = known(&argument);
                Self::Disagreement(Disagreement {
                    rank,
                    peer,
                    call,
                    argument,
                    mine,
                    theirs,
                })
            }
            2 => Self::Crashed {
                rank,
                message: Wire::take(bytes),
            },
            3 => Self::Ended { rank },
            4 => Self::Killed { rank },
            other => panic!("there is no error {other}"),
        }
    }
}

/// The argument of a call, as the checker names it.
fn known(argument: &str) -> &'static str {
    ["collective", "root", "count", "kind", "op"]
        .into_iter()
        .find(|it| *it == argument)
        .expect("the checker compares these five")
}

#[cfg(test)]
mod tests {
    use collectives::Collective;
    use collectives::transport::Tag;

    use super::*;

    fn check(value: &Error) {
        assert_eq!(Error::decode(&value.encode()), *value);
    }

    #[test]
    fn errors_come_back_as_they_were() {
        let tag = Tag::new(1, 2, 3);
        check(&Error::Length {
            rank: 1,
            from: 2,
            tag,
            sent_bytes: 3,
            expected_bytes: 4,
        });
        check(&Error::Crashed {
            rank: 1,
            message: "grüße".to_string(),
        });
        check(&Error::Ended { rank: 7 });
        check(&Error::Killed { rank: 7 });
        for argument in ["collective", "root", "count", "kind", "op"] {
            check(&Error::Disagreement(Disagreement {
                rank: 1,
                peer: 0,
                call: Collective::Gather,
                argument,
                mine: "1".to_string(),
                theirs: "2".to_string(),
            }));
        }
    }
}
