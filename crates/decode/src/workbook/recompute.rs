//! Simple sums of a sheet computed again: a stored result that no longer follows from its cells was changed or never recalculated.

use super::sheet::{Grid, Value, position};

/// Decimals numbers are added with; a sheet carries fifteen digits.
const PLACES: usize = 12;

/// Cells that a look for one is worth.
const TERM: usize = 10;

/// A formula whose stored result is another than its own.
pub(super) struct Stale {
    /// Row and column.
    pub at: (u32, u32),
    /// The formula, without `=`.
    pub formula: String,
    /// What it comes to.
    pub sum: String,
    /// What is stored.
    pub stored: String,
}

/// The formulas of sums and differences that do not come to what is stored; all others are left alone. `left` is how many cells may still be
/// looked at.
pub(super) fn stale(grid: &Grid, left: &mut usize) -> Vec<Stale> {
    let mut out = Vec::new();
    for (at, formula) in &grid.formulas {
        let Some(Value::Number { exact, .. }) = value(grid, *at) else { continue };
        let Some(sum) = Sum { grid, left, rest: formula }.all() else { continue };
        let Some(stored) = scaled(exact) else { continue };
        // What floats lose in a sum is far below both.
        let loss = 10_i128.pow(6).max(stored.abs() / 1_000_000_000);
        if sum.checked_sub(stored).is_some_and(|d| d.abs() > loss) {
            out.push(Stale { at: *at, formula: formula.clone(), sum: plain(sum), stored: exact.clone() });
        }
    }
    out
}

fn value(grid: &Grid, at: (u32, u32)) -> Option<&Value> {
    let found = grid.cells.binary_search_by_key(&at, |c| (c.row, c.column)).ok()?;
    grid.cells.get(found).map(|c| &c.value)
}

fn scaled(text: &str) -> Option<i128> {
    let (negative, rest) = text.strip_prefix('-').map_or((false, text), |r| (true, r));
    let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
    if whole.len() > 18 || whole.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: String = part.chars().chain(std::iter::repeat('0')).take(PLACES).collect();
    let all: i128 = format!("{whole}{part}").parse().ok()?;
    Some(if negative { -all } else { all })
}

/// Without the digits floats leave behind.
fn plain(value: i128) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>13}", (value.unsigned_abs() + 500) / 1_000 * 1_000);
    let (whole, part) = digits.split_at(digits.len() - PLACES);
    format!("{sign}{}", format!("{whole}.{part}").trim_end_matches('0').trim_end_matches('.'))
}

/// A formula of `SUM`, cells and numbers with `+` and `-` between them.
struct Sum<'a, 'b> {
    grid: &'a Grid,
    /// Cells that may still be looked at.
    left: &'b mut usize,
    rest: &'a str,
}

impl Sum<'_, '_> {
    fn all(mut self) -> Option<i128> {
        let mut total = 0_i128;
        let mut first = true;
        while !self.rest.is_empty() {
            let minus = self.take("-");
            // Between two terms there is a sign.
            if !minus && !self.take("+") && !first {
                return None;
            }
            first = false;
            let term = self.term()?;
            total = total.checked_add(if minus { -term } else { term })?;
        }
        (!first).then_some(total)
    }

    fn take(&mut self, mark: &str) -> bool {
        let found = self.rest.get(..mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark));
        if found {
            self.rest = self.rest.get(mark.len()..).unwrap_or_default();
        }
        found
    }

    fn word(&mut self) -> &str {
        let end =
            self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '$' && c != '.').unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn term(&mut self) -> Option<i128> {
        *self.left = self.left.checked_sub(TERM)?;
        if !self.take("SUM(") {
            let word = self.word();
            return match position(word) {
                None => scaled(word),
                Some(at) => match value(self.grid, at) {
                    None => Some(0),
                    Some(Value::Number { exact, .. }) => scaled(exact),
                    Some(_) => None,
                },
            };
        }
        let mut total = 0_i128;
        loop {
            total = total.checked_add(self.range()?)?;
            if self.take(")") {
                return Some(total);
            }
            if !self.take(",") {
                return None;
            }
        }
    }

    /// A range or a cell; text in it does not count.
    fn range(&mut self) -> Option<i128> {
        let first = position(self.word())?;
        let last = if self.take(":") { position(self.word())? } else { first };
        let cells = &self.grid.cells;
        let (from, to) = (cells.partition_point(|c| c.row < first.0), cells.partition_point(|c| c.row <= last.0));
        let within = cells.get(from..to)?;
        *self.left = self.left.checked_sub(within.len())?;
        let mut total = 0_i128;
        for cell in within.iter().filter(|c| (first.1..=last.1).contains(&c.column)) {
            match &cell.value {
                Value::Number { exact, .. } => total = total.checked_add(scaled(exact)?)?,
                Value::Text(_) | Value::Bool(_) => {}
                _ => return None,
            }
        }
        Some(total)
    }
}
