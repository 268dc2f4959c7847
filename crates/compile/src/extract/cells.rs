//! The cells a workbook has for amounts: where they stand and what they mean.

use crate::workbook::{slots, stock};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::{Fill, Publishing, Sheet, SheetRows};
use mingzhang_model::{Coordinates, Dimension};
use std::collections::BTreeSet;
use std::fmt;

/// A cell of the workbook, named as the clerk sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Sheet.
    pub sheet: String,
    /// Title of the row; of a subject its code, with the purse where the sheet has several.
    pub row: String,
    /// Title of the column.
    pub column: String,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.sheet)?;
        [&self.row, &self.column].into_iter().filter(|t| !t.is_empty()).try_for_each(|t| write!(f, "·{t}"))
    }
}

/// A cell for an amount.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub slot: Slot,
    pub means: Coordinates,
    /// It stands in a row for a subject, which is there only for the sake of its amounts: (sheet, row).
    pub line: Option<(usize, usize)>,
}

/// All cells for amounts, with rows for the functional `codes`.
pub(super) fn amounts(publishing: &Publishing, catalog: &Catalog, codes: &BTreeSet<String>) -> Vec<Cell> {
    let mut out = Vec::new();
    for (n, sheet) in publishing.sheets.iter().enumerate() {
        let named = |row: &str, column: &str| Slot {
            sheet: sheet.name.clone(),
            row: row.to_owned(),
            column: column.to_owned(),
        };
        let mut put = |slot: Slot, means: Option<Coordinates>, line: Option<(usize, usize)>| {
            out.extend(means.map(|means| Cell { slot, means, line }));
        };
        match sheet.rows {
            SheetRows::Fields => {
                sheet.fields.iter().for_each(|f| put(named(&f.title, ""), slots::amount(f, None), None));
            }
            SheetRows::Grid => {
                for row in &sheet.grid {
                    for column in sheet.columns.iter().filter(|c| slots::open(row, c)) {
                        put(named(&row.title, &column.title), slots::amount(column, Some(row)), None);
                    }
                }
            }
            SheetRows::Functional => {
                let rows = sheet.purses.iter().flat_map(|p| codes.iter().map(move |c| (p, c)));
                for (line, (purse, code)) in rows.enumerate() {
                    let row = subject(sheet, purse, code);
                    for column in &sheet.columns {
                        let means = slots::of_purse(column, purse).map(|c| c.at(Dimension::Subject, code));
                        put(named(&row, &column.title), means, Some((n, line)));
                    }
                }
            }
            SheetRows::Economic => {
                let codes = stock::economic(catalog).into_iter().filter(|c| c.len() == 5);
                for (line, code) in codes.enumerate() {
                    for column in &sheet.columns {
                        let means = slots::amount(column, None).map(|c| c.at(Dimension::Economic, &code));
                        put(named(&code, &column.title), means, Some((n, line)));
                    }
                }
            }
            SheetRows::Names => {}
        }
    }
    out
}

/// What the row of a functional subject is called.
pub(super) fn subject(sheet: &Sheet, purse: &str, code: &str) -> String {
    if sheet.purses.len() > 1 { format!("{code} {purse}") } else { code.to_owned() }
}

/// Names and places of the texts that are no matter of a row: (name, slot, required).
pub(super) fn fields(publishing: &Publishing) -> Vec<(String, Slot, bool)> {
    let mut out = Vec::new();
    for sheet in publishing.sheets.iter().filter(|s| s.rows == SheetRows::Fields) {
        for field in
            sheet.fields.iter().filter(|f| matches!(f.fill(), Fill::Text | Fill::Long | Fill::Choice | Fill::Year))
        {
            let Some(name) = &field.text else { continue };
            let slot = Slot { sheet: sheet.name.clone(), row: field.title.clone(), column: String::new() };
            out.push((name.clone(), slot, field.required));
        }
    }
    out
}
