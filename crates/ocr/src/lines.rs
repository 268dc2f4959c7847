//! Lines of text on a page: in cells by the rows of ink, elsewhere where the finding model sees text.

use crate::engine::Map;
use crate::rules::Ink;

/// A line by its ink, in pixels, ends past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Strip {
    pub(crate) x0: usize,
    pub(crate) y0: usize,
    pub(crate) x1: usize,
    pub(crate) y1: usize,
}

impl Strip {
    pub(crate) fn height(self) -> usize {
        self.y1 - self.y0
    }

    pub(crate) fn width(self) -> usize {
        self.x1 - self.x0
    }
}

/// Rows of ink within a box, each with its ink's own left and right.
pub(crate) fn rows(ink: &Ink, within: Strip) -> Vec<Strip> {
    let side = |y: usize| ink.row(y).get(within.x0..within.x1).unwrap_or_default();
    let mut out: Vec<Strip> = Vec::new();
    for y in within.y0..within.y1 {
        let row = side(y);
        let Some(first) = row.iter().position(|d| *d) else { continue };
        let last = row.iter().rposition(|d| *d).unwrap_or(first);
        let (x0, x1) = (within.x0 + first, within.x0 + last + 1);
        match out.last_mut() {
            Some(strip) if strip.y1 == y => {
                *strip = Strip { x0: strip.x0.min(x0), y0: strip.y0, x1: strip.x1.max(x1), y1: y + 1 };
            }
            _ => out.push(Strip { x0, y0: y, x1, y1: y + 1 }),
        }
    }
    out
}

/// The usual height of rows of ink, in pixels: that of a line of print.
pub(crate) fn usual(strips: &[Strip], least: usize) -> usize {
    let mut heights: Vec<usize> = strips.iter().map(|s| s.height()).filter(|h| *h >= least).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).copied().unwrap_or(least * 2)
}

/// The lines of a cell from its rows of ink. Characters of several strokes (二, 三, ＝) leave rows apart that are one line; specks and what
/// rulings left are none.
pub(crate) fn lines(rows: &[Strip], usual: usize) -> Vec<Strip> {
    let mut out: Vec<Strip> = Vec::new();
    for row in rows {
        match out.last_mut() {
            Some(last) if together(*last, *row, usual) => {
                *last = Strip { x0: last.x0.min(row.x0), y0: last.y0, x1: last.x1.max(row.x1), y1: row.y1 };
            }
            _ => out.push(*row),
        }
    }
    out.retain(|s| s.height() * 3 >= usual || s.width() * 4 >= usual && s.height() >= 2);
    out
}

fn together(above: Strip, below: Strip, usual: usize) -> bool {
    let whole = below.y1 - above.y0;
    let small = |s: Strip| s.height() * 10 < usual * 7;
    whole * 20 <= usual * 23 && (small(above) || small(below))
}

/// How probable text must be where it is found, and on the average of a box.
const TEXT: f32 = 0.3;
const BOX: f32 = 0.5;
/// The model sees text a little smaller than it is: its boxes grow by this share of their area over their girth.
const GROW: f32 = 1.6;

/// A box of text on a map's own grid: as the model saw it, and how much larger it really is on each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) core: [f32; 4],
    pub(crate) margin: f32,
}

/// The boxes of text on a map.
pub(crate) fn found(map: &Map) -> Vec<Found> {
    let p = |x: usize, y: usize| map.text.get(y * map.width + x).copied().unwrap_or(0.0);
    let on = |x: usize, y: usize| p(x, y) > TEXT || (x > 0 && p(x - 1, y) > TEXT) || (y > 0 && p(x, y - 1) > TEXT);
    let mut seen = vec![false; map.width * map.height];
    let mut out = Vec::new();
    let mut next = Vec::new();
    for start in 0..map.width * map.height {
        let (x, y) = (start % map.width, start / map.width);
        if !on(x, y) || !visit(&mut seen, start) {
            continue;
        }
        next.push((x, y));
        let (mut x0, mut y0, mut x1, mut y1, mut sum, mut count) = (x, y, x, y, 0.0, 0.0);
        while let Some((x, y)) = next.pop() {
            (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x), y1.max(y));
            sum += p(x, y);
            count += 1.0;
            for b in y.saturating_sub(1)..=(y + 1).min(map.height - 1) {
                for a in x.saturating_sub(1)..=(x + 1).min(map.width - 1) {
                    if on(a, b) && visit(&mut seen, b * map.width + a) {
                        next.push((a, b));
                    }
                }
            }
        }
        let (wide, high) = ((x1 - x0 + 1) as f32, (y1 - y0 + 1) as f32);
        if sum / count >= BOX && wide.min(high) >= 3.0 {
            let core = [x0 as f32, y0 as f32, (x1 + 1) as f32, (y1 + 1) as f32];
            out.push(Found { core, margin: wide * high * GROW / (2.0 * (wide + high)) });
        }
    }
    out
}

/// True the first time.
fn visit(seen: &mut [bool], at: usize) -> bool {
    seen.get_mut(at).is_some_and(|s| !std::mem::replace(s, true))
}

/// The ink of a line found: from its core to where rows have none, at most to its margin.
pub(crate) fn fit(ink: &Ink, core: Strip, whole: Strip) -> Option<Strip> {
    let inked = |y: usize| ink.row(y).get(whole.x0..whole.x1).is_some_and(|r| r.contains(&true));
    let mut y0 = (core.y0..core.y1).find(|y| inked(*y))?;
    let mut y1 = (core.y0..core.y1).rev().find(|y| inked(*y))? + 1;
    while y0 > whole.y0 && inked(y0 - 1) {
        y0 -= 1;
    }
    while y1 < whole.y1 && inked(y1) {
        y1 += 1;
    }
    let column = |x: &usize| (y0..y1).any(|y| ink.at(*x, y));
    let x0 = (whole.x0..whole.x1).find(column)?;
    let x1 = (whole.x0..whole.x1).rev().find(column)? + 1;
    Some(Strip { x0, y0, x1, y1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    fn strip(y0: usize, y1: usize) -> Strip {
        Strip { x0: 0, y0, x1: 30, y1 }
    }

    #[test]
    fn strokes_apart_are_one_line_and_lines_are_not() {
        let two = [strip(10, 13), strip(27, 31)];
        assert_eq!(lines(&two, 30), [strip(10, 31)]);
        assert_eq!(lines(&[strip(10, 40), strip(44, 74)], 30).len(), 2);
        assert_eq!(lines(&[Strip { x0: 0, y0: 5, x1: 3, y1: 8 }, strip(20, 50)], 30), [strip(20, 50)]);
    }

    #[test]
    fn rows_are_as_wide_as_their_ink() {
        let mut pixels = vec![255; 100 * 60];
        for y in 20..35 {
            pixels[y * 100 + 30..y * 100 + 70].fill(0);
        }
        let ink = Ink::of(&Picture::new(100, 60, pixels), 40);
        let whole = Strip { x0: 0, y0: 0, x1: 100, y1: 60 };
        assert_eq!(rows(&ink, whole), [Strip { x0: 30, y0: 20, x1: 70, y1: 35 }]);
        assert_eq!(fit(&ink, Strip { x0: 35, y0: 25, x1: 60, y1: 30 }, whole), rows(&ink, whole).first().copied());
    }

    #[test]
    fn boxes_of_a_map_are_where_it_is_sure() {
        let mut text = vec![0.0; 40 * 20];
        for y in 5..9 {
            text[y * 40 + 4..y * 40 + 24].fill(0.9);
        }
        text[15 * 40 + 30] = 0.9;
        let found = found(&Map { width: 40, height: 20, text });
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].core, [4.0, 5.0, 25.0, 10.0]);
    }
}
