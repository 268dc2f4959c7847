//! Tables matched to forms: title, unit, header paths, column roles. The figures of the rows are read in `rows`.

use crate::header::{columns, header_paths, header_rows, roles, row_cells};
use crate::outline;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::forms::{Form, Rows};
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

/// A title without what may close it.
fn unclosed(text: &str) -> &str {
    let text = text.trim_end_matches(['（', '）', '。', '：', '；', '…', '.']);
    text.trim_end_matches("（万元）").trim_end_matches("（元）")
}

/// True if `text`, without what closes it, is `title` with nothing before it but year, entity and the like.
fn is_title(text: &str, title: &str, entity: Option<&str>) -> bool {
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
    let text = unclosed(text);
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

/// Prepares every table of a document.
pub(crate) fn prepare<'a>(
    document: &'a Document,
    catalog: &'a Catalog,
    identity: &Identity,
    contents: Option<(usize, usize)>,
) -> Vec<Prepared<'a>> {
    let mut out: Vec<Prepared<'a>> = Vec::new();
    let plain = |i: usize| document.blocks.get(i).and_then(Block::paragraph).map(|p| plain_label(&p.text));
    let sheet = |i: usize| document.blocks.get(i).and_then(outline::sheet);
    for (i, block) in document.blocks.iter().enumerate() {
        let Some(table) = block.table() else { continue };
        if contents.is_some_and(|(a, b)| a <= i && i < b) {
            continue;
        }
        let mut title = None;
        let mut form = None;
        let mut unit = None;
        for k in (i.saturating_sub(7)..i).rev() {
            let Some(text) = plain(k).filter(|_| sheet(k) == sheet(i)) else { break };
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
            let columns = columns(table, header);
            let fitting: Vec<&Form> = catalog
                .forms
                .iter()
                .filter(|f| identity.kind.is_none_or(|k| k == f.kind) && f.rows != Rows::Named)
                .filter(|f| {
                    let r = roles(&columns, &paths, Some(f));
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
        let roles = roles(&columns(table, header), &paths, form);
        let mut notes = Vec::new();
        for k in i + 1..(i + 6).min(document.blocks.len()) {
            let Some(text) = plain(k).filter(|_| sheet(k) == sheet(i)) else { break };
            if form_of_title(&text, catalog, identity).is_some()
                || text.starts_with("第")
                || outline::numbering(&text).is_some_and(|n| n.0 < 4)
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
