//! Pages that are pictures, and pictures on other pages: read with the help of an eye, or told.

use super::Problems;
use super::content::{Content, Glyph, Rule};
use super::{tables_of, words as settled};
use crate::seen::{Eye, Seen, Sign};
use mingzhang_model::{Place, Problem, Recognised};

/// A page with fewer glyphs than this says nothing: a picture with a page number.
pub(super) const FEW_GLYPHS: usize = 10;
/// Pictures that cover this share of their page are a scan.
const SCAN: f64 = 0.5;

/// How many pages with pictures are listed.
const LISTED: usize = 10;

/// Invisible text is hidden text, except behind a scan, where it is the result of text recognition, of which nobody knows how sure it was.
pub(super) fn show_text_behind(contents: &mut [Content]) {
    for page in contents {
        if page.picture >= SCAN && page.glyphs.len() < FEW_GLYPHS {
            let unsure = Some(Recognised { confidence: 0, doubts: [None, None] });
            page.glyphs.extend(page.invisible.drain(..).map(|glyph| Glyph { recognised: unsure, ..glyph }));
            // The picture is the page that was read.
            page.pictures.clear();
        }
        page.invisible.clear();
    }
}

/// Reads the pages that are pictures, and tables in pictures on other pages.
pub(super) fn recognise(bytes: &[u8], eye: &dyn Eye, contents: &mut [Content], problems: &mut Problems) {
    let (mut pages, mut tables) = (Vec::new(), Vec::new());
    for page in contents.iter_mut().filter(|p| is_scan(p) || !p.pictures.is_empty()) {
        match eye.page(bytes, page.page) {
            Ok(seen) if is_scan(page) => {
                take(page, seen);
                page.invisible.clear();
                page.pictures.clear();
                pages.push(page.page);
            }
            Ok(seen) => {
                if take_tables(page, seen) {
                    tables.push(page.page);
                }
            }
            Err(why) if is_scan(page) => {
                problems.add("page-unreadable", format!("第{}页是图像，{why}", page.page), page.page, None);
            }
            // That its pictures are not read is told with others of which this is so.
            Err(_) => {}
        }
    }
    if !pages.is_empty() || !tables.is_empty() {
        settled::settle(contents);
    }
    tell_recognised(&pages, "是图像", problems);
    tell_recognised(&tables, "有图片形式的表格", problems);
}

pub(super) fn is_scan(page: &Content) -> bool {
    page.picture >= SCAN && words(page) < FEW_GLYPHS
}

pub(super) fn words(page: &Content) -> usize {
    page.glyphs.iter().filter(|g| !g.c.is_whitespace()).count()
}

/// Puts what was seen in the place of what is printed.
pub(super) fn take(page: &mut Content, seen: Seen) {
    page.rules = rules(&seen).collect();
    page.glyphs = seen.signs.into_iter().map(glyph).collect();
}

/// Puts the tables that pictures show beside what is printed. A table with print in it is no picture.
fn take_tables(page: &mut Content, seen: Seen) -> bool {
    let rules: Vec<Rule> = rules(&seen)
        .filter(|r| {
            let (x, y) = (f64::from(r.x0 + r.x1) / 2.0, f64::from(r.y0 + r.y1) / 2.0);
            page.pictures.iter().any(|p| p.grown(2.0).contains(x, y))
        })
        .collect();
    let inside = |[x0, y0, x1, y1]: [f32; 4], (x, y): (f32, f32)| x0 <= x && x <= x1 && y0 <= y && y <= y1;
    let mut boxes: Vec<[f32; 4]> = tables_of(&rules).iter().map(super::grid::Grid::bounds).collect();
    boxes.retain(|b| !page.glyphs.iter().any(|g| inside(*b, g.centre())));
    let within =
        |at: (f32, f32)| boxes.iter().any(|[x0, y0, x1, y1]| inside([x0 - 1.0, y0 - 1.0, x1 + 1.0, y1 + 1.0], at));
    page.rules.extend(rules.iter().filter(|r| within(((r.x0 + r.x1) / 2.0, (r.y0 + r.y1) / 2.0))));
    page.glyphs.extend(seen.signs.into_iter().map(glyph).filter(|g| within(g.centre())));
    page.pictures.retain(|p| {
        let shown = |[x0, y0, x1, y1]: &[f32; 4]| p.contains(f64::from(x0 + x1) / 2.0, f64::from(y0 + y1) / 2.0);
        !boxes.iter().any(shown)
    });
    !boxes.is_empty()
}

fn rules(seen: &Seen) -> impl Iterator<Item = Rule> {
    seen.rules.iter().map(|&[x0, y0, x1, y1]| Rule { x0, y0, x1, y1 })
}

fn glyph(sign: Sign) -> Glyph {
    Glyph {
        c: sign.c,
        x0: sign.x0,
        x1: sign.x1,
        top: sign.base - 0.88 * sign.em,
        bottom: sign.base + 0.12 * sign.em,
        base: sign.base,
        em: sign.em,
        level: true,
        recognised: Some(sign.recognised),
    }
}

pub(super) fn tell_recognised(pages: &[u32], what: &str, problems: &mut Problems) {
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else { return };
    let between = usize::try_from(last - first).map_or(0, |n| n + 1);
    let which = match pages.len() {
        1 => format!("第{first}页"),
        n if n == between => format!("第{first}—{last}页"),
        n => format!("第{first}—{last}页中有{n}页"),
    };
    let message = format!("{which}{what}，文字和数字由本机识别，可能有误；查出的问题请对照原件核对。");
    problems.0.push(Problem { code: "recognised-pages".to_owned(), message, place: Place::default() });
}

/// Tells which pages have pictures that nobody read.
pub(super) fn tell_unread(contents: &[Content], problems: &mut Problems) {
    let unread: Vec<&Content> = contents.iter().filter(|p| !is_scan(p) && !p.pictures.is_empty()).collect();
    let Some(first) = unread.first() else { return };
    let pages: Vec<String> = unread.iter().take(LISTED).map(|p| p.page.to_string()).collect();
    let more = if unread.len() > LISTED { "等" } else { "" };
    let message = format!(
        "第{}页{more}共有{}幅图片，图中的文字和数字没有核对；如果是以图片插入的表格，请改为可编辑的表格后再检查。",
        pages.join("、"),
        unread.iter().map(|p| p.pictures.len()).sum::<usize>()
    );
    problems.add("picture-unread", message, first.page, None);
}
