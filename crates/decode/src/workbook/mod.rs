//! Workbooks (.xlsx, .xls): sheets of cells, and from them a document.
//!
//! [`grids`] gives what stands in the cells, exactly; `decode` lays the sheets out as paragraphs and tables, as they would be printed.
//! Number formats, hidden rows and borders decide what is printed and what is a table, so both formats are read here record by record.

mod biff;
mod compound;
mod date;
mod decimal;
mod even;
mod format;
mod layout;
mod part;
mod recompute;
mod records;
mod sheet;
mod tokens;
mod xlsx;

use crate::error::DecodeError;
use crate::sniff::{self, Kind};
pub(crate) use compound::{MARK, names};
use mingzhang_model::{Document, Place, Problem, SourceKind};
pub use sheet::{Area, Grid, GridCell, Value};

/// What was read of a workbook.
#[derive(Default)]
struct Read {
    grids: Vec<Grid>,
    /// Parts that could not be read, in Chinese.
    problems: Vec<Problem>,
}

impl Read {
    fn problem(&mut self, code: &str, message: String, cell: Option<String>) {
        let place = Place { cell, ..Place::default() };
        self.problems.push(Problem { code: code.to_owned(), message, place });
    }

    /// A sheet that goes on beyond what is read.
    fn truncated(&mut self, name: &str) {
        let message = format!("工作表“{name}”内容过多，其后未读取；请删去多余的行列或拆分工作簿后再检查。");
        self.problem("document-truncated", message, Some(name.to_owned()));
    }

    /// A sheet that could not be read to its end.
    fn damaged(&mut self, name: &str) {
        let message = format!("工作表“{name}”的数据已损坏，只读取了其中一部分；请用Excel或WPS打开后另存再检查。");
        self.problem("sheet-unreadable", message, Some(name.to_owned()));
    }
}

fn read(bytes: &[u8], kind: Kind) -> Result<Read, DecodeError> {
    match kind {
        Kind::Xlsx => xlsx::read(bytes),
        Kind::Xls => biff::read(bytes),
        _ => Err(DecodeError::NotAWorkbook),
    }
}

/// The sheets of a workbook, hidden ones included, with the exact contents of their cells.
///
/// # Errors
/// When it is no workbook, or when not all of it can be read.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, DecodeError> {
    if bytes.len() > crate::limits::FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit: crate::limits::FILE_BYTES });
    }
    let read = read(bytes, sniff::kind(bytes)?)?;
    if read.problems.is_empty() { Ok(read.grids) } else { Err(DecodeError::WorkbookDamaged) }
}

/// Reads a workbook as a document.
pub(crate) fn decode(bytes: &[u8], kind: Kind) -> Result<Document, DecodeError> {
    let mut read = read(bytes, kind)?;
    let blocks = layout::blocks(&mut read);
    if blocks.is_empty() && read.problems.is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(Document { kind: SourceKind::Text, blocks, pages: 0, problems: read.problems })
}
