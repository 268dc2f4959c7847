//! Web pages: `<mark>` around the exact characters, and a list of the findings at the end of the page.

use crate::edit::Edit;
use crate::error::AnnotateError;
use crate::notes::Note;
use crate::text::{cut, insert};
use crate::xml::escape;
use mingzhang_decode::{MARK, Origin, Span, Trace};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Behind each of our end tags.
const OURS: &str = "<!--mingzhang-->";

const STYLE: &str = "mark[data-mingzhang]{color:inherit;border-bottom:2px solid #c00;cursor:help}\
mark[data-mingzhang=error]{background:#ffb3b3}mark[data-mingzhang=warning]{background:#ffe08a;border-color:#a60}\
mark[data-mingzhang=info]{background:#bfddff;border-color:#06c}mark[data-mingzhang=witness]{background:#e2e6ee;border-color:#778}\
mark[data-mingzhang]:empty{display:inline-block;min-width:2em;min-height:1em}\
mark[data-mingzhang][data-n]::after{content:attr(data-n);font-size:.7em;vertical-align:super;color:#c00}\
mark[data-mingzhang]:target{outline:3px solid #c00}\
div[data-mingzhang]{margin:2em 1em;padding:1em;border-top:3px solid #c00;font-size:14px;line-height:1.7;text-align:left}";

/// Marks a page; the numbers of the findings that found a place.
pub(crate) fn annotate(bytes: &[u8], notes: &[Note<'_>]) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let Some(Trace { spans, origin: Origin::Text(source) }) = mingzhang_decode::trace(bytes)? else {
        return Err(AnnotateError::Damaged);
    };
    // For each stretch of the source the notes that begin and end with it.
    let mut bounds: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    let mut empty: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut last = BTreeMap::new();
    let mut placed = HashSet::new();
    for (k, note) in notes.iter().enumerate() {
        for (start, end) in stretches(note, &spans, &source.text) {
            if note.primary {
                placed.insert(note.number);
            }
            if start == end {
                empty.entry(start).or_default().push(k);
            } else {
                bounds.entry(start).or_default().0.push(k);
                bounds.entry(end).or_default().1.push(k);
            }
            last.insert(k, end);
        }
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), placed));
    }
    let mut edit = Edit::default();
    let mut marks = Marks { notes, named: HashSet::new() };
    for (at, list) in &empty {
        edit.put(*at, &format!("{}</mark>{OURS}", marks.open(list, list)));
    }
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut places = bounds.iter().peekable();
    while let Some((at, (begin, end))) = places.next() {
        if !open.is_empty() {
            edit.put(*at, &format!("</mark>{OURS}"));
        }
        end.iter().for_each(|k| {
            open.remove(k);
        });
        open.extend(begin);
        let Some((next, _)) = places.peek().filter(|_| !open.is_empty()) else { continue };
        let list: Vec<usize> = open.iter().copied().collect();
        let ending: Vec<usize> = list.iter().copied().filter(|k| last.get(k) == Some(*next)).collect();
        edit.put(*at, &marks.open(&list, &ending));
    }
    edit.put(end_of_body(&source.text), &list(notes, &placed));
    Ok((insert(bytes, &source, &edit), placed))
}

struct Marks<'n, 'a> {
    notes: &'n [Note<'a>],
    /// Findings that have an anchor.
    named: HashSet<usize>,
}

impl Marks<'_, '_> {
    /// The begin tag for some notes, of which some end with this stretch.
    fn open(&mut self, list: &[usize], ending: &[usize]) -> String {
        let notes: Vec<&Note<'_>> = list.iter().filter_map(|k| self.notes.get(*k)).collect();
        let worst = notes.iter().filter(|n| n.primary).min_by_key(|n| n.severity);
        let class = worst.map_or("witness", |n| match n.severity {
            mingzhang_model::Severity::Error => "error",
            mingzhang_model::Severity::Warning => "warning",
            mingzhang_model::Severity::Info => "info",
        });
        let title: Vec<String> = notes.iter().map(|n| n.lines.join("\n")).collect();
        let numbers: BTreeSet<usize> = ending.iter().filter_map(|k| self.notes.get(*k)).map(|n| n.number).collect();
        let label: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let shown = if label.is_empty() { String::new() } else { format!(" data-n=\"问题{}\"", label.join("、")) };
        let mut anchors = notes.iter().filter(|n| n.primary).map(|n| n.number).filter(|n| self.named.insert(*n));
        let id = anchors.next().map(|n| format!(" id=\"mingzhang-{n}\"")).unwrap_or_default();
        let more: String =
            anchors.map(|n| format!("<mark {MARK}=\"anchor\" id=\"mingzhang-{n}\"></mark>{OURS}")).collect();
        format!("{more}<mark {MARK}=\"{class}\"{id}{shown} title=\"{}\">", escape(&title.join("\n\n")))
    }
}

/// The stretches of the source that a note is about, without the tags between them.
fn stretches(note: &Note<'_>, spans: &[Span], source: &str) -> Vec<(usize, usize)> {
    let Some([from, to]) = note.place.offset else { return Vec::new() };
    let mut out: Vec<(usize, usize)> = Vec::new();
    for span in spans.get(from..to).unwrap_or_default().iter().filter(|s| s.is_somewhere()) {
        let (start, end) = (span.start as usize, span.end as usize);
        match out.last_mut() {
            Some(last) if end <= last.1 => {}
            Some(last) if source.get(last.1..start).is_some_and(|gap| !gap.contains('<')) => last.1 = end,
            _ => out.push((start, end)),
        }
    }
    if out.is_empty() {
        out.extend(spans.get(from).filter(|s| s.is_somewhere()).map(|s| (s.start as usize, s.start as usize)));
    }
    out
}

/// The list of the findings.
fn list(notes: &[Note<'_>], placed: &HashSet<usize>) -> String {
    let mut items = String::new();
    let mut told = HashSet::new();
    for note in notes.iter().filter(|n| n.primary && placed.contains(&n.number)) {
        if told.insert(note.number) {
            let mut lines = note.lines.iter().map(|l| escape(l));
            let head = lines.next().unwrap_or_default();
            let rest: Vec<String> = lines.collect();
            items.push_str(&format!(
                "<p><a href=\"#mingzhang-{}\">{head}</a><br>{}</p>",
                note.number,
                rest.join("<br>")
            ));
        }
    }
    // A page cut off in a drawing would take other elements for parts of it.
    format!("<div {MARK}=\"list\"><style>{STYLE}</style><h2>明账核对结果</h2>{items}</div>{OURS}")
}

/// Where the body ends; in a page that is cut off, before the tag that it was cut off in.
fn end_of_body(text: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    let cut = || lower.rfind('<').filter(|at| lower.get(*at..).is_some_and(|rest| !rest.contains('>')));
    lower.rfind("</body").or_else(|| lower.rfind("</html")).or_else(cut).unwrap_or(text.len())
}

/// The page without marks.
pub(crate) fn remove(bytes: &[u8]) -> Vec<u8> {
    let source = mingzhang_decode::page(bytes);
    let text = source.text.as_str();
    let find = |what: &str, from: usize| text.get(from..).and_then(|rest| rest.find(what)).map(|at| from + at);
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let (open, list, close) = (format!("<mark {MARK}="), format!("<div {MARK}="), format!("</mark>{OURS}"));
    let list_end = format!("</div>{OURS}");
    loop {
        let next = [&open, &list, &close].into_iter().filter_map(|w| find(w, at).map(|p| (p, w))).min();
        let Some((start, what)) = next else { break };
        let end = if *what == open {
            find(">", start).map(|e| e + 1)
        } else if *what == list {
            find(&list_end, start).map(|e| e + list_end.len())
        } else {
            Some(start + close.len())
        };
        let Some(end) = end else { break };
        ranges.push((start, end));
        at = end;
    }
    if ranges.is_empty() { bytes.to_vec() } else { cut(bytes, &source, &ranges) }
}
