//! Mistakes in the files of the catalog, told like a good compiler: place, line, the wrong word underlined, what to do.

use std::fmt;
use std::ops::Range;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file as the user named it, or relative to the catalog directory.
    pub file: String,
    /// Line from 1, 0 if the whole file is meant.
    pub line: usize,
    /// Character of the line from 1, 0 if the whole line is meant.
    pub column: usize,
    /// Number of mistaken characters.
    pub width: usize,
    /// The line as written.
    pub source: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do; empty if the message says it.
    pub help: String,
}

/// Mistakes told of one file: who has more begins with these.
const MOST: usize = 100;

/// Characters shown of a long line.
const SHOWN: usize = 76;

/// A terminal must not obey what stands in a file.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Cells of a terminal: Chinese letters take two.
fn cells(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum()
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(f, "{}：{}", self.file, self.message)?,
            (line, 0) => write!(f, "{}:{line}：{}", self.file, self.message)?,
            (line, column) => write!(f, "{}:{line}:{column}：{}", self.file, self.message)?,
        }
        let margin = " ".repeat(self.line.to_string().len());
        if self.line > 0 && !self.source.trim().is_empty() {
            // Of a long line the stretch around the mistake.
            let skipped = (self.column + self.width.min(SHOWN / 2)).saturating_sub(SHOWN);
            let text: String = self.source.chars().skip(skipped).take(SHOWN).collect();
            write!(f, "\n  {} | {}", self.line, text.trim_end())?;
            if let Some(before) = self.column.checked_sub(1 + skipped) {
                let lead: String = text.chars().take(before).collect();
                let wrong: String = text.chars().skip(before).take(self.width).collect();
                write!(f, "\n  {margin} | {}{}", " ".repeat(cells(&lead)), "^".repeat(cells(&wrong).max(1)))?;
            }
        }
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n  {margin} = {}", self.help) }
    }
}

/// All mistakes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogError {
    /// In the order of the files.
    pub mistakes: Vec<Mistake>,
}

impl CatalogError {
    /// A mistake that no line shows.
    #[must_use]
    pub fn of_file(file: &str, message: impl Into<String>) -> CatalogError {
        let message = message.into();
        let (source, help) = (String::new(), String::new());
        CatalogError {
            mistakes: vec![Mistake { file: file.to_owned(), line: 0, column: 0, width: 0, source, message, help }],
        }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for mistake in &self.mistakes {
            write!(f, "{mistake}\n\n")?;
        }
        let least = if self.mistakes.len() >= MOST { "至少" } else { "" };
        write!(f, "规则文件{least}有 {} 处错误，没有载入。", self.mistakes.len())
    }
}

impl std::error::Error for CatalogError {}

/// A file being checked: its text and what was found wrong so far.
pub(crate) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub mistakes: Vec<Mistake>,
    /// Lines that are no TOML: what else is wrong with them follows from it.
    pub torn: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Source<'a> {
        Source { file, text, mistakes: Vec::new(), torn: Vec::new() }
    }

    /// Notes a mistake at some bytes of the text; only their first line is shown.
    pub fn wrong(&mut self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if self.full() {
            return;
        }
        let at = self.unquoted(at);
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        let rest = self.text.get(start..).unwrap_or("");
        let source = rest.lines().next().unwrap_or("");
        let wrong = self.text.get(at).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        if self.torn.contains(&line) {
            return;
        }
        self.mistakes.push(Mistake {
            file: self.file.to_owned(),
            line,
            column: before.get(start..).unwrap_or("").chars().count() + 1,
            width: wrong.lines().next().unwrap_or("").chars().count().max(1),
            source: harmless(source),
            message: harmless(&message.into()),
            help: help.into(),
        });
    }

    /// More than anyone reads was found wrong.
    pub fn full(&self) -> bool {
        self.mistakes.len() >= MOST
    }

    /// A text without its quotes.
    fn unquoted(&self, at: Range<usize>) -> Range<usize> {
        let text = self.text.get(at.clone()).unwrap_or("");
        let quoted = text.len() > 2 && ['"', '\''].iter().any(|q| text.starts_with(*q) && text.ends_with(*q));
        if quoted && !text.starts_with("\"\"\"") { at.start + 1..at.end - 1 } else { at }
    }

    /// The result, if nothing was wrong.
    pub fn done<T>(mut self, out: T) -> Result<T, CatalogError> {
        if self.mistakes.is_empty() {
            return Ok(out);
        }
        self.mistakes.sort_by_key(|m| (m.line, m.column));
        Err(CatalogError { mistakes: self.mistakes })
    }
}

/// The word most like a mistaken one, if one is like it.
pub(crate) fn nearest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = |w: &str| w.chars().count();
    words
        .into_iter()
        .map(|w| (strsim::damerau_levenshtein(word, w), w))
        .filter(|(d, w)| d * 2 <= length(word).max(length(w)))
        .min_by_key(|(d, _)| *d)
        .map(|(_, w)| w)
}

/// 是不是“…”？and what may stand there.
pub(crate) fn perhaps(word: &str, words: &[&str]) -> String {
    match nearest(word, words.iter().copied()) {
        Some(near) if words.len() > 12 => format!("是不是“{near}”？"),
        Some(near) => format!("是不是“{near}”？可以写：{}", words.join("、")),
        None if words.len() > 40 => "全部的词见 docs/vocabulary.md".to_owned(),
        None => format!("可以写：{}", words.join("、")),
    }
}
