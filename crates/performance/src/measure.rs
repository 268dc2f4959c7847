//! 度量单位: what is counted, in what magnitude, per what.

use crate::fraction::Fraction;
use mingzhang_catalog::scoring::Words;

/// A unit: `万元/场` is 10 000 of 元 per 场.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How many base units one is.
    pub scale: u32,
    /// What is counted, in its standard word; empty if the unit is blank or only a magnitude (万).
    pub base: String,
    /// Per what.
    pub per: Vec<String>,
}

impl Measure {
    /// No unit.
    #[must_use]
    pub fn none() -> Measure {
        Measure { scale: 1, base: String::new(), per: Vec::new() }
    }

    /// Reads a unit: magnitude, base and what comes behind a stroke. Whatever it does not know is a base of its own.
    #[must_use]
    pub fn parse(words: &Words, text: &str) -> Measure {
        let text = plain(text);
        if text.is_empty() || words.no_unit.contains(&text) {
            return Measure::none();
        }
        if let Some(unit) = synonym(words, &text) {
            return Measure { scale: 1, base: unit, per: Vec::new() };
        }
        let mut parts = text.split(['/', '／']);
        let counted = parts.next().unwrap_or("");
        let per = parts.flat_map(|p| p.split(['·', '•', '、'])).map(|p| p.trim_start_matches('每'));
        let per = per.filter(|p| !p.is_empty()).map(|p| synonym(words, p).unwrap_or_else(|| p.to_owned())).collect();
        let magnitude = words.scales_of_units.iter().find(|(word, _)| counted.starts_with(word.as_str()));
        let (scale, base) = match (synonym(words, counted), magnitude) {
            (None, Some((word, scale))) => (*scale, counted.strip_prefix(word.as_str()).unwrap_or("")),
            _ => (1, counted),
        };
        Measure { scale, base: synonym(words, base).unwrap_or_else(|| base.to_owned()), per }
    }

    /// Blank, and no magnitude either.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.base.is_empty() && self.scale == 1
    }

    /// Counts money: 元, or a magnitude alone where the other side counts money.
    #[must_use]
    pub fn is_money(&self, words: &Words) -> bool {
        words.money.contains(&self.base)
    }

    /// A date or a time limit.
    #[must_use]
    pub fn is_deadline(&self, words: &Words) -> bool {
        words.deadlines.contains(&self.base)
    }

    /// The same things are counted, whatever the magnitude. A blank, or a magnitude alone (万 for 万元), contradicts nothing.
    #[must_use]
    pub fn counts_as(&self, other: &Measure) -> bool {
        self.base == other.base || self.base.is_empty() || other.base.is_empty()
    }

    /// The magnitude as a factor.
    #[must_use]
    pub fn factor(&self) -> Fraction {
        Fraction::whole(self.scale)
    }
}

/// Without white space and what stands in brackets (`个（套）`).
fn plain(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn synonym(words: &Words, text: &str) -> Option<String> {
    let list = words.units.iter().find(|u| u.iter().any(|w| w == text))?;
    list.first().cloned()
}
