//! Numbers as unsigned keys: sorting the keys sorts the numbers.
//!
//! The order is that of `TypedArray.prototype.sort`: −∞ … −0, +0 … +∞, and then every NaN, of
//! either sign. Comparing floats themselves loses data: of NaN and 1, both `min` and `max` of a
//! shader are 1. A key is a bijection of the bits, so nothing can get lost.

/// The kinds of 32-bit numbers that can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Unsigned.
    U32,
    /// Signed.
    I32,
    /// IEEE 754 single precision.
    F32,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::U32, Self::I32, Self::F32];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::U32 => "u32",
            Self::I32 => "i32",
            Self::F32 => "f32",
        }
    }
}

/// How the bits of numbers become keys, and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What the bits mean.
    pub kind: KeyKind,
    /// Largest first: the exact reverse, so that NaN comes before everything.
    pub descending: bool,
}

const SIGN: u32 = 1 << 31;

/// Below −∞ lie, after the sign has been dealt with, as many NaNs as a mantissa has values.
const NEGATIVE_NANS: u32 = (1 << 23) - 1;

impl Order {
    /// Smallest first.
    #[must_use]
    pub fn ascending(kind: KeyKind) -> Self {
        Self {
            kind,
            descending: false,
        }
    }

    /// The key of a number with these bits.
    #[must_use]
    pub fn encode(self, bits: u32) -> u32 {
        let key = match self.kind {
            KeyKind::U32 => bits,
            KeyKind::I32 => bits ^ SIGN,
            KeyKind::F32 => of_f32(bits),
        };
        if self.descending { !key } else { key }
    }

    /// The bits of the number with this key.
    #[must_use]
    pub fn decode(self, key: u32) -> u32 {
        let key = if self.descending { !key } else { key };
        match self.kind {
            KeyKind::U32 => key,
            KeyKind::I32 => key ^ SIGN,
            KeyKind::F32 => to_f32(key),
        }
    }

    /// The same, as the words that the shader calculates with: `sign`, `turn`, `slide`, `invert`.
    #[must_use]
    pub fn masks(self) -> [u32; 4] {
        let (sign, turn, slide) = match self.kind {
            KeyKind::U32 => (0, 0, 0),
            KeyKind::I32 => (SIGN, 0, 0),
            KeyKind::F32 => (SIGN, u32::MAX, NEGATIVE_NANS),
        };
        [
            sign,
            turn,
            slide,
            if self.descending { u32::MAX } else { 0 },
        ]
    }

    /// Whether keys are the bits themselves.
    #[must_use]
    pub fn is_identity(self) -> bool {
        self == Self::ascending(KeyKind::U32)
    }
}

/// Larger magnitude is larger for positive numbers and smaller for negative ones: these are
/// turned over. That leaves negative NaNs below −∞; sliding everything down by their number lets
/// them wrap around to the top.
fn of_f32(bits: u32) -> u32 {
    let turned = if bits & SIGN == 0 { bits ^ SIGN } else { !bits };
    turned.wrapping_sub(NEGATIVE_NANS)
}

fn to_f32(key: u32) -> u32 {
    let turned = key.wrapping_add(NEGATIVE_NANS);
    if turned & SIGN == 0 {
        !turned
    } else {
        turned ^ SIGN
    }
}

/// The key of a double with these bits, in the same order.
#[must_use]
pub fn of_f64(bits: u64) -> u64 {
    let turned = if bits >> 63 == 0 {
        bits ^ (1 << 63)
    } else {
        !bits
    };
    turned.wrapping_sub((1 << 52) - 1)
}

/// The bits of the double with this key.
#[must_use]
pub fn to_f64(key: u64) -> u64 {
    let turned = key.wrapping_add((1 << 52) - 1);
    if turned >> 63 == 0 {
        !turned
    } else {
        turned ^ (1 << 63)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits around every border of the format, of both signs, and a spread of others.
    fn bits() -> Vec<u32> {
        let borders = [0, 1, 0x007f_ffff, 0x0080_0000, 0x3f80_0000, 0x7f7f_ffff];
        let special = [0x7f80_0000, 0x7f80_0001, 0x7fc0_0000, 0x7fff_ffff];
        let spread = (0..4096_u32).map(|index| index.wrapping_mul(0x9e37_79b9));
        let all = borders.into_iter().chain(special).chain(spread);
        all.flat_map(|bits| [bits, bits | SIGN]).collect()
    }

    #[test]
    fn keys_are_a_bijection() {
        for kind in KeyKind::ALL {
            for descending in [false, true] {
                let order = Order { kind, descending };
                for bits in bits() {
                    assert_eq!(order.decode(order.encode(bits)), bits, "{order:?} {bits:x}");
                }
            }
        }
        for bits in bits() {
            let bits = u64::from(bits) << 32 | u64::from(bits);
            assert_eq!(to_f64(of_f64(bits)), bits);
        }
    }

    #[test]
    fn floats_are_ordered_as_typed_arrays_order_them() {
        let rank = |x: f32| if x.is_nan() { f32::INFINITY } else { x };
        let order = Order::ascending(KeyKind::F32);
        for a in bits() {
            for b in [
                0,
                SIGN,
                0x7f80_0000,
                0xff80_0000,
                0x7fc0_0000,
                0xffc0_0000,
                0x3f80_0000,
            ] {
                let (x, y) = (f32::from_bits(a), f32::from_bits(b));
                let by_key = order.encode(a).cmp(&order.encode(b));
                let expected = match (x.is_nan(), y.is_nan()) {
                    (true, true) => continue,
                    (false, false) => x.total_cmp(&y),
                    _ => (x.is_nan(), rank(x))
                        .partial_cmp(&(y.is_nan(), rank(y)))
                        .expect("no NaN"),
                };
                assert_eq!(by_key, expected, "{x} {y}");
            }
        }
    }

    #[test]
    fn doubles_are_ordered_like_floats() {
        let order = Order::ascending(KeyKind::F32);
        let finite = |bits: u32| f64::from(f32::from_bits(bits)).to_bits();
        for a in bits() {
            for b in [0, SIGN, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x3f80_0000] {
                if f32::from_bits(a).is_nan() && f32::from_bits(b).is_nan() {
                    continue;
                }
                let wide = of_f64(finite(a)).cmp(&of_f64(finite(b)));
                assert_eq!(wide, order.encode(a).cmp(&order.encode(b)), "{a:x} {b:x}");
            }
        }
    }
}
