//! The books of units become that of their department: amounts add up, transfers between the units go out on both sides.

use crate::book::{Book, Filled, OTHER_MONEY, Row, placed};
use crate::projects::{WHOLE, WHOLE_INDICATORS};
use crate::workbook::sheet::exact;
use crate::workbook::{Filling, Problem};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::SheetRows;
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Coordinates, Dimension, Level, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The sheet of the department's workbook that lists transfers between its units.
const TRANSFERS: &str = "内部抵销";
/// The sheet that lists the units.
const UNITS: &str = "所属单位";
/// What is counted in one entity alone.
const OFFICES: &str = "内设机构";
/// What is named after the department itself.
const ITSELF: &str = "本级";

/// A unit's book and the file it came from.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The file, for messages.
    pub file: &'a str,
    /// What it says.
    pub book: &'a Book,
}

/// Fills the department's book from those of its units. What it says itself stands; where that is not what the units add up to, it is told.
pub fn consolidate(department: &mut Filling, units: &[Member<'_>], catalog: &Catalog) {
    let Filling { book, publishing, problems, .. } = department;
    let before = problems.len();
    identities(book, units, problems);
    let transfers = transfers(book, units, catalog, problems);
    if problems.iter().skip(before).any(|p| p.severity == Severity::Error) {
        return;
    }
    let mut sums: BTreeMap<Coordinates, Amount> = BTreeMap::new();
    for (c, filled) in units.iter().flat_map(|u| &u.book.amounts) {
        let sum = sums.entry(*c).or_default();
        *sum = *sum + filled.value;
    }
    let mut eliminated: BTreeMap<Coordinates, Amount> = BTreeMap::new();
    for (paid, earned, value) in &transfers {
        for c in [paid, earned] {
            let out = eliminated.entry(*c).or_default();
            *out = *out + *value;
        }
    }
    amounts(book, &sums, &eliminated, problems);
    list_units(book, units, problems);
    for sheet in publishing.sheets.iter().filter(|s| s.rows == SheetRows::Names) {
        // What a unit says of itself as a whole is not the department's.
        let own = [UNITS, TRANSFERS, WHOLE, WHOLE_INDICATORS].contains(&sheet.name.as_str());
        if book.list(&sheet.name).is_empty() && !own {
            let rows: Vec<Row> = units.iter().flat_map(|u| u.book.list(&sheet.name)).map(homeless).collect();
            book.lists.insert(sheet.name.clone(), rows);
        }
    }
    department.check();
}

/// A row without the cells of another workbook.
fn homeless(row: &Row) -> Row {
    let texts = row.texts.iter().map(|(k, t)| (k.clone(), Filled { value: t.value.clone(), source: None }));
    let amounts = row.amounts.iter().map(|(k, a)| (k.clone(), Filled { value: a.value, source: None }));
    Row { texts: texts.collect(), amounts: amounts.collect(), ..Row::default() }
}

/// The cell a text was filled in.
fn cell(book: &Book, name: &str) -> Vec<Source> {
    book.text(name).and_then(|t| t.source.clone()).into_iter().collect()
}

/// The cell of a unit's text, told with its file.
fn told(unit: &Member<'_>, name: &str) -> String {
    let cells = cell(unit.book, name);
    let place = cells.first().map_or_else(String::new, |s| format!(" {}!{}", s.sheet, s.cell));
    format!("{}{place}", unit.file)
}

fn identities(department: &Book, units: &[Member<'_>], problems: &mut Vec<Problem>) {
    let mut wrong = |cells: Vec<Source>, message: String| problems.push(Problem::error(cells, message));
    if department.level() == Level::Unit {
        wrong(cell(department, "公开主体"), "汇总到的工作簿公开主体是“单位”；请改选“部门”。".to_owned());
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for unit in units {
        let (name, book) = (unit.book.entity(), unit.book);
        if book.profile != department.profile {
            let (own, other) = (&department.profile, &book.profile);
            wrong(
                Vec::new(),
                format!("{} 的版式是 {other}，部门工作簿是 {own}，不能汇总；请用同一版式的工作簿。", unit.file),
            );
        }
        if book.year() != department.year() {
            let place = told(unit, "年度");
            let (own, other) = (department.year(), book.year());
            wrong(
                cell(department, "年度"),
                format!("{place} 的年度是{other}，部门工作簿是{own}，不能汇总；请核对年度。"),
            );
        }
        if book.level() != Level::Unit {
            let place = told(unit, "公开主体");
            wrong(
                Vec::new(),
                format!("{place} 的公开主体是“部门”；汇总的应是单位的工作簿，请改选“单位”或换一个文件。"),
            );
        }
        if let Some(first) = seen.insert(name, unit.file) {
            wrong(
                Vec::new(),
                format!("{first} 和 {} 都是“{name}”的工作簿，会重复汇总；请去掉一个。", told(unit, "单位全称")),
            );
        }
    }
}

/// What each transfer takes out of expenditure and of income.
fn transfers(
    department: &Book,
    units: &[Member<'_>],
    catalog: &Catalog,
    problems: &mut Vec<Problem>,
) -> Vec<(Coordinates, Coordinates, Amount)> {
    let mut out = Vec::new();
    // What is left of a unit's amounts after the transfers so far.
    let mut left: BTreeMap<(usize, Coordinates), Amount> = BTreeMap::new();
    for row in department.list(TRANSFERS) {
        let mut wrong = Vec::new();
        let text = |key: &str| row.texts.get(key).map(|t| t.value.trim()).unwrap_or_default();
        let at = |key: &str| -> Vec<Source> {
            let text = row.texts.get(key).and_then(|t| t.source.clone());
            text.or_else(|| row.amounts.get(key).and_then(|a| a.source.clone())).into_iter().collect()
        };
        let mut unit = |key: &str| {
            let found = units.iter().position(|u| u.book.entity() == text(key));
            if found.is_none() {
                let names: Vec<&str> = units.iter().map(|u| u.book.entity()).collect();
                let message = format!("没有“{}”的工作簿；{key}应是汇总的单位之一：{}。", text(key), names.join("、"));
                wrong.push(Problem::error(at(key), message));
            }
            found
        };
        let (payer, payee) = (unit("付出单位"), unit("收入单位"));
        if payer.is_some() && payer == payee {
            wrong.push(Problem::error(at("收入单位"), "付出单位和收入单位是同一个单位；请核对。"));
        }
        let codes = ["付出科目", "收入科目"].map(|key| if text(key).is_empty() { text("付出科目") } else { text(key) });
        for (key, code) in ["付出科目", "收入科目"].into_iter().zip(codes) {
            if !(text(key).is_empty() && key == "收入科目")
                && (code.len() != 7 || catalog.subjects.functional.get(code).is_none())
            {
                wrong.push(Problem::error(at(key), format!("没有项级科目“{code}”；请填写7位项级科目编码。")));
            }
        }
        let value = row.amounts.get("金额").map_or(Amount::ZERO, |a| a.value);
        if value.0 <= 0 {
            wrong.push(Problem::error(at("金额"), "抵销金额应大于零；请核对。"));
        }
        let [paid_under, earned_under] = codes;
        let money = |measure: &str, code: &str| {
            Coordinates::of(measure).at(Dimension::Purse, OTHER_MONEY).at(Dimension::Subject, code)
        };
        let paid = money("支出", paid_under).at(Dimension::Nature, text("支出性质"));
        let earned = placed(money("收入", earned_under).at(Dimension::Source, text("收入来源")));
        if wrong.is_empty() {
            let sides = [(payer, paid, "支出性质", paid_under), (payee, earned, "收入来源", earned_under)];
            for (unit, c, what, code) in sides {
                let Some(n) = unit else { continue };
                let Some(member) = units.get(n) else { continue };
                let has = left.entry((n, c)).or_insert_with(|| own(member.book, &c));
                if value > *has {
                    let message = format!(
                        "抵销 {} 大于“{}”科目 {code} 的{}（{}）；请核对金额、科目和单位工作簿。",
                        exact(value),
                        member.book.entity(),
                        text(what),
                        exact(*has)
                    );
                    wrong.push(Problem::error(at("金额"), message));
                } else {
                    *has = *has - value;
                }
            }
        }
        if wrong.is_empty() {
            out.push((paid, earned, value));
        }
        problems.extend(wrong);
    }
    out
}

fn own(book: &Book, c: &Coordinates) -> Amount {
    book.amounts.iter().filter(|(k, _)| k == c).fold(Amount::ZERO, |s, (_, f)| s + f.value)
}

/// What the units add up to, where the department says nothing; where it says something else, that is told.
fn amounts(
    department: &mut Book,
    sums: &BTreeMap<Coordinates, Amount>,
    eliminated: &BTreeMap<Coordinates, Amount>,
    problems: &mut Vec<Problem>,
) {
    let mut typed: BTreeMap<Coordinates, (Amount, Vec<Source>)> = BTreeMap::new();
    for (c, filled) in &department.amounts {
        let (sum, cells) = typed.entry(*c).or_default();
        *sum = *sum + filled.value;
        cells.extend(filled.source.clone());
    }
    let all: BTreeSet<Coordinates> = sums.keys().chain(typed.keys()).copied().collect();
    // Offices inside a unit are none of the department.
    for c in all.into_iter().filter(|c| c.get(Dimension::Item).word() != OFFICES) {
        let sum = sums.get(&c).copied().unwrap_or_default();
        let out = eliminated.get(&c).copied().unwrap_or_default();
        match typed.get(&c) {
            None => department.put(c, sum - out, None),
            Some((value, cells)) if *value != sum - out => {
                let minus = if out.is_zero() { String::new() } else { format!("，抵销 {}", exact(out)) };
                let message = format!(
                    "填的是 {}，各单位合计 {}{minus}，相差 {}；按填写的数编制，请核对。",
                    exact(*value),
                    exact(sum),
                    exact(*value - sum + out)
                );
                problems.push(Problem::warning(cells.clone(), message));
            }
            Some(_) => {}
        }
    }
}

/// The units are those that were added up; the department itself is not one of them.
fn list_units(department: &mut Book, units: &[Member<'_>], problems: &mut Vec<Problem>) {
    let own = department.entity().to_owned();
    let itself = |name: &str| {
        name == own || name.strip_prefix(&own).is_some_and(|rest| rest.trim_matches(['（', '）', '(', ')']) == ITSELF)
    };
    let mut rows = department.list(UNITS).to_vec();
    let named = |row: &Row| row.texts.get("名称").map(|t| t.value.trim().to_owned()).unwrap_or_default();
    for row in &rows {
        let name = named(row);
        if !units.iter().any(|u| u.book.entity() == name) {
            let cells = row.texts.get("名称").and_then(|t| t.source.clone()).into_iter().collect();
            problems.push(Problem::warning(
                cells,
                format!("没有给出“{name}”的工作簿，它的收支没有汇总；请补上，或从所属单位中删去。"),
            ));
        }
    }
    for unit in units {
        let name = unit.book.entity();
        if !itself(name) && !rows.iter().any(|r| named(r) == name) {
            let mut row = Row::default();
            row.texts.insert("名称".to_owned(), Filled { value: name.to_owned(), source: None });
            rows.push(row);
        }
    }
    if !rows.is_empty() {
        department.lists.insert(UNITS.to_owned(), rows);
    }
}
