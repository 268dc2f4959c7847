//! Open data: a Frictionless data package of the tables and of every figure understood.

use crate::memory::document;
use crate::xlsx::exact;
use mingzhang_model::publication::{Align, Content, Piece, PrintedTable, Publication};
use mingzhang_model::{Dimension, Disclosure, Fact, Kind, Level, Origin, Unit};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The licence the publisher grants.
#[derive(Clone, Copy, Debug)]
pub struct Licence<'a> {
    /// Its Open Definition name, e.g. `CC-BY-4.0`.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
}

impl Default for Licence<'_> {
    fn default() -> Self {
        Licence { name: "notspecified", title: "未声明许可" }
    }
}

/// The files of a data package by their paths: `datapackage.json`, one tidy CSV file per table, and `facts.csv`.
///
/// `disclosure` is the publication read back: its facts give the coordinates.
#[must_use]
pub fn data_package(
    publication: &Publication,
    disclosure: &Disclosure,
    licence: Licence<'_>,
) -> Vec<(String, Vec<u8>)> {
    let pieces = document(publication).1;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut resources = Vec::new();
    for (n, reading) in disclosure.tables.iter().enumerate() {
        let piece = pieces.get(reading.block).copied().flatten().and_then(|p| publication.pieces.get(p));
        let Some(Piece::Table(table)) = piece else { continue };
        let name = format!("table-{:02}", n + 1);
        let bytes = csv(&TABLE.map(|f| f.name), tidy(table, &reading.columns));
        let mut resource = resource(&name, &table.title.text, "tables/", &bytes, &TABLE);
        resource["form"] = json!(table.form);
        resource["schema"]["primaryKey"] = json!(["行", "列"]);
        resources.push(resource);
        files.push((format!("tables/{name}.csv"), bytes));
    }
    let fields = fact_fields();
    let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
    let bytes = csv(&names, disclosure.facts.iter().map(|f| fact(f, disclosure)).collect());
    resources.push(resource("facts", "全部数据及其口径", "", &bytes, &fields));
    files.push(("facts.csv".to_owned(), bytes));
    let descriptor = json!({
        "profile": "tabular-data-package",
        "name": name(publication),
        "title": publication.title(),
        "description": "由同一份数据编成的公开报告的开放数据：每张表一个文件，facts.csv 逐条列出报告中的数据及其口径。",
        "keywords": ["财政", "预决算公开", if publication.kind == Kind::Budget { "预算" } else { "决算" }],
        "licenses": [{ "name": licence.name, "title": licence.title }],
        "sources": [{ "title": publication.title() }],
        "contributors": [{ "title": publication.entity, "role": "publisher" }],
        "resources": resources,
    });
    let mut text = serde_json::to_vec_pretty(&descriptor).unwrap_or_default();
    text.push(b'\n');
    files.insert(0, ("datapackage.json".to_owned(), text));
    files
}

/// A name of ASCII letters: names of departments are told apart by the digest of theirs.
fn name(publication: &Publication) -> String {
    let kind = if publication.kind == Kind::Budget { "budget" } else { "final-accounts" };
    let level = if publication.level == Level::Unit { "unit" } else { "department" };
    let digest = hex(&Sha256::digest(publication.entity.as_bytes()));
    format!("{level}-{kind}-{}-{}", publication.year, digest.get(..8).unwrap_or(""))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

struct Field {
    name: &'static str,
    kind: &'static str,
    description: &'static str,
}

const fn field(name: &'static str, kind: &'static str, description: &'static str) -> Field {
    Field { name, kind, description }
}

/// Fields of a table's file.
const TABLE: [Field; 8] = [
    field("行", "integer", "表中的行，自1起，含表头"),
    field("列", "integer", "表中的列，自1起"),
    field("科目编码", "string", "本行的科目编码；没有的为空"),
    field("项目", "string", "本行的项目名称"),
    field("栏目", "string", "本列的表头，上下级以“/”分隔"),
    field("数值", "number", "未舍入的数值"),
    field("单位", "string", "数值的单位"),
    field("列示", "string", "表中印出的样子"),
];

fn fact_fields() -> Vec<Field> {
    let dimension = |d: Dimension| {
        let description = match d {
            Dimension::Measure => "说的是什么：收入、支出、年初结转和结余、三公经费等",
            Dimension::Year => "年度；空为报告年度",
            Dimension::Stage => "阶段：决算、年初预算、全年预算等；空为报告本身的阶段",
            Dimension::Purse => "资金；空为全部资金",
            Dimension::Nature => "支出性质：基本支出、项目支出等；空为合计",
            Dimension::Source => "收入来源；空为合计",
            Dimension::Subject => "功能分类科目编码；空为合计",
            Dimension::Economic => "经济分类科目编码，或人员经费、公用经费；空为合计",
            Dimension::Item => "事项，如三公经费中的公务接待费；空为合计",
            Dimension::Aspect => "空为数额本身；增减额、增长率、占比、完成率等",
            Dimension::Base => "与什么相比：上年、年初预算等",
        };
        field(d.name(), "string", description)
    };
    let mut out: Vec<Field> = Dimension::ALL.into_iter().map(dimension).collect();
    out.extend([
        field("数值", "number", "印出的数值；减少为负，空格为0"),
        field("单位", "string", "数值的单位；个数没有单位"),
        field("列示", "string", "原文"),
        field("空格", "boolean", "表中是空格"),
        field("位置", "string", "在报告中的位置"),
    ]);
    out
}

fn resource(name: &str, title: &str, folder: &str, bytes: &[u8], fields: &[Field]) -> Value {
    let schema: Vec<Value> = (fields.iter())
        .map(|f| {
            let mut out = Map::new();
            out.insert("name".to_owned(), json!(f.name));
            out.insert("type".to_owned(), json!(f.kind));
            out.insert("description".to_owned(), json!(f.description));
            // Line, column and figure are never missing.
            if matches!(f.name, "行" | "列" | "指标" | "数值") {
                out.insert("constraints".to_owned(), json!({ "required": true }));
            }
            Value::Object(out)
        })
        .collect();
    json!({
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "path": format!("{folder}{name}.csv"),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{}", hex(&Sha256::digest(bytes))),
        "schema": { "fields": schema, "missingValues": [""] },
    })
}

/// The figures of a table, one a row.
fn tidy(table: &PrintedTable, columns: &[String]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for (r, row) in table.rows.iter().enumerate().skip(table.header_rows) {
        let (mut code, mut label) = (String::new(), String::new());
        for cell in row {
            match &cell.content {
                Content::Text(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => {
                    // The number of a line is no code.
                    if matches!(text.len(), 3 | 5 | 7) {
                        code.clone_from(text);
                    }
                }
                Content::Text(text) if cell.align != Align::Right => label.clone_from(text),
                Content::Amount { value, unit, .. } => out.push(vec![
                    (r + 1).to_string(),
                    (cell.column + 1).to_string(),
                    code.clone(),
                    label.clone(),
                    columns.get(cell.column).cloned().unwrap_or_default(),
                    exact(*value, *unit),
                    unit.name().to_owned(),
                    cell.content.text(),
                ]),
                _ => {}
            }
        }
    }
    out
}

fn fact(fact: &Fact, disclosure: &Disclosure) -> Vec<String> {
    let mut out: Vec<String> = Dimension::ALL.into_iter().map(|d| fact.coordinates.get(d).word().to_owned()).collect();
    let figure = fact.figure;
    let unit = if figure.unit == Unit::WanPiece { "万" } else { figure.unit.name() };
    out.extend([
        if fact.blank { "0".to_owned() } else { figure.number() },
        unit.to_owned(),
        fact.printed.clone(),
        fact.blank.to_string(),
        place(fact, disclosure),
    ]);
    out
}

fn place(fact: &Fact, disclosure: &Disclosure) -> String {
    match fact.origin {
        Origin::Table { table, row, column } => {
            let title = disclosure.tables.get(table).and_then(|t| t.title.as_ref());
            // As printed, not as the reader of titles tidied it.
            let printed = title.and_then(|t| disclosure.document.blocks.get(t.1)).and_then(|b| b.paragraph());
            let title = printed.map_or("", |p| p.text.as_str());
            format!("{title} 第{}行第{}列", row + 1, column + 1)
        }
        Origin::Narrative { block, .. } => {
            // The headings above, from part to section.
            let above = disclosure.sections.iter().filter(|s| s.blocks.0 <= block && block < s.blocks.1);
            above.map(|s| format!("{}{}", s.number, s.title)).collect::<Vec<_>>().join(" ")
        }
    }
}

/// CSV after RFC 4180.
fn csv(header: &[&str], rows: Vec<Vec<String>>) -> Vec<u8> {
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        for (i, cell) in cells.enumerate() {
            if i > 0 {
                out.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                out.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
            } else {
                out.push_str(cell);
            }
        }
        out.push_str("\r\n");
    };
    line(&mut header.iter().copied());
    for row in &rows {
        line(&mut row.iter().map(String::as_str));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use mingzhang_catalog::Catalog;

    #[test]
    fn the_package_says_what_the_report_says() {
        let publication = sample::rich();
        let disclosure = mingzhang_read::read(document(&publication).0, Catalog::embedded());
        let files = data_package(&publication, &disclosure, Licence::default());
        let text = |name: &str| {
            String::from_utf8(files.iter().find(|f| f.0 == name).unwrap_or_else(|| panic!("{name}")).1.clone()).unwrap()
        };
        let descriptor: Value = serde_json::from_str(&text("datapackage.json")).unwrap();
        assert_eq!(descriptor["resources"].as_array().unwrap().len(), 4);
        assert_eq!(descriptor["resources"][0]["title"], "支出决算表");
        let table = text("tables/table-01.csv");
        assert_eq!(table.lines().count(), 1 + 15);
        assert!(table.contains("\r\n7,4,2070101,行政运行,基本支出,987.6543,万元,987.65\r\n"), "{table}");
        let facts = text("facts.csv");
        assert_eq!(facts.lines().count(), 1 + disclosure.facts.len());
        let row = "支出,,,,基本支出,,2070101,,,,,987.65,万元,987.65,false,支出决算表 第7行第4列";
        assert!(facts.lines().any(|l| l == row), "{facts}");
        assert!(facts.contains("下属单位,,,2,,2个,false,第一部分部门概况 二、机构设置"), "{facts}");
        for resource in descriptor["resources"].as_array().unwrap() {
            let bytes = text(resource["path"].as_str().unwrap());
            assert_eq!(resource["bytes"], bytes.len());
        }
    }

    #[test]
    fn marks_of_csv_are_quoted() {
        let made = csv(&["甲", "乙"], vec![vec!["a,b".to_owned(), "说\"是\"".to_owned()]]);
        assert_eq!(String::from_utf8(made).unwrap(), "甲,乙\r\n\"a,b\",\"说\"\"是\"\"\"\r\n");
    }
}
