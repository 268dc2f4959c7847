//! Rules between cells, as far as the report would not show them or would show them only where the cause is hard to see.

use super::Problem;
use super::sheet::{exact, money};
use super::slots;
use crate::book::{Book, Filled};
use crate::cube::{Cube, coordinates};
use mingzhang_catalog::publish::{Column, Publishing, Sheet, SheetRows};
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Coordinates, Dimension, Term};
use std::collections::{BTreeMap, BTreeSet};

/// A part, its whole, and what they are called: the part may not exceed the whole.
const PARTS: [(&str, &str, &str); 5] = [
    ("政府采购[事项=授予小微企业]", "政府采购[事项=授予中小企业]", "授予小微企业合同金额大于授予中小企业合同金额"),
    (
        "政府采购[事项=预留小微企业]",
        "政府采购[事项=预留中小企业]",
        "预留给小微企业的采购预算大于面向中小企业预留的采购预算",
    ),
    ("三公经费[事项=外事接待费]", "三公经费[事项=公务接待费]", "外事接待费大于公务接待费"),
    ("因公出国团组", "因公出国人次", "因公出国（境）团组数大于人次数"),
    ("国内接待批次", "国内接待人次", "国内公务接待批次大于人次"),
];

/// Amounts by what they mean.
struct Known<'a> {
    amounts: BTreeMap<Coordinates, &'a Filled<Amount>>,
    /// Also of those that are blank.
    cells: &'a BTreeMap<Coordinates, Source>,
}

impl Known<'_> {
    fn value(&self, c: &Coordinates) -> Amount {
        self.amounts.get(c).map_or(Amount::ZERO, |f| f.value)
    }

    fn source(&self, c: &Coordinates) -> Option<Source> {
        self.cells.get(c).cloned()
    }
}

/// Checks a book, and takes out what is said twice.
pub(super) fn check(
    book: &mut Book,
    publishing: &Publishing,
    cells: &BTreeMap<Coordinates, Source>,
    problems: &mut Vec<Problem>,
) {
    doubled(book, publishing, cells, problems);
    let book = &*book;
    let known = Known { amounts: book.amounts.iter().map(|(c, f)| (*c, f)).collect(), cells };
    for sheet in &publishing.sheets {
        match sheet.rows {
            SheetRows::Functional => {
                balance(sheet, &known, problems);
                by_class(sheet, &known, problems);
            }
            SheetRows::Economic => economic(sheet, publishing, &known, problems),
            _ => {}
        }
    }
    parts(&known, problems);
    crate::projects::check(book, publishing, problems);
    let units = book.list("所属单位");
    if let (Some(level), Some(first)) = (book.text("公开主体"), units.first())
        && level.value == "单位"
    {
        let cells = level.source.iter().chain(first.texts.values().filter_map(|t| t.source.as_ref())).take(2);
        problems.push(Problem::warning(
            cells.cloned().collect(),
            "公开主体是“单位”，却填了所属单位，这些单位不会写进报告；请改选“部门”或清空所属单位。",
        ));
    }
}

/// Totals that are typed although their parts are typed too: they would count twice.
fn doubled(
    book: &mut Book,
    publishing: &Publishing,
    cells: &BTreeMap<Coordinates, Source>,
    problems: &mut Vec<Problem>,
) {
    let finest = |c: &Coordinates| !c.get(Dimension::Subject).is_whole() || !c.get(Dimension::Economic).is_whole();
    let mut parts = book.clone();
    parts.amounts.retain(|(c, _)| finest(c));
    let sums = Cube::new(&parts, publishing.layout.kind());
    book.amounts.retain(|(c, filled)| {
        let Some(sum) = sums.known(c).filter(|_| !finest(c) && total_cell(publishing, c).is_some()) else {
            return true;
        };
        if sum != filled.value {
            let places = cells.get(c).cloned().into_iter().chain(total_cell(publishing, c)).collect();
            let message = format!(
                "这里填的是 {}，各科目的合计是 {}，相差 {} 元；请核对两处，各科目都填了的，这一格可以留空。",
                money(filled.value),
                money(sum),
                money((sum - filled.value).abs())
            );
            problems.push(Problem::error(places, message));
        }
        false
    });
}

/// The cell that shows the sum of functional subjects.
fn total_cell(publishing: &Publishing, means: &Coordinates) -> Option<Source> {
    publishing.sheets.iter().filter(|s| s.rows == SheetRows::Functional).find_map(|s| {
        let found = |p: &String| s.columns.iter().position(|c| slots::of_purse(c, p).as_ref() == Some(means));
        let (p, c) = s.purses.iter().enumerate().find_map(|(n, p)| Some((n, found(p)?)))?;
        let row = slots::HEADER + 1 + if s.purses.len() > 1 { u32::try_from(p).unwrap_or(0) + 1 } else { 0 };
        Some(slots::source(&s.name, row, slots::column(s, c)))
    })
}

fn parts(known: &Known<'_>, problems: &mut Vec<Problem>) {
    for (part, whole, message) in PARTS {
        let (Some(part), Some(whole)) = (coordinates(part), coordinates(whole)) else { continue };
        let (less, more) = (known.value(&part), known.value(&whole));
        if less > more {
            let cells = [part, whole].iter().filter_map(|c| known.source(c)).collect();
            let count = part.get(Dimension::Item).is_whole();
            let shown = if count { (exact(less), exact(more)) } else { (money(less), money(more)) };
            problems.push(Problem::error(cells, format!("{message}（{}，{}）；请核对两格。", shown.0, shown.1)));
        }
    }
}

/// Codes that a sheet's amounts of a purse have.
fn codes(sheet: &Sheet, purse: &str, known: &Known<'_>) -> BTreeSet<&'static str> {
    let bases: Vec<Coordinates> = sheet.columns.iter().filter_map(|c| slots::of_purse(c, purse)).collect();
    let mine = |c: &&Coordinates| bases.contains(&c.with(Dimension::Subject, Term::WHOLE));
    known.amounts.keys().filter(mine).map(|c| c.get(Dimension::Subject).word()).filter(|w| w.len() == 7).collect()
}

/// Income and carry-over of a row against its expenditure and what is left.
fn balance(sheet: &Sheet, known: &Known<'_>, problems: &mut Vec<Problem>) {
    let Some(balance) = &sheet.balance else { return };
    let named = |title: &String| sheet.columns.iter().find(|c| c.title == *title);
    for purse in &sheet.purses {
        let mut open = Vec::new();
        for code in codes(sheet, purse, known) {
            let side = |titles: &[String]| {
                let cells: Vec<Coordinates> = titles
                    .iter()
                    .filter_map(|t| slots::of_purse(named(t)?, purse))
                    .map(|c| c.at(Dimension::Subject, code))
                    .collect();
                let sum = cells.iter().fold(Amount::ZERO, |s, c| s + known.value(c));
                (sum, cells.iter().filter_map(|c| known.source(c)).collect::<Vec<Source>>())
            };
            let ((left, mut cells), (right, others)) = (side(&balance.left), side(&balance.right));
            cells.extend(others);
            if left != right {
                open.push((code, left, right, cells));
            }
        }
        // Money moved between subjects opens two rows and leaves the purse in balance.
        let moved = open.iter().fold(Amount::ZERO, |s, (_, l, r, _)| s + *l - *r).is_zero();
        for (code, left, right, cells) in open {
            let (l, r) = (balance.left.join("＋"), balance.right.join("＋"));
            let message = format!(
                "科目 {code}（{purse}）收支不平衡：{l}＝{}，{r}＝{}，相差 {} 元；请核对这一行。",
                money(left),
                money(right),
                money((left - right).abs())
            );
            problems.push(if moved { Problem::warning(cells, message) } else { Problem::error(cells, message) });
        }
    }
}

/// Rows of functional subjects by economic classes: together basics and projects of the subject.
fn by_class(sheet: &Sheet, known: &Known<'_>, problems: &mut Vec<Problem>) {
    let economic = |c: &Column| c.means.as_ref().is_some_and(|m| m.sets(Dimension::Economic));
    if sheet.columns.is_empty() || !sheet.columns.iter().all(economic) {
        return;
    }
    for purse in &sheet.purses {
        let bare = |c: &Column| Some(slots::of_purse(c, purse)?.with(Dimension::Economic, Term::WHOLE));
        let Some(base) = sheet.columns.first().and_then(bare) else { continue };
        let spent = |c: &Coordinates| {
            c.with(Dimension::Nature, Term::WHOLE).with(Dimension::Subject, Term::WHOLE) == base
                && !c.get(Dimension::Nature).is_whole()
        };
        let mut all: BTreeSet<&str> = codes(sheet, purse, known);
        all.extend(known.amounts.keys().filter(|c| spent(c)).map(|c| c.get(Dimension::Subject).word()));
        // Who does not fill in the sheet at all is told by the report's gaps and not row by row.
        if codes(sheet, purse, known).is_empty() {
            continue;
        }
        for code in all.into_iter().filter(|c| c.len() == 7) {
            let at = |c: &Coordinates| c.get(Dimension::Subject).word() == code;
            let of = |wanted: &dyn Fn(&Coordinates) -> bool| {
                let list: Vec<&Coordinates> = known.amounts.keys().filter(|c| at(c) && wanted(c)).collect();
                let sum = list.iter().fold(Amount::ZERO, |s, c| s + known.value(c));
                (sum, list.iter().filter_map(|c| known.source(c)).collect::<Vec<Source>>())
            };
            let classes: Vec<Coordinates> = sheet
                .columns
                .iter()
                .filter_map(|c| Some(slots::of_purse(c, purse)?.at(Dimension::Subject, code)))
                .collect();
            let ((left, mut cells), (right, others)) = (of(&|c| classes.contains(c)), of(&spent));
            if left != right {
                cells.extend(others);
                let message = format!(
                    "科目 {code} 按经济分类的合计是 {}，基本支出与项目支出之和是 {}，相差 {} 元；请核对。",
                    money(left),
                    money(right),
                    money((left - right).abs())
                );
                problems.push(Problem::error(cells, message));
            }
        }
    }
}

/// The economic breakdown against what the functional subjects say.
fn economic(sheet: &Sheet, publishing: &Publishing, known: &Known<'_>, problems: &mut Vec<Problem>) {
    for (n, column) in sheet.columns.iter().enumerate() {
        let Some(means) = slots::amount(column, None) else { continue };
        let of = |d: Dimension| {
            let list: Vec<&Coordinates> =
                known.amounts.keys().filter(|c| !c.get(d).is_whole() && c.with(d, Term::WHOLE) == means).collect();
            list.iter().fold(Amount::ZERO, |s, c| s + known.value(c))
        };
        let (left, right) = (of(Dimension::Economic), of(Dimension::Subject));
        let place = total_cell(publishing, &means);
        // Without functional subjects of that money there is nothing to compare with.
        let Some(place) = place.filter(|_| left != right) else { continue };
        let cells = vec![slots::source(&sheet.name, slots::HEADER + 1, slots::column(sheet, n)), place];
        let message = format!(
            "“{}”按经济分类的合计是 {}，按功能分类的合计是 {}，相差 {} 元；请核对两处。",
            column.title,
            money(left),
            money(right),
            money((left - right).abs())
        );
        problems.push(Problem::error(cells, message));
    }
}
