//! Formulas become `MathML` at build time: the page needs no script for them.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage, push_mathml};

/// `MathML` for a formula in LaTeX's notation.
pub(crate) fn mathml(latex: &str, display_mode: DisplayMode) -> Result<String, String> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        events.push(event.map_err(|error| error.to_string())?);
    }
    let config = RenderConfig {
        display_mode,
        ..RenderConfig::default()
    };
    let mut result = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut result, events, config).map_err(|error| error.to_string())?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction() {
        let html = mathml(r"\frac{n}{P}", DisplayMode::Inline).unwrap();
        assert!(
            html.starts_with("<math display=\"inline\"><mfrac>"),
            "{html}"
        );
    }

    #[test]
    fn a_formula_nobody_can_read_is_refused() {
        assert!(mathml(r"\nonsense{n}", DisplayMode::Inline).is_err());
        assert!(mathml(r"\frac{n}", DisplayMode::Block).is_err());
    }
}
