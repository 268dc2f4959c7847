//! Fonts: two of our own, and those of the machine for characters ours do not have.

use mingzhang_model::publication::{Content, Piece, Publication};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::Font;

/// A font file of a machine that is larger than this is not looked at.
const LARGEST: u64 = 64 << 20;
/// How many characters a message lists.
const LISTED: usize = 20;

/// Noto Serif CJK SC, regular and bold: GB 2312 and 通用规范汉字表 (see `fonts/subset.py`).
pub(crate) fn own() -> Vec<Font> {
    let files: [&'static [u8]; 2] =
        [include_bytes!("../fonts/serif-regular.otf"), include_bytes!("../fonts/serif-bold.otf")];
    files.into_iter().filter_map(|f| Font::new(Bytes::new(f), 0)).collect()
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

/// Fonts of the machine for the characters of a report that ours do not have; usually none.
pub(crate) fn extra(publication: &Publication) -> Result<Vec<Font>, String> {
    static OWN: OnceLock<Vec<Font>> = OnceLock::new();
    let own = OWN.get_or_init(own);
    let mut missing: BTreeMap<char, String> = BTreeMap::new();
    each_text(publication, &mut |text| {
        for c in clean(text).chars().filter(|c| !own.iter().all(|f| has(f, *c))) {
            missing.entry(c).or_insert_with(|| around(text, c));
        }
    });
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<Font> = Vec::new();
    // A private character means another thing on every machine, and none in a file that is to last.
    missing.retain(|c, _| private(*c) || !found.iter().any(|f| has(f, *c)) && !add(&mut found, *c));
    if missing.is_empty() {
        return Ok(found);
    }
    let list: Vec<String> = (missing.iter().take(LISTED))
        .map(|(c, words)| format!("“{c}”（U+{:04X}，见“{words}”）", u32::from(*c)))
        .collect();
    let own = if missing.keys().any(|c| private(*c)) { "（自造字请改为国家标准中的字）" } else { "" };
    let more = if missing.len() > LISTED { format!("等{}个", missing.len()) } else { String::new() };
    Err(format!(
        "以下字符没有字体可以印出，PDF未生成：{}{more}；请更正这些字符{own}，或在本机安装含有它们的字体后重试。",
        list.join("、")
    ))
}

fn private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Text as it is printed: no control characters, no marks without width.
pub(crate) fn clean(text: &str) -> String {
    let unseen = |c: char| {
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
    };
    text.chars().filter(|c| !unseen(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A few characters on both sides of the first `c`.
fn around(text: &str, c: char) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = chars.iter().position(|x| *x == c).unwrap_or(0);
    chars.iter().skip(at.saturating_sub(6)).take(13).collect()
}

/// Every text that is printed.
fn each_text(p: &Publication, f: &mut impl FnMut(&str)) {
    p.cover.iter().for_each(|l| f(l));
    for piece in &p.pieces {
        match piece {
            Piece::Contents => {}
            Piece::Heading(h) => f(&h.text.text),
            Piece::Paragraph(p) => f(&p.text),
            Piece::Chart(c) => {
                f(&c.caption);
                c.categories.iter().chain(c.series.iter().map(|s| &s.0)).for_each(|t| f(t));
            }
            Piece::Table(t) => {
                [&t.title.text, &t.number, &t.maker, &t.unit].into_iter().for_each(|l| f(l));
                t.notes.iter().for_each(|n| f(&n.text));
                for cell in t.rows.iter().flatten() {
                    if let Content::Text(words) = &cell.content {
                        f(words);
                    }
                }
            }
        }
    }
}

/// Adds a face of the first font file of the machine that has the character, as written on the mainland if it has several; true if there
/// is one.
fn add(found: &mut Vec<Font>, c: char) -> bool {
    let font = machine().iter().find_map(|path| {
        let faces = Font::iter(Bytes::new(std::fs::read(path).ok()?));
        faces.filter(|f| has(f, c)).min_by_key(|f| !f.info().family.ends_with("SC"))
    });
    let some = font.is_some();
    found.extend(font);
    some
}

/// Font files of the machine: Song faces first, then by name.
fn machine() -> &'static [PathBuf] {
    static FILES: OnceLock<Vec<PathBuf>> = OnceLock::new();
    FILES.get_or_init(|| {
        let home = |below: &str| std::env::var_os("HOME").map(|h| Path::new(&h).join(below));
        let windows = |root: &str, below: &str| std::env::var_os(root).map(|r| Path::new(&r).join(below));
        let mut files = Vec::new();
        let places = [
            Some(PathBuf::from("/usr/share/fonts")),
            Some(PathBuf::from("/usr/local/share/fonts")),
            Some(PathBuf::from("/System/Library/Fonts")),
            Some(PathBuf::from("/Library/Fonts")),
            home(".local/share/fonts"),
            home("Library/Fonts"),
            windows("WINDIR", "Fonts"),
            windows("LOCALAPPDATA", "Microsoft\\Windows\\Fonts"),
        ];
        for place in places.into_iter().flatten() {
            collect(&place, 4, &mut files);
        }
        let rank = |path: &PathBuf| {
            let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
            let song = ["simsun", "song", "serifcjk", "serif-cjk", "hanamin", "ming"].iter().any(|w| name.contains(w));
            let plain = !["bold", "black", "light", "italic"].iter().any(|w| name.contains(w));
            (!song, !plain, name)
        };
        files.sort_by_cached_key(rank);
        files
    })
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        }
        let kind = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if about.is_file() && about.len() <= LARGEST && ["ttf", "otf", "ttc", "otc"].contains(&kind.as_str()) {
            files.push(path);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn assert_printed(text: &str) {
        for font in own() {
            let lost: String = clean(text).chars().filter(|c| *c != '\u{fffd}' && !has(&font, *c)).collect();
            assert!(lost.is_empty(), "{lost}");
        }
    }

    #[test]
    fn whatever_reports_are_written_with_is_there() {
        for row in 0xa1..=0xf7_u8 {
            let bytes: Vec<u8> =
                (0xa1..=0xfe_u8).filter(|cell| row != 0xa8 || *cell <= 0xba).flat_map(|cell| [row, cell]).collect();
            let text = encoding_rs::GBK.decode(&bytes).0.into_owned();
            // Places that GB 2312 leaves empty are private, additions of GBK, or forms for vertical text.
            if !(0xaa..=0xaf).contains(&row) {
                let standard = |c: &char| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fe10}'..='\u{fe1f}');
                assert_printed(&text.chars().filter(standard).collect::<String>());
            }
        }
        assert_printed(
            " ~“”‘’—…·、。《》〈〉「」【】〔〕（）％＋－×÷±≥≤≠≈★☆●○■□▲△◆◇√→①⑩⑪⑳ⅠⅫ㈠㎡㎞㎏℃‰§※〇￥¥％０９Ａｚ",
        );
        // 通用规范汉字表 has what GB 2312 has not: characters of names and places.
        assert_printed("镕喆堃旻翀昇淼犇赟祎玥珺芃鋆峄鄠邳亳圳晞㙍㛃䥽𬭎𫖯𬺈");
        let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
        let (mut folders, mut count) = (vec![catalog.clone()], 0);
        while let Some(folder) = folders.pop() {
            // How scores are worked out is read, not printed.
            if folder == catalog.join("scoring") {
                continue;
            }
            for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    assert_printed(&std::fs::read_to_string(path).unwrap());
                    count += 1;
                }
            }
        }
        assert!(count > 5);
    }
}
