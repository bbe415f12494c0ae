//! What one rank sees of the simulated world.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll};

use collectives::transport::{Direction, Message, Receive, Send, Traffic, Wait};
use collectives::{Error, Transport};

use crate::world::World;

/// The transport of one simulated rank.
#[derive(Clone, Debug)]
pub struct Port {
    rank: usize,
    world: Rc<RefCell<World>>,
}

impl Port {
    pub(crate) fn new(rank: usize, world: Rc<RefCell<World>>) -> Self {
        Self { rank, world }
    }

    /// Notes or forgets that this rank waits, depending on whether it still does.
    fn note(&self, waiting: bool, on: usize, tag: collectives::transport::Tag, way: Direction) {
        let since_ns = self.now_ns();
        let world = self.world.borrow();
        let waits = world.waits(self.rank);
        if waiting {
            waits.begin(Wait {
                on,
                tag,
                direction: way,
                since_ns,
            });
        } else {
            waits.end(on, tag, way);
        }
    }
}

impl Transport for Port {
    fn rank(&self) -> usize {
        self.rank
    }

    fn size(&self) -> usize {
        self.world.borrow().size()
    }

    fn poll_send(&self, _: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        if !send.begun {
            send.begun = true;
            let message = Message {
                chain: send.chain,
                bytes: send.bytes.to_vec(),
            };
            self.world
                .borrow_mut()
                .post_send(self.rank, send.to, send.tag, message);
        }
        let done = self
            .world
            .borrow_mut()
            .take_release(self.rank, send.to, send.tag);
        self.note(!done, send.to, send.tag, Direction::Send);
        if done {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    }

    fn poll_receive(
        &self,
        _: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        let taken = self.world.borrow_mut().take_message(self.rank, receive);
        self.note(
            matches!(taken, Ok(false)),
            receive.from,
            receive.tag,
            Direction::Receive,
        );
        match taken {
            Ok(true) => Poll::Ready(Ok(())),
            Ok(false) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "virtual time starts at 0 and no run lasts 500 years"
    )]
    fn now_ns(&self) -> u64 {
        self.world.borrow().now_ns().round() as u64
    }

    fn poll_sleep(&self, _: &mut Context<'_>, until_ns: u64) -> Poll<()> {
        if self.now_ns() >= until_ns {
            return Poll::Ready(());
        }
        self.world.borrow_mut().set_alarm(self.rank, until_ns);
        Poll::Pending
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a message is far below 2^53 bytes"
    )]
    fn combine_ns(&self, bytes: usize) -> u64 {
        (self.world.borrow().network().combine_us(bytes as f64) * 1000.0).round() as u64
    }

    fn traffic(&self) -> Traffic {
        self.world.borrow().traffic(self.rank)
    }
}
