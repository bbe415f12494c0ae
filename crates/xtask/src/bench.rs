//! `cargo xtask bench`: what is measured, and how, is in web; here is only what that needs.

mod ranks;
mod sort;

pub(crate) use ranks::{Wishes as RanksWishes, ranks};
pub(crate) use sort::{Wishes as SortWishes, sort};
