//! Wording: misspellings that occur in such reports, and the set phrases of the official forms that are spelt one way only.

use crate::mistake::{CatalogError, Source};
use crate::toml_file;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;
use std::sync::OnceLock;

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
    /// A matter of style rather than a mistake (截止2024年).
    #[serde(default)]
    pub style: bool,
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
    /// Functional subjects that are paid from one economic subject: code, the word that names it in a list, its name.
    #[serde(default)]
    pub counterparts: Vec<(String, String, String)>,
    /// Traditional characters with the simplified ones, two letters each (辦办). Those also used in names are left out.
    #[serde(default)]
    pub traditional: Vec<String>,
    /// Reasons that give none (根据实际支出).
    #[serde(default)]
    pub empty_reasons: Vec<String>,
    #[serde(skip)]
    made: OnceLock<Option<Search>>,
}

/// The wording ready to search, made when first asked for.
#[derive(Clone, Debug)]
pub struct Search {
    /// The misspellings, in their order.
    pub misspelt: AhoCorasick,
    /// The set phrases, in their order.
    pub phrases: AhoCorasick,
    /// Their halves: two for each, in their order. One half is spelt right when a single letter is wrong.
    pub halves: AhoCorasick,
}

impl Wording {
    /// The searches; `None` only if a word list is too long to build one.
    pub fn search(&self) -> Option<&Search> {
        let make =
            |words: Vec<String>| AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(words).ok();
        let halves = |p: &String| {
            let chars: Vec<char> = p.chars().collect();
            let (a, b) = chars.split_at(chars.len() / 2);
            [a.iter().collect::<String>(), b.iter().collect()]
        };
        let all = || {
            Some(Search {
                misspelt: make(self.misspellings.iter().map(|m| m.wrong.clone()).collect())?,
                phrases: make(self.set_phrases.clone())?,
                halves: make(self.set_phrases.iter().flat_map(halves).collect())?,
            })
        };
        self.made.get_or_init(all).as_ref()
    }
}

/// The shortest set phrase: of shorter ones too many neighbours are words themselves.
const SHORTEST: usize = 6;

/// Loads `narrative/wording.toml`.
///
/// # Errors
/// Every mistake in the file, at its place.
pub fn load(text: &str, file: &str) -> Result<Wording, CatalogError> {
    let mut source = Source::new(file, text);
    let wording: Wording = toml_file::read(&mut source).unwrap_or_default();
    let at = |word: &str| text.find(&format!("\"{word}\"")).map_or(0..0, |n| n..n + word.len() + 2);
    for m in &wording.misspellings {
        if m.wrong.is_empty() || m.wrong == m.right {
            source.wrong(at(&m.wrong), format!("“{}”不能当作错字", m.wrong), "wrong 与 right 应当不同，都不能为空");
        }
    }
    for short in wording.set_phrases.iter().filter(|p| p.chars().count() < SHORTEST) {
        source.wrong(at(short), format!("“{short}”太短"), format!("固定用语至少 {SHORTEST} 个字"));
    }
    for pair in wording.traditional.iter().filter(|p| p.chars().count() != 2) {
        source.wrong(at(pair), format!("“{pair}”不是两个字"), "写繁体、简体各一字");
    }
    source.done(wording)
}
