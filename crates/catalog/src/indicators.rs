//! The library of indicators: what performance indicators are usually called, measured in and held against, and the limits of monitoring.

use crate::CatalogError;
use crate::mistake::{Source, perhaps};
use crate::toml_file;
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use std::collections::BTreeMap;
use toml::Spanned;

/// Signs of 指标性质.
pub const SIGNS: [&str; 6] = ["≥", "＞", "＝", "≤", "＜", "定性"];

/// The library.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    /// The indicators, file by file.
    pub list: Vec<Indicator>,
    /// Names of levels and kinds told from the name alone.
    pub kinds: Kinds,
    /// Limits of monitoring.
    pub monitoring: Monitoring,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Type {
    /// People, things, times.
    #[serde(rename = "数量")]
    Count,
    /// A share.
    #[serde(rename = "比率")]
    Rate,
    /// Money.
    #[serde(rename = "金额")]
    Money,
    /// A date or a span of time.
    #[serde(rename = "时限")]
    Time,
    /// A judgement in words.
    #[serde(rename = "评价")]
    Judgement,
}

impl Type {
    /// In Chinese.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Type::Count => "数量",
            Type::Rate => "比率",
            Type::Money => "金额",
            Type::Time => "时限",
            Type::Judgement => "评价",
        }
    }
}

/// How a value comes about over the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Span {
    /// It adds up from the beginning of the year.
    #[serde(rename = "累计")]
    Cumulative,
    /// It is a state at some time.
    #[serde(rename = "时点")]
    State,
    /// It shows only after years.
    #[serde(rename = "长期")]
    Long,
}

impl Span {
    /// In Chinese.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Span::Cumulative => "累计",
            Span::State => "时点",
            Span::Long => "长期",
        }
    }
}

/// One indicator of the library.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Field of work (就业).
    pub field: String,
    /// Its name.
    pub name: String,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Levels 1 and 2.
    pub level: [String; 2],
    /// Units that fit, the usual one first; none for judgements.
    pub units: Vec<String>,
    /// Signs that fit, the usual one first.
    pub signs: Vec<String>,
    /// What is measured.
    pub kind: Type,
    /// Usual least and greatest value in the first unit.
    pub range: Option<[Percent; 2]>,
    /// How its value comes about.
    pub span: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    field: String,
    indicator: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(default)]
    synonyms: Vec<Spanned<String>>,
    level: Spanned<[String; 2]>,
    #[serde(default)]
    unit: Vec<String>,
    sign: Spanned<Vec<String>>,
    r#type: Spanned<Type>,
    range: Option<Spanned<[Percent; 2]>>,
    span: Span,
}

/// Names of levels, and kinds of indicators.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// A level 1 and its levels 2.
    pub level: Vec<Vec<String>>,
    /// What an indicator is and what it is often put among.
    pub confused: Vec<(String, String)>,
    /// Kinds, the first that fits is taken.
    pub kind: Vec<Kind>,
    /// What names count, and in what; the longest ending that fits is taken.
    #[serde(default)]
    pub counted: Vec<Counted>,
}

/// Names that say what is counted (…人数), and the units it is counted in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// What the names end in.
    pub endings: Vec<String>,
    /// Longer endings that mean something else (频率 is no 率).
    #[serde(default)]
    pub except: Vec<String>,
    /// Units that fit, the usual one first, before what they are per.
    pub unit: Vec<String>,
    /// Units that are unusual, and not wrong.
    #[serde(default)]
    pub unusual: Vec<String>,
}

/// A kind of indicators told by their names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is called.
    pub name: String,
    /// What the names end in.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Words in the names.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Levels 1 and 2 as far as they are given.
    #[serde(default)]
    pub level: Vec<String>,
    /// Signs that fit; any if empty.
    #[serde(default)]
    pub sign: Vec<String>,
    /// Units that fit, before what they are per; any if empty.
    #[serde(default)]
    pub unit: Vec<String>,
    /// What a value may be.
    pub range: Option<[Percent; 2]>,
    /// How its value comes about.
    pub span: Option<Span>,
}

/// A plain decimal of four places at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub Amount);

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Percent, D::Error> {
        let text = String::deserialize(deserializer)?;
        decimal(&text).map(Percent).ok_or_else(|| D::Error::custom(format!("“{text}”不是数\n写成 \"90\" 或 \"0.5\"")))
    }
}

fn decimal(text: &str) -> Option<Amount> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    let rest: i64 = format!("{part:0<4}").parse().ok()?;
    Some(Amount(whole.parse::<i64>().ok()? * SCALE + rest))
}

/// A limit and where it comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// In per cent.
    pub value: Percent,
    /// What it limits.
    pub title: String,
    /// Where it comes from.
    pub basis: String,
}

/// Limits of monitoring.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitoring {
    /// Percentage points that spending may be behind the plan.
    pub behind: Limit,
    /// Rate of the year's budget below which a reason is due.
    pub reason: Limit,
    /// Share of what is due by now below which a cumulative indicator is behind.
    pub short: Limit,
    /// Share of a bound of cost above which little is left.
    pub used: Limit,
}

impl Kinds {
    /// What an indicator of a name counts. A number in the name (考评450人次) says how large one is, not what is counted.
    #[must_use]
    pub fn counted(&self, name: &str) -> Option<&Counted> {
        let numbered = |c: char| c.is_ascii_digit() || "万千百余多".contains(c);
        let fits = |e: &&String| name.strip_suffix(e.as_str()).is_some_and(|before| !before.ends_with(numbered));
        let length = |c: &&Counted| c.endings.iter().filter(fits).map(String::len).max();
        let found = self.counted.iter().filter(|c| length(c).is_some()).max_by_key(length)?;
        (!found.except.iter().any(|e| name.ends_with(e.as_str()))).then_some(found)
    }
}

impl Indicators {
    /// The indicator of a name or synonym.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Indicator> {
        self.list.iter().find(|i| i.name == name || i.synonyms.iter().any(|s| s == name))
    }

    /// Indicators in whose name, synonyms, field or levels all words occur.
    #[must_use]
    pub fn search(&self, words: &[&str]) -> Vec<&Indicator> {
        let told = |i: &Indicator| -> String {
            let own = [&i.field, &i.name, &i.level[0], &i.level[1]].map(String::as_str);
            own.into_iter().chain(i.synonyms.iter().map(String::as_str)).collect::<Vec<&str>>().join("\n")
        };
        self.list.iter().filter(|i| words.iter().all(|w| told(i).contains(w))).collect()
    }
}

/// Reads the kinds.
pub(crate) fn kinds(text: &str, file: &str) -> Result<Kinds, CatalogError> {
    whole(text, file)
}

/// Reads the limits of monitoring.
pub(crate) fn monitoring(text: &str, file: &str) -> Result<Monitoring, CatalogError> {
    whole(text, file)
}

fn whole<T: serde::de::DeserializeOwned + Default>(text: &str, file: &str) -> Result<T, CatalogError> {
    let mut source = Source::new(file, text);
    let value = toml_file::read(&mut source);
    Ok(source.done(value)?.unwrap_or_default())
}

/// Reads one file of indicators; `known` are the names of the files before it.
pub(crate) fn load(
    text: &str,
    file: &str,
    kinds: &Kinds,
    known: &mut BTreeMap<String, String>,
) -> Result<Vec<Indicator>, CatalogError> {
    let mut source = Source::new(file, text);
    let Some(read) = toml_file::read::<File>(&mut source) else { return source.done(Vec::new()) };
    let mut out = Vec::new();
    for entry in read.indicator {
        let name = entry.name.get_ref().clone();
        for word in std::iter::once(&entry.name).chain(&entry.synonyms) {
            if let Some(other) = known.insert(word.get_ref().clone(), name.clone()) {
                let message = format!("“{}”已经是“{other}”的名称", word.get_ref());
                source.wrong(word.span(), message, "一个名称只能指一个指标，删去其中一处");
            }
        }
        level(&mut source, &entry.level, kinds);
        for sign in entry.sign.get_ref().iter().filter(|s| !SIGNS.contains(&s.as_str())) {
            source.wrong(entry.sign.span(), format!("没有“{sign}”这种指标性质"), perhaps(sign, &SIGNS));
        }
        let judged = *entry.r#type.get_ref() == Type::Judgement;
        if entry.sign.get_ref().is_empty()
            || judged != (entry.sign.get_ref().first().map(String::as_str) == Some("定性"))
        {
            source.wrong(entry.sign.span(), "指标性质与 type 不符", "type 是“评价”的写 [\"定性\"]，其他的写符号");
        }
        if judged != entry.unit.is_empty() {
            source.wrong(entry.r#type.span(), "单位与 type 不符", "type 是“评价”的没有 unit，其他的至少有一个");
        }
        if let Some(range) = entry.range.as_ref().filter(|r| r.get_ref()[0] > r.get_ref()[1]) {
            source.wrong(range.span(), "范围的第一个数大于第二个数", "写成 [\"最小\", \"最大\"]");
        }
        out.push(Indicator {
            field: read.field.clone(),
            name,
            synonyms: entry.synonyms.into_iter().map(Spanned::into_inner).collect(),
            level: entry.level.into_inner(),
            units: entry.unit,
            signs: entry.sign.into_inner(),
            kind: entry.r#type.into_inner(),
            range: entry.range.map(Spanned::into_inner),
            span: entry.span,
        });
    }
    source.done(out)
}

fn level(source: &mut Source<'_>, level: &Spanned<[String; 2]>, kinds: &Kinds) {
    let [first, second] = level.get_ref();
    let firsts: Vec<&str> = kinds.level.iter().filter_map(|l| l.first()).map(String::as_str).collect();
    match kinds.level.iter().find(|l| l.first() == Some(first)) {
        None => source.wrong(level.span(), format!("没有“{first}”这个一级指标"), perhaps(first, &firsts)),
        Some(list) if !list.iter().skip(1).any(|l| l == second) => {
            let below: Vec<&str> = list.iter().skip(1).map(String::as_str).collect();
            source.wrong(level.span(), format!("“{first}”没有“{second}”这个二级指标"), perhaps(second, &below));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    fn read(entry: &str) -> Result<Vec<Indicator>, String> {
        let text = format!("field = \"就业\"\nindicator = [\n{entry}\n]\n");
        let kinds = &Catalog::embedded().indicators.kinds;
        load(&text, "own.toml", kinds, &mut BTreeMap::new()).map_err(|e| e.to_string())
    }

    #[test]
    fn names_say_what_they_count() {
        let kinds = &Catalog::embedded().indicators.kinds;
        let unit = |name: &str| kinds.counted(name).map(|c| c.unit[0].as_str());
        assert_eq!(unit("培训合格率"), Some("%"));
        assert_eq!(unit("参会人数"), Some("人"));
        assert_eq!(unit("服务人次数"), Some("人"));
        assert_eq!(unit("调查户数"), Some("户"));
        assert_eq!(unit("项目完成时间"), Some("月"));
        assert_eq!(unit("委托审查成本"), Some("元"));
        for name in ["巡查频率", "技能考评450人次", "质量督导40批次", "整理档案2.5万件", "服务水平"]
        {
            assert_eq!(unit(name), None, "{name}");
        }
    }

    const GOOD: &str = r#"{ name = "甲", level = ["产出指标", "数量指标"], unit = ["人"], sign = ["≥"], type = "数量", range = ["1", "2.5"], span = "累计" }"#;

    #[test]
    fn mistakes_show_their_place() {
        assert_eq!(read(GOOD).unwrap().len(), 1);
        for (from, to, told) in [
            (r#""数量指标""#, r#""数量""#, "own.toml:3:23：“产出指标”没有“数量”这个二级指标"),
            (r#""产出指标""#, r#""产出""#, "own.toml:3:23：没有“产出”这个一级指标"),
            (r#"["≥"]"#, r#"["大于"]"#, "没有“大于”这种指标性质"),
            (r#"["≥"]"#, r#"["定性"]"#, "指标性质与 type 不符"),
            (r#"unit = ["人"], "#, "", "单位与 type 不符"),
            (r#""2.5""#, r#""0""#, "范围的第一个数大于第二个数"),
            (r#""2.5""#, r#""二""#, "“二”不是数"),
            (r#""累计""#, r#""全年""#, "不能写“全年”"),
            (r#""数量","#, r#""个数","#, "不能写“个数”"),
            (r#"name = "甲""#, r#"name = "甲", synonyms = ["乙", "甲"]"#, "“甲”已经是“甲”的名称"),
            (r#"name = "甲", "#, "", "缺少“name”一项"),
        ] {
            let wrong = read(&GOOD.replacen(from, to, 1)).unwrap_err();
            assert!(wrong.contains(told), "{wrong}");
        }
    }

    #[test]
    fn the_library_is_found_by_word() {
        let library = &Catalog::embedded().indicators;
        assert!(library.list.len() >= 120);
        let found = library.search(&["社会保险", "质量"]);
        assert!(found.len() > 3 && found.iter().all(|i| i.field == "社会保险" && i.level[1] == "质量指标"));
        let by_synonym = library.find("新增城镇就业人数").map(|i| i.name.as_str());
        assert_eq!(by_synonym, Some("城镇新增就业人数"));
        for field in ["就业", "社会保险", "人才人事", "劳动关系", "人事考试", "档案服务", "技能人才", "通用"]
        {
            assert!(library.list.iter().filter(|i| i.field == field).count() >= 10, "{field}");
        }
        for limit in [&library.monitoring.behind, &library.monitoring.reason, &library.monitoring.short] {
            assert!(limit.value.0.0 > 0 && !limit.basis.is_empty());
        }
    }
}
