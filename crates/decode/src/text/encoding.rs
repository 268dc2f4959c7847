//! Bytes to characters: byte-order mark, then strict UTF-8, then what the file declares, then what Chinese systems write.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// A text with the encoding it was written in.
pub struct Source {
    /// The text, with a byte-order mark kept as its first character.
    pub text: String,
    encoding: &'static Encoding,
    /// Bytes of the byte-order mark.
    mark: usize,
    /// Places that could not be decoded.
    pub(crate) damaged: usize,
}

impl Source {
    /// The text of a file that declares no encoding.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Source {
        read(bytes, None)
    }

    /// Where bytes of the text stand in the file; the places asked for must ascend, and each begins a character.
    #[must_use]
    pub fn positions(&self, bytes: &[u8], places: &[usize]) -> Vec<usize> {
        let lead = if self.mark > 0 { '\u{feff}'.len_utf8() } else { 0 };
        let body = bytes.get(self.mark..).unwrap_or_default();
        if self.encoding == UTF_8 && self.damaged == 0 {
            return places.iter().map(|p| if *p < lead { 0 } else { p - lead + self.mark }).collect();
        }
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let wide = self.encoding == UTF_16LE || self.encoding == UTF_16BE;
        let mut out = Vec::with_capacity(places.len());
        let mut asked = places.iter().peekable();
        let mut reach = |made: usize, start: usize| {
            while let Some(place) = asked.next_if(|p| **p <= made) {
                out.push(if *place < lead { 0 } else { self.mark + start });
            }
            asked.peek().is_none()
        };
        // Bytes that went in, bytes of text that came out, and where the character begins that is coming.
        let (mut read, mut made, mut start) = (0, lead, 0);
        let mut buffer = [0; 16];
        let mut done = reach(made, start);
        while !done {
            let (input, last) = (body.get(read..read + 1).unwrap_or_default(), read + 1 >= body.len());
            let (result, taken, written) = decoder.decode_to_utf8_without_replacement(input, &mut buffer, last);
            read += taken;
            // A byte of a broken character may be a character of its own, which comes behind it.
            if written > 0 {
                made += written;
                start = match written {
                    4 if wide => start + 4,
                    _ if wide => start + 2,
                    1 => start + 1,
                    _ => read,
                };
                done = reach(made, start);
            }
            if let DecoderResult::Malformed(_, after) = result {
                made += char::REPLACEMENT_CHARACTER.len_utf8();
                start = read - usize::from(after);
                done = reach(made, start);
            } else if last && read >= body.len() {
                done = reach(usize::MAX, body.len());
            }
        }
        out
    }

    /// Text as the file would have it.
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<u8> {
        let units = || text.encode_utf16();
        if self.encoding == UTF_16LE {
            units().flat_map(u16::to_le_bytes).collect()
        } else if self.encoding == UTF_16BE {
            units().flat_map(u16::to_be_bytes).collect()
        } else {
            self.encoding.encode(text).0.into_owned()
        }
    }
}

/// The text, with a byte-order mark kept as its first character, and the number of places that could not be decoded.
pub(crate) fn decode(bytes: &[u8], declared: Option<&[u8]>) -> (String, usize) {
    let source = read(bytes, declared);
    (source.text, source.damaged)
}

/// Reads a text.
///
/// A declared encoding comes after strict UTF-8: pages saved from a browser often keep the declaration of what they were before, and
/// no other encoding's Chinese is valid UTF-8 by chance.
pub(crate) fn read(bytes: &[u8], declared: Option<&[u8]>) -> Source {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let source = run(encoding, bytes.get(mark..).unwrap_or_default());
        return Source { text: format!("\u{feff}{}", source.text), mark, ..source };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Source { text: text.to_owned(), encoding: UTF_8, mark: 0, damaged: 0 };
    }
    let few = |s: &Source| s.damaged * 50 < s.text.chars().filter(|c| !c.is_ascii()).count();
    if let Some(encoding) = declared.and_then(Encoding::for_label) {
        let source = run(if encoding == GBK { GB18030 } else { encoding }, bytes);
        if few(&source) {
            return source;
        }
    }
    // A UTF-8 file with a few broken bytes is still UTF-8; in any other encoding every second character would be broken.
    let source = run(UTF_8, bytes);
    if few(&source) {
        return source;
    }
    let source = run(GB18030, bytes);
    if source.damaged == 0 {
        return source;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let guessed = run(if guess == GBK { GB18030 } else { guess }, bytes);
    if guessed.damaged < source.damaged { guessed } else { source }
}

fn run(encoding: &'static Encoding, bytes: &[u8]) -> Source {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let damaged = text.chars().filter(|c| *c == '\u{fffd}').count();
    Source { text: text.into_owned(), encoding, mark: 0, damaged }
}

/// The text of a part of a package: UTF-8 or, by its mark, UTF-16. What is UTF-8 is not copied.
pub(crate) fn of_part(bytes: Vec<u8>) -> String {
    let marked = bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let copied = |bytes: &[u8]| encoding_rs::UTF_8.decode(bytes).0.into_owned();
    if marked { copied(&bytes) } else { String::from_utf8(bytes).unwrap_or_else(|e| copied(e.as_bytes())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding() {
        let text = "收入支出决算总表";
        let (gb, ..) = GB18030.encode(text);
        assert_eq!(decode(&gb, None), (text.to_owned(), 0));
        assert_eq!(decode(text.as_bytes(), Some(b"gbk")), (text.to_owned(), 0));
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), None).0, format!("\u{feff}{text}"));
        let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, None).0, format!("\u{feff}{text}"));
        let (big5, ..) = encoding_rs::BIG5.encode("歲入歲出決算總表");
        assert_eq!(decode(&big5, Some(b"Big5")).0, "歲入歲出決算總表");
    }

    #[test]
    fn places_in_the_text_are_places_in_the_file() {
        let text = "收入1支出";
        let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let mut broken = text.repeat(30).into_bytes();
        broken.insert(6, 0xff);
        let (gb, ..) = GB18030.encode(text);
        for bytes in [gb.into_owned(), utf16, [b"\xef\xbb\xbf", text.as_bytes()].concat(), text.into(), broken] {
            let source = read(&bytes, None);
            for word in ["收", "1", "支出"] {
                let at = source.text.find(word).unwrap();
                let found = source.positions(&bytes, &[at, at + word.len()]);
                assert_eq!(bytes[found[0]..found[1]], source.encode(word), "{word} {found:?}");
            }
        }
    }

    #[test]
    fn broken_characters_keep_their_places() {
        let utf8 = [b"\xe6\x94<b>\xe6\xe6\x94\xb6".as_slice(), "收入支出决算总表".repeat(30).as_bytes()].concat();
        let gb = b"\xca\xd5<b>\x81\x30\x81<\xca\xd5\xff\x81".to_vec();
        let utf16 = b"\x00\xd8<\0b\0\x36\x65\x00".to_vec();
        for (bytes, encoding) in [(utf8, UTF_8), (gb, GB18030), (utf16, UTF_16LE)] {
            let source = run(encoding, &bytes);
            assert!(source.damaged > 0);
            for (at, c) in source.text.char_indices().filter(|(_, c)| *c != '\u{fffd}') {
                let found = source.positions(&bytes, &[at, at + c.len_utf8()]);
                assert_eq!(bytes.get(found[0]..found[1]), Some(source.encode(&c.to_string()).as_slice()), "{at} {c}");
            }
        }
    }

    #[test]
    fn broken_utf8_is_counted() {
        let mut bytes = "部门决算公开，本年收入合计与上年相比增加".repeat(9).into_bytes();
        bytes.insert(3, 0xff);
        let (text, bad) = decode(&bytes, None);
        assert!(text.contains("本年收入合计") && bad == 1, "{text} {bad}");
    }
}
