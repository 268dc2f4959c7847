//! Tables in text: columns by tabs, Markdown pipes, and Word tables flattened to one cell a line.

use super::source::SourceLine;
use crate::limits;
use crate::prose;
use mingzhang_model::{Cell, Place, Table};

/// A cell's text with its place.
#[derive(Clone, Debug, Default)]
struct Piece {
    text: String,
    start: usize,
    end: usize,
    line: usize,
}

impl Piece {
    fn new(text: &str, offset: usize, line: usize) -> Self {
        Self { text: prose::tidy(text), start: offset, end: offset + text.chars().count(), line }
    }

    /// A further line of the same cell.
    fn push_line(&mut self, line: &SourceLine<'_>) {
        let more = prose::tidy(line.text);
        let words = self.text.ends_with(|c: char| c.is_ascii_alphabetic())
            && more.starts_with(|c: char| c.is_ascii_alphabetic());
        if words {
            self.text.push(' ');
        }
        self.text.push_str(&more);
        self.end = line.offset + line.text.chars().count();
    }
}

/// What a look for a table comes to: the table with the lines it takes, or how many lines were looked at in vain.
pub(super) type Look = Result<(Table, usize), usize>;

/// Looks for a table that begins with the first of some lines.
pub(super) fn table(lines: &[SourceLine<'_>], number: usize) -> Look {
    let first = lines.first().ok_or(0_usize)?;
    if first.text.matches(['|', '\t']).count() > limits::COLUMNS {
        return Err(0);
    }
    if first.text.contains('|') {
        return pipes(lines, number);
    }
    if !is_row(first) {
        return Err(0);
    }
    flattened(lines, number).or_else(|vain| tabbed(lines, number).map_err(|more| vain + more))
}

/// A line that is one cell: a tab, and no other.
fn is_lone_cell(line: &SourceLine<'_>) -> bool {
    line.text.strip_prefix('\t').is_some_and(|rest| !rest.contains('\t'))
}

fn is_row(line: &SourceLine<'_>) -> bool {
    line.text.contains('\t') && !prose::is_contents(line.text) && fits(line, '\t')
}

/// Whether a row has no more cells than tables have columns.
fn fits(line: &SourceLine<'_>, separator: char) -> bool {
    line.text.len() < limits::COLUMNS || line.text.matches(separator).count() < limits::COLUMNS
}

fn split(line: &SourceLine<'_>, separator: char) -> Vec<Piece> {
    let mut offset = line.offset;
    line.text
        .split(separator)
        .map(|text| {
            let piece = Piece::new(text, offset, line.number);
            offset += text.chars().count() + 1;
            piece
        })
        .collect()
}

/// Rows of cells between tabs. Ragged rows and blank cells are kept; one empty line does not end a table.
fn tabbed(lines: &[SourceLine<'_>], number: usize) -> Look {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    let mut used = 0;
    let mut widest = 0;
    while let Some(line) = lines.get(used) {
        if rows.len() * limits::COLUMNS.min(widest + 1) > limits::TABLE_CELLS {
            break;
        }
        if is_row(line) {
            widest = widest.max(line.text.matches('\t').count());
            rows.push(split(line, '\t'));
            used += 1;
            continue;
        }
        let next = lines.get(used + 1).filter(|l| is_row(l) && !is_lone_cell(l));
        match (next, rows.last_mut().and_then(|r| r.last_mut())) {
            (Some(_), _) if line.is_blank() => used += 1,
            // A line break inside the last cell of a row.
            (Some(_), Some(cell)) if is_rest_of_cell(line.text) => {
                cell.push_line(line);
                used += 1;
            }
            _ => break,
        }
    }
    let seen = |row: &Vec<Piece>| row.iter().filter(|c| !c.text.is_empty()).count();
    // A single line with a tab is prose with an indent or a label with its value.
    let real = rows.len() >= 2 && rows.iter().any(|r| seen(r) >= 2);
    real.then(|| build(rows, number, false)).flatten().map(|table| (table, used)).ok_or(used)
}

/// A line between rows that is no title, label or note.
fn is_rest_of_cell(text: &str) -> bool {
    text.chars().count() <= 40
        && !prose::starts_item(text)
        && !names_a_form(text)
        && !text.contains(['：', ':'])
        && !text.starts_with("公开")
}

/// Cells one a line, each led by a tab; further lines of a cell have none; an empty line ends a row.
fn flattened(lines: &[SourceLine<'_>], number: usize) -> Look {
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    let mut row: Vec<Piece> = Vec::new();
    let mut used = 0;
    let mut blanks = 0;
    for (i, line) in lines.iter().enumerate() {
        if rows.len() > limits::TABLE_CELLS {
            break;
        }
        if line.is_blank() {
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            blanks += 1;
            continue;
        }
        if is_lone_cell(line) {
            let text = line.text.strip_prefix('\t').unwrap_or_default();
            // Two empty lines, or a title in a row of its own, begin another form.
            let title = blanks > 0 && rows.len() > 2 && names_a_form(text) && is_alone(lines, i);
            if (blanks > 1 && !rows.is_empty()) || title {
                break;
            }
            row.push(Piece::new(text, line.offset + 1, line.number));
        } else if let Some(cell) = row.last_mut().filter(|_| !line.text.contains('\t')) {
            cell.push_line(line);
        } else {
            break;
        }
        blanks = 0;
        used = i + 1;
    }
    if !row.is_empty() {
        rows.push(row);
    }
    let cells: usize = rows.iter().map(Vec::len).sum();
    let mut lengths: Vec<usize> = rows.iter().flatten().map(|c| c.text.chars().count()).collect();
    lengths.sort_unstable();
    let short = lengths.get(lengths.len() / 2).is_some_and(|m| *m <= 30);
    let real = cells >= 4 && rows.len() >= 2 && short && rows.iter().any(|r| r.len() >= 2);
    real.then(|| build(rows, number, true)).flatten().map(|table| (table, used)).ok_or(used)
}

/// A title such as 项目支出绩效自评表（2023年度）.
fn names_a_form(text: &str) -> bool {
    let text = text.trim_matches(prose::is_space);
    let body = text.strip_suffix(['）', ')']).and_then(|t| t.rsplit_once(['（', '('])).map_or(text, |(t, _)| t);
    body.ends_with('表') && body.chars().count() >= 5
}

/// Whether a cell is the only one of its row.
fn is_alone(lines: &[SourceLine<'_>], i: usize) -> bool {
    lines.get(i + 1).is_none_or(SourceLine::is_blank)
}

/// A Markdown table: a row, a row of dashes, rows.
fn pipes(lines: &[SourceLine<'_>], number: usize) -> Look {
    let rule = lines.get(1).ok_or(1_usize)?;
    if !rule.text.contains("--") || !rule.text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
        return Err(0);
    }
    let columns = lines.first().map_or(0, |l| l.text.matches('|').count()).max(1);
    let used =
        (lines.iter().take(limits::TABLE_CELLS / columns)).take_while(|l| l.text.contains('|') && fits(l, '|')).count();
    let rows = (lines.iter().take(used).enumerate())
        .filter(|(i, _)| *i != 1)
        .map(|(_, line)| {
            let mut cells = split(line, '|');
            if line.text.trim_start().starts_with('|') {
                cells.remove(0);
            }
            if line.text.trim_end().ends_with('|') {
                cells.pop();
            }
            for cell in &mut cells {
                cell.text = prose::tidy(&cell.text.replace("**", "").replace("<br>", ""));
            }
            cells
        })
        .collect();
    build(rows, number, false).map(|table| (table, used)).ok_or(used)
}

fn build(rows: Vec<Vec<Piece>>, number: usize, flattened: bool) -> Option<Table> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let height = rows.len();
    if columns == 0
        || columns > limits::COLUMNS
        || columns.saturating_mul(height) > limits::TABLE_CELLS + limits::COLUMNS
    {
        return None;
    }
    let mut cells = Vec::new();
    for (r, row) in rows.into_iter().enumerate() {
        // In a flattened table a cell that was merged over the whole width comes out once.
        let column_span = if flattened && row.len() == 1 { columns } else { 1 };
        for (c, piece) in row.into_iter().enumerate() {
            cells.push(Cell {
                row: r,
                column: c,
                row_span: 1,
                column_span,
                text: piece.text,
                place: Place {
                    offset: Some([piece.start, piece.end]),
                    line: Some(piece.line),
                    cell: Some(format!("table {number}, row {}, column {}", r + 1, c + 1)),
                    ..Place::default()
                },
                ..Cell::default()
            });
        }
    }
    Some(Table::new(height, columns, cells, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    #[test]
    fn columns_by_tabs() {
        let text = "项目\t行次\t金额\n一、收 入\t1\t5.00\n\t2\t\n\n总计\t3\t5.00\n\n注：说明";
        let lines = lines(text);
        let (t, used) = table(&lines, 3).unwrap();
        assert_eq!((t.rows, t.columns, used), (4, 3, 5));
        assert_eq!((t.text(1, 0), t.text(2, 0), t.text(3, 2)), ("一、收入", "", "5.00"));
        let place = &t.at(1, 2).unwrap().place;
        assert_eq!((place.line, place.offset), (Some(2), Some([17, 21])));
        assert_eq!(place.cell.as_deref(), Some("table 3, row 2, column 3"));
    }

    #[test]
    fn contents_and_lone_tabs_are_prose() {
        assert!(table(&lines("一、收入 .....\t4 页\n二、支出 .....\t5 页"), 1).is_err());
        assert!(table(&lines("\t本部门负责全区财政工作。"), 1).is_err());
    }

    #[test]
    fn a_flattened_form() {
        let text = "\t自评表\n\n\t项目名称\n\t考试经费\n\n\t年度总体\n目标\n\t完成\n\n\t指标\n\t\n\t10\n\n\n附表：";
        let lines = lines(text);
        let (t, used) = table(&lines, 1).unwrap();
        assert_eq!((t.rows, t.columns), (4, 3));
        assert_eq!((t.text(0, 2), t.text(2, 0), t.text(3, 1), t.text(3, 2)), ("自评表", "年度总体目标", "", "10"));
        assert_eq!(used, 12);
    }

    #[test]
    fn markdown_pipes() {
        let lines = lines("| 项目 | 金额 |\n|---|---:|\n| **合计** | 1 |\n后文");
        let (t, used) = table(&lines, 1).unwrap();
        assert_eq!((t.rows, t.columns, used, t.text(1, 0), t.text(1, 1)), (2, 2, 3, "合计", "1"));
    }
}
