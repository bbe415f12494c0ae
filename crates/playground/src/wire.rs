//! What page and ranks tell each other, as bytes.
//!
//! Both ends are the same build, started from the same compiled module, so this needs no
//! versions and no names: values stand one after another, numbers little-endian. Bytes that make
//! no sense are a bug, and panic.

mod errors;
mod plans;
mod shapes;

pub(crate) use shapes::{Assignment, Ending};

/// A value that can travel between page and ranks.
pub(crate) trait Wire: Sized {
    /// Appends the value.
    fn put(&self, to: &mut Vec<u8>);

    /// Takes the value from the front.
    fn take(from: &mut &[u8]) -> Self;

    /// The value alone.
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.put(&mut bytes);
        bytes
    }

    /// The value, from all of `bytes`.
    fn decode(mut bytes: &[u8]) -> Self {
        let value = Self::take(&mut bytes);
        assert!(bytes.is_empty(), "{} bytes are left over", bytes.len());
        value
    }
}

/// Takes so many bytes from the front.
fn split<'a>(from: &mut &'a [u8], bytes: usize) -> &'a [u8] {
    let (front, rest) = from.split_at(bytes);
    *from = rest;
    front
}

macro_rules! number {
    ($($number:ty),*) => {
        $(impl Wire for $number {
            fn put(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn take(from: &mut &[u8]) -> Self {
                let bytes = split(from, size_of::<Self>());
                Self::from_le_bytes(bytes.try_into().expect("as many as were asked for"))
            }
        })*
    };
}
number!(u32, u64, f64);

/// Ranks, lengths and indices: all fit 32 bits, wherever they come from.
impl Wire for usize {
    fn put(&self, to: &mut Vec<u8>) {
        u32::try_from(*self).expect("limits keep it small").put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        u32::take(from) as Self
    }
}

impl Wire for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn take(from: &mut &[u8]) -> Self {
        split(from, 1)[0] != 0
    }
}

impl Wire for String {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        to.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut &[u8]) -> Self {
        let bytes = usize::take(from);
        Self::from_utf8_lossy(split(from, bytes)).into_owned()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut &[u8]) -> Self {
        bool::take(from).then(|| T::take(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        for value in self {
            value.put(to);
        }
    }

    fn take(from: &mut &[u8]) -> Self {
        (0..usize::take(from)).map(|_| T::take(from)).collect()
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        (A::take(from), B::take(from))
    }
}
