//! Several files of one disclosure: what an archive holds, and all of them as one document.

use crate::error::DecodeError;
use crate::limits;
use mingzhang_model::{Block, Document, Place, Problem, RunOrigin, Table};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{Cursor, Read};

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes, or one sentence on why there are none.
    pub content: Result<Vec<u8>, String>,
}

/// True if the bytes are an archive of files, not a document that happens to be packed as one.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    const PACKED: [&[u8]; 4] = [b"word/document.", b"xl/workbook", b"OFD.xml", b"mimetypeapplication/"];
    let has = |mark: &&[u8]| names(bytes).any(|w| w.starts_with(mark)) || contains_head(bytes, mark);
    bytes.starts_with(b"PK\x03\x04") && !PACKED.iter().any(has)
}

/// The names in the list at the end of an archive, as the bytes from there.
fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    entries(bytes, list(bytes).unwrap_or(0)).filter_map(|i| bytes.get(i + 46..))
}

/// Where entries of lists begin.
fn entries(bytes: &[u8], from: usize) -> impl Iterator<Item = usize> {
    (from..bytes.len().saturating_sub(46)).filter(|i| bytes.get(*i..i + 4) == Some(b"PK\x01\x02"))
}

/// Where the list begins: files that are packed themselves may lie in an archive as they are, with lists of their own.
fn list(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    // Bytes may stand before the archive: the list is told by its length, not by its offset.
    end.checked_sub(number(end + 12)?)
}

fn contains_head(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.get(30..).is_some_and(|b| b.starts_with(mark))
}

/// What is in an archive, within bounds; folders, hidden files and those of the system left out.
///
/// # Errors
/// When it cannot be opened or holds too much.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Member>, DecodeError> {
    // What the end of the archive says of its list may be wrong.
    if entries(bytes, 0).count() > limits::ARCHIVE_ENTRIES {
        return Err(DecodeError::ArchiveDamaged);
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| DecodeError::ArchiveDamaged)?;
    let mut left = limits::ARCHIVE_BYTES;
    let mut out: Vec<Member> = Vec::new();
    for index in 0..zip.len() {
        let Ok(raw) = zip.by_index_raw(index) else { return Err(DecodeError::ArchiveDamaged) };
        let (path, locked, folder) = (name(raw.name_raw()), raw.encrypted(), raw.is_dir());
        drop(raw);
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let hidden = path.split(['/', '\\']).any(|p| p.starts_with('.') || p.starts_with("~$") || p == "__MACOSX");
        if folder || hidden || name.is_empty() {
            continue;
        }
        if out.len() >= limits::ARCHIVE_FILES {
            return Err(DecodeError::UnpacksTooLarge { limit: limits::ARCHIVE_BYTES });
        }
        let content = if locked {
            Err("设有密码，未读取；请取消密码后再检查。".to_owned())
        } else {
            let Ok(file) = zip.by_index(index) else {
                out.push(Member {
                    name, content: Err("无法解压，未读取；请重新打包后再检查。".to_owned())
                });
                continue;
            };
            let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
            let limit = left.min(packed.saturating_mul(limits::UNPACK_RATIO).max(1 << 20));
            let mut content = Vec::new();
            let read = file.take(limit as u64 + 1).read_to_end(&mut content);
            if content.len() > limit {
                return Err(DecodeError::UnpacksTooLarge { limit });
            }
            left -= content.len();
            read.map(|_| content).map_err(|_| "已损坏，未读取；请重新打包后再检查。".to_owned())
        };
        out.push(Member { name, content });
    }
    if out.is_empty() { Err(DecodeError::Empty) } else { Ok(out) }
}

/// Names are UTF-8, or what Chinese systems write.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Files of one disclosure as one document, the main text first. What a later file repeats is left out; every place names its file.
///
/// The main text is the file with the most running text. Tables that stand in it already are not read again; those that differ are, so that
/// the difference is found as any other contradiction. A file that is the same text in another format is left out, with a hint.
#[must_use]
pub fn join(mut files: Vec<(String, Document)>) -> Option<Document> {
    files.sort_by_key(|(_, d)| {
        std::cmp::Reverse(d.blocks.iter().filter_map(Block::paragraph).map(|p| p.text.len()).sum::<usize>())
    });
    let mut files = files.into_iter();
    let (main_name, mut main) = files.next()?;
    let mut known = Known::default();
    known.learn(&main.blocks);
    mark(&mut main, &main_name);
    // The rest in the order of their names, as people number them.
    let mut rest: Vec<_> = files.collect();
    rest.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, mut document) in rest {
        let (chars, repeated, other) = known.shares(&document.blocks);
        if chars > 0 && repeated * 10 >= chars * 7 && !is_workbook(&document) {
            let message = match other {
                None => format!("《{name}》与《{main_name}》内容相同，没有重复核对。"),
                Some(text) => format!(
                    "《{name}》与《{main_name}》文字相同而数字不同（如“{text}”），只核对了后者；请核实以哪一份为准。"
                ),
            };
            let place = Place { file: Some(name), ..Place::default() };
            main.problems.push(Problem { code: "repeated-file".to_owned(), message, place });
            continue;
        }
        let kept = known.fresh(std::mem::take(&mut document.blocks));
        known.learn(&kept);
        document.blocks = kept;
        mark(&mut document, &name);
        main.blocks.append(&mut document.blocks);
        main.problems.append(&mut document.problems);
    }
    Some(main)
}

/// Names the file in every place.
fn mark(document: &mut Document, name: &str) {
    for block in &mut document.blocks {
        match block {
            Block::Paragraph(p) => p.file = Some(name.to_owned()),
            Block::Table(t) => t.cells.iter_mut().for_each(|c| c.place.file = Some(name.to_owned())),
        }
    }
    for problem in &mut document.problems {
        problem.place.file = Some(name.to_owned());
        problem.message = format!("《{name}》：{}", problem.message);
    }
}

fn is_workbook(document: &Document) -> bool {
    document.blocks.iter().any(|b| sheet(b).is_some())
}

/// The sheet a block of a workbook is on.
fn sheet(block: &Block) -> Option<&str> {
    let cell = match block {
        Block::Paragraph(p) => p.runs.iter().find_map(|r| match &r.origin {
            RunOrigin::Cell { cell, .. } => Some(cell.as_str()),
            _ => None,
        })?,
        Block::Table(t) => t.cells.first()?.place.cell.as_deref()?,
    };
    // A sheet called by its tab has the name alone.
    Some(cell.rsplit_once('!').map_or(cell, |(sheet, _)| sheet)).filter(|s| !s.starts_with("table "))
}

/// What has been read already.
#[derive(Default)]
struct Known {
    texts: FxHashSet<String>,
    /// The same without their figures.
    words: FxHashSet<String>,
    tables: FxHashSet<Vec<String>>,
}

impl Known {
    fn learn(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    let clauses = clauses(&p.text);
                    self.words.extend(clauses.iter().map(|c| words(c)));
                    self.texts.extend(clauses);
                }
                Block::Table(t) => self.tables.extend(Some(content(t))),
            }
        }
    }

    fn has(&self, block: &Block) -> bool {
        match block {
            Block::Paragraph(p) => clauses(&p.text).iter().all(|c| self.texts.contains(c)),
            Block::Table(t) => self.tables.contains(&content(t)),
        }
    }

    /// Characters of running text, how many of them are known, and the first one that is known with other figures.
    fn shares(&self, blocks: &[Block]) -> (usize, usize, Option<String>) {
        let (mut all, mut repeated, mut other) = (0, 0, None);
        for clause in blocks.iter().filter_map(Block::paragraph).flat_map(|p| clauses(&p.text)) {
            let length = clause.chars().count();
            all += length;
            if self.texts.contains(&clause) {
                repeated += length;
            } else if other.is_none() && words(&clause).chars().count() > 4 && self.words.contains(&words(&clause)) {
                other = Some(clause.chars().take(30).collect());
            }
        }
        (all, repeated, other)
    }

    /// The blocks without repeated tables, their titles and notes.
    fn fresh(&self, blocks: Vec<Block>) -> Vec<Block> {
        // A sheet goes with its tables; elsewhere a table goes alone.
        let mut sheets: FxHashMap<String, bool> = FxHashMap::default();
        for block in blocks.iter().filter(|b| b.table().is_some()) {
            let Some(name) = sheet(block) else { continue };
            let repeated = sheets.entry(name.to_owned()).or_insert(true);
            *repeated &= self.has(block);
        }
        // A sheet without a table is a cover or a list of the others, unless it has sentences.
        let mut told: FxHashSet<String> = FxHashSet::default();
        for p in blocks.iter().filter(|b| b.paragraph().is_some_and(|p| p.text.contains('。'))) {
            told.extend(sheet(p).map(str::to_owned));
        }
        let gone = |b: &Block| match sheet(b) {
            Some(name) => {
                let apart = sheets.get(name).copied().unwrap_or(!told.contains(name));
                apart || (b.table().is_some() && self.has(b))
            }
            None => b.table().is_some() && self.has(b),
        };
        blocks.into_iter().filter(|b| !gone(b)).collect()
    }
}

/// The parts of a text between marks: formats break paragraphs at different places.
fn clauses(text: &str) -> Vec<String> {
    tight(text).split(['。', '；', '，', '、', '：', '…', '·']).filter(|c| !c.is_empty()).map(str::to_owned).collect()
}

fn words(clause: &str) -> String {
    clause.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect()
}

fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a table says, however it is laid out: its words and figures in order, empty cells and zeros apart.
fn content(table: &Table) -> Vec<String> {
    let plain = |text: &str| {
        let text = tight(text).replace([',', '，'], "");
        let number =
            text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || "-.".contains(c));
        if !number {
            return text;
        }
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        if text.chars().all(|c| "0-.".contains(c)) { String::new() } else { text.to_owned() }
    };
    let figure = |t: &String| !t.is_empty() && !t.chars().all(|c| "-—－/".contains(c));
    table.cells.iter().map(|c| plain(&c.text)).filter(figure).collect()
}
