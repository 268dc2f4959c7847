//! Units' workbooks into their department's: sums, transfers, and what is wrong with its cell.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{Filling, fill, template};
use mingzhang_compile::{Book, Cube, Filled, Member, Publishing, Row, compile, consolidate, coordinates};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Coordinates, Severity};
use mingzhang_specimen::{Style, books};

const PAID: &str = "支出[资金=非财政拨款,性质=对附属单位补助支出,科目=2010101]";
const EARNED: &str = "收入[来源=上级补助收入,科目=2010103]";
const TRANSFER: [(&str, &str); 6] = [
    ("付出单位", "某局本级"),
    ("收入单位", "某中心"),
    ("付出科目", "2010101"),
    ("收入科目", "2010103"),
    ("支出性质", "对附属单位补助支出"),
    ("收入来源", "上级补助收入"),
];

fn say(book: &mut Book, name: &str, value: &str) {
    book.say(name, Coordinates::default(), value, None);
}

/// Three units of one year; the first pays the second 500 元.
fn units() -> Vec<Book> {
    let names = ["某局本级", "某中心", "某馆"];
    let mut out = Vec::new();
    for (n, name) in (0u64..).zip(names) {
        let mut book = books::book(Style::Mof, n);
        say(&mut book, "单位全称", name);
        say(&mut book, "年度", "2024");
        say(&mut book, "公开主体", "单位");
        book.lists.clear();
        out.push(book);
    }
    out[0].put(coordinates(PAID).unwrap(), Amount(700 * SCALE), None);
    out[0].put(coordinates("收入[来源=其他收入,科目=2010101]").unwrap(), Amount(700 * SCALE), None);
    out[1].put(coordinates(EARNED).unwrap(), Amount(600 * SCALE), None);
    out[1].put(coordinates("支出[资金=非财政拨款,性质=项目支出,科目=2010103]").unwrap(), Amount(600 * SCALE), None);
    out
}

/// The department's workbook, as filled in: texts and transfers.
fn department(transfers: &[(i64, &[(&str, &str)])], more: impl Fn(&mut Book)) -> Filling {
    let mut book = Book { profile: "mof-final".to_owned(), ..Book::default() };
    for (name, value) in [("单位全称", "某局"), ("年度", "2024"), ("公开主体", "部门"), ("主要职责", "负责有关工作。")]
    {
        say(&mut book, name, value);
    }
    let rows = transfers.iter().map(|(value, changes)| {
        let mut row = Row::default();
        for (key, value) in TRANSFER.iter().chain(changes.iter()) {
            row.texts.insert((*key).to_owned(), Filled { value: (*value).to_owned(), source: None });
        }
        row.amounts.insert("金额".to_owned(), Filled { value: Amount(value * SCALE), source: None });
        row
    });
    book.lists.insert("内部抵销".to_owned(), rows.collect());
    more(&mut book);
    let publishing = |profile: &str| Publishing::load(profile, None).map_err(|e| e.to_string());
    let bytes = template(&publishing("mof-final").unwrap(), Catalog::embedded(), Some(&book)).unwrap();
    fill(&bytes, Catalog::embedded(), publishing).unwrap()
}

fn add_up(department: &mut Filling, units: &[Book]) -> Vec<String> {
    let files = ["本级.xlsx", "中心.xlsx", "馆.xlsx", "又一个.xlsx"];
    let members: Vec<Member<'_>> = files.iter().zip(units).map(|(file, book)| Member { file, book }).collect();
    consolidate(department, &members, Catalog::embedded());
    department.problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect()
}

#[test]
fn amounts_add_up_and_transfers_go_out_on_both_sides() {
    let units = units();
    let mut whole = department(&[(500, &[])], |_| {});
    assert_eq!(add_up(&mut whole, &units), Vec::<String>::new());
    let cubes: Vec<Cube> = units.iter().map(|b| Cube::new(b, &whole.publishing)).collect();
    let cube = Cube::new(&whole.book, &whole.publishing);
    for (what, out) in [
        ("支出", 500),
        ("收入", 500),
        ("支出[性质=对附属单位补助支出]", 500),
        ("支出[资金=一般公共预算财政拨款]", 0),
        ("三公经费", 0),
        ("车辆", 0),
        ("国内接待人次", 0),
        ("收入总计[年度=上年]", 0),
    ] {
        let c = coordinates(what).unwrap();
        let sum: i64 = cubes.iter().map(|u| u.get(&c).0).sum();
        assert_eq!(cube.get(&c).0, sum - out * SCALE, "{what}");
    }
    let offices = coordinates("机构[事项=内设机构]").unwrap();
    assert!(
        cubes.iter().any(|u| u.get(&offices).0 > 0) && cube.get(&offices).0 == 0,
        "a department has its own offices"
    );
    let listed: Vec<&str> = whole.book.list("所属单位").iter().map(|r| r.texts["名称"].value.as_str()).collect();
    assert_eq!(listed, ["某中心", "某馆"]);
    let made = compile(&whole.book, &whole.publishing, Catalog::embedded(), true).unwrap();
    let report = mingzhang_read::read(mingzhang_write::document(&made.publication).0, Catalog::embedded());
    let found = mingzhang_audit::audit(&report, Catalog::embedded()).findings;
    let errors: Vec<&str> =
        found.iter().filter(|f| f.severity == Severity::Error).map(|f| f.message.as_str()).collect();
    assert_eq!(errors, Vec::<&str>::new());
}

#[test]
fn what_the_department_typed_is_set_against_the_sum() {
    let units = units();
    let c = coordinates(PAID).unwrap();
    let mut whole = department(&[(500, &[])], |b| b.put(c, Amount(300 * SCALE), None));
    assert_eq!(add_up(&mut whole, &units), Vec::<String>::new());
    let own: Amount = whole.book.amounts.iter().find(|(k, _)| *k == c).unwrap().1.value;
    assert_eq!(own, Amount(300 * SCALE));
    let told: Vec<String> =
        whole.problems.iter().map(ToString::to_string).filter(|p| p.contains("各单位合计")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("其他资金收支!") && told[0].contains("填的是 300，各单位合计 700，抵销 500，相差 100"),
        "{told:?}"
    );
}

#[test]
fn what_cannot_be_added_up_is_told_with_its_cell() {
    let case = |transfers: &[(i64, &[(&str, &str)])], change: &dyn Fn(&mut Vec<Book>)| {
        let mut units = units();
        change(&mut units);
        let mut whole = department(transfers, |_| {});
        let before = whole.book.amounts.clone();
        let errors = add_up(&mut whole, &units);
        assert_eq!(whole.book.amounts, before, "nothing is added up after an error");
        errors
    };
    let has = |errors: Vec<String>, words: &[&str]| {
        assert!(errors.len() == 1 && words.iter().all(|w| errors[0].contains(w)), "{errors:?}")
    };
    has(case(&[], &|u| say(&mut u[1], "年度", "2023")), &["基本信息!B6", "中心.xlsx", "2023", "2024"]);
    has(case(&[], &|u| u[1].profile = "sichuan-final".to_owned()), &["中心.xlsx", "版式"]);
    has(case(&[], &|u| say(&mut u[2], "单位全称", "某中心")), &["中心.xlsx", "馆.xlsx", "重复"]);
    has(case(&[], &|u| say(&mut u[2], "公开主体", "部门")), &["馆.xlsx", "单位"]);
    has(case(&[(500, &[("付出单位", "某站")])], &|_| {}), &["内部抵销!B", "没有“某站”的工作簿"]);
    has(case(&[(500, &[("收入单位", "某局本级")])], &|_| {}), &["内部抵销!C", "同一个单位"]);
    has(case(&[(800, &[])], &|_| {})[..1].to_vec(), &["内部抵销!H", "大于“某局本级”", "700"]);
    has(case(&[(650, &[])], &|_| {}), &["大于“某中心”", "600"]);
    has(case(&[(400, &[]), (400, &[])], &|_| {})[..1].to_vec(), &["大于“某局本级”", "300"]);
    has(case(&[(500, &[("付出科目", "2010")])], &|_| {}), &["内部抵销!D", "2010"]);
}
