//! What a book holds, to be taken out cell by cell while a workbook is written.

use super::slots;
use crate::book::{Book, Row};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::{Fill, Publishing, Sheet, SheetRows};
use mingzhang_model::{Amount, Coordinates, Dimension, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What is left to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    pub amounts: BTreeMap<Coordinates, Amount>,
    pub texts: BTreeMap<(String, Coordinates), String>,
    pub lists: BTreeMap<String, Vec<Row>>,
    /// Names of projects by what tells them.
    projects: BTreeMap<String, String>,
    listed: BTreeSet<Coordinates>,
}

impl Stock {
    pub fn new(book: &Book) -> Stock {
        let mut out = Stock::default();
        // A book may say several amounts of one thing; the workbook has one cell for their sum.
        for (c, filled) in &book.amounts {
            let sum = out.amounts.entry(*c).or_default();
            *sum = *sum + filled.value;
        }
        out.listed.clone_from(&book.listed);
        out.texts = book.texts.iter().map(|(k, t)| (k.clone(), t.value.clone())).collect();
        for row in book.list(slots::PROJECTS) {
            let text = |key: &str| row.texts.get(key).map(|t| t.value.clone());
            let Some(name) = text("名称") else { continue };
            out.projects.extend([text("编码"), Some(name.clone())].into_iter().flatten().map(|k| (k, name.clone())));
        }
        out.lists =
            book.lists.iter().filter(|(_, rows)| !rows.is_empty()).map(|(k, r)| (k.clone(), r.clone())).collect();
        out
    }

    pub fn text(&mut self, name: &str, about: Coordinates) -> Option<String> {
        self.texts.remove(&(name.to_owned(), about))
    }

    /// The name of the project that a code or a name tells.
    pub fn project(&self, said: &str) -> Option<&str> {
        self.projects.get(said).map(String::as_str)
    }

    pub fn amount(&mut self, c: &Coordinates) -> Option<Amount> {
        self.amounts.remove(c)
    }

    /// Purses and codes a sheet of functional subjects needs a row for, in order.
    pub fn subjects(&self, sheet: &Sheet) -> Vec<(String, String)> {
        let mut out = BTreeSet::new();
        for (n, purse) in sheet.purses.iter().enumerate() {
            let bases: Vec<Coordinates> = sheet.columns.iter().filter_map(|c| slots::of_purse(c, purse)).collect();
            let mut note = |c: &Coordinates, bases: &[Coordinates]| {
                let code = c.get(Dimension::Subject).word();
                if code.len() == 7 && bases.contains(&c.with(Dimension::Subject, Term::WHOLE)) {
                    out.insert((n, code.to_owned()));
                }
            };
            self.amounts.keys().for_each(|c| note(c, &bases));
            let speaks = [Coordinates::of("支出").at(Dimension::Purse, purse)];
            self.listed.iter().for_each(|c| note(c, &speaks));
            let named = |name: &str| sheet.columns.iter().any(|c| c.text.as_deref() == Some(name));
            self.texts.keys().filter(|(name, _)| named(name)).for_each(|(_, c)| note(c, &speaks));
        }
        let purse = |n: usize| sheet.purses.get(n).cloned().unwrap_or_default();
        out.into_iter().map(|(n, code)| (purse(n), code)).collect()
    }
}

/// What of a book the workbook of a profile has no cell for, each by its name.
#[must_use]
pub fn homeless(publishing: &Publishing, catalog: &Catalog, book: &Book) -> Vec<String> {
    let mut stock = Stock::new(book);
    for sheet in &publishing.sheets {
        let subjects = stock.subjects(sheet);
        match sheet.rows {
            SheetRows::Fields => {
                for column in &sheet.fields {
                    take(&mut stock, column.text.as_deref(), slots::amount(column, None), Coordinates::default());
                }
            }
            SheetRows::Grid => {
                for row in &sheet.grid {
                    for column in sheet.columns.iter().filter(|c| slots::open(row, c)) {
                        let at = slots::amount(column, Some(row));
                        take(&mut stock, column.text.as_deref(), at, slots::text_of_row(row));
                    }
                }
            }
            SheetRows::Functional => {
                for (purse, code) in subjects {
                    for column in &sheet.columns {
                        let at = slots::of_purse(column, &purse).map(|c| c.at(Dimension::Subject, &code));
                        take(&mut stock, column.text.as_deref(), at, slots::text_of_subject(&purse, &code));
                    }
                }
            }
            SheetRows::Economic => {
                for code in economic(catalog).into_iter().filter(|c| c.len() == 5) {
                    for column in &sheet.columns {
                        let at = slots::amount(column, None).map(|c| c.at(Dimension::Economic, &code));
                        take(&mut stock, None, at, Coordinates::default());
                    }
                }
            }
            SheetRows::Names => {
                stock.lists.remove(&sheet.name);
            }
        }
    }
    let amounts = stock.amounts.keys().map(ToString::to_string);
    let texts = stock.texts.keys().map(|(name, c)| format!("{name} {c}").trim().to_owned());
    let lists = stock.lists.keys().cloned();
    amounts.chain(texts).chain(lists).collect()
}

fn take(stock: &mut Stock, text: Option<&str>, amount: Option<Coordinates>, about: Coordinates) {
    if let Some(name) = text {
        stock.text(name, about);
    } else if let Some(c) = amount {
        stock.amount(&c);
    }
}

/// Economic codes of 3 and 5 digits, in order.
pub(crate) fn economic(catalog: &Catalog) -> Vec<String> {
    let codes: BTreeSet<String> = catalog.subjects.economic.iter().map(|s| s.code.clone()).collect();
    codes.into_iter().filter(|c| matches!(c.len(), 3 | 5)).collect()
}

/// What is filled in by words, whatever they are.
pub(super) fn is_text(fill: Fill) -> bool {
    matches!(fill, Fill::Text | Fill::Long | Fill::Choice | Fill::Year | Fill::Date)
}
