//! Last year's workbook: what it says of its year is what this year's says of the year before.

use super::Problem;
use super::sheet::money;
use super::slots;
use crate::book::Book;
use crate::cube::Cube;
use mingzhang_catalog::publish::{Publishing, SheetRows};
use mingzhang_model::publication::Source;
use mingzhang_model::{Coordinates, Dimension, Term};
use std::collections::BTreeSet;

/// Fills the amounts of the year before that are blank, and tells those that differ. The number of amounts filled.
///
/// # Errors
/// One sentence when the books do not follow each other.
pub fn inherit(
    book: &mut Book,
    prior: &Book,
    publishing: &Publishing,
    problems: &mut Vec<Problem>,
) -> Result<usize, String> {
    if prior.year() + 1 != book.year() {
        return Err(format!("上年工作簿的年度是{}，本年工作簿的年度是{}，不是相连的两年。", prior.year(), book.year()));
    }
    if prior.entity() != book.entity() {
        let cells = book.text("单位全称").and_then(|t| t.source.clone()).into_iter().collect();
        let message =
            format!("上年工作簿的单位是“{}”，与本年的“{}”不同；请确认是同一单位。", prior.entity(), book.entity());
        problems.push(Problem::warning(cells, message));
    }
    let before = Cube::new(prior, publishing);
    let mut filled = 0;
    let (finest, totals): (Vec<Coordinates>, Vec<Coordinates>) =
        wanted(publishing, &before).into_iter().partition(|c| !c.get(Dimension::Subject).is_whole());
    // Totals last: what the subjects add up to need not be said again.
    for list in [finest, totals] {
        let known = Cube::new(book, publishing);
        for at in list {
            let then = before.get(&at.with(Dimension::Year, Term::WHOLE));
            match known.known(&at) {
                None if then.is_zero() => {}
                None => {
                    book.put(at, then, None);
                    filled += 1;
                }
                Some(now) if now == then => {}
                Some(now) => {
                    let own = book.amounts.iter().filter(|(c, _)| *c == at);
                    let cells: Vec<Source> = own.filter_map(|(_, f)| f.source.clone()).collect();
                    // Sums that differ are told where they are typed.
                    if !cells.is_empty() {
                        let message = format!("上年数填的是 {}，上年工作簿是 {}；请核对。", money(now), money(then));
                        problems.push(Problem::warning(cells, message));
                    }
                }
            }
        }
    }
    Ok(filled)
}

/// Everything a workbook asks of the year before.
fn wanted(publishing: &Publishing, cube: &Cube) -> BTreeSet<Coordinates> {
    let before = |c: &Coordinates| !c.get(Dimension::Year).is_whole();
    let mut out = BTreeSet::new();
    for sheet in &publishing.sheets {
        match sheet.rows {
            SheetRows::Fields => out.extend(sheet.fields.iter().filter_map(|f| slots::amount(f, None)).filter(before)),
            SheetRows::Grid => {
                for row in &sheet.grid {
                    let open = sheet.columns.iter().filter(|c| slots::open(row, c));
                    out.extend(open.filter_map(|c| slots::amount(c, Some(row))).filter(before));
                }
            }
            SheetRows::Functional => {
                let bases =
                    sheet.purses.iter().flat_map(|p| sheet.columns.iter().filter_map(|c| slots::of_purse(c, p)));
                for base in bases.filter(before) {
                    let then = base.with(Dimension::Year, Term::WHOLE);
                    let codes = cube.codes(Dimension::Subject, 7, &[then]);
                    out.extend(codes.into_iter().map(|code| base.at(Dimension::Subject, code)));
                }
            }
            _ => {}
        }
    }
    out
}
