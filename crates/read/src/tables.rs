//! Tables matched to forms: title, unit, header paths, column roles. The figures of the rows are read in `rows`.

use crate::plain::Plain;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::forms::{ColumnRule, Form, Rows};
use mingzhang_model::{Block, Document, Identity, Table, Unit};

/// What a column is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// Part of a subject code.
    Code,
    /// The row's label.
    Label,
    /// Line number, remark.
    Ignore,
    /// Figures; the index of the form's column rule that fits, if one does.
    Value(Option<usize>),
}

/// Which year and stage a column's header says its figures are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Period {
    /// The report's own, as the form has it.
    Own,
    /// The year before; true if its outcome (执行数).
    Previous(bool),
    /// Another year, or a comparison: no amount of the accounts.
    Foreign,
}

/// Reads the period of a header path.
fn period(path: &[String], year: Option<i32>) -> Period {
    let text = path.join("/");
    if ["增减", "增长", "增加", "比上年", "同比", "变动", "幅度"].iter().any(|w| text.contains(w)) {
        return Period::Foreign;
    }
    let years = crate::gap::years(&text);
    let last = text.contains("上年") && !text.contains("上年结转") || text.contains("去年");
    match year {
        Some(y) if last || years.contains(&(y - 1)) => Period::Previous(text.contains("执行数")),
        Some(y) if years.iter().any(|x| *x != y) => Period::Foreign,
        _ if last => Period::Previous(text.contains("执行数")),
        _ => Period::Own,
    }
}

/// A table prepared for reading its rows.
pub(crate) struct Prepared<'a> {
    pub block: usize,
    pub table: &'a Table,
    pub form: Option<&'a Form>,
    pub title: Option<(String, usize)>,
    pub unit: Unit,
    pub header_rows: usize,
    pub paths: Vec<Vec<String>>,
    pub roles: Vec<Role>,
    pub periods: Vec<Period>,
    pub notes: Vec<usize>,
}

/// True for a cell that holds a number of any kind.
pub(crate) fn numeric(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' | '０'..='９' => digits += 1,
            '.' | ',' | '，' | '-' | '－' | '−' | '(' | ')' | '（' | '）' | '%' | '％' | ' ' | '\u{a0}' | '．' =>
                {}
            _ => return false,
        }
    }
    digits > 0
}

fn dash(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "—" | "——" | "－" | "–" | "--" | "/" | "无")
}

/// True for a blank cell or a dash.
pub(crate) fn blank(text: &str) -> bool {
    dash(text)
}

fn title_words() -> [&'static str; 14] {
    ["年度", "年", "部门", "预算单位", "单位", "本级", "区级", "市级", "县级", "表", "附件", "（", "）", "公开"]
}

/// True if `text` is `title` with nothing before it but year, entity and the like.
pub(crate) fn is_title(text: &str, title: &str, entity: Option<&str>) -> bool {
    let text = text.trim_end_matches(['（', '）', '。', '：', '；', '…', '.']);
    let text = text.trim_end_matches("（万元）").trim_end_matches("（元）");
    let Some(before) = text.strip_suffix(title) else { return false };
    let mut before = before.to_owned();
    if let Some(entity) = entity {
        before = before.replace(entity, "");
    }
    for word in title_words() {
        before = before.replace(word, "");
    }
    before.chars().all(|c| {
        c.is_ascii_digit()
            || matches!(c, '、' | '-' | '.' | '．' | '：' | '*' | '#' | '《' | '“')
            || "一二三四五六七八九十".contains(c)
    })
}

/// The form whose title a text is; the longest title wins.
pub(crate) fn form_of_title<'a>(text: &str, catalog: &'a Catalog, identity: &Identity) -> Option<(&'a Form, String)> {
    if text.chars().count() > 60 {
        return None;
    }
    catalog
        .forms
        .iter()
        .filter(|f| identity.kind.is_none_or(|k| k == f.kind))
        .flat_map(|f| f.titles.iter().map(move |t| (f, t)))
        .filter(|(_, t)| is_title(text, t, identity.entity.as_deref()))
        .max_by_key(|(_, t)| t.len())
        .map(|(f, t)| (f, t.clone()))
}

fn unit_of(text: &str) -> Option<Unit> {
    let at = text.rfind("单位：")?;
    let rest = text.get(at + "单位：".len()..)?;
    if rest.starts_with("万元") || rest.starts_with("人民币万元") {
        Some(Unit::WanYuan)
    } else if rest.starts_with("亿元") {
        Some(Unit::YiYuan)
    } else if rest.starts_with('元') || rest.starts_with("人民币元") {
        Some(Unit::Yuan)
    } else {
        None
    }
}

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
fn header_rows(table: &Table, form: Option<&Form>) -> usize {
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
fn header_paths(table: &Table, header: usize) -> Vec<Vec<String>> {
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

fn roles(table: &Table, header: usize, paths: &[Vec<String>], form: Option<&Form>) -> Vec<Role> {
    let mut out: Vec<Role> = Vec::with_capacity(table.columns);
    let body: Vec<usize> = (header..table.rows).collect();
    for c in 0..table.columns {
        let path = paths.get(c).map_or(&[][..], Vec::as_slice);
        let last = path.last().map_or("", String::as_str);
        let texts: Vec<&str> = body.iter().map(|r| table.text(*r, c)).filter(|t| !blank(t)).collect();
        let codes =
            texts.iter().filter(|t| t.chars().all(|c| c.is_ascii_digit()) && matches!(t.len(), 1..=3 | 5 | 7)).count();
        let code_word =
            ["编码", "代码"].iter().any(|w| path.iter().any(|l| l.contains(w))) || matches!(last, "类" | "款" | "项");
        let label_word = last.contains("名称")
            || matches!(last, "项目" | "科目" | "功能科目" | "收入" | "支出")
            || (last.ends_with("项目") && !last.contains("支出"));
        let rule = form.and_then(|f| column_rule(f, path));
        let all_codes = !texts.is_empty() && codes * 10 >= texts.len() * 8;
        let words = texts.iter().filter(|t| !numeric(t)).count();
        // 合计 stands where there is room, often in the column of codes.
        let other = texts.iter().filter(|t| !numeric(t) && !is_total(&plain_label(t))).count();
        out.push(if matches!(last, "行次" | "序号" | "栏次" | "备注") {
            Role::Ignore
        } else if form.is_some_and(|f| f.rows == Rows::Single) {
            Role::Value(rule)
        } else if (code_word && !last.contains("名称") && other * 3 <= texts.len().max(1))
            || (all_codes && rule.is_none() && path.iter().any(|l| l.contains("科目")))
        {
            Role::Code
        } else if label_word || (words * 2 > texts.len() && !texts.is_empty()) {
            Role::Label
        } else {
            Role::Value(rule)
        });
    }
    out
}

/// Prepares every table of a document.
pub(crate) fn prepare<'a>(
    document: &'a Document,
    catalog: &'a Catalog,
    identity: &Identity,
    contents: Option<(usize, usize)>,
) -> Vec<Prepared<'a>> {
    let mut out: Vec<Prepared<'a>> = Vec::new();
    let plain = |i: usize| document.blocks.get(i).and_then(Block::paragraph).map(|p| Plain::new(&p.text).all());
    for (i, block) in document.blocks.iter().enumerate() {
        let Some(table) = block.table() else { continue };
        if contents.is_some_and(|(a, b)| a <= i && i < b) {
            continue;
        }
        let mut title = None;
        let mut form = None;
        let mut unit = None;
        for k in (i.saturating_sub(7)..i).rev() {
            let Some(text) = plain(k) else { break };
            unit = unit.or_else(|| unit_of(&text));
            if let Some((f, t)) = form_of_title(&text, catalog, identity) {
                form = Some(f);
                title = Some((t, k));
                break;
            }
            if text.chars().count() > 60 && !text.contains("单位：") {
                break;
            }
            if title.is_none() && text.ends_with('表') && text.chars().count() <= 40 && !text.starts_with("公开") {
                title = Some((text, k));
                break;
            }
        }
        for r in 0..table.rows.min(4) {
            for text in row_cells(table, r) {
                unit = unit.or_else(|| unit_of(&text));
                if form.is_none()
                    && let Some((f, t)) = form_of_title(&text, catalog, identity)
                {
                    form = Some(f);
                    title = Some((t, i));
                }
            }
        }
        let mut header = header_rows(table, form);
        let mut paths = header_paths(table, header);
        if form.is_none() && title.is_none() {
            // Without a title the header decides, if all of its columns fit one form alone.
            let fitting: Vec<&Form> = catalog
                .forms
                .iter()
                .filter(|f| identity.kind.is_none_or(|k| k == f.kind) && f.rows != Rows::Named)
                .filter(|f| {
                    let r = roles(table, header, &paths, Some(f));
                    let values = r.iter().filter(|x| matches!(x, Role::Value(_))).count();
                    let ruled = r.iter().filter(|x| matches!(x, Role::Value(Some(_)))).count();
                    values >= 5 && ruled == values
                })
                .collect();
            if let [one] = fitting.as_slice() {
                form = Some(*one);
                header = header_rows(table, form);
                paths = header_paths(table, header);
            }
        }
        let roles = roles(table, header, &paths, form);
        let mut notes = Vec::new();
        for k in i + 1..(i + 6).min(document.blocks.len()) {
            let Some(text) = plain(k) else { break };
            if form_of_title(&text, catalog, identity).is_some()
                || text.starts_with("第")
                || crate::outline::numbering(&text).is_some_and(|n| n.0 < 4)
            {
                break;
            }
            let note = text.starts_with('注')
                || text.contains("空表")
                || text.contains("无数据")
                || (text.contains("没有") && text.chars().count() < 60)
                || text.contains("尾数误差")
                || text.starts_with("2.")
                || text.starts_with("说明");
            if note {
                notes.push(k);
            } else if text.chars().count() > 3 {
                break;
            }
        }
        let unit = unit.unwrap_or(Unit::WanYuan);
        let periods = paths.iter().map(|p| period(p, identity.fiscal_year)).collect();
        out.push(Prepared { block: i, table, form, title, unit, header_rows: header, paths, roles, periods, notes });
    }
    out
}
