//! From places back to the words: which characters of which block a piece of evidence or an unchecked figure stands on.

use crate::snippet::whole;
use mingzhang_model::disclosure::Origin;
use mingzhang_model::{Block, Disclosure, Evidence, Finding, Paragraph, Place, Role, RunOrigin};
use std::collections::HashMap;
use std::ops::Range;

/// A stretch of text in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Block.
    pub block: usize,
    /// Cell of the block's table; `None` in a paragraph.
    pub cell: Option<usize>,
    /// Bytes of the paragraph's or cell's text.
    pub range: Range<usize>,
}

/// Evidence on the page: the words that count, and the phrase they stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The words.
    pub spot: Spot,
    /// The phrase, in the same text.
    pub phrase: Range<usize>,
}

/// The places of a document's figures and cells. Places are compared whole, so that a figure is found where the reader saw it.
pub(super) struct Places<'a> {
    disclosure: &'a Disclosure,
    known: HashMap<String, Spot>,
}

impl<'a> Places<'a> {
    pub fn new(disclosure: &'a Disclosure) -> Places<'a> {
        let mut out = Places { disclosure, known: HashMap::new() };
        for fact in &disclosure.facts {
            let spot = match fact.origin {
                Origin::Table { table, row, column } => out.grid(table, row, column),
                // The place of a fact takes in the word of direction, which its span does not.
                Origin::Narrative { block, .. } => out.paragraph(block).and_then(|p| {
                    let tail = p.text.get(..fact.span.1).filter(|head| head.ends_with(&fact.printed));
                    let start = tail.map_or(fact.span.0, |head| head.len() - fact.printed.len());
                    Some(Spot { block, cell: None, range: start..fact.span.1 }).filter(|s| out.fits(s))
                }),
            };
            out.know(&fact.place, spot);
        }
        for figure in disclosure.figures.iter().filter(|f| f.span != (0, 0)) {
            let spot = Spot { block: figure.block, cell: None, range: figure.span.0..figure.span.1 };
            let spot = Some(spot).filter(|s| out.fits(s));
            out.know(&figure.place, spot);
        }
        for (block, table) in disclosure.document.blocks.iter().enumerate().filter_map(|(b, x)| Some((b, x.table()?))) {
            for (cell, c) in table.cells.iter().enumerate() {
                let spot = Spot { block, cell: Some(cell), range: 0..c.text.len() };
                out.know(&c.place, Some(spot));
            }
        }
        out
    }

    fn know(&mut self, place: &Place, spot: Option<Spot>) {
        if let (Some(spot), true) = (spot, *place != Place::default()) {
            self.known.entry(key(place)).or_insert(spot);
        }
    }

    fn paragraph(&self, block: usize) -> Option<&'a Paragraph> {
        self.disclosure.document.blocks.get(block).and_then(Block::paragraph)
    }

    /// A cell of the table reading of that index.
    fn grid(&self, table: usize, row: usize, column: usize) -> Option<Spot> {
        let block = self.disclosure.tables.get(table)?.block;
        let grid = self.disclosure.document.blocks.get(block)?.table()?;
        let at = grid.at(row, column)?;
        let cell = grid.cells.iter().position(|c| std::ptr::eq(c, at))?;
        Some(Spot { block, cell: Some(cell), range: 0..at.text.len() })
    }

    /// The text a spot is in.
    fn text(&self, spot: &Spot) -> &'a str {
        match (self.disclosure.document.blocks.get(spot.block), spot.cell) {
            (Some(Block::Paragraph(p)), _) => &p.text,
            (Some(Block::Table(t)), Some(cell)) => t.cells.get(cell).map_or("", |c| c.text.as_str()),
            _ => "",
        }
    }

    fn fits(&self, spot: &Spot) -> bool {
        self.text(spot).get(spot.range.clone()).is_some_and(|t| !t.is_empty())
    }

    /// Where a figure that was not checked stands.
    pub fn figure(&self, place: &Place) -> Option<Spot> {
        self.known.get(&key(place)).cloned().or_else(|| self.named(place))
    }

    /// Where evidence stands.
    pub fn evidence(&self, finding: &Finding, evidence: &Evidence) -> Option<Mark> {
        let spot = self.figure(&evidence.place).or_else(|| self.printed(evidence))?;
        let text = self.text(&spot);
        let phrase = spot.cell.is_none().then(|| around(text, &evidence.quote, &spot.range)).flatten();
        let phrase = phrase.unwrap_or(spot.range.clone());
        let mut mark = Mark { phrase: phrase.clone(), spot };
        if evidence.role == Role::Primary {
            // What is called wrong may be a part of the figure's words, or stand beside the figure.
            let within = |r: Range<usize>| {
                let found = words(text.get(r.clone())?, &finding.stated)?;
                Some(r.start + found.start..r.start + found.end)
            };
            if let Some(stated) = within(mark.spot.range.clone()).or_else(|| within(phrase)) {
                mark.spot.range = stated;
            }
        }
        Some(mark)
    }

    /// `table 3, row 5, column 2`, as the reader counts tables.
    fn named(&self, place: &Place) -> Option<Spot> {
        // Each file of several counts its own tables.
        let mut numbers = place.cell.as_deref().filter(|_| place.file.is_none())?.split(", ").map(|part| {
            let (_, n) = part.split_once(' ')?;
            n.parse::<usize>().ok()?.checked_sub(1)
        });
        let mut next = || numbers.next().flatten();
        let (table, row, column) = (next()?, next()?, next()?);
        self.grid(table, row, column)
    }

    /// Words of a paragraph or cell that no figure is known by: the quote where its own place is that of the evidence, or else the characters
    /// that stand there.
    fn printed(&self, evidence: &Evidence) -> Option<Spot> {
        let place = &evidence.place;
        let mut best: Option<(usize, Spot)> = None;
        for (block, b) in self.disclosure.document.blocks.iter().enumerate() {
            let Block::Paragraph(p) = b else { continue };
            let mut stand = standing(p, place);
            let Some(first) = stand.next() else { continue };
            let last = stand.last().unwrap_or(first.clone());
            for (at, found) in p.text.match_indices(evidence.quote.as_str()).filter(|(_, q)| !q.is_empty()) {
                let range = at..at + found.len();
                if p.place(range.start, range.end) == *place {
                    return Some(Spot { block, cell: None, range });
                }
            }
            let range = first.start..last.end;
            if best.as_ref().is_none_or(|(n, _)| range.len() > *n) {
                best = Some((range.len(), Spot { block, cell: None, range }));
            }
        }
        best.map(|(_, spot)| spot)
    }
}

/// The characters of a paragraph that stand at a place, as bytes.
fn standing<'p>(p: &'p Paragraph, place: &'p Place) -> impl Iterator<Item = Range<usize>> + 'p {
    let runs = p.runs.iter().enumerate().filter(move |(_, run)| touches(&run.origin, place));
    runs.flat_map(move |(i, run)| {
        let end = p.runs.get(i + 1).map_or(p.text.len(), |r| r.start);
        let text = p.text.get(run.start..end).unwrap_or("");
        text.char_indices().enumerate().filter_map(move |(n, (at, c))| {
            let start = run.start + at;
            let inside = match (&run.origin, place.offset, place.bbox) {
                (RunOrigin::Text { offset, .. } | RunOrigin::Cell { offset, .. }, Some([a, b]), _) => {
                    (a..b).contains(&(offset + n))
                }
                (RunOrigin::Page { edges, .. }, _, Some([x0, _, x1, _])) => {
                    edges.get(n).is_some_and(|[l, r]| (x0..=x1).contains(&((l + r) / 2.0)))
                }
                _ => false,
            };
            inside.then(|| start..start + c.len_utf8())
        })
    })
}

fn touches(origin: &RunOrigin, place: &Place) -> bool {
    match origin {
        RunOrigin::Text { .. } | RunOrigin::Cell { .. } => place.offset.is_some(),
        RunOrigin::Page { page, top, bottom, .. } => {
            let middle = (top + bottom) / 2.0;
            place.page == Some(*page) && place.bbox.is_some_and(|[_, y0, _, y1]| (y0..=y1).contains(&middle))
        }
    }
}

fn key(place: &Place) -> String {
    format!("{place:?}")
}

/// The quote where it takes in the range.
fn around(text: &str, quote: &str, range: &Range<usize>) -> Option<Range<usize>> {
    if quote.is_empty() {
        return None;
    }
    let found = text.match_indices(quote).map(|(at, q)| at..at + q.len());
    found
        .into_iter()
        .find(|q| q.start < range.end && range.start < q.end)
        .map(|q| q.start.min(range.start)..q.end.max(range.end))
}

/// Where words stand in a text, as bytes, not as a part of a longer number; blanks do not count.
pub(super) fn words(text: &str, words: &str) -> Option<Range<usize>> {
    let solid: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let chars: Vec<char> = solid.iter().map(|(_, c)| *c).collect();
    let found = whole(&chars, &words.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>())?;
    let (last, c) = solid.get(found.end.checked_sub(1)?)?;
    Some(solid.get(found.start)?.0..last + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        assert_eq!(words("合计118.26和18.26", "18.26"), Some(15..20));
        assert_eq!(words("合计118.26", "18.26"), None);
        assert_eq!(words("收入 18.26 元", "18.26元"), Some(7..16));
        assert_eq!(words("收入", ""), None);
    }

    #[test]
    fn a_quote_counts_where_the_figure_is() {
        let text = "支出12万元；支出12万元";
        let second = text.rfind("12").unwrap();
        let found = around(text, "支出12万元", &(second..second + 2)).unwrap();
        assert_eq!(&text[found.clone()], "支出12万元");
        assert!(found.start > 10);
    }
}
