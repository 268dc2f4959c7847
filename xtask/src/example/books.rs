//! Workbooks of final accounts from the figures.

use super::FINAL;
use super::figures::{Department, Unit, Yuan, texts};
use super::projects::Projects;
use mingzhang_compile::{Book, Filled, OTHER_MONEY, Row, coordinates};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Coordinates};
use std::collections::BTreeMap;

/// Which “三公”经费 an economic 款 is.
const THREE: [(&str, &str); 4] = [
    ("30212", "因公出国（境）费"),
    ("31013", "公务用车购置费"),
    ("30231", "公务用车运行维护费"),
    ("30217", "公务接待费"),
];

/// One 项 under one purse.
#[derive(Clone, Debug, Default)]
pub struct Item {
    begin: i64,
    income: i64,
    basic: i64,
    project: i64,
    /// 年初预算
    pub initial: i64,
    full: i64,
    prior: i64,
    /// 年末结转和结余
    end: i64,
    classes: Yuan,
    r#use: Option<String>,
    why: Option<String>,
}

/// A unit's year.
#[derive(Clone, Debug)]
pub struct Year {
    /// Name of its workbook.
    pub file: String,
    /// The workbook.
    pub book: Book,
    /// By whether the fund pays, and 项.
    pub items: BTreeMap<(bool, String), Item>,
    /// 年末结转和结余 of other money.
    other: i64,
    /// 总计, 财政拨款总计, 一般公共支出, 政府性基金支出.
    totals: [i64; 4],
    three: Yuan,
    office: i64,
}

/// The purse as reports name it.
pub fn purse(fund: bool) -> &'static str {
    if fund { "政府性基金预算财政拨款" } else { "一般公共预算财政拨款" }
}

/// Notes an amount in 元.
pub fn put(book: &mut Book, what: &str, yuan: i64) -> Result<(), String> {
    let at = coordinates(what).ok_or_else(|| format!("读不懂坐标 {what}"))?;
    if yuan != 0 {
        book.put(at, Amount(yuan * SCALE), None);
    }
    Ok(())
}

/// Notes a text.
pub fn say(book: &mut Book, name: &str, about: &str, text: &str) -> Result<(), String> {
    let at = if about.is_empty() {
        Coordinates::default()
    } else {
        coordinates(about).ok_or_else(|| format!("读不懂坐标 {about}"))?
    };
    book.say(name, at, text, None);
    Ok(())
}

/// A row of a list.
pub fn row(texts: &[(&str, &str)], amounts: &[(&str, i64)]) -> Row {
    let mut row = Row::default();
    for (key, value) in texts {
        row.texts.insert((*key).to_owned(), Filled { value: (*value).to_owned(), source: None });
    }
    for (key, yuan) in amounts {
        row.amounts.insert((*key).to_owned(), Filled { value: Amount(yuan * SCALE), source: None });
    }
    row
}

/// Name, year and whose report it is.
pub fn identity(book: &mut Book, name: &str, year: i32, level: &str) -> Result<(), String> {
    for (what, text) in [("单位全称", name), ("年度", &year.to_string()), ("公开主体", level)] {
        say(book, what, "", text)?;
    }
    Ok(())
}

/// A unit's workbook of a year.
pub fn unit(unit: &Unit, year: i32, before: Option<&Year>) -> Result<Year, String> {
    let y = year.to_string();
    let mut book = Book { profile: FINAL.to_owned(), ..Book::default() };
    identity(&mut book, &unit.name, year, "单位")?;
    let none = Yuan::new();
    let basic = unit.basic.get(&y).unwrap_or(&none);
    let mut three = Yuan::new();
    let mut projects: BTreeMap<(bool, String), i64> = BTreeMap::new();
    for (code, yuan) in basic {
        put(&mut book, &format!("支出[资金={},性质=基本支出,经济科目={code}]", purse(false)), *yuan)?;
        *three.entry(code.clone()).or_default() += yuan;
    }
    let items = items(unit, &y, basic, before);
    for p in &unit.project {
        for (code, yuan) in p.years.get(&y).into_iter().flat_map(|r| &r.econ) {
            *projects.entry((p.fund, code.clone())).or_default() += yuan;
            *three.entry(code.clone()).or_default() += yuan;
        }
    }
    three.retain(|code, _| THREE.iter().any(|(c, _)| c == code));
    for ((fund, code), yuan) in &projects {
        put(&mut book, &format!("支出[资金={},性质=项目支出,经济科目={code}]", purse(*fund)), *yuan)?;
    }
    for ((fund, code), item) in &items {
        note(&mut book, *fund, code, item)?;
    }
    let (earned, spent) = others(&mut book, unit, &y)?;
    let begin = before.map_or(unit.other_begin, |b| b.other);
    let other = begin + earned - spent;
    put(&mut book, &format!("年初结转和结余[资金={OTHER_MONEY}]"), begin)?;
    put(&mut book, &format!("年末结转和结余[资金={OTHER_MONEY}]"), other)?;
    let sum = |of: fn(&Item) -> i64, fund: Option<bool>| -> i64 {
        items.iter().filter(|((f, _), _)| fund.is_none_or(|x| x == *f)).map(|(_, i)| of(i)).sum()
    };
    let appropriated = sum(|i| i.begin + i.income, None);
    let was = before.map_or_else(
        || {
            let fiscal = sum(|i| i.prior + i.begin, None);
            [fiscal + unit.other_before, fiscal, sum(|i| i.prior, Some(false)), sum(|i| i.prior, Some(true))]
        },
        |b| b.totals,
    );
    put(&mut book, "收入总计[年度=上年]", was[0])?;
    put(&mut book, "收入总计[年度=上年,资金=财政拨款]", was[1])?;
    let spends = |fund| sum(|i| i.basic + i.project, Some(fund));
    let totals = [appropriated + begin + earned, appropriated, spends(false), spends(true)];
    for (code, name) in THREE {
        let get = |map: &Yuan| map.get(code).copied().unwrap_or_default();
        put(&mut book, &format!("三公经费[事项={name}]"), get(&three))?;
        let planned = unit.three_budget.get(&y).map_or(0, get);
        put(&mut book, &format!("三公经费[阶段=预算,事项={name}]"), planned)?;
        put(
            &mut book,
            &format!("三公经费[年度=上年,事项={name}]"),
            get(before.map_or(&unit.three_before, |b| &b.three)),
        )?;
    }
    let office: i64 =
        basic.iter().filter(|(c, _)| !c.starts_with("301") && !c.starts_with("303")).map(|(_, v)| v).sum();
    if let Some(o) = &unit.office {
        put(&mut book, "机关运行经费", office)?;
        put(&mut book, "机关运行经费[阶段=年初预算]", o.budget.get(&y).copied().unwrap_or_default())?;
        put(&mut book, "机关运行经费[年度=上年]", before.map_or(o.before, |b| b.office))?;
    }
    for (what, yuan) in unit.amounts.get(&y).into_iter().flatten() {
        put(&mut book, what, *yuan)?;
    }
    for (name, about, text) in texts(&unit.texts, year) {
        say(&mut book, name, about, text)?;
    }
    let published = unit.projects.get(&y).map(Vec::as_slice).unwrap_or_default();
    Projects::load()?.fill(&mut book, &unit.name, published);
    Ok(Year { file: unit.file.clone(), book, items, other, totals, three, office })
}

/// What the appropriation pays, by 项.
fn items(unit: &Unit, y: &str, basic: &Yuan, before: Option<&Year>) -> BTreeMap<(bool, String), Item> {
    let mut out: BTreeMap<(bool, String), Item> = BTreeMap::new();
    for (code, yuan) in basic {
        let subject = unit.paid.get(code).unwrap_or(&unit.main);
        let item = out.entry((false, subject.clone())).or_default();
        item.basic += yuan;
        item.income += yuan;
        *item.classes.entry(code.chars().take(3).collect()).or_default() += yuan;
    }
    for ((_, code), item) in &mut out {
        item.prior = unit.before.get(code).copied().unwrap_or_default();
        item.r#use = unit.uses.get(code).cloned();
        // Budgets are made in whole thousands.
        item.initial = item.basic / 1000 * 1000;
        item.full = item.basic;
    }
    for p in &unit.project {
        let Some(run) = p.years.get(y) else { continue };
        let item = out.entry((p.fund, p.code.clone())).or_default();
        let spent: i64 = run.econ.values().sum();
        item.project += spent;
        item.income += run.income;
        item.begin += p.begin;
        item.prior += p.before;
        item.initial += run.initial;
        item.full += run.full.unwrap_or(spent);
        item.why.clone_from(&run.why);
        item.r#use = p.r#use.clone().or(item.r#use.take());
        for (code, yuan) in &run.econ {
            *item.classes.entry(code.chars().take(3).collect()).or_default() += yuan;
        }
    }
    for (key, item) in &mut out {
        if let Some(b) = before {
            let old = b.items.get(key).cloned().unwrap_or_default();
            (item.begin, item.prior) = (old.end, old.basic + old.project);
        }
        item.end = item.begin + item.income - item.basic - item.project;
    }
    out
}

fn note(book: &mut Book, fund: bool, code: &str, item: &Item) -> Result<(), String> {
    let key = format!("资金={},科目={code}", purse(fund));
    for (what, yuan) in [
        ("年初结转和结余[", item.begin),
        ("收入[", item.income),
        ("支出[性质=基本支出,", item.basic),
        ("支出[性质=项目支出,", item.project),
        ("年末结转和结余[", item.end),
        ("支出[阶段=年初预算,", item.initial),
        ("支出[阶段=全年预算,", item.full),
        ("支出[年度=上年,", item.prior),
    ] {
        put(book, &format!("{what}{key}]"), yuan)?;
    }
    if !fund {
        for (class, yuan) in &item.classes {
            put(book, &format!("支出[{key},经济科目={class}]"), *yuan)?;
        }
    }
    words(book, &key, item)
}

fn words(book: &mut Book, key: &str, item: &Item) -> Result<(), String> {
    for (name, text) in [("用途", &item.r#use), ("预算差异原因", &item.why)] {
        if let Some(text) = text {
            say(book, name, &format!("支出[{key}]"), text)?;
        }
    }
    Ok(())
}

/// Notes other money; what was earned and spent.
fn others(book: &mut Book, unit: &Unit, y: &str) -> Result<(i64, i64), String> {
    let (mut earned, mut spent) = (0, 0);
    for o in &unit.other {
        let key = format!("资金={OTHER_MONEY},科目={}", o.code);
        for (name, yuan) in o.years.get(y).into_iter().flatten() {
            if name.ends_with("收入") {
                earned += yuan;
                put(book, &format!("收入[来源={name},{key}]"), *yuan)?;
            } else {
                spent += yuan;
                put(book, &format!("支出[性质={name},{key}]"), *yuan)?;
            }
        }
    }
    Ok((earned, spent))
}

/// The department's workbook: its words, and what its units pay each other.
pub fn department(d: &Department, units: &[Unit], year: i32) -> Result<Book, String> {
    let mut book = Book { profile: FINAL.to_owned(), ..Book::default() };
    identity(&mut book, &d.name, year, "部门")?;
    put(&mut book, "机构[事项=内设机构]", d.offices)?;
    for (name, about, text) in texts(&d.texts, year) {
        say(&mut book, name, about, text)?;
    }
    for unit in units {
        // Words about a 项 are those of the unit that has it.
        for ((fund, code), item) in
            items(unit, &year.to_string(), unit.basic.get(&year.to_string()).unwrap_or(&Yuan::new()), None)
        {
            words(&mut book, &format!("资金={},科目={code}", purse(fund)), &item)?;
        }
    }
    let natures = ["行政单位", "其他事业单位", "其他事业单位"];
    let listed = units.iter().zip(natures).skip(1);
    book.lists
        .insert("所属单位".to_owned(), listed.map(|(u, n)| row(&[("名称", &u.name), ("性质", n)], &[])).collect());
    let name = |file: &str| units.iter().find(|u| u.file == file).map_or_else(String::new, |u| u.name.clone());
    let transfers = d.transfers.get(&year.to_string()).map(Vec::as_slice).unwrap_or_default().iter();
    let rows = transfers.map(|(payer, payee, from, to, nature, source, yuan)| {
        let to = if from == to { "" } else { to };
        let mut texts = vec![
            ("付出单位", name(payer)),
            ("收入单位", name(payee)),
            ("付出科目", from.clone()),
            ("支出性质", nature.clone()),
            ("收入来源", source.clone()),
        ];
        if !to.is_empty() {
            texts.push(("收入科目", to.to_owned()));
        }
        let texts: Vec<(&str, &str)> = texts.iter().map(|(k, v)| (*k, v.as_str())).collect();
        row(&texts, &[("金额", *yuan)])
    });
    book.lists.insert("内部抵销".to_owned(), rows.collect());
    Projects::load()?.evaluate(&mut book);
    Ok(book)
}
