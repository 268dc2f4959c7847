//! Projects, indicators and progress through the workbook and back; what is wrong with them is told.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::projects::{Fund, Project, Stage};
use mingzhang_compile::workbook::{Filling, Problem, fill, template};
use mingzhang_compile::{Book, Filled, Publishing, Row};
use mingzhang_model::{Amount, Coordinates, Date, Severity};

const PROFILE: &str = "sichuan-final";

fn row(texts: &[(&str, &str)], numbers: &[(&str, i64)]) -> Row {
    let mut out = Row::default();
    texts.iter().for_each(|(key, value)| say(&mut out, key, value));
    numbers.iter().for_each(|(key, value)| put(&mut out, key, value * 10_000));
    out
}

fn say(row: &mut Row, key: &str, value: &str) {
    row.texts.insert(key.to_owned(), Filled { value: value.to_owned(), source: None });
}

fn put(row: &mut Row, key: &str, value: i64) {
    row.amounts.insert(key.to_owned(), Filled { value: Amount(value), source: None });
}

fn indicator(project: &str, name: &str, target: &str, weight: i64) -> Row {
    let texts = [("项目", project), ("一级", "产出指标"), ("二级", "数量指标"), ("名称", name)];
    let value = [("性质", "≥"), ("指标值", target), ("单位", "人次"), ("年中值", "40")];
    row(&[texts, value].concat(), &[("权重", weight)])
}

fn spent(project: &str, date: &str, amount: i64) -> Row {
    row(&[("项目", project), ("日期", date)], &[("累计执行数", amount)])
}

/// A book with two projects, one of them without a code.
fn book() -> Book {
    let mut out = Book { profile: PROFILE.to_owned(), ..Book::default() };
    for (name, value) in [("单位全称", "某局"), ("年度", "2024"), ("公开主体", "部门"), ("主要职责", "一件事")]
    {
        out.say(name, Coordinates::default(), value, None);
    }
    let money = [("年初财政资金", 800), ("调整财政资金", 700), ("调整其他资金", 50), ("执行财政资金", 600)];
    let first = row(&[("名称", "培训"), ("编码", "24T01"), ("科目", "2010101"), ("类型", "常年项目")], &money);
    let mut list = |sheet: &str, rows: Vec<Row>| drop(out.lists.insert(sheet.to_owned(), rows));
    list("项目", vec![first, row(&[("名称", "考试")], &[("年初财政资金", 10)])]);
    let of_first = [indicator("24T01", "甲", "100", 40), indicator("24T01", "乙", "95", 50)];
    list("绩效指标", [of_first.as_slice(), &[indicator("考试", "甲", "3", 90)]].concat());
    let mut whole = indicator("", "丙", "7", 100);
    whole.texts.remove("项目");
    list("整体绩效指标", vec![whole]);
    list("监控", vec![spent("24T01", "2024-06-30", 300), spent("24T01", "2024-03-31", 100)]);
    out
}

fn read(book: &Book) -> Filling {
    let publishing = Publishing::load(PROFILE, None).unwrap();
    let bytes = template(&publishing, Catalog::embedded(), Some(book)).unwrap();
    fill(&bytes, Catalog::embedded(), |p| Publishing::load(p, None).map_err(|e| e.to_string())).unwrap()
}

/// What is told of a changed book, each with its cells.
fn told(change: impl Fn(&mut Book)) -> Vec<String> {
    let mut book = book();
    change(&mut book);
    read(&book).problems.iter().map(Problem::to_string).collect()
}

/// The same with one row of a sheet changed.
fn row_told(sheet: &str, n: usize, change: impl Fn(&mut Row)) -> Vec<String> {
    told(|book| change(book.lists.get_mut(sheet).and_then(|rows| rows.get_mut(n)).unwrap()))
}

#[test]
fn projects_come_back_with_their_cells() {
    let filling = read(&book());
    assert_eq!(filling.problems.iter().filter(|p| p.severity == Severity::Error).count(), 0, "{:?}", filling.problems);
    let projects = filling.book.projects();
    assert!(projects.lost.is_empty() && projects.astray.is_empty());
    let [first, second] = projects.list.as_slice() else { panic!("{projects:?}") };
    assert_eq!((first.title(), second.title()), ("24T01-培训".to_owned(), "考试".to_owned()));
    let cell = |stage, fund| {
        let entry = first.fund(stage, fund);
        (entry.value, entry.source.as_ref().unwrap().to_string())
    };
    assert_eq!(cell(Stage::Executed, Fund::Fiscal), (Some(Amount(6_000_000)), "项目!P6".to_owned()));
    assert_eq!(cell(Stage::Executed, Fund::Own), (None, "项目!R6".to_owned()));
    assert_eq!((first.total(Stage::Adjusted), first.budget()), (Some(Amount(7_500_000)), Some(Amount(7_500_000))));
    assert_eq!((second.budget(), second.total(Stage::Executed)), (Some(Amount(100_000)), None));
    let names =
        |p: &Project| p.indicators.iter().map(|t| format!("{}{}", t.name.text(), t.value())).collect::<Vec<String>>();
    assert_eq!(names(first), ["甲≥100人次", "乙≥95人次"]);
    assert_eq!(names(second), ["甲≥3人次"]);
    assert_eq!(names(projects.whole.as_ref().unwrap()), ["丙≥7人次"]);
    let days: Vec<Option<Date>> = first.progress.iter().map(|p| p.date.value).collect();
    assert_eq!(days, [Date::new(2024, 3, 31), Date::new(2024, 6, 30)]);
}

#[test]
fn the_sums_that_templates_print_are_of_the_funds() {
    let book = book();
    let rows = book.printed("项目");
    let sum = |n: usize, key: &str| rows[n].amounts.get(key).map(|a| a.value.0 / 10_000);
    assert_eq!((sum(0, "年初预算数"), sum(0, "全年预算数"), sum(0, "执行数")), (Some(800), Some(750), Some(600)));
    assert_eq!((sum(1, "年初预算数"), sum(1, "全年预算数")), (Some(10), None));
    assert_eq!(book.printed("整体绩效指标")[0].texts["指标"].value, "≥7人次");
}

#[test]
fn rows_of_no_project_are_told() {
    assert_eq!(told(|_| ()), Vec::<String>::new());
    let unknown = row_told("绩效指标", 0, |r| say(r, "项目", "24T02"));
    assert!(unknown[0].starts_with("绩效指标!C5：“项目”表中没有项目“24T02”，是不是“24T01”？"), "{unknown:?}");
    let astray = row_told("监控", 0, |r| say(r, "项目", "别的项目"));
    assert!(astray[0].starts_with("监控!C5：“项目”表中没有项目“别的项目”；"), "{astray:?}");
    let nobody = row_told("监控", 0, |r| drop(r.texts.remove("项目")));
    assert_eq!(nobody, ["监控!C5：这一行填了内容，却没有“项目编码”；请补填，或清空这一行。"]);
}

#[test]
fn projects_are_told_apart() {
    let codes = row_told("项目", 1, |r| say(r, "编码", "24T01"));
    let expected = "项目!C6、C7：项目编码“24T01”填了两行；请合并为一行，或改正其中一个。";
    assert!(codes.iter().any(|t| t == expected), "{codes:?}");
    let names = told(|b| {
        let copy = b.lists["项目"][1].clone();
        b.lists.get_mut("项目").unwrap().push(copy);
    });
    assert_eq!(names, ["项目!B7、B8：没有编码的项目“考试”填了两行；请合并为一行，或改正其中一个。"]);
    let subject = row_told("项目", 0, |r| say(r, "科目", "20101"));
    assert_eq!(subject, ["项目!F6：“20101”是款级科目编码；请填写7位项级科目编码。"]);
    let more = row_told("项目", 0, |r| put(r, "执行财政资金", 9_000_000));
    assert!(more[0].ends_with("项目“培训”的执行数 900.00 大于全年预算 750.00；请核对。"), "{more:?}");
}

#[test]
fn weights_and_rows_of_indicators_are_checked() {
    let twice = row_told("绩效指标", 1, |r| say(r, "名称", "甲"));
    assert_eq!(twice, ["绩效指标!F5、F6：项目“培训”的指标“甲”填了两行；请合并为一行，或改写指标名称。"]);
    let weights = row_told("绩效指标", 1, |r| put(r, "权重", 495_000));
    assert_eq!(weights, ["绩效指标!J5、J6：项目“培训”的权重合计是 89.5，应为90或100；请核对权重。"]);
    let whole = row_told("整体绩效指标", 0, |r| put(r, "权重", 990_000));
    assert_eq!(whole, ["整体绩效指标!H5：整体绩效的权重合计是 99，应为90或100；请核对权重。"]);
    let blank = row_told("绩效指标", 1, |r| drop(r.amounts.remove("权重")));
    assert!(blank[0].ends_with("权重合计是 40，应为90或100，还有 1 个指标没有填权重；请核对权重。"), "{blank:?}");
    let unweighed = row_told("绩效指标", 2, |r| drop(r.amounts.remove("权重")));
    assert_eq!(unweighed, Vec::<String>::new());
    let score = row_told("绩效指标", 0, |r| put(r, "评定得分", 410_000));
    assert_eq!(score, ["绩效指标!M5、J5：指标“甲”的评定得分 41 大于权重 40；请核对。"]);
    let sign = row_told("绩效指标", 0, |r| drop(r.texts.remove("性质")));
    assert_eq!(sign, ["绩效指标!G5：指标“甲”填了指标值，没有选指标性质。"]);
    let target = row_told("绩效指标", 0, |r| drop(r.texts.remove("指标值")));
    assert_eq!(target, ["绩效指标!H5：指标“甲”没有填指标值。"]);
    let choice = row_told("绩效指标", 0, |r| say(r, "性质", "大于"));
    assert!(choice[0].starts_with("绩效指标!G5：“大于”不在可选的内容里"), "{choice:?}");
}

#[test]
fn progress_goes_forward_within_the_year() {
    let less = row_told("监控", 0, |r| put(r, "累计执行数", 10_000));
    assert_eq!(less, ["监控!E6、E5：累计执行数由 100.00 变为 1.00，减少了；请填从年初起的累计数。"]);
    let year = row_told("监控", 0, |r| say(r, "日期", "2023-06-30"));
    assert!(year[0].starts_with("监控!D5：截止日期 2023-06-30 不在 2024 年"), "{year:?}");
    let same = row_told("监控", 0, |r| say(r, "日期", "2024-03-31"));
    assert!(same[0].ends_with("在 2024-03-31 填了两行；请合并为一行。"), "{same:?}");
    let word = row_told("监控", 0, |r| say(r, "日期", "六月底"));
    assert_eq!(word, ["监控!D5：“六月底”不是日期；请填年月日，如 2024-06-30。"]);
    let over = row_told("监控", 0, |r| put(r, "累计执行数", 7_510_000));
    assert!(over[0].starts_with("监控!E5：累计执行数 751.00 大于全年预算 750.00"), "{over:?}");
    let planned = row_told("监控", 0, |r| put(r, "计划进度", 1_010_000));
    assert_eq!(planned, ["监控!F5：计划进度 101% 大于100%；请核对。"]);
}
