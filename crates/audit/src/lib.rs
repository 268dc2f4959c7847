//! The audit.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Coverage, Disclosure, Finding};

pub mod checks;

/// The result of an audit.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Findings, errors first, then in document order.
    pub findings: Vec<Finding>,
    /// What was seen and checked.
    pub coverage: Coverage,
}

/// A rule: a relation of the catalog or a check.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable name.
    pub id: String,
    /// In the field's words.
    pub title: String,
    /// What it demands; for relations the formula.
    pub description: String,
    /// Official text or form.
    pub basis: String,
}

/// Audits one disclosure.
#[must_use]
pub fn audit(disclosure: &Disclosure, catalog: &Catalog) -> Audit {
    Audit { findings: checks::run(disclosure, catalog), coverage: Coverage::default() }
}

/// All rules.
#[must_use]
pub fn rules(_catalog: &Catalog) -> Vec<Rule> {
    checks::rules()
}
