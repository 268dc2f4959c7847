//! What the text of a Word document holds, before it is laid out as blocks.

use crate::traced::{Span, Traced};

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Item {
    /// A paragraph.
    Paragraph(Draft),
    /// A table.
    Table(TableDraft),
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct TableDraft {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Widths of the columns of its grid in twentieths of a point, as far as they are told.
    pub widths: Vec<u32>,
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The number printed before it.
    pub label: String,
    /// Its text; `\n` is a line break, [`PAGE`] a page break.
    pub text: Traced,
    /// Its level as a heading, 0 for text.
    pub heading: u8,
    /// It stands in the middle.
    pub centred: bool,
    /// A line of the table of contents.
    pub contents: bool,
    /// Where it begins in the source.
    pub at: Option<Span>,
    /// Text boxes that hang on it.
    pub boxes: Vec<Item>,
    /// Pictures in it that are large enough for a table.
    pub pictures: usize,
}

/// The mark of a page break.
pub(super) const PAGE: char = '\u{c}';

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Columns of the grid left out before its first cell.
    pub before: usize,
    /// Its cells.
    pub cells: Vec<CellDraft>,
    /// It is deleted or hidden.
    pub dropped: bool,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct CellDraft {
    /// Columns it covers.
    pub span: usize,
    /// Whether it begins a merged cell, or goes on with the one above.
    pub merge: Option<Merge>,
    /// It goes on with the cell to its left.
    pub beside: bool,
    /// It is deleted.
    pub dropped: bool,
    /// Where it begins in the source.
    pub at: Option<Span>,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// A cell's part in a merged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// Its first row.
    First,
    /// Any other.
    Rest,
}
