//! What is printed: characters, breaks and fields, and what properties say of them.

use super::State;
use crate::limits;
use crate::office::draft::{Merge, PAGE};
use crate::office::xml::{attribute, number, on, val};
use crate::traced::Span;
use quick_xml::events::BytesStart;

impl State<'_> {
    /// What an element says of the run, paragraph, row or cell it stands in.
    pub(super) fn property(&mut self, name: &str, e: &BytesStart<'_>) {
        let n = self.open.len();
        let above = n.checked_sub(2).and_then(|k| self.open.get(k)).copied().unwrap_or("");
        match self.open.last().copied().unwrap_or("") {
            "r" => self.glyph(name, e),
            "rPr" if above == "r" => match name {
                "vanish" => self.hidden = on(e),
                "rStyle" => {
                    let style = val(e).unwrap_or_default();
                    self.hidden |= self.styles.look(&style, |s| s.hidden).is_some_and(|(h, _)| h);
                }
                _ => {}
            },
            "rPr" if above == "pPr" && matches!(name, "del" | "moveFrom") => {
                if let Some(p) = self.paragraphs.last_mut() {
                    p.joins = true;
                }
            }
            "pPr" | "numPr" => {
                let Some(p) = self.paragraphs.last_mut() else { return };
                match name {
                    "pStyle" => p.style = val(e).unwrap_or_default(),
                    "outlineLvl" => p.outline = number(e),
                    "jc" => p.centred = Some(val(e).as_deref() == Some("center")),
                    "numId" => p.list = val(e),
                    "ilvl" => p.level = number(e),
                    _ => {}
                }
            }
            "tblGrid" if name == "gridCol" => {
                if let Some(table) = self.tables.last_mut().filter(|t| t.widths.len() < limits::COLUMNS) {
                    table.widths.push(attribute(e, "w").and_then(|w| w.parse().ok()).unwrap_or(0));
                }
            }
            "trPr" => {
                let Some(row) = self.row() else { return };
                match name {
                    "gridBefore" => row.before = number(e).unwrap_or(0),
                    "del" | "moveFrom" => row.dropped = true,
                    "hidden" => row.dropped = on(e),
                    _ => {}
                }
            }
            "tcPr" => {
                let Some(cell) = self.row().and_then(|r| r.cells.last_mut()) else { return };
                let rest = val(e).as_deref() != Some("restart");
                match name {
                    "gridSpan" => cell.span = number(e).unwrap_or(1),
                    "vMerge" => cell.merge = Some(if rest { Merge::Rest } else { Merge::First }),
                    "hMerge" => cell.beside = rest,
                    "cellDel" => cell.dropped = true,
                    // What is merged or parted by a revision is so once it is accepted.
                    "cellMerge" => {
                        cell.merge =
                            attribute(e, "vMerge").map(|kind| if kind == "rest" { Merge::First } else { Merge::Rest });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// What stands in a run instead of text.
    fn glyph(&mut self, name: &str, e: &BytesStart<'_>) {
        let c = match name {
            "tab" | "ptab" => '\t',
            "br" if matches!(attribute(e, "type").as_deref(), Some("page" | "column")) => PAGE,
            "br" | "cr" => '\n',
            "noBreakHyphen" => '-',
            "sym" => {
                let code = attribute(e, "char").and_then(|v| u32::from_str_radix(v.trim(), 16).ok());
                match code.and_then(char::from_u32) {
                    Some(c) => c,
                    None => return,
                }
            }
            _ => return,
        };
        self.print(c.encode_utf8(&mut [0; 4]), Span::NOWHERE);
    }

    pub(super) fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => {
                // Fields without ends would pile up.
                if self.fields.len() >= limits::NESTED_FIELDS {
                    self.fields.clear();
                }
                self.fields.push(true);
            }
            Some("separate") => {
                if let Some(code) = self.fields.last_mut() {
                    *code = false;
                }
            }
            _ => {
                self.fields.pop();
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.inside("t") {
            self.print(text, self.here);
        }
    }

    pub(super) fn print(&mut self, text: &str, span: Span) {
        // A code lies inside all fields around it, but results of fields inside a code are part of it.
        if self.hidden || self.fields.contains(&true) {
            return;
        }
        let text = if text.len() > limits::DOCUMENT_BYTES {
            self.cut = true;
            let end = (0..=limits::DOCUMENT_BYTES).rev().find(|e| text.is_char_boundary(*e)).unwrap_or(0);
            text.get(..end).unwrap_or_default()
        } else {
            text
        };
        if self.bytes > limits::DOCUMENT_BYTES {
            self.cut = true;
            return;
        }
        self.bytes += text.len();
        if let Some(p) = self.paragraphs.last_mut() {
            let mut chars = text.chars();
            match (usize::try_from(span.start), chars.next(), chars.next()) {
                _ if !span.is_somewhere() => p.draft.text.push_str(text),
                // A reference is written with more bytes than its character.
                (_, Some(c), None) => p.draft.text.push(c, span),
                (Ok(start), ..) => p.draft.text.push_source(text, start),
                _ => p.draft.text.push_str(text),
            }
        }
    }
}
