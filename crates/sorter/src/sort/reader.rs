//! Reads a request from JavaScript. Everything that is wrong is said at once.

use bitonic::{KeyKind, Shape};
use js_sys::{Array, ArrayBuffer, Error, Object, Reflect, Symbol, Uint32Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::nearest::nearest;
use crate::plan::read_shape;

#[wasm_bindgen]
extern "C" {
    type View;
    /// Fails, as every method of typed arrays, where the buffer was given away or has become
    /// shorter than the array.
    #[wasm_bindgen(method, catch)]
    fn keys(this: &View) -> Result<JsValue, JsValue>;
    /// What a getter of `target` says about `of`.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get_of(target: &JsValue, name: &JsValue, of: &JsValue) -> Result<JsValue, JsValue>;
}

/// The longest list that is taken: with what sorting needs besides, it fits the memory of a
/// WebAssembly module. Longer ones come here uncopied (`KEYS_MAX` in `request.ts`).
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

/// Every field of the option `plan`.
const PLAN: [&str; 4] = ["registers", "tile", "pairs", "subgroups"];

/// Reads fields, and collects what is wrong with them.
pub(super) struct Reader {
    options: JsValue,
    problems: Array,
}

impl Reader {
    pub(super) fn new(options: &JsValue) -> Self {
        let mut reader = Self {
            options: options.clone(),
            problems: Array::new(),
        };
        if is_record(options) {
            reader.known("", options, &OPTIONS);
        } else if !options.is_undefined() && !options.is_null() {
            reader.refuse("options", &shown(options), "an object");
            reader.options = JsValue::UNDEFINED;
        }
        reader
    }

    /// Refuses every field of `record` that is none of these.
    fn known(&mut self, path: &str, record: &JsValue, names: &[&str]) {
        let record: &Object = record.unchecked_ref();
        for key in Object::keys(record).iter() {
            let key = key.as_string().unwrap_or_default();
            if !names.contains(&key.as_str()) {
                let hint = nearest(&key, names).map(|it| format!(", did you mean {it}?"));
                let got = format!("an unknown option{}", hint.unwrap_or_default());
                self.refuse(&format!("{path}{key}"), &got, &names.join(", "));
            }
        }
    }

    pub(super) fn finish(self) -> Result<(), JsValue> {
        if self.problems.length() == 0 {
            return Ok(());
        }
        let message = |it: JsValue| Reflect::get(&it, &"message".into()).ok()?.as_string();
        let messages: Vec<String> = self.problems.iter().filter_map(message).collect();
        let error = Error::new(&format!("the sort is refused: {}", messages.join("; ")));
        set(&error, "problems", &self.problems);
        Err(error.into())
    }

    pub(super) fn refuse(&mut self, field: &str, got: &str, allowed: &str) {
        let problem = Object::new();
        let message = format!("{}: {got}; allowed: {allowed}", brief(field));
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
        let value = Reflect::get(&self.options, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    }

    pub(super) fn numbers(&mut self, keys: &JsValue) -> Option<(Uint32Array, KeyKind)> {
        let allowed = "a Uint32Array, an Int32Array or a Float32Array";
        let kind = match kind_of(keys).as_deref() {
            Some("Uint32Array") => KeyKind::U32,
            Some("Int32Array") => KeyKind::I32,
            Some("Float32Array") => KeyKind::F32,
            _ => {
                self.refuse("keys", &shown(keys), allowed);
                return None;
            }
        };
        let view = self.view("keys", keys, allowed)?;
        // As a double: a count of 2^32 would be none in 32 bits.
        let count = typed(keys, &"length".into()).as_f64().unwrap_or(0.0);
        if count > f64::from(COUNT_MAX) {
            let allowed = format!("at most {COUNT_MAX} numbers");
            self.refuse("keys", &format!("{count} numbers"), &allowed);
            return None;
        }
        let (buffer, start, count) = (view.buffer(), view.byte_offset(), view.length());
        let bits = Uint32Array::new_with_byte_offset_and_length(&buffer, start, count);
        Some((bits, kind))
    }

    /// A typed array that is still there.
    fn view(&mut self, field: &str, array: &JsValue, allowed: &str) -> Option<Uint32Array> {
        let view: &View = array.unchecked_ref();
        if view.keys().is_err() {
            let got = "an array whose buffer is gone, or has become shorter than it";
            self.refuse(field, got, allowed);
            return None;
        }
        Some(array.clone().unchecked_into())
    }

    pub(super) fn payload(&mut self, count: Option<u32>) -> Option<Uint32Array> {
        let value = self.field("payload")?;
        if value.is_null() {
            return None;
        }
        let allowed = "a Uint32Array";
        if kind_of(&value).as_deref() != Some("Uint32Array") {
            self.refuse("payload", &shown(&value), allowed);
            return None;
        }
        let payload = self.view("payload", &value, allowed)?;
        if count.is_some_and(|count| count != payload.length()) {
            let got = format!("{} values", payload.length());
            let allowed = format!("one for each of the {} numbers", count.unwrap_or(0));
            self.refuse("payload", &got, &allowed);
        }
        Some(payload)
    }

    pub(super) fn truth(&mut self, name: &str, default: bool) -> bool {
        let Some(value) = self.field(name) else {
            return default;
        };
        value.as_bool().unwrap_or_else(|| {
            self.refuse(name, &shown(&value), "true or false");
            default
        })
    }

    pub(super) fn choice(&mut self, name: &str, choices: &[&str]) -> Option<usize> {
        let value = self.field(name)?;
        let text = value.as_string();
        let found = choices.iter().position(|it| Some(*it) == text.as_deref());
        if found.is_none() {
            self.refuse(name, &shown(&value), &choices.join(", "));
        }
        found
    }

    /// The shape that is asked for, and whether subgroups may be used.
    pub(super) fn plan(&mut self, pairs: bool) -> (Option<Shape>, bool) {
        let Some(plan) = self.field("plan") else {
            return (None, true);
        };
        if !is_record(&plan) {
            let allowed = "an object with registers, tile and subgroups";
            self.refuse("plan", &shown(&plan), allowed);
            return (None, true);
        }
        self.known("plan.", &plan, &PLAN);
        let shape = read_shape(&plan, pairs).unwrap_or_else(|error| {
            let allowed = "registers from 2 to 64, a tile from 64 to 8192";
            self.refuse("plan", &String::from(error.message()), allowed);
            None
        });
        let subgroups = Reflect::get(&plan, &"subgroups".into()).unwrap_or_default();
        if !subgroups.is_undefined() && subgroups.as_bool().is_none() {
            self.refuse("plan.subgroups", &shown(&subgroups), "true or false");
        }
        (shape, subgroups.as_bool().unwrap_or(true))
    }

    pub(super) fn signal(&mut self) -> Option<AbortSignal> {
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

/// Whether this holds fields with names. Lists do not, although they are objects.
fn is_record(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value) && !ArrayBuffer::is_view(value)
}

/// The kind of a typed array, wherever it comes from. A proxy of one, or what is dressed up as one,
/// has none.
fn kind_of(value: &JsValue) -> Option<String> {
    typed(value, &Symbol::to_string_tag()).as_string()
}

/// What typed arrays say about themselves, whatever else may stand in place of their own answer.
fn typed(value: &JsValue, name: &JsValue) -> JsValue {
    let of_words = Object::get_prototype_of(&Uint32Array::new_with_length(0));
    let of_all = Object::get_prototype_of(&of_words);
    get_of(&of_all, name, value).unwrap_or_default()
}

/// Something that is not what it should be, in few words.
fn shown(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        return format!("\"{}\"", brief(&text));
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
    let name = name.filter(|it| value.is_object() && !it.is_empty());
    name.map_or(kind, |it| brief(&it))
}

/// The beginning of a text, on one line.
fn brief(text: &str) -> String {
    text.chars().take(60).flat_map(char::escape_debug).collect()
}
