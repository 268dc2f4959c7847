//! Workbooks: what is written is read back, and what is wrong in one is told with its cell and what to do.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{Filling, fill, homeless, template};
use mingzhang_compile::{Book, Publishing};
use mingzhang_decode::{Grid, Value, grids};
use mingzhang_model::{Amount, Coordinates, Dimension, Severity};
use mingzhang_specimen::{STYLES, Style, books};
use rust_xlsxwriter::{Formula, Workbook};
use std::collections::{BTreeMap, BTreeSet};

fn publishing(profile: &str) -> Result<Publishing, String> {
    Publishing::load(profile, None).map_err(|e| e.to_string())
}

fn read(bytes: &[u8]) -> Result<Filling, String> {
    fill(bytes, Catalog::embedded(), publishing)
}

/// The profiles that can be compiled so far.
fn styles() -> impl Iterator<Item = Style> {
    STYLES.into_iter().filter(|s| Publishing::profiles().contains(&s.name()))
}

/// What a book says, without its cells; amounts of one thing added up.
fn plain(book: &Book) -> BTreeSet<String> {
    let mut amounts: BTreeMap<Coordinates, Amount> = BTreeMap::new();
    for (c, f) in &book.amounts {
        let sum = amounts.entry(*c).or_default();
        *sum = *sum + f.value;
    }
    let amounts = amounts.into_iter().map(|(c, v)| format!("{c} = {}", v.0));
    let texts = book.texts.iter().map(|((n, c), t)| format!("{n} {c} = {}", t.value));
    let lists = book.lists.iter().flat_map(|(sheet, rows)| {
        rows.iter().enumerate().map(move |(n, row)| {
            let texts: Vec<String> = row.texts.iter().map(|(k, t)| format!("{k}={}", t.value)).collect();
            let amounts: Vec<String> = row.amounts.iter().map(|(k, a)| format!("{k}={}", a.value.0)).collect();
            format!("{sheet} {n} = {} {}", texts.join(","), amounts.join(","))
        })
    });
    amounts.chain(texts).chain(lists).collect()
}

/// What stands in only one of two books.
fn differences(one: &Book, other: &Book) -> Vec<String> {
    plain(one).symmetric_difference(&plain(other)).cloned().collect()
}

/// The made-up book of a seed, without what its profile's workbook has no cell for, and how much that was.
fn made(style: Style, seed: u64) -> (Book, usize) {
    let mut book = books::book(style, seed);
    let without = homeless(&publishing(style.name()).unwrap(), Catalog::embedded(), &book);
    book.amounts.retain(|(c, _)| !without.contains(&c.to_string()));
    book.texts.retain(|(name, c), _| !without.contains(&format!("{name} {c}").trim().to_owned()));
    (book, without.len())
}

#[test]
fn a_book_comes_back_from_its_workbook() {
    for style in styles() {
        let publishing = publishing(style.name()).unwrap();
        for seed in 0..6 {
            let (book, without) = made(style, seed);
            assert!(without * 10 < book.amounts.len(), "{style:?} {seed}: {without}");
            let bytes = template(&publishing, Catalog::embedded(), Some(&book)).unwrap();
            let filling = read(&bytes).unwrap();
            assert_eq!(filling.problems, Vec::new(), "{style:?} {seed}");
            assert_eq!(filling.book.profile, style.name());
            assert_eq!(differences(&filling.book, &book), Vec::<String>::new(), "{style:?} {seed}");
            assert!(filling.book.amounts.iter().all(|(_, f)| f.source.is_some()));
            assert!(seed > 0 || bytes == template(&publishing, Catalog::embedded(), Some(&book)).unwrap());
        }
    }
}

#[test]
fn an_empty_workbook_asks_for_what_is_required() {
    for profile in Publishing::profiles() {
        let bytes = template(&publishing(profile).unwrap(), Catalog::embedded(), None).unwrap();
        let filling = read(&bytes).unwrap();
        assert!(filling.book.amounts.is_empty() && filling.book.texts.is_empty() && filling.book.lists.is_empty());
        let said: Vec<String> = filling.problems.iter().map(ToString::to_string).collect();
        let asked = ["单位全称", "年度", "公开主体", "主要职责"];
        assert!(said.len() == 4 && asked.iter().all(|a| said.iter().any(|s| s.contains(a))), "{said:?}");
        assert_eq!(said[0], "基本信息!B5：“单位全称”必须填写。");
    }
}

/// What is put into a cell.
enum Put<'a> {
    Text(&'a str),
    Number(f64),
    Formula(&'a str, &'a str),
    Nothing,
}

/// The workbook of a made-up book, copied cell by cell into a new one, as people do, with some cells changed.
fn changed(changes: &[(&str, &str, Put<'_>)], rename: &dyn Fn(&str) -> Option<String>) -> Vec<u8> {
    let (book, _) = made(Style::Mof, 3);
    let bytes = template(&publishing("mof-final").unwrap(), Catalog::embedded(), Some(&book)).unwrap();
    let mut out = Workbook::new();
    for grid in grids(&bytes).unwrap() {
        let Some(name) = rename(&grid.name) else { continue };
        let page = out.add_worksheet();
        page.set_name(name).unwrap();
        for cell in &grid.cells {
            let column = u16::try_from(cell.column).unwrap();
            match &cell.value {
                Value::Number { exact, .. } => {
                    page.write_number(cell.row, column, exact.parse::<f64>().unwrap()).unwrap()
                }
                other => page.write_string(cell.row, column, other.shown()).unwrap(),
            };
        }
        for (_, at, put) in changes.iter().filter(|(sheet, _, _)| *sheet == grid.name) {
            let (row, column) = position(at);
            match put {
                Put::Text(t) => page.write_string(row, column, *t).unwrap(),
                Put::Number(n) => page.write_number(row, column, *n).unwrap(),
                Put::Formula(f, result) => {
                    page.write_formula(row, column, Formula::new(f).set_result(*result)).unwrap()
                }
                Put::Nothing => page.write_string(row, column, " ").unwrap(),
            };
        }
    }
    out.save_to_buffer().unwrap()
}

fn position(address: &str) -> (u32, u16) {
    let column = u16::from(address.as_bytes()[0] - b'A');
    (address[1..].parse::<u32>().unwrap() - 1, column)
}

fn same(name: &str) -> Option<String> {
    Some(name.to_owned())
}

/// The problems of a workbook with some cells changed.
fn said(changes: &[(&str, &str, Put<'_>)]) -> Vec<String> {
    let filling = read(&changed(changes, &same)).unwrap();
    filling.problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect()
}

fn cell(sheets: &[Grid], sheet: &str, at: &str) -> String {
    let grid = sheets.iter().find(|g| g.name == sheet).unwrap();
    grid.cells.iter().find(|c| c.address() == at).map(|c| c.value.shown().to_owned()).unwrap_or_default()
}

#[test]
fn a_copy_reads_the_same() {
    let filling = read(&changed(&[], &same)).unwrap();
    assert_eq!(filling.problems, Vec::new());
    assert_eq!(differences(&filling.book, &made(Style::Mof, 3).0), Vec::<String>::new());
}

#[test]
fn mistakes_are_told_with_cell_and_remedy() {
    use Put::{Formula, Nothing, Number, Text};
    let list = "财政拨款收支";
    let bytes = changed(&[], &same);
    let sheets = grids(&bytes).unwrap();
    let (code, other) = (cell(&sheets, list, "A9"), cell(&sheets, list, "A10"));
    assert!(code.len() == 7 && other.len() == 7 && code != other);
    let cases: Vec<(&str, &str, Put<'_>, &str)> = vec![
        ("三公经费", "C5", Text("约3万"), "三公经费!C5：“约3万”不是数字"),
        ("三公经费", "C6", Number(0.125), "三公经费!C6：“0.125”多于两位小数"),
        ("三公经费", "C7", Number(-3.0), "三公经费!C7：“决算数”不能是负数：-3"),
        ("三公数量", "B5", Number(-1.0), "三公数量!B5：数量不能是负数"),
        ("三公数量", "B6", Number(1.5), "三公数量!B6：“1.5”不是整数"),
        ("政府采购", "B6", Formula("=C1", "#REF!"), "政府采购!B6：公式出错（#REF!）"),
        ("基本信息", "B5", Nothing, "基本信息!B5：“单位全称”必须填写"),
        ("基本信息", "B6", Number(24.0), "基本信息!B6：“24”不像年份"),
        ("基本信息", "B7", Text("机关"), "基本信息!B7：“机关”不在可选的内容里；请选择：部门、单位"),
        ("三公经费", "C4", Text("实际数"), "三公经费!C4：缺少“决算数”这一列"),
        ("三公经费", "A5", Text("出国费"), "三公经费!A5：缺少“因公出国（境）费”这一行"),
        (list, "A9", Text("2999998"), "没有科目“2999998”"),
        (list, "A9", Text("208"), "“208”是类级科目编码"),
        (list, "A9", Text("20801"), "“20801”是款级科目编码"),
        (list, "A9", Text("行政运行"), "“行政运行”不是科目编码"),
        (list, "A9", Nothing, "没有科目编码"),
        (list, "C9", Text("自有资金"), "没有“自有资金”这种资金；请选择：一般公共预算财政拨款"),
        (list, "C9", Nothing, "没有选资金"),
    ];
    for (sheet, at, put, expected) in cases {
        let found = said(&[(sheet, at, put)]);
        assert!(found.iter().any(|s| s.contains(expected)), "{expected}: {found:#?}");
        assert!(found.iter().any(|s| s.starts_with(&format!("{sheet}!{at}"))), "{expected}: {found:#?}");
    }
    let twice = said(&[(list, "A10", Text(&code))]);
    assert!(
        twice.iter().any(|s| s.starts_with(&format!("{list}!A9、A10：科目 {code}")) && s.contains("填了两行")),
        "{twice:#?}"
    );
}

#[test]
fn rules_between_cells_name_all_of_them() {
    use Put::Number;
    let list = "财政拨款收支";
    let found = said(&[(list, "E9", Number(1.0))]);
    assert!(found.iter().any(|s| s.contains("收支不平衡") && s.contains("!D9、E9、F9、G9、H9：")), "{found:#?}");
    let found = said(&[("政府采购", "B9", Number(9e11))]);
    assert!(found.iter().any(|s| s.starts_with("政府采购!B9、B8：授予小微企业合同金额大于")), "{found:#?}");
    let found = said(&[("三公经费", "C10", Number(9e11))]);
    assert!(found.iter().any(|s| s.starts_with("三公经费!C10、C9：外事接待费大于公务接待费")), "{found:#?}");
    let found = said(&[("三公数量", "B5", Number(9999.0))]);
    assert!(found.iter().any(|s| s.starts_with("三公数量!B5、B6：因公出国（境）团组数大于人次数")), "{found:#?}");
    let found = said(&[("基本支出经济分类", "C9", Number(12.0))]);
    let expected = "基本支出经济分类!C5；财政拨款收支!F6：“决算数”按经济分类的合计是";
    assert!(found.iter().any(|s| s.starts_with(expected)), "{found:#?}");
}

#[test]
fn formulas_text_numbers_and_moved_columns_are_understood() {
    use Put::{Formula, Text};
    let bytes =
        changed(&[("政府采购", "B5", Formula("=1+2.5", "3.5")), ("政府采购", "B6", Text(" １,234.50 "))], &same);
    let filling = read(&bytes).unwrap();
    let value = |item: &str| {
        let c = mingzhang_compile::coordinates(&format!("政府采购[事项={item}]")).unwrap();
        filling.book.amounts.iter().find(|(at, _)| *at == c).map(|(_, f)| f.value.0)
    };
    assert_eq!((value("货物"), value("工程")), (Some(35_000), Some(12_345_000)));
    let swap = |sheet: &str, a: &str, b: &str| {
        let sheets = grids(&changed(&[], &same)).unwrap();
        (cell(&sheets, sheet, a), cell(&sheets, sheet, b))
    };
    let (left, right) = swap("三公经费", "B4", "C4");
    let moved = changed(&[("三公经费", "B4", Text(&right)), ("三公经费", "C4", Text(&left))], &same);
    assert_eq!(read(&moved).unwrap().problems, Vec::new());
}

#[test]
fn what_is_no_workbook_of_ours_is_refused_in_one_sentence() {
    let missing = changed(&[], &|name| (name != "政府采购").then(|| name.to_owned()));
    let told = read(&missing).unwrap().problems;
    assert!(told.len() == 1 && told[0].to_string().contains("缺少工作表“政府采购”"), "{told:?}");
    let refused = |bytes: &[u8], part: &str| {
        let said = read(bytes).unwrap_err();
        assert!(said.contains(part), "{said}");
    };
    refused(&changed(&[], &|name| (name != "明账").then(|| name.to_owned())), "不是用 mingzhang new 生成的");
    refused(&changed(&[("明账", "B3", Put::Text("99"))], &same), "请升级程序");
    refused(&changed(&[("明账", "B2", Put::Text("nowhere"))], &same), "没有“nowhere”这种版式");
    refused("单位,金额\n某局,12\n".as_bytes(), "不是工作簿");
    refused(b"", "空的");
    refused(&zipped("word/document.xml", 10), "可能是Word");
    refused(&zipped("xl/workbook.xml", 10), "损坏");
    let mut locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    locked.resize(4096, 0);
    refused(&locked, "这种Office文件");
    let whole = changed(&[], &same);
    refused(&whole[..whole.len() / 2], "损坏");
}

#[test]
fn a_workbook_that_unpacks_to_too_much_is_refused() {
    // What unpacks to a gigabyte is tried where packages are read.
    let said = read(&zipped("xl/workbook.xml", 20_001)).unwrap_err();
    assert!(said.contains("展开后超过") && said.contains("重新生成"), "{said}");
}

/// A package of empty parts.
fn zipped(name: &str, parts: usize) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    out.start_file(name, options).unwrap();
    for n in 1..parts {
        out.start_file(n.to_string(), options).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn money_carried_into_a_budget_is_asked_for_and_never_more_than_is_spent() {
    let carried = |book: &Book| book.amounts.iter().any(|(c, _)| c.get(Dimension::Measure).word() == "年初结转和结余");
    let budgets: Vec<Book> = (0..20).map(|seed| made(Style::Bazhong, seed).0).collect();
    let with = budgets.iter().filter(|b| carried(b)).count();
    assert!(with > 3 && with < 17, "{with}");
    let mut book = budgets.into_iter().find(carried).unwrap();
    let told = |book: &Book| {
        let bytes = template(&publishing("bazhong-budget").unwrap(), Catalog::embedded(), Some(book)).unwrap();
        read(&bytes).unwrap().problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&book), Vec::<String>::new());
    let fiscal = |c: &Coordinates| c.get(Dimension::Purse).word() == "一般公共预算财政拨款";
    let found =
        book.amounts.iter_mut().find(|(c, _)| fiscal(c) && c.get(Dimension::Measure).word() == "年初结转和结余");
    found.unwrap().1.value = Amount(i64::pow(10, 16));
    let said = told(&book);
    assert!(said.len() == 1 && said[0].contains("上年结转＝") && said[0].contains("本年拨款会是负数"), "{said:?}");
}
