//! What is refused, and how.

use js_sys::Array;
use sorter::sort;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{array, field, message, object, text};

/// The fields of all problems, in order.
async fn refused(keys: JsValue, options: JsValue) -> Vec<String> {
    let error = sort::sort(keys, options)
        .await
        .expect_err("this is refused");
    let problems: Array = field(&error, "problems").unchecked_into();
    for problem in problems.iter() {
        assert!(message(&error).contains(&text(&problem, "message")));
        assert!(!text(&problem, "allowed").is_empty());
    }
    problems.iter().map(|it| text(&it, "field")).collect()
}

#[wasm_bindgen_test]
async fn what_is_no_list_of_numbers_is_refused() {
    let none = || JsValue::UNDEFINED;
    assert_eq!(refused(JsValue::NULL, none()).await, ["keys"]);
    assert_eq!(
        refused(Array::of2(&2.into(), &1.into()).into(), none()).await,
        ["keys"]
    );
    assert_eq!(
        refused(js_sys::Float64Array::new(&2.into()).into(), none()).await,
        ["keys"]
    );
    assert_eq!(refused(array("u32", &[1]), 5.into()).await, ["options"]);
    let list = array("u32", &[1, 2, 3]);
    assert_eq!(refused(array("u32", &[1]), list).await, ["options"]);
    for strange in [
        "return new Float64Array(2)",
        "return new BigInt64Array(2)",
        "return new DataView(new ArrayBuffer(8))",
        "return [1.5, 2]",
        "const name = { value: 'Uint32Array' };
         return Object.defineProperty(new Float64Array(2), Symbol.toStringTag, name)",
        "return Object.setPrototypeOf(new Float64Array(2), Uint32Array.prototype)",
        "return Symbol('keys')",
        "return 2n",
        "return () => 1",
        "return Object.create(null)",
        "return { get constructor() { throw new Error('none') } }",
        "const buffer = new ArrayBuffer(8, { maxByteLength: 8 }), it = new Int32Array(buffer, 4, 1);
         buffer.resize(4); return it",
        "const it = new Float32Array(2); structuredClone(it, { transfer: [it.buffer] }); return it",
        "return new Proxy(new Float32Array(2), {})",
        "const it = Proxy.revocable(new Float32Array(2), {}); it.revoke(); return it.proxy",
    ] {
        let made = || js_sys::Function::new_no_args(strange).call0(&none());
        let (keys, payload) = (made(), made().expect("the script is right"));
        let keys = keys.expect("the script is right");
        assert_eq!(refused(keys, none()).await, ["keys"], "{strange}");
        let options = object(&[("payload", payload)]);
        let keys = array("u32", &[1, 2]);
        assert_eq!(refused(keys, options).await, ["payload"], "{strange}");
    }
    let options = object(&[("payload", array("i32", &[1]))]);
    assert_eq!(refused(array("u32", &[1]), options).await, ["payload"]);
}

#[wasm_bindgen_test]
async fn a_name_is_suggested_only_if_it_is_near() {
    for (name, suggested) in [
        ("order", None),
        ("reverse", None),
        ("Descending", Some("descending")),
        ("arg-sort", Some("argsort")),
        ("verfiy", Some("verify")),
    ] {
        let options = object(&[(name, 1.into())]);
        let error = sort::sort(array("u32", &[1]), options).await;
        let error = message(&error.expect_err("refused"));
        let hint = suggested.map(|it| format!("did you mean {it}?"));
        match hint {
            Some(hint) => assert!(error.contains(&hint), "{error}"),
            None => assert!(!error.contains("did you mean"), "{error}"),
        }
        assert!(
            error.contains(name) && error.contains("sabotage"),
            "{error}"
        );
    }
}

#[wasm_bindgen_test]
async fn every_wrong_option_is_named() {
    let options = object(&[
        ("descendign", true.into()),
        ("payload", array("u32", &[1, 2])),
        ("stable", "yes".into()),
        ("device", "tpu".into()),
        ("argsort", true.into()),
        ("signal", 1.into()),
        ("plan", object(&[("registers", 3.into())])),
    ]);
    let fields = refused(array("u32", &[1, 2, 3]), options.clone()).await;
    assert_eq!(
        fields,
        [
            "descendign",
            "payload",
            "stable",
            "argsort",
            "device",
            "plan",
            "signal"
        ]
    );
    let error = sort::sort(array("u32", &[1]), options).await;
    let error = message(&error.expect_err("refused"));
    assert!(error.contains("did you mean descending?"), "{error}");
    assert!(
        error.contains("registers: 3 is not a power of two"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn shapes_that_no_kernel_has_are_refused() {
    for (name, keys) in [
        ("registers", 128),
        ("tile", 32),
        ("tile", 16_384),
        ("tile", 100),
    ] {
        let options = object(&[("plan", object(&[(name, keys.into())]))]);
        assert_eq!(
            refused(array("u32", &[1]), options).await,
            ["plan"],
            "{name} {keys}"
        );
    }
    for (name, value) in [
        ("registers", js_sys::BigInt::from(4).into()),
        ("registers", "4".into()),
        ("tile", js_sys::Symbol::iterator().into()),
        ("tile", JsValue::from(f64::NAN)),
    ] {
        let options = object(&[("plan", object(&[(name, value)]))]);
        let fields = refused(array("u32", &[1]), options).await;
        assert_eq!(fields, ["plan"], "{name}");
    }
    let options = object(&[("plan", object(&[("register", 4.into())]))]);
    let fields = refused(array("u32", &[1]), options).await;
    assert_eq!(fields, ["plan.register"]);
}

#[wasm_bindgen_test]
async fn without_a_check_there_is_no_verdict() {
    let options = object(&[("device", "cpu".into()), ("verify", false.into())]);
    let result = sort::sort(array("u32", &[2, 1]), options)
        .await
        .expect("it sorts");
    assert_eq!(field(&result, "verdict"), JsValue::NULL);
    assert_eq!(field(&result, "payload"), JsValue::NULL);
}
