//! The workbook (.xlsx) that a clerk fills in, written by [`template`] and read back by [`fill`]; both follow the declaration of the sheets
//! in `catalog/publish`.
//!
//! Reading goes by titles, never by fixed rows and columns: a workbook in which somebody moved a column is still understood.

mod book;
mod fill;
mod library;
mod look;
mod names;
mod prior;
pub(crate) mod rules;
pub(crate) mod sheet;
pub(crate) mod slots;
mod start;
pub(crate) mod stock;
mod subjects;
mod values;

pub use book::template;
pub use fill::{Filling, fill};
pub use prior::inherit;
pub use stock::homeless;

use mingzhang_model::Severity;
use mingzhang_model::publication::Source;
use std::fmt;

/// Version of the workbook's structure. A program reads those up to its own.
const VERSION: u32 = 2;
/// The very hidden sheet that says what a workbook is and holds the lists of subjects.
const META: &str = "明账";
/// First cell of that sheet.
const MARK: &str = "明账填报工作簿";
/// The first sheet.
const START: &str = "填表说明";

/// Something wrong in a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Errors forbid to compile.
    pub severity: Severity,
    /// One sentence with what to do; it does not name the cells.
    pub message: String,
    /// The cells it speaks of.
    pub cells: Vec<Source>,
}

impl Problem {
    pub(crate) fn error(cells: Vec<Source>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Error, message: message.into(), cells }
    }

    pub(crate) fn hint(cells: Vec<Source>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Info, message: message.into(), cells }
    }

    pub(crate) fn warning(cells: Vec<Source>, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, message: message.into(), cells }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.cells.is_empty() {
            write!(f, "{}：", places(&self.cells))?;
        }
        f.write_str(&self.message)
    }
}

/// Cells in one line: `三公经费!C5、D5；政府采购!B7`.
#[must_use]
pub fn places(cells: &[Source]) -> String {
    let mut out = String::new();
    let mut sheet = "";
    for source in cells {
        if source.sheet == sheet {
            out.push('、');
        } else {
            if !out.is_empty() {
                out.push('；');
            }
            out.push_str(&source.sheet);
            out.push_str(if source.cell.is_empty() { "" } else { "!" });
            sheet = &source.sheet;
        }
        out.push_str(&source.cell);
    }
    out
}
