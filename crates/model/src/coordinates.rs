//! Coordinates: what a figure is about. One small interned word per dimension, in the field's own terms.

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::{OnceLock, RwLock};

/// An interned word of the field's vocabulary (基本支出, 2080101, 决算 …). Two terms are equal if and only if their words are.
///
/// The set of words is bounded by the catalog and by the subject names of the documents read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Term(u32);

#[derive(Default)]
struct Words {
    ids: FxHashMap<&'static str, u32>,
    words: Vec<&'static str>,
}

fn words() -> &'static RwLock<Words> {
    static WORDS: OnceLock<RwLock<Words>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut w = Words::default();
        w.ids.insert("", 0);
        w.words.push("");
        RwLock::new(w)
    })
}

impl Term {
    /// The default of every dimension: the whole, nothing more said (合计).
    pub const WHOLE: Term = Term(0);

    /// The term for a word. The empty word and 合计 are [`Term::WHOLE`].
    #[must_use]
    pub fn new(word: &str) -> Term {
        if word == "合计" {
            return Term::WHOLE;
        }
        if let Ok(w) = words().read()
            && let Some(id) = w.ids.get(word)
        {
            return Term(*id);
        }
        let mut w = words().write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(id) = w.ids.get(word) {
            return Term(*id);
        }
        let id = u32::try_from(w.words.len()).unwrap_or(u32::MAX);
        let kept: &'static str = Box::leak(word.to_owned().into_boxed_str());
        w.words.push(kept);
        w.ids.insert(kept, id);
        Term(id)
    }

    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        words().read().ok().and_then(|w| w.words.get(self.0 as usize).copied()).unwrap_or("")
    }

    /// True for the default of a dimension.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self == Term::WHOLE
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_whole() { "合计" } else { self.word() })
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// The dimensions a figure can be placed in. The order is the order of display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(usize)]
pub enum Dimension {
    /// 指标: 收入, 支出, 收入总计, 年初结转和结余, 三公经费, 机关运行经费, 政府采购, 车辆 … Never whole.
    Measure,
    /// 年度: whole is the fiscal year of the report; 上年.
    Year,
    /// 阶段: 决算, 年初预算, 全年预算, 预算, 执行数. Whole: the stage the report is about (决算 in final accounts, 预算 in budgets).
    Stage,
    /// 资金: 财政拨款, 一般公共预算财政拨款, 政府性基金预算财政拨款, 国有资本经营预算财政拨款. Whole: all money.
    Purse,
    /// 性质: 基本支出, 项目支出, 上缴上级支出, 经营支出, 对附属单位补助支出.
    Nature,
    /// 来源 of income: 财政拨款收入, 一般公共预算财政拨款收入, 上级补助收入, 事业收入 …
    Source,
    /// 科目: functional code of 3, 5 or 7 digits (or the name, when no code is known).
    Subject,
    /// 经济科目: economic code of 3 or 5 digits, or 人员经费, 公用经费.
    Economic,
    /// 事项: within a measure, e.g. 公务接待费 of 三公经费, 货物 of 政府采购.
    Item,
    /// 口径: whole is the amount itself; 增减额, 增长率, 占比, 完成率.
    Aspect,
    /// 基数: what an aspect is measured against: 上年, 年初预算, 预算, 执行数, 本年支出 …
    Base,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 11] = [
        Dimension::Measure,
        Dimension::Year,
        Dimension::Stage,
        Dimension::Purse,
        Dimension::Nature,
        Dimension::Source,
        Dimension::Subject,
        Dimension::Economic,
        Dimension::Item,
        Dimension::Aspect,
        Dimension::Base,
    ];

    /// The field's name for it, as written in the catalog.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Measure => "指标",
            Dimension::Year => "年度",
            Dimension::Stage => "阶段",
            Dimension::Purse => "资金",
            Dimension::Nature => "性质",
            Dimension::Source => "来源",
            Dimension::Subject => "科目",
            Dimension::Economic => "经济科目",
            Dimension::Item => "事项",
            Dimension::Aspect => "口径",
            Dimension::Base => "基数",
        }
    }

    /// The dimension of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|d| d.name() == name)
    }
}

/// What a figure is about: one term per [`Dimension`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Coordinates([Term; 11]);

impl Coordinates {
    /// Coordinates of a measure, everything else whole.
    #[must_use]
    pub fn of(measure: &str) -> Coordinates {
        Coordinates::default().with(Dimension::Measure, Term::new(measure))
    }

    /// The term in a dimension.
    #[must_use]
    pub fn get(&self, d: Dimension) -> Term {
        self.0[d as usize]
    }

    /// Sets the term in a dimension.
    pub fn set(&mut self, d: Dimension, t: Term) {
        self.0[d as usize] = t;
    }

    /// The same with one dimension changed.
    #[must_use]
    pub fn with(mut self, d: Dimension, t: Term) -> Coordinates {
        self.set(d, t);
        self
    }

    /// The same as [`Coordinates::with`], from a word.
    #[must_use]
    pub fn at(self, d: Dimension, word: &str) -> Coordinates {
        self.with(d, Term::new(word))
    }

    /// The terms that are not whole.
    pub fn terms(&self) -> impl Iterator<Item = (Dimension, Term)> + '_ {
        Dimension::ALL.into_iter().map(|d| (d, self.get(d))).filter(|(_, t)| !t.is_whole())
    }
}

impl fmt::Debug for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get(Dimension::Measure).word())?;
        let rest: Vec<String> = self
            .terms()
            .filter(|(d, _)| *d != Dimension::Measure)
            .map(|(d, t)| format!("{}={}", d.name(), t.word()))
            .collect();
        if rest.is_empty() { Ok(()) } else { write!(f, "[{}]", rest.join(",")) }
    }
}

impl Serialize for Coordinates {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.terms().map(|(d, t)| (d.name(), t)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_words() {
        assert_eq!(Term::new("基本支出"), Term::new("基本支出"));
        assert_ne!(Term::new("基本支出"), Term::new("项目支出"));
        assert!(Term::new("合计").is_whole());
        let c = Coordinates::of("支出").at(Dimension::Nature, "基本支出").at(Dimension::Subject, "208");
        assert_eq!(c.to_string(), "支出[性质=基本支出,科目=208]");
    }
}
