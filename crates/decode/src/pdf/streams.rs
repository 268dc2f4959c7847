//! The streams of a file as they stand there, before anything is known of its objects.

use super::packed::{Filters, Unread, content, goes_on, unpacks_within};
use crate::error::DecodeError;
use crate::limits;
use hayro_syntax::object::{Dict, FromBytes, MaybeRef, Object};
use std::borrow::Cow;

/// A stream: the number and the generation of its object, its dictionary, and where that and its bytes begin and end.
pub(super) struct Stream<'a> {
    pub number: u32,
    pub generation: i32,
    head: Dict<'a>,
    from: usize,
    start: usize,
    end: usize,
}

const WORD: &[u8] = b"stream";

/// How far before its bytes a stream's dictionary mostly begins, and begins at most.
const REACH: [usize; 2] = [4 << 10, 1 << 20];
/// How much slower a dictionary is read than bytes are looked through.
pub(super) const SLOW: usize = 16;

/// All that may be read as a stream, wherever it stands; more than once where its head can be read in more than one way.
pub(super) fn all(bytes: &[u8]) -> Result<Vec<Stream<'_>>, DecodeError> {
    let mut out = Vec::new();
    let mut work = 0_usize;
    // Where the last look for an end found it.
    let mut end = 0;
    for at in memchr::memmem::find_iter(bytes, WORD) {
        let before = bytes.get(..at).unwrap_or_default();
        if before.ends_with(b"end") || !before.trim_ascii_end().ends_with(b">>") {
            continue;
        }
        let start = at + WORD.len();
        if end < start {
            let rest = bytes.get(start..).unwrap_or_default();
            end = memchr::memmem::find(rest, b"endstream").map_or(bytes.len(), |e| start + e);
        }
        for (number, generation, head) in heads(before, &mut work) {
            let stream = Stream::new(bytes, (number, generation), head, at, end);
            // A stream is read to its end by each that asks for it.
            if end == bytes.len() || stream.holds_objects() {
                work = work.saturating_add(stream.end.max(end) - at);
            }
            out.push(stream);
        }
        if work > limits::PDF_LOOKS {
            return Err(DecodeError::Damaged);
        }
    }
    Ok(out)
}

/// The heads of objects whose dictionaries end here.
///
/// A head nearby is the only one unless it may stand in a comment or a string: a string has to be closed, behind it.
fn heads<'a>(before: &'a [u8], work: &mut usize) -> Vec<(u32, i32, Dict<'a>)> {
    let mut out = Vec::new();
    for reach in REACH {
        out.clear();
        let near = before.get(before.len().saturating_sub(reach)..).unwrap_or_default();
        let mut sure = true;
        for at in memchr::memmem::rfind_iter(near, b"obj") {
            let text = uncommented(near.get(at + 3..).unwrap_or_default());
            if *work > limits::PDF_LOOKS || !text.starts_with(b"<<") {
                continue;
            }
            let dict = Dict::from_bytes(text);
            *work = work.saturating_add(SLOW * dict.as_ref().map_or(text.len(), |d| d.data().len()));
            let Some(dict) = dict.filter(|d| uncommented(text.get(d.data().len()..).unwrap_or_default()).is_empty())
            else {
                continue;
            };
            let head = near.get(..at).unwrap_or_default();
            let line = head.rsplit(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or_default();
            sure = !text.iter().any(|b| b"()%".contains(b)) && !line.contains(&b'%');
            let (number, generation) = identity(head);
            out.push((number, generation, dict));
            if sure {
                return out;
            }
        }
        if !out.is_empty() && sure {
            return out;
        }
    }
    out
}

/// Without white space and comments in front.
pub(super) fn uncommented(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        if !text.starts_with(b"%") {
            return text;
        }
        let end = text.iter().position(|b| matches!(b, b'\r' | b'\n'));
        text = text.get(end.unwrap_or(text.len())..).unwrap_or_default();
    }
}

/// `12` and `0` of `12 0 `.
pub(super) fn identity(text: &[u8]) -> (u32, i32) {
    let last = |text: &[u8]| -> (usize, u32) {
        let text = text.trim_ascii_end();
        let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let number = text.get(text.len() - digits..).and_then(|d| std::str::from_utf8(d).ok()?.parse().ok());
        (text.len() - digits, number.unwrap_or(0))
    };
    let (rest, generation) = last(text);
    (last(text.get(..rest).unwrap_or_default()).1, i32::try_from(generation).unwrap_or(-1))
}

impl<'a> Stream<'a> {
    fn new(bytes: &[u8], (number, generation): (u32, i32), head: Dict<'a>, word: usize, end: usize) -> Stream<'a> {
        let after = word + WORD.len();
        let rest = bytes.get(after..).unwrap_or_default();
        let line = [b"\r\n".as_slice(), b"\n", b"\r"].into_iter().find(|l| rest.starts_with(l));
        let start = after + line.map_or(0, <[u8]>::len);
        // As long as it says if that is where it ends.
        let said = head.get::<u32>("Length").and_then(|l| start.checked_add(usize::try_from(l).ok()?));
        let proper = |end: &usize| bytes.get(*end..).is_some_and(|b| b.trim_ascii_start().starts_with(b"endstream"));
        let end = said.filter(proper).unwrap_or_else(|| {
            let content = bytes.get(start..end).unwrap_or_default();
            start + content.trim_ascii_end().len()
        });
        let from = bytes.get(..word).unwrap_or_default().trim_ascii_end().len().saturating_sub(head.data().len());
        Stream { number, generation, head, from, start, end }
    }

    /// True for a table of objects, by the widths of its columns.
    pub fn is_table(&self) -> bool {
        self.head.contains_key("W")
    }

    /// True if it says that it holds objects, or says it elsewhere.
    pub fn holds_objects(&self) -> bool {
        match self.head.get_raw::<Object<'_>>("Type") {
            Some(MaybeRef::NotRef(Object::Name(name))) => name.as_ref() == b"ObjStm",
            Some(MaybeRef::Ref(_)) => true,
            _ => false,
        }
    }

    /// True if its bytes are told as differences: nobody does that to objects, and what cannot be undone is tried again for each of them.
    pub fn is_predicted(&self) -> bool {
        fn predicts(params: MaybeRef<Object<'_>>) -> bool {
            match params {
                MaybeRef::NotRef(Object::Null(_)) => false,
                MaybeRef::NotRef(Object::Dict(params)) => {
                    params.contains_key("Predictor") && params.get::<u8>("Predictor") != Some(1)
                }
                MaybeRef::NotRef(Object::Array(list)) => list.raw_iter().any(predicts),
                _ => true,
            }
        }
        ["DP", "DecodeParms"].iter().filter_map(|key| self.head.get_raw(key)).any(predicts)
    }

    /// Its bytes as they stand in the file.
    pub fn raw<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// The content as it is unpacked, up to a bound for all of them.
    pub fn content<'b>(&self, bytes: &'b [u8], left: &mut usize) -> Result<Cow<'b, [u8]>, DecodeError> {
        match Filters::said(&self.head) {
            Filters::Plain => Ok(Cow::Borrowed(self.raw(bytes))),
            // Packed bytes say themselves where they end.
            filters => unpacked(bytes.get(self.start..).unwrap_or_default(), filters, left).map(Cow::Owned),
        }
    }

    /// The same of bytes that were locked in the file.
    pub fn unlocked(&self, raw: Cow<'_, [u8]>, left: &mut usize) -> Result<Vec<u8>, DecodeError> {
        match Filters::said(&self.head) {
            Filters::Plain => {
                *left = left.checked_sub(raw.len()).ok_or(TOO_LARGE)?;
                Ok(raw.into_owned())
            }
            // Where it is told elsewhere how long it is, more may follow.
            Filters::Flate if self.head.get_ref("Length").is_some() && goes_on(&raw) => Err(DecodeError::Damaged),
            filters => unpacked(&raw, filters, left),
        }
    }

    /// The numbers of the streams that hold objects, where this is a table of objects.
    pub fn containers(&self, bytes: &[u8], left: &mut usize) -> Result<Vec<u32>, DecodeError> {
        let Some(widths) = self.head.get::<[u8; 3]>("W") else { return Ok(Vec::new()) };
        // Of what kind an entry is takes one byte, whatever is said.
        let [a, b, c] = widths.map(usize::from);
        let a = a.min(1);
        // A table is read before anything is known of other objects, and by itself.
        let end = self.end + "\r\nendstream".len();
        let whole = bytes.get(self.from..end.min(bytes.len())).and_then(hayro_syntax::object::Stream::from_bytes);
        let Some(stream) = whole.filter(|_| a + b + c > 0) else { return Ok(Vec::new()) };
        let content = match content(&stream, *left, &mut 0) {
            Ok(content) => content,
            Err(Unread::TooLong) => return Err(TOO_LARGE),
            Err(Unread::Damaged) => return Ok(Vec::new()),
        };
        *left -= content.len().min(*left);
        let number = |cells: &[u8]| cells.iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        let entry = |row: &[u8]| {
            let (kind, rest) = row.split_at_checked(a)?;
            (number(kind) == 2).then(|| u32::try_from(number(rest.get(..b)?)).ok())?
        };
        Ok(content.chunks(a + b + c).filter_map(entry).collect())
    }
}

pub(super) const TOO_LARGE: DecodeError = DecodeError::UnpacksTooLarge { limit: limits::OBJECT_STREAM_BYTES };

/// Unpacks within what is left for all; what is packed in another way than in one step may be of any length.
fn unpacked(raw: &[u8], filters: Filters, left: &mut usize) -> Result<Vec<u8>, DecodeError> {
    let content = (filters == Filters::Flate).then(|| unpacks_within(raw, *left)).flatten().ok_or(TOO_LARGE)?;
    *left -= content.len();
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &[u8]) -> (u32, i32, usize) {
        let streams = all(text).unwrap();
        let [stream] = streams.as_slice() else { panic!("{}", streams.len()) };
        (stream.number, stream.generation, stream.raw(text).len())
    }

    #[test]
    fn streams_end_where_they_say_or_where_they_do() {
        assert_eq!(only(b"7 0 obj\n<</Length 3>>\nstream\r\nabc\r\nendstream"), (7, 0, 3));
        assert_eq!(only(b"7 2 obj<</Length 99>>stream\nabc \nendstream"), (7, 2, 3));
        assert_eq!(only(b"7 0 obj<</Length 9 0 R>>stream\nabc"), (7, 0, 3));
        assert_eq!(only(b"6 0 obj<</A 1>>endobj 7 0 obj<</Length 3>>stream\nabc\nendstream endobj"), (7, 0, 3));
    }

    #[test]
    fn a_head_that_may_be_none_does_not_hide_another() {
        for text in [
            b"7 0 obj<</Type/ObjStm/A(8 0 obj<<%)\n/B 1>>stream\nx\nendstream".as_slice(),
            b"7 0 obj<</A(8 0 obj<<%)\n/Type/#4fbjStm>>stream\nx\nendstream",
            b"7 0 obj%8 0 obj\n<</Type/ObjStm>>stream\nx\nendstream",
        ] {
            let streams = all(text).unwrap();
            let held: Vec<u32> = streams.iter().filter(|s| s.holds_objects()).map(|s| s.number).collect();
            assert!(held.contains(&7), "{held:?}");
        }
        let long = format!("7 0 obj<</Type/ObjStm/A({})>>stream\nx\nendstream", " ".repeat(5_000));
        assert!(all(long.as_bytes()).unwrap().iter().any(|s| s.number == 7 && s.holds_objects()));
    }

    #[test]
    fn pictures_are_no_tables_of_objects() {
        let is_table = |head: &str| all(format!("7 0 obj{head}stream\nx\nendstream").as_bytes()).unwrap()[0].is_table();
        assert!(is_table("<</Type/XRef/W[1 2 1]>>") && is_table("<</#57 5 0 R>>"));
        assert!(!is_table("<</Subtype/Image/Width 2480/Height 3508>>"));
    }

    #[test]
    fn containers_are_those_the_table_of_objects_names() {
        let held = |head: &str, rows: &[u8]| {
            let text = [format!("9 0 obj<<{head}>>stream\n").as_bytes(), rows, b"\nendstream"].concat();
            all(&text).unwrap()[0].containers(&text, &mut 1_000).unwrap()
        };
        let rows = [2, 0, 7, 0, 1, 0, 3, 0, 2, 0, 12, 1];
        assert_eq!(held("/W[1 2 1]/Length 12", &rows), [7, 12]);
        // The parser takes one byte for the kind of an entry, whatever is said.
        assert_eq!(held("/W[3 2 1]/Length 12", &rows), [7, 12]);
        // Rows as differences to the row above, with a byte before each that says so.
        let rows = flate(&[2, 2, 0, 7, 0, 2, 0, 0, 5, 0]);
        let head = format!("/W[1 2 1]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>/Length {}", rows.len());
        assert_eq!(held(&head, &rows), [7, 12]);
        assert!(held("/W[0 0 0]/Length 12", &rows).is_empty());
    }

    #[test]
    fn objects_are_not_told_as_differences() {
        let is_predicted =
            |head: &str| all(format!("7 0 obj<<{head}>>stream\nx\nendstream").as_bytes()).unwrap()[0].is_predicted();
        for yes in ["/DecodeParms<</Predictor 15>>", "/DP[null<</Predictor 2>>]", "/DecodeParms 5 0 R"] {
            assert!(is_predicted(yes), "{yes}");
        }
        for no in ["/Length 1", "/DecodeParms null", "/DecodeParms[<<>>]", "/DecodeParms<</Predictor 1>>"] {
            assert!(!is_predicted(no), "{no}");
        }
    }

    fn flate(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }
}
