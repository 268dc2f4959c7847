//! What the checks look at: the paragraphs with white space and letter widths evened out, each with where it stands in the report.

use super::amounts::{Amount, amounts};
use super::build::Spot;
use super::performance::Sheet;
use crate::coverage::{Compared, Figured};
use mingzhang_catalog::Catalog;
use mingzhang_model::disclosure::Span;
use mingzhang_model::performance::FormCell;
use mingzhang_model::{Cell, Disclosure, Fact, Kind, Level, Origin};
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// In which part of the report a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Before the table of contents or the first section.
    Cover,
    /// Table of contents.
    Contents,
    /// The report itself.
    Report,
    /// 名词解释.
    Glossary,
    /// Notes under tables.
    Note,
    /// 附件: performance reports and forms.
    Attachment,
}

/// A paragraph, evened out: no white space except between Latin letters or digits, full-width brackets, colons, commas and semicolons,
/// half-width digits and per cent signs.
#[derive(Debug)]
pub(crate) struct Line {
    /// Block of the document.
    pub block: usize,
    /// The evened text.
    pub text: String,
    /// First and one-past-last source byte of the character each byte of `text` belongs to.
    back: Vec<(u32, u32)>,
    /// Where it stands.
    pub zone: Zone,
    /// Innermost section.
    pub section: Option<usize>,
    /// True for a section's heading.
    pub heading: bool,
    /// Where its sentences end.
    ends: Vec<usize>,
    /// Its amounts, once asked for.
    amounts: OnceCell<Vec<Amount>>,
}

impl Line {
    /// The span of evened bytes in the document.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let start = self.back.get(range.start).map_or(0, |b| b.0 as usize);
        let end = range.end.checked_sub(1).and_then(|i| self.back.get(i)).map_or(start, |b| b.1 as usize);
        Span { block: self.block, start, end: end.max(start) }
    }

    /// The amounts in it.
    pub(crate) fn amounts(&self) -> &[Amount] {
        self.amounts.get_or_init(|| amounts(&self.text))
    }

    /// The sentences, split at 。！？ outside brackets.
    pub(crate) fn sentences(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(self.ends.iter().copied()).map(|(a, b)| a..b).collect()
    }

    /// The sentence that holds a byte.
    pub(crate) fn sentence(&self, at: usize) -> Range<usize> {
        let index = self.ends.partition_point(|e| *e <= at);
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        start..self.ends.get(index).copied().unwrap_or(self.text.len())
    }
}

/// Where the sentences of a text end.
fn ends(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    for (i, c) in text.char_indices() {
        match c {
            '（' | '《' | '“' => depth += 1,
            '）' | '》' | '”' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => out.push(i + c.len_utf8()),
            _ => {}
        }
    }
    if out.last().is_none_or(|e| *e < text.len()) {
        out.push(text.len());
    }
    out
}

/// Evens a text out, with the source bytes of the character each byte belongs to.
pub(crate) fn even(text: &str) -> (String, Vec<(u32, u32)>) {
    let mut out = String::with_capacity(text.len());
    let mut back = Vec::with_capacity(text.len());
    each(text, |c, from, to| {
        out.push(c);
        let at = (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX));
        back.extend(std::iter::repeat_n(at, c.len_utf8()));
    });
    (out, back)
}

/// The evened text alone.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each(text, |c, _, _| out.push(c));
    out
}

/// The characters of the evened text, each with the bytes of the source it stands for.
fn each(text: &str, mut push: impl FnMut(char, usize, usize)) {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let mut gap = None;
    let (mut before, mut last) = (None, None::<char>);
    let mut rest = text.chars();
    let mut at = 0;
    while let Some(raw) = rest.next() {
        let (from, end) = (at, at + raw.len_utf8());
        let previous = before.replace(raw);
        at = end;
        // Most characters, and nothing to even out.
        if ('\u{4e00}'..='\u{9fff}').contains(&raw) {
            (gap, last) = (None, Some(raw));
            push(raw, from, end);
            continue;
        }
        if raw.is_whitespace() || raw == '\u{feff}' || raw == '\u{200b}' {
            gap = gap.or(Some((from, end)));
            continue;
        }
        let between = || digit(previous) && digit(rest.clone().next());
        let c = match raw {
            '０'..='９' => char::from_u32(raw as u32 - '０' as u32 + '0' as u32).unwrap_or(raw),
            '％' => '%',
            '．' if between() => '.',
            '，' | ',' if between() => ',',
            ':' if between() => ':',
            '(' => '（',
            ')' => '）',
            ':' => '：',
            ',' => '，',
            ';' => '；',
            other => other,
        };
        if let Some((start, to)) = gap.take()
            && c.is_ascii_alphanumeric()
            && last.is_some_and(|p| p.is_ascii_alphanumeric())
        {
            push(' ', start, to);
        }
        last = Some(c);
        push(c, from, end);
    }
}

/// True for a Han character.
pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c) || c == '〇'
}

/// The scene.
pub(crate) struct Scene<'a> {
    /// The report.
    pub d: &'a Disclosure,
    /// The catalog.
    pub catalog: &'a Catalog,
    /// Paragraphs in document order.
    pub lines: Vec<Line>,
    /// True if the document is a blank form to be filled in: nothing in it is a statement.
    pub blank_form: bool,
    /// What the checks compared, whatever came of it.
    pub compared: RefCell<Compared>,
    /// Performance forms with their scores, once asked for.
    sheets: OnceCell<Vec<Sheet<'a>>>,
}

impl<'a> Scene<'a> {
    /// Notes that the figures at these places were compared with one another.
    pub(crate) fn compare<'l>(&self, figures: impl IntoIterator<Item = (&'l Line, Range<usize>)>) {
        let figures = figures.into_iter().map(|(line, at)| Figured::Text(line.span(at))).collect();
        self.compared.borrow_mut().push(figures);
    }

    /// Notes that these cells of performance forms were compared with one another.
    pub(crate) fn compare_cells<'f>(&self, cells: impl IntoIterator<Item = &'f FormCell>) {
        let figures = cells.into_iter().map(|c| Figured::Cell(c.block, c.at)).collect();
        self.compared.borrow_mut().push(figures);
    }

    /// Notes that these facts were compared with one another.
    pub(crate) fn compare_facts<'f>(&self, facts: impl IntoIterator<Item = &'f Fact>) {
        let spans = facts.into_iter().filter_map(|f| match f.origin {
            Origin::Narrative { block, .. } => Some(Figured::Text(Span { block, start: f.span.0, end: f.span.1 })),
            Origin::Table { .. } => None,
        });
        self.compared.borrow_mut().push(spans.collect());
    }

    /// Sets the scene.
    pub(crate) fn new(d: &'a Disclosure, catalog: &'a Catalog) -> Scene<'a> {
        let (zones, sections) = zones(d);
        let mut lines = Vec::new();
        for (block, b) in d.document.blocks.iter().enumerate() {
            let Some(p) = b.paragraph() else { continue };
            // Longer than any paragraph of a report: not running text.
            if p.text.len() > 60_000 {
                continue;
            }
            let (text, back) = even(&p.text);
            if text.is_empty() {
                continue;
            }
            let section = sections.get(block).copied().flatten();
            let zone = zones.get(block).copied().unwrap_or(Zone::Report);
            let heading = section.and_then(|s| d.sections.get(s)).is_some_and(|s| s.blocks.0 == block);
            let ends = ends(&text);
            lines.push(Line { block, text, back, zone, section, heading, ends, amounts: OnceCell::new() });
        }
        let mut scene =
            Scene { d, catalog, lines, blank_form: false, compared: RefCell::default(), sheets: OnceCell::new() };
        scene.blank_form = super::template_residue::is_blank_form(&scene);
        scene
    }

    /// The performance forms with their scores.
    pub(crate) fn sheets(&self) -> &[Sheet<'a>] {
        self.sheets.get_or_init(|| super::performance::sheets(self))
    }

    /// The words of a span with their place.
    pub(crate) fn spot(&self, line: &Line, range: Range<usize>) -> Spot {
        self.spot_of(line.span(range))
    }

    /// The words of a span with their place.
    pub(crate) fn spot_of(&self, span: Span) -> Spot {
        // A quote is cut to what the contract allows, and its place with it.
        let text = self.d.text(span);
        let cut = text.char_indices().nth(120).map_or(text.len(), |(i, _)| i);
        let span = Span { end: span.start + cut, ..span };
        Spot { quote: self.d.text(span).to_owned(), place: self.d.place(span) }
    }

    /// A whole paragraph, cut where a quote ends.
    pub(crate) fn whole(&self, line: &Line) -> Spot {
        self.spot(line, 0..line.text.len())
    }

    /// A cell of a table block with its place.
    pub(crate) fn cell(&self, cell: &Cell) -> Spot {
        Spot { quote: cell.text.clone(), place: cell.place.clone() }
    }

    /// The line of a block.
    pub(crate) fn line(&self, block: usize) -> Option<&Line> {
        self.lines.binary_search_by_key(&block, |l| l.block).ok().and_then(|i| self.lines.get(i))
    }

    /// The words of a match widened to at most `before` and `after` characters, never beyond its sentence.
    pub(crate) fn around(&self, line: &Line, range: Range<usize>, before: usize, after: usize) -> Spot {
        let sentence = line.sentence(range.start);
        let text = &line.text;
        let start = text
            .get(sentence.start..range.start)
            .and_then(|s| {
                if before == 0 { None } else { s.char_indices().rev().nth(before - 1).or(s.char_indices().next()) }
            })
            .map_or(range.start, |(i, _)| sentence.start + i);
        let end = text.get(range.end..sentence.end.max(range.end)).map_or(range.end, |s| {
            s.char_indices().nth(after).map_or(sentence.end.max(range.end), |(i, _)| range.end + i)
        });
        self.spot(line, start..end)
    }

    /// The line that follows.
    pub(crate) fn after(&self, line: &Line) -> Option<&Line> {
        self.lines.get(self.lines.partition_point(|l| l.block <= line.block))
    }

    /// The lines of a section within some blocks of one of its lines.
    pub(crate) fn near(&self, line: &Line, blocks: usize) -> impl Iterator<Item = &Line> {
        let section = line.section;
        let from = self.lines.partition_point(|l| l.block + blocks < line.block);
        let to = self.lines.partition_point(|l| l.block <= line.block + blocks);
        self.lines.get(from..to).unwrap_or(&[]).iter().filter(move |l| l.section == section)
    }

    /// The year reported on.
    pub(crate) fn year(&self) -> Option<i32> {
        self.d.identity.fiscal_year
    }

    /// 预算 or 决算.
    pub(crate) fn kind(&self) -> Option<Kind> {
        self.d.identity.kind
    }

    /// 部门 or 单位.
    pub(crate) fn level(&self) -> Option<Level> {
        self.d.identity.level
    }

    /// The entity's name, evened.
    pub(crate) fn entity(&self) -> Option<String> {
        self.d.identity.entity.as_deref().map(plain).filter(|e| e.chars().count() >= 4)
    }
}

/// Zone and innermost section of every block.
fn zones(d: &Disclosure) -> (Vec<Zone>, Vec<Option<usize>>) {
    let blocks = d.document.blocks.len();
    let first = d.sections.first().map_or(0, |s| s.blocks.0);
    let mut zones: Vec<Zone> = (0..blocks).map(|b| if b < first { Zone::Cover } else { Zone::Report }).collect();
    let mut inner = vec![None; blocks];
    let mut set = |from: usize, to: usize, zone: Zone| {
        if let Some(range) = zones.get_mut(from..to.min(blocks)) {
            range.fill(zone);
        }
    };
    let mut attached = Vec::new();
    for (index, s) in d.sections.iter().enumerate() {
        if let Some(range) = inner.get_mut(s.blocks.0..s.blocks.1.min(blocks)) {
            range.fill(Some(index));
        }
        let title = plain(&s.title);
        if s.topic.word() == "名词解释" || title.ends_with("名词解释") {
            set(s.blocks.0, s.blocks.1, Zone::Glossary);
        } else if ["附件", "附表", "绩效评价报告", "绩效自评报告", "自评表", "评价报告"]
            .iter()
            .any(|w| title.contains(w))
        {
            attached.push(s.blocks);
        }
    }
    for (from, to) in attached {
        set(from, to, Zone::Attachment);
    }
    for note in d.tables.iter().flat_map(|t| &t.notes) {
        set(*note, note + 1, Zone::Note);
    }
    if let Some((from, to)) = d.contents {
        set(from, to, Zone::Contents);
    }
    (zones, inner)
}
