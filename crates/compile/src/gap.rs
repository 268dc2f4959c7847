//! What the rules ask for and the workbook does not say.

use mingzhang_model::Coordinates;
use mingzhang_model::publication::Source;
use std::fmt;

/// Something missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// What is missing, e.g. 公务接待费决算数小于预算数的原因.
    pub what: String,
    /// What the text is called in the workbook.
    pub name: String,
    /// What it speaks of.
    pub about: Coordinates,
    /// The cell it belongs in, where it is known: rows of lists.
    pub source: Option<Source>,
    /// The row to be added to a list, where there is none yet: its sheet, and what it is known by.
    pub row: Option<(String, Vec<(String, String)>)>,
    /// The unit that is to say it, where it is known.
    pub unit: String,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "还缺：{}", self.what)
    }
}
