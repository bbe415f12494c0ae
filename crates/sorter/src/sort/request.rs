//! What a caller asks for, read from JavaScript. Everything that is wrong is said at once.

use bitonic::{KeyKind, Order, Shape};
use js_sys::{Array, ArrayBuffer, Error, Float32Array, Int32Array, Object, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::gpu::Sabotage;
use crate::plan::read_shape;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Uint32Array, js_name = Uint32Array)]
    type Bits;
    /// Fails where the buffer was given away.
    #[wasm_bindgen(constructor, catch, js_class = "Uint32Array")]
    fn view(buffer: &JsValue, start: u32, count: u32) -> Result<Bits, JsValue>;
}

/// The longest list that is taken: with what sorting needs besides, it fits the memory of a
/// WebAssembly module.
const COUNT_MAX: u32 = 1 << 27;

/// Every option.
const OPTIONS: [&str; 10] = [
    "descending",
    "payload",
    "stable",
    "argsort",
    "device",
    "verify",
    "signal",
    "plan",
    "profile",
    "sabotage",
];

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
    /// The bits of the numbers: a view of what was given.
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
        let shape = reader.shape(payload.is_some() || argsort);
        let (verify, profile) = (reader.truth("verify", true), reader.truth("profile", false));
        let subgroups = reader.subgroups();
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
    pub(super) fn carried(&self) -> Option<Uint32Array> {
        if self.by_place() {
            let places: Vec<u32> = (0..self.keys.length()).collect();
            return Some(Uint32Array::new_from_slice(&places));
        }
        self.payload.clone()
    }

    /// Whether numbers carry anything.
    pub(super) fn carries(&self) -> bool {
        self.argsort || self.payload.is_some()
    }

    /// Whether what numbers carry are their places.
    pub(super) fn by_place(&self) -> bool {
        self.argsort || (self.stable && self.payload.is_some())
    }

    /// The caller's payload, from what the sorted numbers carried.
    pub(super) fn payload_of(&self, carried: Option<Uint32Array>) -> Option<Uint32Array> {
        let (Some(payload), true) = (&self.payload, self.by_place()) else {
            return carried;
        };
        let payload = payload.to_vec();
        let places = carried?.to_vec();
        let fetched = places
            .iter()
            .map(|&place| payload.get(place as usize).copied());
        // A place that does not exist is the work of a broken sort; the verdict has seen it.
        let fetched: Vec<u32> = fetched.map(Option::unwrap_or_default).collect();
        Some(Uint32Array::new_from_slice(&fetched))
    }

    /// Whether a wrong answer of the GPU may be replaced by one of the CPU.
    pub(super) fn may_fall_back(&self) -> bool {
        self.device == DeviceChoice::Auto && self.sabotage.is_none()
    }

    /// Bits as an array of the kind that was given.
    pub(super) fn as_given(&self, bits: &Uint32Array) -> JsValue {
        match self.order.kind {
            KeyKind::U32 => bits.clone().into(),
            KeyKind::I32 => Int32Array::new(&bits.buffer()).into(),
            KeyKind::F32 => Float32Array::new(&bits.buffer()).into(),
        }
    }
}

/// Reads fields, and collects what is wrong with them.
struct Reader {
    options: JsValue,
    problems: Array,
}

impl Reader {
    fn new(options: &JsValue) -> Self {
        let mut reader = Self {
            options: options.clone(),
            problems: Array::new(),
        };
        if options.is_object() {
            let options: &Object = options.unchecked_ref();
            for key in Object::keys(options).iter() {
                let key = key.as_string().unwrap_or_default();
                if !OPTIONS.contains(&key.as_str()) {
                    let near = nearest(&key);
                    reader.refuse(&key, "an unknown option", &format!("did you mean {near}?"));
                }
            }
        } else if !options.is_undefined() && !options.is_null() {
            reader.refuse("options", &shown(options), "an object");
        }
        reader
    }

    fn finish(self) -> Result<(), JsValue> {
        if self.problems.length() == 0 {
            return Ok(());
        }
        let message = |it: JsValue| Reflect::get(&it, &"message".into()).ok()?.as_string();
        let messages: Vec<String> = self.problems.iter().filter_map(message).collect();
        let error = Error::new(&format!("the sort is refused: {}", messages.join("; ")));
        set(&error, "problems", &self.problems);
        Err(error.into())
    }

    fn refuse(&mut self, field: &str, got: &str, allowed: &str) {
        let problem = Object::new();
        let message = format!("{field}: {got}; allowed: {allowed}");
        for (name, text) in [
            ("field", field),
            ("got", got),
            ("allowed", allowed),
            ("message", &message),
        ] {
            set(&problem, name, &text.into());
        }
        self.problems.push(&problem);
    }

    /// The field, if it is there.
    fn field(&self, name: &str) -> Option<JsValue> {
        if !self.options.is_object() {
            return None;
        }
        let value = Reflect::get(&self.options, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    }

    fn numbers(&mut self, keys: &JsValue) -> Option<(Uint32Array, KeyKind)> {
        // A proxy of an array is one by name alone.
        let kind = if !ArrayBuffer::is_view(keys) {
            None
        } else if keys.is_instance_of::<Uint32Array>() {
            Some(KeyKind::U32)
        } else if keys.is_instance_of::<Int32Array>() {
            Some(KeyKind::I32)
        } else if keys.is_instance_of::<Float32Array>() {
            Some(KeyKind::F32)
        } else {
            None
        };
        let allowed = "a Uint32Array, an Int32Array or a Float32Array";
        let Some(kind) = kind else {
            self.refuse("keys", &shown(keys), allowed);
            return None;
        };
        let view: &Uint32Array = keys.unchecked_ref();
        let (buffer, start, count) = (view.buffer(), view.byte_offset(), view.length());
        if count > COUNT_MAX {
            let allowed = format!("at most {COUNT_MAX} numbers");
            self.refuse("keys", &format!("{count} numbers"), &allowed);
            return None;
        }
        let Ok(bits) = Bits::view(&buffer, start, count) else {
            self.refuse("keys", "an array whose buffer is gone", allowed);
            return None;
        };
        Some((bits.unchecked_into(), kind))
    }

    fn payload(&mut self, count: Option<u32>) -> Option<Uint32Array> {
        let value = self.field("payload")?;
        if value.is_null() {
            return None;
        }
        let payload = value.dyn_ref::<Uint32Array>();
        let Some(payload) = payload.filter(|it| ArrayBuffer::is_view(it)) else {
            self.refuse("payload", &shown(&value), "a Uint32Array");
            return None;
        };
        if count.is_some_and(|count| count != payload.length()) {
            let got = format!("{} values", payload.length());
            let allowed = format!("one for each of the {} numbers", count.unwrap_or(0));
            self.refuse("payload", &got, &allowed);
        }
        Some(payload.clone())
    }

    fn truth(&mut self, name: &str, default: bool) -> bool {
        let Some(value) = self.field(name) else {
            return default;
        };
        value.as_bool().unwrap_or_else(|| {
            self.refuse(name, &shown(&value), "true or false");
            default
        })
    }

    fn choice(&mut self, name: &str, choices: &[&str]) -> Option<usize> {
        let value = self.field(name)?;
        let text = value.as_string();
        let found = choices.iter().position(|it| Some(*it) == text.as_deref());
        if found.is_none() {
            self.refuse(name, &shown(&value), &choices.join(", "));
        }
        found
    }

    fn shape(&mut self, pairs: bool) -> Option<Shape> {
        let value = self.field("plan")?;
        if !value.is_object() {
            self.refuse("plan", &shown(&value), "an object with registers and tile");
            return None;
        }
        read_shape(&value, pairs).unwrap_or_else(|error| {
            self.refuse("plan", &String::from(error.message()), "another shape");
            None
        })
    }

    fn subgroups(&mut self) -> bool {
        let Some(plan) = self.field("plan") else {
            return true;
        };
        let value = Reflect::get(&plan, &"subgroups".into()).unwrap_or_default();
        if !value.is_undefined() && value.as_bool().is_none() {
            self.refuse("plan.subgroups", &shown(&value), "true or false");
        }
        value.as_bool().unwrap_or(true)
    }

    fn signal(&mut self) -> Option<AbortSignal> {
        let value = self.field("signal")?;
        let signal = value.dyn_ref::<AbortSignal>().cloned();
        if signal.is_none() {
            self.refuse("signal", &shown(&value), "an AbortSignal");
        }
        signal
    }
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    let set = Reflect::set(object, &name.into(), value);
    set.expect("new objects and errors take any field");
}

/// Something that is not what it should be, in few words.
fn shown(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        return format!("{:?}", text.chars().take(60).collect::<String>());
    }
    if let Some(number) = value.as_f64() {
        return number.to_string();
    }
    if value.is_null() {
        return "null".to_string();
    }
    let kind = value.js_typeof().as_string().unwrap_or_default();
    let part = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let name = part(value, "constructor").and_then(|it| part(&it, "name")?.as_string());
    name.filter(|_| value.is_object()).unwrap_or(kind)
}

/// The option with the most letters in common, at the same places from either end.
fn nearest(name: &str) -> &'static str {
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b)
            .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
            .count()
    };
    let likeness = |option: &&&str| {
        common(&mut name.chars(), &mut option.chars())
            + common(&mut name.chars().rev(), &mut option.chars().rev())
    };
    OPTIONS
        .iter()
        .max_by_key(likeness)
        .expect("there are options")
}
