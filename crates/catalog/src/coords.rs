//! Coordinates as written in catalog files: `支出[性质=基本支出]`.

use crate::mistake::perhaps;
use mingzhang_model::{Coordinates, Dimension, Term};
use serde::Deserialize;

/// Some dimensions set to words. A word set to 合计 sets the dimension back to whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting(pub Vec<(Dimension, Term)>);

impl Setting {
    /// Puts the setting over coordinates.
    #[must_use]
    pub fn over(&self, mut coordinates: Coordinates) -> Coordinates {
        for (d, t) in &self.0 {
            coordinates.set(*d, *t);
        }
        coordinates
    }

    /// True if a dimension is set.
    #[must_use]
    pub fn sets(&self, dimension: Dimension) -> bool {
        self.0.iter().any(|(d, _)| *d == dimension)
    }
}

impl Setting {
    /// Reads `支出[性质=基本支出]`, `[性质=基本支出]` or the empty string.
    ///
    /// # Errors
    /// One sentence naming the part that is not understood.
    pub fn read(text: &str) -> Result<Setting, String> {
        let (measure, rest) = match text.split_once('[') {
            Some((m, rest)) => (m, rest.strip_suffix(']').ok_or_else(|| format!("“{text}”缺少右方括号"))?),
            None => (text, ""),
        };
        let mut out = Setting::default();
        if !measure.is_empty() {
            out.0.push((Dimension::Measure, Term::new(measure)));
        }
        for part in rest.split(',').filter(|p| !p.is_empty()) {
            let (name, word) = part.split_once('=').ok_or_else(|| format!("“{part}”应写成 维度=词"))?;
            let dimension =
                Dimension::named(name).ok_or_else(|| format!("没有“{name}”这个维度\n{}", perhaps(name, &names())))?;
            out.0.push((dimension, Term::new(word)));
        }
        Ok(out)
    }
}

fn names() -> Vec<&'static str> {
    Dimension::ALL.into_iter().filter(|d| *d != Dimension::Measure).map(Dimension::name).collect()
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Setting, D::Error> {
        let text = String::deserialize(d)?;
        Setting::read(&text).map_err(serde::de::Error::custom)
    }
}

/// A character for comparison: brackets, colons and commas full-width, quotes unified.
#[must_use]
pub fn plain_char(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        ':' => '：',
        '"' | '”' | '„' | '＂' => '“',
        ',' => '，',
        other => other,
    }
}

/// A label for comparison: white space dropped, each character by [`plain_char`].
#[must_use]
pub fn plain_label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter(|c| !c.is_whitespace()).map(plain_char));
    out
}
