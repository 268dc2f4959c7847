//! How performance forms are printed: blocks of rows, some of them repeated for each fund, task or indicator.
//!
//! Not loaded with the catalog, because an audit needs none of it; see [`crate::publish::Publishing`].

use crate::mistake::Source;
use crate::{CatalogError, toml_file, unreadable};
use mingzhang_model::performance::FormKind;
use serde::Deserialize;
use std::path::Path;

const EMBEDDED: &[(&str, &str)] = &[
    ("sichuan-project", include_str!("../../../catalog/publish/performance/sichuan-project.toml")),
    ("national-project", include_str!("../../../catalog/publish/performance/national-project.toml")),
    ("sichuan-overall", include_str!("../../../catalog/publish/performance/sichuan-overall.toml")),
    ("hunan-overall", include_str!("../../../catalog/publish/performance/hunan-overall.toml")),
    ("project-targets", include_str!("../../../catalog/publish/performance/project-targets.toml")),
    ("ex-ante", include_str!("../../../catalog/publish/performance/ex-ante.toml")),
    ("overall-targets", include_str!("../../../catalog/publish/performance/overall-targets.toml")),
];

/// The layout of one form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormLayout {
    /// What the form is for; nothing for forms without indicators.
    pub kind: Option<FormKind>,
    /// Title, a template.
    pub title: String,
    /// Upper right (金额单位：万元); empty if the columns say it.
    #[serde(default)]
    pub unit_label: String,
    /// Relative width of each column, in Chinese characters.
    pub widths: Vec<u16>,
    /// It needs a page on its side.
    #[serde(default)]
    pub landscape: bool,
    /// Rows of money: label, and the funds of the workbook that it adds up (or coordinates of an amount of the accounts).
    pub money: Vec<(String, Vec<String>)>,
    /// What stands where a row of money has no points of its own.
    #[serde(default)]
    pub mark: String,
    /// The blocks, from top to bottom.
    #[serde(rename = "block")]
    pub blocks: Vec<FormBlock>,
    /// Lines below it, templates.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Some rows of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormBlock {
    /// What stands at the left over all rows of the block; the cells of the rows begin to the right of it.
    pub side: Option<FormText>,
    /// Rows as they are.
    #[serde(default)]
    pub rows: Vec<Vec<FormText>>,
    /// After these, a row of column heads and one row for each fund or indicator.
    pub each: Option<Each>,
    /// Head and content of each column of the repeated rows: a field in braces, or words.
    #[serde(default)]
    pub columns: Vec<FormColumn>,
}

/// What rows are repeated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Each {
    /// 总额 and each source.
    #[serde(rename = "资金")]
    Funds,
    /// Each task of the year.
    #[serde(rename = "任务")]
    Tasks,
    /// Each indicator.
    #[serde(rename = "指标")]
    Indicators,
}

/// What stands in a cell: words with fields in braces (`{项目名称}`, `{年初预算@总额}`), and how many columns it covers.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum FormText {
    /// One column.
    Plain(String),
    /// So many columns.
    Wide(String, usize),
    /// So many columns and rows; cells of the rows below begin to the right of it or are given their places by it.
    Tall(String, usize, usize),
}

impl FormText {
    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            FormText::Plain(t) | FormText::Wide(t, _) | FormText::Tall(t, ..) => t,
        }
    }

    /// Rows and columns it covers.
    #[must_use]
    pub fn spans(&self) -> (usize, usize) {
        match self {
            FormText::Plain(_) => (1, 1),
            FormText::Wide(_, c) => (1, (*c).max(1)),
            FormText::Tall(_, c, r) => ((*r).max(1), (*c).max(1)),
        }
    }
}

/// A column of repeated rows: head, content, number of columns it covers.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum FormColumn {
    /// One column.
    Plain(String, String),
    /// So many columns.
    Wide(String, String, usize),
}

impl FormColumn {
    /// Head, content, columns.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, usize) {
        match self {
            FormColumn::Plain(h, c) => (h, c, 1),
            FormColumn::Wide(h, c, n) => (h, c, (*n).max(1)),
        }
    }
}

impl FormLayout {
    /// Names of the layouts.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        EMBEDDED.iter().map(|(name, _)| *name).collect()
    }

    /// The layout of a name; a file in `publish/performance/` of `directory` takes the place of the one built in.
    ///
    /// # Errors
    /// When there is no such layout, or every mistake in its file, each at its place.
    pub fn load(name: &str, directory: Option<&Path>) -> Result<FormLayout, CatalogError> {
        let file = format!("performance/{name}.toml");
        let own = directory.map(|d| d.join("publish").join(&file)).filter(|p| p.is_file());
        let text = match own {
            Some(path) => std::fs::read_to_string(path).map_err(|e| CatalogError::of_file(&file, unreadable(&e)))?,
            None => match EMBEDDED.iter().find(|(n, _)| *n == name) {
                Some((_, text)) => (*text).to_owned(),
                None => {
                    let known = FormLayout::names().join("、");
                    return Err(CatalogError::of_file(&file, format!("没有“{name}”这种绩效表，可用的有：{known}")));
                }
            },
        };
        let mut source = Source::new(&file, &text);
        let value: Option<FormLayout> = toml_file::read(&mut source);
        let layout = source.done(value)?.ok_or_else(|| CatalogError::of_file(&file, "读不出内容"))?;
        match layout.ragged() {
            Some(what) => Err(CatalogError::of_file(&file, what)),
            None => Ok(layout),
        }
    }

    /// A row whose cells do not fill the columns.
    fn ragged(&self) -> Option<String> {
        let width = self.widths.len();
        for block in &self.blocks {
            let side = block.side.as_ref().map_or(0, |s| s.spans().1);
            // Columns that cells from above still cover.
            let mut above: Vec<(usize, usize)> = Vec::new();
            for row in &block.rows {
                let covered: usize = above.iter().map(|(_, c)| c).sum();
                let sum: usize = side + covered + row.iter().map(|c| c.spans().1).sum::<usize>();
                if sum != width {
                    let first = row.first().map_or("", FormText::text);
                    return Some(format!("“{first}”一行共占{sum}列，表宽是{width}列"));
                }
                above = above.iter().map(|(r, c)| (r - 1, *c)).filter(|(r, _)| *r > 0).collect();
                above.extend(row.iter().map(FormText::spans).filter(|(r, _)| *r > 1).map(|(r, c)| (r - 1, c)));
            }
            let sum: usize = side + block.columns.iter().map(|c| c.parts().2).sum::<usize>();
            if block.each.is_some() && sum != width {
                return Some(format!("重复行的各列共占{sum}列，表宽是{width}列"));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_loads_and_fills_its_width() {
        for name in FormLayout::names() {
            let made = FormLayout::load(name, None).map_err(|e| e.to_string());
            assert!(made.is_ok_and(|l| !l.blocks.is_empty()), "{name}");
        }
        assert!(FormLayout::load("nowhere", None).unwrap_err().to_string().contains("sichuan-project"));
    }

    #[test]
    fn a_row_too_short_is_told() {
        let mut layout = FormLayout::load("sichuan-project", None).unwrap();
        layout.widths.push(3);
        assert!(layout.ragged().unwrap().contains("表宽是12列"));
    }
}
