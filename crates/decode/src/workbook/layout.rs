//! Sheets to paragraphs and tables: rows that stand alone (title, number, maker, unit, notes) are text, the rest is a table.
//!
//! Where a sheet has rulings they say what is a table. Where it has none, rows of several cells are; lone labels between them belong to it.

use super::sheet::{Area, Grid, Value, address};
use super::{Read, even, recompute};
use crate::{limits, prose};
use mingzhang_model::{Block, Cell, Paragraph, Place, Run, RunOrigin, Table};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The most cells of one kind that are told one by one.
const TOLD: usize = 20;

/// Lays out the sheets that are shown; what is left out or has no value is added to the problems.
pub(super) fn blocks(read: &mut Read) -> Vec<Block> {
    let grids = std::mem::take(&mut read.grids);
    let mut page = Page { blocks: Vec::new(), offset: 0, left: limits::TABLE_CELLS };
    let mut looks = limits::FORMULA_CELLS;
    for grid in &grids {
        if grid.hidden {
            if !grid.cells.is_empty() {
                let message = format!("工作表“{}”是隐藏的，未读取；需要检查请取消隐藏。", grid.name);
                read.problem("hidden-content", message, Some(grid.name.clone()));
            }
            continue;
        }
        told(grid, read);
        stale(grid, read, &mut looks);
        if !page.sheet(grid) {
            read.truncated(&grid.name);
        }
    }
    page.blocks
}

/// Tells hidden rows and columns that hold something, and formulas without a usable value.
fn told(grid: &Grid, read: &mut Read) {
    let held = |row: bool| {
        let kept = |c: &&super::GridCell| if row { grid.hides_row(c.row) } else { grid.hides_column(c.column) };
        grid.cells.iter().filter(kept).map(|c| if row { c.row } else { c.column }).collect::<BTreeSet<u32>>()
    };
    let rows = held(true);
    if let Some(first) = rows.first() {
        let message = format!(
            "工作表“{}”有{}行隐藏的内容（第{}行起），未读取；需要检查请取消隐藏。",
            grid.name,
            rows.len(),
            first + 1
        );
        read.problem("hidden-content", message, Some(format!("{}!{}", grid.name, address(*first, 0))));
    }
    let columns = held(false);
    if let Some(first) = columns.first() {
        let letters: String = address(0, *first).chars().filter(char::is_ascii_alphabetic).collect();
        let message = format!(
            "工作表“{}”有{}列隐藏的内容（{letters}列起），未读取；需要检查请取消隐藏。",
            grid.name,
            columns.len()
        );
        read.problem("hidden-content", message, Some(format!("{}!{}", grid.name, address(0, *first))));
    }
    let mut count = 0;
    for cell in &grid.cells {
        let (code, what) = match &cell.value {
            Value::Error(e) => ("formula-error", format!("的公式出错（{e}），没有数值；请改正公式后再检查。")),
            Value::Uncalculated => {
                ("formula-without-value", "的公式没有计算结果；请用Excel或WPS打开并保存后再检查。".to_owned())
            }
            _ => continue,
        };
        count += 1;
        if count <= TOLD {
            let place = format!("{}!{}", grid.name, cell.address());
            read.problem(code, format!("工作表“{}”{}{what}", grid.name, cell.address()), Some(place));
        }
    }
    if count > TOLD {
        let message = format!("工作表“{}”另有{}个公式没有可用的数值；请改正后再检查。", grid.name, count - TOLD);
        read.problem("formula-error", message, Some(grid.name.clone()));
    }
}

/// Tells sums whose stored results are not what their cells come to.
fn stale(grid: &Grid, read: &mut Read, looks: &mut usize) {
    let all = recompute::stale(grid, looks);
    for s in all.iter().take(TOLD) {
        let at = address(s.at.0, s.at.1);
        let message = format!(
            "工作表“{}”{at}的公式“={}”应得{}，单元格里存的是{}；请用Excel或WPS重新计算并保存后再检查。",
            grid.name, s.formula, s.sum, s.stored
        );
        read.problem("stale-formula", message, Some(format!("{}!{at}", grid.name)));
    }
    if let Some(more) = all.len().checked_sub(TOLD).filter(|n| *n > 0) {
        let message = format!("工作表“{}”另有{more}个公式的结果与其单元格不符；请重新计算后再检查。", grid.name);
        read.problem("stale-formula", message, Some(grid.name.clone()));
    }
}

struct Page {
    blocks: Vec<Block>,
    /// Characters so far, one between any two.
    offset: usize,
    /// Cells that may still be laid out.
    left: usize,
}

/// A row that is shown: cells with content as (column, text), and whether it is ruled.
struct Row {
    number: u32,
    cells: Vec<(u32, String)>,
    ruled: bool,
    /// Rows of the sheet before it, hidden ones not counted, that show nothing.
    gap: bool,
}

impl Row {
    /// Title, number, maker, unit or note of a table: no part of its grid.
    fn is_frame(&self) -> bool {
        let frame = |text: &str| {
            text.contains(['：', ':'])
                || text.starts_with('注')
                || text.starts_with("公开")
                || text.starts_with("附")
                || (text.ends_with('表') && text.chars().count() > 4)
        };
        self.cells.len() <= 3 && self.cells.iter().all(|(_, t)| frame(t))
    }

    fn is_total(&self) -> bool {
        self.cells.iter().any(|(_, t)| matches!(prose::tidy(t).as_str(), "合计" | "总计"))
    }

    fn numbers(&self) -> bool {
        let numeric = |t: &str| {
            t.contains(|c: char| c.is_ascii_digit()) && t.chars().all(|c| c.is_ascii_digit() || ".,-%()".contains(c))
        };
        self.cells.iter().any(|(_, t)| numeric(t))
    }
}

impl Page {
    /// Lays out a sheet; false if it has more cells than are taken.
    fn sheet(&mut self, grid: &Grid) -> bool {
        let rows = rows(grid);
        let grids = regions(&rows);
        let areas: FxHashMap<(u32, u32), &Area> = grid.merges.iter().map(|a| (a.first, a)).collect();
        let mut named = false;
        let mut next = 0;
        for (from, to) in grids.into_iter().chain([(rows.len(), rows.len())]) {
            for row in rows.get(next..from).unwrap_or(&[]) {
                for (column, text) in &row.cells {
                    named |= !text.contains(['：', ':']) && !text.starts_with("公开");
                    self.text(grid, row.number, *column, text);
                }
            }
            let Some(region) = rows.get(from..to).filter(|r| !r.is_empty()) else { continue };
            if !named && grid.name.chars().any(prose::is_cjk) && !grid.name.starts_with("工作表") {
                // A sheet without a title is called by its tab.
                self.paragraph(grid.name.clone(), grid.name.clone());
            }
            named = true;
            if !self.table(grid, region, &areas) {
                return false;
            }
            next = to;
        }
        true
    }

    fn text(&mut self, grid: &Grid, row: u32, column: u32, text: &str) {
        for line in text.lines() {
            let line = prose::tidy(line);
            if !line.is_empty() {
                self.paragraph(line, format!("{}!{}", grid.name, address(row, column)));
            }
        }
    }

    fn paragraph(&mut self, text: String, cell: String) {
        if self.blocks.len() > limits::BLOCKS {
            return;
        }
        let origin = RunOrigin::Cell { offset: self.offset, cell };
        self.offset += text.chars().count() + 1;
        let runs = vec![Run { start: 0, origin }];
        self.blocks.push(Block::Paragraph(Paragraph { text, runs, ..Paragraph::default() }));
    }

    fn table(&mut self, grid: &Grid, region: &[Row], areas: &FxHashMap<(u32, u32), &Area>) -> bool {
        let shown = |r: u32| region.partition_point(|row| row.number < r);
        let filled = || region.iter().flat_map(|r| r.cells.iter().map(|(c, _)| (r.number, *c)));
        let Some(first) = filled().map(|(_, c)| c).min() else { return true };
        let last: u32 = filled().map(|at| areas.get(&at).map_or(at.1, |a| a.last.1)).max().unwrap_or(first);
        let columns: Vec<u32> = (first..=last).filter(|c| !grid.hides_column(*c)).collect();
        let size = columns.len().saturating_mul(region.len());
        if columns.len() > limits::COLUMNS || size > self.left {
            return false;
        }
        self.left -= size;
        let (top, bottom) = (region.first().map_or(0, |r| r.number), region.last().map_or(0, |r| r.number));
        let start = grid.cells.partition_point(|c| c.row < top);
        let end = grid.cells.partition_point(|c| c.row <= bottom);
        let within = grid.cells.get(start..end).unwrap_or(&[]);
        let evened: FxHashMap<(u32, u32), String> = match even::places(within.iter()) {
            Some(places) => {
                (within.iter()).filter_map(|c| even::even(&c.value, places).map(|t| ((c.row, c.column), t))).collect()
            }
            None => FxHashMap::default(),
        };
        let mut covered = vec![false; size];
        // Merged cells that overlap cover more than there is.
        let mut room = size;
        let mut cells = Vec::new();
        for (r, row) in region.iter().enumerate() {
            let texts: FxHashMap<u32, &String> = row.cells.iter().map(|(c, t)| (*c, t)).collect();
            for (c, column) in columns.iter().enumerate() {
                if covered.get(r * columns.len() + c) == Some(&true) {
                    continue;
                }
                let (mut row_span, mut column_span) = (1, 1);
                if let Some(area) = areas.get(&(row.number, *column)) {
                    let rows = shown(area.last.0 + 1).max(r + 1) - r;
                    let across = columns.partition_point(|x| *x <= area.last.1).max(c + 1) - c;
                    if let Some(rest) = room.checked_sub(rows * across) {
                        (room, row_span, column_span) = (rest, rows, across);
                        for i in r..r + row_span {
                            let from = i * columns.len() + c;
                            covered.get_mut(from..from + column_span).unwrap_or_default().fill(true);
                        }
                    }
                }
                let even = evened.get(&(row.number, *column)).cloned();
                let text = even.or_else(|| texts.get(column).map(|t| prose::tidy(t))).unwrap_or_default();
                let end = self.offset + text.chars().count();
                let place = Place {
                    offset: Some([self.offset, end]),
                    cell: Some(format!("{}!{}", grid.name, address(row.number, *column))),
                    ..Place::default()
                };
                self.offset = end + 1;
                cells.push(Cell { row: r, column: c, row_span, column_span, text, place, ..Cell::default() });
            }
        }
        self.blocks.push(Block::Table(Table::new(region.len(), columns.len(), cells, Vec::new())));
        true
    }
}

/// The rows that are shown: those with content, and empty ones that are ruled.
fn rows(grid: &Grid) -> Vec<Row> {
    // A merged cell whose first row or column is hidden shows its content in what is left of it.
    let areas: FxHashMap<(u32, u32), &Area> = grid.merges.iter().map(|a| (a.first, a)).collect();
    let moved = |row: u32, column: u32| -> Option<(u32, u32)> {
        let hidden = grid.hides_row(row) || grid.hides_column(column);
        if !hidden {
            return Some((row, column));
        }
        let area = areas.get(&(row, column))?;
        Some((grid.shown_row(row, area.last.0)?, grid.shown_column(column, area.last.1)?))
    };
    let mut by_row: std::collections::BTreeMap<u32, Vec<(u32, String)>> = std::collections::BTreeMap::new();
    for (row, count) in &grid.ruled {
        // One ruled cell is a box around a text or the line beside a table.
        if *count > 1 && !grid.hides_row(*row) {
            by_row.entry(*row).or_default();
        }
    }
    for cell in &grid.cells {
        let text = cell.value.shown().trim();
        if let Some((row, column)) = moved(cell.row, cell.column)
            && !text.is_empty()
        {
            by_row.entry(row).or_default().push((column, text.to_owned()));
        }
    }
    let mut before = None;
    let mut out: Vec<Row> = Vec::new();
    for (number, cells) in by_row {
        let ruled = grid.ruled.get(&number).is_some_and(|n| *n > 1);
        let gap = before.is_some_and(|b: u32| number > b + 1 && grid.shown_row(b + 1, number - 1).is_some());
        before = Some(number);
        out.push(Row { number, cells, ruled, gap });
    }
    out
}

/// Which rows are tables, as ranges.
fn regions(rows: &[Row]) -> Vec<(usize, usize)> {
    let ruled = rows.iter().filter(|r| r.ruled).count() > 1;
    let inside = |r: &Row| {
        if ruled { r.ruled || (r.cells.len() > 1 && r.numbers()) } else { r.cells.len() > 1 && !r.is_frame() }
    };
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if !inside(row) {
            at += 1;
            continue;
        }
        let from = at;
        while let Some(r) = rows.get(at) {
            let apart = at > from && r.gap;
            if inside(r) && (!apart || !ruled && !r.is_frame()) {
                at += 1;
                continue;
            }
            // Without rulings labels alone may be rows whose figures are blank: if more of the table follows, or as its total.
            let alone = |r: &&Row| !ruled && !r.gap && !r.is_frame() && !inside(r);
            let labels = rows.get(at..).map_or(0, |r| r.iter().take_while(alone).count());
            let follows = rows.get(at + labels).is_some_and(|n| inside(n) && !n.gap);
            match labels {
                0 => break,
                _ if follows => at += labels,
                _ => {
                    at += usize::from(r.is_total());
                    break;
                }
            }
        }
        let blank = |r: &&Row| r.cells.is_empty();
        let to = at - rows.get(from..at).map_or(0, |r| r.iter().rev().take_while(blank).count());
        let leading = rows.get(from..to).map_or(0, |r| r.iter().take_while(blank).count());
        let widest = rows.get(from..to).map_or(0, |r| r.iter().map(|r| r.cells.len()).max().unwrap_or(0));
        // Text in a box is text.
        if widest > 1 {
            out.push((from + leading, to));
        }
        at = at.max(from + 1);
    }
    out
}
