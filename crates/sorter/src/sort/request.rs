//! What a caller asks for.

use bitonic::{KeyKind, Order, Shape};
use js_sys::{Float32Array, Int32Array, Uint32Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::reader::Reader;
use crate::gpu::Sabotage;
use crate::memory::{self, NoMemory};

/// Where to sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeviceChoice {
    Auto,
    Gpu,
    Cpu,
}

/// A request without mistakes.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// The bits of the numbers: a view of what was given, which is this request's own.
    pub(super) keys: Uint32Array,
    pub(super) order: Order,
    payload: Option<Uint32Array>,
    stable: bool,
    argsort: bool,
    pub(super) device: DeviceChoice,
    pub(super) verify: bool,
    pub(super) signal: Option<AbortSignal>,
    pub(super) shape: Option<Shape>,
    pub(super) subgroups: bool,
    pub(super) profile: bool,
    pub(super) sabotage: Option<Sabotage>,
}

impl Request {
    /// Reads numbers and options.
    ///
    /// # Errors
    /// An Error with `problems`.
    pub(super) fn read(keys: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let mut reader = Reader::new(options);
        let bits = reader.numbers(keys);
        let descending = reader.truth("descending", false);
        let payload = reader.payload(bits.as_ref().map(|(bits, _)| bits.length()));
        let (stable, argsort) = (
            reader.truth("stable", false),
            reader.truth("argsort", false),
        );
        if argsort && payload.is_some() {
            reader.refuse("argsort", "true with a payload", "one of the two");
        }
        let device = match reader.choice("device", &["auto", "gpu", "cpu"]) {
            Some(1) => DeviceChoice::Gpu,
            Some(2) => DeviceChoice::Cpu,
            _ => DeviceChoice::Auto,
        };
        let sabotage = match reader.choice("sabotage", &["barrier", "word"]) {
            Some(0) => Some(Sabotage::Barrier),
            Some(_) => Some(Sabotage::Word),
            None => None,
        };
        let (shape, subgroups) = reader.plan(payload.is_some() || argsort);
        let (verify, profile) = (reader.truth("verify", true), reader.truth("profile", false));
        let signal = reader.signal();
        reader.finish()?;
        let (keys, kind) = bits.expect("a list that is no list was refused");
        Ok(Self {
            keys,
            order: Order { kind, descending },
            payload,
            stable,
            argsort,
            device,
            verify,
            signal,
            shape,
            subgroups,
            profile,
            sabotage,
        })
    }

    /// What every number carries while it is sorted. To keep the order of equal numbers these are
    /// their places; a payload is then fetched at the end.
    pub(super) fn carried(&self) -> Result<Option<Vec<u32>>, NoMemory> {
        if self.by_place() {
            return memory::places(self.keys.length()).map(Some);
        }
        self.payload.as_ref().map(memory::read).transpose()
    }

    /// The same for the GPU.
    pub(super) fn carried_array(&self) -> Result<Option<Uint32Array>, NoMemory> {
        if self.by_place() {
            let places = memory::places(self.keys.length())?;
            return memory::array(&places).map(Some);
        }
        Ok(self.payload.clone())
    }

    /// Whether numbers carry anything.
    pub(super) fn carries(&self) -> bool {
        self.argsort || self.payload.is_some()
    }

    /// Whether what numbers carry are their places.
    pub(super) fn by_place(&self) -> bool {
        self.argsort || (self.stable && self.payload.is_some())
    }

    /// The caller's payload in order, from what the sorted numbers carried. It takes the place of
    /// the one that was given.
    pub(super) fn payload_from(&self, mut carried: Vec<u32>) -> Result<Uint32Array, NoMemory> {
        let Some(payload) = &self.payload else {
            return memory::array(&carried);
        };
        if self.by_place() {
            let given = memory::read(payload)?;
            for place in &mut carried {
                // A place that does not exist is a broken sort's work; the verdict has seen it.
                *place = given.get(*place as usize).copied().unwrap_or_default();
            }
        }
        payload.copy_from(&carried);
        Ok(payload.clone())
    }

    /// The same from the GPU.
    pub(super) fn payload_of(
        &self,
        carried: Option<Uint32Array>,
    ) -> Result<Option<Uint32Array>, NoMemory> {
        let (Some(places), Some(_), true) = (&carried, &self.payload, self.by_place()) else {
            return Ok(carried);
        };
        self.payload_from(memory::read(places)?).map(Some)
    }

    /// Bits as an array of the kind that was given.
    pub(super) fn as_given(&self, bits: &Uint32Array) -> JsValue {
        let (buffer, start, count) = (bits.buffer(), bits.byte_offset(), bits.length());
        match self.order.kind {
            KeyKind::U32 => bits.clone().into(),
            KeyKind::I32 => {
                Int32Array::new_with_byte_offset_and_length(&buffer, start, count).into()
            }
            KeyKind::F32 => {
                Float32Array::new_with_byte_offset_and_length(&buffer, start, count).into()
            }
        }
    }
}
