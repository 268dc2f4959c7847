//! The sheet a chart is drawn on: pixels with fractions, text by its baseline, rows of a legend.

use crate::markup::escape;
use mingzhang_model::publication::{Chart, Content};
use mingzhang_model::{Amount, Unit};
use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// What drawing may fail with.
pub(super) type Failed = DrawingAreaErrorKind<std::io::Error>;
/// An area of the sheet.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Size of type, in pixels.
pub(super) const TYPE: f64 = 14.0;
/// Distance of two lines.
pub(super) const LINE: f64 = 21.0;
/// Side of a legend's swatch.
pub(super) const SWATCH: f64 = 13.0;
pub(super) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
pub(super) const FAINT: RGBColor = RGBColor(0xd9, 0xdd, 0xe2);

const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif";
/// plotters places by whole units; these many make a pixel.
const FINE: f64 = 8.0;

/// Fills whose greys are told apart wherever two of them meet, the last and the first too.
const FILLS: [RGBColor; 6] = [
    RGBColor(0x1f, 0x4e, 0x79),
    RGBColor(0xb4, 0xd0, 0xea),
    RGBColor(0x8c, 0x5a, 0x3c),
    RGBColor(0xf1, 0xdc, 0xb4),
    RGBColor(0x3f, 0x7f, 0x6c),
    RGBColor(0xe4, 0xe7, 0xea),
];

pub(super) fn fill(k: usize) -> RGBColor {
    FILLS.get(k % FILLS.len()).copied().unwrap_or(INK)
}

/// The colour of text upon a fill.
pub(super) fn ink_on(k: usize) -> RGBColor {
    if k.is_multiple_of(2) { WHITE } else { INK }
}

/// Pixels to units of the sheet.
pub(super) fn fine(pixels: f64) -> i32 {
    (pixels * FINE).round() as i32
}

/// Width of a text in sizes of its type.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum()
}

/// A name in lines that are no wider than `room` sizes of type.
pub(super) fn wrap(name: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for c in name.chars() {
        let step = width(c.encode_utf8(&mut [0; 4]));
        // A closing mark hangs over rather than begin a line.
        if used + step > room && used > 0.0 && !"，。、；：）》”".contains(c) {
            lines.push(String::new());
            used = 0.0;
        }
        used += step;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

/// An amount as the chart prints it, without its unit.
pub(super) fn number(value: Amount, chart: &Chart) -> String {
    Content::Amount { value, unit: chart.unit, places: chart.places, comma: false }.text()
}

/// An amount in printed units, for its place on the sheet only.
pub(super) fn position(value: Amount, unit: Unit) -> f64 {
    value.0 as f64 / (mingzhang_model::number::SCALE * unit.factor()) as f64
}

/// Where a text stands by its `x`.
pub(super) use HPos::{Center as Middle, Left as Start, Right as End};

/// A text with its baseline at `y`.
pub(super) fn write(area: &Area<'_>, text: &str, x: f64, y: f64, at: HPos, ink: RGBColor) -> Result<(), Failed> {
    let style = (FONTS, type_size(TYPE)).into_text_style(area).color(&ink).pos(Pos::new(at, VPos::Top));
    // The backend lets the ascent of a text set from its top be 0.76 of its size, whatever the font.
    area.draw_text(text, &style, (fine(x), fine(y - 0.76 * TYPE)))
}

/// The size plotters is to be told; it divides by 1.24.
fn type_size(pixels: f64) -> f64 {
    pixels * FINE * 1.24
}

/// The style of labels that plotters places itself.
pub(super) fn label_style<'a>(area: &Area<'_>) -> TextStyle<'a> {
    (FONTS, type_size(TYPE - 2.0)).into_text_style(area).color(&INK)
}

/// An outline.
pub(super) fn line(pixels: f64, ink: RGBColor) -> ShapeStyle {
    ink.stroke_width(fine(pixels).unsigned_abs())
}

/// A rectangle with its outline, by two corners.
pub(super) fn boxed(area: &Area<'_>, from: (f64, f64), to: (f64, f64), fill: RGBColor) -> Result<(), Failed> {
    let [a, b, c, d] = [from, (to.0, from.1), to, (from.0, to.1)].map(|(x, y)| (fine(x), fine(y)));
    area.draw(&Rectangle::new([a, c], fill.filled()))?;
    area.draw(&PathElement::new([a, b, c, d, a], line(0.75, INK)))
}

/// Draws on a sheet of some size in pixels and puts the words of the chart into it.
pub(super) fn sheet(
    chart: &Chart,
    (width, height): (f64, f64),
    draw: impl FnOnce(&Area<'_>) -> Result<(), Failed>,
) -> Result<String, Failed> {
    let mut out = String::new();
    {
        let area = SVGBackend::with_string(&mut out, (fine(width).unsigned_abs(), fine(height).unsigned_abs()))
            .into_drawing_area();
        draw(&area)?;
        area.present()?;
    }
    let body = out.split_once('>').map_or("", |(_, body)| body.trim_start());
    // Said once, of the whole sheet.
    let fonts = format!(" font-family=\"{}\"", FONTS.replace('\'', "&apos;"));
    Ok(format!("{}{}", head(chart, width, height), body.replace(&fonts, "")))
}

fn head(chart: &Chart, width: f64, height: f64) -> String {
    let title = if chart.caption.is_empty() { &chart.alternative } else { &chart.caption };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" font-family=\"{FONTS}\">\
         <title>{}</title><desc>{}</desc>\n",
        fine(width),
        fine(height),
        escape(title),
        escape(&chart.alternative),
    )
}

/// The chart as nothing but its words.
pub(super) fn words(chart: &Chart) -> String {
    format!("{}</svg>\n", head(chart, 520.0, LINE))
}
