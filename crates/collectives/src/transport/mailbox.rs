//! Messages that have arrived before anybody asked for them.

use super::{Error, Receive, Tag};

/// A whole message that waits for its receive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// See [`Receive::chain`].
    pub chain: u32,
    /// The payload.
    pub bytes: Vec<u8>,
}

/// Arrived messages in order of arrival.
///
/// Every transport that moves whole messages keeps one per rank; it is what makes
/// (source, tag) matching and non-overtaking hold. Few messages arrive before they are asked for,
/// so looking at one after the other is quick, and a small thing to download.
#[derive(Debug, Default)]
pub struct Mailbox {
    arrived: Vec<(usize, Tag, Message)>,
}

impl Mailbox {
    /// Keeps `message` until it is asked for.
    pub fn deliver(&mut self, from: usize, tag: Tag, message: Message) {
        self.arrived.push((from, tag, message));
    }

    /// Fills `receive` from the oldest message that matches it, if there is one.
    ///
    /// # Errors
    /// [`Error::Length`] when that message does not fit exactly; `rank` is who says so.
    pub fn take(&mut self, rank: usize, receive: &mut Receive<'_>) -> Result<bool, Error> {
        let Some(message) = self.pop(receive.from, receive.tag) else {
            return Ok(false);
        };
        if message.bytes.len() != receive.into.len() {
            return Err(Error::Length {
                rank,
                from: receive.from,
                tag: receive.tag,
                sent_bytes: message.bytes.len(),
                expected_bytes: receive.into.len(),
            });
        }
        receive.into.put(0, &message.bytes);
        receive.moved = message.bytes.len();
        receive.chain = message.chain;
        Ok(true)
    }

    /// The oldest message from `from` under `tag`.
    pub fn pop(&mut self, from: usize, tag: Tag) -> Option<Message> {
        let oldest = self
            .arrived
            .iter()
            .position(|it| (it.0, it.1) == (from, tag))?;
        Some(self.arrived.remove(oldest).2)
    }

    /// How many messages nobody has asked for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arrived.len()
    }

    /// Whether every message has been asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arrived.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sink;
    use super::*;

    fn message(byte: u8) -> Message {
        Message {
            chain: 1,
            bytes: vec![byte],
        }
    }

    fn take(mailbox: &mut Mailbox, from: usize, tag: Tag, into: &mut [u8]) -> Result<bool, Error> {
        let mut receive = Receive {
            from,
            tag,
            chain: 0,
            into: Sink::fill(into),
            begun: false,
            moved: 0,
        };
        mailbox.take(9, &mut receive)
    }

    #[test]
    fn matches_by_source_and_tag_in_order_of_arrival() {
        let (a, b) = (Tag::new(0, 0, 0), Tag::new(0, 0, 1));
        let mut mailbox = Mailbox::default();
        for (from, tag, byte) in [(1, b, 1), (2, a, 2), (1, a, 3), (1, a, 4)] {
            mailbox.deliver(from, tag, message(byte));
        }
        let mut into = [0];
        for (from, tag, byte) in [(1, a, 3), (1, a, 4), (2, a, 2), (1, b, 1)] {
            assert_eq!(take(&mut mailbox, from, tag, &mut into), Ok(true));
            assert_eq!(into, [byte]);
        }
        assert!(mailbox.is_empty(), "every message was asked for");
        assert_eq!(take(&mut mailbox, 1, a, &mut into), Ok(false));
    }

    #[test]
    fn a_wrong_length_is_an_error_and_never_a_truncation() {
        let tag = Tag::new(0, 0, 0);
        let mut mailbox = Mailbox::default();
        mailbox.deliver(1, tag, message(7));
        let error = take(&mut mailbox, 1, tag, &mut [0; 3]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rank 9 posted 3 bytes for operation 0 message 0 from rank 1, which sent 1"
        );
    }

    /// Whatever arrives in whatever order, and is asked for whenever: as if each source and tag
    /// had a queue of its own.
    #[test]
    fn every_order_of_arrivals_and_receives_is_that_of_one_queue_per_name() {
        const STEP_COUNT: u32 = 6;
        let names = [0, 1].map(|from| [0, 1].map(|step| (from, Tag::new(0, 0, step))));
        let names = names.as_flattened();
        let kinds = 2 * names.len();
        let order_count = kinds.pow(STEP_COUNT);
        for order in 0..order_count {
            let mut mailbox = Mailbox::default();
            let mut queues = vec![Vec::new(); names.len()];
            let mut rest = order;
            for number in 0..STEP_COUNT {
                let (kind, index) = (rest / names.len() % 2, rest % names.len());
                rest /= kinds;
                let (from, tag) = names[index];
                if kind == 0 {
                    let byte = u8::try_from(number).expect("few steps");
                    mailbox.deliver(from, tag, message(byte));
                    queues[index].push(byte);
                    continue;
                }
                let mut into = [u8::MAX];
                let taken = take(&mut mailbox, from, tag, &mut into);
                let expected = (!queues[index].is_empty()).then(|| queues[index].remove(0));
                assert_eq!(taken, Ok(expected.is_some()), "order {order}");
                assert_eq!(into[0], expected.unwrap_or(u8::MAX), "order {order}");
            }
            let left: usize = queues.iter().map(Vec::len).sum();
            assert_eq!(mailbox.len(), left, "order {order}");
        }
    }
}
