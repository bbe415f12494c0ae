//! How many numbers an experiment brings, before any of them is read.

use experiment::{Limits, Problem};
use js_sys::{Array, ArrayBuffer, Reflect};
use wasm_bindgen::prelude::*;

use crate::room;
use crate::value::{self, DEPTH_MAX, LENGTH_MAX};

/// An experiment with no more numbers is read at once, to be refused at once, even if it then has
/// to wait for its turn; others are first read when it is theirs.
const LIGHT_COUNT: f64 = 16_384.0;

/// Each number is there as a double and as what it becomes, and the longest row twice more.
const NUMBER_BYTES: f64 = 16.0;

/// What holds more is refused unread.
#[allow(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
const MOST: f64 = Limits::ELEMENT_TOTAL_MAX as f64;

/// Everything else of an experiment.
const REST_BYTES: f64 = 1_048_576.0;

/// What reading an experiment brings into memory.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    numbers: f64,
    longest: f64,
}

impl Weight {
    pub(crate) fn of(experiment: &JsValue) -> Self {
        let mut weight = Self::default();
        weight.add(experiment, 0);
        let number = |name: &str| get(experiment, name).and_then(|it| it.as_f64());
        if let (Some(count), Some(ranks)) = (number("count"), number("ranks")) {
            // More are refused before any is made.
            let numbers = Some(count * ranks).filter(|it| (0.0..=MOST).contains(it));
            weight.numbers += numbers.unwrap_or(0.0);
            weight.longest = weight.longest.max(numbers.map_or(0.0, |_| count));
        }
        weight
    }

    pub(crate) fn is_light(self) -> bool {
        self.numbers <= LIGHT_COUNT
    }

    /// What is wrong with so many.
    pub(crate) fn problem(self) -> Option<Problem> {
        let allowed = format!("at most {MOST} in all, results included");
        let got = format!("{} numbers", self.numbers);
        (self.numbers > MOST).then(|| Problem::new("inputs", &got, &allowed))
    }

    /// # Errors
    /// What to say if there is no memory to read it.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of bytes is whole and positive, and the conversion saturates"
    )]
    pub(crate) fn find_room(self) -> Result<(), String> {
        let bytes = NUMBER_BYTES * (self.numbers + self.longest) + REST_BYTES;
        let bytes = bytes as u64;
        room::has_room(bytes)
            .then_some(())
            .ok_or_else(|| room::no_room(bytes))
    }

    /// Counts what [`crate::value::from_js`] would copy.
    fn add(&mut self, value: &JsValue, depth: usize) {
        if depth == DEPTH_MAX || !value.is_object() {
            return;
        }
        let length = get(value, "length").and_then(|it| it.as_f64());
        match length {
            Some(length) if length > LENGTH_MAX => {}
            Some(length) => {
                self.numbers += length.max(0.0);
                self.longest = self.longest.max(length);
                if !ArrayBuffer::is_view(value) {
                    let parts = value::list_of(value).unwrap_or_default();
                    parts.iter().for_each(|part| self.add(&part, depth + 1));
                }
            }
            None => {
                for field in value::entries(value).unwrap_or_default() {
                    self.add(&field.unchecked_into::<Array>().get(1), depth + 1);
                }
            }
        }
    }
}

fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &name.into()).ok()
}
