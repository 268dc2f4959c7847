//! Tables: merged cells, headers on every page, columns and type that fit the page.

use super::paper::Paper;
use crate::package::escape;
use mingzhang_model::publication::{Align, Content, PrintedCell, PrintedTable};
use std::fmt::Write;

/// Sizes of type in half points, the largest that fits is taken: 小五, then down to 小六.
const SIZES: [u32; 6] = [18, 17, 16, 15, 14, 13];
/// White between a ruling and the text.
const MARGIN: u32 = 57;

/// Widths in half Chinese characters; no figure is broken for want of half a character.
fn widths(t: &PrintedTable) -> Vec<u32> {
    let mut out: Vec<u32> = t.widths.iter().map(|w| u32::from(*w).max(1) * 2).collect();
    for cell in t.rows.iter().flatten().filter(|c| c.spans.1 <= 1) {
        if let (Content::Amount { .. }, Some(width)) = (&cell.content, out.get_mut(cell.column)) {
            *width = (*width).max(u32::try_from(cell.content.text().len()).unwrap_or(u32::MAX).saturating_add(1));
        }
    }
    out
}

/// The type and the width of each column, which together fill the page.
fn fit(t: &PrintedTable, page: u32) -> (u32, Vec<u32>) {
    let widths = widths(t);
    let sum = widths.iter().sum::<u32>().max(1);
    let columns = u32::try_from(widths.len()).unwrap_or(1);
    let room = page.saturating_sub(columns * 2 * MARGIN);
    // Half a character is half the type's height; a half point is ten of our lengths.
    let size = SIZES.into_iter().find(|s| sum.saturating_mul(s * 5) <= room).unwrap_or(13);
    let mut left = page;
    let mut out = Vec::new();
    for (k, width) in widths.iter().enumerate() {
        let share = u32::try_from(u64::from(room) * u64::from(*width) / u64::from(sum)).unwrap_or(0) + 2 * MARGIN;
        let share = if k + 1 == widths.len() { left } else { share.min(left) };
        left -= share;
        out.push(share);
    }
    (size, out)
}

/// The table on its paper.
pub(super) fn table(t: &PrintedTable, paper: Paper) -> String {
    let page = paper.width();
    let (size, widths) = fit(t, page);
    let mut out =
        format!("<w:tbl><w:tblPr><w:tblW w:w=\"{page}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    let _ = write!(
        out,
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{MARGIN}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{MARGIN}\" w:type=\"dxa\"/></w:tblCellMar><w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        escape(&t.title.text)
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    // Rows are as high as a page lets them be, between close and comfortable.
    let height = if paper == Paper::Wide { 7_000 } else { 10_500 };
    let height = (height / u32::try_from(t.rows.len().max(1)).unwrap_or(1)).clamp(270, 400);
    let mut grid = Grid { above: vec![None; widths.len()], widths: &widths, size };
    for (r, row) in t.rows.iter().enumerate() {
        let head = if r < t.header_rows { "<w:tblHeader/>" } else { "" };
        let _ = write!(
            out,
            "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>{head}</w:trPr>{}</w:tr>",
            grid.row(row)
        );
    }
    out.push_str("</w:tbl>");
    out
}

struct Grid<'a> {
    /// Where a cell from above goes on: rows to come, columns; at its first column.
    above: Vec<Option<(usize, usize)>>,
    widths: &'a [u32],
    size: u32,
}

impl Grid<'_> {
    fn row(&mut self, row: &[PrintedCell]) -> String {
        let mut out = String::new();
        let mut column = 0;
        while column < self.widths.len() {
            if let Some(Some((rows, columns))) = self.above.get(column).copied() {
                self.set(column, (rows > 1).then_some((rows - 1, columns)));
                out.push_str(&self.cell(column, columns, "<w:vMerge/>", None));
                column += columns;
                continue;
            }
            let cell = row.iter().find(|c| c.column == column);
            let (rows, columns) = cell.map_or((1, 1), |c| c.spans);
            // Never over a cell from above, nor over the edge.
            let free = self.above.iter().skip(column).take_while(|a| a.is_none()).count();
            let columns = columns.clamp(1, free.max(1));
            let merge = if rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
            out.push_str(&self.cell(column, columns, merge, cell));
            if rows > 1 {
                self.set(column, Some((rows - 1, columns)));
            }
            column += columns;
        }
        out
    }

    fn set(&mut self, column: usize, value: Option<(usize, usize)>) {
        if let Some(slot) = self.above.get_mut(column) {
            *slot = value;
        }
    }

    fn cell(&self, column: usize, columns: usize, merge: &str, cell: Option<&PrintedCell>) -> String {
        let width: u32 = self.widths.iter().skip(column).take(columns).sum();
        let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
            self.paragraph(cell)
        )
    }

    fn paragraph(&self, cell: Option<&PrintedCell>) -> String {
        let text = cell.map(|c| c.content.text()).unwrap_or_default();
        let place = match cell {
            Some(c) if c.align == Align::Centre => "<w:jc w:val=\"center\"/>".to_owned(),
            Some(c) if c.align == Align::Right => "<w:jc w:val=\"right\"/>".to_owned(),
            Some(c) if c.indent > 0 => {
                let steps = u32::from(c.indent);
                format!("<w:ind w:leftChars=\"{}\" w:left=\"{}\"/>", steps * 100, steps * self.size * 10)
            }
            _ => String::new(),
        };
        let size = self.size;
        let bold = if cell.is_some_and(|c| c.bold) { "<w:b/><w:bCs/>" } else { "" };
        let run = if text.is_empty() {
            String::new()
        } else {
            format!(
                "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/>{bold}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>\
                 <w:t xml:space=\"preserve\">{}</w:t></w:r>",
                escape(&text)
            )
        };
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{place}<w:rPr><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:pPr>{run}</w:p>"
        )
    }
}
