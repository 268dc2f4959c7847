//! The header of a table: its rows, the path of labels over each column, and what each column is.

use crate::tables::{Role, blank, numeric};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::forms::{ColumnRule, Form, Rows};
use mingzhang_model::Table;

pub(crate) fn row_cells(table: &Table, row: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = usize::MAX;
    for c in 0..table.columns {
        if let Some(cell) = table.at(row, c) {
            let key = cell.row * table.columns + cell.column;
            if key != last {
                out.push(plain_label(&cell.text));
                last = key;
            }
        }
    }
    out
}

pub(crate) fn ordinal_row(cells: &[String]) -> bool {
    let filled: Vec<&String> = cells.iter().filter(|c| !c.is_empty()).collect();
    if filled.is_empty() {
        return false;
    }
    let numbers: Vec<u32> = filled.iter().filter_map(|c| c.parse().ok()).collect();
    let named = filled.iter().any(|c| *c == "栏次" || *c == "行次");
    (named && numbers.len() + 2 >= filled.len())
        || (numbers.len() == filled.len()
            && numbers.len() >= 3
            && numbers.windows(2).all(|w| w[1] == w[0] + 1)
            && numbers.first() == Some(&1))
}

fn is_total(text: &str) -> bool {
    matches!(text, "合计" | "总计" | "支出合计" | "收入合计" | "支出总计" | "收入总计")
}

/// Rows of the header.
pub(crate) fn header_rows(table: &Table, form: Option<&Form>) -> usize {
    let mut rows = 0;
    for r in 0..table.rows.min(10) {
        let cells = row_cells(table, r);
        if ordinal_row(&cells) {
            rows = r + 1;
            continue;
        }
        let filled: Vec<&String> = cells.iter().filter(|c| !c.is_empty()).collect();
        let has_number = filled.iter().any(|c| numeric(c));
        let total = rows > 0
            && form.is_some_and(|f| f.rows != Rows::Single)
            && filled.len() == 1
            && filled.first().is_some_and(|c| is_total(c));
        let title_or_unit = filled.len() <= 2
            && filled.iter().any(|c| c.contains("单位：") || c.contains("部门：") || c.ends_with('表'));
        if title_or_unit && !has_number {
            rows = r + 1;
            continue;
        }
        let class_row = rows > 0 && filled.first().is_some_and(|c| c.starts_with("一、"));
        if has_number || total || class_row || (filled.is_empty() && rows > 0) {
            break;
        }
        rows = r + 1;
    }
    rows
}

/// Header labels of each column, from the top; blanks of text tables take the label to their left where the row above allows it.
pub(crate) fn header_paths(table: &Table, header: usize) -> Vec<Vec<String>> {
    let plain = |r: usize, c: usize| plain_label(table.text(r, c));
    let spans = table.cells.iter().any(|c| c.column_span > 1 || c.row_span > 1);
    let mut grid: Vec<Vec<String>> = Vec::new();
    for r in 0..header {
        let cells = row_cells(table, r);
        let lead = cells.iter().filter(|c| !c.is_empty()).count() <= 2
            && cells
                .iter()
                .any(|c| c.contains("单位：") || c.contains("部门：") || (c.ends_with('表') && c.chars().count() > 4));
        if ordinal_row(&cells) || lead {
            continue;
        }
        let mut line: Vec<String> = (0..table.columns).map(|c| plain(r, c)).collect();
        if !spans {
            let above: Option<Vec<String>> = grid.last().cloned();
            for c in 1..line.len() {
                let same_parent = above.as_ref().is_none_or(|a| a.get(c) == a.get(c - 1));
                // The last header row labels single columns: a blank there belongs to the label above it.
                let ends = r + 1 == header && above.is_some();
                if line[c].is_empty() && same_parent && !ends {
                    line[c] = line[c - 1].clone();
                }
            }
        }
        grid.push(line);
    }
    (0..table.columns)
        .map(|c| {
            let mut path: Vec<String> = Vec::new();
            for line in &grid {
                if let Some(label) = line.get(c)
                    && !label.is_empty()
                    && path.last() != Some(label)
                {
                    path.push(label.clone());
                }
            }
            path
        })
        .collect()
}

/// True if every part stands in a label of its own: 运行费 is not a label below 公务用车购置及运行费 only because it ends it.
fn distinct(parts: &[String], path: &[String], taken: &mut Vec<bool>) -> bool {
    let Some((first, rest)) = parts.split_first() else { return true };
    for (i, label) in path.iter().enumerate() {
        if !taken[i] && label.contains(first.as_str()) {
            taken[i] = true;
            if distinct(rest, path, taken) {
                return true;
            }
            taken[i] = false;
        }
    }
    false
}

fn column_rule(form: &Form, path: &[String]) -> Option<usize> {
    let fits = |rule: &ColumnRule| distinct(&rule.parts, path, &mut vec![false; path.len()]);
    let weight = |rule: &ColumnRule| {
        let exact = rule.parts.iter().filter(|p| path.last().is_some_and(|l| l == *p)).count();
        (rule.parts.iter().map(|p| p.chars().count()).sum::<usize>(), exact)
    };
    // A short label such as 合计 must be the column's own label, not a part of a longer word.
    let own = |rule: &ColumnRule| {
        rule.parts.len() > 1
            || rule.parts.iter().all(|p| {
                path.last().is_some_and(|l| l.contains(p.as_str()))
                    && !(path.last().is_some_and(|l| l != p) && p.chars().count() <= 2)
            })
    };
    form.columns.iter().enumerate().filter(|(_, r)| fits(r) && own(r)).max_by_key(|(_, r)| weight(r)).map(|(i, _)| i)
}

/// How many cells of a column are filled, and with what.
#[derive(Default)]
pub(crate) struct Column {
    filled: usize,
    codes: usize,
    words: usize,
    /// Words other than 合计, which stands where there is room, often in the column of codes.
    other: usize,
}

/// The columns of a table below its header.
pub(crate) fn columns(table: &Table, header: usize) -> Vec<Column> {
    let column = |c| {
        let mut out = Column::default();
        for text in (header..table.rows).map(|r| table.text(r, c)).filter(|t| !blank(t)) {
            let word = !numeric(text);
            let code = text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.len(), 1..=3 | 5 | 7);
            out.filled += 1;
            out.codes += usize::from(code);
            out.words += usize::from(word);
            out.other += usize::from(word && !is_total(&plain_label(text)));
        }
        out
    };
    (0..table.columns).map(column).collect()
}

pub(crate) fn roles(columns: &[Column], paths: &[Vec<String>], form: Option<&Form>) -> Vec<Role> {
    let mut out: Vec<Role> = Vec::with_capacity(columns.len());
    for (c, column) in columns.iter().enumerate() {
        let path = paths.get(c).map_or(&[][..], Vec::as_slice);
        let last = path.last().map_or("", String::as_str);
        let code_word =
            ["编码", "代码"].iter().any(|w| path.iter().any(|l| l.contains(w))) || matches!(last, "类" | "款" | "项");
        let label_word = last.contains("名称")
            || matches!(last, "项目" | "科目" | "功能科目" | "收入" | "支出")
            || (last.ends_with("项目") && !last.contains("支出"));
        let rule = form.and_then(|f| column_rule(f, path));
        let Column { filled, codes, words, other } = *column;
        let all_codes = filled > 0 && codes * 10 >= filled * 8;
        out.push(if matches!(last, "行次" | "序号" | "栏次" | "备注") {
            Role::Ignore
        } else if form.is_some_and(|f| f.rows == Rows::Single) {
            Role::Value(rule)
        } else if (code_word && !last.contains("名称") && other * 3 <= filled.max(1))
            || (all_codes && rule.is_none() && path.iter().any(|l| l.contains("科目")))
        {
            Role::Code
        } else if label_word || (words * 2 > filled) {
            Role::Label
        } else {
            Role::Value(rule)
        });
    }
    out
}
