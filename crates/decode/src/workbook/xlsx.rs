//! Office Open XML spreadsheets.

use super::Read;
use super::decimal::Decimal;
use super::format::Format;
use super::part::Package;
use super::sheet::{Area, Grid, GridCell, Value, position};
use crate::error::DecodeError;
use crate::limits;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// What cells refer to.
#[derive(Default)]
struct Book {
    strings: Vec<String>,
    styles: Vec<Style>,
    /// Days are counted from 1904.
    late: bool,
}

#[derive(Clone, Default)]
struct Style {
    format: Rc<Format>,
    /// A line at its left or right.
    ruled: bool,
}

pub(super) fn read(bytes: &[u8]) -> Result<Read, DecodeError> {
    let mut package = Package::open(bytes)?;
    let root = relations(&package.text("_rels/.rels")?.unwrap_or_default(), "");
    let main = root.values().find(|r| r.kind.ends_with("/officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |r| r.target.clone());
    let workbook = package.text(&main)?.ok_or(DecodeError::WorkbookDamaged)?;
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let links = relations(&package.text(&format!("{folder}/_rels/{file}.rels"))?.unwrap_or_default(), folder);
    let part = |kind: &str| links.values().find(|r| r.kind.ends_with(kind)).map(|r| r.target.clone());
    let mut book = Book::default();
    if let Some(name) = part("/sharedStrings") {
        book.strings = strings(&package.text(&name)?.unwrap_or_default());
    }
    if let Some(name) = part("/styles") {
        book.styles = styles(&package.text(&name)?.unwrap_or_default());
    }
    let mut listed = Vec::new();
    walk(&workbook, |event, _| {
        if let Event::Start(e) | Event::Empty(e) = event {
            match e.local_name().as_ref() {
                "workbookPr" => book.late = attribute(e, "date1904").is_some_and(|v| truth(&v)),
                "sheet" if listed.len() < limits::SHEETS => listed.push((
                    attribute(e, "name").unwrap_or_default(),
                    attribute(e, "state").is_some_and(|s| s != "visible"),
                    attribute(e, "id").unwrap_or_default(),
                )),
                _ => {}
            }
        }
        true
    });
    if listed.is_empty() {
        return Err(DecodeError::WorkbookDamaged);
    }
    let mut out = Read::default();
    let mut left = Left { cells: limits::SHEET_CELLS, bytes: limits::SHEET_BYTES };
    for (name, hidden, id) in listed {
        let Some(link) = links.get(&id).filter(|l| l.kind.ends_with("/worksheet")) else { continue };
        let Some(xml) = package.text(&link.target)? else {
            out.damaged(&name);
            continue;
        };
        let mut sheet = Sheet::new(Grid { name, hidden, ..Grid::default() }, &book, left);
        let whole = walk(&xml, |event, text| sheet.event(event, text));
        left = sheet.left;
        let full = sheet.left.is_nothing();
        let grid = sheet.grid.ordered();
        if full {
            out.truncated(&grid.name);
        } else if !whole {
            out.damaged(&grid.name);
        }
        out.grids.push(grid);
    }
    Ok(out)
}

/// Goes through the events of an XML text; `text` of an end tag is the character data since its start tag. Stops when told so. False if the
/// XML is broken.
fn walk(xml: &str, mut each: impl FnMut(&Event<'_>, &str) -> bool) -> bool {
    let mut reader = Reader::from_str(xml);
    let mut text = String::new();
    loop {
        let Ok(event) = reader.read_event() else { return false };
        match &event {
            Event::Eof => return true,
            Event::Text(t) => text.push_str(&t.xml_content(XmlVersion::Explicit1_0)),
            Event::CData(t) => text.push_str(&t.xml_content(XmlVersion::Explicit1_0)),
            Event::GeneralRef(r) => match r.resolve_char_ref() {
                Ok(Some(c)) => text.push(c),
                _ => text.push_str(match r.xml_content(XmlVersion::Explicit1_0).as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                }),
            },
            Event::Start(_) | Event::Empty(_) | Event::End(_) => {
                if !each(&event, &text) {
                    return true;
                }
                text.clear();
            }
            _ => {}
        }
    }
}

/// An attribute by its name, whatever its prefix.
fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    if found.value.len() > limits::ATTRIBUTE_BYTES {
        return None;
    }
    found.normalized_value(XmlVersion::Explicit1_0).ok().map(|v| v.into_owned())
}

fn truth(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

struct Relation {
    kind: String,
    target: String,
}

fn relations(xml: &str, folder: &str) -> FxHashMap<String, Relation> {
    let mut out = FxHashMap::default();
    walk(xml, |event, _| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "Relationship"
            && out.len() < limits::PACKAGE_PARTS
            && let (Some(id), Some(target)) = (attribute(e, "Id"), attribute(e, "Target"))
        {
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None if folder.is_empty() => target.trim_start_matches("./").to_owned(),
                None => format!("{folder}/{}", target.trim_start_matches("./")),
            };
            out.insert(id, Relation { kind: attribute(e, "Type").unwrap_or_default(), target });
        }
        true
    });
    out
}

/// The shared strings; readings of characters (`rPh`) are no part of them.
fn strings(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut current = String::new();
    let mut phonetic = false;
    let mut bytes = 0;
    walk(xml, |event, text| {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => current.clear(),
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" => out.push(String::new()),
            Event::End(e) => match e.local_name().as_ref() {
                "t" if !phonetic => {
                    current.push_str(text);
                    bytes += text.len();
                }
                "rPh" => phonetic = false,
                "si" => out.push(unescape(&std::mem::take(&mut current))),
                _ => {}
            },
            _ => {}
        }
        out.len() < limits::SHARED_STRINGS && bytes < limits::SHEET_BYTES
    });
    out
}

/// `_x000D_` is a character that XML does not allow.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(rest.get(..at).unwrap_or(""));
        let code = rest.get(at + 2..at + 6).and_then(|h| u32::from_str_radix(h, 16).ok()).and_then(char::from_u32);
        match code.filter(|_| rest.get(at + 6..at + 7) == Some("_")) {
            Some(c) => {
                out.push(c);
                rest = rest.get(at + 7..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = rest.get(at + 2..).unwrap_or("");
            }
        }
    }
    out + rest
}

fn styles(xml: &str) -> Vec<Style> {
    let mut formats: FxHashMap<u16, Rc<Format>> = FxHashMap::default();
    let mut ruled: Vec<bool> = Vec::new();
    let mut out = Vec::new();
    let mut inside = false;
    walk(xml, |event, _| {
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(e, "numFmtId").and_then(|v| v.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(e, "formatCode"))
                        && code.chars().count() <= limits::FORMAT_CHARS
                    {
                        formats.insert(id, Rc::new(Format::parse(&code)));
                    }
                }
                "border" => ruled.push(false),
                "left" | "right" | "start" | "end" if attribute(e, "style").is_some_and(|s| s != "none") => {
                    if let Some(last) = ruled.last_mut() {
                        *last = true;
                    }
                }
                "cellXfs" => inside = matches!(event, Event::Start(_)),
                "xf" if inside && out.len() < limits::STYLES => {
                    let number = |name: &str| attribute(e, name).and_then(|v| v.parse::<u16>().ok()).unwrap_or(0);
                    let id = number("numFmtId");
                    let format = formats.get(&id).cloned().unwrap_or_else(|| Rc::new(Format::builtin(id)));
                    let border = ruled.get(usize::from(number("borderId"))).copied().unwrap_or(false);
                    out.push(Style { format, ruled: border });
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        true
    });
    out
}

/// What may still be read of a workbook.
#[derive(Clone, Copy)]
struct Left {
    cells: usize,
    bytes: usize,
}

impl Left {
    fn is_nothing(self) -> bool {
        self.cells == 0 || self.bytes == 0
    }
}

/// A sheet while it is read.
struct Sheet<'a> {
    grid: Grid,
    book: &'a Book,
    left: Left,
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    formula: bool,
    code: String,
    value: Option<String>,
    inline: String,
    phonetic: bool,
}

impl<'a> Sheet<'a> {
    fn new(grid: Grid, book: &'a Book, left: Left) -> Sheet<'a> {
        Sheet {
            grid,
            book,
            left,
            row: 0,
            column: 0,
            kind: String::new(),
            style: 0,
            formula: false,
            code: String::new(),
            value: None,
            inline: String::new(),
            phonetic: false,
        }
    }

    fn event(&mut self, event: &Event<'_>, text: &str) -> bool {
        match event {
            Event::Start(e) | Event::Empty(e) => {
                let empty = matches!(event, Event::Empty(_));
                match e.local_name().as_ref() {
                    "row" => self.begin_row(e),
                    "c" => {
                        self.begin_cell(e);
                        if empty {
                            self.end_cell();
                        }
                    }
                    "f" => self.formula = true,
                    "rPh" => self.phonetic = !empty,
                    "col" => self.hide_columns(e),
                    "mergeCell" => self.merge(e),
                    _ => {}
                }
            }
            Event::End(e) => match e.local_name().as_ref() {
                "f" if self.formula => self.code = text.split_whitespace().collect(),
                "v" => self.value = Some(text.to_owned()),
                "t" if !self.phonetic => self.inline.push_str(text),
                "rPh" => self.phonetic = false,
                "c" => self.end_cell(),
                "row" => self.row += 1,
                _ => {}
            },
            _ => {}
        }
        !self.left.is_nothing()
    }

    fn begin_row(&mut self, e: &BytesStart<'_>) {
        if let Some(n) = attribute(e, "r").and_then(|r| r.parse::<u32>().ok()) {
            self.row = n.saturating_sub(1).min(1 << 20);
        }
        self.column = 0;
        let flat = attribute(e, "ht").is_some_and(|h| h.parse() == Ok(0.0));
        if flat || attribute(e, "hidden").is_some_and(|v| truth(&v)) {
            self.grid.hide_row(self.row);
        }
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) {
        if let Some(at) = attribute(e, "r").and_then(|r| position(&r)) {
            (self.row, self.column) = at;
        }
        self.kind = attribute(e, "t").unwrap_or_default();
        self.style = attribute(e, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
        self.formula = false;
        self.code.clear();
        self.value = None;
        self.inline.clear();
    }

    fn end_cell(&mut self) {
        let style = self.book.styles.get(self.style);
        if style.is_some_and(|s| s.ruled) {
            self.grid.rule(self.row, 1);
        }
        if let Some(value) = self.cell_value() {
            self.left.cells = self.left.cells.saturating_sub(1);
            self.left.bytes = self.left.bytes.saturating_sub(value.bytes() + self.code.len());
            let (row, column, formula) = (self.row, self.column, self.formula);
            if !self.code.is_empty() {
                self.grid.formulas.push(((row, column), std::mem::take(&mut self.code)));
            }
            self.grid.cells.push(GridCell { row, column, value, formula });
        }
        self.column += 1;
    }

    fn cell_value(&self) -> Option<Value> {
        let text = |t: &str| (!t.is_empty()).then(|| Value::Text(unescape(t)));
        let Some(value) = self.value.as_deref().filter(|v| !v.is_empty() || self.kind == "str") else {
            return if self.kind == "inlineStr" {
                text(&self.inline)
            } else {
                self.formula.then_some(Value::Uncalculated)
            };
        };
        match self.kind.as_str() {
            "s" => {
                let string = value.trim().parse::<usize>().ok().and_then(|i| self.book.strings.get(i));
                string.filter(|s| !s.is_empty()).map(|s| Value::Text(s.clone()))
            }
            "str" | "inlineStr" => text(value),
            "b" => Some(Value::Bool(truth(value.trim()))),
            "e" => Some(Value::Error(value.trim().to_owned())),
            "d" => Some(Value::Date { iso: value.to_owned(), shown: value.to_owned() }),
            _ => Some(match Decimal::parse(value) {
                Some(number) => {
                    let plain = Format::default();
                    let format = self.book.styles.get(self.style).map_or(&plain, |s| &s.format);
                    Value::number(&number, format, self.book.late)
                }
                None => Value::Text(value.to_owned()),
            }),
        }
    }

    fn hide_columns(&mut self, e: &BytesStart<'_>) {
        let number = |name: &str| attribute(e, name).and_then(|v| v.parse::<u32>().ok());
        let flat = attribute(e, "width").is_some_and(|w| w.parse() == Ok(0.0));
        if (flat || attribute(e, "hidden").is_some_and(|v| truth(&v)))
            && let (Some(first), Some(last)) = (number("min"), number("max"))
            && first > 0
        {
            self.grid.hidden_columns.push((first - 1, last.min(1 << 14).max(first) - 1));
        }
    }

    fn merge(&mut self, e: &BytesStart<'_>) {
        let Some(range) = attribute(e, "ref") else { return };
        if let Some((a, b)) = range.split_once(':')
            && let (Some(a), Some(b)) = (position(a), position(b))
            && self.grid.merges.len() < limits::MERGES
        {
            let first = (a.0.min(b.0), a.1.min(b.1));
            self.grid.merges.push(Area { first, last: (a.0.max(b.0), a.1.max(b.1)) });
        }
    }
}
