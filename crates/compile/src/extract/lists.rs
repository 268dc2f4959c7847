//! Lists of a report: units, projects.

use super::Shift;
use crate::book::{Book, Filled, Row};
use mingzhang_catalog::publish::Publishing;
use mingzhang_model::{Coordinates, Dimension, Disclosure, Level, Term};
use std::collections::BTreeMap;

/// Puts the lists a workbook has sheets for.
pub(super) fn put(book: &mut Book, report: &Disclosure, publishing: &Publishing, shift: Shift) {
    let has = |sheet: &str| publishing.sheets.iter().any(|s| s.name == sheet);
    let named = |name: &str| {
        let mut row = Row::default();
        row.texts.insert("名称".to_owned(), Filled { value: name.to_owned(), source: None });
        row
    };
    if has("所属单位") && report.identity.level != Some(Level::Unit) && !report.units.is_empty() {
        book.lists.insert("所属单位".to_owned(), report.units.iter().map(|u| named(u)).collect());
    }
    if has("项目") && shift == Shift::Same {
        let rows: Vec<Row> = projects(report)
            .into_iter()
            .map(|(name, amount)| {
                let mut row = named(&name);
                row.amounts.insert("年初财政资金".to_owned(), Filled { value: amount, source: None });
                row
            })
            .collect();
        if !rows.is_empty() {
            book.lists.insert("项目".to_owned(), rows);
        }
    }
}

/// Projects that a budget names with their amounts.
fn projects(report: &Disclosure) -> Vec<(String, mingzhang_model::Amount)> {
    let mut out: BTreeMap<String, (String, mingzhang_model::Amount)> = BTreeMap::new();
    for fact in &report.facts {
        let c = fact.coordinates;
        let item = c.get(Dimension::Item);
        if c != Coordinates::of("项目预算").with(Dimension::Item, item) || item.is_whole() {
            continue;
        }
        let mingzhang_model::Origin::Narrative { section, .. } = fact.origin else { continue };
        let head = report
            .sections
            .iter()
            .take(section + 1)
            .rev()
            .find(|s| s.topic == Term::new("项目经费") && s.title.ends_with("情况说明"));
        let Some(name) = head.map(|s| s.title.trim_end_matches("情况说明").trim_end_matches("经费").to_owned())
        else {
            continue;
        };
        out.entry(item.word().to_owned()).or_insert((name, fact.figure.value));
    }
    out.into_values().collect()
}
