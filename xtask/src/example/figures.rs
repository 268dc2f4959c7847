//! The figures and words of the example, as written in `xtask/example`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Amounts in 元 by code or name.
pub type Yuan = BTreeMap<String, i64>;

/// A unit.
#[derive(Clone, Debug, Deserialize)]
pub struct Unit {
    /// Name of its workbooks.
    pub file: String,
    /// Full name.
    pub name: String,
    /// The 项 that pays what no other does.
    pub main: String,
    /// Carried over into the first year, of other money.
    pub other_begin: i64,
    /// Other money of the year before the first.
    pub other_before: i64,
    /// Which 项 pays an economic 款 of the basic expenditure.
    pub paid: BTreeMap<String, String>,
    /// Spent in the year before the first, by 项.
    pub before: Yuan,
    /// What a 项 is used for.
    pub uses: BTreeMap<String, String>,
    /// Basic expenditure of a year by economic 款.
    pub basic: BTreeMap<String, Yuan>,
    /// Projects paid by the appropriation.
    #[serde(default)]
    pub project: Vec<Project>,
    /// Other money by 项.
    #[serde(default)]
    pub other: Vec<Other>,
    /// “三公”经费 of the year before the first by economic 款.
    #[serde(default)]
    pub three_before: Yuan,
    /// “三公”经费, planned, by year.
    #[serde(default)]
    pub three_budget: BTreeMap<String, Yuan>,
    /// 机关运行经费 of a unit that has such.
    pub office: Option<Office>,
    /// Counts and amounts of a year at their coordinates.
    #[serde(default)]
    pub amounts: BTreeMap<String, Yuan>,
    /// Words.
    pub texts: BTreeMap<String, Words>,
    /// Projects in public: name, budget, spent, mark, grade.
    #[serde(default)]
    pub projects: BTreeMap<String, Vec<(String, i64, i64, String, String)>>,
}

/// 机关运行经费 before the first year and as planned.
#[derive(Clone, Debug, Deserialize)]
pub struct Office {
    /// Spent in the year before.
    pub before: i64,
    /// Planned by year.
    pub budget: Yuan,
}

/// A project.
#[derive(Clone, Debug, Deserialize)]
pub struct Project {
    /// Its 项.
    pub code: String,
    /// Paid by the government fund.
    #[serde(default)]
    pub fund: bool,
    /// What for.
    pub r#use: Option<String>,
    /// Spent in the year before the first.
    #[serde(default)]
    pub before: i64,
    /// Carried over into the first year.
    #[serde(default)]
    pub begin: i64,
    /// By year.
    #[serde(flatten)]
    pub years: BTreeMap<String, Run>,
}

/// A year of a project.
#[derive(Clone, Debug, Deserialize)]
pub struct Run {
    /// 年初预算
    pub initial: i64,
    /// Received.
    pub income: i64,
    /// 全年预算; what was spent if not said.
    pub full: Option<i64>,
    /// Spent by economic 款.
    pub econ: Yuan,
    /// Why not as planned.
    pub why: Option<String>,
}

/// Other money of a 项: sources of income and natures of expenditure by year.
#[derive(Clone, Debug, Deserialize)]
pub struct Other {
    /// The 项.
    pub code: String,
    /// By year.
    #[serde(flatten)]
    pub years: BTreeMap<String, Yuan>,
}

/// A text of every year, or texts of one.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// Of every year.
    Every(String),
    /// Of the year that names it.
    Year(BTreeMap<String, String>),
}

/// Payer, payee, their 项, nature, source, amount.
pub type Transfer = (String, String, String, String, String, String, i64);

/// The department.
#[derive(Clone, Debug, Deserialize)]
pub struct Department {
    /// Full name.
    pub name: String,
    /// 内设机构
    pub offices: i64,
    /// What its units pay each other.
    pub transfers: BTreeMap<String, Vec<Transfer>>,
    /// Words.
    pub texts: BTreeMap<String, Words>,
}

/// Texts of a year: name and coordinates to what is said.
pub fn texts(all: &BTreeMap<String, Words>, year: i32) -> impl Iterator<Item = (&str, &str, &str)> {
    let split = |key: &'_ str| key.split_once('|').map_or(key.len(), |(name, _)| name.len());
    all.iter()
        .flat_map(move |(key, words)| match words {
            Words::Every(text) => vec![(key.as_str(), text.as_str())],
            Words::Year(texts) if *key == year.to_string() => {
                texts.iter().map(|(k, t)| (k.as_str(), t.as_str())).collect()
            }
            Words::Year(_) => Vec::new(),
        })
        .map(move |(key, text)| {
            let (name, about) = key.split_at(split(key));
            (name, about.trim_start_matches('|'), text.trim())
        })
}

/// The units, the head office first.
pub fn units() -> Result<Vec<Unit>, String> {
    let files = [
        include_str!("../../example/head.toml"),
        include_str!("../../example/library.toml"),
        include_str!("../../example/hall.toml"),
    ];
    files.into_iter().map(|text| toml::from_str(text).map_err(|e| e.to_string())).collect()
}

/// The department.
pub fn department() -> Result<Department, String> {
    toml::from_str(include_str!("../../example/department.toml")).map_err(|e| e.to_string())
}
