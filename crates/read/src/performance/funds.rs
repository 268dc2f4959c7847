//! 预算执行情况: rows under column heads, labels with their amount beside them, or labels above their amounts.

use super::row::{Columns, Row, append, numeric_or_none};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::performance::{FundColumn, Label, PerformanceWords};
use mingzhang_model::document::Cell;
use mingzhang_model::performance::{FormCell, FundRow};

const MONEY: &[FundColumn] =
    &[FundColumn::Initial, FundColumn::Adjusted, FundColumn::Executed, FundColumn::Expected, FundColumn::Rate];

/// The columns of 预算执行情况, if the row is its head.
pub(super) fn head(row: &Row<'_>, words: &PerformanceWords) -> Option<Columns<FundColumn>> {
    let named = |cell: &Cell| words.fund_column(&cell.text);
    // 年度预算数 over the labels heads no column where the form has columns of its own.
    let own = Columns::of(row, |c| named(c).filter(|_| !words.group(&c.text)));
    let money = |c: &Columns<FundColumn>| c.list.iter().filter(|c| MONEY.contains(&c.what)).count();
    let columns = if money(&own) >= 2 { own } else { Columns::of(row, named) };
    let enough = money(&columns) >= 2 || (money(&columns) == 1 && columns.get(FundColumn::Label).is_some());
    enough.then_some(columns)
}

/// True for an amount or nothing in its stead.
fn amount(text: &str) -> bool {
    crate::tables::numeric(text.trim())
}

/// A row under the column heads. `None` if it holds something else.
pub(super) fn row(row: &Row<'_>, columns: &Columns<FundColumn>, words: &PerformanceWords) -> Option<FundRow> {
    let shift = columns.shift(row, |what, text| match what {
        FundColumn::Reason | FundColumn::Label => 0,
        _ if numeric_or_none(text) => 2,
        _ => -2,
    });
    let first = columns.list.iter().filter(|c| c.what != FundColumn::Label).map(|c| c.from).min()?;
    let money = columns.list.iter().filter(|c| !matches!(c.what, FundColumn::Label | FundColumn::Reason));
    let astray = money.flat_map(|c| row.within(c.from.saturating_sub(shift), c.to.saturating_sub(shift)));
    if astray.into_iter().any(|c| !numeric_or_none(&c.text)) {
        return None;
    }
    let label = row.filled().filter(|c| c.column + shift < first && !amount(&c.text)).last()?;
    let known = words.fund_row(&label.text);
    // 其他资金：9.5 has its amount in the same cell, 其他资金： none.
    let text = plain_label(&label.text);
    if text.strip_prefix("其中：").unwrap_or(&text).contains('：') {
        return None;
    }
    // Of a group's label alone there is no row; a label of something else ends the funds.
    if !known && row.filled().any(|c| words.label(&c.text).is_some() || std::ptr::eq(c, label) && words.group(&c.text))
    {
        return None;
    }
    let cell = |what| columns.cell(row, what, shift);
    Some(FundRow {
        label: row.form_cell(label),
        initial: cell(FundColumn::Initial),
        adjusted: cell(FundColumn::Adjusted),
        executed: cell(FundColumn::Executed),
        expected: cell(FundColumn::Expected),
        rate: cell(FundColumn::Rate),
        weight: cell(FundColumn::Weight),
        score: cell(FundColumn::Score),
        reason: cell(FundColumn::Reason),
    })
}

/// Amounts said with their label in one cell, by source and by nature: 其中：一般公共预算：9.5. They are what was spent.
pub(super) fn said(row: &Row<'_>, words: &PerformanceWords) -> Option<Vec<FundRow>> {
    let cells: Vec<&Cell> = row.filled().collect();
    let body: Vec<&&Cell> =
        cells.iter().filter(|c| !(c.column == 0 && words.label(&c.text) == Some(Label::Goal))).collect();
    let parted = body.iter().all(|c| plain_label(&c.text).contains('：'));
    if body.is_empty() || !parted {
        return None;
    }
    let mut out = Vec::new();
    for cell in body {
        let text = plain_label(&cell.text);
        let text = text.strip_prefix("其中：").unwrap_or(&text);
        let (label, value) = text.split_once('：').unwrap_or((text, ""));
        if words.group(label) {
            continue;
        }
        if !words.fund_row(label) || !(value.is_empty() || amount(value)) {
            return None;
        }
        let of = |text: &str| FormCell { text: text.to_owned(), ..row.form_cell(cell) };
        out.push(FundRow { label: of(label), executed: Some(of(value)), ..FundRow::default() });
    }
    Some(out)
}

/// Labels with their amounts beside them: the pairs of a row, with the column of each label.
pub(super) fn pairs(row: &Row<'_>, words: &PerformanceWords) -> Vec<(usize, FundRow)> {
    let mut out = Vec::new();
    for (cell, next) in row.cells.iter().zip(row.cells.iter().skip(1)) {
        if words.fund_row(&cell.text) && !words.fund_row(&next.text) && numeric_or_none(&next.text) {
            let fund = FundRow { label: row.form_cell(cell), initial: Some(row.form_cell(next)), ..FundRow::default() };
            out.push((cell.column, fund));
        }
    }
    out
}

/// Labels above their amounts: 资金总额, 财政拨款, 其他资金 in a row of nothing else.
pub(super) fn above<'a>(row: &Row<'a>, words: &PerformanceWords) -> Option<Vec<&'a Cell>> {
    let labels: Vec<&Cell> = row.filled().filter(|c| words.fund_row(&c.text)).collect();
    let other = row.filled().any(|c| !words.fund_row(&c.text) && !words.group(&c.text));
    (labels.len() >= 2 && !other).then_some(labels)
}

/// The amounts under such labels.
pub(super) fn below(row: &Row<'_>, labels: &[(usize, FormCell)]) -> Option<Vec<FundRow>> {
    if row.filled().next().is_none() || row.filled().any(|c| !amount(&c.text)) {
        return None;
    }
    let values = labels.iter().map(|(column, label)| {
        let mut value = row.missing(*column);
        if let Some(cell) = row.cells.iter().find(|c| c.column == *column) {
            append(&mut value, row.form_cell(cell));
        }
        FundRow { label: label.clone(), initial: Some(value), ..FundRow::default() }
    });
    Some(values.collect())
}
