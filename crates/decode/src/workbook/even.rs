//! One number of decimals for a table whose cells are formatted by different hands.
//!
//! A total of format General beside figures of format 0.00 shows digits that theirs hide; nobody would call that a mistake of the figures.
//! So the format that most cells have decides: cells that show more by chance are rounded to it, cells that hide digits show them up to it.

use super::decimal::Decimal;
use super::format::grouped;
use super::sheet::{GridCell, Value};
use std::collections::BTreeMap;

/// What formats of a table's numbers fix most often, as decimals; `None` if no cell's format fixes them.
pub(super) fn places<'a>(cells: impl Iterator<Item = &'a GridCell>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in cells {
        if let Some((_, shown, true)) = plain(&cell.value) {
            *counts.entry(shown).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(places, n)| (*n, *places)).map(|(places, _)| places)
}

/// The text of a cell in a table of so many decimals, if it is another than its format shows.
pub(super) fn even(value: &Value, places: usize) -> Option<String> {
    let (number, shown, fixed) = plain(value)?;
    let hides = number.places() > shown;
    if if fixed { shown < places && hides } else { shown > places } {
        let text = number.round(places).text();
        return Some(if value.shown().contains(',') { grouped(&text) } else { text });
    }
    None
}

/// The number, the decimals it is shown with, and whether its format fixes them. Only of numbers shown as they are: no rates, no thousands.
fn plain(value: &Value) -> Option<(Decimal, usize, bool)> {
    let Value::Number { exact, shown, fixed } = value else { return None };
    let text: String = shown.chars().filter(|c| *c != ',').collect();
    if !text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        return None;
    }
    let decimals = text.split_once('.').map_or(0, |t| t.1.len());
    let number = Decimal::parse(exact)?.quiet();
    (number.clone().round(decimals) == Decimal::parse(&text)?).then_some((number, decimals, *fixed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_format_decides() {
        let cell = |exact: &str, shown: &str, fixed| {
            let value = Value::Number { exact: exact.to_owned(), shown: shown.to_owned(), fixed };
            GridCell { row: 0, column: 0, value, formula: false }
        };
        let cells = [
            cell("987.6543", "987.65", true),
            cell("1234.5678", "1,234.57", true),
            cell("2222.2221", "2222.2221", false),
            cell("12222.2221", "12,222", true),
            cell("0.1111", "11.11%", true),
            cell("5", "5", false),
            cell("0.1234", "0.1234", true),
        ];
        let places = places(cells.iter()).unwrap();
        assert_eq!(places, 2);
        let even: Vec<Option<String>> = cells.iter().map(|c| even(&c.value, places)).collect();
        let some = |t: &str| Some(t.to_owned());
        assert_eq!(even, [None, None, some("2222.22"), some("12,222.22"), None, None, None]);
    }
}
