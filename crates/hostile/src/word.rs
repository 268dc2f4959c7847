//! Word documents.

use crate::List;
use crate::package::{package, package_with};

const OPEN: &str = "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>";
const CLOSE: &str = "</w:body></w:document>";

pub(crate) const LIST: List = &[
    ("docx-text-is-blanks-300-mib", || repeated("", " ", 300 << 20, "")),
    ("docx-text-of-paragraphs-150-mib", || {
        repeated("", "<w:p><w:r><w:t>收入5.00万元</w:t></w:r></w:p>", 3_000_000, "")
    }),
    ("docx-paragraphs-500000", || repeated("", "<w:p><w:r><w:t>收入5.00万元</w:t></w:r></w:p>", 500_000, "")),
    ("docx-empty-paragraphs-3000000", || repeated("", "<w:p/>", 3_000_000, "")),
    ("docx-one-paragraph-of-20-mib", || repeated("<w:p><w:r><w:t>", "收入5.00万元，", 1 << 20, "</w:t></w:r></w:p>")),
    ("docx-runs-1000000-in-one-paragraph", || repeated("<w:p>", "<w:r><w:t>1</w:t></w:r>", 1_000_000, "</w:p>")),
    ("docx-marks-deleted-so-that-all-is-one-paragraph", || {
        repeated(
            "",
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>收入5.00万元，</w:t></w:r></w:p>",
            300_000,
            "",
        )
    }),
    ("docx-line-breaks-2000000", || repeated("<w:p><w:r>", "<w:t>收入5万元</w:t><w:br/>", 1_000_000, "</w:r></w:p>")),
    ("docx-elements-nested-1000000-deep", || repeated("", "<w:x>", 1_000_000, "")),
    ("docx-tables-nested-1000-deep", || {
        nested("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>5.00</w:t></w:r></w:p>", "</w:tc></w:tr></w:tbl>", 100)
    }),
    ("docx-text-boxes-nested-100-deep", || {
        nested("<w:p><w:r><w:txbxContent><w:p><w:r><w:t>5.00</w:t></w:r></w:p>", "</w:txbxContent></w:r></w:p>", 100)
    }),
    ("docx-alternatives-nested-100-deep", || {
        nested("<w:p><w:AlternateContent><w:Choice><w:p/>", "</w:Choice><w:Fallback/></w:AlternateContent></w:p>", 100)
    }),
    ("docx-tables-200000", || {
        repeated(
            "",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>收入</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5.00</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc/><w:tc/></w:tr></w:tbl>",
            200_000,
            "",
        )
    }),
    ("docx-table-of-300000-rows", || {
        repeated(
            "<w:tbl>",
            "<w:tr><w:tc><w:p><w:r><w:t>行政运行</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5.00</w:t></w:r></w:p></w:tc></w:tr>",
            300_000,
            "</w:tbl>",
        )
    }),
    ("docx-table-of-empty-rows-4000000", || repeated("<w:tbl>", "<w:tr><w:tc/></w:tr>", 4_000_000, "</w:tbl>")),
    ("docx-cells-that-cover-2-billion-columns", || {
        repeated(
            "<w:tbl>",
            "<w:tr><w:trPr><w:gridBefore w:val=\"4294967295\"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val=\"2147483647\"/></w:tcPr><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr>",
            50_000,
            "</w:tbl>",
        )
    }),
    ("docx-cells-that-cover-4096-columns", || {
        repeated(
            "<w:tbl>",
            "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4096\"/></w:tcPr><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr>",
            970,
            "</w:tbl>",
        )
    }),
    ("docx-cells-merged-down-100000-rows", || {
        repeated(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc><w:tc/></w:tr>",
            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr>",
            100_000,
            "</w:tbl>",
        )
    }),
    ("docx-one-row-of-400000-cells", || {
        repeated("<w:tbl><w:tr>", "<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>", 400_000, "</w:tr></w:tbl>")
    }),
    ("docx-fields-without-end", || {
        repeated("<w:p><w:r>", "<w:fldChar w:fldCharType=\"begin\"/>", 1_000_000, "<w:t>5</w:t></w:r></w:p>")
    }),
    ("docx-styles-based-on-each-other", || {
        let mut styles = String::from("<w:styles xmlns:w=\"w\">");
        for i in 0..50_000 {
            styles += &format!("<w:style w:styleId=\"s{i}\"><w:basedOn w:val=\"s{}\"/></w:style>", (i + 1) % 50_000);
        }
        styles += "</w:styles>";
        let paragraph = "<w:p><w:pPr><w:pStyle w:val=\"s1\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"s2\"/></w:rPr><w:t>收入5万元。</w:t></w:r></w:p>";
        let body = format!("{OPEN}{}{CLOSE}", paragraph.repeat(100_000));
        package(&[("word/document.xml", body), ("word/styles.xml", styles)])
    }),
    ("docx-numbers-that-print-a-book-each", || {
        let level = "数".repeat(10_000);
        let numbering = format!(
            "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{level}%1\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
        );
        let paragraph = "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>收入</w:t></w:r></w:p>";
        let body = format!("{OPEN}{}{CLOSE}", paragraph.repeat(200_000));
        package(&[("word/document.xml", body), ("word/numbering.xml", numbering)])
    }),
    ("docx-lists-100000-of-their-own", || {
        let mut numbering = String::from("<w:numbering xmlns:w=\"w\">");
        let mut body = String::from(OPEN);
        for i in 0..100_000 {
            numbering += &format!(
                "<w:abstractNum w:abstractNumId=\"{i}\"><w:lvl w:ilvl=\"{i}\"><w:lvlText w:val=\"%1%2%3%9\"/></w:lvl></w:abstractNum><w:num w:numId=\"{i}\"><w:abstractNumId w:val=\"{i}\"/></w:num>"
            );
            body += &format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"8\"/><w:numId w:val=\"{i}\"/></w:numPr></w:pPr><w:r><w:t>收</w:t></w:r></w:p>"
            );
        }
        package(&[("word/document.xml", body + CLOSE), ("word/numbering.xml", numbering + "</w:numbering>")])
    }),
    ("docx-entities-that-laugh-a-billion-times", || {
        let mut types = String::from("<!DOCTYPE w [<!ENTITY a0 \"收入5.00万元\">");
        for i in 1..20 {
            types += &format!("<!ENTITY a{i} \"{}\">", format!("&a{};", i - 1).repeat(10));
        }
        let body = format!(
            "<?xml version=\"1.0\"?>{types}]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>收入&a19;5</w:t></w:r></w:p>{CLOSE}"
        );
        package(&[("word/document.xml", body)])
    }),
    ("docx-entity-from-a-file", || {
        let body = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY b SYSTEM \"http://127.0.0.1/\">]><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>收入&a;&b;5</w:t></w:r></w:p>{CLOSE}"
        );
        package(&[("word/document.xml", body)])
    }),
    ("docx-attributes-1000000-in-one-tag", || {
        let attributes: String = (0..1_000_000).map(|i| format!(" w:a{i}=\"1\"")).collect();
        package(&[(
            "word/document.xml",
            format!("{OPEN}<w:p><w:pPr><w:jc{attributes}/></w:pPr><w:r><w:t>5</w:t></w:r></w:p>{CLOSE}"),
        )])
    }),
    ("docx-notes-100000-each-referred-to", || {
        let mut notes = String::from("<w:footnotes xmlns:w=\"w\">");
        let mut body = String::from(OPEN);
        for i in 0..100_000 {
            notes += &format!("<w:footnote w:id=\"{i}\"><w:p><w:r><w:t>注{i}</w:t></w:r></w:p></w:footnote>");
            body += &format!("<w:p><w:r><w:t>收入</w:t><w:footnoteReference w:id=\"{}\"/></w:r></w:p>", i / 2);
        }
        package(&[("word/document.xml", body + CLOSE), ("word/footnotes.xml", notes + "</w:footnotes>")])
    }),
    ("docx-parts-60000-empty", || {
        let names: Vec<String> = (0..60_000).map(|i| format!("word/p{i}.xml")).collect();
        let mut parts: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), "")).collect();
        parts.push(("word/document.xml", "<w:document/>"));
        package(&parts)
    }),
    ("docx-main-part-is-its-own-relation", || {
        let relation =
            "<Relationships><Relationship Type=\"a/officeDocument\" Target=\"_rels/.rels\"/></Relationships>";
        package(&[("word/document.xml", ""), ("_rels/.rels", relation), ("_rels/_rels/.rels.rels", relation)])
    }),
    ("docx-tags-never-closed", || {
        package(&[("word/document.xml", format!("{OPEN}{}", "<w:p><w:r><w:t>收入5.00万元".repeat(100)))])
    }),
    ("docx-sizes-that-lie", || {
        let mut bytes =
            package(&[("word/document.xml", format!("{OPEN}<w:p><w:r><w:t>收入</w:t></w:r></w:p>{CLOSE}"))]);
        for mark in [b"PK\x03\x04", b"PK\x01\x02"] {
            let at = bytes.windows(4).position(|w| w == mark).unwrap() + if mark[2] == 3 { 18 } else { 20 };
            bytes[at..at + 8].fill(0xfe);
        }
        bytes
    }),
    ("docx-cut-in-its-text", || {
        let bytes = repeated("", "<w:p><w:r><w:t>收入5.00万元</w:t></w:r></w:p>", 9_000, "");
        bytes[..bytes.len() / 3].to_vec()
    }),
];

fn repeated(before: &str, piece: &str, times: usize, after: &str) -> Vec<u8> {
    let (before, after) = (format!("{OPEN}{before}"), format!("{after}{CLOSE}"));
    package_with(&[], "word/document.xml", (&before, piece, times, &after))
}

fn nested(open: &str, close: &str, times: usize) -> Vec<u8> {
    package(&[("word/document.xml", format!("{OPEN}{}{}{CLOSE}", open.repeat(times), close.repeat(times)))])
}
