//! XML as steps, by local names: writers choose the prefixes, readers must not care.

use crate::limits;
use crate::traced::Span;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// A step through a part.
pub(super) enum Step<'a> {
    /// An element begins.
    Open(&'a str, &'a BytesStart<'a>),
    /// An element ends.
    Close,
    /// Text, its references resolved.
    Text(&'a str),
}

/// Goes through a part. False if it broke off before its end.
pub(super) fn walk(xml: &str, mut each: impl FnMut(Step<'_>)) -> bool {
    walk_placed(xml, |step, _| each(step))
}

/// The same, with the bytes each step is written with.
pub(super) fn walk_placed(xml: &str, mut each: impl FnMut(Step<'_>, Span)) -> bool {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut depth = 0_usize;
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    loop {
        let start = position(&reader);
        let event = reader.read_event();
        let span = Span::new(start, position(&reader));
        match event {
            Ok(Event::Start(e)) => {
                depth += 1;
                if depth > limits::XML_DEPTH {
                    return false;
                }
                each(Step::Open(e.local_name().as_ref(), &e), span);
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                each(Step::Close, span);
            }
            Ok(Event::Text(text)) => each(Step::Text(&text), span),
            // Where text is a section of its own nothing can be put into it.
            Ok(Event::CData(text)) => each(Step::Text(&text), Span::NOWHERE),
            Ok(Event::GeneralRef(name)) => {
                let mut buffer = [0; 4];
                let resolved = match name.resolve_char_ref() {
                    Ok(Some(c)) => Some(&*c.encode_utf8(&mut buffer)),
                    _ => quick_xml::escape::resolve_predefined_entity(&name),
                };
                if let Some(text) = resolved {
                    each(Step::Text(text), span);
                }
            }
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// An attribute by its local name.
pub(super) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    if found.value.len() > limits::ATTRIBUTE_BYTES {
        return None;
    }
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value.into_owned(),
        Err(_) => found.value.into_owned(),
    })
}

/// The `val` of an element.
pub(super) fn val(e: &BytesStart<'_>) -> Option<String> {
    attribute(e, "val")
}

/// The `val` of an element as a number.
pub(super) fn number<N: std::str::FromStr>(e: &BytesStart<'_>) -> Option<N> {
    val(e)?.trim().parse().ok()
}

/// Whether a switch is on: it is, unless it says otherwise.
pub(super) fn on(e: &BytesStart<'_>) -> bool {
    !matches!(val(e).as_deref(), Some("0" | "false" | "off" | "none"))
}
