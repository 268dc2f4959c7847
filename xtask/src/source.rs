//! A report that mistakes are put into: a specimen, or a real one whose known findings are left alone.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Block, Disclosure, Finding, Severity};

/// Characters around known findings that are left alone.
const NEAR: usize = 40;

/// A report with what is known of it before.
pub struct Source {
    /// Form and seed, or the file's name.
    pub name: String,
    /// Its text.
    pub text: Vec<char>,
    /// As read.
    pub report: Disclosure,
    /// What is found without any mistake put in.
    pub before: Vec<Finding>,
    /// First character of the running text behind the table of contents.
    pub body: usize,
    masked: Vec<(usize, usize)>,
}

/// Reads a text; `None` if it is no text report.
pub fn read(text: &str) -> Option<Disclosure> {
    let document = mingzhang_decode::decode(text.as_bytes(), "report.txt").ok()?;
    Some(mingzhang_read::read(document, Catalog::embedded()))
}

/// Everything that is said of a text.
pub fn findings(text: &str) -> Vec<Finding> {
    read(text).map(|d| mingzhang_audit::audit(&d, Catalog::embedded()).findings).unwrap_or_default()
}

/// The characters of a block.
pub fn block_range(report: &Disclosure, block: usize) -> Option<(usize, usize)> {
    let place = match report.document.blocks.get(block)? {
        Block::Paragraph(p) => p.place(0, p.text.len()),
        Block::Table(t) => {
            let first = t.cells.first()?.place.clone();
            t.cells.iter().fold(first, |a, c| a.cover(&c.place))
        }
    };
    place.offset.map(|[a, b]| (a, b))
}

impl Source {
    /// Reads and audits a text.
    pub fn new(name: String, text: &str) -> Option<Source> {
        let report = read(text)?;
        let before = mingzhang_audit::audit(&report, Catalog::embedded()).findings;
        let known = before.iter().filter(|f| f.severity != Severity::Info).flat_map(|f| &f.evidence);
        let masked = known.filter_map(|e| e.place.offset).map(|[a, b]| (a.saturating_sub(NEAR), b + NEAR)).collect();
        let body = report.sections.first().and_then(|s| block_range(&report, s.blocks.0)).map_or(0, |r| r.0);
        Some(Source { name, text: text.chars().collect(), report, before, body, masked })
    }

    /// True if nothing known lies near a stretch.
    pub fn free(&self, start: usize, end: usize) -> bool {
        start <= end && end <= self.text.len() && self.masked.iter().all(|(a, b)| end <= *a || *b <= start)
    }

    /// The text of a stretch.
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.text.get(start..end).unwrap_or(&[]).iter().collect()
    }

    /// Where a word stands from some character on.
    pub fn all(&self, from: usize, word: &str) -> Vec<usize> {
        let word: Vec<char> = word.chars().collect();
        if word.is_empty() {
            return Vec::new();
        }
        let text = self.text.get(from..).unwrap_or(&[]);
        text.windows(word.len()).enumerate().filter(|(_, w)| *w == word.as_slice()).map(|(i, _)| from + i).collect()
    }

    /// First and one past the last character of the line around a character.
    pub fn line(&self, at: usize) -> (usize, usize) {
        let end = |c: &char| *c == '\n';
        let start = self.text.get(..at).and_then(|t| t.iter().rposition(end)).map_or(0, |i| i + 1);
        let stop = self.text.get(at..).and_then(|t| t.iter().position(end)).map_or(self.text.len(), |i| at + i);
        (start, stop)
    }
}

/// How sure it is that a mistake can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// A figure that several relations contradict beyond rounding: must be found, and can be told from the others.
    Twice,
    /// A figure that one relation contradicts beyond rounding: must be found, but which of its figures is wrong may be anybody's guess.
    Once,
    /// A figure that still may be a rounding of the truth: nobody can find it.
    Hidden,
    /// A figure that nothing in the report repeats or adds up.
    Alone,
    /// Words, rows, tables and sections.
    Words,
}

impl Group {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Group::Twice => "数字：两处以上旁证",
            Group::Once => "数字：一处旁证",
            Group::Hidden => "数字：舍入之内，不可知",
            Group::Alone => "数字：没有旁证",
            Group::Words => "文字与结构",
        }
    }
}

/// One mistake: characters replaced, and by what.
#[derive(Clone, Debug)]
pub struct Mistake {
    /// The slip.
    pub kind: &'static str,
    /// What it happens to.
    pub object: &'static str,
    /// Whether it can be found.
    pub group: Group,
    /// First character replaced.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What is put there.
    pub put: String,
    /// What was right.
    pub right: String,
    /// A finding that names this points at the place, for what is not there any more.
    pub hint: String,
}

impl Mistake {
    /// The text with the mistake in it.
    pub fn apply(&self, source: &Source) -> String {
        let mut out = source.slice(0, self.start);
        out.push_str(&self.put);
        out.extend(source.text.get(self.end..).unwrap_or(&[]));
        out
    }
}
