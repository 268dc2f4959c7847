//! Wording: misspellings that occur in such reports, and the set phrases of the official forms that are spelt one way only.

use crate::CatalogError;
use crate::forms::toml_error;
use serde::Deserialize;

/// A spelling that is wrong wherever it stands, but for the words around it that make another word of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Misspelling {
    /// What is written.
    pub wrong: String,
    /// What is meant.
    pub right: String,
    /// Letters before it that make it right (出|境访问).
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Letters after it that make it right.
    #[serde(default)]
    pub not_before: Vec<String>,
}

/// The wording of reports.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Misspellings.
    #[serde(default, rename = "misspelling")]
    pub misspellings: Vec<Misspelling>,
    /// Phrases of the forms, six letters or more, plain.
    #[serde(default)]
    pub set_phrases: Vec<String>,
    /// Letters that may be exchanged or left out in a set phrase without a mistake (和, 及, 的).
    #[serde(default)]
    pub loose: String,
    /// Traditional characters with the simplified ones, two letters each (辦办). Those also used in names are left out.
    #[serde(default)]
    pub traditional: Vec<String>,
    /// Reasons that give none (根据实际支出).
    #[serde(default)]
    pub empty_reasons: Vec<String>,
}

/// The shortest set phrase: of shorter ones too many neighbours are words themselves.
const SHORTEST: usize = 6;

/// Loads `narrative/wording.toml`.
///
/// # Errors
/// A mistake in the file, with its line.
pub fn load(text: &str, file: &str) -> Result<Wording, CatalogError> {
    let wording: Wording = toml::from_str(text).map_err(|e| toml_error(file, text, &e))?;
    let line = |word: &str| text.lines().position(|l| l.contains(word)).map_or(0, |n| n + 1);
    for m in &wording.misspellings {
        if m.wrong.chars().count() < 2 && m.wrong.is_ascii() || m.wrong == m.right {
            return Err(CatalogError::at(file, line(&m.wrong), format!("“{}”不能当作错字：太短或与正字相同", m.wrong)));
        }
    }
    if let Some(short) = wording.set_phrases.iter().find(|p| p.chars().count() < SHORTEST) {
        return Err(CatalogError::at(file, line(short), format!("“{short}”太短，固定用语至少{SHORTEST}个字")));
    }
    if let Some(pair) = wording.traditional.iter().find(|p| p.chars().count() != 2) {
        return Err(CatalogError::at(file, line(pair), format!("“{pair}”应当是繁体、简体各一字")));
    }
    Ok(wording)
}
