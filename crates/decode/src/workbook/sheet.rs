//! A sheet: its cells with what they hold and how they show it.

use super::decimal::Decimal;
use super::format::{Format, Shown};
use std::collections::BTreeMap;

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// It is hidden.
    pub hidden: bool,
    /// Cells that hold something, by row, then column.
    pub cells: Vec<GridCell>,
    /// Merged cells; the content is that of the first.
    pub merges: Vec<Area>,
    /// Hidden rows, from 0, first and last, in order.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, from 0, first and last, in order.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Formulas as far as they are known, by row, then column.
    pub(super) formulas: Vec<((u32, u32), String)>,
    /// Rows with vertical rulings: how many cells of each have one.
    pub(super) ruled: BTreeMap<u32, u32>,
}

/// A rectangle of cells, from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
    /// It is the result of a formula.
    pub formula: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, also text that looks like a number.
    Text(String),
    /// A number.
    Number {
        /// The shortest decimal that is the number stored, without exponent.
        exact: String,
        /// As the cell's number format shows it.
        shown: String,
        /// The format fixes how many decimals are shown; else as many are as there are.
        fixed: bool,
    },
    /// A date, a time or both.
    Date {
        /// ISO 8601: `2024-03-05`, `2024-03-05T18:00:00`, `18:00:00`.
        iso: String,
        /// As the cell's number format shows it.
        shown: String,
    },
    /// 真 or 假.
    Bool(bool),
    /// A formula's error: `#REF!`, `#DIV/0!` …
    Error(String),
    /// A formula that was never calculated.
    Uncalculated,
}

impl Value {
    /// The text a reader of the sheet sees.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Value::Text(t) | Value::Error(t) => t,
            Value::Number { shown, .. } | Value::Date { shown, .. } => shown,
            Value::Bool(b) => {
                if *b {
                    "TRUE"
                } else {
                    "FALSE"
                }
            }
            Value::Uncalculated => "#未计算",
        }
    }

    /// Bytes of its texts.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Value::Text(t) | Value::Error(t) => t.len(),
            Value::Number { exact, shown, .. } => exact.len() + shown.len(),
            Value::Date { iso, shown } => iso.len() + shown.len(),
            Value::Bool(_) | Value::Uncalculated => 0,
        }
    }

    /// A stored number under its format.
    pub(super) fn number(number: &Decimal, format: &Format, late: bool) -> Value {
        match format.show(number, late) {
            Shown::Number(shown, fixed) => Value::Number { exact: number.text(), shown, fixed },
            Shown::Date(iso, shown) => Value::Date { iso, shown },
        }
    }
}

impl GridCell {
    /// The cell's address: `B12`.
    #[must_use]
    pub fn address(&self) -> String {
        address(self.row, self.column)
    }
}

/// `B12` for row 11, column 1.
pub(super) fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut n = column + 1;
    while n > 0 {
        letters.push(char::from(b'A' + u8::try_from((n - 1) % 26).unwrap_or(0)));
        n = (n - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// Row and column of an address, `$` allowed; `None` if it is none.
pub(super) fn position(address: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for c in address.bytes() {
        match c {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(u32::from(c.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' if column > 0 => row = row.checked_mul(10)?.checked_add(u32::from(c - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    (row > 0 && column > 0 && row <= 1 << 20 && column <= 1 << 14).then(|| (row - 1, column - 1))
}

/// True if one of the ranges, which are in order and apart, has `n`.
fn within(ranges: &[(u32, u32)], n: u32) -> bool {
    ranges.get(ranges.partition_point(|r| r.1 < n)).is_some_and(|r| r.0 <= n)
}

/// The first from `n` to `last` that no range has; the ranges are in order, apart and not next to each other.
fn shown(ranges: &[(u32, u32)], n: u32, last: u32) -> Option<u32> {
    let first = match ranges.get(ranges.partition_point(|r| r.1 < n)) {
        Some(range) if range.0 <= n => range.1 + 1,
        _ => n,
    };
    (first <= last).then_some(first)
}

impl Grid {
    /// The first row from one to another that is shown.
    pub(super) fn shown_row(&self, from: u32, to: u32) -> Option<u32> {
        shown(&self.hidden_rows, from, to)
    }

    /// The first column from one to another that is shown.
    pub(super) fn shown_column(&self, from: u32, to: u32) -> Option<u32> {
        shown(&self.hidden_columns, from, to)
    }

    /// True for a row that is hidden.
    #[must_use]
    pub fn hides_row(&self, row: u32) -> bool {
        within(&self.hidden_rows, row)
    }

    /// True for a column that is hidden.
    #[must_use]
    pub fn hides_column(&self, column: u32) -> bool {
        within(&self.hidden_columns, column)
    }

    pub(super) fn hide_row(&mut self, row: u32) {
        match self.hidden_rows.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => self.hidden_rows.push((row, row)),
        }
    }

    pub(super) fn rule(&mut self, row: u32, cells: u32) {
        *self.ruled.entry(row).or_default() += cells;
    }

    /// Cells and hidden ranges in order, each position once.
    pub(super) fn ordered(mut self) -> Grid {
        for ranges in [&mut self.hidden_rows, &mut self.hidden_columns] {
            ranges.sort_unstable();
            ranges.dedup_by(|next, before| {
                let joined = next.0 <= before.1.saturating_add(1);
                if joined {
                    before.1 = before.1.max(next.1);
                }
                joined
            });
        }
        self.cells.sort_by_key(|c| (c.row, c.column));
        self.cells.dedup_by_key(|c| (c.row, c.column));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_ranges_are_joined() {
        let hidden_rows = vec![(9, 9), (1, 2), (3, 3), (2, 5)];
        let grid = Grid { hidden_rows, ..Grid::default() }.ordered();
        assert_eq!(grid.hidden_rows, [(1, 5), (9, 9)]);
        let hidden: Vec<u32> = (0..12).filter(|r| grid.hides_row(*r)).collect();
        assert_eq!(hidden, [1, 2, 3, 4, 5, 9]);
    }

    #[test]
    fn addresses() {
        for (row, column, text) in [(0, 0, "A1"), (11, 1, "B12"), (4, 25, "Z5"), (4, 26, "AA5"), (0, 16383, "XFD1")] {
            assert_eq!(address(row, column), text);
            assert_eq!(position(text), Some((row, column)));
        }
        assert_eq!((position("1A"), position("A0"), position("A"), position("ZZZZZZZZZ1")), (None, None, None, None));
    }
}
