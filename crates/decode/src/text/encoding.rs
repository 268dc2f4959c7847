//! Bytes to characters: byte-order mark, then strict UTF-8, then what the file declares, then what Chinese systems write.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

/// The text, with a byte-order mark kept as its first character, and the number of places that could not be decoded.
///
/// A declared encoding comes after strict UTF-8: pages saved from a browser often keep the declaration of what they were before, and
/// no other encoding's Chinese is valid UTF-8 by chance.
pub(crate) fn decode(bytes: &[u8], declared: Option<&[u8]>) -> (String, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let body = bytes.get(length..).unwrap_or_default();
        let (text, bad) = run(encoding, body);
        return (format!("\u{feff}{text}"), bad);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), 0);
    }
    if let Some(encoding) = declared.and_then(Encoding::for_label) {
        let (text, bad) = run(if encoding == GBK { GB18030 } else { encoding }, bytes);
        if bad * 50 < text.chars().filter(|c| !c.is_ascii()).count() {
            return (text, bad);
        }
    }
    // A UTF-8 file with a few broken bytes is still UTF-8; in any other encoding every second character would be broken.
    let (text, bad) = run(UTF_8, bytes);
    if bad * 50 < text.chars().filter(|c| !c.is_ascii()).count() {
        return (text, bad);
    }
    let (text, bad) = run(GB18030, bytes);
    if bad == 0 {
        return (text, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let guessed = run(if guess == GBK { GB18030 } else { guess }, bytes);
    if guessed.1 < bad { guessed } else { (text, bad) }
}

fn run(encoding: &'static Encoding, bytes: &[u8]) -> (String, usize) {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let bad = text.chars().filter(|c| *c == '\u{fffd}').count();
    (text.into_owned(), bad)
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
    fn broken_utf8_is_counted() {
        let mut bytes = "部门决算公开，本年收入合计与上年相比增加".repeat(9).into_bytes();
        bytes.insert(3, 0xff);
        let (text, bad) = decode(&bytes, None);
        assert!(text.contains("本年收入合计") && bad == 1, "{text} {bad}");
    }
}
