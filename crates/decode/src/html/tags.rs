//! A look at the tags before the parser sees them: it compares each attribute of a tag with all before it.

use crate::limits;

/// Elements that mostly hold no markup; what looks like tags there may be long.
const RAW: [&[u8]; 4] = [b"script", b"style", b"textarea", b"title"];

/// Where the first tag begins that has more attributes than any page needs; the end of the text if there is none.
pub(super) fn readable(text: &str) -> usize {
    let bytes = text.as_bytes();
    let from = |at: usize| bytes.get(at..).unwrap_or_default();
    let mut at = 0;
    // End of the element without markup that was opened last.
    let mut raw = 0;
    while let Some(step) = from(at).iter().position(|b| *b == b'<') {
        let start = at + step;
        at = start + 1;
        if start >= raw && from(at).starts_with(b"!--") {
            at = comment_end(from(at)).map_or(bytes.len(), |end| at + end);
            continue;
        }
        let open = from(at).first().is_some_and(u8::is_ascii_alphabetic);
        if !open && !from(at).starts_with(b"/") {
            continue;
        }
        let (most, stop) =
            if start < raw { (limits::HTML_ATTRIBUTES * 10, raw) } else { (limits::HTML_ATTRIBUTES, bytes.len()) };
        let Some(length) = tag_length(bytes.get(at..stop).unwrap_or_default(), most) else { return start };
        let letters = from(at).iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = from(at).get(..letters).unwrap_or_default();
        at += length;
        if start >= raw
            && let Some(name) = RAW.iter().find(|r| r.eq_ignore_ascii_case(name))
        {
            let close = [b"</", *name].concat();
            let end = from(at).windows(close.len()).position(|w| w.eq_ignore_ascii_case(&close));
            raw = end.map_or(bytes.len(), |e| at + e);
        }
    }
    bytes.len()
}

/// The end of a comment that begins with `!--`.
fn comment_end(comment: &[u8]) -> Option<usize> {
    comment
        .windows(4)
        .position(|w| w.starts_with(b"-->") || w == b"--!>")
        .or_else(|| comment.ends_with(b"-->").then(|| comment.len() - 3))
}

/// Where in a tag.
enum At {
    /// In its name.
    Tag,
    /// Before an attribute.
    Between,
    Name,
    AfterName,
    BeforeValue,
    Value,
    Quoted(u8),
}

/// The length of a tag, up to its `>` or the end of the bytes; `None` if it has too many attributes. States as the standard has them.
fn tag_length(bytes: &[u8], most: usize) -> Option<usize> {
    let mut attributes = 0;
    let mut state = At::Tag;
    for (i, b) in bytes.iter().copied().enumerate() {
        let blank = b.is_ascii_whitespace();
        state = match (state, b) {
            (At::Quoted(q), _) => {
                if b == q {
                    At::Between
                } else {
                    At::Quoted(q)
                }
            }
            (_, b'>') => return Some(i),
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(b),
            (At::BeforeValue, _) => {
                if blank {
                    At::BeforeValue
                } else {
                    At::Value
                }
            }
            (At::Value, _) => {
                if blank {
                    At::Between
                } else {
                    At::Value
                }
            }
            (At::Tag | At::Between | At::Name | At::AfterName, b'/') => At::Between,
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::Name, _) => {
                if blank {
                    At::AfterName
                } else {
                    At::Name
                }
            }
            (At::Tag, _) => {
                if blank {
                    At::Between
                } else {
                    At::Tag
                }
            }
            (between, _) if blank => between,
            (At::Between | At::AfterName, _) => {
                attributes += 1;
                At::Name
            }
        };
        if attributes > most {
            return None;
        }
    }
    Some(bytes.len())
}
