//! The amounts of a book at every coordinate a report may print: sums along the hierarchies, and what follows by definition.

use crate::book::{Book, Filled, OTHER_MONEY, placed};
use mingzhang_catalog::coords::Setting;
use mingzhang_catalog::publish::Publishing;
use mingzhang_catalog::sums::Sums;
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Coordinates, Dimension, Kind, Level, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Amounts by coordinates.
#[derive(Clone, Debug, Default)]
pub struct Cube {
    amounts: HashMap<Coordinates, Cell>,
}

/// An amount and, if it is that of one workbook cell, which.
#[derive(Clone, Debug, Default)]
struct Cell {
    value: Amount,
    source: Option<Source>,
    leaves: u32,
}

pub(crate) const PURSES: [&str; 3] = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"];

/// The next larger wholes of a term.
pub(crate) fn above(c: &Coordinates, d: Dimension, sums: &Sums) -> Option<Term> {
    let term = c.get(d);
    if term.is_whole() {
        return None;
    }
    let word = term.word();
    match d {
        Dimension::Subject => Some(match word.len() {
            7 => Term::new(word.get(..5)?),
            5 => Term::new(word.get(..3)?),
            // The whole of an economic subject is what the economic breakdown by nature says.
            _ if !c.get(Dimension::Economic).is_whole() => return None,
            _ => Term::WHOLE,
        }),
        // Totals of income and of expenditure are defined, each by itself; one typed for a purse is no part of another.
        Dimension::Purse if matches!(c.get(Dimension::Measure).word(), "收入总计" | "支出总计") => None,
        Dimension::Purse => Some(if PURSES.contains(&word) { Term::new("财政拨款") } else { Term::WHOLE }),
        Dimension::Nature => Some(Term::WHOLE),
        Dimension::Source => {
            let fiscal = word.strip_suffix("收入").is_some_and(|p| PURSES.contains(&p));
            Some(if fiscal { Term::new("财政拨款收入") } else { Term::WHOLE })
        }
        // Economic subjects add up to 人员经费 and 公用经费; the whole is what the functional subjects say.
        Dimension::Economic => match (word.len(), word.get(..3)) {
            (5, Some(class)) => Some(Term::new(class)),
            (3, Some("301" | "303")) => Some(Term::new("人员经费")),
            (3, Some(_)) if word.as_bytes().first() == Some(&b'3') => Some(Term::new("公用经费")),
            _ => None,
        },
        Dimension::Item => sums.above(c),
        _ => None,
    }
}

/// A budget is granted what it spends and leaves to the next year, less what was carried over.
fn granted(book: &Book) -> Vec<(Coordinates, Filled<Amount>)> {
    let (spent, left, carried) = (Term::new("支出"), Term::new("年末结转和结余"), Term::new("年初结转和结余"));
    let mut out = Vec::new();
    for (c, filled) in &book.amounts {
        let measure = c.get(Dimension::Measure);
        let this_year = c.get(Dimension::Year).is_whole() && c.get(Dimension::Stage).is_whole();
        let fiscal = PURSES.contains(&c.get(Dimension::Purse).word());
        if !this_year || !fiscal || !c.get(Dimension::Economic).is_whole() || ![spent, left, carried].contains(&measure)
        {
            continue;
        }
        let value = if measure == carried { -filled.value } else { filled.value };
        let income = c.with(Dimension::Measure, Term::new("收入")).with(Dimension::Nature, Term::WHOLE);
        out.push((placed(income), Filled { value, source: None }));
    }
    out
}

/// Coordinates and everything they add up to, the coordinates first.
pub(crate) fn reached(leaf: Coordinates, sums: &Sums) -> Vec<Coordinates> {
    let mut out = vec![leaf];
    for d in SUMMED {
        let mut k = 0;
        while let Some(c) = out.get(k).copied() {
            out.extend(above(&c, d, sums).map(|term| c.with(d, term)));
            k += 1;
        }
    }
    out
}

pub(crate) const SUMMED: [Dimension; 6] =
    [Dimension::Subject, Dimension::Purse, Dimension::Nature, Dimension::Source, Dimension::Economic, Dimension::Item];

impl Cube {
    /// The amounts of a book, added up as its profile says.
    #[must_use]
    pub fn new(book: &Book, publishing: &Publishing) -> Cube {
        let mut cube = Cube::default();
        let granted = if publishing.layout.kind() == Kind::Budget { granted(book) } else { Vec::new() };
        let mut told: BTreeMap<Coordinates, Cell> = BTreeMap::new();
        for (coordinates, filled) in book.amounts.iter().chain(&granted) {
            let cell = told.entry(*coordinates).or_default();
            cell.value = cell.value + filled.value;
            cell.source = if cell.leaves == 0 { filled.source.clone() } else { None };
            cell.leaves += 1;
        }
        // A total that is filled in beside its parts is no addend: it adds what they leave out. Parts come first, for they reach further.
        let mut told: Vec<(Vec<Coordinates>, Cell)> =
            told.into_iter().map(|(c, cell)| (reached(c, &publishing.sums), cell)).collect();
        told.sort_by_key(|(reached, _)| std::cmp::Reverse(reached.len()));
        for (reached, filled) in told {
            let parts = reached.first().map_or(Amount::ZERO, |c| cube.get(c));
            for c in reached {
                let cell = cube.amounts.entry(c).or_default();
                cell.value = cell.value + filled.value - parts;
                cell.source = if cell.leaves == 0 { filled.source.clone() } else { None };
                cell.leaves += filled.leaves;
            }
        }
        cube.derive();
        cube.count_units(book);
        cube
    }

    /// The units of a department, and those whose accounts are in the report: it and they.
    fn count_units(&mut self, book: &Book) {
        let units = i64::try_from(book.list("所属单位").len()).unwrap_or(0);
        if book.level() == Level::Department && units > 0 {
            for (what, n) in [("下属单位", units), ("编制单位", units + 1)] {
                let value = Amount(n * mingzhang_model::number::SCALE);
                let at = Coordinates::of("机构").at(Dimension::Item, what);
                self.amounts.insert(at, Cell { value, source: None, leaves: 2 });
            }
        }
    }

    /// An economic subject is paid as 人员经费 or as 公用经费: tables that set these side by side say it once more.
    fn split_staff(&mut self) {
        let mut more = Vec::new();
        for (c, cell) in &self.amounts {
            let economic = c.get(Dimension::Economic).word();
            if !c.get(Dimension::Item).is_whole() || !c.get(Dimension::Subject).is_whole() || economic.is_empty() {
                continue;
            }
            let group = match economic {
                "人员经费" | "公用经费" => economic,
                e if e.starts_with("301") || e.starts_with("303") => "人员经费",
                _ => "公用经费",
            };
            let economic = if group == economic { Term::WHOLE } else { c.get(Dimension::Economic) };
            more.push((c.with(Dimension::Economic, economic).at(Dimension::Item, group), cell.clone()));
        }
        self.amounts.extend(more);
    }

    /// What there is to spend under a subject: the year's income and what was carried over.
    fn total_by_subject(&mut self) {
        let mut totals: BTreeMap<Coordinates, Amount> = BTreeMap::new();
        for (c, cell) in &self.amounts {
            let subject = c.get(Dimension::Subject);
            let bare = |measure: &str| Coordinates::of(measure).with(Dimension::Subject, subject);
            if !subject.is_whole() && (*c == bare("收入") || *c == bare("年初结转和结余")) {
                let total = totals.entry(bare("收入总计")).or_default();
                *total = *total + cell.value;
            }
        }
        let cells = totals.into_iter().map(|(c, value)| (c, Cell { value, source: None, leaves: 2 }));
        self.amounts.extend(cells);
    }

    /// What follows by definition.
    fn derive(&mut self) {
        self.split_staff();
        self.total_by_subject();
        let at = |text: &str| coordinates(text).unwrap_or_default();
        let mut define = |target: &str, plus: &[&str], minus: &[&str]| {
            let sum = |list: &[&str]| list.iter().fold(Amount::ZERO, |s, c| s + self.get(&at(c)));
            let value = sum(plus) - sum(minus);
            self.amounts.insert(at(target), Cell { value, source: None, leaves: 2 });
        };
        define("收入总计", &["收入", "使用非财政拨款结余", "年初结转和结余"], &[]);
        define("支出总计", &["支出", "结余分配", "年末结转和结余"], &[]);
        // Both sides balanced last year, too.
        define("支出总计[年度=上年]", &["收入总计[年度=上年]"], &[]);
        define("支出总计[年度=上年,资金=财政拨款]", &["收入总计[年度=上年,资金=财政拨款]"], &[]);
        define("收入总计[资金=财政拨款]", &["收入[来源=财政拨款收入]", "年初结转和结余[资金=财政拨款]"], &[]);
        define("支出总计[资金=财政拨款]", &["支出[资金=财政拨款]", "年末结转和结余[资金=财政拨款]"], &[]);
        for p in PURSES {
            define(
                &format!("支出总计[资金={p}]"),
                &[&format!("支出[资金={p}]"), &format!("年末结转和结余[资金={p}]")],
                &[],
            );
            define(
                &format!("收入总计[资金={p}]"),
                &[&format!("收入[来源={p}收入]"), &format!("年初结转和结余[资金={p}]")],
                &[],
            );
        }
        define("三公经费[事项=国内公务接待费]", &["三公经费[事项=公务接待费]"], &["三公经费[事项=外事接待费]"]);
        define("固定资产[事项=净值]", &["固定资产[事项=原值]"], &["固定资产[事项=累计折旧]"]);
    }

    /// The amount; nothing where the book says nothing.
    #[must_use]
    pub fn get(&self, c: &Coordinates) -> Amount {
        self.amounts.get(c).map_or(Amount::ZERO, |cell| cell.value)
    }

    /// The amount, if the book says anything of it.
    #[must_use]
    pub fn known(&self, c: &Coordinates) -> Option<Amount> {
        self.amounts.get(c).map(|cell| cell.value)
    }

    /// The one cell an amount was filled in, if it is no sum.
    #[must_use]
    pub fn source(&self, c: &Coordinates) -> Option<&Source> {
        self.amounts.get(c).and_then(|cell| cell.source.as_ref())
    }

    /// Codes of a length in a dimension under which any of `bases` has an amount, in order.
    #[must_use]
    pub fn codes(&self, d: Dimension, digits: usize, bases: &[Coordinates]) -> BTreeSet<&'static str> {
        let wanted = |c: &Coordinates| bases.contains(&c.with(d, Term::WHOLE));
        let coded = |c: &Coordinates| c.get(d).word().len() == digits;
        self.amounts
            .iter()
            .filter(|(c, cell)| coded(c) && !cell.value.is_zero() && wanted(c))
            .map(|(c, _)| c.get(d).word())
            .collect()
    }

    /// All amounts, in order.
    #[must_use]
    pub fn all(&self) -> BTreeMap<Coordinates, Amount> {
        self.amounts.iter().map(|(c, cell)| (*c, cell.value)).collect()
    }

    /// Other money is no purse that a report may name.
    #[must_use]
    pub fn printable(c: &Coordinates) -> bool {
        c.get(Dimension::Purse) != Term::new(OTHER_MONEY)
    }
}

/// Coordinates as written in catalog files; `None` if they are not understood.
#[must_use]
pub fn coordinates(text: &str) -> Option<Coordinates> {
    Setting::read(text).ok().map(|s| s.over(Coordinates::default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finals() -> Publishing {
        Publishing::load("mof-final", None).map_err(|e| e.to_string()).unwrap()
    }

    fn cube(entries: &[(&str, i64)]) -> Cube {
        let mut book = Book::default();
        for (c, v) in entries {
            book.put(coordinates(c).unwrap(), Amount(*v), None);
        }
        Cube::new(&book, &finals())
    }

    #[test]
    fn amounts_add_up_along_every_hierarchy() {
        let c = cube(&[
            ("支出[资金=一般公共预算财政拨款,性质=基本支出,科目=2010101]", 5),
            ("支出[资金=政府性基金预算财政拨款,性质=项目支出,科目=2120801]", 7),
            ("支出[资金=非财政拨款,性质=项目支出,科目=2010101]", 100),
            ("支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=30101]", 5),
            ("收入[资金=一般公共预算财政拨款,科目=2010101]", 12),
        ]);
        let get = |t: &str| c.get(&coordinates(t).unwrap()).0;
        assert_eq!(get("支出"), 112);
        assert_eq!((get("支出[资金=财政拨款]"), get("支出[资金=财政拨款,科目=201]")), (12, 5));
        assert_eq!((get("支出[性质=项目支出]"), get("支出[科目=20101]")), (107, 105));
        assert_eq!(get("支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=人员经费]"), 5);
        assert_eq!((get("收入"), get("收入[来源=财政拨款收入]"), get("收入总计")), (12, 12, 12));
    }

    #[test]
    fn totals_of_last_year_are_not_added_up() {
        let c = cube(&[("收入总计[年度=上年]", 9), ("收入总计[年度=上年,资金=财政拨款]", 7)]);
        let get = |t: &str| c.get(&coordinates(t).unwrap()).0;
        assert_eq!((get("收入总计[年度=上年]"), get("支出总计[年度=上年]")), (9, 9));
        assert_eq!(get("支出总计[年度=上年,资金=财政拨款]"), 7);
    }

    #[test]
    fn a_total_beside_its_parts_is_counted_once() {
        let c = cube(&[("收入总计[年度=上年]", 9), ("收入总计[年度=上年,资金=财政拨款]", 7)]);
        assert_eq!(c.get(&coordinates("收入总计[年度=上年]").unwrap()).0, 9);
        let prior = "支出[年度=上年,资金=一般公共预算财政拨款";
        let c = cube(&[
            (&format!("{prior},科目=2010101]"), 5),
            (&format!("{prior},科目=2010102]"), 6),
            (&format!("{prior}]"), 12),
        ]);
        let get = |t: &str| c.get(&coordinates(t).unwrap()).0;
        assert_eq!(
            (get(&format!("{prior}]")), get("支出[年度=上年]"), get(&format!("{prior},科目=201]"))),
            (12, 12, 11)
        );
    }

    #[test]
    fn what_one_cell_says_keeps_its_place() {
        let mut book = Book::default();
        let place = Source { sheet: "三公经费".to_owned(), cell: "C3".to_owned() };
        let c = coordinates("三公经费[事项=公务接待费]").unwrap();
        book.put(c, Amount(3), Some(place.clone()));
        book.put(coordinates("三公经费[事项=公务用车购置费]").unwrap(), Amount(4), None);
        let cube = Cube::new(&book, &finals());
        assert_eq!(cube.source(&c), Some(&place));
        assert_eq!(
            (cube.source(&coordinates("三公经费").unwrap()), cube.get(&coordinates("三公经费").unwrap()).0),
            (None, 7)
        );
    }
}
