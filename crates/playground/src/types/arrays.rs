//! Typed arrays for serde-wasm-bindgen, which knows none but that of bytes.
//!
//! `experiment` hands rows of numbers over as their memory, under the name of a typed array. That
//! is caught here and becomes one. All else is passed on, and so is what it consists of: it comes
//! through here part by part.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_wasm_bindgen::preserve;
use wasm_bindgen::prelude::*;

/// A shape, or a part of one, whose rows become typed arrays.
pub(super) struct WithArrays<'a, T: ?Sized>(pub(super) &'a T);

impl<T: ?Sized + Serialize> Serialize for WithArrays<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Catching { to, array: "" })
    }
}

macro_rules! arrays {
    ($($array:ident = $name:literal of $number:ty;)*) => {
        #[wasm_bindgen]
        extern "C" {
            $(
                #[wasm_bindgen(js_name = $name)]
                type $array;
                #[wasm_bindgen(constructor, catch, js_class = $name)]
                fn new(numbers: &[$number]) -> Result<$array, JsValue>;
            )*
        }

        /// A copy of what is in this module's memory, if there is an array of that name. js-sys
        /// has them too, but where the browser has no memory the exception of its constructors
        /// would go through this module.
        fn copy(bytes: &[u8], array: &str) -> Option<Result<JsValue, JsValue>> {
            match array {
                $($name => Some($array::new(bytemuck::cast_slice(bytes)).map(JsValue::from)),)*
                _ => None,
            }
        }
    };
}
arrays! {
    Bytes = "Uint8Array" of u8;
    Integers = "Int32Array" of i32;
    Naturals = "Uint32Array" of u32;
    Singles = "Float32Array" of f32;
    Doubles = "Float64Array" of f64;
}

/// Where a shape goes.
struct Catching<S> {
    to: S,
    /// What bytes are the memory of.
    array: &'static str,
}

/// The parts of something, one by one.
struct Parts<P>(P);

macro_rules! pass_on {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $method(self, $($argument: $type),*) -> Result<S::Ok, S::Error> {
            self.to.$method($($argument),*)
        })*
    };
}

macro_rules! open {
    ($($method:ident($($argument:ident: $type:ty),*) -> $parts:ident;)*) => {
        $(type $parts = Parts<S::$parts>;

        fn $method(self, $($argument: $type),*) -> Result<Self::$parts, S::Error> {
            self.to.$method($($argument),*).map(Parts)
        })*
    };
}

impl<S: Serializer> Serializer for Catching<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    /// Then rows are handed over as memory.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        array: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(Self { array, ..self })
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        match copy(bytes, self.array) {
            Some(Ok(array)) => preserve::serialize(&array, self.to),
            Some(Err(_)) => Err(S::Error::custom("no memory for an array")),
            None => self.to.serialize_bytes(bytes),
        }
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.to.serialize_some(&WithArrays(value))
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let value = WithArrays(value);
        self.to
            .serialize_newtype_variant(name, index, variant, &value)
    }

    pass_on! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_f32(value: f32);
        serialize_f64(value: f64);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    open! {
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        ) -> SerializeTupleVariant;
        serialize_map(length: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct;
        serialize_struct_variant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        ) -> SerializeStructVariant;
    }
}

macro_rules! parts {
    ($($parts:ident { $($method:ident($($name:ident)?);)* })*) => {
        $(impl<P: $parts> $parts for Parts<P> {
            type Ok = P::Ok;
            type Error = P::Error;

            $(fn $method<T: ?Sized + Serialize>(
                &mut self,
                $($name: &'static str,)?
                value: &T,
            ) -> Result<(), P::Error> {
                self.0.$method($($name,)? &WithArrays(value))
            })*

            fn end(self) -> Result<P::Ok, P::Error> {
                self.0.end()
            }
        })*
    };
}
parts! {
    SerializeSeq { serialize_element(); }
    SerializeTuple { serialize_element(); }
    SerializeTupleStruct { serialize_field(); }
    SerializeTupleVariant { serialize_field(); }
    SerializeMap { serialize_key(); serialize_value(); }
    SerializeStruct { serialize_field(name); }
    SerializeStructVariant { serialize_field(name); }
}
