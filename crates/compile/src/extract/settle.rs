//! Printed figures are rounded, a workbook is exact: what only rounding keeps from adding up is made to add up.

use super::said::Known;
use super::sums::Sum;
use crate::book::Book;
use crate::cube::{Cube, reached};
use crate::workbook::{rules, slots};
use mingzhang_catalog::publish::{Publishing, Sheet, SheetRows};
use mingzhang_model::{Amount, Coordinates, Dimension, Term};
use std::collections::{BTreeMap, HashMap};

/// The smallest amount a workbook takes: 1 分.
const FEN: i64 = 100;

/// The amounts of a book, and how far from each the truth may be, in half units.
struct Settling<'a> {
    amounts: BTreeMap<Coordinates, Amount>,
    known: &'a HashMap<Coordinates, Known>,
}

/// Settles a book. The amounts that were changed, and by how much.
pub(super) fn settle(
    book: &mut Book,
    publishing: &Publishing,
    known: &HashMap<Coordinates, Known>,
    rows: &[Sum],
) -> BTreeMap<Coordinates, Amount> {
    drop_totals(book, publishing, known);
    let before: BTreeMap<Coordinates, Amount> = book.amounts.iter().map(|(c, f)| (*c, f.value)).collect();
    let mut s = Settling { amounts: before.clone(), known };
    // Rows first, breakdowns by economic subject after them: these follow the rows.
    for row in rows {
        let all: Vec<Coordinates> = row.iter().map(|(_, c)| *c).collect();
        s.meet(row, &all);
    }
    for sheet in &publishing.sheets {
        for (breakdown, others) in breakdowns(sheet, &s.amounts) {
            let sum: Sum = breakdown.iter().map(|c| (true, *c)).chain(others.into_iter().map(|c| (false, c))).collect();
            s.meet(&sum, &breakdown);
        }
    }
    let mut changed = BTreeMap::new();
    for (c, filled) in &mut book.amounts {
        let (Some(now), Some(then)) = (s.amounts.get(c), before.get(c)) else { continue };
        if now != then {
            filled.value = *now;
            changed.insert(*c, *now - *then);
        }
    }
    changed
}

/// A printed total beside its subjects, from which only rounding keeps it apart, need not be typed: the subjects say it.
fn drop_totals(book: &mut Book, publishing: &Publishing, known: &HashMap<Coordinates, Known>) {
    let finest = |c: &Coordinates| !c.get(Dimension::Subject).is_whole() || !c.get(Dimension::Economic).is_whole();
    let mut parts = book.clone();
    parts.amounts.retain(|(c, _)| finest(c));
    let sums = Cube::new(&parts, publishing);
    book.amounts.retain(|(c, filled)| {
        if finest(c) || rules::total_cell(publishing, c).is_none() {
            return true;
        }
        let Some(sum) = sums.known(c) else { return true };
        let own = parts.amounts.iter().filter(|(p, _)| reached(*p, &publishing.sums).contains(c));
        let room: i128 = own.map(|(p, _)| said(p, known)).sum::<i128>() + said(c, known);
        i128::from((sum - filled.value).abs().0) * 2 > room
    });
}

/// How far the truth may be from an amount of the book: that of this year if it was taken as last year's.
fn said(c: &Coordinates, known: &HashMap<Coordinates, Known>) -> i128 {
    let now = c.with(Dimension::Year, Term::WHOLE);
    [c, &now].into_iter().filter_map(|c| known.get(c)).map(|k| k.slack).max().unwrap_or(0)
}

/// Amounts by economic subject and the amounts by nature they are a breakdown of, as the rules of the workbook set them against each other.
fn breakdowns(sheet: &Sheet, amounts: &BTreeMap<Coordinates, Amount>) -> Vec<(Vec<Coordinates>, Vec<Coordinates>)> {
    let of = |wanted: &dyn Fn(&Coordinates) -> bool| amounts.keys().copied().filter(|c| wanted(c)).collect::<Vec<_>>();
    let mut out = Vec::new();
    match sheet.rows {
        SheetRows::Economic => {
            for means in sheet.columns.iter().filter_map(|c| slots::amount(c, None)) {
                let along = |d: Dimension| of(&|c| !c.get(d).is_whole() && c.with(d, Term::WHOLE) == means);
                out.push((along(Dimension::Economic), along(Dimension::Subject)));
            }
        }
        SheetRows::Functional => {
            for purse in &sheet.purses {
                let columns: Vec<Coordinates> =
                    sheet.columns.iter().filter_map(|c| slots::of_purse(c, purse)).collect();
                let economic = |c: &Coordinates| !c.get(Dimension::Economic).is_whole();
                if columns.is_empty() || !columns.iter().all(economic) {
                    continue;
                }
                let bare = |c: &Coordinates| c.with(Dimension::Subject, Term::WHOLE);
                let bases: Vec<Coordinates> =
                    columns.iter().map(|c| c.with(Dimension::Economic, Term::WHOLE)).collect();
                let mine = of(&|c| columns.contains(&bare(c)));
                let mut codes: Vec<Term> = mine.iter().map(|c| c.get(Dimension::Subject)).collect();
                codes.dedup();
                for code in codes {
                    let at = |c: &Coordinates| c.get(Dimension::Subject) == code;
                    let spent = |c: &Coordinates| {
                        !c.get(Dimension::Nature).is_whole()
                            && bases.contains(&bare(c).with(Dimension::Nature, Term::WHOLE))
                    };
                    let own = mine.iter().copied().filter(|c| at(c)).collect();
                    out.push((own, of(&|c| at(c) && spent(c))));
                }
            }
        }
        _ => {}
    }
    out.retain(|(a, b)| !a.is_empty() && !b.is_empty());
    out
}

impl Settling<'_> {
    /// How far an amount may go down and up and be printed the same: a half goes up.
    fn room(&self, c: &Coordinates) -> (i64, i64) {
        let slack = self.known.get(c).map_or(0, |k| k.slack);
        let half = i64::try_from(slack / 2).unwrap_or(0) / FEN * FEN;
        (half, (half - FEN).max(0))
    }

    /// Changes the amounts of `free` so that the sum is nothing, if rounding explains what it is.
    fn meet(&mut self, sum: &Sum, free: &[Coordinates]) {
        let value = |c: &Coordinates| self.amounts.get(c).copied().unwrap_or_default();
        let mut rest = sum.iter().fold(Amount::ZERO, |s, (plus, c)| if *plus { s + value(c) } else { s - value(c) });
        let slack: i128 = sum.iter().filter_map(|(_, c)| self.known.get(c)).map(|k| k.slack).sum();
        if rest.is_zero() || i128::from(rest.abs().0) * 2 > slack {
            return;
        }
        let mut list: Vec<(bool, Coordinates, (i64, i64))> = sum
            .iter()
            .filter(|(_, c)| free.contains(c) && !value(c).is_zero())
            .map(|(plus, c)| (*plus, *c, self.room(c)))
            .collect();
        // The largest amounts bear it best.
        list.sort_by_key(|(_, c, _)| std::cmp::Reverse(value(c).abs()));
        let Some(largest) = list.first().copied() else { return };
        for (plus, c, (down, up)) in list {
            let part = Amount(if plus { rest.0.clamp(-up, down) } else { rest.0.clamp(-down, up) });
            self.shift(&c, plus, part);
            rest = rest - part;
        }
        // More than that only changes the last printed digit of one of them.
        self.shift(&largest.1, largest.0, rest);
    }

    fn shift(&mut self, c: &Coordinates, plus: bool, by: Amount) {
        let value = self.amounts.entry(*c).or_default();
        *value = if plus { *value - by } else { *value + by };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cube::coordinates;
    use crate::extract::said::How;
    use mingzhang_catalog::Catalog;

    fn at(text: &str) -> Coordinates {
        coordinates(text).unwrap()
    }

    /// A book of amounts in 100 元, each rounded to them, settled.
    fn settled(list: &[(&str, i64)], rows: &[Sum]) -> Vec<(String, i64)> {
        const HUNDRED: i64 = 1_000_000;
        let publishing = Publishing::load("bazhong-budget", None).map_err(|e| e.to_string()).unwrap();
        assert!(Catalog::embedded().subjects.functional.get("2010101").is_some());
        let mut book = Book::default();
        let mut known = HashMap::new();
        for (c, n) in list {
            let value = Amount(n * HUNDRED);
            book.put(at(c), value, None);
            known.insert(at(c), Known { value, slack: i128::from(HUNDRED), how: How::Printed });
        }
        settle(&mut book, &publishing, &known, rows);
        book.amounts.iter().map(|(c, f)| (c.to_string(), f.value.0 / FEN)).collect()
    }

    #[test]
    fn a_breakdown_is_brought_to_what_it_breaks_down() {
        let basic = "支出[资金=一般公共预算财政拨款,性质=基本支出";
        let [subject, wages, office] =
            ["科目=2010101]", "经济科目=30101]", "经济科目=30201]"].map(|t| format!("{basic},{t}"));
        let values = |list: &[(&str, i64)]| settled(list, &[]).into_iter().map(|(_, v)| v).collect::<Vec<_>>();
        assert_eq!(values(&[(&subject, 100), (&wages, 60), (&office, 41)]), [1_000_000, 595_000, 405_000]);
        // What rounding does not explain stays as it is, to be told.
        assert_eq!(values(&[(&subject, 100), (&wages, 60), (&office, 48)]), [1_000_000, 600_000, 480_000]);
    }

    #[test]
    fn a_total_that_its_subjects_say_is_left_to_them() {
        let then = "支出[年度=上年,资金=一般公共预算财政拨款";
        let [total, one, two] = ["]", ",科目=2010101]", ",科目=2010102]"].map(|t| format!("{then}{t}"));
        assert_eq!(settled(&[(&total, 101), (&one, 60), (&two, 40)], &[]).len(), 2);
        assert_eq!(settled(&[(&total, 120), (&one, 60), (&two, 40)], &[]).len(), 3);
    }
}
