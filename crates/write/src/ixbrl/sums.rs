//! Which concepts are sums of others: the formulas of the tables say so.

use super::model::Model;
use mingzhang_model::publication::{Piece, Publication};
use mingzhang_model::{Disclosure, Origin, Quantity};
use std::collections::BTreeMap;

/// For a concept its addends, each with its sign. Formulas over other coordinates (基本支出 and 项目支出 make 支出) are sums of members,
/// which calculations of XBRL cannot say; those over measures in one context they can.
pub(super) fn sums(
    publication: &Publication,
    disclosure: &Disclosure,
    model: &Model,
) -> BTreeMap<String, BTreeMap<String, bool>> {
    let pieces = crate::memory::document(publication).1;
    let mut at: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    for (i, fact) in disclosure.facts.iter().enumerate() {
        if let Origin::Table { table, row, column } = fact.origin
            && let Some(piece) = disclosure.tables.get(table).and_then(|t| pieces.get(t.block).copied().flatten())
        {
            at.entry((piece, row, column)).or_insert(i);
        }
    }
    let mut out: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
    for (p, piece) in publication.pieces.iter().enumerate() {
        let Piece::Table(table) = piece else { continue };
        for (r, row) in table.rows.iter().enumerate() {
            for cell in row.iter().filter(|c| c.formula.len() > 1) {
                let of = |row: usize, column: usize| at.get(&(p, row, column)).and_then(|i| model.facts.get(*i));
                let Some((total, context)) = of(r, cell.column) else { continue };
                let addends: Option<BTreeMap<String, bool>> = (cell.formula.iter())
                    .map(|(plus, row, column)| {
                        of(*row, *column).filter(|f| f.1 == *context && f.0 != *total).map(|f| (f.0.clone(), *plus))
                    })
                    .collect();
                if let Some(addends) = addends.filter(|a| a.len() == cell.formula.len()) {
                    out.entry(total.clone()).or_insert(addends);
                }
            }
        }
    }
    out.retain(|total, addends| holds(total, addends, disclosure, model));
    out
}

/// A calculation binds in every context: it is told only if it holds in all of this report, within the rounding of its figures.
fn holds(total: &str, addends: &BTreeMap<String, bool>, disclosure: &Disclosure, model: &Model) -> bool {
    let fact = |concept: &str, context: usize| {
        let found = model.facts.iter().position(|f| f.0 == concept && f.1 == context);
        found.and_then(|i| disclosure.facts.get(i)).filter(|f| f.figure.quantity() == Quantity::Money)
    };
    (0..model.contexts.len()).all(|context| {
        let Some(whole) = fact(total, context) else { return true };
        let parts: Vec<_> = addends.iter().filter_map(|(c, plus)| fact(c, context).map(|f| (f, *plus))).collect();
        if parts.is_empty() {
            return true;
        }
        let sum: i128 = parts.iter().map(|(f, plus)| i128::from(f.figure.value.0) * if *plus { 1 } else { -1 }).sum();
        let slack: i128 = parts.iter().map(|(f, _)| f.figure.slack()).sum::<i128>() + whole.figure.slack();
        (sum - i128::from(whole.figure.value.0)).abs() * 2 <= slack
    })
}
