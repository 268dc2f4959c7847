//! Where things stand on a sheet and what they mean: the one description that writing and reading share.

use crate::book::{about, placed};
use mingzhang_catalog::publish::{Column, Fill, GridRow, Sheet, SheetRows};
use mingzhang_model::publication::Source;
use mingzhang_model::{Coordinates, Dimension, Term};

/// Row of the header, from 0.
pub(crate) const HEADER: u32 = 3;
/// Rows for functional subjects.
const FUNCTIONAL_ROWS: u32 = 300;
/// Rows for named things.
const NAME_ROWS: u32 = 200;

/// Header of the codes.
pub(crate) const CODE: &str = "科目编码";
/// Header of the names beside the codes.
pub(crate) const NAME: &str = "科目名称";
/// Header of the purse.
pub(crate) const PURSE: &str = "资金";
/// Header of the row titles.
pub(crate) const ITEM: &str = "项目";
/// Header of the inputs of a sheet of fields.
pub(crate) const VALUE: &str = "填写内容";
/// Header of row numbers.
pub(crate) const ORDINAL: &str = "序号";
/// Label of the sums.
pub(crate) const TOTAL: &str = "合计";

/// The sheet of projects.
pub(crate) const PROJECTS: &str = "项目";
/// Header of the names of projects beside what tells them.
pub(crate) const PROJECT_NAME: &str = "项目名称";
/// Name of the list of the projects' codes.
pub(crate) const PROJECT_CODES: &str = "项目列表";
/// Name of the list of the projects' names.
pub(crate) const PROJECT_NAMES: &str = "项目名称列表";
/// Name of the list of functional subjects.
pub(crate) const SUBJECTS: &str = "科目列表";

/// The declared column that tells the project a row is of.
pub(crate) fn tells_project(sheet: &Sheet) -> Option<usize> {
    sheet.columns.iter().position(|c| c.offers == PROJECT_CODES)
}

/// Headers of the columns before those of the declaration.
pub(crate) fn leads(sheet: &Sheet) -> &'static [&'static str] {
    match sheet.rows {
        SheetRows::Fields => &[ITEM, VALUE],
        SheetRows::Grid => &[ITEM],
        SheetRows::Functional if sheet.purses.len() > 1 => &[CODE, NAME, PURSE],
        SheetRows::Functional | SheetRows::Economic => &[CODE, NAME],
        SheetRows::Names if tells_project(sheet).is_some() => &[ORDINAL, PROJECT_NAME],
        SheetRows::Names => &[ORDINAL],
    }
}

/// Column of the n-th declared column.
pub(crate) fn column(sheet: &Sheet, n: usize) -> u16 {
    u16::try_from(leads(sheet).len() + n).unwrap_or(u16::MAX)
}

/// Labels of the rows of sums, below the header.
pub(crate) fn sums(sheet: &Sheet) -> Vec<&str> {
    let amounts = sheet.columns.iter().any(|c| c.fill() == Fill::Amount);
    let mut out = Vec::new();
    match sheet.rows {
        SheetRows::Functional => {
            out.push(TOTAL);
            if sheet.purses.len() > 1 {
                out.extend(sheet.purses.iter().map(String::as_str));
            }
        }
        SheetRows::Economic => out.extend([TOTAL, "人员经费", "公用经费"]),
        SheetRows::Names if amounts && sheet.most != Some(1) && tells_project(sheet).is_none() => out.push(TOTAL),
        _ => {}
    }
    out
}

/// First row of inputs, from 0.
pub(crate) fn body(sheet: &Sheet) -> u32 {
    HEADER + 1 + u32::try_from(sums(sheet).len()).unwrap_or(0)
}

/// Last row of inputs of sheets that leave rows to fill, from 0.
pub(crate) fn last(sheet: &Sheet) -> u32 {
    let usual = if sheet.rows == SheetRows::Functional { FUNCTIONAL_ROWS } else { NAME_ROWS };
    let rows = sheet.most.unwrap_or(usual).max(1);
    body(sheet) + rows - 1
}

/// What an amount of a column means in a row.
pub(crate) fn amount(column: &Column, row: Option<&GridRow>) -> Option<Coordinates> {
    let base = row.map_or_else(Coordinates::default, |r| r.means.over(Coordinates::default()));
    column.means.as_ref().map(|m| placed(m.over(base)))
}

/// What an amount of a column means for a purse, of any subject.
pub(crate) fn of_purse(column: &Column, purse: &str) -> Option<Coordinates> {
    column.means.as_ref().map(|m| placed(m.over(Coordinates::default()).with(Dimension::Purse, Term::new(purse))))
}

/// What a text in a grid speaks of.
pub(crate) fn text_of_row(row: &GridRow) -> Coordinates {
    about(row.means.over(Coordinates::default()))
}

/// What a text beside a subject speaks of.
pub(crate) fn text_of_subject(purse: &str, code: &str) -> Coordinates {
    Coordinates::of("支出").at(Dimension::Purse, purse).at(Dimension::Subject, code)
}

/// True if the grid has an input in that row and column.
pub(crate) fn open(row: &GridRow, column: &Column) -> bool {
    row.only.is_empty() || row.only.contains(&column.title)
}

/// What an amount of a list is called.
pub(crate) fn key(column: &Column) -> String {
    match (&column.text, &column.means) {
        (Some(text), _) => text.clone(),
        (None, Some(means)) => means.over(Coordinates::default()).to_string(),
        (None, None) => column.title.clone(),
    }
}

/// Whether an amount may be below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Never.
    Positive,
    /// Corrections of earlier bookings: seldom.
    Seldom,
    /// It may well be.
    Any,
}

/// Balances may be negative, income and expenditure only by correction of earlier bookings, plans, costs and assets never.
pub(crate) fn sign(c: &Coordinates) -> Sign {
    let planned = !c.get(Dimension::Stage).is_whole();
    match c.get(Dimension::Measure).word() {
        "年初结转和结余" | "年末结转和结余" | "使用非财政拨款结余" | "结余分配" => Sign::Any,
        "收入" | "支出" if !planned => Sign::Seldom,
        _ => Sign::Positive,
    }
}

/// `B12` for row 11, column 1.
pub(crate) fn address(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

/// A cell of a sheet.
pub(crate) fn source(sheet: &str, row: u32, column: u16) -> Source {
    Source { sheet: sheet.to_owned(), cell: address(row, column) }
}
