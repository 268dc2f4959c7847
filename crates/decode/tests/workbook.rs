//! Workbooks: what a sheet shows becomes paragraphs and tables, and nothing in a file can stop the program.
//!
//! `data/sample.xls` and `data/sample.xlsx` are the same made-up workbook, saved by a spreadsheet program in both formats.
#![allow(clippy::unwrap_used)]

use mingzhang_decode::{DecodeError, Value, decode, grids};
use mingzhang_model::{Block, Document};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const XLS: &[u8] = include_bytes!("data/sample.xls");
const XLSX: &[u8] = include_bytes!("data/sample.xlsx");

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A workbook of one sheet, called 表.
fn book(sheet: &str) -> Vec<u8> {
    let link = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'/>")
    };
    let links = |inside: String| format!("<Relationships>{inside}</Relationships>");
    zip(&[
        ("_rels/.rels", &links(link("a", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='表' r:id='s'/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            &links(
                link("s", "worksheet", "worksheets/sheet1.xml")
                    + &link("t", "styles", "/xl/styles.xml")
                    + &link("u", "sharedStrings", "strings.xml"),
            ),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='####0.00_ '/></numFmts><borders><border/></borders>\
             <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='4'/></cellXfs></styleSheet>",
        ),
        (
            "xl/strings.xml",
            "<sst><si><t>项目</t></si><si><r><t>A&amp;</t></r><r><t>B&#24180;</t></r><rPh><t>x</t></rPh></si></sst>",
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

fn lines(document: &Document) -> Vec<String> {
    (document.blocks.iter())
        .map(|b| match b {
            Block::Paragraph(p) => p.text.clone(),
            Block::Table(t) => {
                let row = |r| (0..t.columns).map(|c| t.text(r, c).to_owned()).collect::<Vec<_>>().join("|");
                (0..t.rows).map(row).collect::<Vec<_>>().join("\n")
            }
        })
        .collect()
}

#[test]
fn both_formats_show_the_same() {
    for (bytes, name) in [(XLS, "a.xls"), (XLSX, "a.xlsx")] {
        let document = decode(bytes, name).unwrap();
        let lines = lines(&document);
        assert_eq!(lines[..3], ["收入支出决算总表", "部门：某部门", "金额单位：万元"], "{name}");
        let table = "项目|金额|金额\n项目|上年数|本年数\n一、收入|9,746.50|1,234,567.89\n比例|11.11%|50.00%\n\
                     日期|2024年3月6日|9746.50\n合计|1,244,314.39|#DIV/0!\n空行||";
        assert_eq!(lines[3], table, "{name}");
        assert_eq!(lines[4..6], ["注：本表反映收支情况。", "情况说明"], "{name}");
        assert_eq!(lines.len(), 6 + 70, "{name}");
        assert!(lines[75].starts_with("第69段：说明文字很长") && lines[75].ends_with("很长"), "{name}: {}", lines[75]);
        let codes: Vec<&str> = document.problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["hidden-content", "formula-error", "hidden-content"], "{name}");
        assert_eq!(document.problems[1].place.cell.as_deref(), Some("收入支出表!C9"), "{name}");
        let table = document.blocks[3].table().unwrap();
        let cell = table.at(2, 2).unwrap();
        assert_eq!(cell.place.cell.as_deref(), Some("收入支出表!C5"), "{name}");
        assert_eq!((table.at(0, 1).unwrap().column_span, table.at(0, 0).unwrap().row_span), (2, 2), "{name}");
        let note = document.blocks[4].paragraph().unwrap();
        assert_eq!(note.place(0, 3).cell.as_deref(), Some("收入支出表!A11"), "{name}");
    }
}

#[test]
fn cells_are_exact() {
    for bytes in [XLS, XLSX] {
        let sheets = grids(bytes).unwrap();
        let names: Vec<(&str, bool)> = sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect();
        assert_eq!(names, [("收入支出表", false), ("隐藏表", true), ("说明", false)]);
        let value = |address: &str| sheets[0].cells.iter().find(|c| c.address() == address).unwrap();
        let number =
            |exact: &str, shown: &str| Value::Number { exact: exact.to_owned(), shown: shown.to_owned(), fixed: true };
        assert_eq!(value("C5").value, number("1234567.891", "1,234,567.89"));
        assert_eq!(value("B5").value, number("9746.5", "9,746.50"));
        assert_eq!(value("B6").value, number("0.1111", "11.11%"));
        assert_eq!(value("C8").value, Value::Text("9746.50".to_owned()));
        assert_eq!((&value("B9").value, value("B9").formula), (&number("1244314.391", "1,244,314.39"), true));
        assert_eq!(value("C9").value, Value::Error("#DIV/0!".to_owned()));
        assert_eq!(value("B8").value, Value::Date { iso: "2024-03-06".into(), shown: "2024年3月6日".into() });
        assert!(sheets[0].hides_row(6) && !sheets[0].hides_row(5));
    }
}

#[test]
fn what_cells_may_hold() {
    let sheet = "<cols><col min='5' max='5' hidden='1'/></cols><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>\
        <c t='s'><v>1</v></c><c r='E1'><v>9</v></c></row><row><c s='1'><v>9746.5</v></c><c s='2'><v>1E3</v></c>\
        <c><f>A2*2</f></c><c t='inlineStr'><is><t>文字_x000A_二</t></is></c></row>\
        <row><c t='str'><f>A1</f><v>结果</v></c><c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c></row></sheetData>";
    let document = decode(&book(sheet), "a.xlsx").unwrap();
    assert_eq!(lines(&document), ["表", "项目|A&B年||\n9746.50|1,000.00|#未计算|文字二\n结果|TRUE|#REF!|"]);
    let told: Vec<(&str, &str)> =
        (document.problems.iter()).map(|p| (p.code.as_str(), p.place.cell.as_deref().unwrap_or(""))).collect();
    assert_eq!(told, [("hidden-content", "表!E1"), ("formula-without-value", "表!C2"), ("formula-error", "表!C3")]);
    assert!(document.problems.iter().all(|p| p.message.ends_with('。')));
}

#[test]
fn sheets_without_rulings() {
    let text = |rows: &[&[&str]]| {
        let cell = |r: usize, c: usize, t: &str| {
            let letter = char::from(b'A' + u8::try_from(c).unwrap());
            format!("<c r='{letter}{}' t='inlineStr'><is><t>{t}</t></is></c>", r + 1)
        };
        let mut out = String::from("<sheetData>");
        for (r, row) in rows.iter().enumerate() {
            out += &format!("<row r='{}'>", r + 1);
            out.extend(row.iter().enumerate().filter(|(_, t)| !t.is_empty()).map(|(c, t)| cell(r, c, t)));
            out += "</row>";
        }
        out + "</sheetData>"
    };
    let sheet = text(&[
        &["支出决算表"],
        &["部门：某部门", "", "单位：万元"],
        &["项目", "金额", "备注"],
        &["一、基本支出", "1.00"],
        &["二、项目支出"],
        &["三、经营支出"],
        &["合计", "1.00"],
        &["注：说明。"],
        &[],
        &["收入决算表"],
        &["项目", "金额"],
        &["合计"],
        &["本表为空表"],
    ]);
    let document = decode(&book(&sheet), "a.xlsx").unwrap();
    assert_eq!(
        lines(&document),
        [
            "支出决算表",
            "部门：某部门",
            "单位：万元",
            "项目|金额|备注\n一、基本支出|1.00|\n二、项目支出||\n三、经营支出||\n合计|1.00|",
            "注：说明。",
            "收入决算表",
            "项目|金额\n合计|",
            "本表为空表"
        ]
    );
}

#[test]
fn the_content_tells_the_format() {
    let named = |bytes: &[u8], name: &str| decode(bytes, name).unwrap().problems.first().map(|p| p.code.clone());
    assert_eq!(named(XLS, "a.xlsx").as_deref(), Some("misnamed-file"));
    assert_eq!(named(XLSX, "a.xls").as_deref(), Some("misnamed-file"));
    assert_ne!(named(XLSX, "a.xlsx").as_deref(), Some("misnamed-file"));
    assert_eq!(grids("一、收入".as_bytes()).unwrap_err(), DecodeError::NotAWorkbook);
}

#[test]
fn broken_workbooks_are_refused_or_told() {
    assert_eq!(decode(&XLSX[..XLSX.len() / 2], "a").unwrap_err(), DecodeError::WorkbookDamaged);
    // Without its directory an old file could be anything.
    assert!(decode(&XLS[..XLS.len() / 2], "a").is_err());
    let broken = book("<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row></sheetData>");
    let document = decode(&broken, "a.xlsx").unwrap();
    assert_eq!(document.problems[0].code, "sheet-unreadable");
    assert_eq!(lines(&document)[1], "1|2");
    assert_eq!(grids(&broken).unwrap_err(), DecodeError::WorkbookDamaged);
    // A cell far away is not a table of millions.
    let far = "<sheetData><row r='1'><c><v>1</v></c><c r='XFD1'><v>1</v></c></row><row r='1048576'><c><v>1</v></c>\
               <c r='XFD1048576'><v>2</v></c></row></sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>";
    assert!(decode(&book(far), "a.xlsx").is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn bytes_changed_never_panic(changes in proptest::collection::vec((0usize..40_000, any::<u8>()), 1..8), old in any::<bool>()) {
        let mut bytes = if old { XLS.to_vec() } else { XLSX.to_vec() };
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let _ = decode(&bytes, "a");
    }
}

#[test]
fn sums_are_computed_again() {
    let sheet = |formula: &str, stored: &str| {
        let bytes = book(&format!(
            "<sheetData><row r='1'><c r='A1'><v>0.1</v></c><c r='B1'><v>0.2</v></c><c r='C1' t='inlineStr'><is><t>元</t></is></c></row>\
             <row r='2'><c r='A2'><v>5</v></c><c r='B2'><f>{formula}</f><v>{stored}</v></c></row></sheetData>"
        ));
        assert!(grids(&bytes).is_ok());
        let document = decode(&bytes, "a.xlsx").unwrap();
        document
            .problems
            .into_iter()
            .map(|p| format!("{} {} {}", p.code, p.place.cell.unwrap_or_default(), p.message))
            .next()
    };
    for right in [("SUM(A1:C1)", "0.30000000000000004"), ("A2 - $A$1+1", "5.9"), ("sum(A1,A2)-B1+D9", "4.9")] {
        assert_eq!(sheet(right.0, right.1), None, "{right:?}");
    }
    // What is not a simple sum is left alone.
    for other in [
        "A1*3",
        "IF(A1,1,2)",
        "SUM(Sheet2!A1)",
        "A1+C1",
        "SUM(A1:B1)/2",
        "SUM(A1:B1",
        "ROUND(A1,1)",
        "",
        "+",
        "A1+",
        "SUM()",
    ] {
        assert_eq!(sheet(other, "9"), None, "{other}");
    }
    let told = sheet("SUM(A1:B1)+A2", "5.4").unwrap();
    assert!(told.starts_with("stale-formula 表!B2 ") && told.contains("应得5.3，单元格里存的是5.4"), "{told}");
    assert!(sheet("A1-A2", "4.9").unwrap().contains("应得-4.9"));
}

#[test]
fn sums_of_old_workbooks_are_computed_again() {
    let stored = 1_244_314.391_f64.to_le_bytes();
    let at = XLS.windows(8).position(|w| w == stored).unwrap();
    let mut bytes = XLS.to_vec();
    bytes[at..at + 8].copy_from_slice(&1_244_414.391_f64.to_le_bytes());
    let told = |bytes: &[u8]| -> Vec<String> {
        let problems = decode(bytes, "a.xls").unwrap().problems;
        problems.into_iter().filter(|p| p.code == "stale-formula").map(|p| p.message).collect()
    };
    assert!(told(XLS).is_empty());
    let [message] = told(&bytes).try_into().unwrap();
    assert!(message.contains("B9的公式“=B5+C5”应得1244314.391，单元格里存的是1244414.391"), "{message}");
}
