//! Everything that can happen to a run, as one stream.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::post::Post;

/// Something that happened. The number is the worker's place in its run.
#[derive(Debug)]
pub(super) enum Event {
    /// A worker posted something.
    Post(usize, Post),
    /// A worker came to grief outside of any handler, or never started.
    Fault(usize, String),
    /// A worker is no more, though nobody here ended it.
    Gone(usize),
    /// Some time has passed.
    Tick,
}

/// Events in the order in which they happened, and whoever waits for the next one.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    events: RefCell<VecDeque<Event>>,
    waker: RefCell<Option<Waker>>,
}

impl Inbox {
    pub(super) fn new() -> Rc<Self> {
        Rc::default()
    }

    /// Ticks say no more than one does if nobody has heard the one before.
    pub(super) fn push(&self, event: Event) {
        let mut events = self.events.borrow_mut();
        if !matches!((&event, events.back()), (Event::Tick, Some(Event::Tick))) {
            events.push_back(event);
        }
        drop(events);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// The next event, when there is one.
    pub(super) async fn next(&self) -> Event {
        std::future::poll_fn(|context| match self.events.borrow_mut().pop_front() {
            Some(event) => Poll::Ready(event),
            None => {
                *self.waker.borrow_mut() = Some(context.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}
