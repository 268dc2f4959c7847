//! The left side: the report as it was read, with marks on the very characters.

use super::place::{Mark, Places, Spot};
use super::{attribute, escape};
use crate::report::Report;
use mingzhang_model::{Block, Cell, Disclosure, Paragraph, Role, RunOrigin, Severity, Table};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// A report laid out.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Its text with marks, for the page of [`super::page`].
    pub(super) html: String,
    /// For each finding, for each of its evidence: it stands in the text.
    pub(super) placed: Vec<Vec<bool>>,
}

/// What is said of some characters.
#[derive(Clone, Debug)]
enum Note {
    /// Words called wrong: finding, evidence, severity.
    Primary(usize, usize, Severity),
    /// Words that speak against them.
    Witness(usize, usize),
    /// The phrase around either.
    Phrase(usize, usize),
    /// A figure that was not checked, with the reason; true if it was not even understood.
    Unchecked(String, bool),
}

type Notes = BTreeMap<(usize, Option<usize>), Vec<(Range<usize>, Note)>>;

/// Lays out a report that was read.
#[must_use]
pub fn paper(disclosure: &Disclosure, report: &Report) -> Paper {
    let places = Places::new(disclosure);
    let mut notes = Notes::new();
    let mut note = |spot: &Spot, range: &Range<usize>, what: Note| {
        notes.entry((spot.block, spot.cell)).or_default().push((range.clone(), what));
    };
    let mut placed = Vec::new();
    for (f, finding) in report.findings().iter().enumerate() {
        let mut here = Vec::new();
        for (e, evidence) in finding.evidence.iter().enumerate() {
            let found = places.evidence(finding, evidence);
            here.push(found.is_some());
            let Some(Mark { spot, phrase }) = found else { continue };
            note(&spot, &phrase, Note::Phrase(f, e));
            let what = match evidence.role {
                Role::Primary => Note::Primary(f, e, finding.severity),
                Role::Witness => Note::Witness(f, e),
            };
            note(&spot, &spot.range, what);
        }
        placed.push(here);
    }
    if let crate::Outcome::Read(read) = &report.outcome {
        let lists = [(&read.coverage.unread, true), (&read.coverage.unrelated, false)];
        for (figure, unread) in lists.iter().flat_map(|(list, unread)| list.iter().map(move |f| (f, *unread))) {
            if let Some(spot) = places.figure(&figure.place) {
                note(&spot, &spot.range, Note::Unchecked(figure.reason.clone(), unread));
            }
        }
    }
    Paper { html: Layout { disclosure, notes: &notes }.write(), placed }
}

struct Layout<'a> {
    disclosure: &'a Disclosure,
    notes: &'a Notes,
}

impl Layout<'_> {
    fn write(&self) -> String {
        let mut out = String::new();
        let (mut page, mut done) = (0, 0);
        for (block, b) in self.disclosure.document.blocks.iter().enumerate() {
            if block < done {
                continue;
            }
            let here = match b {
                Block::Paragraph(p) => first_page(p),
                Block::Table(t) => t.row_pages.first().copied().unwrap_or(0),
            };
            if here > page {
                if page > 0 {
                    out.push_str("</section>");
                }
                let _ = write!(out, "<section class=\"sheet\"><p class=\"folio\">第{here}页</p>");
                page = here;
            }
            match b {
                Block::Paragraph(p) => {
                    let line = self.line(block, p);
                    if line > 1 {
                        self.tabbed(&mut out, block, line);
                        done = block + line;
                    } else {
                        self.paragraph(&mut out, block, p);
                    }
                }
                Block::Table(t) => self.table(&mut out, block, t, page),
            }
        }
        if page > 0 {
            out.push_str("</section>");
        }
        out
    }

    /// How many paragraphs from here on stand on one line of the page, as in a table of contents.
    fn line(&self, block: usize, first: &Paragraph) -> usize {
        let Some(height) = alone(first) else { return 1 };
        let rest = self.disclosure.document.blocks.iter().skip(block + 1);
        1 + rest.map_while(Block::paragraph).take_while(|p| alone(p) == Some(height)).count()
    }

    fn tabbed(&self, out: &mut String, from: usize, count: usize) {
        out.push_str("<p class=\"line\">");
        for block in from..from + count {
            let text = self.disclosure.document.blocks.get(block).and_then(Block::paragraph).map_or("", |p| &p.text);
            let _ = write!(out, "<span>{}</span>", self.marked(block, None, text));
        }
        out.push_str("</p>\n");
    }

    fn paragraph(&self, out: &mut String, block: usize, p: &Paragraph) {
        let text = self.marked(block, None, &p.text);
        let section = self.disclosure.sections.iter().find(|s| s.blocks.0 == block).map(|s| s.level);
        let level = section.or((p.heading > 0).then_some(p.heading));
        let _ = match level {
            Some(level) => writeln!(out, "<h{0} class=\"h\">{text}</h{0}>", u8::clamp(level, 1, 5) + 1),
            None if p.centred => writeln!(out, "<p class=\"centred\">{text}</p>"),
            None => writeln!(out, "<p>{text}</p>"),
        };
    }

    fn table(&self, out: &mut String, block: usize, t: &Table, mut page: u32) {
        let header = self.disclosure.tables.iter().find(|r| r.block == block).map_or(0, |r| r.header_rows);
        out.push_str("<div class=\"wide\"><table>");
        let mut next = 0;
        for row in 0..t.rows {
            if let Some(here) = t.row_pages.get(row).copied().filter(|p| *p > page) {
                let _ = write!(out, "<tr class=\"turn\"><td colspan=\"{}\">第{here}页</td></tr>", t.columns.max(1));
                page = here;
            }
            out.push_str("<tr>");
            for column in 0..t.columns {
                match t.at(row, column) {
                    Some(c) if c.row == row && c.column == column => {
                        // Cells are in order of rows and columns.
                        let index = t.cells.iter().skip(next).position(|x| std::ptr::eq(x, c)).map_or(0, |n| n + next);
                        next = index + 1;
                        self.cell(out, (block, index), c, row < header);
                    }
                    Some(_) => {}
                    None => out.push_str("<td></td>"),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table></div>\n");
    }

    fn cell(&self, out: &mut String, (block, index): (usize, usize), c: &Cell, header: bool) {
        let name = if header { "th" } else { "td" };
        let span = |what: &str, n: usize| if n > 1 { format!(" {what}=\"{n}\"") } else { String::new() };
        let number = !header
            && c.text.chars().any(|c| c.is_ascii_digit())
            && c.text.chars().all(|c| "0123456789.,，-−%％ ".contains(c));
        let class = if number { " class=\"n\"" } else { "" };
        let _ = write!(
            out,
            "<{name}{}{}{class}>{}</{name}>",
            span("rowspan", c.row_span),
            span("colspan", c.column_span),
            self.marked(block, Some(index), &c.text)
        );
    }

    /// The text, cut wherever a mark begins or ends; each piece says all that is said of it.
    fn marked(&self, block: usize, cell: Option<usize>, text: &str) -> String {
        let none = Vec::new();
        let notes = self.notes.get(&(block, cell)).unwrap_or(&none);
        let blank: Vec<&Note> = notes.iter().filter(|(r, _)| r.is_empty()).map(|(_, n)| n).collect();
        if text.is_empty() && !blank.is_empty() {
            return piece("", &blank);
        }
        let mut cuts: Vec<usize> = notes.iter().flat_map(|(r, _)| [r.start, r.end]).chain([0, text.len()]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut out = String::new();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            let over: Vec<&Note> =
                notes.iter().filter(|(r, _)| r.start <= *from && *to <= r.end).map(|(_, n)| n).collect();
            out += &piece(text.get(*from..*to).unwrap_or(""), &over);
        }
        out
    }
}

fn piece(text: &str, notes: &[&Note]) -> String {
    let words = escape(text);
    if notes.is_empty() {
        return words;
    }
    let (mut class, mut title) = (Vec::new(), String::new());
    let (mut evidence, mut phrase) = (Vec::new(), Vec::new());
    let mut worst: Option<Severity> = None;
    for n in notes {
        match n {
            Note::Primary(f, e, severity) => {
                worst = Some(worst.map_or(*severity, |w| w.min(*severity)));
                evidence.push(format!("{f}.{e}"));
            }
            Note::Witness(f, e) => {
                class.push("w");
                evidence.push(format!("{f}.{e}"));
            }
            Note::Phrase(f, e) => phrase.push(format!("{f}.{e}")),
            Note::Unchecked(reason, unread) => {
                class.push(if *unread { "u unread" } else { "u" });
                title = format!("未核对：{reason}");
            }
        }
    }
    class.extend(worst.map(super::severity_class).into_iter().flat_map(|s| ["p", s]));
    class.dedup();
    let mut out = String::from("<mark");
    for (name, value) in
        [("class", class.join(" ")), ("data-e", evidence.join(" ")), ("data-q", phrase.join(" ")), ("title", title)]
    {
        if !value.is_empty() {
            let _ = write!(out, " {name}=\"{}\"", attribute(&value));
        }
    }
    let _ = write!(out, ">{words}</mark>");
    out
}

fn first_page(p: &Paragraph) -> u32 {
    match p.runs.first().map(|r| &r.origin) {
        Some(RunOrigin::Page { page, .. }) => *page,
        _ => 0,
    }
}

/// Page and height of a paragraph that is one line.
fn alone(p: &Paragraph) -> Option<(u32, i64)> {
    match p.runs.as_slice() {
        [mingzhang_model::Run { origin: RunOrigin::Page { page, bottom, .. }, .. }] => {
            Some((*page, bottom.round() as i64))
        }
        _ => None,
    }
}
