//! Bars side by side, one group for each category.

use super::paint::{
    Area, End, FAINT, Failed, INK, LINE, Middle, SWATCH, Start, TYPE, boxed, fill, fine, label_style, line, number,
    position, sheet, width, wrap, write,
};
use mingzhang_model::Amount;
use mingzhang_model::publication::Chart;
use plotters::prelude::*;

/// Narrowest sheet.
const WIDTH: f64 = 520.0;
/// Height of the bars.
const BARS: f64 = 220.0;
/// Between two groups.
const GAP: f64 = 28.0;
/// Widest bar.
const WIDEST: f64 = 72.0;

pub(super) fn draw(chart: &Chart) -> Result<String, Failed> {
    let groups = chart.categories.len();
    let values = || chart.series.iter().flat_map(|(_, values)| values.iter().take(groups).copied());
    if values().next().is_none() {
        return sheet(chart, (WIDTH, 2.0 * LINE), |area| write(area, "没有数据。", 0.0, LINE, Start, INK));
    }
    let ends = values().map(|v| position(v, chart.unit));
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
    let (low, high) = if low == high { (0.0, 1.0) } else { (low, high) };
    // Above and below the longest bars stands their value.
    let room = (high - low) * (LINE / BARS);
    let (bottom, top) = (if low < 0.0 { low - room } else { 0.0 }, if high > 0.0 { high + room } else { 0.0 });

    // Each bar is given the width of the widest value, so that no two of them meet.
    let count = chart.series.len() as f64;
    let label = values().map(|v| width(&number(v, chart)) * TYPE + 8.0).fold(34.0, f64::max);
    let axis = tick(top).len().max(tick(bottom).len()) as f64 * 0.6 * TYPE + 16.0;
    let span = (label * count + GAP).max((WIDTH - axis) / groups as f64);
    let names: Vec<Vec<String>> = chart.categories.iter().map(|c| wrap(c, (span - 12.0) / TYPE)).collect();
    let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let whole = axis + span * groups as f64;
    let (keys, rows) = legend(chart, whole);
    let above = rows as f64 * LINE + 10.0;
    let height = above + BARS + lines * LINE + 12.0;

    sheet(chart, (whole, height), |area| {
        for (k, (x, row, name)) in keys.iter().enumerate() {
            let y = *row as f64 * LINE;
            boxed(area, (*x, y + 4.0), (x + SWATCH, y + 4.0 + SWATCH), fill(k))?;
            write(area, name, x + SWATCH + 6.0, y + 15.5, Start, INK)?;
        }
        if !chart.unit.name().is_empty() {
            write(area, &format!("单位：{}", chart.unit.name()), whole - 2.0, 15.5, End, INK)?;
        }
        let plot = area.clone().margin(fine(above), fine(lines * LINE + 12.0), 0, 0);
        let mut plotted = ChartBuilder::on(&plot)
            .set_label_area_size(LabelAreaPosition::Left, fine(axis))
            .build_cartesian_2d(0.0..groups as f64, bottom..top)?;
        (plotted.configure_mesh())
            .disable_x_mesh()
            .disable_x_axis()
            .y_labels(6)
            .y_label_formatter(&|v| tick(*v))
            .y_label_style(label_style(area))
            .light_line_style(TRANSPARENT)
            .bold_line_style(line(0.75, FAINT))
            .axis_style(line(0.75, INK))
            .set_tick_mark_size(LabelAreaPosition::Left, fine(4.0))
            .draw()?;
        let bar = (span - GAP).min(WIDEST.max(label) * count) / count / span;
        for (k, (_, values)) in chart.series.iter().enumerate() {
            for (group, value) in values.iter().take(groups).enumerate() {
                let left = group as f64 + 0.5 + (k as f64 - count / 2.0) * bar;
                let inset = bar * (1.0 - (WIDEST / (bar * span)).min(0.88)) / 2.0;
                let y = position(*value, chart.unit);
                let from = plotted.backend_coord(&(left + inset, y.max(0.0)));
                let to = plotted.backend_coord(&(left + bar - inset, y.min(0.0)));
                let (from, to) = (pixels(from), pixels(to));
                if !value.is_zero() {
                    boxed(area, from, to, fill(k))?;
                }
                let base = if *value < Amount::ZERO { to.1 + TYPE + 1.0 } else { from.1 - 5.0 };
                write(area, &number(*value, chart), (from.0 + to.0) / 2.0, base, Middle, INK)?;
            }
        }
        let zero = [(0.0, 0.0), (groups as f64, 0.0)].map(|p| plotted.backend_coord(&p));
        area.draw(&PathElement::new(zero, line(1.0, INK)))?;
        names_below(area, &names, axis, span, above + BARS)
    })
}

fn names_below(area: &Area<'_>, names: &[Vec<String>], axis: f64, span: f64, top: f64) -> Result<(), Failed> {
    for (group, lines) in names.iter().enumerate() {
        for (k, text) in lines.iter().enumerate() {
            let x = axis + (group as f64 + 0.5) * span;
            write(area, text, x, top + 18.0 + k as f64 * LINE, Middle, INK)?;
        }
    }
    Ok(())
}

/// Left edge, row and name of each series, and the number of rows; the first row leaves room for the unit.
fn legend(chart: &Chart, whole: f64) -> (Vec<(f64, usize, String)>, usize) {
    let unit = width("单位：万元") * TYPE + 16.0;
    let (mut x, mut row) = (1.0, 0);
    let mut keys = Vec::new();
    for (name, _) in &chart.series {
        let wide = SWATCH + 6.0 + width(name) * TYPE;
        let room = if row == 0 { whole - unit } else { whole };
        if x > 1.0 && x + wide > room {
            (x, row) = (1.0, row + 1);
        }
        keys.push((x, row, name.clone()));
        x += wide + 24.0;
    }
    (keys, row + 1)
}

/// A number of the scale; what the sum of steps leaves in its last bits is dropped.
fn tick(value: f64) -> String {
    format!("{}", (value * 1e4).round() / 1e4 + 0.0)
}

fn pixels((x, y): (i32, i32)) -> (f64, f64) {
    let unit = f64::from(fine(1.0));
    (f64::from(x) / unit, f64::from(y) / unit)
}
