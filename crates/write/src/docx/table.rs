//! Tables: merged cells, headers on every page, columns and type that fit the page.

use super::paper::Paper;
use crate::package::escape;
use mingzhang_model::publication::{Align, Content, PrintedCell, PrintedTable, Prose};
use std::fmt::Write;

/// Sizes of type in half points: 小五, then down to 小六.
const SIZES: [u32; 6] = [18, 17, 16, 15, 14, 13];
/// The smallest type taken only to bring a table onto one page.
const SMALL: u32 = 16;
/// White between a ruling and the text.
const MARGIN: u32 = 57;
/// The lowest and the highest row of one line.
const ROWS: (u32, u32) = (250, 400);
/// What a ruling and the white around it take of a row.
const RULING: u32 = 16;
/// Heights of the title of a table, of a line of its frame and of a line of its notes, in the tallest type there is.
const TITLE: u32 = 530;
const FRAME: u32 = 310;
const NOTE: u32 = 265;

/// Height of a line of a size in half points: fixed, so that a table takes the same room in whatever type is installed.
fn line(size: u32) -> u32 {
    size * 13
}

/// Length in half Chinese characters.
fn length(text: &str) -> u32 {
    text.chars().fold(0, |n: u32, c| n.saturating_add(if c.is_ascii() { 1 } else { 2 }))
}

/// What a figure or a code needs to stand on one line, in half Chinese characters; `None` for words, which fold.
fn unbroken(cell: &PrintedCell) -> Option<u32> {
    let text = cell.content.text();
    let code = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let figure = matches!(cell.content, Content::Amount { .. }) || code;
    (figure && cell.spans.1 <= 1).then(|| length(&text).saturating_add(if code && text.len() > 2 { 2 } else { 1 }))
}

/// What the columns want and what they need, in half Chinese characters.
struct Columns {
    wanted: Vec<u32>,
    needed: Vec<u32>,
}

impl Columns {
    fn new(t: &PrintedTable) -> Columns {
        let mut needed: Vec<u32> = vec![2; t.widths.len()];
        for cell in t.rows.iter().flatten() {
            if let (Some(least), Some(width)) = (unbroken(cell), needed.get_mut(cell.column)) {
                *width = (*width).max(least);
            }
        }
        let wanted = t.widths.iter().zip(&needed).map(|(w, n)| (u32::from(*w) * 2).max(*n)).collect();
        Columns { wanted, needed }
    }

    /// The width of each column in type of a size, which together fill the page; `None` if figures would break.
    fn widths(&self, size: u32, page: u32) -> Option<Vec<u32>> {
        // Half a character is half the type's height; a half point is ten of our lengths.
        let sum = |list: &[u32]| list.iter().sum::<u32>().saturating_mul(size * 5);
        let room = page.saturating_sub(u32::try_from(self.wanted.len()).unwrap_or(1) * 2 * MARGIN);
        let spare = room.checked_sub(sum(&self.needed))?;
        // What is wanted beyond need is given in part; what is left beyond that, by what is wanted.
        let wishes: Vec<u32> = if sum(&self.wanted) <= room {
            self.wanted.clone()
        } else {
            self.wanted.iter().zip(&self.needed).map(|(w, n)| w - n).collect()
        };
        let base = if sum(&self.wanted) <= room { &[][..] } else { &self.needed };
        let spare = if base.is_empty() { room } else { spare };
        let all = u64::from(wishes.iter().sum::<u32>().max(1));
        let mut left = page;
        let last = wishes.len().saturating_sub(1);
        let width = |(k, wish): (usize, &u32)| {
            let base = base.get(k).copied().unwrap_or(0) * size * 5;
            let share = u32::try_from(u64::from(spare) * u64::from(*wish) / all).unwrap_or(0) + base + 2 * MARGIN;
            let share = if k == last { left } else { share.min(left) };
            left -= share;
            share
        };
        Some(wishes.iter().enumerate().map(width).collect())
    }
}

/// What a table looks like on its pages.
struct Fit {
    /// Type in half points.
    size: u32,
    /// Width of each column; together they fill the page.
    widths: Vec<u32>,
    /// Least height of the rows.
    height: u32,
    /// All of it stands on one page.
    whole: bool,
}

/// Heights that rows have to stand in.
struct Room {
    /// On the first page, below the title.
    first: u32,
    /// On all others, with the header.
    page: u32,
    /// What the notes take of the last.
    notes: u32,
}

impl Room {
    /// Pages that rows of these heights take, the first `head` of which are on each.
    fn pages(&self, rows: &[u32], head: usize) -> u32 {
        let header = rows.iter().take(head).sum::<u32>();
        let (mut pages, mut left) = (1, self.first.saturating_sub(header));
        for (k, row) in rows.iter().enumerate().skip(head) {
            let row = if k + 1 == rows.len() { row + self.notes } else { *row };
            if row > left {
                (pages, left) = (pages + 1, self.page.saturating_sub(header));
            }
            left = left.saturating_sub(row);
        }
        pages
    }
}

/// The largest type that takes the fewest pages; words may fold, figures do not.
fn fit(t: &PrintedTable, page: u32, room: &Room) -> Fit {
    let columns = Columns::new(t);
    let [.., smallest] = SIZES;
    let plain = |size: u32| columns.wanted.iter().sum::<u32>().saturating_mul(size * 5);
    let width = page.saturating_sub(u32::try_from(columns.wanted.len()).unwrap_or(1) * 2 * MARGIN);
    // Type in which nothing folds is small enough, type in which a quarter has no room too large.
    let least = SIZES.into_iter().find(|s| plain(*s) <= width).unwrap_or(smallest).min(SMALL);
    let mut best: Option<(u32, u32, Vec<u32>)> = None;
    for size in SIZES.into_iter().filter(|s| *s >= least && (plain(*s) / 4 * 3 <= width || *s == least)) {
        let Some(widths) = columns.widths(size, page) else { continue };
        let pages = room.pages(&heights(t, &widths, size, ROWS.0), t.header_rows);
        if best.as_ref().is_none_or(|b| pages < b.0) {
            best = Some((pages, size, widths));
        }
    }
    let torn = || {
        let all = u64::from(columns.wanted.iter().sum::<u32>().max(1));
        columns.wanted.iter().map(|w| u32::try_from(u64::from(page) * u64::from(*w) / all).unwrap_or(0)).collect()
    };
    let (fewest, size, widths) = best.unwrap_or_else(|| (2, smallest, torn()));
    let high = if fewest > 1 { ROWS.0 + 40 } else { ROWS.1 };
    let pages = |height: u32| room.pages(&heights(t, &widths, size, height), t.header_rows);
    let height = (ROWS.0..=high).rev().step_by(10).find(|h| pages(*h) <= fewest).unwrap_or(ROWS.0);
    Fit { size, widths, height, whole: fewest == 1 }
}

/// Heights of all rows.
fn heights(t: &PrintedTable, widths: &[u32], size: u32, least: u32) -> Vec<u32> {
    t.rows.iter().map(|r| row(r, widths, size).max(least) + RULING).collect()
}

/// Height of a row by the lines its cells fold into; cells of several rows have room enough.
fn row(cells: &[PrintedCell], widths: &[u32], size: u32) -> u32 {
    let lines = |c: &PrintedCell| {
        let all = widths.iter().skip(c.column).take(c.spans.1.max(1)).sum::<u32>();
        let inner = all.saturating_sub(2 * MARGIN + u32::from(c.indent) * size * 10).max(size * 10);
        // Letters are a little wider in some types than in others, and a line breaks before it is full.
        (length(&c.content.text()) * size * 21 / 4).div_ceil(inner).max(1)
    };
    cells.iter().filter(|c| c.spans.0 <= 1).map(lines).max().unwrap_or(1) * line(size)
}

/// The table on its paper; `above` is the height of the headings on its page.
pub(super) fn table(t: &PrintedTable, paper: Paper, above: u32) -> String {
    let page = paper.width();
    let frame = [!t.number.is_empty(), !(t.maker.is_empty() && t.unit.is_empty())];
    let frame = u32::try_from(frame.iter().filter(|f| **f).count()).unwrap_or(0) * FRAME;
    let note = |n: &Prose| (length(&n.text) * 95).div_ceil(page).max(1) * NOTE + 60;
    let room = Room {
        first: paper.height().saturating_sub(above + TITLE + frame),
        page: paper.height(),
        notes: t.notes.iter().map(note).sum(),
    };
    let Fit { size, widths, height, whole } = fit(t, page, &room);
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
    let mut grid = Grid { above: vec![None; widths.len()], widths: &widths, size, kept: false };
    for (r, row) in t.rows.iter().enumerate() {
        let head = if r < t.header_rows { "<w:tblHeader/>" } else { "" };
        // A note takes the last rows with it onto the next page.
        grid.kept = !whole && !t.notes.is_empty() && r >= t.header_rows && r + 3 > t.rows.len();
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
    /// The row stands on the page of what follows.
    kept: bool,
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
        let keep = if self.kept { "<w:keepNext/>" } else { "" };
        let lines = format!("<w:spacing w:line=\"{}\" w:lineRule=\"exact\"/>", line(size));
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
            "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{keep}{lines}{place}<w:rPr><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:pPr>{run}</w:p>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: usize, columns: usize, note: bool) -> PrintedTable {
        let name = "机关事业单位基本养老保险缴费支出".to_owned();
        let row = |_| {
            let mut row = vec![PrintedCell::new(0, Content::Text("2080505".to_owned()), Align::Centre)];
            row.push(PrintedCell::new(1, Content::Text(name.clone()), Align::Left));
            row.extend((2..columns).map(|c| {
                let value = mingzhang_model::Amount(12_345_678_901_200);
                let unit = mingzhang_model::Unit::WanYuan;
                PrintedCell::new(c, Content::Amount { value, unit, places: 2, comma: true }, Align::Right)
            }));
            row
        };
        PrintedTable {
            title: "表".into(),
            widths: [4, 16].into_iter().chain((2..columns).map(|_| 8)).collect(),
            header_rows: 1,
            rows: (0..rows).map(row).collect(),
            notes: if note { vec!["注：说明。".into()] } else { Vec::new() },
            ..PrintedTable::default()
        }
    }

    fn fitted(t: &PrintedTable, paper: Paper) -> Fit {
        fit(t, paper.width(), &Room { first: paper.height() - 800, page: paper.height(), notes: 330 })
    }

    #[test]
    fn a_table_takes_as_few_pages_as_it_can() {
        // Large type and high rows for a few; smaller ones rather than a second page for some more.
        let of = |rows| fitted(&sheet(rows, 5, true), Paper::Upright);
        let shapes: Vec<(u32, bool)> = [5, 40, 90].into_iter().map(|n| (of(n).size, of(n).whole)).collect();
        assert_eq!(shapes, [(18, true), (17, true), (17, false)]);
        assert_eq!(of(5).height, 400);
    }

    #[test]
    fn no_figure_and_no_code_is_broken() {
        for columns in [5, 8, 11] {
            let t = sheet(30, columns, false);
            let fit = fitted(&t, Paper::Wide);
            assert_eq!(fit.widths.iter().sum::<u32>(), Paper::Wide.width());
            for cell in t.rows.iter().flatten() {
                let Some(least) = unbroken(cell) else { continue };
                assert!(least * fit.size * 5 <= fit.widths[cell.column] - 2 * MARGIN, "{columns}: {}", cell.column);
            }
        }
    }

    #[test]
    fn a_note_does_not_stand_alone_on_a_page() {
        let rows = |t: &PrintedTable| -> Vec<bool> {
            table(t, Paper::Wide, 0).split("</w:tr>").map(|r| r.contains("<w:keepNext/>")).collect()
        };
        let kept = rows(&sheet(60, 5, true));
        assert_eq!(kept.iter().filter(|k| **k).count(), 2);
        assert!(kept[58] && kept[59]);
        assert!(rows(&sheet(60, 5, false)).iter().all(|k| !k) && rows(&sheet(6, 5, true)).iter().all(|k| !k));
    }
}
