//! Articles and templates in, the pages of the site out.
//!
//! An article is two Markdown files, one per language, in `web/articles/<slug>/`; the two files in
//! `web/articles/` itself are the home pages. [`build`] reads them all, refuses what is not right,
//! with file and line, and writes every HTML page into the folder where scripts, styles and still
//! pictures already are. In reading order:
//!
//! - `article`: one Markdown file; its `front_matter`, its parts, and what else is in it:
//!   a `figure`, `code` cut from the real source (`excerpt`, `highlight`), `math`;
//! - `typography`: what Chinese text must not contain;
//! - `check`: the two languages agree, and every link leads somewhere;
//! - `pages`: which pages there are and what each is made of; `render` turns them into files.
//!
//! There is no HTML in this crate beyond what Markdown means: it is in `web/templates/`.

#![forbid(unsafe_code)]

mod article;
mod assets;
mod build;
mod check;
mod code;
mod error;
mod excerpt;
mod figure;
mod front_matter;
mod highlight;
mod language;
mod math;
mod pages;
mod render;
mod typography;

pub use assets::Assets;
pub use build::build;
pub use error::{Error, Problem};
