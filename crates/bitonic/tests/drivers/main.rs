//! The shaders, on every Vulkan driver of this machine and in every checker that it has.
//!
//! Debian's `mesa-vulkan-drivers` computes with subgroups of 8 threads, the driver that comes with
//! its `chromium` with subgroups of 4. Which drivers there are is for the Vulkan loader to say:
//! see its variable `VK_ADD_DRIVER_FILES`.
//!
//! It prints like any other test, so that what is missing counts as skipped, with the reason.

#![allow(clippy::print_stdout, reason = "this is a test runner")]

mod tint;
mod vulkan;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// One test, or what is missing for it.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) test: Result<Box<dyn FnOnce()>, String>,
}

fn main() -> ExitCode {
    let filter = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let all = vulkan::cases().into_iter().chain([tint::case()]);
    let wanted = |case: &Case| filter.as_ref().is_none_or(|it| case.name.contains(it));
    let (cases, others): (Vec<Case>, Vec<Case>) = all.partition(wanted);
    println!("\nrunning {} tests", cases.len());
    let (mut passed, mut failed, mut ignored) = (0, 0, 0);
    for Case { name, test } in cases {
        match test.map(|test| catch_unwind(AssertUnwindSafe(test))) {
            Ok(Ok(())) => {
                passed += 1;
                println!("test {name} ... ok");
            }
            Ok(Err(_)) => {
                failed += 1;
                println!("test {name} ... FAILED");
            }
            Err(reason) => {
                ignored += 1;
                println!("test {name} ... ignored, {reason}");
            }
        }
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {passed} passed; {failed} failed; {ignored} ignored; \
         0 measured; {} filtered out\n",
        others.len()
    );
    ExitCode::from(u8::from(failed > 0))
}
