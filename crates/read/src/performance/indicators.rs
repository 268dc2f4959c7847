//! 绩效指标: rows under column heads, level names carried down, the row of totals.

use super::row::{Columns, Row, append, numeric_or_none};
use mingzhang_catalog::performance::{IndicatorColumn as Is, PerformanceWords, bare};
use mingzhang_model::document::Cell;
use mingzhang_model::performance::{FormCell, FormTotal, Indicator};

/// The columns of the indicators, if the row is their head.
pub(super) fn head(row: &Row<'_>, words: &PerformanceWords) -> Option<Columns<Is>> {
    let columns = Columns::of(row, |c| words.indicator_column(&c.text));
    let levels = [Is::Level1, Is::Level2, Is::Name].into_iter().filter(|w| columns.get(*w).is_some()).count();
    let named = levels >= 2 || columns.has(&[Is::Name, Is::Target]);
    (named && columns.list.len() >= 3).then_some(columns)
}

/// The indicators being read.
pub(super) struct Reading {
    pub columns: Columns<Is>,
    /// What stands under the head of several columns: 确定能, 有可能, 完全不可能.
    below: Vec<(usize, String)>,
    level1: FormCell,
    level2: FormCell,
    pub rows: Vec<Indicator>,
    /// Rows whose cells had to be shifted to fit their columns.
    shifted: Vec<usize>,
    fresh: bool,
}

/// What a row is.
pub(super) enum Found {
    /// An indicator, or nothing.
    Read,
    /// The row of totals without its label.
    Total(Box<FormTotal>),
}

impl Reading {
    pub fn new(columns: Columns<Is>) -> Reading {
        Reading {
            columns,
            below: Vec::new(),
            level1: FormCell::default(),
            level2: FormCell::default(),
            rows: Vec::new(),
            shifted: Vec::new(),
            fresh: true,
        }
    }

    /// The first column of an indicator's own text.
    pub fn name_column(&self) -> usize {
        let name = self.columns.get(Is::Name).or(self.columns.get(Is::Level2));
        name.map_or(0, |c| c.from)
    }

    fn fits(words: &PerformanceWords, what: Is, text: &str) -> i32 {
        match what {
            Is::Comparator => {
                if words.comparator(text) {
                    3
                } else {
                    -3
                }
            }
            Is::Weight | Is::Score => {
                if numeric_or_none(text) {
                    2
                } else {
                    -2
                }
            }
            Is::Level1 if words.level1(text) => 3,
            Is::Level2 if words.parent(text).is_some() => 3,
            Is::Level1 | Is::Level2 => {
                if text.contains("指标") {
                    1
                } else {
                    -2
                }
            }
            Is::Name if numeric_or_none(text) || words.comparator(text) => -2,
            Is::Name if words.level1(text) || words.parent(text).is_some() => -1,
            _ => 0,
        }
    }

    /// Reads a row.
    pub fn row(&mut self, row: &Row<'_>, words: &PerformanceWords) -> Found {
        let fresh = std::mem::take(&mut self.fresh);
        if fresh && self.heads_below(row) {
            self.fresh = true;
            return Found::Read;
        }
        let short = row.ragged && row.width() < self.columns.width;
        if short && row.filled().next().is_none() {
            return Found::Read;
        }
        let shift = self.columns.shift(row, |what, text| Self::fits(words, what, text));
        let cell = |what| self.columns.cell(row, what, shift);
        let level = |what: Is| {
            let cell = cell(what).unwrap_or_default();
            let prints = !cell.is_blank() && cell.at.0 == row.index;
            (cell, prints)
        };
        // A form of two levels names its indicators in the second.
        let named = self.columns.get(Is::Name).is_some();
        let name = if named { cell(Is::Name) } else { cell(Is::Level2) }.unwrap_or_default();
        let (level1, prints1) = level(Is::Level1);
        let (level2, prints2) = if named { level(Is::Level2) } else { (FormCell::default(), false) };
        let indicator = Indicator {
            level1: self.level1.clone(),
            level2: self.level2.clone(),
            prints: (prints1, prints2),
            name,
            comparator: cell(Is::Comparator),
            target: cell(Is::Target).unwrap_or_else(|| row.missing(0)),
            unit: cell(Is::Unit),
            actual: cell(Is::Actual),
            expected: cell(Is::Expected),
            likelihood: self.likelihood(row, shift),
            weight: cell(Is::Weight),
            score: cell(Is::Score),
            reason: cell(Is::Reason),
        };
        let without = Without::of(&indicator);
        if short && without.all_but_name && !prints1 && !prints2 {
            // The rest of a name that was torn in two.
            if let Some(last) = self.rows.last_mut() {
                append(&mut last.name, indicator.name);
                return Found::Read;
            }
        }
        if without.words && !prints1 && !prints2 && hundred(indicator.weight.as_ref()) {
            return Found::Total(Box::new(FormTotal {
                label: FormCell { text: String::new(), ..indicator.name },
                weight: indicator.weight.unwrap_or_default(),
                score: indicator.score.unwrap_or_default(),
            }));
        }
        if prints1 {
            self.level1 = level1;
            self.level2 = FormCell::default();
        }
        if prints2 {
            self.level2 = level2;
        }
        if shift > 0 {
            self.shifted.push(self.rows.len());
        }
        self.rows.push(Indicator { level1: self.level1.clone(), level2: self.level2.clone(), ..indicator });
        Found::Read
    }

    /// A second row of heads: 确定能, 有可能, 完全不可能 under 完成目标可能性, 经费保障 … under the reasons.
    fn heads_below(&mut self, row: &Row<'_>) -> bool {
        let under = |what: Is, column: usize| {
            self.columns.get(what).is_some_and(|c| c.to > c.from + 1 && c.from <= column && column < c.to)
        };
        let mut filled = row.filled().peekable();
        if filled.peek().is_none() || !filled.all(|c| under(Is::Likelihood, c.column) || under(Is::Reason, c.column)) {
            return false;
        }
        let below = row.filled().filter(|c| under(Is::Likelihood, c.column)).map(|c| (c.column, c.text.clone()));
        self.below = below.collect();
        true
    }

    /// The word over the mark.
    fn likelihood(&self, row: &Row<'_>, shift: usize) -> Option<FormCell> {
        let cell = self.columns.cell(row, Is::Likelihood, shift)?;
        let head = self.below.iter().find(|(c, _)| *c == cell.at.1).map(|(_, t)| t.clone());
        Some(match head {
            Some(text) if matches!(cell.text.as_str(), "√" | "✓" | "✔" | "是" | "1" | "●") => {
                FormCell { text, ..cell }
            }
            _ => cell,
        })
    }

    /// Ends the reading: blank rows at the end are padding where no total follows; the number of shifted rows with the first one's cell.
    pub fn end(&mut self, words: &PerformanceWords, total: bool) -> Option<(usize, FormCell)> {
        while !total && self.rows.last().is_some_and(|r| Without::of(r).all) {
            self.rows.pop();
        }
        self.shifted.retain(|i| *i < self.rows.len());
        self.take_from_below(words);
        let first = self.shifted.first().and_then(|i| self.rows.get(*i))?;
        Some((self.shifted.len(), first.name.clone()))
    }

    /// In rows that lost cells the name of level 1 may stand in the middle of its rows: where the next one printed fits and the last does not,
    /// it is the next one's.
    fn take_from_below(&mut self, words: &PerformanceWords) {
        let mut next: Option<FormCell> = None;
        for i in (0..self.rows.len()).rev() {
            let shifted = self.shifted.contains(&i);
            let Some(row) = self.rows.get_mut(i) else { continue };
            if row.prints.0 {
                next = Some(row.level1.clone());
                continue;
            }
            let Some(parent) = words.parent(&row.level2.text).filter(|_| shifted) else { continue };
            if let Some(next) = next.as_ref().filter(|n| bare(&n.text) == parent && bare(&row.level1.text) != parent) {
                row.level1 = next.clone();
            }
        }
    }
}

/// What an indicator's row does not say.
struct Without {
    /// Nothing at all.
    all: bool,
    /// Nothing but a name.
    all_but_name: bool,
    /// Neither name nor comparator, target, unit, value or reason.
    words: bool,
}

impl Without {
    fn of(i: &Indicator) -> Without {
        let none = |c: &Option<FormCell>| c.as_ref().is_none_or(FormCell::is_blank);
        let said = i.target.is_blank() && none(&i.comparator) && none(&i.unit) && none(&i.actual) && none(&i.reason);
        let scored = none(&i.weight) && none(&i.score);
        let printed = i.prints.0 || i.prints.1;
        Without {
            all: said && scored && i.name.is_blank() && !printed,
            all_but_name: said && scored && !i.name.is_blank(),
            words: said && i.name.is_blank(),
        }
    }
}

fn hundred(cell: Option<&FormCell>) -> bool {
    cell.is_some_and(|c| matches!(c.text.trim_end_matches('分'), "100" | "100.0" | "100.00" | "100%"))
}

/// The row of totals: by its columns where the row has all of them, or else the numbers after the label.
pub(super) fn total(row: &Row<'_>, columns: &Columns<Is>, label: &Cell) -> FormTotal {
    let label_cell = row.form_cell(label);
    let after: Vec<&Cell> = row.cells.iter().copied().filter(|c| c.column > label.column).collect();
    let numbers: Vec<_> = after.iter().copied().filter(|c| crate::tables::numeric(&c.text)).collect();
    let whole = !row.ragged || row.cells.len() >= columns.width;
    if whole && columns.has(&[Is::Weight, Is::Score]) {
        let cell = |what| columns.cell(row, what, 0).unwrap_or_default();
        let total = FormTotal { label: label_cell.clone(), weight: cell(Is::Weight), score: cell(Is::Score) };
        // A converter puts what a row lacks at its end: then the figures stand before their columns.
        if numbers.is_empty() || !(total.weight.is_blank() && total.score.is_blank()) {
            return total;
        }
    }
    let (weight, score) = match numbers.as_slice() {
        [weight, score, ..] => (Some(*weight), Some(*score)),
        // With one number, the cell after it is the blank score.
        [one] => (Some(*one), after.iter().copied().find(|c| c.column > one.column)),
        [] => (after.first().copied(), after.get(1).copied()),
    };
    let cell = |c: Option<&Cell>| c.map_or_else(|| row.missing(row.width()), |c| row.form_cell(c));
    let has_weight = columns.get(Is::Weight).is_some();
    if !has_weight && numbers.len() == 1 {
        return FormTotal { label: label_cell, weight: FormCell::default(), score: cell(weight) };
    }
    FormTotal { label: label_cell, weight: cell(weight), score: cell(score) }
}
