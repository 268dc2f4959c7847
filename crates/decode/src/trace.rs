//! From the offsets of a document back to the bytes of its file: what somebody needs who writes into it.

use crate::error::DecodeError;
use crate::sniff::{self, Kind};
use crate::text::encoding::Source;
use crate::traced::{Span, Spans};
use crate::{html, limits, office, text};

/// Where the characters of a document stand.
pub struct Trace {
    /// The span of each character that offsets of places count. What ends a paragraph or cell has the place where it begins: an empty
    /// cell has no other.
    pub spans: Vec<Span>,
    /// What the spans are bytes of.
    pub origin: Origin,
}

/// What spans are bytes of.
pub enum Origin {
    /// The text of the file.
    Text(Source),
    /// A part of an Office package, by its name.
    Part(String),
}

/// Traces a text, a web page or a Word document; `None` for kinds whose places say all.
///
/// # Errors
/// When nothing at all can be read.
pub fn trace(bytes: &[u8]) -> Result<Option<Trace>, DecodeError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit: limits::FILE_BYTES });
    }
    let mut spans = Spans { wanted: true, list: Vec::new() };
    let origin = match sniff::kind(bytes)? {
        Kind::Pdf | Kind::Xlsx | Kind::Xls | Kind::Picture => return Ok(None),
        Kind::Text => {
            let (source, list) = text::trace(bytes);
            spans.list = list;
            Origin::Text(source)
        }
        Kind::Html => {
            html::decode(bytes, &mut spans)?;
            Origin::Text(html::source(bytes))
        }
        Kind::Word => Origin::Part(office::read(bytes, &mut spans)?.1),
    };
    Ok(Some(Trace { spans: spans.list, origin }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;
    use mingzhang_model::Block;

    /// All texts of a document with the bytes each character is written with.
    fn written(bytes: &[u8], source: &str, trace: &Trace) -> Vec<(char, Option<String>)> {
        let document = decode(bytes, "").unwrap();
        let mut out = Vec::new();
        let mut take = |text: &str, offset: usize| {
            out.extend(text.chars().enumerate().map(|(i, c)| {
                let span = trace.spans[offset + i];
                let (a, b) = (span.start as usize, span.end as usize);
                (c, span.is_somewhere().then(|| source[a..b].to_owned()))
            }));
        };
        for block in &document.blocks {
            match block {
                Block::Paragraph(p) => take(&p.text, p.place(0, p.text.len()).offset.unwrap()[0]),
                Block::Table(t) => t.cells.iter().for_each(|c| take(&c.text, c.place.offset.unwrap()[0])),
            }
        }
        out
    }

    fn page(html: &str) -> Vec<(char, Option<String>)> {
        let trace = trace(html.as_bytes()).unwrap().unwrap();
        written(html.as_bytes(), html, &trace)
    }

    #[test]
    fn every_character_of_a_page_is_found_where_it_is_written() {
        let html = "<!DOCTYPE html><html><head><title>&amp;题</title><style>a<b</style></head><body>\r\n<!-- 1 --><h1>收&nbsp;支\
                    </h1><p>收入<b>1<i>,2</i></b>00.5&#48;万元，A&B &lt 3&amp;&#x56FD;库。<script>if (a<b) '</p>'</script>\
                    <table>游离<tr><td>一、 收</td><td> 5.00 </td></tr><tr><td>二</td><td></td></tr></table></body></html>";
        let got = page(html);
        let text: String = got.iter().map(|g| g.0).collect();
        assert!(text.contains("收入1,200.50万元，A&B < 3&国库。"), "{text}");
        for (c, source) in got.iter().filter(|(c, _)| *c != ' ') {
            let source = source.clone().unwrap_or_else(|| panic!("{c} has no place in {text}"));
            let expected: Vec<String> = match c {
                '&' => vec!["&".into(), "&amp;".into()],
                '国' => vec!["&#x56FD;".into()],
                '0' => vec!["0".into(), "&#48;".into()],
                '<' => vec!["&lt".into()],
                c => vec![c.to_string()],
            };
            assert!(expected.contains(&source), "{c}: {source}");
        }
    }

    #[test]
    fn an_empty_cell_has_a_place() {
        let html = "<body><table><tr><td>收入</td><td>5</td></tr><tr><td>支出</td><td></td></tr></table></body>";
        let trace = trace(html.as_bytes()).unwrap().unwrap();
        let document = decode(html.as_bytes(), "").unwrap();
        let cell = document.blocks[0].table().unwrap().at(1, 1).unwrap();
        let span = trace.spans[cell.place.offset.unwrap()[0]];
        assert_eq!(&html[span.start as usize..], "</td></tr></table></body>");
    }
}
