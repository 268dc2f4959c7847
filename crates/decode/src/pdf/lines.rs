//! Glyphs to visual lines.

use super::content::Glyph;
use crate::prose;
use mingzhang_model::Recognised;

/// A character of a line with its left and right edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) c: char,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// How it was read from a picture, where it was.
    pub(super) recognised: Option<Recognised>,
}

/// One visual line, or the part of one that stands apart from the rest.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) page: u32,
    pub(super) chars: Vec<Placed>,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) base: f32,
    pub(super) em: f32,
    /// The middle of the letters: parts of one visual line have the same, and a line just above a table is above it.
    pub(super) level: f32,
    /// Whether other parts stand on the same baseline.
    pub(super) part: bool,
}

impl Line {
    pub(super) fn text(&self) -> String {
        self.chars.iter().map(|p| p.c).collect()
    }

    pub(super) fn x0(&self) -> f32 {
        self.chars.first().map_or(0.0, |p| p.x0)
    }

    pub(super) fn x1(&self) -> f32 {
        self.chars.last().map_or(0.0, |p| p.x1)
    }

    pub(super) fn width(&self) -> f32 {
        self.x1() - self.x0()
    }
}

/// Gaps wider than this many em part a line: 部门：…      单位：万元.
const APART: f32 = 4.0;
/// Gaps wider than this are kept as a space before or after figures: they are tabs, not letter-spacing.
const TAB: f32 = 2.5;

/// Groups glyphs by baseline, tolerant of the small differences that some producers leave, and orders them by x.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut base = f32::MIN;
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if glyph.base - base < 0.5 * glyph.em.min(row.first().map_or(glyph.em, |g| g.em)) => {
                row.push(glyph);
            }
            _ => {
                base = glyph.base;
                rows.push(vec![glyph]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// The text of a cell: its lines joined, without the spaces that layout leaves.
pub(super) fn cell_text(glyphs: Vec<Glyph>) -> Vec<(char, Option<Recognised>)> {
    let mut text: Vec<(char, Option<Recognised>)> = Vec::new();
    for row in rows(glyphs) {
        if !text.is_empty() {
            // Words of ASCII letters need their space back; figures broken over two lines do not.
            let letters = text.last().is_some_and(|c| c.0.is_ascii_alphabetic())
                && row.iter().find(|g| !prose::is_space(g.c)).is_some_and(|g| g.c.is_ascii_alphabetic());
            if letters {
                text.push((' ', None));
            }
        }
        text.extend(spaced(&row).into_iter().map(|p| (p.c, p.recognised)));
    }
    text
}

/// The characters of a row of glyphs, with a space where one says something.
fn spaced(row: &[Glyph]) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::with_capacity(row.len());
    let mut space = false;
    for glyph in row {
        if prose::is_space(glyph.c) {
            space = true;
            continue;
        }
        if let Some(&Placed { c: before, x1: right, recognised, .. }) = out.last() {
            let gap = (glyph.x0 - right) / glyph.em.max(1.0);
            let words = prose::keeps_space(before, glyph.c) && (gap > 0.3 || (space && gap > 0.1));
            let tab = gap > TAB && (before.is_ascii_digit() != glyph.c.is_ascii_digit());
            if words || tab {
                out.push(Placed { c: ' ', x0: right, x1: glyph.x0, recognised: recognised.map(sure) });
            }
        }
        space = false;
        out.push(Placed { c: glyph.c, x0: glyph.x0, x1: glyph.x1, recognised: glyph.recognised });
    }
    out
}

/// A space has no other reading.
fn sure(read: Recognised) -> Recognised {
    Recognised { doubts: [None, None], ..read }
}

/// Lines of running text.
pub(super) fn lines(page: u32, glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut out = Vec::new();
    for row in rows(glyphs) {
        let visible: Vec<Glyph> = row.iter().filter(|g| !prose::is_space(g.c)).copied().collect();
        let mut parts: Vec<Vec<Glyph>> = Vec::new();
        let mut last: Option<Glyph> = None;
        for glyph in row {
            let space = prose::is_space(glyph.c);
            let apart = !space && last.is_some_and(|l| glyph.x0 - l.x1 > APART * l.em) && !spread(&visible);
            if !space {
                last = Some(glyph);
            }
            match parts.last_mut() {
                Some(part) if !apart => part.push(glyph),
                _ => parts.push(vec![glyph]),
            }
        }
        let mut made: Vec<Line> = parts.iter().filter_map(|p| line(page, p)).collect();
        let several = made.len() > 1;
        if let Some((base, em)) = made.first().map(|l| (l.base, l.em)) {
            for line in &mut made {
                line.part = several;
                line.level = base - 0.35 * em;
            }
        }
        out.extend(made);
    }
    out
}

/// A title set wide: few characters, all far apart (目      录).
fn spread(row: &[Glyph]) -> bool {
    row.len() <= 4
        && row.windows(2).all(|w| {
            let [a, b] = w else { return true };
            b.x0 - a.x1 > a.em
        })
}

fn line(page: u32, glyphs: &[Glyph]) -> Option<Line> {
    let chars = spaced(glyphs);
    let seen = || glyphs.iter().filter(|g| !prose::is_space(g.c));
    let mut sizes: Vec<f32> = seen().map(|g| g.em).collect();
    sizes.sort_by(f32::total_cmp);
    let em = *sizes.get(sizes.len() / 2)?;
    let mut bases: Vec<f32> = seen().map(|g| g.base).collect();
    bases.sort_by(f32::total_cmp);
    Some(Line {
        page,
        chars,
        top: seen().map(|g| g.top).fold(f32::MAX, f32::min),
        bottom: seen().map(|g| g.bottom).fold(f32::MIN, f32::max),
        base: *bases.get(bases.len() / 2)?,
        em,
        level: 0.0,
        part: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, x: f32, base: f32, step: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| {
                let x0 = x + i as f32 * step;
                let width = if c.is_ascii() { 5.0 } else { 10.0 };
                Glyph {
                    c,
                    x0,
                    x1: x0 + width,
                    top: base - 8.8,
                    bottom: base + 1.2,
                    base,
                    em: 10.0,
                    level: true,
                    recognised: None,
                }
            })
            .collect()
    }

    #[test]
    fn jitter_does_not_break_a_line() {
        let mut glyphs = set("决算", 0.0, 100.0, 10.0);
        glyphs.extend(set("情况", 20.0, 103.0, 10.0));
        glyphs.extend(set("下一行", 0.0, 120.0, 10.0));
        let lines = lines(1, glyphs);
        assert_eq!(lines.iter().map(Line::text).collect::<Vec<_>>(), ["决算情况", "下一行"]);
    }

    #[test]
    fn letter_spacing_goes_and_columns_part() {
        let text = |glyphs| cell_text(glyphs).into_iter().map(|c| c.0).collect::<String>();
        assert_eq!(text(set("因 公 出 国", 0.0, 10.0, 10.0)), "因公出国");
        let mut glyphs = set("部门：甲局", 0.0, 10.0, 10.0);
        glyphs.extend(set("单位：元", 200.0, 10.0, 10.0));
        assert_eq!(lines(1, glyphs).len(), 2);
        assert_eq!(lines(1, set("目录", 0.0, 10.0, 80.0)).len(), 1);
    }

    #[test]
    fn words_keep_their_space() {
        let text: String = cell_text(set("a b", 0.0, 10.0, 6.0)).into_iter().map(|c| c.0).collect();
        assert_eq!(text, "a b");
    }
}
