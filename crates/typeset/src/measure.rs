//! How wide columns must be, and how large the letters of a table can be.

use mingzhang_model::publication::PrintedTable;

/// Width between the margins in points, upright and on its side.
const WIDTHS: [f64; 2] = [442.0, 717.0];
/// Letters of a table in points: as large as 小五 to 五号 where there is room, and no smaller than can be read.
const SIZES: [f64; 2] = [6.5, 10.5];
/// What a cell keeps free on both sides together, in ems.
const PADDING: f64 = 0.8;

/// Width of a text in ems: half for Latin letters and digits, and a little more, as the widest are.
pub(crate) fn ems(text: &str) -> f64 {
    text.chars().map(em).sum()
}

fn em(c: char) -> f64 {
    match c {
        '.' | ',' | ' ' => 0.34,
        '%' => 0.93,
        c if c.is_ascii_uppercase() => 0.75,
        c if c.is_ascii() => 0.58,
        _ => 1.0,
    }
}

/// The widest part of a text that a line cannot break.
fn hard(text: &str) -> f64 {
    text.split(|c: char| !c.is_ascii() || c == ' ').map(ems).fold(0.0, f64::max)
}

/// Size of the letters in points, and the share of the width of each column.
pub(crate) fn columns(t: &PrintedTable) -> (f64, Vec<f64>) {
    let room = WIDTHS[usize::from(t.landscape)];
    let mut least = vec![1.0 + PADDING; t.widths.len()];
    for cell in t.rows.iter().flatten().filter(|c| c.spans.1 == 1) {
        if let Some(width) = least.get_mut(cell.column) {
            *width = width.max(hard(&cell.content.text()) + PADDING + f64::from(cell.indent));
        }
    }
    let wished: Vec<f64> = t.widths.iter().zip(&least).map(|(w, l)| (f64::from(*w) + PADDING).max(*l)).collect();
    let (hard, soft): (f64, f64) = (least.iter().sum(), wished.iter().sum());
    let size = (room / soft).clamp(SIZES[0], SIZES[1]).min(room / hard);
    // Where the wishes do not fit at the smallest size, words are broken and figures are not.
    let give = if soft * size > room { (room / size - hard) / (soft - hard) } else { 1.0 };
    let shares = wished.iter().zip(&least).map(|(w, l)| l + (w - l) * give).collect();
    (size, shares)
}
