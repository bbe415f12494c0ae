//! One at a time, in the order of asking.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Lets one caller in at a time. Two runs at once would measure each other, and a page that asks
/// for ten must not start ten times as many workers.
#[derive(Debug, Default)]
pub(crate) struct Turnstile {
    next: Cell<u64>,
    inside: Cell<bool>,
    waiting: RefCell<VecDeque<(u64, Option<Waker>)>>,
}

impl Turnstile {
    /// Waits for its turn. Whoever drops the future gives its place up, and whoever drops what it
    /// returns lets the next one in.
    pub(crate) async fn enter(self: Rc<Self>) -> Inside {
        let place = Place::new(&self);
        std::future::poll_fn(|context| {
            let mut waiting = self.waiting.borrow_mut();
            let index = waiting.iter().position(|it| it.0 == place.number);
            if !self.inside.get() && index == Some(0) {
                return Poll::Ready(());
            }
            let index = index.expect("a place stands in the queue until it is dropped");
            waiting[index].1 = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        self.inside.set(true);
        drop(place);
        Inside { turnstile: self }
    }

    fn wake_first(&self) {
        let mut waiting = self.waiting.borrow_mut();
        let first = waiting.front_mut().and_then(|it| it.1.take());
        drop(waiting);
        if let Some(waker) = first {
            waker.wake();
        }
    }
}

/// A place in the queue.
struct Place<'t> {
    turnstile: &'t Turnstile,
    number: u64,
}

impl<'t> Place<'t> {
    fn new(turnstile: &'t Turnstile) -> Self {
        let number = turnstile.next.get();
        turnstile.next.set(number + 1);
        turnstile.waiting.borrow_mut().push_back((number, None));
        Self { turnstile, number }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut waiting = self.turnstile.waiting.borrow_mut();
        waiting.retain(|it| it.0 != self.number);
        drop(waiting);
        if !self.turnstile.inside.get() {
            self.turnstile.wake_first();
        }
    }
}

/// The right to go on, until dropped.
#[derive(Debug)]
pub(crate) struct Inside {
    turnstile: Rc<Turnstile>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.turnstile.inside.set(false);
        self.turnstile.wake_first();
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn one_at_a_time_in_the_order_of_asking() {
        let turnstile = Rc::new(Turnstile::default());
        let mut context = Context::from_waker(Waker::noop());
        let mut first = Box::pin(Rc::clone(&turnstile).enter());
        let Poll::Ready(inside) = first.as_mut().poll(&mut context) else {
            panic!("nobody is inside");
        };
        let mut second = pin!(Rc::clone(&turnstile).enter());
        let mut third = Box::pin(Rc::clone(&turnstile).enter());
        let mut fourth = pin!(Rc::clone(&turnstile).enter());
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(third.as_mut().poll(&mut context).is_pending());
        assert!(fourth.as_mut().poll(&mut context).is_pending());
        drop(inside);
        assert!(fourth.as_mut().poll(&mut context).is_pending());
        let Poll::Ready(inside) = second.as_mut().poll(&mut context) else {
            panic!("it is the second one's turn");
        };
        drop(third);
        drop(inside);
        assert!(fourth.as_mut().poll(&mut context).is_ready());
    }
}
