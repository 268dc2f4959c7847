//! A disclosure: a document understood. Identity, outline, tables matched to forms, facts and claims.

use crate::coordinates::{Coordinates, Term};
use crate::document::Document;
use crate::number::{Figure, Unit};
use crate::performance::{EvaluationReport, PerformanceForm};
use crate::place::Place;
use serde::{Deserialize, Serialize};

/// 部门 (department with its units) or 单位 (a single unit).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 部门
    Department,
    /// 单位
    Unit,
}

/// 预算 or 决算.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 预算
    Budget,
    /// 决算
    FinalAccounts,
}

/// Who, what, when. Each is `None` where the document does not say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Full official name.
    pub entity: Option<String>,
    /// 部门 or 单位.
    pub level: Option<Level>,
    /// 预算 or 决算.
    pub kind: Option<Kind>,
    /// The year reported on.
    pub fiscal_year: Option<i32>,
    /// The profile of the jurisdiction, e.g. `sichuan-final`; `generic` if none fits.
    pub profile: String,
    /// The profile's title in Chinese; empty if none fits.
    #[serde(skip)]
    pub profile_title: String,
}

/// A part or section of the outline. `blocks` is the half-open range of document blocks it covers, its heading included.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// 1 for parts (第一部分), 2 for 一、, 3 for （一）, 4 for 1.
    pub level: u8,
    /// The number as printed, empty when lost.
    pub number: String,
    /// The title without its number.
    pub title: String,
    /// What the section is, by the catalog's names (总体, 收入, 支出, 一般公共具体, 三公总体, 名词解释 …); whole if unknown.
    pub topic: Term,
    /// First block (the heading) and one past the last.
    pub blocks: (usize, usize),
}

/// Where a fact was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In table `table` (index into [`Disclosure::tables`]) at grid row and column.
    Table {
        /// Index of the table reading.
        table: usize,
        /// Grid row.
        row: usize,
        /// Grid column.
        column: usize,
    },
    /// In the paragraph `block`, under section `section` (index into [`Disclosure::sections`], `usize::MAX` if none).
    Narrative {
        /// Section.
        section: usize,
        /// Block.
        block: usize,
    },
}

/// A printed figure with its meaning.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is about; changes and growth rates are signed (减少 is negative).
    pub coordinates: Coordinates,
    /// The value, signed as meant.
    pub figure: Figure,
    /// Where it was printed.
    pub origin: Origin,
    /// One of several printings that only together make the whole (the same 项 listed once per unit): summed before comparing.
    pub part: bool,
    /// A blank cell of a filled table row, read as zero.
    pub blank: bool,
    /// The literal as printed, with its unit or direction word (`增加39.5万元`).
    pub printed: String,
    /// The phrase or cells that carry it, at most 120 characters, verbatim.
    pub quote: String,
    /// Place of the figure itself.
    pub place: Place,
    /// The place in the paragraph's text (bytes) for narrative facts; (0, 0) in tables.
    pub span: (usize, usize),
}

/// How two facts are said to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// 大于
    Greater,
    /// 小于
    Less,
    /// 等于, 持平, 一致
    Equal,
    /// 基本持平
    NearlyEqual,
}

/// A comparison said in words: `决算数大于预算数`, `与上年持平`.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// Left side, e.g. the final amount.
    pub left: Coordinates,
    /// Right side, e.g. the budget.
    pub right: Coordinates,
    /// What is said.
    pub says: Comparison,
    /// The words, as printed.
    pub printed: String,
    /// The phrase that carries them.
    pub quote: String,
    /// Where.
    pub place: Place,
    /// Where in the outline.
    pub origin: Origin,
    /// The facts it speaks of, where the sentence ties them (indices into [`Disclosure::facts`]).
    pub facts: Option<(usize, usize)>,
}

/// A stretch of a block's text: block index and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Block.
    pub block: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One numbered item of the functional list: `3.社会保障和就业（类）…（款）行政运行（项）`.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectItem {
    /// The ordinal as printed.
    pub ordinal: String,
    /// 类, 款, 项 as printed.
    pub names: [String; 3],
    /// The 项 code by the catalog, or by the document's own tables; `None` if unknown or ambiguous.
    pub code: Option<String>,
    /// Where the three names stand.
    pub name_span: Span,
    /// 主要用于 …
    pub purpose: Option<Span>,
    /// 主要原因是 …
    pub reason: Option<Span>,
    /// Indices into [`Disclosure::facts`].
    pub facts: Vec<usize>,
    /// True if it stands in the glossary (名词解释) and explains a term, false if it carries figures.
    pub glossary: bool,
}

/// A table as understood.
#[derive(Clone, Debug, Serialize)]
pub struct TableReading {
    /// Index into the document's blocks.
    pub block: usize,
    /// The title found, with the block it stands in.
    pub title: Option<(String, usize)>,
    /// The catalog's form id, `None` if not recognised.
    pub form: Option<String>,
    /// Unit of its figures.
    pub unit: Unit,
    /// Rows of the header.
    pub header_rows: usize,
    /// Header path of each column, labels joined by `/`.
    pub columns: Vec<String>,
    /// Blocks between this table and the next title that belong to it as notes.
    pub notes: Vec<usize>,
    /// Numeric cells seen in its body (codes and line numbers not counted).
    pub figures: usize,
    /// Why its figures are not trusted (codes in money columns, columns lost …), if they are not.
    pub misread: Option<String>,
    /// Where rows or the line of column numbers (栏次) do not agree with the header.
    pub uneven: Vec<Uneven>,
    /// Body rows as label → text of the label cell, with code where there is one.
    pub rows: Vec<RowReading>,
}

/// A row that does not agree with the header.
#[derive(Clone, Debug, Serialize)]
pub struct Uneven {
    /// Grid row.
    pub row: usize,
    /// Cells of the row, or the columns its numbers count.
    pub cells: usize,
    /// Columns the header has for them.
    pub columns: usize,
    /// It is the line of column numbers.
    pub ordinals: bool,
}

/// A body row.
#[derive(Clone, Debug, Serialize)]
pub struct RowReading {
    /// Grid row.
    pub row: usize,
    /// Subject or economic code, empty if none.
    pub code: String,
    /// Label.
    pub label: String,
}

/// The part of a report a figure stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The tables of the accounts.
    #[default]
    Tables,
    /// The running text.
    Narrative,
    /// Performance forms and performance reports, tables and text.
    Performance,
}

/// A figure seen, whether understood or not.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SeenFigure {
    /// As printed with a little of what stands before it.
    pub text: String,
    /// Where.
    pub place: Place,
    /// The document block it stands in.
    pub block: usize,
    /// The bytes of the figure in the paragraph's text; (0, 0) in tables.
    pub span: (usize, usize),
    /// Grid row and column of a figure in a cell of a performance form.
    pub at: Option<(usize, usize)>,
    /// The part of the report.
    pub part: Part,
    /// Index of its fact, if it has one; figures of performance forms and reports are understood without.
    pub fact: Option<usize>,
    /// Why it was not understood; empty if it was.
    pub reason: String,
}

impl SeenFigure {
    /// True if the reader knows what it is.
    #[must_use]
    pub fn understood(&self) -> bool {
        self.reason.is_empty()
    }
}

/// A report understood.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// The document it was read from.
    pub document: Document,
    /// Who, what, when.
    pub identity: Identity,
    /// Other names under which the entity appears legitimately (short names, subordinate units named in 机构设置).
    pub units: Vec<String>,
    /// Outline in document order. The table of contents is not part of it.
    pub sections: Vec<Section>,
    /// Block range of the table of contents, if there is one.
    pub contents: Option<(usize, usize)>,
    /// Tables in document order.
    pub tables: Vec<TableReading>,
    /// Functional items, of the list and of the glossary.
    pub items: Vec<SubjectItem>,
    /// Performance forms in document order.
    pub forms: Vec<PerformanceForm>,
    /// Evaluation reports in document order.
    pub evaluations: Vec<EvaluationReport>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Comparisons in words.
    pub claims: Vec<Claim>,
    /// Every figure seen, for coverage.
    pub figures: Vec<SeenFigure>,
}

impl Disclosure {
    /// The innermost section that covers a block.
    #[must_use]
    pub fn section_of(&self, block: usize) -> Option<usize> {
        self.sections.iter().enumerate().rev().find(|(_, s)| s.blocks.0 <= block && block < s.blocks.1).map(|(i, _)| i)
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.document
            .blocks
            .get(span.block)
            .and_then(|b| b.paragraph())
            .and_then(|p| p.text.get(span.start..span.end))
            .unwrap_or("")
    }

    /// The place of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.document
            .blocks
            .get(span.block)
            .and_then(|b| b.paragraph())
            .map(|p| p.place(span.start, span.end))
            .unwrap_or_default()
    }
}
