//! How wide columns must be, and how large the letters of a table can be.

use mingzhang_model::publication::PrintedTable;

/// Width between the margins in points.
const UPRIGHT: f64 = 442.0;
/// The same of a page on its side.
const LYING: f64 = 717.0;
/// Letters of a table in points: 五号 where there is room.
const LARGEST: f64 = 10.5;
/// Smaller letters are not read any more; rather break words.
const SMALLEST: f64 = 6.5;
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

/// Size of the letters in points, and the width of each column in ems.
pub(crate) fn columns(t: &PrintedTable) -> (f64, Vec<f64>) {
    let room = if t.landscape { LYING } else { UPRIGHT };
    let mut least = vec![1.0 + PADDING; t.widths.len()];
    for cell in t.rows.iter().flatten().filter(|c| c.spans.1 == 1) {
        if let Some(width) = least.get_mut(cell.column) {
            *width = width.max(hard(&cell.content.text()) + PADDING + f64::from(cell.indent));
        }
    }
    let wished: Vec<f64> = t.widths.iter().zip(&least).map(|(w, l)| (f64::from(*w) + PADDING).max(*l)).collect();
    let (hard, soft) = (least.iter().sum::<f64>().max(1.0), wished.iter().sum::<f64>().max(1.0));
    let size = (room / soft).clamp(SMALLEST, LARGEST).min(room / hard);
    // Where the wishes do not fit at the smallest size, words are broken and figures are not; where there is more room, all have of it.
    let give = if soft * size > room && soft > hard { (room / size - hard) / (soft - hard) } else { 1.0 };
    let widths: Vec<f64> = wished.iter().zip(&least).map(|(w, l)| l + (w - l) * give).collect();
    let stretch = room / size / widths.iter().sum::<f64>().max(1.0);
    (size, widths.into_iter().map(|w| w * stretch).collect())
}

/// Height between the margins in points.
const TALL: f64 = 637.0;
/// The same of a page on its side.
const FLAT: f64 = 441.0;
/// What stands above a listed table: title, number, maker.
const ABOVE: f64 = 62.0;
/// What the title of a part takes above that.
const PART: f64 = 61.0;
/// Free space in ems above and below the words of a row: as wished, and how little will do.
const LOOSE: f64 = 0.42;
const TIGHT: f64 = 0.16;

/// Free space above and below the words of a row: less where that saves a page, so that no row or note is left alone on one.
pub(crate) fn padding(t: &PrintedTable, size: f64, columns: &[f64], part: bool) -> f64 {
    let mut lines = vec![1.0_f64; t.rows.len()];
    for (row, cell) in t.rows.iter().enumerate().flat_map(|(n, r)| r.iter().map(move |c| (n, c))) {
        let over = columns.get(cell.column..(cell.column + cell.spans.1).min(columns.len())).unwrap_or_default();
        let room = (over.iter().sum::<f64>() - PADDING - f64::from(cell.indent)).max(1.0);
        let needs = (ems(&cell.content.text()) / room).ceil() / cell.spans.0.max(1) as f64;
        if let Some(most) = lines.get_mut(row) {
            *most = most.max(needs);
        }
    }
    let (room, page) = if t.landscape { (LYING, FLAT) } else { (UPRIGHT, TALL) };
    let notes: f64 = t.notes.iter().map(|n| (ems(&n.text) * LARGEST / room).ceil() * LARGEST * 1.4 + 6.0).sum();
    let above = if part { ABOVE + PART } else { ABOVE };
    let pages = |free: f64| -> usize {
        let height = |l: &f64| (l * 1.35 - 0.35 + 2.0 * free) * size + 0.5;
        let head: f64 = lines.iter().take(t.header_rows).map(height).sum();
        let (mut count, mut left) = (1, page - above - head);
        let rows = lines.iter().skip(t.header_rows).map(height);
        for (height, again) in rows.map(|h| (h, head)).chain([(notes, 0.0)]) {
            if height > left {
                (count, left) = (count + 1, page - again);
            }
            left -= height;
        }
        count
    };
    let wished = pages(LOOSE);
    let steps = [LOOSE, 0.34, 0.28, 0.22, TIGHT];
    steps.into_iter().find(|free| pages(*free) < wished).unwrap_or(LOOSE)
}

/// The width in ems that lets the words of a head fall into lines of one length; none if they stand in one line.
pub(crate) fn balanced(text: &str, columns: &[f64]) -> Option<f64> {
    let room = columns.iter().sum::<f64>() - PADDING;
    let length = ems(text);
    let width = (length / (length / room).ceil()).ceil().max(hard(text)) + 0.2;
    (length > room && width < room).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_model::publication::{Align, Content, PrintedCell};

    #[test]
    fn figures_have_the_room_they_need() {
        let figure = Content::Text("123,456,789.00".to_owned());
        let row = |n: usize| (0..n).map(|c| PrintedCell::new(c, figure.clone(), Align::Right)).collect();
        for n in [1, 2, 5, 12, 30] {
            let table = PrintedTable { widths: vec![3; n], rows: vec![row(n)], ..PrintedTable::default() };
            let (size, widths) = columns(&table);
            assert!(widths.iter().all(|w| *w >= ems("123,456,789.00")), "{n} {widths:?}");
            assert!((widths.iter().sum::<f64>() * size - UPRIGHT).abs() < 0.01 && size <= LARGEST, "{n} {size}");
        }
    }

    #[test]
    fn rows_close_up_where_that_saves_a_page() {
        let row = || vec![PrintedCell::new(0, Content::Text("图书馆".to_owned()), Align::Left)];
        let table = |n: usize| PrintedTable {
            widths: vec![20],
            rows: (0..n).map(|_| row()).collect(),
            header_rows: 1,
            notes: vec!["注：本表反映支出。".into()],
            ..PrintedTable::default()
        };
        let free = |n: usize| padding(&table(n), 10.5, &[42.0], false);
        assert_eq!((free(10), free(28) < LOOSE, free(55)), (LOOSE, true, LOOSE));
        assert!((24..40).all(|n| padding(&table(n), 10.5, &[42.0], true) <= free(n)), "a part's title takes room");
    }

    #[test]
    fn heads_fall_into_even_lines() {
        assert_eq!(balanced("公务用车购置费", &[4.0, 2.5]), Some(4.2));
        assert_eq!((balanced("合计", &[6.5]), balanced("2024", &[2.0])), (None, None));
    }
}
