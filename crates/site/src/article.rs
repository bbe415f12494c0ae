//! One Markdown file as what a template needs, and as what can be checked.

mod prose;

use std::ops::Range;
use std::path::Path;

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TextMergeWithOffset,
};
use serde::Serialize;

use crate::Problem;
use crate::code::{self, Code};
use crate::figure::{self, Figure};
use crate::front_matter::{self, FrontMatter};
use crate::highlight::Highlighter;
use crate::language::Language;
use prose::Prose;

/// Which file this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Path below the source root.
    pub(crate) file: String,
    pub(crate) language: Language,
    /// Name of the article's folder; nothing for a home page.
    pub(crate) slug: Option<String>,
}

/// One article in one language.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) origin: Origin,
    pub(crate) front: FrontMatter,
    pub(crate) parts: Vec<Part>,
    /// Ids of the headings, in order.
    pub(crate) headings: Vec<(String, usize)>,
    /// Figures, in order.
    pub(crate) figures: Vec<(Figure, usize)>,
    /// Where it points to.
    pub(crate) links: Vec<(String, usize)>,
}

/// A piece of an article from top to bottom.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Part {
    /// The figure with this index.
    Figure { index: usize },
    /// A heading and what follows it; before the first heading there is none.
    Section {
        id: Option<String>,
        title: String,
        rows: Vec<Row>,
    },
}

/// Text, and beside it the notes that a quotation mark `>` made.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Row {
    pub(crate) blocks: Vec<Block>,
    pub(crate) notes: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Block {
    Html { html: String },
    Code(Code),
}

/// Reads one file. The article is only worth something if there are no problems.
pub(crate) fn parse(
    origin: Origin,
    text: &str,
    source_root: &Path,
    highlighter: &Highlighter,
) -> (Article, Vec<Problem>) {
    let mut reader = Reader {
        text,
        source_root,
        highlighter,
        article: Article {
            origin,
            front: FrontMatter::default(),
            parts: Vec::new(),
            headings: Vec::new(),
            figures: Vec::new(),
            links: Vec::new(),
        },
        problems: Vec::new(),
    };
    reader.read();
    let Reader {
        article, problems, ..
    } = reader;
    (article, problems)
}

type Located<'a> = (Event<'a>, Range<usize>);

struct Reader<'a> {
    text: &'a str,
    source_root: &'a Path,
    highlighter: &'a Highlighter,
    article: Article,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let options = Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_MATH
            | Options::ENABLE_TABLES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let parser = Parser::new_ext(self.text, options).into_offset_iter();
        let events: Vec<Located<'_>> = TextMergeWithOffset::new(parser).collect();
        if !self.text.starts_with("---\n") {
            self.problem(
                0,
                "an article begins with its front matter, between lines `---`",
            );
        }
        let mut rest = &events[..];
        while !rest.is_empty() {
            let (block, after) = rest.split_at(block_length(rest));
            self.read_block(block);
            rest = after;
        }
    }

    /// One block of the top level, from its start to its end.
    fn read_block(&mut self, block: &[Located<'_>]) {
        let at = block[0].1.start;
        let inside = &block[1..block.len().max(2) - 1];
        match &block[0].0 {
            _ if is_html(inside) => self.read_figure(inside, at),
            Event::Start(Tag::MetadataBlock(_)) => {
                let (front, problems) = front_matter::parse(&plain(inside), self.line(at) + 1);
                self.article.front = front;
                for (line, message) in problems {
                    self.problem_in_line(line, message);
                }
            }
            Event::Start(Tag::Heading { level, id, .. }) => {
                let id = id.as_ref().map(ToString::to_string);
                self.read_heading(*level, id, inside, at);
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => "",
                };
                let text = plain(inside);
                match code::parse(info, &text, self.source_root, self.highlighter) {
                    Ok(code) => self.row_to_write().blocks.push(Block::Code(code)),
                    Err(message) => self.problem(at, message),
                }
            }
            Event::Start(Tag::BlockQuote(_)) => {
                let html = self.html(inside);
                self.row().notes.push(html);
            }
            _ => {
                let html = self.html(block);
                self.row_to_write().blocks.push(Block::Html { html });
            }
        }
    }

    fn read_figure(&mut self, inside: &[Located<'_>], at: usize) {
        match figure::parse(&plain(inside)) {
            Ok(figure) => {
                let index = self.article.figures.len();
                self.article.figures.push((figure, self.line(at)));
                self.article.parts.push(Part::Figure { index });
            }
            Err(message) => self.problem(at, message),
        }
    }

    fn read_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        inside: &[Located<'_>],
        at: usize,
    ) {
        if level != HeadingLevel::H2 {
            self.problem(
                at,
                "headings have two signs `##`; the title is in the front matter",
            );
        }
        match &id {
            None => self.problem(
                at,
                "a heading needs an id, the same in both languages: {#id}",
            ),
            Some(id) => self.article.headings.push((id.clone(), self.line(at))),
        }
        let title = self.html(inside);
        let rows = Vec::new();
        self.article.parts.push(Part::Section { id, title, rows });
    }

    fn html(&mut self, events: &[Located<'_>]) -> String {
        let mut prose = Prose::new(self.article.origin.language);
        let html = prose.html(events);
        for (target, at) in prose.links {
            let line = self.line(at);
            self.article.links.push((target, line));
        }
        for (at, message) in prose.problems {
            self.problem(at, message);
        }
        html
    }

    /// The row that is being filled; after a figure begins a section without a heading.
    fn row(&mut self) -> &mut Row {
        let parts = &mut self.article.parts;
        if !matches!(parts.last(), Some(Part::Section { .. })) {
            parts.push(Part::Section {
                id: None,
                title: String::new(),
                rows: Vec::new(),
            });
        }
        let Some(Part::Section { rows, .. }) = parts.last_mut() else {
            unreachable!("the last part was made a section");
        };
        if rows.is_empty() {
            rows.push(Row::default());
        }
        rows.last_mut().expect("there is a row")
    }

    /// As [`Self::row`]; text after a note begins a new row, so that notes stay beside their text.
    fn row_to_write(&mut self) -> &mut Row {
        if !self.row().notes.is_empty() {
            let Some(Part::Section { rows, .. }) = self.article.parts.last_mut() else {
                unreachable!("a row is in a section");
            };
            rows.push(Row::default());
        }
        self.row()
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    fn problem(&mut self, at: usize, message: impl Into<String>) {
        self.problem_in_line(self.line(at), message);
    }

    fn problem_in_line(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(Problem {
            file: self.article.origin.file.clone(),
            line,
            message: message.into(),
        });
    }
}

/// How many events the first block has.
fn block_length(events: &[Located<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    events.len()
}

/// Markdown takes tags that share a line for a paragraph of HTML, and others for a block of it.
fn is_html(inside: &[Located<'_>]) -> bool {
    let is_html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    !inside.is_empty() && inside.iter().all(|(event, _)| is_html(event))
}

fn plain(events: &[Located<'_>]) -> String {
    let texts = events.iter().filter_map(|(event, _)| match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => Some(&**text),
        _ => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests;
