//! Word documents: comments at the exact words and cells.
//!
//! A comment begins and ends between runs, so runs are split where they must be. XML comments stand where that was done, so that the runs
//! can be put together again; a word processor that saves the copy drops them, and then the comments are told by their author.

mod layout;

use crate::edit::{Edit, without};
use crate::error::AnnotateError;
use crate::notes::{AUTHOR, Note};
use crate::package::{Added, OURS, Package};
use crate::xml::{self, DECLARATION, Does, attribute, bracketed, escape};
use layout::{Layout, Spot};
use mingzhang_decode::{Origin, Span, Trace};
use std::collections::{BTreeMap, HashSet};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Around what was put where a run was split.
const SPLIT: &str = "<!--mingzhang/-->";

/// What comes to one place between runs.
#[derive(Default)]
struct Point {
    ends: String,
    starts: String,
}

/// Marks a document; the numbers of the findings that found a place.
pub(crate) fn annotate(bytes: &[u8], notes: &[Note<'_>]) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let Some(Trace { spans, origin: Origin::Part(main) }) = mingzhang_decode::trace(bytes)? else {
        return Err(AnnotateError::Damaged);
    };
    let mut package = Package::open(bytes)?;
    let document = package.part(&main)?.ok_or(AnnotateError::Damaged)?;
    // The decoder counts bytes behind the mark.
    let lead = if document.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let layout = Layout::of(&document).ok_or(AnnotateError::Damaged)?;
    let existing = package.related(&main, "comments")?;
    let before = match &existing {
        Some(name) => package.part(name)?.unwrap_or_default(),
        None => String::new(),
    };
    let mut id = next_id(&document).max(next_id(&before));
    let w = layout.prefix.as_str();
    let (mut points, mut comments): (BTreeMap<usize, (Spot, Point)>, _) = (BTreeMap::new(), String::new());
    let mut placed = HashSet::new();
    for note in notes {
        let Some((from, to, whole)) = around(note, &spans, lead, &layout) else { continue };
        if note.primary {
            placed.insert(note.number);
        }
        for spot in [from, to] {
            points.entry(spot.byte()).or_insert((spot, Point::default()));
        }
        let start = format!("<{w}commentRangeStart {w}id=\"{id}\"/>");
        let end = format!("<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>");
        if let Some((_, point)) = points.get_mut(&from.byte()) {
            point.starts.push_str(&start);
        }
        if let Some((_, point)) = points.get_mut(&to.byte()) {
            // A comment on nothing ends behind its beginning.
            if from == to { point.starts.push_str(&end) } else { point.ends.push_str(&end) }
        }
        comments.push_str(&comment(id, note, whole));
        id += 1;
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), placed));
    }
    let mut edit = Edit::default();
    for (spot, point) in points.values() {
        let what = format!("{}{}", point.ends, point.starts);
        match spot {
            Spot::Between(at) => edit.put(*at, &bracketed(&what)),
            Spot::Inside(at, _) => {
                let (close, open) = layout.split(&document, *spot);
                edit.put(*at, &format!("{close}{SPLIT}{what}{SPLIT}{open}"));
            }
        }
    }
    package.set(&main, edit.apply(&document));
    match existing {
        Some(name) => {
            let text = xml::before_end(&before, "comments", &bracketed(&comments)).ok_or(AnnotateError::Damaged)?;
            package.set(&name, text);
        }
        None => {
            let folder = main.rsplit_once('/').map_or(String::new(), |(f, _)| format!("{f}/"));
            let plain = format!("{folder}comments.xml");
            let name = if package.has(&plain) { format!("{folder}mingzhangComments.xml") } else { plain };
            let text = format!("{DECLARATION}<w:comments xmlns:w=\"{WORD}\">{}</w:comments>", bracketed(&comments));
            package.add(&Added { owner: &main, kind: "comments", name: &name, content: COMMENTS, text })?;
        }
    }
    Ok((package.finish()?, placed))
}

/// Where a note's comment begins and ends, and whether it stands around more than its words.
fn around(note: &Note<'_>, spans: &[Span], lead: usize, layout: &Layout<'_>) -> Option<(Spot, Spot, bool)> {
    let [from, to] = note.place.offset?;
    let byte = |n: u32| n as usize + lead;
    let mut written = spans.get(from..to)?.iter().filter(|s| s.is_somewhere());
    let Some(first) = written.next() else {
        // An empty cell or paragraph, or one that is only a number of a list.
        let at = spans.get(from..)?.iter().find(|s| s.is_somewhere())?;
        let spot = layout.empty(byte(at.start))?;
        return Some((spot, spot, true));
    };
    let last = written.next_back().unwrap_or(first);
    let (start, boxed) = layout.start(byte(first.start))?;
    let (end, _) = layout.end(byte(last.end))?;
    (start.byte() <= end.byte()).then_some((start, end, boxed))
}

/// The comment of a note.
fn comment(id: u32, note: &Note<'_>, whole: bool) -> String {
    let quoted = (whole && !note.quote.is_empty()).then(|| format!("原文：{}", note.quote));
    let paragraphs: String = (note.lines.iter().chain(&quoted))
        .map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escape(line)))
        .collect();
    format!(
        "<w:comment xmlns:w=\"{WORD}\" w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"明\">{paragraphs}</w:comment>"
    )
}

/// The first number that no comment has.
fn next_id(text: &str) -> u32 {
    let mut next = 0;
    xml::tags(text, |tag| {
        if matches!(tag.name, "comment" | "commentReference" | "commentRangeStart" | "commentRangeEnd")
            && let Some(id) = attribute(tag.raw, "id").and_then(|id| id.parse::<u32>().ok())
        {
            next = next.max(id.saturating_add(1));
        }
    });
    next
}

/// The document without our comments.
pub(crate) fn remove(bytes: &[u8]) -> Result<Vec<u8>, AnnotateError> {
    let mut package = Package::open(bytes)?;
    let main = package.related("", "officeDocument")?.unwrap_or_else(|| "word/document.xml".to_owned());
    let relations = package.relations(&main)?;
    let Some(relation) = relations.iter().find(|r| r.kind == "comments") else { return Ok(bytes.to_vec()) };
    let (Some(comments), Some(document)) = (package.part(&relation.target)?, package.part(&main)?) else {
        return Ok(bytes.to_vec());
    };
    let (rest, ids, others) = without_ours(&xml::unbracketed(&comments), &comments);
    if ids.is_empty() {
        return Ok(bytes.to_vec());
    }
    if others || !relation.id.starts_with(OURS) {
        package.set(&relation.target, rest);
    } else {
        package.take_out(&main, relation)?;
    }
    package.set(&main, unmarked(&joined(&xml::unbracketed(&document)), &ids));
    package.finish()
}

/// The comments without ours, the numbers of ours, and whether there are others.
fn without_ours(unbracketed: &str, whole: &str) -> (String, HashSet<String>, bool) {
    let (mut ids, mut others) = (HashSet::new(), false);
    xml::tags(whole, |tag| {
        if tag.name == "comment" && tag.does != Does::End {
            if attribute(tag.raw, "author").as_deref() == Some(AUTHOR) {
                ids.extend(attribute(tag.raw, "id"));
            } else {
                others = true;
            }
        }
    });
    let (mut ranges, mut open) = (Vec::new(), None);
    xml::tags(unbracketed, |tag| {
        if tag.name == "comment" {
            let ours = attribute(tag.raw, "author").as_deref() == Some(AUTHOR);
            match tag.does {
                Does::Begin => open = ours.then_some(tag.start),
                Does::End => ranges.extend(open.take().map(|start| (start, tag.end))),
                Does::Both if ours => ranges.push((tag.start, tag.end)),
                Does::Both => {}
            }
        }
    });
    (without(unbracketed, &ranges), ids, others)
}

/// The text with the runs put together that were split.
fn joined(text: &str) -> String {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(SPLIT)) {
        let first = at + found;
        let inside = first + SPLIT.len();
        let Some(length) = text.get(inside..).and_then(|rest| rest.find(SPLIT)) else { break };
        at = inside + length + SPLIT.len();
        let before = text.get(..first).unwrap_or_default();
        // Two end tags before, a run up to its text behind.
        let start = before.rfind("</").and_then(|run| before.get(..run)?.rfind("</"));
        let Some(start) = start else { continue };
        let name = before.get(start + 2..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        let behind = text.get(at..).unwrap_or_default();
        let open = [format!("<{name}>"), format!("<{name} ")];
        let Some(tag) = open.iter().filter_map(|o| behind.find(o.as_str())).min() else { continue };
        let Some(end) = behind.get(tag..).and_then(|rest| rest.find('>')) else { continue };
        at += tag + end + 1;
        ranges.push((start, at));
    }
    without(text, &ranges)
}

/// The text without the anchors of comments, where another program saved them.
fn unmarked(text: &str, ids: &HashSet<String>) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let (mut run, mut reference, mut content) = (None, false, false);
    xml::tags(text, |tag| match tag.name {
        "commentRangeStart" | "commentRangeEnd" if attribute(tag.raw, "id").is_some_and(|id| ids.contains(&id)) => {
            ranges.push((tag.start, tag.end));
        }
        "r" if tag.does == Does::Begin => (run, reference, content) = (Some(tag.start), false, false),
        "r" if tag.does == Does::End => {
            if let Some(start) = run.take().filter(|_| reference && !content) {
                ranges.push((start, tag.end));
            }
        }
        "commentReference" if attribute(tag.raw, "id").is_some_and(|id| ids.contains(&id)) => reference = true,
        "t" | "drawing" | "pict" | "object" | "br" | "tab" => content = true,
        _ => {}
    });
    without(text, &ranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::{CLOSE, OPEN};

    #[test]
    fn split_runs_are_put_together() {
        let open = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">";
        let text = format!("<w:p><w:r><w:t>收入</w:t></w:r>{SPLIT}<w:x/>{SPLIT}{open}5</w:t></w:r></w:p>");
        assert_eq!(joined(&text), "<w:p><w:r><w:t>收入5</w:t></w:r></w:p>");
    }

    #[test]
    fn comments_of_others_stay() {
        let comment = |author: &str, id| format!("<w:comment w:author=\"{author}\" w:id=\"{id}\"><w:p/></w:comment>");
        let theirs = comment("审核人", 0);
        let text = format!("<w:comments>{theirs}{OPEN}{}{CLOSE}</w:comments>", comment(AUTHOR, 1));
        let (rest, ids, others) = without_ours(&xml::unbracketed(&text), &text);
        assert_eq!(rest, format!("<w:comments>{theirs}</w:comments>"));
        assert!(ids.contains("1") && ids.len() == 1 && others);
    }
}
