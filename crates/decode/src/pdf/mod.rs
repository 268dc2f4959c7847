//! PDF: glyphs and rulings by our own interpreter over `hayro-syntax`, grids from rulings, prose from lines.

mod content;
mod flow;
mod font;
mod furniture;
mod geometry;
mod grid;
mod guard;
mod interpret;
mod lines;
mod locks;
mod packed;
mod paint;
mod scans;
mod show;
mod streams;
mod tables;
mod words;

use crate::error::DecodeError;
use crate::limits;
use crate::seen::{Eye, Seen};
use content::{Content, Glyph, Rule};
use flow::{Item, Sheet};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use mingzhang_model::{Document, Place, Problem, SourceKind};
use scans::{FEW_GLYPHS, is_scan, words};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a PDF; pages that are pictures with the help of an eye, if there is one.
pub(crate) fn decode(bytes: &[u8], eye: Option<&dyn Eye>) -> Result<Document, DecodeError> {
    // The parser underneath has never been seen to panic; if it does, one file is damaged and the batch goes on.
    catch_unwind(AssertUnwindSafe(|| read(bytes, eye))).unwrap_or(Err(DecodeError::Damaged))
}

/// Pages seen by an eye as a document.
pub(crate) fn of_pages(pages: Vec<Seen>) -> Document {
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let mut contents: Vec<Content> = (pages.into_iter().zip(1_u32..))
        .map(|(seen, page)| {
            let mut content = Content { page, width: seen.width, height: seen.height, ..Content::default() };
            scans::take(&mut content, seen);
            content
        })
        .collect();
    words::settle(&mut contents);
    let mut room = limits::TABLE_CELLS;
    let sheets = contents.into_iter().map(|content| sheet(content, &mut room)).collect();
    let mut problems = Problems::default();
    scans::tell_recognised(&(1..=count).collect::<Vec<u32>>(), "是图像", &mut problems);
    Document { kind: SourceKind::Pages, blocks: flow::blocks(sheets), pages: count, problems: problems.0 }
}

fn read(bytes: &[u8], eye: Option<&dyn Eye>) -> Result<Document, DecodeError> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|e| match e {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            DecodeError::Encrypted
        }
        _ => DecodeError::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(DecodeError::Damaged);
    }
    let mut session = interpret::Session::default();
    let mut problems = Problems::default();
    let mut contents = Vec::new();
    for (page, number) in pages.iter().zip(1_u32..).take(limits::PAGES) {
        contents.push(interpret::page(&mut session, page, number));
        if session.exhausted() {
            let message = format!("文件内容过于庞大，第{number}页只读取了一部分，其后未读取；请拆分文件后再检查。");
            problems.add("document-truncated", message, number, None);
            break;
        }
    }
    if pages.len() > limits::PAGES {
        let first = u32::try_from(limits::PAGES).unwrap_or(u32::MAX);
        let message = format!("文件超过{}页，其后各页未读取；请拆分文件后再检查。", limits::PAGES);
        problems.add("document-truncated", message, first, None);
    }
    if let Some(eye) = eye {
        scans::recognise(bytes, eye, &mut contents, &mut problems);
    }
    scans::show_text_behind(&mut contents);
    report(&contents, pages.len(), &mut problems)?;
    let mut room = limits::TABLE_CELLS;
    let blocks = flow::blocks(contents.into_iter().map(|content| sheet(content, &mut room)).collect());
    let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    Ok(Document { kind: SourceKind::Pages, blocks, pages, problems: problems.0 })
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, code: &str, message: String, page: u32, bbox: Option<[f32; 4]>) {
        let place = Place { page: Some(page), bbox, ..Place::default() };
        self.0.push(Problem { code: code.to_owned(), message, place });
    }
}

/// What could not be read of the pages.
fn report(contents: &[Content], pages: usize, problems: &mut Problems) -> Result<(), DecodeError> {
    let silent = |p: &&Content| is_scan(p) || words(p) < FEW_GLYPHS && p.unmapped > FEW_GLYPHS;
    if contents.iter().all(|p| p.unreadable) {
        return Err(DecodeError::Damaged);
    }
    let mute: Vec<&Content> = contents.iter().filter(silent).collect();
    if contents.iter().all(|p| words(p) < FEW_GLYPHS) && (!mute.is_empty() || contents.iter().all(|p| words(p) == 0)) {
        return Err(DecodeError::NoTextLayer { pages });
    }
    for page in contents.iter().filter(|p| p.unreadable) {
        let message = format!("第{}页的内容已损坏，无法读取，本页未作检查；请重新导出PDF。", page.page);
        problems.add("page-unreadable", message, page.page, None);
    }
    for page in contents.iter().filter(|p| p.partial) {
        let message = format!("第{}页的内容过于庞大，只读取了一部分；请重新导出PDF。", page.page);
        problems.add("page-truncated", message, page.page, None);
    }
    for page in mute {
        let message = format!("第{}页是图像，没有可复制的文字，本页未作检查；请对该页做文字识别。", page.page);
        problems.add("no-text-layer", message, page.page, None);
    }
    scans::tell_unread(contents, problems);
    let unmapped: Vec<&Content> = contents.iter().filter(|p| p.unmapped > 0).collect();
    if let Some(first) = unmapped.first() {
        let count: usize = unmapped.iter().map(|p| p.unmapped).sum();
        let list: Vec<String> = unmapped.iter().take(20).map(|p| p.page.to_string()).collect();
        let message = format!(
            "有{count}个字符无法识别（字体没有文字编码），见第{}页；这些字符未参加检查，请重新导出PDF并嵌入完整字体。",
            list.join("、")
        );
        problems.add("unmapped-glyphs", message, first.page, None);
    }
    for page in contents.iter().filter(|p| !p.cut.is_empty()) {
        let count = page.cut.chars().count();
        let words: String = page.cut.chars().take(40).collect();
        let more = if count > 40 { "…" } else { "" };
        let message =
            format!("第{}页有{count}个字只显示了一部分：“{words}{more}”；请核对该处文字是否显示完整。", page.page);
        problems.add("clipped-text", message, page.page, None);
    }
    Ok(())
}

/// The grids that are tables.
fn tables_of(rules: &[Rule]) -> Vec<grid::Grid> {
    let mut grids = grid::find(rules);
    grids.retain(|g| g.columns() >= 2 && g.cells.len() >= 2);
    grids.truncate(limits::GRIDS);
    grids
}

/// The boxes of the cells of each table that rulings make.
pub(crate) fn cells(rules: &[[f32; 4]]) -> Vec<Vec<[f32; 4]>> {
    let rules: Vec<Rule> = rules.iter().map(|&[x0, y0, x1, y1]| Rule { x0, y0, x1, y1 }).collect();
    tables_of(&rules).iter().map(|g| g.cells.iter().map(|c| g.cell_bounds(c)).collect()).collect()
}

/// The bars and the graduation of a chart make a grid as well: figures stand in few of its cells, and no word in any.
fn is_plot(cells: &[Vec<Glyph>]) -> bool {
    let filled = cells.iter().filter(|c| c.iter().any(|g| !g.c.is_whitespace())).count();
    filled > 0 && filled * 4 < cells.len() && !cells.iter().flatten().any(|g| g.c.is_alphabetic())
}

/// Tables and lines of a page in reading order. `room` is how many unit cells the document may still have.
fn sheet(content: Content, room: &mut usize) -> Sheet {
    let Content { page, width, height, glyphs, rules, .. } = content;
    let mut grids = tables_of(&rules);
    grids.retain(|g| {
        let size = g.columns() * g.rows();
        let fits = size <= *room;
        *room -= if fits { size } else { 0 };
        fits
    });
    let mut bags: Vec<Vec<Vec<Glyph>>> = grids.iter().map(|g| vec![Vec::new(); g.cells.len()]).collect();
    let mut free = Vec::new();
    for glyph in glyphs {
        let (x, y) = glyph.centre();
        let cell = grids.iter().zip(&mut bags).find_map(|(g, bag)| g.cell_at(x, y).and_then(|i| bag.get_mut(i)));
        match cell {
            Some(cell) => cell.push(glyph),
            None if glyph.level => free.push(glyph),
            None => {}
        }
    }
    let mut items: Vec<(f32, f32, Item)> = Vec::new();
    for (grid, bag) in grids.iter().zip(bags) {
        if is_plot(&bag) {
            free.extend(bag.into_iter().flatten().filter(|g| g.level));
            continue;
        }
        let piece = tables::Piece::new(page, grid, bag);
        if !piece.is_blank() {
            let [x0, y0, _, _] = grid.bounds();
            items.push((y0, x0, Item::Table(piece)));
        }
    }
    for line in lines::lines(page, free) {
        items.push((line.level, line.x0(), Item::Line(line)));
    }
    items.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    Sheet { width, height, items: items.into_iter().map(|i| i.2).collect() }
}
