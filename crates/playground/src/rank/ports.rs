//! Messages over `MessagePort`s: the wire where memory cannot be shared.
//!
//! A frame is 16 bytes of header and the payload in one buffer. Small frames are copied by the
//! browser. Large ones are transferred, and since a fresh zeroed buffer costs more than the copy
//! into it, the receiver gives every buffer back: it is the credit that lets its sender go on, as
//! at most a few are on their way to each peer.
//!
//! Channels are made when needed: a rank that has none to the peer it wants to send to asks the
//! page for one, which makes it and gives each of the two an end.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use collectives::transport::{
    Direction, Mailbox, Message, Receive, Send, Tag, Traffic, Wait, WaitList,
};
use collectives::{Error, Transport};
use experiment::Outcome;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

use crate::clock::Clock;
use crate::post::Post;
use crate::timer::Interval;
use crate::wire::{Assignment, Ending, Wire};

/// Payloads up to here are copied by the browser, which is cheaper than a transfer.
const COPY_BYTES_MAX: usize = 4096;

/// Large frames on their way to one peer, at most.
const IN_FLIGHT_MAX: usize = 4;

/// Bytes before each payload: length, chain, tag.
const HEADER_BYTES: usize = 16;

/// How often a waiting rank looks at the clock.
const PATIENCE_MS: u32 = 50;

/// What the time between two looks counts of the limit, at most: a worker whose page is frozen
/// does not look, and has not been waiting.
const TURN_NS_MAX: u64 = 1_000_000_000;

/// One rank's end of a world of ports.
#[derive(Debug)]
pub(super) struct PortTransport {
    generation: u32,
    rank: usize,
    size: usize,
    clock: Clock,
    /// By rank; the own entry stays as it is.
    peers: RefCell<Vec<Peer>>,
    /// What arrives, and whom it wakes. The ports' handlers share it.
    inbox: Rc<Inbox>,
    waits: WaitList,
    traffic: Cell<Traffic>,
    alarm_ns: Cell<Option<u64>>,
    /// For when the last timer was set.
    timer_ns: Cell<u64>,
    ended: Cell<bool>,
}

/// The channel to another rank.
#[derive(Debug)]
enum Peer {
    Unknown,
    /// The page has been asked.
    Requested,
    Connected {
        port: MessagePort,
        /// Kept as long as the port may call it.
        _on_message: Closure<dyn FnMut(MessageEvent)>,
    },
}

/// What has arrived.
#[derive(Debug, Default)]
struct Inbox {
    mailbox: RefCell<Mailbox>,
    /// By rank.
    buffers: RefCell<Vec<Buffers>>,
    waker: RefCell<Option<Waker>>,
    progress: Cell<u64>,
}

/// Buffers that came back from a peer, and how many are on their way to it.
#[derive(Debug, Default)]
struct Buffers {
    free: Vec<ArrayBuffer>,
    in_flight: usize,
}

impl PortTransport {
    pub(super) fn new(generation: u32, assignment: &Assignment, clock: Clock) -> Self {
        let each_rank = || 0..assignment.size;
        Self {
            generation,
            rank: assignment.rank,
            size: assignment.size,
            clock,
            peers: RefCell::new(each_rank().map(|_| Peer::Unknown).collect()),
            inbox: Rc::new(Inbox {
                buffers: RefCell::new(each_rank().map(|_| Buffers::default()).collect()),
                ..Inbox::default()
            }),
            waits: WaitList::default(),
            traffic: Cell::default(),
            alarm_ns: Cell::new(None),
            timer_ns: Cell::new(0),
            ended: Cell::new(false),
        }
    }

    /// Takes this rank's end of the channel to `peer`.
    pub(super) fn attach(&self, peer: usize, port: MessagePort) {
        let inbox = Rc::clone(&self.inbox);
        let answer = port.clone();
        let handler = move |event: MessageEvent| inbox.accept(peer, &event.data(), &answer);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(handler);
        // Setting the handler also starts the port, which has kept what came before.
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let connected = Peer::Connected {
            port,
            _on_message: on_message,
        };
        self.peers.borrow_mut()[peer] = connected;
        self.inbox.wake();
    }

    /// What this rank waits for.
    pub(super) fn waits(&self) -> Vec<(usize, Wait)> {
        let mine = |wait| (self.rank, wait);
        self.waits.all().into_iter().map(mine).collect()
    }

    /// The run is over, well or not. Until the page says so the ports stay open: a message that
    /// this rank has posted may still be under way when its own part is done.
    pub(super) fn end(&self) {
        self.ended.set(true);
        for peer in self.peers.borrow_mut().iter_mut() {
            if let Peer::Connected { port, .. } = std::mem::replace(peer, Peer::Requested) {
                port.set_onmessage(None);
                port.close();
            }
        }
        self.inbox.wake();
    }

    /// Runs the rank's program, and gives up when nothing has moved for `limit_ns` while it was
    /// not asleep by its own will.
    pub(super) async fn run(
        &self,
        program: impl Future<Output = Result<Outcome, Error>>,
        limit_ns: u64,
    ) -> Ending {
        let inbox = Rc::clone(&self.inbox);
        let _look_at_the_clock = Interval::new(PATIENCE_MS, move || inbox.wake());
        let mut program = pin!(program);
        let mut progress = self.inbox.progress.get();
        let mut moved_ns = self.now_ns();
        let mut seen_ns = moved_ns;
        let mut told_ns = moved_ns;
        std::future::poll_fn(|context| {
            *self.inbox.waker.borrow_mut() = Some(context.waker().clone());
            if self.ended.get() {
                return Poll::Ready(Ending::Ended);
            }
            self.alarm_ns.set(None);
            if let Poll::Ready(result) = program.as_mut().poll(context) {
                return Poll::Ready(Ending::from(result));
            }
            let now_ns = self.now_ns();
            moved_ns += now_ns.saturating_sub(seen_ns + TURN_NS_MAX);
            seen_ns = now_ns;
            if self.inbox.progress.get() != progress || self.alarm_ns.get().is_some() {
                progress = self.inbox.progress.get();
                moved_ns = now_ns;
                // The page cannot see messages move, and would take a long run for a dead one.
                if now_ns.saturating_sub(told_ns) > TURN_NS_MAX {
                    told_ns = now_ns;
                    super::reply(&Post::new("alive", self.generation));
                }
            }
            if now_ns.saturating_sub(moved_ns) < limit_ns {
                return Poll::Pending;
            }
            let waits = self.waits();
            Poll::Ready(Ending::TimedOut { waits, now_ns })
        })
        .await
    }

    /// The port to `peer`, unless the page still has to make the channel.
    fn port(&self, peer: usize) -> Option<MessagePort> {
        let mut peers = self.peers.borrow_mut();
        match &peers[peer] {
            Peer::Connected { port, .. } => Some(port.clone()),
            Peer::Requested => None,
            Peer::Unknown => {
                peers[peer] = Peer::Requested;
                let wish = Post::new("channel", self.generation);
                wish.set_peer(peer);
                super::reply(&wish);
                None
            }
        }
    }

    /// Posts the whole message, if there is a channel and its receiver keeps up.
    fn post(&self, send: &Send<'_>) -> bool {
        let Some(port) = self.port(send.to) else {
            return false;
        };
        let frame_bytes = HEADER_BYTES + send.bytes.len();
        let header = (send.bytes.len(), (send.chain, send.tag.to_bits())).encode();
        let posted = if send.bytes.len() <= COPY_BYTES_MAX {
            let frame = [header.as_slice(), send.bytes].concat();
            port.post_message(&Uint8Array::new_from_slice(&frame))
        } else {
            let mut buffers = self.inbox.buffers.borrow_mut();
            let buffers = &mut buffers[send.to];
            if buffers.in_flight == IN_FLIGHT_MAX {
                return false;
            }
            buffers.in_flight += 1;
            let buffer = buffers.take(frame_bytes);
            let (start, payload) = parts(&Uint8Array::new(&buffer), send.bytes.len());
            start.copy_from(&header);
            payload.copy_from(send.bytes);
            port.post_message_with_transferable(&buffer, &Array::of1(&buffer))
        };
        // Only values that cannot be cloned are refused, and bytes can.
        posted.expect("bytes can be posted");
        true
    }
}

impl Inbox {
    /// Takes what `peer` posted: a frame, copied or transferred, or a buffer that comes back.
    fn accept(&self, peer: usize, data: &JsValue, answer: &MessagePort) {
        if let Some(returned) = data.dyn_ref::<Array>() {
            let mut buffers = self.buffers.borrow_mut();
            let buffers = &mut buffers[peer];
            buffers.in_flight -= 1;
            buffers.free.push(returned.get(0).unchecked_into());
        } else if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
            self.deliver(peer, &Uint8Array::new(buffer));
            let returned = Array::of1(buffer);
            // If the peer is gone, so is whoever would use the buffer.
            let _ = answer.post_message_with_transferable(&returned, &returned);
        } else {
            self.deliver(peer, data.unchecked_ref());
        }
        self.progress.set(self.progress.get() + 1);
        self.wake();
    }

    fn deliver(&self, peer: usize, frame: &Uint8Array) {
        let (header, _) = parts(frame, 0);
        let (length, (chain, tag)) = <(usize, (u32, u64))>::decode(&header.to_vec());
        let (_, payload) = parts(frame, length);
        let bytes = payload.to_vec();
        let message = Message { chain, bytes };
        let mut mailbox = self.mailbox.borrow_mut();
        mailbox.deliver(peer, Tag::from_bits(tag), message);
    }

    fn wake(&self) {
        let waker = self.waker.borrow().clone();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// Header and payload of a frame, which may be longer than both.
fn parts(frame: &Uint8Array, payload_bytes: usize) -> (Uint8Array, Uint8Array) {
    let at = |byte: usize| u32::try_from(byte).expect("a message is below 4 GiB");
    let (start, end) = (at(HEADER_BYTES), at(HEADER_BYTES + payload_bytes));
    (frame.subarray(0, start), frame.subarray(start, end))
}

impl Buffers {
    /// The smallest buffer that came back and is large enough, or a new one.
    fn take(&mut self, bytes: usize) -> ArrayBuffer {
        let fits = |(_, buffer): &(usize, &ArrayBuffer)| buffer.byte_length() as usize >= bytes;
        let sized = self.free.iter().enumerate().filter(fits);
        let best = sized.min_by_key(|(_, buffer)| buffer.byte_length());
        match best.map(|(index, _)| index) {
            Some(index) => self.free.swap_remove(index),
            None => {
                // The ones that came back were too small: let them go.
                self.free.clear();
                let size = HEADER_BYTES + (bytes - HEADER_BYTES).next_power_of_two();
                ArrayBuffer::new(u32::try_from(size).expect("a message is below 2 GiB"))
            }
        }
    }
}

impl Transport for PortTransport {
    fn rank(&self) -> usize {
        self.rank
    }

    fn size(&self) -> usize {
        self.size
    }

    fn poll_send(&self, _: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        if !self.post(send) {
            self.waits.begin(Wait {
                on: send.to,
                tag: send.tag,
                direction: Direction::Send,
                since_ns: self.now_ns(),
            });
            return Poll::Pending;
        }
        send.begun = true;
        send.moved = send.bytes.len();
        self.waits.end(send.to, send.tag, Direction::Send);
        self.inbox.progress.set(self.inbox.progress.get() + 1);
        let mut traffic = self.traffic.get();
        traffic.count(send.tag, send.bytes.len());
        self.traffic.set(traffic);
        Poll::Ready(Ok(()))
    }

    fn poll_receive(
        &self,
        _: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        let (on, tag, direction) = (receive.from, receive.tag, Direction::Receive);
        if self.inbox.mailbox.borrow_mut().take(self.rank, receive)? {
            self.waits.end(on, tag, direction);
            return Poll::Ready(Ok(()));
        }
        let since_ns = self.now_ns();
        self.waits.begin(Wait {
            on,
            tag,
            direction,
            since_ns,
        });
        Poll::Pending
    }

    fn now_ns(&self) -> u64 {
        self.clock.now_ns()
    }

    fn poll_sleep(&self, context: &mut Context<'_>, until_ns: u64) -> Poll<()> {
        let now_ns = self.now_ns();
        if now_ns >= until_ns {
            return Poll::Ready(());
        }
        self.alarm_ns.set(Some(until_ns));
        // Polls are many, and a timer cannot be taken back.
        if self.timer_ns.replace(until_ns) != until_ns {
            crate::timer::wake_after(until_ns - now_ns, context.waker().clone());
        }
        Poll::Pending
    }

    fn traffic(&self) -> Traffic {
        self.traffic.get()
    }
}
