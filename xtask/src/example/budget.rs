//! The workbook of the department's budget; last year's plan comes from the accounts.

use super::BUDGET;
use super::books::{Year, identity, purse, put, row, say};
use super::figures::{Department, Yuan, texts};
use mingzhang_compile::{Book, OTHER_MONEY};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Budget {
    year: i32,
    main: String,
    basic: Yuan,
    subjects: BTreeMap<String, Subject>,
    project: Vec<Project>,
    other: Vec<Other>,
    amounts: Yuan,
    texts: BTreeMap<String, super::figures::Words>,
    goals: Goals,
}

#[derive(Deserialize)]
struct Subject {
    /// What the main 项 pays is what is left.
    amount: Option<i64>,
    r#use: String,
}

#[derive(Deserialize)]
struct Project {
    code: String,
    name: String,
    amount: i64,
    #[serde(default)]
    fund: bool,
    goal: String,
    r#use: Option<String>,
}

#[derive(Deserialize)]
struct Other {
    code: String,
    #[serde(flatten)]
    amounts: Yuan,
}

#[derive(Deserialize)]
struct Goals {
    /// 年度目标
    goal: String,
    /// 年度主要任务
    tasks: Vec<String>,
    /// Name, levels 1 and 2, comparator, value, unit.
    rows: Vec<[String; 6]>,
}

/// The workbook.
pub fn book(department: &Department, last: &[Year]) -> Result<Book, String> {
    let b: Budget = toml::from_str(include_str!("../../example/budget.toml")).map_err(|e| e.to_string())?;
    let mut book = Book { profile: BUDGET.to_owned(), ..Book::default() };
    identity(&mut book, &department.name, b.year, "部门")?;
    let duties = texts(&department.texts, b.year).filter(|(name, _, _)| *name == "主要职责");
    for (name, about, text) in duties.chain(texts(&b.texts, b.year)) {
        say(&mut book, name, about, text)?;
    }
    for (code, yuan) in &b.basic {
        put(&mut book, &format!("支出[资金={},性质=基本支出,经济科目={code}]", purse(false)), *yuan)?;
    }
    let mut basic: BTreeMap<(bool, String), i64> =
        b.subjects.iter().map(|(code, s)| ((false, code.clone()), s.amount.unwrap_or_default())).collect();
    let rest = b.basic.values().sum::<i64>() - basic.values().sum::<i64>();
    basic.insert((false, b.main.clone()), rest);
    for (code, s) in &b.subjects {
        say(&mut book, "用途", &format!("支出[资金={},科目={code}]", purse(false)), &s.r#use)?;
    }
    for ((fund, code), yuan) in &basic {
        put(&mut book, &format!("支出[性质=基本支出,资金={},科目={code}]", purse(*fund)), *yuan)?;
    }
    let mut planned: BTreeMap<(bool, String), i64> = BTreeMap::new();
    for (key, item) in last.iter().flat_map(|y| &y.items) {
        *planned.entry(key.clone()).or_default() += item.initial;
    }
    for ((fund, code), yuan) in &planned {
        put(&mut book, &format!("支出[年度=上年,资金={},科目={code}]", purse(*fund)), *yuan)?;
    }
    let whole: i64 = planned.values().sum();
    put(&mut book, "收入总计[年度=上年,资金=财政拨款]", whole)?;
    put(
        &mut book,
        "收入总计[年度=上年]",
        whole
            + b.other
                .iter()
                .flat_map(|o| &o.amounts)
                .filter(|(k, _)| k.starts_with("收入"))
                .map(|(_, v)| v)
                .sum::<i64>(),
    )?;
    for p in &b.project {
        let at = format!("资金={},科目={}", purse(p.fund), p.code);
        put(&mut book, &format!("支出[性质=项目支出,{at}]"), p.amount)?;
        if let Some(text) = &p.r#use {
            say(&mut book, "用途", &format!("支出[{at}]"), text)?;
        }
    }
    for o in &b.other {
        for (what, yuan) in &o.amounts {
            put(&mut book, &format!("{what},资金={OTHER_MONEY},科目={}]", o.code), *yuan)?;
        }
    }
    for (what, yuan) in &b.amounts {
        put(&mut book, what, *yuan)?;
    }
    let units = last.iter().skip(1).map(|y| row(&[("名称", y.book.entity()), ("性质", "其他事业单位")], &[]));
    book.lists.insert("所属单位".to_owned(), units.collect());
    let weight = 100 / i64::try_from(b.goals.rows.len()).unwrap_or(1).max(1);
    let goals = b.goals.rows.iter().map(|[name, first, second, sign, value, unit]| {
        row(
            &[("名称", name), ("一级", first), ("二级", second), ("性质", sign), ("指标值", value), ("单位", unit)],
            &[("权重", weight)],
        )
    });
    book.lists.insert("整体绩效指标".to_owned(), goals.collect());
    let fiscal = basic.values().sum::<i64>() + b.project.iter().map(|p| p.amount).sum::<i64>();
    let earned = b.other.iter().flat_map(|o| &o.amounts).filter(|(k, _)| k.starts_with("支出"));
    let earned = earned.map(|(_, v)| v).sum::<i64>();
    let whole = row(
        &[("名称", &department.name), ("目标", &b.goals.goal), ("过程", &b.goals.tasks.join("\n"))],
        &[("年初财政资金", fiscal), ("年初单位资金", earned)],
    );
    book.lists.insert("整体绩效".to_owned(), vec![whole]);
    let projects =
        b.project.iter().map(|p| row(&[("名称", &p.name), ("目标", &p.goal)], &[("年初财政资金", p.amount)]));
    book.lists.insert("项目".to_owned(), projects.collect());
    Ok(book)
}
