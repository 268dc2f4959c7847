//! Writes what the fuzzers begin with: pieces of the examples, and the hostile files that are kept. `seeds FOLDER`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest seed.
const MOST: usize = 6_000;
/// Most pieces of one file.
const PIECES: usize = 40;

fn main() {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "seeds".to_owned()));
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files = vec![examples];
    let mut count = 0;
    let mut put = |target: &str, bytes: &[u8]| {
        let folder = out.join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("seed-{count:04}")), bytes).unwrap();
        count += 1;
    };
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().flatten().map(|e| e.path()));
            // The same seeds everywhere.
            files.sort();
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        match path.extension().and_then(|e| e.to_str()).unwrap_or_default() {
            "txt" => {
                for piece in cut(&bytes, b"\n") {
                    ["text", "read", "zip", "forms"].into_iter().for_each(|t| put(t, piece));
                    put("annotate", &[&[4], piece].concat());
                }
            }
            "html" => {
                for piece in cut(&bytes, b"<") {
                    put("html", piece);
                    put("annotate", &[&[3], piece].concat());
                }
            }
            "docx" => {
                for piece in cut(&part(&bytes, "word/document.xml"), b"<w:p") {
                    put("docx", piece);
                    put("annotate", &[&[0], piece].concat());
                }
                put(
                    "docx",
                    &[b"\0".as_slice(), cut(&part(&bytes, "word/styles.xml"), b"<w:style").next().unwrap_or_default()]
                        .concat(),
                );
                put(
                    "docx",
                    &[
                        b"\0\0".as_slice(),
                        cut(&part(&bytes, "word/numbering.xml"), b"<w:lvl").next().unwrap_or_default(),
                    ]
                    .concat(),
                );
            }
            "xlsx" => {
                for piece in cut(&part(&bytes, "xl/worksheets/sheet2.xml"), b"<row") {
                    put("xlsx", piece);
                    put("annotate", &[&[1], piece].concat());
                }
                put(
                    "xlsx",
                    &[b"\0".as_slice(), cut(&part(&bytes, "xl/sharedStrings.xml"), b"<si").next().unwrap_or_default()]
                        .concat(),
                );
                put(
                    "xlsx",
                    &[b"\0\0".as_slice(), cut(&part(&bytes, "xl/styles.xml"), b"<xf").next().unwrap_or_default()]
                        .concat(),
                );
                filled(&bytes).iter().for_each(|b| put("book", b.as_bytes()));
            }
            _ => {}
        }
    }
    let operators = "q 1 0 0 1 0 0 cm BT /F1 12 Tf 60 700 Td <4E005143> Tj T* (a) ' 1 0 0 1 0 9 Tm [(a) -9 <4E00>] TJ ET Q 10 10 m 90 10 l S 10 10 80 1 re f 0 0 99 99 re W n /A Do BI /W 1 /H 1 ID x EI\n";
    put("pdf", operators.as_bytes());
    put("annotate", &[&[2], operators.as_bytes()].concat());
    let grid: String = (0..4)
        .map(|i| {
            format!(
                "10 {} m 200 {} l S {} 10 m {} 70 l S BT /F1 9 Tf {} 20 Td <4E00> Tj ET\n",
                10 + i * 20,
                10 + i * 20,
                10 + i * 60,
                10 + i * 60,
                14 + i * 60
            )
        })
        .collect();
    put("pdf", grid.as_bytes());
    put("pdf", b"BT /F2 9 Tf 60 700 Td (ABC) Tj ET\0 1 beginbfrange <41> <42> <4E00> endbfrange 1 beginbfchar <43> <4E005143> endbfchar");
    mingzhang_hostile::locked_pages().iter().for_each(|b| put("pdf", b));
    old_workbook().iter().for_each(|b| put("xls", b));
    for case in mingzhang_hostile::cases() {
        // Those that are made are large, and take their time.
        let Some(bytes) = case.kept() else { continue };
        let target = match case.extension {
            "txt" => "read",
            other => other,
        };
        if bytes.len() <= MOST {
            put(target, &bytes);
        }
    }
}

/// The records of an old workbook that are read, sheet by sheet and a few at a time, with those for all before them, of which three strings
/// and the first styles are enough.
fn old_workbook() -> Vec<Vec<u8>> {
    const STRINGS: &[u8] = b"\xfc\0\x17\0\x03\0\0\0\x03\0\0\0\x01\0\0A\x02\0\x01\x36\x65\x65\x51\x01\0\x001";
    const STYLES: usize = 5;
    const GLOBALS: [u16; 3] = [0x22, 0xe0, 0x41e];
    const CELLS: [u16; 14] = [0x06, 0x3c, 0x7d, 0xbd, 0xbe, 0xd6, 0xe5, 0xfd, 0x201, 0x203, 0x204, 0x205, 0x207, 0x27e];
    const BOF: u16 = 0x809;
    let file = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../decode/tests/data/sample.xls")).unwrap();
    let mut rest = &file[file.windows(4).position(|w| w == b"\x09\x08\x10\0").unwrap()..];
    let (mut globals, mut styles, mut sheets) = (STRINGS.to_vec(), 0, Vec::new());
    while let [a, b, c, d, after @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        if kind == 0 || after.len() < length {
            break;
        }
        let mut record = rest[..length + 4].to_vec();
        if kind == 0xfd {
            record[10] %= 3;
        }
        styles += usize::from(kind == 0xe0);
        match sheets.as_mut_slice() {
            _ if kind == BOF => sheets.push(Vec::new()),
            [_] if GLOBALS.contains(&kind) && (kind != 0xe0 || styles <= STYLES) => globals.extend(record),
            [_, .., cells] if CELLS.contains(&kind) => cells.push(record),
            _ => {}
        }
        rest = &after[length..];
    }
    let piece = |records: &[Vec<u8>]| {
        let length = u16::try_from(globals.len()).unwrap().to_le_bytes();
        [length.as_slice(), globals.as_slice(), &records.concat()].concat()
    };
    sheets.iter().skip(1).flat_map(|cells| cells.chunks(12).map(piece)).collect()
}

/// Pieces of a file that begin at a mark.
fn cut<'b>(bytes: &'b [u8], mark: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|r| !r.is_empty())?;
        let end = if rest.len() <= MOST / 2 {
            rest.len()
        } else {
            let near = &rest[..MOST / 2];
            near.windows(mark.len()).rposition(|w| w == mark).filter(|e| *e > 0).unwrap_or(near.len())
        };
        at += end;
        rest.get(..end)
    })
    .take(PIECES)
}

fn part(package: &[u8], name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    if let Ok(mut file) = zip.by_name(name) {
        file.read_to_end(&mut out).unwrap();
    }
    out
}

/// The cells of a filled-in workbook as lines, sheet by sheet.
fn filled(bytes: &[u8]) -> Vec<String> {
    let Ok(grids) = mingzhang_decode::grids(bytes) else { return Vec::new() };
    let meta = grids.iter().find(|g| g.name == "明账");
    let Some(profile) = meta.and_then(|g| g.cells.iter().find(|c| c.address() == "B2")) else { return Vec::new() };
    let mut out = Vec::new();
    for grid in grids.iter().filter(|g| !g.hidden) {
        let mut text = format!("{}\n", profile.value.shown());
        for cell in grid.cells.iter().filter(|c| c.row > 2) {
            text += &format!("{}!{}={}\n", grid.name, cell.address(), cell.value.shown().replace('\n', " "));
        }
        text.truncate((0..=MOST.min(text.len())).rev().find(|e| text.is_char_boundary(*e)).unwrap_or(0));
        out.push(text);
    }
    out
}
