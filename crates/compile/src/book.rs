//! What a workbook says: leaf amounts at their coordinates, texts, lists. Nothing here is derived.

use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Coordinates, Dimension, Level, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The purse of all money that is no appropriation; no report prints it.
pub const OTHER_MONEY: &str = "非财政拨款";

/// A value and the cell it was filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled<T> {
    /// The value.
    pub value: T,
    /// Where; `None` for made-up books.
    pub source: Option<Source>,
}

/// One row of a list of names: texts and amounts by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Texts.
    pub texts: BTreeMap<String, Filled<String>>,
    /// Amounts and other numbers.
    pub amounts: BTreeMap<String, Filled<Amount>>,
    /// The cell of each, also of those that are blank; none in made-up books.
    pub cells: BTreeMap<String, Source>,
}

/// A workbook, filled in.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Profile it was made for.
    pub profile: String,
    /// Amounts and counts at the finest coordinates: 项 of functional and 款 of economic subjects, one purse each.
    pub amounts: Vec<(Coordinates, Filled<Amount>)>,
    /// Texts by name and what they speak of.
    pub texts: BTreeMap<(String, Coordinates), Filled<String>>,
    /// Lists of named things by the name of their sheet.
    pub lists: BTreeMap<String, Vec<Row>>,
    /// Subjects that are to have a row though nothing is said of them yet: 支出[资金=…,科目=…].
    pub listed: BTreeSet<Coordinates>,
}

/// Where a text about `coordinates` is kept: reasons speak of a measure, whatever the year or stage.
#[must_use]
pub fn about(coordinates: Coordinates) -> Coordinates {
    coordinates.with(Dimension::Year, Term::WHOLE).with(Dimension::Stage, Term::WHOLE)
}

/// Income is told by its source, not by its purse: 收入[资金=X财政拨款] is 收入[来源=X财政拨款收入].
#[must_use]
pub fn placed(coordinates: Coordinates) -> Coordinates {
    let purse = coordinates.get(Dimension::Purse);
    if coordinates.get(Dimension::Measure) != Term::new("收入") || purse.is_whole() {
        return coordinates;
    }
    let own = coordinates.get(Dimension::Source);
    let source = if own.is_whole() { Term::new(&format!("{}收入", purse.word())) } else { own };
    coordinates.with(Dimension::Purse, Term::WHOLE).with(Dimension::Source, source)
}

impl Book {
    /// A text that speaks of nothing in particular.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Filled<String>> {
        self.texts.get(&(name.to_owned(), Coordinates::default()))
    }

    /// A text about something.
    #[must_use]
    pub fn text_about(&self, name: &str, coordinates: Coordinates) -> Option<&Filled<String>> {
        self.texts.get(&(name.to_owned(), about(coordinates)))
    }

    /// Full official name; empty if it was not filled in.
    #[must_use]
    pub fn entity(&self) -> &str {
        self.text("单位全称").map_or("", |t| t.value.as_str())
    }

    /// Fiscal year; 0 if it was not filled in.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.text("年度").and_then(|t| t.value.parse().ok()).unwrap_or(0)
    }

    /// 部门 unless it says 单位.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.text("公开主体") {
            Some(t) if t.value == "单位" => Level::Unit,
            _ => Level::Department,
        }
    }

    /// The rows of a list.
    #[must_use]
    pub fn list(&self, sheet: &str) -> &[Row] {
        self.lists.get(sheet).map_or(&[], Vec::as_slice)
    }

    /// Notes an amount.
    pub fn put(&mut self, coordinates: Coordinates, value: Amount, source: Option<Source>) {
        self.amounts.push((placed(coordinates), Filled { value, source }));
    }

    /// Notes a text.
    pub fn say(&mut self, name: &str, coordinates: Coordinates, value: &str, source: Option<Source>) {
        self.texts.insert((name.to_owned(), about(coordinates)), Filled { value: value.to_owned(), source });
    }
}
