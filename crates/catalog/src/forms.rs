//! Table forms (表样): by which titles a table goes, and what its columns and rows mean. Recognition is by title and header, never by ordinal.

use crate::CatalogError;
use crate::coords::{Setting, plain_label};
use crate::mistake::Source;
use crate::toml_file;
use mingzhang_model::Kind;
use serde::Deserialize;

/// What a row's label is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// Named rows (本年收入合计 …) and functional classes by name.
    Named,
    /// Functional subjects by code.
    Functional,
    /// Economic subjects by code.
    Economic,
    /// One row of values without a label.
    Single,
}

/// One table form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Stable name.
    pub id: String,
    /// Titles it goes by, plain; a printed title matches if it ends with one after year, entity and brackets are dropped.
    pub titles: Vec<String>,
    /// 决算 or 预算.
    pub kind: Kind,
    /// What labels its rows.
    pub rows: Rows,
    /// What every figure of the table is, unless a row or column says otherwise.
    pub base: Setting,
    /// For rows named after a functional class (八、社会保障和就业支出).
    pub classes: Setting,
    /// For the row 合计 or 总计 of a table of codes.
    pub total: Setting,
    /// Column rules: parts that must all occur in the header path, and what the column means; the longest match wins.
    pub columns: Vec<ColumnRule>,
    /// Row rules of the first and of the second side.
    pub sides: [Vec<RowRule>; 2],
    /// Words of the purse for the note under an empty table, any of which must occur; empty if the form may be empty without a word.
    pub empty_note: Vec<String>,
}

/// A column rule.
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// Parts of the header path that must all occur.
    pub parts: Vec<String>,
    /// What the column means.
    pub means: Setting,
    /// What it means in the total row, where that differs.
    pub total: Option<Setting>,
}

/// A row rule.
#[derive(Clone, Debug)]
pub struct RowRule {
    /// An earlier row that must have come before, for labels that occur twice; empty if none.
    pub after: String,
    /// The label without its number.
    pub label: String,
    /// What the row means.
    pub means: Setting,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    form: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    titles: Vec<String>,
    kind: KindWord,
    rows: Rows,
    #[serde(default)]
    base: Setting,
    #[serde(default)]
    classes: Setting,
    #[serde(default)]
    total: Setting,
    #[serde(default)]
    columns: Vec<(String, Setting)>,
    #[serde(default)]
    total_columns: Vec<(String, Setting)>,
    #[serde(default)]
    left: Vec<(String, Setting)>,
    #[serde(default)]
    right: Vec<(String, Setting)>,
    #[serde(default)]
    empty_note: Vec<String>,
}

fn row_rule((key, means): (String, Setting)) -> RowRule {
    let (after, label) = key.split_once('/').unwrap_or(("", &key));
    RowRule { after: plain_label(after), label: plain_label(label), means }
}

/// Loads forms.
///
/// # Errors
/// Every entry that is not a form, with its place.
pub fn load(text: &str, file: &str) -> Result<Vec<Form>, CatalogError> {
    let mut source = Source::new(file, text);
    let raw: Option<File> = toml_file::read(&mut source);
    let forms = raw.map(|r| r.form).unwrap_or_default().into_iter().map(|r| {
        let columns = r
            .columns
            .into_iter()
            .map(|(key, means)| {
                let total = r.total_columns.iter().find(|(k, _)| *k == key).map(|(_, s)| s.clone());
                ColumnRule { parts: key.split('/').map(plain_label).collect(), means, total }
            })
            .collect();
        Form {
            id: r.id,
            titles: r.titles.iter().map(|t| plain_label(t)).collect(),
            kind: r.kind.into(),
            rows: r.rows,
            base: r.base,
            classes: r.classes,
            total: r.total,
            columns,
            sides: [r.left.into_iter().map(row_rule).collect(), r.right.into_iter().map(row_rule).collect()],
            empty_note: r.empty_note,
        }
    });
    source.done(forms.collect())
}

/// 决算 or 预算, as written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KindWord {
    Final,
    Budget,
}

impl From<KindWord> for Kind {
    fn from(word: KindWord) -> Kind {
        match word {
            KindWord::Final => Kind::FinalAccounts,
            KindWord::Budget => Kind::Budget,
        }
    }
}
