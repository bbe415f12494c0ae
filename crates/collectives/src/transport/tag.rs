//! The name of a message between two ranks: context, operation and number in 64 bits.

use std::fmt;

/// Operations one communicator can number before it starts again at 0.
pub(crate) const OPERATION_COUNT_MAX: u32 = 1 << 24;

/// Messages between two ranks that one operation can number.
pub const MESSAGE_COUNT_MAX: u32 = 1 << 23;

const CONTROL: u64 = 1 << 63;

/// The name of a message: control bit, 16 bits of context (which communicator), 24 bits of
/// operation (which call on it), 23 bits that number the messages of the call between the two.
///
/// Two collectives in flight on one communicator differ in their operation, so they never meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u64);

impl Tag {
    /// The name of message `message` of operation `operation` in communicator `context`.
    ///
    /// # Panics
    /// If `operation` or `message` does not fit its bits.
    #[must_use]
    pub fn new(context: u16, operation: u32, message: u32) -> Self {
        assert!(
            operation < OPERATION_COUNT_MAX,
            "operation {operation} does not fit 24 bits"
        );
        assert!(
            message < MESSAGE_COUNT_MAX,
            "message {message} does not fit 23 bits"
        );
        Self(u64::from(context) << 47 | u64::from(operation) << 23 | u64::from(message))
    }

    /// The same name among control messages, which no count includes.
    #[must_use]
    pub fn control(self) -> Self {
        Self(self.0 | CONTROL)
    }

    /// Whether this names a control message.
    #[must_use]
    pub fn is_control(self) -> bool {
        self.0 & CONTROL != 0
    }

    /// Which call on the communicator.
    #[must_use]
    pub fn operation(self) -> u32 {
        low_bits(self.0 >> 23, OPERATION_COUNT_MAX)
    }

    /// Which message of the call between the two.
    #[must_use]
    pub fn message(self) -> u32 {
        low_bits(self.0, MESSAGE_COUNT_MAX)
    }

    /// For the wire.
    #[must_use]
    pub fn to_bits(self) -> u64 {
        self.0
    }

    /// From the wire.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the other bits are another part of the tag"
)]
fn low_bits(bits: u64, bound: u32) -> u32 {
    bits as u32 & (bound - 1)
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_control() {
            write!(f, "check of operation {}", self.operation())
        } else {
            write!(
                f,
                "operation {} message {}",
                self.operation(),
                self.message()
            )
        }
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_touch() {
        let tag = Tag::new(u16::MAX, OPERATION_COUNT_MAX - 1, MESSAGE_COUNT_MAX - 1);
        assert!(
            !tag.is_control(),
            "the context must not reach the control bit"
        );
        assert_eq!(tag.operation(), OPERATION_COUNT_MAX - 1);
        assert_eq!(tag.message(), MESSAGE_COUNT_MAX - 1);
        let other = Tag::new(0, 5, 0).control();
        assert_eq!((other.operation(), other.message()), (5, 0));
        assert_eq!(Tag::from_bits(other.to_bits()), other);
    }
}
