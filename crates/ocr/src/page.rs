//! A picture of a page to its characters and rulings.

use crate::engine::{Engine, Line};
use crate::lines::{self, Strip};
use crate::picture::Picture;
use crate::rules::{self, Ink, Ruling};
use crate::skew;
use mingzhang_decode::{Seen, Sign, cells};

/// Points around which ink is told from paper.
const AROUND: f32 = 12.0;
/// Pixels for one point in which the finding model looks for text.
const FINDING: f32 = 1.52;
/// Level rulings longer than this, in points, are erased even where they make no table: lines under text.
const UNDERLINE: f32 = 60.0;
/// A page that reads worse than this on the average, per mille, may lie on its side or stand on its head.
const UPRIGHT: u64 = 750;

/// Reads a picture of a page so many points wide and high.
pub(crate) fn read(engine: &Engine, mut picture: Picture, width: f32, height: f32) -> Result<Seen, String> {
    picture.level();
    let degrees = skew::angle(&picture);
    if degrees != 0.0 {
        picture = picture.turn(degrees);
    }
    let first = level(engine, &picture, width, height)?;
    let mut best = (sureness(&first), first);
    if best.0 < UPRIGHT && !best.1.signs.is_empty() {
        let side = picture.quarter();
        let turned = [
            level(engine, &picture.half_turn(), width, height)?,
            level(engine, &side, height, width)?,
            level(engine, &side.half_turn(), height, width)?,
        ];
        for seen in turned {
            let sure = sureness(&seen);
            if sure > best.0 {
                best = (sure, seen);
            }
        }
    }
    Ok(best.1)
}

/// How sure a page was read on the average, per mille.
fn sureness(seen: &Seen) -> u64 {
    let count = u64::try_from(seen.signs.len()).unwrap_or(u64::MAX).max(1);
    seen.signs.iter().map(|s| u64::from(s.recognised.confidence)).sum::<u64>() / count
}

/// A box to read: its ink, and what of the picture the model gets.
struct Crop {
    ink: Strip,
    area: [f32; 4],
}

/// Reads a picture that stands upright.
fn level(engine: &Engine, picture: &Picture, width: f32, height: f32) -> Result<Seen, String> {
    let scale = picture.width as f32 / width.max(1.0);
    let mut ink = Ink::of(picture, pixels(AROUND * scale));
    let rulings = rules::find(&ink, scale);
    let rules: Vec<[f32; 4]> = rulings.iter().map(|r| [r.x0, r.y0, r.x1, r.y1].map(|v| v as f32 / scale)).collect();
    let tables: Vec<Vec<Strip>> =
        cells(&rules).into_iter().map(|t| t.into_iter().map(|c| strip(c, scale)).collect()).collect();
    let mut plain = picture.clone();
    for r in rulings.iter().filter(|r| is_drawn(r, &tables, scale)) {
        let by = pixels(0.35 * scale);
        let (x0, y0, x1, y1) = (r.x0.saturating_sub(by), r.y0.saturating_sub(by), r.x1 + by, r.y1 + by);
        plain.erase(x0, y0, x1, y1);
        ink.erase(x0, y0, x1, y1);
    }
    ink.clean();
    let inner: Vec<Vec<Strip>> = tables.iter().flatten().map(|cell| lines::rows(&ink, *cell)).collect();
    let all: Vec<Strip> = inner.iter().flatten().copied().collect();
    let usual = lines::usual(&all, pixels(4.0 * scale));
    let mut strips: Vec<Strip> = inner.iter().flat_map(|rows| lines::lines(rows, usual)).collect();
    let mut rest = plain.clone();
    for whole in tables.iter().filter_map(|table| table.iter().copied().reduce(cover)) {
        let by = pixels(1.5 * scale);
        let (x0, y0) = (whole.x0.saturating_sub(by), whole.y0.saturating_sub(by));
        ink.erase(x0, y0, whole.x1 + by, whole.y1 + by);
        rest.erase(x0, y0, whole.x1 + by, whole.y1 + by);
    }
    strips.extend(running(engine, &rest, &ink, scale)?);
    let usual = lines::usual(&strips, pixels(4.0 * scale));
    let crops: Vec<Crop> = strips.into_iter().map(|ink| Crop { ink, area: area(ink, usual, &plain) }).collect();
    let areas: Vec<[f32; 4]> = crops.iter().map(|c| c.area).collect();
    let read = engine.read(&plain, &areas)?;
    let mut signs = Vec::new();
    for (crop, line) in crops.iter().zip(&read) {
        set(crop, line, usual, scale, &mut signs);
    }
    Ok(Seen { width, height, signs, rules })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
fn pixels(length: f32) -> usize {
    length.round().max(1.0) as usize
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside the picture")]
fn strip(points: [f32; 4], scale: f32) -> Strip {
    let [x0, y0, x1, y1] = points.map(|v| (v * scale).round().max(0.0) as usize);
    Strip { x0, y0, x1: x1.max(x0), y1: y1.max(y0) }
}

fn cover(a: Strip, b: Strip) -> Strip {
    Strip { x0: a.x0.min(b.x0), y0: a.y0.min(b.y0), x1: a.x1.max(b.x1), y1: a.y1.max(b.y1) }
}

/// Whether a ruling was drawn, not written: part of a table, or too long for a stroke.
fn is_drawn(r: &Ruling, tables: &[Vec<Strip>], scale: f32) -> bool {
    let by = pixels(3.0 * scale);
    let long = r.x1 - r.x0 >= pixels(UNDERLINE * scale) || r.y1 - r.y0 >= pixels(UNDERLINE * scale);
    let within = |c: &Strip| c.x0 <= r.x1 + by && r.x0 <= c.x1 + by && c.y0 <= r.y1 + by && r.y0 <= c.y1 + by;
    long || tables.iter().flatten().any(within)
}

/// Lines of text of a picture without its tables, band by band between them.
fn running(engine: &Engine, picture: &Picture, ink: &Ink, scale: f32) -> Result<Vec<Strip>, String> {
    let mut out = Vec::new();
    for band in bands(ink, picture, pixels(40.0 * scale)) {
        let pad = pixels(8.0 * scale);
        let whole = Strip {
            x0: band.x0.saturating_sub(pad),
            y0: band.y0.saturating_sub(pad),
            x1: (band.x1 + pad).min(picture.width),
            y1: (band.y1 + pad).min(picture.height),
        };
        let edges = [whole.x0 as f32, whole.y0 as f32, whole.x1 as f32, whole.y1 as f32];
        let map = engine.find(picture, edges, FINDING / scale)?;
        let (sx, sy) = (whole.width() as f32 / map.width as f32, whole.height() as f32 / map.height as f32);
        for found in lines::found(&map) {
            let at = |margin: f32| {
                let [x0, y0, x1, y1] = found.core;
                let x = |v: f32| edges[0] + v.clamp(0.0, map.width as f32) * sx;
                let y = |v: f32| edges[1] + v.clamp(0.0, map.height as f32) * sy;
                strip([x(x0 - margin), y(y0 - margin), x(x1 + margin), y(y1 + margin)], 1.0)
            };
            out.extend(lines::fit(ink, at(0.0), at(found.margin)));
        }
    }
    Ok(out)
}

/// Stretches of the page that have ink, parted where `apart` rows have none.
fn bands(ink: &Ink, picture: &Picture, apart: usize) -> Vec<Strip> {
    let whole = Strip { x0: 0, y0: 0, x1: picture.width, y1: picture.height };
    let mut out: Vec<Strip> = Vec::new();
    for row in lines::rows(ink, whole) {
        match out.last_mut() {
            Some(last) if row.y0 - last.y1 < apart => *last = cover(*last, row),
            _ => out.push(row),
        }
    }
    out
}

/// What of the picture a line's ink is read from: a little more than the ink, and never so little that a stroke fills it.
fn area(ink: Strip, usual: usize, picture: &Picture) -> [f32; 4] {
    let high = ink.height() as f32;
    let pad = (high * 0.16).max(2.0).max((usual as f32 - high) / 2.0);
    let aside = (high * 0.2).max(usual as f32 * 0.15).max(2.0);
    [
        (ink.x0 as f32 - aside).max(0.0),
        (ink.y0 as f32 - pad).max(0.0),
        (ink.x1 as f32 + aside).min(picture.width as f32),
        (ink.y1 as f32 + pad).min(picture.height as f32),
    ]
}

/// Whether a character fills the whole square of its type.
fn is_wide(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '·' | '°' | '—' | '–' | '“' | '”' | '‘' | '’')
}

/// Puts a line that was read on the page.
fn set(crop: &Crop, line: &Line, usual: usize, scale: f32, out: &mut Vec<Sign>) {
    let high = crop.ink.height() as f32;
    let han = line.read.iter().any(|r| is_wide(r.c) && r.c.is_alphabetic());
    let low = crop.ink.height() * 10 < usual * 6;
    // A line of strokes alone (一, —) is lower than its type.
    let em = if low {
        usual as f32 / 0.92
    } else if han {
        high / 0.92
    } else {
        high / 0.76
    };
    let base = if low || !han { crop.ink.y1 as f32 } else { crop.ink.y1 as f32 - 0.06 * em };
    for (i, read) in line.read.iter().enumerate() {
        let half = em * if is_wide(read.c) { 0.5 } else { 0.28 };
        let other = |n: Option<usize>| n.and_then(|n| line.read.get(n)).map(|r| (r.at + read.at) / 2.0);
        let left = other(i.checked_sub(1)).map_or(read.at - half, |m| m.max(read.at - half));
        let right = other(i.checked_add(1)).map_or(read.at + half, |m| m.min(read.at + half));
        out.push(Sign {
            c: read.c,
            x0: left / scale,
            x1: right / scale,
            base: base / scale,
            em: em / scale,
            recognised: read.recognised,
        });
    }
}
