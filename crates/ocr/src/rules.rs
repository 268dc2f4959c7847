//! Rulings from pixels: long dark runs that are thin across.

use crate::picture::Picture;

/// Lighter than its surroundings by less than this is paper, so that shaded cells are none but their print is ink.
const CONTRAST: i64 = 28;
/// Holes this wide in a run are none.
const HOLE: usize = 2;
/// Shortest level and upright ruling, in points: longer than a stroke of ordinary type.
const LEVEL: f32 = 16.0;
const UPRIGHT: f32 = 11.0;
/// An upright run shorter than this is a stroke of large type unless it ends at level rulings.
const LONG: f32 = 26.0;
/// Thickest ruling, in points.
const THICK: f32 = 2.6;

/// Ink by its surroundings.
pub(crate) struct Ink {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Ink {
    /// What is darker than the mean of its surroundings, `reach` pixels to each side, and dark enough.
    pub(crate) fn of(picture: &Picture, reach: usize) -> Self {
        let (width, height) = (picture.width, picture.height);
        let sums = sums(picture);
        let at = |x: usize, y: usize| sums.get(y * (width + 1) + x).copied().unwrap_or(0);
        let mut dark = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
            for (x, p) in picture.row(y).iter().enumerate() {
                let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
                let count = i64::try_from((bottom - top) * (right - left)).unwrap_or(1).max(1);
                let sum = at(right, bottom) + at(left, top) - at(right, top) - at(left, bottom);
                dark.push(*p < 200 && (i64::from(*p) + CONTRAST) * count < sum);
            }
        }
        Self { width, height, dark }
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.dark.get(y * self.width + x).copied().unwrap_or(false)
    }

    pub(crate) fn row(&self, y: usize) -> &[bool] {
        self.dark.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Makes a box paper.
    pub(crate) fn erase(&mut self, x0: usize, y0: usize, x1: usize, y1: usize) {
        for y in y0..y1.min(self.height) {
            let start = y * self.width;
            if let Some(row) = self.dark.get_mut(start + x0.min(self.width)..start + x1.min(self.width)) {
                row.fill(false);
            }
        }
    }

    /// Takes away specks: ink with hardly any beside it.
    pub(crate) fn clean(&mut self) {
        let mut specks = Vec::new();
        for y in 0..self.height {
            for x in 0..self.width {
                if self.at(x, y) {
                    let rows = y.saturating_sub(1)..=y + 1;
                    let near = rows.flat_map(|b| (x.saturating_sub(1)..=x + 1).map(move |a| (a, b)));
                    if near.filter(|(a, b)| self.at(*a, *b)).count() <= 2 {
                        specks.push(y * self.width + x);
                    }
                }
            }
        }
        for i in specks {
            if let Some(p) = self.dark.get_mut(i) {
                *p = false;
            }
        }
    }
}

/// Sums of all pixels above and to the left.
fn sums(picture: &Picture) -> Vec<i64> {
    let wide = picture.width + 1;
    let mut out = vec![0; wide];
    out.reserve(wide * picture.height);
    for y in 0..picture.height {
        let mut line = 0;
        out.push(0);
        for (x, p) in picture.row(y).iter().enumerate() {
            line += i64::from(*p);
            let above = out.get(y * wide + x + 1).copied().unwrap_or(0);
            out.push(above + line);
        }
    }
    out
}

/// A run of ink along one direction: where across, and from where to where along.
#[derive(Clone, Copy)]
struct Run {
    across: usize,
    from: usize,
    to: usize,
}

/// A ruling in pixels, ends past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) x0: usize,
    pub(crate) y0: usize,
    pub(crate) x1: usize,
    pub(crate) y1: usize,
}

/// The rulings of a page of `scale` pixels a point.
pub(crate) fn find(ink: &Ink, scale: f32) -> Vec<Ruling> {
    let pixels = |points: f32| to_pixels(points * scale);
    let level = runs(ink.height, ink.width, pixels(LEVEL), |y, x| ink.at(x, y));
    let upright = runs(ink.width, ink.height, pixels(UPRIGHT), |x, y| ink.at(x, y));
    let thick = pixels(THICK).max(3);
    let level: Vec<Ruling> =
        (thin(level, thick).into_iter()).map(|[a, b, from, to]| Ruling { x0: from, y0: a, x1: to, y1: b }).collect();
    let near = pixels(2.5);
    let meets = |y: usize, x: usize| {
        level.iter().any(|r| r.x0 <= x + near && x <= r.x1 + near && r.y0 <= y + near && y <= r.y1 + near)
    };
    let mut out: Vec<Ruling> = (thin(upright, thick).into_iter())
        .map(|[a, b, from, to]| Ruling { x0: a, y0: from, x1: b, y1: to })
        .filter(|r| r.y1 - r.y0 >= pixels(LONG) || meets(r.y0, r.x0) && meets(r.y1, r.x0))
        .collect();
    out.extend(level);
    out
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
fn to_pixels(length: f32) -> usize {
    length.round().max(1.0) as usize
}

/// Runs of ink at least so long, along each of `count` lines of `length` pixels.
fn runs(count: usize, length: usize, least: usize, dark: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    let mut out = Vec::new();
    for across in 0..count {
        let mut run: Option<(usize, usize)> = None;
        for along in 0..length {
            if !dark(across, along) {
                continue;
            }
            run = match run {
                Some((from, to)) if along - to <= HOLE => Some((from, along + 1)),
                other => {
                    out.extend(other.filter(|(from, to)| to - from >= least).map(|(from, to)| Run {
                        across,
                        from,
                        to,
                    }));
                    Some((along, along + 1))
                }
            };
        }
        out.extend(run.filter(|(from, to)| to - from >= least).map(|(from, to)| Run { across, from, to }));
    }
    out
}

/// Runs beside each other as one: first and past-last line across, from and to along. What is thicker than a ruling is none.
fn thin(runs: Vec<Run>, thick: usize) -> Vec<[usize; 4]> {
    let mut open: Vec<[usize; 4]> = Vec::new();
    let mut out = Vec::new();
    for run in runs {
        let (done, still): (Vec<_>, Vec<_>) = open.into_iter().partition(|o| o.get(1).is_some_and(|b| *b < run.across));
        out.extend(done);
        open = still;
        // A line a little askew climbs in steps: the next run begins where this one ends.
        let beside = |o: &[usize; 4]| o[2] <= run.to + HOLE && run.from <= o[3] + HOLE;
        let (mine, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(beside);
        let start = [run.across, run.across + 1, run.from, run.to];
        let merged =
            mine.into_iter().fold(start, |m, o| [m[0].min(o[0]), m[1].max(o[1]), m[2].min(o[2]), m[3].max(o[3])]);
        open = rest;
        open.push(merged);
    }
    out.extend(open);
    out.retain(|[a, b, from, to]| b - a <= thick || (b - a) * 60 <= to - from);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(draw: impl Fn(usize, usize) -> bool) -> Ink {
        let pixels = (0..400 * 600).map(|i| if draw(i % 600, i / 600) { 20 } else { 250 }).collect();
        Ink::of(&Picture::new(600, 400, pixels), 20)
    }

    #[test]
    fn lines_are_found_and_type_is_not() {
        let ink = page(|x, y| {
            let level = (y == 100 || y == 101 || y == 200) && (50..=550).contains(&x);
            let upright = (x == 50 || x == 300 || x == 550) && (100..=200).contains(&y);
            let stroke = (120..126).contains(&y) && (100..120).contains(&x);
            level || upright || stroke
        });
        let found = find(&ink, 2.0);
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.contains(&Ruling { x0: 50, y0: 100, x1: 551, y1: 102 }), "{found:?}");
    }

    #[test]
    fn a_line_a_little_askew_is_one() {
        let found = find(&page(|x, y| y == 100 + x / 150 && (20..580).contains(&x)), 2.0);
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn shading_is_no_ruling_and_its_edge_neither() {
        let found = find(&page(|x, y| (100..140).contains(&y) && (50..550).contains(&x)), 2.0);
        assert!(found.iter().all(|r| r.y1 - r.y0 > 20 || r.x1 - r.x0 > 20), "{found:?}");
    }
}
