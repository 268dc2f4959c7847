//! The text of a Word document: revisions as accepted, hidden text and codes of fields left out, text boxes once, notes after what they are to.

mod print;

use super::draft::{CellDraft, Draft, Item, Row, TableDraft};
use super::numbering::Numbering;
use super::styles::Styles;
use super::xml::{Step, attribute, walk_placed};
use crate::limits;
use crate::traced::Span;
use quick_xml::events::BytesStart;
use rustc_hash::FxHashMap;

/// What was read.
pub(super) struct Body {
    /// Paragraphs and tables in reading order.
    pub items: Vec<Item>,
    /// The text broke off.
    pub damaged: bool,
    /// Something was left out because it passed a limit.
    pub cut: bool,
}

/// Footnotes and endnotes by kind and number.
pub(super) type Notes = FxHashMap<String, Vec<Item>>;

/// Reads the parts with the notes, whose characters do not stand in the part with the text.
pub(super) fn notes(parts: [&str; 2], styles: &Styles) -> Notes {
    let mut out = Notes::default();
    for xml in parts {
        let mut state = State::new(styles, Numbering::read("", styles), Notes::default(), false);
        state.run(xml);
        out.extend(state.notes);
    }
    out
}

/// Reads the part with the text; `traced` to know where each character stands in it.
pub(super) fn read(xml: &str, styles: &Styles, numbering: Numbering, notes: Notes, traced: bool) -> Body {
    let mut state = State::new(styles, numbering, notes, traced);
    let whole = state.run(xml);
    Body { items: state.sinks.into_iter().next().unwrap_or_default(), damaged: !whole, cut: state.cut }
}

/// Notes have the place of the paragraph they are to.
fn stand(items: &mut [Item], at: Option<Span>) {
    for item in items {
        match item {
            Item::Paragraph(draft) => {
                draft.at = at;
                stand(&mut draft.boxes, at);
            }
            Item::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    cell.at = at;
                    stand(&mut cell.items, at);
                }
            }
        }
    }
}

/// A paragraph whose end has not come.
#[derive(Default)]
struct Open {
    draft: Draft,
    style: String,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    centred: Option<bool>,
    /// Its mark is deleted: it goes on with the next one.
    joins: bool,
}

struct State<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    /// Names of the open elements.
    open: Vec<&'static str>,
    /// Open elements of a part that is left out.
    skipped: usize,
    /// For each open alternative whether one was taken.
    chosen: Vec<bool>,
    /// Where finished items go: the document, cells, text boxes.
    sinks: Vec<Vec<Item>>,
    paragraphs: Vec<Open>,
    tables: Vec<TableDraft>,
    /// For each open field whether its code is being read.
    fields: Vec<bool>,
    /// The open run is not printed.
    hidden: bool,
    /// The text of a paragraph whose mark is deleted.
    carried: Option<Draft>,
    /// Rows and cells so far.
    pieces: usize,
    /// Paragraphs so far.
    kept: usize,
    /// Bytes of text so far.
    bytes: usize,
    cut: bool,
    notes: Notes,
    /// The note that is being read.
    note: String,
    /// Notes to the open table, which come after it.
    below: Vec<Item>,
    /// Whether characters are to know where they stand.
    traced: bool,
    /// What is being read, if so.
    here: Span,
    /// Whether the drawing that is being read has room for a table.
    spacious: bool,
}

/// Width and height from which a picture may show a table, in units of 1/914400 inch: 6 cm and 3 cm.
const TABLE_SIZE: (u64, u64) = (2_160_000, 1_080_000);

/// Names that something depends on.
const NAMES: [&str; 23] = [
    "p",
    "pPr",
    "rPr",
    "r",
    "t",
    "numPr",
    "tbl",
    "tblGrid",
    "tr",
    "trPr",
    "tc",
    "tcPr",
    "txbxContent",
    "AlternateContent",
    "Choice",
    "body",
    "sdt",
    "hyperlink",
    "ins",
    "pict",
    "drawing",
    "footnote",
    "endnote",
];

impl<'a> State<'a> {
    fn new(styles: &'a Styles, numbering: Numbering, notes: Notes, traced: bool) -> State<'a> {
        State {
            styles,
            numbering,
            open: Vec::new(),
            skipped: 0,
            chosen: Vec::new(),
            sinks: vec![Vec::new()],
            paragraphs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            hidden: false,
            carried: None,
            pieces: 0,
            kept: 0,
            bytes: 0,
            cut: false,
            notes,
            note: String::new(),
            below: Vec::new(),
            traced,
            here: Span::NOWHERE,
            spacious: false,
        }
    }

    /// Goes through a part. False if it broke off before its end.
    fn run(&mut self, xml: &str) -> bool {
        let whole = walk_placed(xml, |step, span| {
            if self.traced {
                self.here = span;
            }
            match step {
                Step::Open(name, e) => self.open(name, e),
                Step::Close => self.close(),
                Step::Text(text) => self.text(text),
            }
        });
        // What was open when the text broke off ends there.
        self.skipped = 0;
        while !self.open.is_empty() {
            self.close();
        }
        self.release();
        whole
    }

    fn inside(&self, name: &str) -> bool {
        self.open.last().is_some_and(|n| *n == name)
    }

    /// Whether an element is left out with all that is in it.
    fn is_skipped(&mut self, name: &str) -> bool {
        match name {
            "Fallback" => self.chosen.last().is_some_and(|c| *c),
            // In properties they only mark something as deleted.
            "del" | "moveFrom" => !self.inside("rPr") && !self.inside("trPr"),
            "sdtPr" | "sectPr" | "rt" => true,
            "tbl" | "txbxContent" if self.sinks.len() > limits::NESTED_TABLES => {
                self.cut = true;
                true
            }
            "p" if self.kept >= limits::BLOCKS + limits::TABLE_CELLS || self.bytes > limits::DOCUMENT_BYTES => {
                self.cut = true;
                true
            }
            "tr" | "tc" if self.pieces >= limits::TABLE_CELLS => {
                self.cut = true;
                true
            }
            _ => name.ends_with("Change"),
        }
    }

    fn open(&mut self, name: &str, e: &BytesStart<'_>) {
        if self.skipped > 0 || self.is_skipped(name) {
            self.skipped += 1;
            return;
        }
        match name {
            "footnote" | "endnote" => {
                // Lines that separate notes from the text are kept among them.
                if attribute(e, "type").is_some_and(|t| t != "normal") {
                    self.skipped += 1;
                    return;
                }
                self.note = format!("{name}{}", attribute(e, "id").unwrap_or_default());
            }
            "footnoteReference" | "endnoteReference" if !self.hidden && !self.fields.contains(&true) => {
                let key = format!("{}{}", name.trim_end_matches("Reference"), attribute(e, "id").unwrap_or_default());
                let mut items = self.notes.remove(&key).unwrap_or_default();
                stand(&mut items, self.paragraphs.last().and_then(|p| p.draft.at));
                // In a cell it would become a part of its figure.
                match self.paragraphs.last_mut().filter(|_| self.tables.is_empty()) {
                    Some(p) => p.draft.boxes.extend(items),
                    None => self.below.extend(items),
                }
            }
            "AlternateContent" => self.chosen.push(false),
            "Choice" => {
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
            }
            "p" => {
                let at = Some(self.here);
                self.paragraphs.push(Open { draft: Draft { at, ..Draft::default() }, ..Open::default() });
            }
            "r" => {
                let style = self.paragraphs.last().map_or("", |p| p.style.as_str());
                self.hidden = self.styles.look(style, |s| s.hidden).is_some_and(|(h, _)| h);
            }
            "tbl" => self.tables.push(TableDraft::default()),
            "tr" => {
                self.pieces += 1;
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Row::default());
                }
            }
            "tc" => {
                self.pieces += 1;
                let at = Some(self.here);
                if let Some(row) = self.row() {
                    row.cells.push(CellDraft { span: 1, at, ..CellDraft::default() });
                }
                self.sinks.push(Vec::new());
            }
            "txbxContent" => self.sinks.push(Vec::new()),
            "extent" => {
                let across = |name: &str| attribute(e, name).and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
                self.spacious = across("cx") >= TABLE_SIZE.0 && across("cy") >= TABLE_SIZE.1;
            }
            "pic" if self.spacious => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.draft.pictures += 1;
                }
            }
            "fldChar" => self.field(attribute(e, "fldCharType").as_deref()),
            _ => self.property(name, e),
        }
        self.open.push(NAMES.into_iter().find(|n| *n == name).unwrap_or(""));
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.tables.last_mut()?.rows.last_mut()
    }

    fn close(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.open.pop() {
            Some("AlternateContent") => {
                self.chosen.pop();
            }
            Some("r") => self.hidden = false,
            Some("p") => self.paragraph(),
            Some("tc") => {
                self.release();
                let items = self.sinks.pop().unwrap_or_default();
                if let Some(cell) = self.row().and_then(|r| r.cells.last_mut()) {
                    cell.items = items;
                }
            }
            Some("tbl") => {
                self.release();
                let table = self.tables.pop().unwrap_or_default();
                self.put(Item::Table(table));
                if self.tables.is_empty() {
                    std::mem::take(&mut self.below).into_iter().for_each(|i| self.put(i));
                }
            }
            Some("footnote" | "endnote") => {
                self.release();
                let items = self.sinks.first_mut().map(std::mem::take).unwrap_or_default();
                self.notes.insert(std::mem::take(&mut self.note), items);
            }
            Some("txbxContent") => {
                self.release();
                let items = self.sinks.pop().unwrap_or_default();
                match self.paragraphs.last_mut() {
                    Some(p) => p.draft.boxes.extend(items),
                    None => items.into_iter().for_each(|i| self.put(i)),
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, item: Item) {
        self.kept += 1;
        if let Some(sink) = self.sinks.last_mut() {
            sink.push(item);
        }
    }

    /// A paragraph that was to go on and does not.
    fn release(&mut self) {
        if let Some(draft) = self.carried.take() {
            self.put(Item::Paragraph(draft));
        }
    }

    fn paragraph(&mut self) {
        let Some(mut p) = self.paragraphs.pop() else { return };
        // No code of a field goes on in the next paragraph; one that seems to has lost its end.
        self.fields.retain(|code| !code);
        if let Some(mut before) = self.carried.take() {
            before.text.append(&p.draft.text);
            before.boxes.append(&mut p.draft.boxes);
            p.draft.text = before.text;
            p.draft.boxes = before.boxes;
        }
        if p.joins {
            self.carried = (!p.draft.text.is_empty() || !p.draft.boxes.is_empty()).then_some(p.draft);
            return;
        }
        p.draft.label = self.label(&p).unwrap_or_default();
        let outline = p.outline.or_else(|| self.styles.look(&p.style, |s| s.outline).map(|(o, _)| o));
        p.draft.heading = outline.filter(|o| *o < 9).map_or(0, |o| o + 1);
        let centred = p.centred.or_else(|| self.styles.look(&p.style, |s| s.centred).map(|(c, _)| c));
        p.draft.centred = centred == Some(true);
        p.draft.contents = self.styles.look(&p.style, |s| s.contents).is_some();
        let empty = p.draft.text.is_empty() && p.draft.label.is_empty() && p.draft.boxes.is_empty();
        // An empty line tells something only where lines are all there is.
        if !empty || p.draft.pictures > 0 || self.sinks.len() == 1 {
            self.put(Item::Paragraph(p.draft));
        }
    }

    /// The number printed before a paragraph: by its own list or its style's.
    fn label(&mut self, p: &Open) -> Option<String> {
        let by_style = self.styles.look(&p.style, |s| s.list.clone());
        let (list, style) = match (&p.list, by_style) {
            (Some(own), Some((_, style))) => (own.clone(), style),
            (Some(own), None) => (own.clone(), p.style.as_str()),
            (None, Some((list, style))) => (list, style),
            (None, None) => return None,
        };
        if list == "0" {
            return None;
        }
        let styled = || {
            let by_name = self.numbering.level_of(&list, style);
            by_name.or_else(|| self.styles.look(&p.style, |s| s.level).map(|(l, _)| l))
        };
        let level = p.level.or_else(styled).unwrap_or(0);
        self.numbering.next(&list, level)
    }
}
