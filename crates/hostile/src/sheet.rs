//! Workbooks.

use crate::List;
use crate::package::{package, package_with};
use std::fmt::Write;

pub(crate) const LIST: List = &[
    ("xlsx-sheet-of-blanks-300-mib", || swelling(" ", 300 << 20)),
    ("xlsx-cells-4-million", || swelling("<row><c t=\"str\"><v>收入5.00</v></c><c><v>5</v></c></row>", 2_000_000)),
    ("xlsx-cells-1000000-of-numbers", || {
        swelling("<row><c><v>1234.5678</v></c><c><v>5</v></c><c><v>5</v></c><c><v>5</v></c></row>", 250_000)
    }),
    ("xlsx-empty-cells-5000000", || swelling("<c/>", 5_000_000)),
    ("xlsx-empty-rows-5000000", || swelling("<row/>", 5_000_000)),
    ("xlsx-rows-hidden-by-turns", || swelling("<row hidden=\"1\"/><row/>", 500_000)),
    ("xlsx-declares-all-cells-and-has-two", || {
        sheet(
            "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>5</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>5</v></c></row></sheetData>",
        )
    }),
    ("xlsx-rows-of-two-cells-far-apart", || {
        let mut out = String::from("<sheetData>");
        for r in 1..=2_000 {
            let _ = write!(out, "<row r=\"{r}\"><c r=\"A{r}\"><v>5</v></c><c r=\"XFD{r}\"><v>5</v></c></row>");
        }
        sheet(&(out + "</sheetData>"))
    }),
    ("xlsx-cells-all-in-one-place", || swelling("<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>", 400_000)),
    ("xlsx-merge-of-all-cells", || {
        sheet(&format!("{}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>", table(300, 300)))
    }),
    ("xlsx-merges-in-steps", || {
        let mut merges = String::from("<mergeCells>");
        for i in 0..600_u32 {
            let _ = write!(merges, "<mergeCell ref=\"{}{}:ZZZ1048576\"/>", letters(600 - i), i + 1);
            let _ = write!(merges, "<mergeCell ref=\"{}{}:XFD1048576\"/>", letters(600 - i), i + 1);
        }
        sheet(&format!("{}{merges}</mergeCells>", table(600, 600)))
    }),
    ("xlsx-merges-1000000-of-one-place", || {
        let merges = "<mergeCell ref=\"A1:B2\"/>".repeat(1_000_000);
        sheet(&format!("{}<mergeCells>{merges}</mergeCells>", table(9, 9)))
    }),
    ("xlsx-one-long-string-in-each-of-300000-cells", || {
        let long = "收入".repeat(20_000);
        let cells = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>".repeat(150_000);
        book(&format!("<sheetData>{cells}</sheetData>"), "", &format!("<sst><si><t>{long}</t></si></sst>"))
    }),
    ("xlsx-shared-strings-3000000", || {
        package_with(
            &[
                ("xl/workbook.xml", WORKBOOK),
                ("xl/_rels/workbook.xml.rels", RELATIONS),
                (
                    "xl/worksheets/sheet1.xml",
                    "<worksheet><sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData></worksheet>",
                ),
            ],
            "xl/sharedStrings.xml",
            ("<sst>", "<si><t>收入</t></si>", 3_000_000, "</sst>"),
        )
    }),
    ("xlsx-shared-strings-swell", || {
        package_with(
            &[
                ("xl/workbook.xml", WORKBOOK),
                ("xl/_rels/workbook.xml.rels", RELATIONS),
                ("xl/worksheets/sheet1.xml", "<worksheet/>"),
            ],
            "xl/sharedStrings.xml",
            ("<sst>", "<si><t>收入</t></si>", 10_000_000, "</sst>"),
        )
    }),
    ("xlsx-numbers-of-300-digits-500000", || swelling("<row><c><v>1e308</v></c><c><v>1e-300</v></c></row>", 250_000)),
    ("xlsx-number-of-a-million-digits", || {
        sheet(&format!(
            "<sheetData><row><c><v>{}</v></c><c><v>0.{}</v></c></row></sheetData>",
            "9".repeat(1 << 20),
            "1".repeat(1 << 20)
        ))
    }),
    ("xlsx-styles-60000-of-one-long-format", || {
        let format = "#,##0.00_ ".repeat(100_000);
        let styles = format!(
            "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"{format}\"/></numFmts><cellXfs>{}</cellXfs></styleSheet>",
            "<xf numFmtId=\"200\"/>".repeat(60_000)
        );
        book(&table(9, 9), &styles, "")
    }),
    ("xlsx-format-of-100000-zeros", || {
        let format = format!("0.{}E+{}", "0".repeat(100_000), "0".repeat(100_000));
        let styles = format!(
            "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"{format}\"/></numFmts><cellXfs><xf numFmtId=\"200\"/></cellXfs></styleSheet>"
        );
        book(
            &format!(
                "<sheetData>{}</sheetData>",
                "<row><c s=\"0\"><v>1234.5</v></c><c s=\"0\"><v>1234.5</v></c></row>".repeat(5_000)
            ),
            &styles,
            "",
        )
    }),
    ("xlsx-sheets-20000-that-are-one", || {
        let list: String = (0..20_000).map(|i| format!("<sheet name=\"表{i}\" id=\"r1\"/>")).collect();
        package(&[
            ("xl/workbook.xml", format!("<workbook><sheets>{list}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", RELATIONS.to_owned()),
            ("xl/worksheets/sheet1.xml", format!("<worksheet>{}</worksheet>", table(2_000, 5))),
        ])
    }),
    ("xlsx-sheets-500-of-which-each-swells", || {
        let list: String = (0..500).map(|i| format!("<sheet name=\"表{i}\" id=\"r1\"/>")).collect();
        package_with(
            &[
                ("xl/workbook.xml", &format!("<workbook><sheets>{list}</sheets></workbook>")),
                ("xl/_rels/workbook.xml.rels", RELATIONS),
            ],
            "xl/worksheets/sheet1.xml",
            ("<worksheet>", " ", 50 << 20, "</worksheet>"),
        )
    }),
    ("xlsx-sums-of-all-by-all", || {
        let cells = "<row><c><f>SUM(A1:XFD1048576)</f><v>5</v></c><c><v>5</v></c></row>".repeat(20_000);
        sheet(&format!("<sheetData>{cells}</sheetData>"))
    }),
    ("xlsx-formula-of-1000000-terms", || {
        sheet(&format!(
            "<sheetData><row><c r=\"A1\"><f>B1{}</f><v>5</v></c><c r=\"B1\"><v>5</v></c></row></sheetData>",
            "+B1".repeat(1_000_000)
        ))
    }),
    ("xlsx-formulas-that-fail-200000", || {
        swelling("<row><c t=\"e\"><f>A1</f><v>#REF!</v></c><c><f>A1</f></c></row>", 100_000)
    }),
    ("xlsx-elements-nested-1000000-deep", || swelling("<x>", 1_000_000)),
    ("xlsx-entities-that-laugh-a-billion-times", || {
        let mut types = String::from("<!DOCTYPE w [<!ENTITY a0 \"收入5.00万元\">");
        for i in 1..20 {
            let _ = write!(types, "<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
        }
        let xml = format!(
            "<?xml version=\"1.0\"?>{types}]><worksheet><sheetData><row><c t=\"str\"><v>&a19;</v></c></row></sheetData></worksheet>"
        );
        package(&[
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/sheet1.xml", &xml),
        ])
    }),
    ("xlsx-columns-hidden-1000000-times", || {
        sheet(&format!(
            "<cols>{}</cols>{}",
            "<col min=\"1\" max=\"16384\" hidden=\"1\"/><col min=\"4294967295\" max=\"1\" hidden=\"1\"/>"
                .repeat(300_000),
            table(9, 9)
        ))
    }),
    ("xlsx-rows-and-columns-beyond-all-size", || {
        sheet(
            "<cols><col min=\"4294967295\" max=\"4294967295\" hidden=\"1\"/></cols><sheetData><row r=\"4294967295\" hidden=\"1\"><c r=\"XFE1048577\"><v>5</v></c><c r=\"ZZZZZZZZZ99999999999\"><v>5</v></c><c/><c s=\"99999999999\" t=\"s\"><v>99999999999999999999</v></c></row></sheetData><mergeCells><mergeCell ref=\"B2:A1\"/><mergeCell ref=\"XFD1048576:A1\"/></mergeCells>",
        )
    }),
    ("xlsx-wide-table-of-figures", || sheet(&table(400, 900))),
    ("xlsx-long-texts-in-cells-100000", || {
        let long = "收入5.00万元，".repeat(20);
        sheet(&format!(
            "<sheetData>{}</sheetData>",
            format!("<row><c t=\"inlineStr\"><is><t>{long}</t></is></c><c><v>5</v></c></row>").repeat(50_000)
        ))
    }),
    ("xlsx-no-sheets", || package(&[("xl/workbook.xml", "<workbook/>")])),
];

const WORKBOOK: &str = "<workbook><sheets><sheet name=\"收入决算表\" id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships><Relationship Id=\"r1\" Type=\"a/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"a/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"a/styles\" Target=\"styles.xml\"/></Relationships>";

fn book(sheet: &str, styles: &str, strings: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    package(&[
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings),
    ])
}

fn sheet(body: &str) -> Vec<u8> {
    book(body, "", "")
}

fn swelling(piece: &str, times: usize) -> Vec<u8> {
    package_with(
        &[("xl/workbook.xml", WORKBOOK), ("xl/_rels/workbook.xml.rels", RELATIONS)],
        "xl/worksheets/sheet1.xml",
        ("<worksheet><sheetData>", piece, times, "</sheetData></worksheet>"),
    )
}

fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    while column > 0 {
        out.push(char::from(b'A' + u8::try_from((column - 1) % 26).unwrap()));
        column = (column - 1) / 26;
    }
    out.iter().rev().collect()
}

fn table(rows: u32, columns: u32) -> String {
    let mut out = String::from("<sheetData>");
    for r in 0..rows {
        out += "<row>";
        for c in 0..columns {
            let _ = write!(out, "<c><v>{}</v></c>", r * 7 + c);
        }
        out += "</row>";
    }
    out + "</sheetData>"
}
