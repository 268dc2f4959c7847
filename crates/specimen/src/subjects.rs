//! Subjects at random from the catalog's lists.

use crate::random::Random;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::subjects::{Classification, Sureness};

/// The 类 that tables 1 and 4 print, in their order.
pub const CLASSES: [&str; 26] = [
    "201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216", "217",
    "219", "220", "221", "222", "223", "224", "229", "231", "232", "234",
];

/// A 项 with the names of its 类, 款 and itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Seven digits.
    pub code: String,
    /// 类, 款, 项.
    pub names: [String; 3],
}

fn functional() -> &'static Classification {
    &Catalog::embedded().subjects.functional
}

/// The current name of a functional code.
#[must_use]
pub fn name(code: &str) -> String {
    functional().get(code).map(|s| s.name.clone()).unwrap_or_default()
}

/// The current name of an economic code.
#[must_use]
pub fn economic_name(code: &str) -> String {
    Catalog::embedded().subjects.economic.get(code).map(|s| s.name.clone()).unwrap_or_default()
}

/// The 项 of a code.
#[must_use]
pub fn item(code: &str) -> Option<Subject> {
    let names = [code.get(..3)?, code.get(..5)?, code].map(name);
    names.iter().all(|n| !n.is_empty()).then(|| Subject { code: code.to_owned(), names })
}

/// The sure 项 below a code, paid from a budget, in order.
#[must_use]
pub fn below(prefix: &str, budget: &str) -> Vec<Subject> {
    let mut codes: Vec<&str> = functional()
        .iter()
        .filter(|s| s.code.len() == 7 && s.group == budget && s.sureness > Sureness::Doubtful)
        .filter(|s| s.code.starts_with(prefix) && CLASSES.iter().any(|c| s.code.starts_with(c)))
        .map(|s| s.code.as_str())
        .collect();
    codes.sort_unstable();
    codes.into_iter().filter_map(item).collect()
}

/// One of them.
pub fn random(r: &mut Random, budget: &str, prefix: &str) -> Option<Subject> {
    let mut all = below(prefix, budget);
    (!all.is_empty()).then(|| all.swap_remove(r.below(all.len())))
}

/// The economic 款 of basic expenditure, in order.
#[must_use]
pub fn economic() -> Vec<String> {
    let economic = &Catalog::embedded().subjects.economic;
    let mut out: Vec<String> =
        economic.iter().filter(|s| s.code.len() == 5 && !s.group.is_empty()).map(|s| s.code.clone()).collect();
    out.retain(|c| economic.get(c).is_some_and(|s| s.sureness == Sureness::Attested));
    out.sort();
    out
}
