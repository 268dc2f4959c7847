//! Fonts, as far as reading needs them: codes to characters and widths.

use super::packed;
use crate::limits;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What a code stands for.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// One character.
    Char(char),
    /// Several, as a ligature has.
    Text(Box<str>),
    /// The font does not tell.
    Unmapped,
}

/// How a string falls into codes.
enum Codes {
    /// One byte each.
    Single,
    /// Two bytes each.
    Double,
    /// As a CMap says.
    Mapped(Rc<CMap>),
}

/// A font.
pub(super) struct Font {
    codes: Codes,
    /// Character identifiers to characters, for the collections that Adobe has published.
    collection: Option<Rc<CMap>>,
    to_unicode: Option<Rc<CMap>>,
    /// Characters of a simple font by code.
    simple: Vec<char>,
    widths: FxHashMap<u32, f32>,
    default_width: f32,
    memo: RefCell<FxHashMap<u32, (Meaning, f32)>>,
}

/// The maps of a document's fonts: those of this program are read once, and all others share a bound.
#[derive(Default)]
pub(super) struct Maps {
    known: FxHashMap<Vec<u8>, Option<Rc<CMap>>>,
    bytes: usize,
}

impl Maps {
    /// One of this program's.
    fn named(&mut self, name: CMapName<'_>, key: &[u8]) -> Option<Rc<CMap>> {
        if let Some(known) = self.known.get(key) {
            return known.clone();
        }
        let map = load_embedded(name).and_then(|b| CMap::parse(b, load_embedded)).map(Rc::new);
        self.known.insert(key.to_vec(), map.clone());
        map
    }

    /// One of the document's.
    fn own(&mut self, stream: &Stream<'_>) -> Option<Rc<CMap>> {
        // Unlocking is work before anything of it is known.
        let left = limits::FONT_MAPS_BYTES.checked_sub(self.bytes).filter(|left| *left > 0)?;
        // One that is too long took as much work as one that is not.
        self.bytes += limits::FONT_MAP_BYTES;
        let mut work = 0;
        let bytes = packed::content(stream, limits::FONT_MAP_BYTES.min(left), &mut work);
        // What it is packed in counts where it is the longer.
        self.bytes += work.saturating_sub(limits::FONT_MAP_BYTES);
        let bytes = bytes.ok()?;
        self.bytes = self.bytes - limits::FONT_MAP_BYTES + bytes.len();
        // Each map may be built on others; one is enough for any font.
        let built = Rc::new(Cell::new(0));
        let load = move |name: CMapName<'_>| {
            built.set(built.get() + 1);
            (built.get() <= limits::FONT_MAP_BASES).then(|| load_embedded(name)).flatten()
        };
        CMap::parse(&bytes, load).map(Rc::new)
    }
}

impl Font {
    pub(super) fn new(dict: &Dict<'_>, maps: &mut Maps) -> Self {
        let to_unicode = dict.get::<Stream<'_>>("ToUnicode").and_then(|s| maps.own(&s));
        let mut font = Self {
            codes: Codes::Single,
            collection: None,
            to_unicode,
            simple: Vec::new(),
            widths: FxHashMap::default(),
            default_width: 0.0,
            memo: RefCell::default(),
        };
        let subtype = dict.get::<Name<'_>>("Subtype");
        match subtype.as_ref().map_or(&b""[..], |n| n.as_ref()) {
            b"Type0" => font.composite(dict, maps),
            other => font.simple(dict, other == b"Type3"),
        }
        font
    }

    fn composite(&mut self, dict: &Dict<'_>, maps: &mut Maps) {
        let descendant =
            dict.get::<Array<'_>>("DescendantFonts").and_then(|a| a.iter::<Dict<'_>>().next()).unwrap_or_default();
        let encoding = match dict.get::<Object<'_>>("Encoding") {
            Some(Object::Name(name)) => match CMapName::from_bytes(name.as_ref()) {
                CMapName::IdentityH | CMapName::IdentityV => None,
                other => maps.named(other, name.as_ref()),
            },
            Some(Object::Stream(stream)) => maps.own(&stream),
            _ => None,
        };
        self.default_width = descendant.get::<f32>("DW").unwrap_or(1000.0);
        if let Some(widths) = descendant.get::<Array<'_>>("W") {
            self.composite_widths(&widths);
        }
        if self.to_unicode.is_none() {
            self.collection = encoding
                .as_ref()
                .and_then(|e| e.metadata().character_collection.as_ref())
                .map(|c| c.family.clone())
                .filter(|f| *f != CidFamily::AdobeIdentity)
                .or_else(|| family(&descendant))
                .and_then(|f| f.ucs2_cmap().and_then(|name| maps.named(name, format!("{f:?}").as_bytes())));
        }
        self.codes = encoding.map_or(Codes::Double, Codes::Mapped);
    }

    /// `first [w w …]` and `first last w` alternate freely.
    fn composite_widths(&mut self, widths: &Array<'_>) {
        let mut items = widths.flex_iter();
        // Codes may be told again and again.
        let mut left = limits::FONT_WIDTHS;
        while left > 0 {
            let before = left;
            if let Some((mut code, list)) = items.next::<(u32, Array<'_>)>() {
                for width in list.iter::<f32>().take(left) {
                    self.widths.insert(code, width);
                    code = code.wrapping_add(1);
                    left -= 1;
                }
            } else if let Some((first, last, width)) = items.next::<(u32, u32, f32)>() {
                for code in (first..=last).take(left) {
                    self.widths.insert(code, width);
                    left -= 1;
                }
            } else {
                break;
            }
            left = left.min(before - 1);
        }
    }

    fn simple(&mut self, dict: &Dict<'_>, type3: bool) {
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        self.default_width = descriptor.get::<f32>("MissingWidth").unwrap_or(if type3 { 0.0 } else { 500.0 });
        let first = dict.get::<u32>("FirstChar").unwrap_or(0);
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            for (code, width) in (first..).zip(widths.iter::<f32>().take(256)) {
                self.widths.insert(code, width);
            }
        }
        self.simple = (0..=255_u8).map(latin).collect();
        let differences =
            dict.get::<Dict<'_>>("Encoding").and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
        let mut code = 0_usize;
        for item in differences.iter().flat_map(|a| a.iter::<Object<'_>>()) {
            match item {
                Object::Number(n) => code = usize::try_from(n.as_i64()).unwrap_or(0).min(256),
                Object::Name(name) => {
                    if let (Some(slot), Some(c)) = (self.simple.get_mut(code), glyph_name(name.as_ref())) {
                        *slot = c;
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }

    /// The first code of a string and its length in bytes, at least 1.
    pub(super) fn next(&self, string: &[u8]) -> (u32, usize) {
        let first = string.first().map_or(0, |b| u32::from(*b));
        match &self.codes {
            Codes::Single => (first, 1),
            Codes::Double => string.get(1).map_or((first, 1), |second| (first << 8 | u32::from(*second), 2)),
            Codes::Mapped(map) => {
                let mut code = 0_u32;
                for (byte, length) in string.iter().zip(1_u8..=4) {
                    code = code << 8 | u32::from(*byte);
                    if map.lookup_cid_code(code, length).is_some() {
                        return (code, usize::from(length));
                    }
                }
                (0, 1)
            }
        }
    }

    /// What a code of a length means, and its width in thousandths of an em.
    pub(super) fn info(&self, code: u32, length: usize) -> (Meaning, f32) {
        if let Some(known) = self.memo.borrow().get(&code) {
            return known.clone();
        }
        let cid = match &self.codes {
            Codes::Mapped(map) => map.lookup_cid_code(code, u8::try_from(length).unwrap_or(1)).unwrap_or(0),
            _ => code,
        };
        let found = (self.to_unicode.as_ref().and_then(|t| t.lookup_bf_string(code)))
            .or_else(|| self.collection.as_ref().and_then(|t| t.lookup_bf_string(cid)));
        let meaning = match found {
            Some(BfString::Char(c)) => meaning_of(c),
            Some(BfString::String(s)) if s.chars().count() == 1 => {
                s.chars().next().map_or(Meaning::Unmapped, meaning_of)
            }
            Some(BfString::String(s)) => Meaning::Text(s.into()),
            None => usize::try_from(code)
                .ok()
                .and_then(|i| self.simple.get(i))
                .map_or(Meaning::Unmapped, |c| meaning_of(*c)),
        };
        let width = self.widths.get(&cid).copied().unwrap_or(self.default_width);
        self.memo.borrow_mut().insert(code, (meaning.clone(), width));
        (meaning, width)
    }
}

fn family(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<hayro_syntax::object::String<'_>>("Registry")?;
    let ordering = info.get::<hayro_syntax::object::String<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

/// Control characters mean that the font does not tell; radicals stand for the character they are.
fn meaning_of(c: char) -> Meaning {
    match c {
        '\u{fffd}' | '\0' => Meaning::Unmapped,
        '\t' | '\n' | '\r' => Meaning::Char(' '),
        c if c.is_control() => Meaning::Unmapped,
        c => Meaning::Char(plain_han(c)),
    }
}

/// Some producers map glyphs to the Kangxi radicals block instead of the character proper.
fn plain_han(c: char) -> char {
    let index = u32::from(c).wrapping_sub(0x2f00);
    if index >= 214 {
        return c;
    }
    usize::try_from(index).ok().and_then(|i| KANGXI.chars().nth(i)).unwrap_or(c)
}

const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Windows-1252, the usual encoding of simple fonts.
fn latin(code: u8) -> char {
    const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match code {
        0x80..=0x9f => UPPER.chars().nth(usize::from(code - 0x80)).unwrap_or('\u{fffd}'),
        c => char::from(c),
    }
}

/// The character of a glyph name, for the names that reports use.
fn glyph_name(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    if let Some(hex) = name.strip_prefix("uni").and_then(|h| h.get(..4)) {
        return u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
    }
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(c);
    }
    Some(match name {
        "space" => ' ',
        "period" => '.',
        "comma" => ',',
        "hyphen" | "minus" => '-',
        "percent" => '%',
        "zero" => '0',
        "one" => '1',
        "two" => '2',
        "three" => '3',
        "four" => '4',
        "five" => '5',
        "six" => '6',
        "seven" => '7',
        "eight" => '8',
        "nine" => '9',
        "parenleft" => '(',
        "parenright" => ')',
        "colon" => ':',
        "semicolon" => ';',
        "slash" => '/',
        "plus" => '+',
        "equal" => '=',
        "quotedblleft" => '“',
        "quotedblright" => '”',
        "quoteleft" => '‘',
        "quoteright" => '’',
        "emdash" => '—',
        "endash" => '–',
        "periodcentered" => '·',
        "bullet" => '•',
        "asterisk" => '*',
        "underscore" => '_',
        "less" => '<',
        "greater" => '>',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        assert_eq!((plain_han('\u{2f6c}'), plain_han('\u{2f00}'), plain_han('目')), ('目', '一', '目'));
    }

    #[test]
    fn names_and_codes() {
        assert_eq!(
            (glyph_name(b"uni5143"), glyph_name(b"seven"), glyph_name(b"A")),
            (Some('元'), Some('7'), Some('A'))
        );
        assert_eq!((glyph_name(b"g123"), latin(0x93), latin(b'0')), (None, '“', '0'));
    }
}
