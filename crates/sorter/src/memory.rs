//! Memory for as many numbers as a caller brings. The browser may refuse it, to its own arrays as
//! well as to this module: that is an answer, and neither an exception nor the end of the module.

use std::collections::TryReserveError;
use std::fmt;

use js_sys::{ArrayBuffer, Error, Float64Array, Uint32Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Uint32Array, js_name = Uint32Array)]
    type Words;
    #[wasm_bindgen(constructor, catch, js_class = "Uint32Array")]
    fn try_new(count: u32) -> Result<Words, JsValue>;

    #[wasm_bindgen(extends = Float64Array, js_name = Float64Array)]
    type Doubles;
    #[wasm_bindgen(constructor, catch, js_class = "Float64Array")]
    fn try_new(count: u32) -> Result<Doubles, JsValue>;

    type Buffer;
    #[wasm_bindgen(method, catch, js_name = slice)]
    fn try_slice(this: &Buffer, start: u32, end: u32) -> Result<ArrayBuffer, JsValue>;
}

/// There is no memory for so many numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoMemory {
    count: usize,
}

impl NoMemory {
    /// Where the module got none for so many numbers.
    pub(crate) fn of(count: usize) -> impl Fn(TryReserveError) -> Self {
        move |_| Self { count }
    }
}

impl fmt::Display for NoMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        write!(f, "the browser has no memory for a list of {count} numbers")
    }
}

impl From<NoMemory> for JsValue {
    fn from(refused: NoMemory) -> Self {
        Error::new(&refused.to_string()).into()
    }
}

/// A copy of a typed array in the memory of this module.
pub(crate) fn read(array: &Uint32Array) -> Result<Vec<u32>, NoMemory> {
    let mut words = Vec::new();
    let count = array.length() as usize;
    words
        .try_reserve_exact(count)
        .map_err(NoMemory::of(count))?;
    words.resize(count, 0);
    array.copy_to(&mut words);
    Ok(words)
}

/// The numbers from 0 to `count` - 1.
pub(crate) fn places(count: u32) -> Result<Vec<u32>, NoMemory> {
    let mut places = Vec::new();
    let length = count as usize;
    places
        .try_reserve_exact(length)
        .map_err(NoMemory::of(length))?;
    places.extend(0..count);
    Ok(places)
}

/// A copy as a typed array.
pub(crate) fn array(words: &[u32]) -> Result<Uint32Array, NoMemory> {
    let refused = NoMemory { count: words.len() };
    let count = u32::try_from(words.len()).map_err(|_| refused)?;
    let array = Words::try_new(count).map_err(|_| refused)?;
    array.copy_from(words);
    Ok(array.unchecked_into())
}

/// The same for doubles.
pub(crate) fn doubles(numbers: &[f64]) -> Result<Float64Array, NoMemory> {
    let refused = NoMemory {
        count: numbers.len(),
    };
    let count = u32::try_from(numbers.len()).map_err(|_| refused)?;
    let array = Doubles::try_new(count).map_err(|_| refused)?;
    array.copy_from(numbers);
    Ok(array.unchecked_into())
}

/// A copy of the first `count` words of a buffer.
pub(crate) fn slice(buffer: &ArrayBuffer, count: usize) -> Result<Uint32Array, NoMemory> {
    let refused = NoMemory { count };
    let end = u32::try_from(4 * count).map_err(|_| refused)?;
    let buffer: &Buffer = buffer.unchecked_ref();
    let copy = buffer.try_slice(0, end).map_err(|_| refused)?;
    Ok(Uint32Array::new(&copy))
}
