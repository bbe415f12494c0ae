//! Running text: what Markdown means in HTML, with formulas, and a note of where it points to.

use pulldown_cmark::{Event, Tag, TagEnd, html};
use pulldown_latex::config::DisplayMode;

use super::Located;
use crate::language::Language;
use crate::math::mathml;
use crate::typography;

pub(super) struct Prose {
    language: Language,
    slanted: bool,
    /// Targets, with their place in the file.
    pub(super) links: Vec<(String, usize)>,
    pub(super) problems: Vec<(usize, String)>,
}

impl Prose {
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            slanted: false,
            links: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn html(&mut self, events: &[Located<'_>]) -> String {
        let mut result = Vec::new();
        for (index, (event, range)) in events.iter().enumerate() {
            let at = range.start;
            let event = match event {
                Event::Text(text) => {
                    self.check_text(text, at);
                    let follows_formula = matches!(result.last(), Some(Event::InlineHtml(_)));
                    let sign = closing_sign(Some(&events[index])).filter(|_| follows_formula);
                    Event::Text(text[sign.map_or(0, char::len_utf8)..].to_owned().into())
                }
                Event::SoftBreak if self.joins(events, index) => continue,
                Event::InlineMath(latex) => {
                    let follower = closing_sign(events.get(index + 1));
                    let formula = self.math(latex, DisplayMode::Inline, at);
                    let formula = set_apart(&formula, neighbors(events, index));
                    Event::InlineHtml(hold_together(&formula, follower).into())
                }
                Event::DisplayMath(latex) => {
                    Event::InlineHtml(self.math(latex, DisplayMode::Block, at).into())
                }
                Event::Start(Tag::Emphasis) => {
                    self.slanted = true;
                    self.emphasis()
                }
                Event::Start(tag) => {
                    self.check_start(tag, at);
                    event.clone()
                }
                Event::End(TagEnd::Emphasis) => {
                    self.slanted = false;
                    event.clone()
                }
                Event::Html(_) | Event::InlineHtml(_) => {
                    self.problem(at, "the only HTML in an article is the line of a figure");
                    continue;
                }
                other => other.clone(),
            };
            result.push(event);
        }
        let mut text = String::new();
        html::push_html(&mut text, result.into_iter());
        text.trim_end().to_owned()
    }

    fn check_start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::Link { dest_url, .. } => self.links.push((dest_url.to_string(), at)),
            Tag::Image { .. } => self.problem(at, "a picture here is a figure that computes"),
            _ => {}
        }
    }

    fn check_text(&mut self, text: &str, at: usize) {
        if self.language != Language::Chinese {
            return;
        }
        for message in typography::problems(text) {
            self.problem(at, message);
        }
        if self.slanted && text.chars().any(typography::is_han) {
            self.problem(
                at,
                "Chinese characters are not slanted: use weight, **...**",
            );
        }
    }

    /// Chinese characters are not slanted: what is, in Chinese text, are English titles.
    fn emphasis(&self) -> Event<'static> {
        match self.language {
            Language::Chinese => Event::Html("<em lang=\"en\">".into()),
            Language::English => Event::Start(Tag::Emphasis),
        }
    }

    fn math(&mut self, latex: &str, mode: DisplayMode, at: usize) -> String {
        mathml(latex, mode).unwrap_or_else(|error| {
            self.problem(at, format!("the formula `{latex}`: {error}"));
            String::new()
        })
    }

    /// Whether the line end at `index` leaves no gap.
    fn joins(&self, events: &[Located<'_>], index: usize) -> bool {
        let (before, after) = neighbors(events, index);
        self.language == Language::Chinese && !typography::line_end_is_space(before, after)
    }

    fn problem(&mut self, at: usize, message: impl Into<String>) {
        self.problems.push((at, message.into()));
    }
}

/// The letters on both sides of an event.
fn neighbors(events: &[Located<'_>], index: usize) -> (Option<char>, Option<char>) {
    let text = |(event, _): &Located<'_>| match event {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        _ => None,
    };
    let before = events[..index].iter().rev().find_map(text);
    let after = events[index + 1..].iter().find_map(text);
    let before = before.and_then(|text| text.chars().next_back());
    (before, after.and_then(|text| text.chars().next()))
}

/// Next to Chinese characters a formula gets the gap that the style gives to Latin letters.
fn set_apart(formula: &str, (before, after): (Option<char>, Option<char>)) -> String {
    let class = match (
        before.is_some_and(typography::is_han),
        after.is_some_and(typography::is_han),
    ) {
        (false, false) => return formula.to_owned(),
        (true, false) => "after-han",
        (false, true) => "before-han",
        (true, true) => "after-han before-han",
    };
    formula.replacen("<math", &format!("<math class=\"{class}\""), 1)
}

/// The sign at the beginning of a text that must not begin a line.
fn closing_sign(event: Option<&Located<'_>>) -> Option<char> {
    let Some((Event::Text(text), _)) = event else {
        return None;
    };
    let first = text.chars().next()?;
    ",.;:!?)’”，。；：！？）、".contains(first).then_some(first)
}

/// Browsers break the line between a formula and the comma behind it.
fn hold_together(formula: &str, follower: Option<char>) -> String {
    follower.map_or_else(
        || formula.to_owned(),
        |sign| format!("<span class=\"whole\">{formula}{sign}</span>"),
    )
}
