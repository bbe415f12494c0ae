//! The transport's polls as futures.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use super::{Error, Receive, Send, Transport};

/// A send as a future.
#[derive(Debug)]
pub(crate) struct Sending<'a, T: Transport> {
    transport: &'a T,
    send: Send<'a>,
    done: bool,
}

impl<'a, T: Transport> Sending<'a, T> {
    pub(crate) fn new(transport: &'a T, send: Send<'a>) -> Self {
        assert_peer(transport, send.to);
        Self {
            transport,
            send,
            done: false,
        }
    }
}

impl<T: Transport> Future for Sending<'_, T> {
    type Output = Result<(), Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let result = ready!(this.transport.poll_send(context, &mut this.send));
        this.done = true;
        Poll::Ready(result)
    }
}

impl<T: Transport> Drop for Sending<'_, T> {
    fn drop(&mut self) {
        if self.send.begun && !self.done {
            self.transport.abandon();
        }
    }
}

/// A receive as a future; gives the message's chain.
#[derive(Debug)]
pub(crate) struct Receiving<'a, T: Transport> {
    transport: &'a T,
    receive: Receive<'a>,
    done: bool,
}

impl<'a, T: Transport> Receiving<'a, T> {
    pub(crate) fn new(transport: &'a T, receive: Receive<'a>) -> Self {
        assert_peer(transport, receive.from);
        Self {
            transport,
            receive,
            done: false,
        }
    }
}

impl<T: Transport> Future for Receiving<'_, T> {
    type Output = Result<u32, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let result = ready!(this.transport.poll_receive(context, &mut this.receive));
        this.done = true;
        Poll::Ready(result.map(|()| this.receive.chain))
    }
}

impl<T: Transport> Drop for Receiving<'_, T> {
    fn drop(&mut self) {
        if self.receive.begun && !self.done {
            self.transport.abandon();
        }
    }
}

fn assert_peer<T: Transport>(transport: &T, peer: usize) {
    let (rank, size) = (transport.rank(), transport.size());
    assert!(peer < size, "rank {rank} names rank {peer} of {size}");
    assert!(
        peer != rank,
        "rank {rank} sends to itself: a copy is the algorithm's business"
    );
}

/// Both futures at once: what makes a pairwise step safe when sends wait for receives.
pub(crate) async fn join<A, B>(
    left: impl Future<Output = Result<A, Error>>,
    right: impl Future<Output = Result<B, Error>>,
) -> Result<(A, B), Error> {
    let mut left = pin!(left);
    let mut right = pin!(right);
    let (mut left_value, mut right_value) = (None, None);
    std::future::poll_fn(|context| {
        if left_value.is_none()
            && let Poll::Ready(result) = left.as_mut().poll(context)
        {
            left_value = Some(result?);
        }
        if right_value.is_none()
            && let Poll::Ready(result) = right.as_mut().poll(context)
        {
            right_value = Some(result?);
        }
        if left_value.is_some() && right_value.is_some() {
            return Poll::Ready(Ok(left_value.take().zip(right_value.take())));
        }
        Poll::Pending
    })
    .await
    .map(|both| both.expect("both values were there"))
}
