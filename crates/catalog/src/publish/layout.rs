//! How the tables of a profile look.

use crate::coords::Setting;
use crate::forms::KindWord;
use mingzhang_model::{Kind, Unit};
use serde::Deserialize;

/// How the tables of a profile look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The profile in Chinese.
    pub title: String,
    kind: KindWord,
    /// File of the workbook's sheets.
    pub(super) workbook: String,
    #[serde(default)]
    unit: UnitWord,
    /// Decimals in tables.
    #[serde(default = "two")]
    pub places: u32,
    /// Thousands separators in tables.
    #[serde(default)]
    pub comma: bool,
    /// A line that numbers the columns (栏次) and, in tables of two sides, a column that numbers the rows (行次).
    #[serde(default)]
    pub numbered: bool,
    /// Header paths of the columns before the figures, in tables of functional subjects: code and name, or 类, 款, 项 and name.
    pub functional: Vec<String>,
    /// The same in tables of economic subjects.
    pub economic: Vec<String>,
    /// Upper left of each table, a template.
    #[serde(default)]
    pub maker: String,
    /// Upper right of each table.
    #[serde(default)]
    pub unit_label: String,
    /// Functional classes that the summaries list, in order.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Classes without an amount are listed too.
    #[serde(default)]
    pub all_classes: bool,
    /// Lines of the cover, templates.
    pub cover: Vec<String>,
    /// Which performance forms are made.
    #[serde(default)]
    pub(super) performance: FormNames,
    /// The tables.
    #[serde(rename = "table")]
    pub tables: Vec<TableLayout>,
}

/// Names of layouts of performance forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormNames {
    pub(super) project: Option<String>,
    pub(super) overall: Option<String>,
    #[serde(default = "ex_ante")]
    pub(super) before: Option<String>,
}

#[expect(clippy::unnecessary_wraps, reason = "the default of an option")]
fn ex_ante() -> Option<String> {
    Some("ex-ante".to_owned())
}

fn two() -> u32 {
    2
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
enum UnitWord {
    #[serde(rename = "元")]
    Yuan,
    #[default]
    #[serde(rename = "万元")]
    WanYuan,
}

impl From<UnitWord> for Unit {
    fn from(word: UnitWord) -> Unit {
        match word {
            UnitWord::Yuan => Unit::Yuan,
            UnitWord::WanYuan => Unit::WanYuan,
        }
    }
}

impl Layout {
    /// 决算 or 预算.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind.into()
    }

    /// The unit of the tables.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit.into()
    }
}

/// What the rows of a printed table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A total, then 类, 款 and 项 with an amount.
    Functional,
    /// Income on the left, expenditure on the right.
    Sides,
    /// Economic subjects in blocks side by side.
    Blocks,
    /// A total, then economic 类 and 款.
    Economic,
    /// One row.
    Single,
    /// One row for each row of a list of the workbook.
    Names,
}

/// Which performance forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum WhichForms {
    /// Those of projects.
    #[serde(rename = "项目")]
    Projects,
    /// That of the whole.
    #[serde(rename = "整体")]
    Whole,
    /// Evaluations beforehand.
    #[serde(rename = "事前评估")]
    Before,
}

/// A label or a header path and what it means.
pub type Line = (String, Setting);

/// One table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableLayout {
    /// The catalog's form.
    pub form: String,
    /// Title, a template.
    pub title: String,
    /// Mark at the upper right (公开01表).
    #[serde(default)]
    pub number: String,
    /// What its rows are.
    pub rows: Shape,
    /// Columns of figures: header path, meaning. In tables of two sides those of the right side.
    #[serde(default)]
    pub columns: Vec<Line>,
    /// Rows of the left side, and those that stand last.
    #[serde(default)]
    pub left: Vec<Line>,
    /// Last rows of the left side, level with those of the right side.
    #[serde(default)]
    pub left_end: Vec<Line>,
    /// What the classes on the right side mean.
    pub classes: Option<Setting>,
    /// Last rows of the right side.
    #[serde(default)]
    pub right_end: Vec<Line>,
    /// Headers of two sides: left path of label and figure, right path of label; figures of the right side are `columns`.
    #[serde(default)]
    pub heads: Vec<String>,
    /// Performance forms that take its place where the workbook has indicators.
    pub forms: Option<WhichForms>,
    /// For `names`: the sheet of the list.
    #[serde(default)]
    pub list: String,
    /// For `names`: header and name of the text or amount of each column.
    #[serde(default)]
    pub texts: Vec<(String, String)>,
    /// Economic classes of each block.
    #[serde(default)]
    pub blocks: Vec<Vec<String>>,
    /// Sums below the blocks, one a block at most.
    #[serde(default)]
    pub foot: Vec<Line>,
    /// 款 without an amount are listed too.
    #[serde(default)]
    pub all: bool,
    /// What the whole table is about.
    #[serde(default)]
    pub base: Setting,
    unit: Option<UnitWord>,
    places: Option<u32>,
    unit_label: Option<String>,
    /// Lines below it, templates.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Lines below it when it is empty, templates.
    #[serde(default)]
    pub empty: Vec<String>,
    /// It needs a page on its side.
    #[serde(default)]
    pub landscape: bool,
}

impl TableLayout {
    /// The unit.
    #[must_use]
    pub fn unit(&self, layout: &Layout) -> Unit {
        self.unit.map_or(layout.unit(), Unit::from)
    }

    /// Decimals.
    #[must_use]
    pub fn places(&self, layout: &Layout) -> u32 {
        self.places.unwrap_or(layout.places)
    }

    /// Upper right.
    #[must_use]
    pub fn unit_label<'a>(&'a self, layout: &'a Layout) -> &'a str {
        self.unit_label.as_deref().unwrap_or(&layout.unit_label)
    }
}
