//! The parts of the document and how they hang together.

use super::{Body, styles};
use crate::package::{XML, escape, zip};
use mingzhang_model::Kind;
use mingzhang_model::publication::Publication;
use std::fmt::Write;

const TYPES: &str = "application/vnd.openxmlformats-officedocument";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Relations of a part: id, type, target.
fn relations(list: &[(String, String, String)]) -> Vec<u8> {
    let mut out = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (id, kind, target) in list {
        let _ = write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    out.push_str("</Relationships>");
    out.into_bytes()
}

fn relation(id: &str, kind: &str, target: &str) -> (String, String, String) {
    (id.to_owned(), format!("{RELATIONS}/{kind}"), target.to_owned())
}

fn content_types(charts: usize) -> Vec<u8> {
    let mut out = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"xlsx\" ContentType=\"{TYPES}.spreadsheetml.sheet\"/>"
    );
    let mut part = |name: &str, kind: &str| {
        let _ = write!(out, "<Override PartName=\"{name}\" ContentType=\"{kind}\"/>");
    };
    for (name, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
    ] {
        part(&format!("/word/{name}.xml"), &format!("{TYPES}.wordprocessingml.{kind}+xml"));
    }
    for n in 1..=charts {
        part(&format!("/word/charts/chart{n}.xml"), &format!("{TYPES}.drawingml.chart+xml"));
    }
    part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("/docProps/app.xml", &format!("{TYPES}.extended-properties+xml"));
    out.push_str("</Types>");
    out.into_bytes()
}

/// Title, maker and a date that follows from the fiscal year: nothing in a report depends on the day it was written.
fn core(title: &str, p: &Publication) -> String {
    let day = if p.kind == Kind::Budget { "01-01" } else { "12-31" };
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{:04}-{day}T00:00:00Z</dcterms:created>\
         <dc:language>zh-CN</dc:language></cp:coreProperties>",
        escape(title),
        escape(&p.entity),
        p.year.clamp(1900, 9999)
    )
}

/// The whole file.
pub(super) fn write(title: &str, p: &Publication, document: &str, body: &Body<'_>) -> Vec<u8> {
    let charts = &body.charts;
    let mut parts: Vec<(String, Vec<u8>)> = vec![("[Content_Types].xml".to_owned(), content_types(charts.len()))];
    let mut add = |name: &str, bytes: Vec<u8>| parts.push((name.to_owned(), bytes));
    let core_kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    add(
        "_rels/.rels",
        relations(&[
            relation("rId1", "officeDocument", "word/document.xml"),
            ("rId2".to_owned(), core_kind.to_owned(), "docProps/core.xml".to_owned()),
            relation("rId3", "extended-properties", "docProps/app.xml"),
        ]),
    );
    add("word/document.xml", document.as_bytes().to_vec());
    let mut links = vec![
        relation("rIdStyles", "styles", "styles.xml"),
        relation("rIdNumbering", "numbering", "numbering.xml"),
        relation("rIdSettings", "settings", "settings.xml"),
        relation("rIdFonts", "fontTable", "fontTable.xml"),
        relation("rIdFooter", "footer", "footer1.xml"),
    ];
    for n in 1..=charts.len() {
        links.push(relation(&format!("rIdChart{n}"), "chart", &format!("charts/chart{n}.xml")));
    }
    add("word/_rels/document.xml.rels", relations(&links));
    add("word/styles.xml", styles::styles(body.listed_lines()).into_bytes());
    add("word/numbering.xml", body.numbers.part().into_bytes());
    add("word/settings.xml", styles::settings().into_bytes());
    add("word/fontTable.xml", styles::font_table().into_bytes());
    add("word/footer1.xml", styles::footer().into_bytes());
    for (n, chart) in charts.iter().enumerate().map(|(k, c)| (k + 1, c)) {
        add(&format!("word/charts/chart{n}.xml"), chart.chart.clone().into_bytes());
        let link = relation("rId1", "package", &format!("../embeddings/chart{n}.xlsx"));
        add(&format!("word/charts/_rels/chart{n}.xml.rels"), relations(&[link]));
        add(&format!("word/embeddings/chart{n}.xlsx"), workbook(&chart.sheet));
    }
    add("docProps/core.xml", core(title, p).into_bytes());
    let app = format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Mingzhang</Application><Company>{}</Company></Properties>",
        escape(&p.entity)
    );
    add("docProps/app.xml", app.into_bytes());
    zip(&parts)
}

/// The workbook behind a chart: one sheet, which is what opens when somebody edits the chart's data.
fn workbook(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let types = format!(
        "{XML}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.spreadsheetml.sheet.main+xml\"/>\
         <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{TYPES}.spreadsheetml.worksheet+xml\"/></Types>"
    );
    let book = format!(
        "{XML}<workbook xmlns=\"{main}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let sheet = format!("{XML}<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>");
    zip(&[
        ("[Content_Types].xml".to_owned(), types.into_bytes()),
        ("_rels/.rels".to_owned(), relations(&[relation("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml".to_owned(), book.into_bytes()),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(&[relation("rId1", "worksheet", "worksheets/sheet1.xml")])),
        ("xl/worksheets/sheet1.xml".to_owned(), sheet.into_bytes()),
    ])
}
