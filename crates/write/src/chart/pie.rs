//! A pie with its legend beside it. The legend carries all words; the slices carry their share where there is room, and their number where
//! there are too many fills to tell apart.

use super::paint::{
    Failed, INK, LINE, Middle, SWATCH, Start, TYPE, boxed, fill, fine, ink_on, line, number, sheet, width, wrap, write,
};
use mingzhang_model::Amount;
use mingzhang_model::publication::Chart;
use plotters::prelude::*;
use std::f64::consts::TAU;

const WIDTH: f64 = 520.0;
const RADIUS: f64 = 100.0;
const CENTRE: f64 = 124.0;
/// Left edge of the legend.
const LEGEND: f64 = 268.0;
/// More slices than this are numbered.
const PLAIN: usize = 5;

/// Name in lines, amount with share, and the share of the disc.
struct Slice {
    lines: Vec<String>,
    part: f64,
    share: String,
}

pub(super) fn draw(chart: &Chart) -> Result<String, Failed> {
    let values: &[Amount] = chart.series.first().map_or(&[], |(_, values)| values);
    let total: i128 = values.iter().map(|v| i128::from(v.0)).sum();
    let missing = if values.is_empty() || chart.categories.is_empty() {
        Some("没有数据。")
    } else if values.iter().any(|v| v.0 < 0) {
        Some("含有负数，不作占比图。")
    } else if total == 0 {
        Some("各项金额均为零，不作占比图。")
    } else {
        None
    };
    let numbered = chart.categories.len() > PLAIN;
    let left = if missing.is_some() { 0.0 } else { LEGEND };
    let text = left + SWATCH + 8.0;
    let room = (WIDTH - text - TYPE) / TYPE;
    let slices: Vec<Slice> = (chart.categories.iter().zip(values).enumerate())
        .map(|(k, (name, value))| {
            let name = if numbered { format!("{} {name}", k + 1) } else { name.clone() };
            let share = if missing.is_none() { percent(*value, total) } else { String::new() };
            let amount = format!("{}{}", number(*value, chart), chart.unit.name());
            let amount = if share.is_empty() { amount } else { format!("{amount}，占{share}") };
            let mut lines = wrap(&name, room);
            lines.extend(wrap(&amount, room));
            Slice { lines, part: value.0 as f64 / total as f64, share }
        })
        .collect();
    let tall: f64 = slices.iter().map(|s| s.lines.len() as f64 * LINE + 7.0).sum();
    let said = if missing.is_some() { LINE + 6.0 } else { 0.0 };
    let disc = if missing.is_some() { 0.0 } else { 2.0 * CENTRE };
    let height = (tall + said + 8.0).max(disc);
    let middle = height / 2.0;

    sheet(chart, (WIDTH, height), |area| {
        if let Some(words) = missing {
            write(area, words, 0.0, 16.0, Start, INK)?;
        }
        let mut y = (height - said - tall) / 2.0 + said;
        for (k, slice) in slices.iter().enumerate() {
            if missing.is_none() {
                boxed(area, (left, y + 4.0), (left + SWATCH, y + 4.0 + SWATCH), colour(k, slices.len()))?;
            }
            for line in &slice.lines {
                write(area, line, text, y + 15.5, Start, INK)?;
                y += LINE;
            }
            y += 7.0;
        }
        if missing.is_some() {
            return Ok(());
        }
        let at = |turn: f64, r: f64| {
            let angle = turn * TAU;
            (CENTRE + r * angle.sin(), middle - r * angle.cos())
        };
        let unit = |(x, y): (f64, f64)| (fine(x), fine(y));
        let mut turn = 0.0;
        // Where the last number outside stands; the first may not be met from behind.
        let mut marks: Vec<f64> = Vec::new();
        for (k, slice) in slices.iter().enumerate().filter(|(_, s)| s.part > 0.0) {
            let whole = slice.part > 0.9999;
            let steps = (slice.part * 240.0).ceil().max(1.0);
            let mut edge: Vec<(i32, i32)> = if whole { Vec::new() } else { vec![(fine(CENTRE), fine(middle))] };
            edge.extend((0..=steps as usize).map(|s| unit(at(turn + slice.part * s as f64 / steps, RADIUS))));
            area.draw(&Polygon::new(edge.clone(), colour(k, slices.len()).filled()))?;
            edge.extend(edge.first().copied());
            area.draw(&PathElement::new(edge, line(0.75, INK)))?;
            let centre = turn + slice.part / 2.0;
            let (x, y) = if whole { (CENTRE, middle) } else { at(centre, RADIUS * 0.64) };
            // The chord at the label against the width of the label.
            if whole || RADIUS * 0.64 * 2.0 * (slice.part.min(0.5) * TAU / 2.0).sin() > width(&slice.share) * TYPE {
                write(area, &slice.share, x, y + 0.36 * TYPE, Middle, ink_of(k, slices.len()))?;
            }
            let apart = |m: &f64| (centre - m).abs().min(1.0 - (centre - m).abs()) * TAU * (RADIUS + 13.0) > 19.0;
            if numbered && marks.iter().all(apart) {
                marks.push(centre);
                let (x, y) = at(centre, RADIUS + 13.0);
                write(area, &(k + 1).to_string(), x, y + 0.36 * TYPE, Middle, INK)?;
            }
            turn += slice.part;
        }
        Ok(())
    })
}

/// The fill of a slice. The last slice meets the first: where both would take the same, it takes the one after next.
fn index(k: usize, count: usize) -> usize {
    if k > 0 && k + 1 == count && k.is_multiple_of(6) { k + 3 } else { k }
}

fn colour(k: usize, count: usize) -> RGBColor {
    fill(index(k, count))
}

fn ink_of(k: usize, count: usize) -> RGBColor {
    ink_on(index(k, count))
}

/// The share in percent, half-up to two decimals.
fn percent(value: Amount, total: i128) -> String {
    let hundredths = (i128::from(value.0) * 20_000 + total) / (total * 2);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
