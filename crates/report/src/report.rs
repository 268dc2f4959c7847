//! What is reported about one file.

use crate::baseline::{Changes, Status};
use mingzhang_model::document::Problem;
use mingzhang_model::{Block, Coverage, Disclosure, Finding, Identity, Place, Severity};
use serde::{Deserialize, Serialize};

/// One file and what came of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The path as given by the user.
    pub file: String,
    /// SHA-256 of the bytes in hexadecimal; empty if there were none to read.
    pub sha256: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What changed since an earlier version of it, if that was asked for and there was one.
    pub changes: Option<Changes>,
}

/// Whether a file could be read.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Read and audited.
    Read(Box<Read>),
    /// Not readable, with one clear sentence in Chinese.
    Unreadable {
        /// The sentence.
        message: String,
    },
}

/// A file that was read and audited.
#[derive(Clone, Debug)]
pub struct Read {
    /// Who, what, when.
    pub identity: Identity,
    /// How well it could be read.
    pub status: ReadingStatus,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Number of tables.
    pub tables: usize,
    /// Number of sentences of running text.
    pub sentences: usize,
    /// Number of tables recognised as a form of the catalog, performance forms included.
    pub forms: usize,
    /// Which figures were checked.
    pub coverage: Coverage,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// How well a file could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingStatus {
    /// Everything seen was read.
    Complete,
    /// Some part was not read; the problems say which.
    Partial,
    /// Nothing was read.
    Unreadable,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 错误
    pub errors: usize,
    /// 警告
    pub warnings: usize,
    /// 提示
    pub infos: usize,
}

impl Tally {
    /// Counts findings.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Tally {
        let count = |s| findings.iter().filter(|f| f.severity == s).count();
        Tally { errors: count(Severity::Error), warnings: count(Severity::Warning), infos: count(Severity::Info) }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            infos: self.infos + other.infos,
        }
    }
}

impl Report {
    /// A report on a file that could not be read.
    #[must_use]
    pub fn unreadable(file: impl Into<String>, sha256: impl Into<String>, message: impl Into<String>) -> Report {
        let outcome = Outcome::Unreadable { message: message.into() };
        Report { file: file.into(), sha256: sha256.into(), outcome, changes: None }
    }

    /// A report on a disclosure and what the audit said of it. A document without any text counts as unreadable:
    /// an empty result would look like a clean one.
    #[must_use]
    pub fn of(
        file: impl Into<String>,
        sha256: impl Into<String>,
        disclosure: &Disclosure,
        findings: Vec<Finding>,
        coverage: Coverage,
    ) -> Report {
        if let Some(message) = textless(disclosure) {
            return Report::unreadable(file, sha256, message);
        }
        let problems = problems(disclosure);
        let status =
            if problems.iter().all(|p| is_hint(&p.code)) { ReadingStatus::Complete } else { ReadingStatus::Partial };
        let read = Read {
            identity: disclosure.identity.clone(),
            status,
            problems,
            tables: disclosure.tables.len(),
            sentences: sentences(disclosure),
            forms: disclosure.tables.iter().filter(|t| t.form.is_some()).count() + disclosure.forms.len(),
            coverage,
            findings,
        };
        Report { file: file.into(), sha256: sha256.into(), outcome: Outcome::Read(Box::new(read)), changes: None }
    }

    /// The findings; none if the file could not be read.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match &self.outcome {
            Outcome::Read(read) => &read.findings,
            Outcome::Unreadable { .. } => &[],
        }
    }

    /// Each finding with what it is against the earlier version.
    pub fn told(&self) -> impl Iterator<Item = (&Finding, Option<Status>)> {
        let status = |i: usize| self.changes.as_ref().and_then(|c| c.status.get(i)).copied();
        self.findings().iter().enumerate().map(move |(i, f)| (f, status(i)))
    }

    /// True if the file could not be read.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.outcome, Outcome::Unreadable { .. })
    }

    /// True if it was read but no figure of it was checked and no error found: no budget, no final accounts, a blank form, or one
    /// nobody knows.
    #[must_use]
    pub fn is_unchecked(&self) -> bool {
        match &self.outcome {
            Outcome::Read(read) => read.coverage.related == 0 && Tally::of(&read.findings).errors == 0,
            Outcome::Unreadable { .. } => false,
        }
    }

    /// Findings by severity.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::of(self.findings())
    }
}

/// Codes of problems that say how a document was read without anything of it being lost.
fn is_hint(code: &str) -> bool {
    matches!(
        code,
        "clipped-text"
            | "recognised-pages"
            | "misnamed-file"
            | "converted-file"
            | "repeated-file"
            | "attachment-unread"
    )
}

/// Why a document without any text could not be read; `None` if it has text.
#[must_use]
pub fn textless(disclosure: &Disclosure) -> Option<String> {
    let blank = disclosure.document.blocks.iter().all(|b| match b {
        Block::Paragraph(p) => p.text.trim().is_empty(),
        Block::Table(t) => t.cells.iter().all(|c| c.text.trim().is_empty()),
    });
    if !blank {
        return None;
    }
    let mut told: Vec<&str> = Vec::new();
    for problem in &disclosure.document.problems {
        if !told.contains(&problem.message.as_str()) && told.len() < 3 {
            told.push(&problem.message);
        }
    }
    Some(if told.is_empty() { "文件里没有可以读取的文字。".to_owned() } else { told.join(" ") })
}

/// The document's problems and one for each table that was misread.
#[must_use]
pub fn problems(disclosure: &Disclosure) -> Vec<Problem> {
    let mut out = disclosure.document.problems.clone();
    for (index, table) in disclosure.tables.iter().enumerate() {
        let Some(why) = &table.misread else { continue };
        let title = table.title.as_ref().map_or(String::new(), |(t, _)| format!("《{t}》"));
        let place =
            disclosure.document.blocks.get(table.block).and_then(Block::table).map_or_else(Place::default, |t| Place {
                page: t.row_pages.first().copied().filter(|p| *p > 0),
                ..Place::default()
            });
        out.push(Problem {
            code: "table-misread".to_owned(),
            message: format!("表{}{title}没有读准，其中的数字未参加核对：{why}", index + 1),
            place,
        });
    }
    out
}

fn sentences(disclosure: &Disclosure) -> usize {
    disclosure
        .document
        .blocks
        .iter()
        .filter_map(Block::paragraph)
        .filter(|p| p.heading == 0)
        .map(|p| p.text.split(['。', '！', '？']).filter(|s| !s.trim().is_empty()).count())
        .sum()
}
