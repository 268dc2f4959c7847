//! Points by two figures each: series 0 to the right, series 1 upwards. Points of one place are one mark with their number.

use super::paint::{
    End, FAINT, Failed, INK, LINE, Middle, Start, TYPE, fine, label_style, line, position, sheet, width, write,
};
use mingzhang_model::Amount;
use mingzhang_model::publication::Chart;
use plotters::prelude::*;
use std::collections::BTreeMap;

const WIDTH: f64 = 520.0;
const PLOT: f64 = 260.0;
/// Half the size of a mark.
const MARK: f64 = 4.5;

pub(super) fn draw(chart: &Chart) -> Result<String, Failed> {
    let (right, up) = match chart.series.as_slice() {
        [right, up, ..] if !right.1.is_empty() => (right, up),
        _ => return sheet(chart, (WIDTH, 2.0 * LINE), |area| write(area, "没有数据。", 0.0, LINE, Start, INK)),
    };
    let mut places: BTreeMap<(Amount, Amount), usize> = BTreeMap::new();
    for (x, y) in right.1.iter().zip(&up.1) {
        *places.entry((*x, *y)).or_default() += 1;
    }
    let range = |list: &[Amount]| {
        let ends = list.iter().map(|v| position(*v, chart.unit));
        let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        // Whole tens, and never so close that a point looks far from its like.
        let (low, high) = ((low / 10.0).floor() * 10.0, (high / 10.0).ceil() * 10.0);
        if high - low < 20.0 { (high - 20.0, high) } else { (low, high) }
    };
    let (left, far) = range(&right.1);
    let (bottom, top) = range(&up.1);
    let axis = 46.0;
    let height = LINE + PLOT + 2.0 * LINE + 10.0;
    sheet(chart, (WIDTH, height), |area| {
        write(area, &up.0, 2.0, 15.5, Start, INK)?;
        write(area, &right.0, WIDTH - 2.0, height - 6.0, End, INK)?;
        let plot = area.clone().margin(fine(LINE + 8.0), fine(LINE), 0, fine(40.0));
        // Marks at the edge are not cut.
        let (dx, dy) = ((far - left) * 0.03, (top - bottom) * 0.04);
        let mut plotted = ChartBuilder::on(&plot)
            .set_label_area_size(LabelAreaPosition::Left, fine(axis))
            .set_label_area_size(LabelAreaPosition::Bottom, fine(24.0))
            .build_cartesian_2d(left - dx..far + dx, bottom - dy..top + dy)?;
        (plotted.configure_mesh())
            .x_labels(6)
            .y_labels(6)
            .x_label_formatter(&|v| tick(*v))
            .y_label_formatter(&|v| tick(*v))
            .x_label_style(label_style(area))
            .y_label_style(label_style(area))
            .light_line_style(TRANSPARENT)
            .bold_line_style(line(0.75, FAINT))
            .axis_style(line(0.75, INK))
            .set_tick_mark_size(LabelAreaPosition::Left, fine(4.0))
            .set_tick_mark_size(LabelAreaPosition::Bottom, fine(4.0))
            .draw()?;
        for ((x, y), count) in &places {
            let at = plotted.backend_coord(&(position(*x, chart.unit), position(*y, chart.unit)));
            let size = MARK * (*count as f64).sqrt().min(3.0);
            area.draw(&Circle::new(at, fine(size), WHITE.filled()))?;
            area.draw(&Circle::new(at, fine(size), line(1.5, INK)))?;
            if *count > 1 {
                let unit = f64::from(fine(1.0));
                let (x, y) = (f64::from(at.0) / unit, f64::from(at.1) / unit);
                let words = format!("{count}个");
                // Beside the mark, on the side that has room.
                let beside = x + size + 4.0 + width(&words) * TYPE < WIDTH;
                let (x, end) = if beside { (x + size + 4.0, Start) } else { (x - size - 4.0, End) };
                write(area, &words, x, y + 5.0, end, INK)?;
            }
        }
        if places.is_empty() {
            write(area, "没有数据。", WIDTH / 2.0, PLOT / 2.0, Middle, INK)?;
        }
        Ok(())
    })
}

/// A number of the scale; what the sum of steps leaves in its last bits is dropped.
fn tick(value: f64) -> String {
    format!("{}", (value * 1e4).round() / 1e4 + 0.0)
}
