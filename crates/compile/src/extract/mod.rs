//! A report that was read becomes a book: as it is, or as the start of next year's.

mod cells;
mod lists;
mod said;
mod settle;
mod sums;
mod words;

pub use cells::Slot;
pub use said::Conflict;

use crate::book::{Book, OTHER_MONEY};
use crate::cube::PURSES;
use crate::workbook::slots;
use cells::Cell;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::{Publishing, Sheet};
use mingzhang_model::{Amount, Coordinates, Dimension, Disclosure, Kind, Level, Term};
use said::{How, Known, Said};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use sums::Sum;

/// Which year's book a report becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// The year it reports on.
    Same,
    /// The next one: its amounts are those of the year before, its balances those to begin with, its reasons are gone.
    Next,
}

/// A cell that could not be filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The cell.
    pub slot: Slot,
    /// Why.
    pub why: &'static str,
}

/// A book from a report, and what is to be known of it.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// The book.
    pub book: Book,
    /// Cells for amounts whose amount is known, nothing included.
    pub filled: usize,
    /// Of these, those that no figure says but others together do.
    pub worked: Vec<(Slot, Amount)>,
    /// Of these, those that were changed within the rounding of what is printed, so that sums are right, and by how much.
    pub settled: Vec<(Slot, Amount)>,
    /// Cells that are left to the clerk.
    pub missing: Vec<Missing>,
    /// Figures that disagree.
    pub conflicts: Vec<Conflict>,
}

/// Makes a book of a report.
#[must_use]
pub fn extract(report: &Disclosure, publishing: &Publishing, catalog: &Catalog, shift: Shift) -> Extracted {
    let codes: BTreeSet<String> = report
        .facts
        .iter()
        .map(|f| f.coordinates.get(Dimension::Subject).word())
        .filter(|code| code.len() == 7 && catalog.subjects.functional.get(code).is_some())
        .map(str::to_owned)
        .collect();
    let mut out = Extracted::default();
    out.book.profile.clone_from(&publishing.profile);
    identity(report, shift, &mut out);
    let cells = cells::amounts(publishing, catalog, &codes);
    let said = Said::new(report);
    let known = known(&said, publishing, &cells, &mut out.conflicts);
    amounts(&mut out, publishing, &cells, &said, &known, shift);
    let changed = settle::settle(&mut out.book, publishing, &known, &balances(publishing, &cells));
    let moved = |cell: &Cell| changed.get(&cell.means).map(|by| (cell.slot.clone(), *by));
    out.settled = cells.iter().filter_map(moved).collect();
    words::put(&mut out, report, publishing, &known, shift);
    lists::put(&mut out.book, report, publishing, shift);
    for (name, slot, _) in cells::fields(publishing) {
        if out.book.text(&name).is_none() && (shift == Shift::Same || words::lasting(&name)) {
            out.missing.push(Missing { slot, why: "没有找到这段文字" });
        }
    }
    out
}

fn identity(report: &Disclosure, shift: Shift, out: &mut Extracted) {
    let who = &report.identity;
    let mut say = |name: &str, text: &str| out.book.say(name, Coordinates::default(), text, None);
    if let Some(entity) = &who.entity {
        say("单位全称", entity);
    }
    if let Some(year) = who.fiscal_year {
        say("年度", &(year + i32::from(shift == Shift::Next)).to_string());
    }
    if let Some(level) = who.level {
        say("公开主体", if level == Level::Unit { "单位" } else { "部门" });
    }
}

/// Everything the report says of the cells and of what they add up to.
fn known(
    said: &Said<'_>,
    publishing: &Publishing,
    cells: &[Cell],
    conflicts: &mut Vec<Conflict>,
) -> HashMap<Coordinates, Known> {
    let kind = publishing.layout.kind();
    let means: Vec<Coordinates> = cells.iter().map(|c| c.means).collect();
    let (mut all, mut sums) = sums::hierarchies(&means, &publishing.sums);
    sums.extend(sums::accounts());
    let rows = balances(publishing, cells);
    sums.extend(rows.iter().cloned());
    let mut known = HashMap::new();
    // A budget that has no balances to fill in has none.
    let there = |c: &Coordinates| all.contains(c) || c.get(Dimension::Measure).word().ends_with("总计");
    sums.retain(|sum| sum.iter().all(|(_, c)| there(c)));
    all.extend(sums.iter().flatten().map(|(_, c)| *c));
    let mut derived = Vec::new();
    for c in &all {
        let printed = std::iter::once(*c).chain(other_words(c)).find_map(|c| said.printed(&c, conflicts));
        match printed {
            Some(k) => {
                known.insert(*c, k);
            }
            None => derived.extend(said.before(c, kind).map(|k| (*c, k))),
        }
    }
    known.extend(derived);
    sums::work_out(&mut known, &sums);
    if carried(&mut known, &rows) {
        sums::work_out(&mut known, &sums);
    }
    known
}

/// The same amount under the stage another form names it by.
fn other_words(c: &Coordinates) -> Vec<Coordinates> {
    let (measure, stage) = (c.get(Dimension::Measure).word(), c.get(Dimension::Stage).word());
    let stages: &[&str] = match stage {
        "预算" => &["全年预算", "年初预算"],
        "" if measure.starts_with("绩效") => &["预算"],
        _ => &[],
    };
    let mut out: Vec<Coordinates> = stages.iter().map(|s| c.at(Dimension::Stage, s)).collect();
    // The ministry's sentence tells of projects and their money without saying that it is their self-evaluation.
    match measure {
        "绩效自评项目数" => out.push(c.at(Dimension::Measure, "绩效项目数")),
        "绩效自评金额" => out.push(c.at(Dimension::Measure, "绩效项目金额")),
        _ => {}
    }
    out
}

/// The balance of each row: opening and income against expenditure and closing.
fn balances(publishing: &Publishing, cells: &[Cell]) -> Vec<Sum> {
    let mut rows: BTreeMap<(usize, usize), Sum> = BTreeMap::new();
    for cell in cells {
        let Some(line) = cell.line else { continue };
        let Some(balance) = publishing.sheets.get(line.0).and_then(|s| s.balance.as_ref()) else { continue };
        if !balance.rest.is_empty() {
            continue;
        }
        let left = balance.left.contains(&cell.slot.column);
        if left || balance.right.contains(&cell.slot.column) {
            rows.entry(line).or_default().push((left, cell.means));
        }
    }
    rows.into_values().collect()
}

/// Balances by subject are printed nowhere. The least that rows need is the truth if it adds up to the printed totals,
/// because anything more would add to both sides of a row.
fn carried(known: &mut HashMap<Coordinates, Known>, rows: &[Sum]) -> bool {
    const SIDES: [(&str, bool); 2] = [("年初结转和结余", true), ("年末结转和结余", false)];
    let measure = |c: &Coordinates, m: &str| c.get(Dimension::Measure) == Term::new(m);
    let mut added = false;
    for purse in PURSES {
        let mut needs: Vec<(Coordinates, Coordinates, Amount, i128)> = Vec::new();
        let mut complete = true;
        for row in rows {
            let find = |m: &str| {
                row.iter().map(|(_, c)| *c).find(|c| measure(c, m) && c.get(Dimension::Purse) == Term::new(purse))
            };
            let (Some(open), Some(close)) = (find(SIDES[0].0), find(SIDES[1].0)) else { continue };
            if known.contains_key(&open) && known.contains_key(&close) {
                continue;
            }
            let (mut rest, mut slack) = (Amount::ZERO, 0);
            for (left, c) in row.iter().filter(|(_, c)| *c != open && *c != close) {
                match known.get(c) {
                    Some(k) => {
                        rest = if *left { rest + k.value } else { rest - k.value };
                        slack += k.slack;
                    }
                    None => complete = false,
                }
            }
            complete &= !known.contains_key(&open) && !known.contains_key(&close);
            needs.push((open, close, rest, slack));
        }
        let total = |m: &str| known.get(&Coordinates::of(m).at(Dimension::Purse, purse)).copied();
        let (Some(open), Some(close)) = (total(SIDES[0].0), total(SIDES[1].0)) else { continue };
        let sum = |sign: i64| {
            needs.iter().fold(0i64, |s, (_, _, rest, slack)| {
                let some = i128::from(rest.abs().0) * 2 > *slack && rest.0.signum() == sign;
                s.saturating_add(if some { rest.abs().0 } else { 0 })
            })
        };
        let slack: i128 = needs.iter().map(|(_, _, _, s)| *s).sum();
        let meets =
            |need: i64, said: Known| (i128::from(need) - i128::from(said.value.0)).abs() * 2 <= slack + said.slack;
        if !complete || needs.is_empty() || !meets(sum(-1), open) || !meets(sum(1), close) {
            continue;
        }
        for (open, close, rest, slack) in needs {
            let some = i128::from(rest.abs().0) * 2 > slack;
            for (c, sign) in [(open, -1), (close, 1)] {
                let value = if some && rest.0.signum() == sign { rest.abs() } else { Amount::ZERO };
                known.insert(c, Known { value, slack: if value.is_zero() { 0 } else { slack }, how: How::Worked });
            }
        }
        added = true;
    }
    added
}

/// What a cell takes of what is known; `None` if it is this year's own.
fn origin(c: &Coordinates, kind: Kind, shift: Shift) -> Option<Coordinates> {
    match shift {
        Shift::Same => Some(*c),
        Shift::Next if !c.get(Dimension::Year).is_whole() => Some(c.with(Dimension::Year, Term::WHOLE)),
        // What was left at the end is there at the beginning.
        Shift::Next if kind == Kind::FinalAccounts && c.get(Dimension::Measure) == Term::new("年初结转和结余") => {
            Some(c.at(Dimension::Measure, "年末结转和结余"))
        }
        Shift::Next => None,
    }
}

/// Purse and subject of a row.
fn spent(c: &Coordinates) -> Coordinates {
    let purse = match c.get(Dimension::Source).word().strip_suffix("收入") {
        Some(p) if PURSES.contains(&p) => Term::new(p),
        Some(_) => Term::new(OTHER_MONEY),
        None => c.get(Dimension::Purse),
    };
    Coordinates::of("支出").with(Dimension::Purse, purse).with(Dimension::Subject, c.get(Dimension::Subject))
}

fn amounts(
    out: &mut Extracted,
    publishing: &Publishing,
    cells: &[Cell],
    said: &Said<'_>,
    known: &HashMap<Coordinates, Known>,
    shift: Shift,
) {
    let kind = publishing.layout.kind();
    let some = |c: &Coordinates| known.get(c).is_some_and(|k| !k.value.is_zero());
    let economic = |c: &Coordinates| !c.get(Dimension::Economic).is_whole() && c.get(Dimension::Subject).is_whole();
    // Rows of subjects are there if anything is known of them.
    let rows: BTreeSet<(usize, usize)> = cells
        .iter()
        .filter(|cell| some(&cell.means) || (!economic(&cell.means) && some(&spent(&cell.means))))
        .filter_map(|cell| cell.line)
        .collect();
    for cell in cells {
        let Some(from) = origin(&cell.means, kind, shift) else {
            if cell.line.is_some_and(|l| rows.contains(&l)) && !economic(&cell.means) {
                out.book.listed.insert(spent(&cell.means));
            }
            continue;
        };
        let there = cell.line.is_none_or(|line| rows.contains(&line));
        match known.get(&from) {
            Some(k) if there => {
                out.filled += 1;
                if cell.line.is_none() && k.how == How::Printed || !k.value.is_zero() {
                    out.book.put(cell.means, k.value, None);
                }
                if k.how == How::Worked && !k.value.is_zero() {
                    out.worked.push((cell.slot.clone(), k.value));
                }
            }
            None if there || economic(&cell.means) => {
                out.missing.push(Missing { slot: cell.slot.clone(), why: why(&from, said, known) });
            }
            _ => {}
        }
    }
    for sheet in &publishing.sheets {
        for purse in &sheet.purses {
            if let Some(slot) = total_only(sheet, purse, cells, &rows, known, publishing) {
                out.missing.push(Missing { slot, why: "只公布了合计，没有项级科目" });
            }
        }
    }
}

/// Why an amount is not known.
fn why(c: &Coordinates, said: &Said<'_>, known: &HashMap<Coordinates, Known>) -> &'static str {
    let whole =
        |d: Dimension| !c.get(d).is_whole() && known.get(&c.with(d, Term::WHOLE)).is_some_and(|k| !k.value.is_zero());
    if said.lost(c) {
        "所在表格的行列没有读准"
    } else if said.rate_only(c) {
        "只公布了增减比例"
    } else if [Dimension::Nature, Dimension::Item, Dimension::Economic].into_iter().any(whole) {
        "只公布了合计"
    } else {
        "没有公布"
    }
}

/// Money of a purse of which no row is known.
fn total_only(
    sheet: &Sheet,
    purse: &str,
    cells: &[Cell],
    rows: &BTreeSet<(usize, usize)>,
    known: &HashMap<Coordinates, Known>,
    publishing: &Publishing,
) -> Option<Slot> {
    let n = publishing.sheets.iter().position(|s| std::ptr::eq(s, sheet))?;
    let mine = |cell: &&Cell| spent(&cell.means).get(Dimension::Purse) == Term::new(purse);
    let any = cells.iter().filter(mine).filter_map(|c| c.line).any(|line| line.0 == n && rows.contains(&line));
    let total = sheet
        .columns
        .iter()
        .filter_map(|c| slots::of_purse(c, purse))
        .any(|c| known.get(&c).is_some_and(|k| !k.value.is_zero()));
    (total && !any).then(|| Slot { sheet: sheet.name.clone(), row: purse.to_owned(), column: String::new() })
}
