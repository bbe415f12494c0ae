//! The declarations that the web sources read are the ones that the Rust shapes give.
//!
//! After a change of the shapes: `UPDATE_EXPECT=1 cargo test -p sorter --test typescript`.

#![cfg(not(target_arch = "wasm32"))]

use expect_test::expect_file;
use sorter::types::DECLARATIONS;

#[test]
fn the_web_sources_have_the_declarations_of_these_shapes() {
    let header = "// The shapes that cross the boundary of the WebAssembly module that sorts. Made \
                  from the Rust types of\n// crates/sorter; its test `typescript` compares and, \
                  when asked to, writes this file.\n";
    let mut text = header.to_string();
    for declaration in DECLARATIONS {
        text.push('\n');
        text.push_str(declaration);
        text.push('\n');
    }
    expect_file!["../../../web/src/generated/sorter.d.ts"].assert_eq(&text);
}
