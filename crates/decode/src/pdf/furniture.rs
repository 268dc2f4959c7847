//! Page numbers, running headers and footers.

use super::flow::{Item, Sheet};
use super::lines::Line;
use rustc_hash::FxHashMap;

/// How much of a page, at the top and at the bottom, may be furniture.
const MARGIN: f32 = 0.12;

/// Takes page numbers and running headers and footers out of the pages.
pub(super) fn remove(sheets: &mut [Sheet]) {
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        sheet.items.retain(|item| match item {
            Item::Line(l) => l.part || !in_margin(l, height) || !is_number(&l.text()),
            Item::Table(_) => true,
        });
    }
    drop_running(sheets);
}

fn in_margin(line: &Line, height: f32) -> bool {
    line.base < height * MARGIN || line.base > height * (1.0 - MARGIN)
}

/// `3`, `- 3 -`, `第3页`, `第3页 共9页`, `3/9`.
fn is_number(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let rest: String = text
        .chars()
        .filter(|c| !matches!(c, '-' | '—' | '–' | '－' | '一' | ' ' | '第' | '页' | '共' | '/' | '·' | '~'))
        .collect();
    let digits = rest.chars().count();
    (1..=6).contains(&digits)
        && (rest.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
            || rest.chars().all(|c| "ivxIVX".contains(c)))
        && (digits <= 3 || text.contains('页') || text.contains('/'))
}

/// The first or last line of a page, if others have the same words in the same place.
fn drop_running(sheets: &mut [Sheet]) {
    let mut seen: FxHashMap<(String, bool), usize> = FxHashMap::default();
    for sheet in sheets.iter() {
        for (line, top) in edges(sheet) {
            *seen.entry((plain(line), top)).or_default() += 1;
        }
    }
    let often = (sheets.len() / 3).max(3);
    for sheet in sheets.iter_mut() {
        let drop: Vec<(f32, String)> = edges(sheet)
            .filter(|(line, top)| seen.get(&(plain(line), *top)).is_some_and(|n| *n >= often))
            .map(|(line, _)| (line.base, line.text()))
            .collect();
        sheet.items.retain(|item| match item {
            Item::Line(l) => !drop.iter().any(|(base, text)| *base == l.base && *text == l.text()),
            Item::Table(_) => true,
        });
    }
}

/// The outermost lines in the margins, with whether they stand at the top. A table above or below makes a line part of the page's content.
fn edges(sheet: &Sheet) -> impl Iterator<Item = (&Line, bool)> {
    let height = sheet.height;
    let first = sheet.items.first();
    let last = sheet.items.last();
    [(first, true), (last, false)].into_iter().filter_map(move |(item, top)| match item {
        Some(Item::Line(l)) if in_margin(l, height) && (l.base < height / 2.0) == top => Some((l, top)),
        _ => None,
    })
}

/// A line's words without its figures, so that `第3页` equals `第4页`.
fn plain(line: &Line) -> String {
    line.chars.iter().map(|p| p.c).filter(|c| !c.is_ascii_digit()).collect()
}
