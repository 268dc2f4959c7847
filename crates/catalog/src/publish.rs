//! What is needed to make a report: the workbook that is filled in, the layout of the tables, the template of the narrative.
//!
//! Not loaded with the catalog, because an audit needs none of it: [`Publishing::load`] reads the files of one profile.

mod layout;

pub use layout::{Layout, Line, Shape, TableLayout, WhichForms};

use crate::coords::Setting;
use crate::form_layout::FormLayout;
use crate::mistake::Source;
use crate::sums::{self, Sums};
use crate::{CatalogError, toml_file, unreadable};
use serde::Deserialize;
use std::path::Path;

const EMBEDDED: &[(&str, &str)] = &[
    ("workbook-final.toml", include_str!("../../../catalog/publish/workbook-final.toml")),
    ("workbook-budget.toml", include_str!("../../../catalog/publish/workbook-budget.toml")),
    ("sums.toml", include_str!("../../../catalog/publish/sums.toml")),
    (PERFORMANCE, include_str!("../../../catalog/publish/workbook-performance.toml")),
    (EVALUATION, include_str!("../../../catalog/publish/workbook-evaluation.toml")),
    ("performance.jinja", include_str!("../../../catalog/publish/performance.jinja")),
    ("common.jinja", include_str!("../../../catalog/publish/common.jinja")),
    ("mof-final.toml", include_str!("../../../catalog/publish/mof-final.toml")),
    ("sichuan-final.toml", include_str!("../../../catalog/publish/sichuan-final.toml")),
    ("sichuan-final.jinja", include_str!("../../../catalog/publish/sichuan-final.jinja")),
    ("shanghai-final.toml", include_str!("../../../catalog/publish/shanghai-final.toml")),
    ("shanghai-final.jinja", include_str!("../../../catalog/publish/shanghai-final.jinja")),
    ("putuo-budget.toml", include_str!("../../../catalog/publish/putuo-budget.toml")),
    ("putuo-budget.jinja", include_str!("../../../catalog/publish/putuo-budget.jinja")),
    ("bazhong-budget.toml", include_str!("../../../catalog/publish/bazhong-budget.toml")),
    ("bazhong-budget.jinja", include_str!("../../../catalog/publish/bazhong-budget.jinja")),
    ("mof-final.jinja", include_str!("../../../catalog/publish/mof-final.jinja")),
];

/// The sheets that every workbook has.
const PERFORMANCE: &str = "workbook-performance.toml";
/// Those of evaluation reports and of evaluations beforehand.
const EVALUATION: &str = "workbook-evaluation.toml";

/// Everything one profile is made with.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// The profile's name, e.g. `sichuan-final`.
    pub profile: String,
    /// The sheets of the workbook, in order.
    pub sheets: Vec<Sheet>,
    /// Items that add up.
    pub sums: Sums,
    /// The tables and how they look.
    pub layout: Layout,
    /// Forms of projects, of the whole department and of evaluations beforehand, where the profile has them.
    pub forms: [Option<FormLayout>; 3],
    /// The template of the narrative.
    pub narrative: String,
    /// Macros of the evaluation reports.
    pub reports: String,
    /// Macros that all templates share.
    pub common: String,
}

/// One sheet of the workbook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub rows: SheetRows,
    /// What to fill in, for the clerk.
    pub about: String,
    /// Profiles that have the sheet; all if empty.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// For `fields`: one row each.
    #[serde(default)]
    pub fields: Vec<Column>,
    /// For the others: what the columns hold.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// For `grid`: the rows.
    #[serde(default)]
    pub grid: Vec<GridRow>,
    /// For `functional`: purses to choose from.
    #[serde(default)]
    pub purses: Vec<String>,
    /// For `functional`: columns whose sums must agree in each row.
    pub balance: Option<Balance>,
    /// For `names`: nothing is wrong with a workbook that lacks the sheet or some of its columns.
    #[serde(default)]
    pub optional: bool,
    /// For `names`: rows to be filled in, more if a book has more.
    pub most: Option<u32>,
    /// For `names`: titles of columns that together are different in each row.
    #[serde(default)]
    pub unique: Vec<String>,
    /// For `names`: columns that a formula fills in.
    #[serde(default)]
    pub shows: Vec<Shown>,
}

/// A column that a formula fills in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Its title.
    pub title: String,
    /// Titles of the columns that are added up.
    pub sum: Vec<String>,
    /// Title of the column whose equals are added up together; all rows if empty, each row by itself if there is none.
    pub by: Option<String>,
    /// What the sum may be; anything if empty.
    #[serde(default)]
    pub to: Vec<u32>,
}

/// What the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetRows {
    /// One field a row: title, value, note.
    Fields,
    /// Fixed rows and columns.
    Grid,
    /// One functional subject (项) and purse a row.
    Functional,
    /// One economic subject (款) a row.
    Economic,
    /// One named thing (unit, project) a row.
    Names,
}

/// What is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// An amount in 元, two decimals at most.
    #[default]
    Amount,
    /// A whole number.
    Count,
    /// A year of four digits.
    Year,
    /// One line of text.
    Text,
    /// Several lines of text.
    Long,
    /// One of some words.
    Choice,
    /// A number of four decimals at most: points, per cent.
    Number,
    /// A day.
    Date,
}

/// A field or column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Profiles that have it; all if empty.
    #[serde(default)]
    pub profiles: Vec<String>,
    /// What an amount or a count means.
    pub means: Option<Setting>,
    /// What a text is called.
    pub text: Option<String>,
    /// What is filled in; a text if `text` is given.
    kind: Option<Fill>,
    /// Words to choose from.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Name of a list of the workbook to choose from; anything else may be typed too.
    #[serde(default)]
    pub offers: String,
    /// Width in half Chinese characters, if not that of its kind.
    pub width: Option<u16>,
    /// It must be filled in.
    #[serde(default)]
    pub required: bool,
    /// For the clerk.
    #[serde(default)]
    pub note: String,
}

impl Column {
    /// What is filled in.
    #[must_use]
    pub fn fill(&self) -> Fill {
        self.kind.unwrap_or(if self.text.is_some() { Fill::Text } else { Fill::Amount })
    }
}

/// A row of a grid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridRow {
    /// Its title.
    pub title: String,
    /// What its figures mean.
    pub means: Setting,
    /// Titles of the only columns it has; all if empty.
    #[serde(default)]
    pub only: Vec<String>,
}

/// Two sums of columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Titles of columns.
    pub left: Vec<String>,
    /// Titles of columns.
    pub right: Vec<String>,
    /// What the right side has over the left one, never less than nothing; empty if both are equal.
    #[serde(default)]
    pub rest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheets {
    sheet: Vec<Sheet>,
}

impl Publishing {
    /// Profiles that can be compiled.
    #[must_use]
    pub fn profiles() -> Vec<&'static str> {
        EMBEDDED
            .iter()
            .filter_map(|(name, _)| name.strip_suffix(".jinja"))
            .filter(|n| !matches!(*n, "common" | "performance"))
            .collect()
    }

    /// What a profile is made with; files in `publish/` of `directory` take the place of those built in.
    ///
    /// # Errors
    /// When there is no such profile, or every mistake in a file, each at its place.
    pub fn load(profile: &str, directory: Option<&Path>) -> Result<Publishing, CatalogError> {
        let read = |file: &str| -> Result<String, CatalogError> {
            if let Some(path) = directory.map(|d| d.join("publish").join(file)).filter(|p| p.is_file()) {
                return std::fs::read_to_string(&path).map_err(|e| CatalogError::of_file(file, unreadable(&e)));
            }
            let text = EMBEDDED.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned());
            text.ok_or_else(|| {
                let known = Publishing::profiles().join("、");
                CatalogError::of_file(file, format!("没有“{profile}”这种版式，可用的有：{known}"))
            })
        };
        let file = format!("{profile}.toml");
        let layout: Layout = parse(&read(&file)?, &file)?;
        let mut sheets: Sheets = parse(&read(&layout.workbook)?, &layout.workbook)?;
        let performance: Sheets = parse(&read(PERFORMANCE)?, PERFORMANCE)?;
        let evaluation: Sheets = parse(&read(EVALUATION)?, EVALUATION)?;
        sheets.sheet.extend(performance.sheet);
        sheets.sheet.extend(evaluation.sheet);
        let has = |profiles: &[String]| profiles.is_empty() || profiles.iter().any(|p| p == profile);
        sheets.sheet.retain(|s| has(&s.profiles));
        for sheet in &mut sheets.sheet {
            sheet.fields.retain(|f| has(&f.profiles));
            sheet.columns.retain(|c| has(&c.profiles));
        }
        let form = |name: &Option<String>| name.as_ref().map(|n| FormLayout::load(n, directory)).transpose();
        let forms =
            [form(&layout.performance.project)?, form(&layout.performance.overall)?, form(&layout.performance.before)?];
        Ok(Publishing {
            profile: profile.to_owned(),
            sheets: sheets.sheet,
            sums: sums::load(&read("sums.toml")?, "sums.toml")?,
            layout,
            forms,
            reports: read("performance.jinja")?,
            narrative: read(&format!("{profile}.jinja"))?,
            common: read("common.jinja")?,
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str, file: &str) -> Result<T, CatalogError> {
    let mut source = Source::new(file, text);
    let value: Option<T> = toml_file::read(&mut source);
    source.done(value)?.ok_or_else(|| CatalogError::of_file(file, "读不出内容"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_loads() {
        for profile in Publishing::profiles() {
            let p = Publishing::load(profile, None).map_err(|e| e.to_string()).unwrap();
            assert!(!p.sheets.is_empty() && !p.layout.tables.is_empty());
            for table in p.layout.tables.iter().filter(|t| t.rows != Shape::Names) {
                assert!(crate::Catalog::embedded().form(&table.form).is_some(), "{profile}: {}", table.form);
            }
        }
        assert!(Publishing::load("nowhere", None).unwrap_err().to_string().contains("mof-final"));
    }
}
