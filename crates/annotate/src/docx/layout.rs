//! Where runs, texts, paragraphs and cells of a document begin and end.

use crate::xml::{self, Does};

/// A place where a comment may begin or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Between runs.
    Between(usize),
    /// Inside the text with this number.
    Inside(usize, usize),
}

impl Spot {
    /// The byte it stands before.
    pub(super) fn byte(self) -> usize {
        match self {
            Spot::Between(at) | Spot::Inside(at, _) => at,
        }
    }
}

/// A run.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    /// End of its first tag.
    opened: usize,
    /// Its properties.
    properties: Option<(usize, usize)>,
    /// Begin of its last tag.
    closing: usize,
    end: usize,
    /// The run that holds the text box it stands in.
    outer: Option<usize>,
}

/// A text of a run.
#[derive(Clone, Copy, Debug)]
struct Text {
    run: usize,
    /// Its first tag.
    tag: (usize, usize),
    /// Begin and end of what stands between its tags.
    start: usize,
    end: usize,
    closed: usize,
}

/// The layout of a document.
pub(super) struct Layout<'t> {
    /// The prefix of names, with its colon.
    pub prefix: String,
    document: &'t str,
    runs: Vec<Run>,
    texts: Vec<Text>,
    /// Begin of each paragraph and of its end tag, in the order of beginning; paragraphs in text boxes are left out.
    paragraphs: Vec<(usize, usize)>,
}

impl<'t> Layout<'t> {
    /// Reads a document; `None` if it is not well formed.
    pub(super) fn of(document: &'t str) -> Option<Layout<'t>> {
        let mut out =
            Layout { prefix: String::new(), document, runs: Vec::new(), texts: Vec::new(), paragraphs: Vec::new() };
        // Open runs and paragraphs by number, the innermost last, and how many text boxes are open.
        let (mut runs, mut paragraphs, mut boxes): (Vec<usize>, Vec<usize>, usize) = (Vec::new(), Vec::new(), 0);
        let mut properties = None;
        let whole = xml::tags(document, |tag| {
            if tag.name == "document" && tag.does == Does::Begin {
                out.prefix = tag.prefix().to_owned();
            }
            if tag.prefix() != out.prefix {
                return;
            }
            match (tag.name, tag.does) {
                ("txbxContent", Does::Begin) => boxes += 1,
                ("txbxContent", Does::End) => boxes = boxes.saturating_sub(1),
                ("p", Does::Begin) => {
                    paragraphs.push(out.paragraphs.len());
                    // One in a text box has no end where anything may be put.
                    out.paragraphs.push((tag.start, if boxes > 0 { usize::MAX } else { 0 }));
                }
                ("p", Does::End) => {
                    let number = paragraphs.pop();
                    if let Some(p) = number.and_then(|p| out.paragraphs.get_mut(p)).filter(|p| p.1 == 0) {
                        p.1 = tag.start;
                    }
                }
                ("r", Does::Begin) => {
                    let outer = if boxes > 0 { runs.first().copied() } else { None };
                    let (start, opened) = (tag.start, tag.end);
                    runs.push(out.runs.len());
                    out.runs.push(Run { start, opened, properties: None, closing: 0, end: 0, outer });
                }
                ("r", Does::End) => {
                    if let Some(run) = runs.pop().and_then(|r| out.runs.get_mut(r)) {
                        (run.closing, run.end) = (tag.start, tag.end);
                    }
                }
                ("rPr", Does::Begin) if properties.is_none() => properties = Some(tag.start),
                ("rPr", Does::End | Does::Both) => {
                    let start = if tag.does == Does::Both { tag.start } else { properties.take().unwrap_or(tag.start) };
                    // Those of a run stand right behind its first tag; others are a paragraph mark's.
                    if let Some(run) = runs.last().and_then(|r| out.runs.get_mut(*r)).filter(|r| r.opened == start) {
                        run.properties = Some((start, tag.end));
                    }
                }
                ("t", Does::Begin) => {
                    if let Some(run) = runs.last() {
                        let (tag, start) = ((tag.start, tag.end), tag.end);
                        out.texts.push(Text { run: *run, tag, start, end: 0, closed: 0 });
                    }
                }
                ("t", Does::End) => {
                    if let Some(text) = out.texts.last_mut().filter(|t| t.end == 0) {
                        (text.end, text.closed) = (tag.start, tag.end);
                    }
                }
                _ => {}
            }
        });
        out.paragraphs.retain(|p| p.1 > p.0 && p.1 != usize::MAX);
        (whole && !out.prefix.is_empty()).then_some(out)
    }

    /// The text that has a byte; with `before`, the byte before it.
    fn text(&self, at: usize, before: bool) -> Option<(usize, &Text)> {
        let after = self.texts.partition_point(|t| if before { t.start < at } else { t.start <= at });
        let number = after.checked_sub(1)?;
        self.texts.get(number).filter(|t| at <= t.end).map(|t| (number, t))
    }

    /// Where a comment begins that is to begin at a character, and whether that is around a text box.
    pub(super) fn start(&self, at: usize) -> Option<(Spot, bool)> {
        let (number, text) = self.text(at, false)?;
        let run = self.runs.get(text.run)?;
        if let Some(outer) = run.outer {
            return Some((Spot::Between(self.runs.get(outer)?.start), true));
        }
        let content = run.properties.map_or(run.opened, |p| p.1);
        let first = at == text.start && text.tag.0 == content;
        Some((if first { Spot::Between(run.start) } else { Spot::Inside(at, number) }, false))
    }

    /// Where a comment ends that is to end behind a character, and whether that is around a text box.
    pub(super) fn end(&self, at: usize) -> Option<(Spot, bool)> {
        let (number, text) = self.text(at, true)?;
        let run = self.runs.get(text.run)?;
        if let Some(outer) = run.outer {
            return Some((Spot::Between(self.runs.get(outer)?.end), true));
        }
        let last = at == text.end && text.closed == run.closing;
        Some((if last { Spot::Between(run.end) } else { Spot::Inside(at, number) }, false))
    }

    /// Where a comment stands for a cell or paragraph without text: at the end of its first paragraph.
    pub(super) fn empty(&self, at: usize) -> Option<Spot> {
        let after = self.paragraphs.partition_point(|p| p.0 < at);
        self.paragraphs.get(after).map(|p| Spot::Between(p.1))
    }

    /// What closes and opens a run again inside a text.
    pub(super) fn split(&self, document: &str, spot: Spot) -> (String, String) {
        let Spot::Inside(at, number) = spot else { return Default::default() };
        let (Some(text), w) = (self.texts.get(number), &self.prefix) else { return Default::default() };
        let run = self.runs.get(text.run).and_then(|r| r.properties);
        let properties = run.and_then(|(a, b)| self.document.get(a..b)).unwrap_or_default();
        let tag = document.get(text.tag.0..text.tag.1).unwrap_or_default();
        // Blanks at the seam count only if they are said to.
        let blank = document.get(at..text.end).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let tag = if blank && !tag.contains("preserve") {
            tag.replacen('>', " xml:space=\"preserve\">", 1)
        } else {
            tag.to_owned()
        };
        (format!("</{w}t></{w}r>"), format!("<{w}r>{properties}{tag}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_begin_and_end_between_runs_where_they_can() {
        let text = "<w:document><w:p><w:pPr><w:rPr/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>收入5</w:t></w:r>\
                    <w:r><w:br/><w:t>万元</w:t></w:r></w:p><w:p><w:r><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>\
                    </w:txbxContent></w:r></w:p></w:document>";
        let layout = Layout::of(text).unwrap();
        let byte = |word: &str| text.find(word).unwrap();
        assert_eq!(layout.start(byte("收入")), Some((Spot::Between(byte("<w:r><w:rPr>")), false)));
        assert_eq!(layout.start(byte("5")), Some((Spot::Inside(byte("5"), 0), false)));
        assert_eq!(layout.end(byte("5") + 1), Some((Spot::Between(byte("<w:r><w:br/>")), false)));
        assert_eq!(layout.start(byte("万元")), Some((Spot::Inside(byte("万元"), 1), false)));
        assert_eq!(layout.start(byte("框")), Some((Spot::Between(byte("<w:r><w:txbx")), true)));
        let (close, open) = layout.split(text, Spot::Inside(byte("5"), 0));
        assert_eq!((close.as_str(), open.as_str()), ("</w:t></w:r>", "<w:r><w:rPr><w:b/></w:rPr><w:t>"));
    }
}
