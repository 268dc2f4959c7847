//! Cell styles: for each style and colour a new one at the end of the list, and how to leave them out again.

use crate::edit::{Edit, without};
use crate::notes::Colour;
use crate::xml::{self, Does, attribute, bracketed, with_attribute};
use std::collections::BTreeMap;

/// The comment that tells what our styles stand for: `<!--mingzhang-styles 1 40=15 41=-->`, new fills first.
const TOLD: &str = "<!--mingzhang-styles ";
const END: &str = "-->";
/// Most styles Excel takes.
const MOST: usize = 64_000;

/// The styles of a workbook with those that come to them.
pub(super) struct Styles<'t> {
    text: &'t str,
    /// The formats of cells, as they are written.
    formats: Vec<String>,
    fills: usize,
    added_fills: Vec<Colour>,
    /// New style by what a cell says of its style, and colour.
    added: BTreeMap<(Option<String>, Colour), usize>,
    /// In order of their numbers.
    written: Vec<String>,
}

impl<'t> Styles<'t> {
    /// Reads the styles; `None` where something is missing that every workbook has.
    pub(super) fn of(text: &'t str) -> Option<Styles<'t>> {
        let (mut formats, mut fills, mut inside, mut open) = (Vec::new(), 0, "", None);
        let whole = xml::tags(text, |tag| match (tag.name, tag.does) {
            ("fills" | "cellXfs", Does::Begin) => inside = tag.name,
            ("fills" | "cellXfs", _) => inside = "",
            ("fill", Does::Begin | Does::Both) if inside == "fills" => fills += 1,
            ("xf", Does::Both) if inside == "cellXfs" => formats.push(tag.raw.to_owned()),
            ("xf", Does::Begin) if inside == "cellXfs" => open = Some(tag.start),
            ("xf", Does::End) if inside == "cellXfs" => {
                let start = open.take().unwrap_or(tag.start);
                formats.push(text.get(start..tag.end).unwrap_or_default().to_owned());
            }
            _ => {}
        });
        let usable =
            whole && fills > 0 && !formats.is_empty() && text.contains(":cellXfs>") | text.contains("</cellXfs>");
        usable.then(|| Styles {
            text,
            formats,
            fills,
            added_fills: Vec::new(),
            added: BTreeMap::new(),
            written: Vec::new(),
        })
    }

    /// The number of the style for a marked cell.
    pub(super) fn marked(&mut self, style: Option<&str>, colour: Colour) -> Option<usize> {
        let key = (style.map(str::to_owned), colour);
        if let Some(number) = self.added.get(&key) {
            return Some(*number);
        }
        let number = self.formats.len() + self.written.len();
        let base = self.formats.get(style.map_or(Some(0), |s| s.parse().ok())?)?;
        if number >= MOST {
            return None;
        }
        let fill = self.added_fills.iter().position(|c| *c == colour).unwrap_or_else(|| {
            self.added_fills.push(colour);
            self.added_fills.len() - 1
        });
        let (tag, rest) = base.split_at_checked(base.find('>')? + 1)?;
        let tag = with_attribute(tag, "fillId", &(self.fills + fill).to_string());
        self.written.push(format!("{}{rest}", with_attribute(&tag, "applyFill", "1")));
        self.added.insert(key, number);
        Some(number)
    }

    /// The part with the new styles.
    pub(super) fn finish(&self) -> Option<String> {
        if self.written.is_empty() {
            return Some(self.text.to_owned());
        }
        let (mut edit, mut prefix) = (Edit::default(), String::new());
        xml::tags(self.text, |tag| {
            if matches!(tag.name, "fills" | "cellXfs") && tag.does == Does::End {
                prefix = tag.prefix().to_owned();
                let p = &prefix;
                let what: String = if tag.name == "fills" {
                    let fill = |c: &Colour| {
                        format!(
                            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>",
                            c.0
                        )
                    };
                    self.added_fills.iter().map(fill).collect()
                } else {
                    format!("{}{}", self.written.concat(), self.told())
                };
                edit.put(tag.start, &bracketed(&what));
            }
        });
        let text = edit.apply(self.text);
        Some(replaced(&text, &["fills", "cellXfs"], |name, raw| {
            counted(raw, if name == "fills" { self.added_fills.len() } else { self.written.len() }, true)
        }))
    }

    fn told(&self) -> String {
        let list: Vec<String> =
            self.added.iter().map(|((was, _), n)| format!("{n}={}", was.as_deref().unwrap_or_default())).collect();
        format!("{TOLD}{} {}{END}", self.added_fills.len(), list.join(" "))
    }
}

/// The first tag of a list with a count that is greater or smaller by some.
fn counted(raw: &str, by: usize, more: bool) -> Option<String> {
    let count: usize = attribute(raw, "count")?.parse().ok()?;
    let new = if more { count.checked_add(by)? } else { count.checked_sub(by)? };
    Some(with_attribute(raw, "count", &new.to_string()))
}

/// The text with the begin tags of some elements as `new` says.
fn replaced(text: &str, names: &[&str], new: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    xml::tags(text, |tag| {
        if tag.does == Does::Begin
            && names.contains(&tag.name)
            && let Some(new) = new(tag.name, tag.raw)
        {
            out.push_str(text.get(from..tag.start).unwrap_or_default());
            out.push_str(&new);
            from = tag.end;
        }
    });
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// How many fills are ours, and what the comment says of our styles.
fn told(text: &str) -> Option<(usize, BTreeMap<String, Option<String>>)> {
    let start = text.find(TOLD)? + TOLD.len();
    let rest = text.get(start..)?;
    let mut words = rest.get(..rest.find(END)?)?.split(' ');
    let fills = words.next()?.parse().ok()?;
    let styles = words
        .filter_map(|w| w.split_once('='))
        .map(|(new, was)| (new.to_owned(), Some(was.to_owned()).filter(|w| !w.is_empty())));
    Some((fills, styles.collect()))
}

/// For each of our styles what a cell said of its style before; nothing if none is ours.
pub(super) fn before(text: &str) -> BTreeMap<String, Option<String>> {
    told(text).map(|t| t.1).unwrap_or_default()
}

/// The part without our styles.
pub(super) fn restored(text: &str) -> String {
    let Some((fills, styles)) = told(text) else { return text.to_owned() };
    // The comment stands inside the brackets of the styles.
    let start = text.find(TOLD).unwrap_or(text.len());
    let end = text.get(start..).and_then(|rest| rest.find(END)).map_or(start, |e| start + e + END.len());
    let text = xml::unbracketed(&without(text, &[(start, end)]));
    replaced(&text, &["fills", "cellXfs"], |name, raw| {
        counted(raw, if name == "fills" { fills } else { styles.len() }, false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_added_and_taken_away() {
        let text = "<styleSheet><fills count=\"2\"><fill/><fill/></fills><cellStyleXfs><xf/></cellStyleXfs>\
                    <cellXfs count=\"2\"><xf fillId=\"0\"/><xf numFmtId=\"4\" fillId=\"1\"><alignment/></xf></cellXfs></styleSheet>";
        let mut styles = Styles::of(text).unwrap();
        let red = Colour("FF0000");
        assert_eq!(styles.marked(Some("1"), red), Some(2));
        assert_eq!(styles.marked(None, red), Some(3));
        assert_eq!(styles.marked(Some("1"), red), Some(2));
        assert_eq!(styles.marked(Some("7"), red), None);
        let new = styles.finish().unwrap();
        assert!(
            new.contains("<xf numFmtId=\"4\" fillId=\"2\" applyFill=\"1\"><alignment/></xf>")
                || new.contains("<xf applyFill=\"1\" numFmtId=\"4\" fillId=\"2\"><alignment/></xf>"),
            "{new}"
        );
        assert!(new.contains("<fills count=\"3\">") && new.contains("<cellXfs count=\"4\">"), "{new}");
        assert_eq!(before(&new), BTreeMap::from([("2".into(), Some("1".into())), ("3".into(), None)]));
        assert_eq!(restored(&new), text);
    }
}
