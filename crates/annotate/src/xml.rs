//! XML as text with tags at known bytes: parts are changed where they must be and nowhere else.

use mingzhang_decode::limits;
use quick_xml::Reader;
use quick_xml::events::Event;

pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub(crate) const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub(crate) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What stands around our insertions.
pub(crate) const OPEN: &str = "<!--mingzhang[-->";
pub(crate) const CLOSE: &str = "<!--]mingzhang-->";

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Begin,
    End,
    Both,
}

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'t> {
    pub does: Does,
    /// Without prefix.
    pub name: &'t str,
    /// As it is written, with its angle brackets.
    pub raw: &'t str,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl<'t> Tag<'t> {
    /// The name as it is written.
    pub(crate) fn full_name(&self) -> &'t str {
        let inside = self.raw.trim_start_matches(['<', '/']);
        inside.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
    }

    /// The prefix of the name with its colon.
    pub(crate) fn prefix(&self) -> &'t str {
        self.full_name().strip_suffix(self.name).unwrap_or_default()
    }
}

/// Goes through the tags of a part; false if it is not well formed.
pub(crate) fn tags<'t>(text: &'t str, mut each: impl FnMut(Tag<'t>)) -> bool {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let start = position(&reader);
        let Ok(event) = reader.read_event() else { return false };
        let end = position(&reader);
        let does = match event {
            Event::Start(_) => Does::Begin,
            Event::End(_) => Does::End,
            Event::Empty(_) => Does::Both,
            Event::Eof => return depth == 0,
            _ => continue,
        };
        match does {
            Does::Begin => depth += 1,
            Does::End => depth = depth.saturating_sub(1),
            Does::Both => {}
        }
        if depth > limits::XML_DEPTH {
            return false;
        }
        let mut tag = Tag { does, name: "", raw: text.get(start..end).unwrap_or_default(), start, end };
        tag.name = tag.full_name().rsplit(':').next().unwrap_or_default();
        each(tag);
    }
}

/// Where the value of an attribute stands in a tag, by the attribute's local name.
pub(crate) fn value(raw: &str, name: &str) -> Option<(usize, usize)> {
    let mut at = raw.find(char::is_whitespace)?;
    loop {
        let rest = raw.get(at..)?;
        let equals = at + rest.find('=')?;
        let key = raw.get(at..equals)?.trim();
        let after = raw.get(equals + 1..)?;
        let quote = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = equals + 1 + after.find(quote)? + 1;
        let end = start + raw.get(start..)?.find(quote)?;
        if key.rsplit(':').next() == Some(name) {
            return Some((start, end));
        }
        at = end + 1;
    }
}

/// The value of an attribute, its references resolved.
pub(crate) fn attribute(raw: &str, name: &str) -> Option<String> {
    let (start, end) = value(raw, name)?;
    let written = raw.get(start..end)?;
    Some(quick_xml::escape::unescape(written).map_or_else(|_| written.to_owned(), std::borrow::Cow::into_owned))
}

/// A tag with an attribute of another value; a new one follows the name.
pub(crate) fn with_attribute(raw: &str, name: &str, new: &str) -> String {
    if let Some((start, end)) = value(raw, name) {
        return format!("{}{new}{}", raw.get(..start).unwrap_or_default(), raw.get(end..).unwrap_or_default());
    }
    let at = raw.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(raw.len());
    let (head, tail) = raw.split_at_checked(at).unwrap_or((raw, ""));
    format!("{head} {name}=\"{new}\"{tail}")
}

/// The text with something before the last end tag of an element; `None` if there is no such tag.
pub(crate) fn before_end(text: &str, name: &str, what: &str) -> Option<String> {
    let mut at = None;
    tags(text, |tag| {
        if tag.name == name && tag.does == Does::End {
            at = Some(tag.start);
        }
    });
    let (head, tail) = text.split_at_checked(at?)?;
    Some(format!("{head}{what}{tail}"))
}

/// The text without the empty element that has an attribute of a value.
pub(crate) fn without_tag(text: &str, name: &str, wanted: &str) -> String {
    let mut range = None;
    tags(text, |tag| {
        if tag.does == Does::Both && attribute(tag.raw, name).as_deref() == Some(wanted) {
            range = Some((tag.start, tag.end));
        }
    });
    crate::edit::without(text, range.as_slice())
}

/// Something in our brackets.
pub(crate) fn bracketed(what: &str) -> String {
    format!("{OPEN}{what}{CLOSE}")
}

/// The text without what stands in our brackets.
pub(crate) fn unbracketed(text: &str) -> String {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(OPEN)) {
        let start = at + found;
        let Some(length) = text.get(start..).and_then(|rest| rest.find(CLOSE)) else { break };
        at = start + length + CLOSE.len();
        ranges.push((start, at));
    }
    crate::edit::without(text, &ranges)
}

/// Text between tags or in an attribute; characters that XML does not know are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\r' => out.push(' '),
            '\n' => out.push('\n'),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_and_changed() {
        let raw = "<x:c r = 'B2' s=\"5\" x:t=\"a&amp;b\"/>";
        assert_eq!((attribute(raw, "r").as_deref(), attribute(raw, "t").as_deref()), (Some("B2"), Some("a&b")));
        assert_eq!(with_attribute(raw, "s", "7"), "<x:c r = 'B2' s=\"7\" x:t=\"a&amp;b\"/>");
        assert_eq!(with_attribute("<c/>", "s", "7"), "<c s=\"7\"/>");
    }

    #[test]
    fn brackets_come_off() {
        let text = format!("<a>{}<b/>{}</a>", bracketed("<c/>"), bracketed(""));
        assert_eq!(unbracketed(&text), "<a><b/></a>");
    }
}
