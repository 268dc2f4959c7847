//! Scoring of performance forms: the words of the forms and, per regulation, how points are given. Numbers are whole points and whole per cent.

use crate::CatalogError;
use crate::mistake::{Source, perhaps};
use crate::toml_file;
use serde::Deserialize;
use toml::Spanned;

/// Words and profiles.
#[derive(Clone, Debug, Default)]
pub struct Scoring {
    /// Words of the forms.
    pub words: Words,
    /// One per regulation; the first is the one that holds where no other is asked for.
    pub profiles: Vec<ScoringProfile>,
}

impl Scoring {
    /// The profile of an id.
    #[must_use]
    pub fn profile(&self, id: &str) -> Option<&ScoringProfile> {
        self.profiles.iter().find(|p| p.id == id)
    }

    /// The profile for disclosures of a jurisdiction's profile ([`mingzhang_model::Identity::profile`]).
    #[must_use]
    pub fn of(&self, disclosure: &str) -> Option<&ScoringProfile> {
        self.profiles.iter().find(|p| p.disclosures.iter().any(|d| d == disclosure)).or(self.profiles.first())
    }

    /// The profile of a form in such a disclosure: where the points the form prints behind its level-1 names are not that profile's, the first
    /// whose points they are.
    #[must_use]
    pub fn of_form(&self, disclosure: &str, printed: &[(String, u32)]) -> Option<&ScoringProfile> {
        let usual = self.of(disclosure)?;
        let fits = |p: &ScoringProfile| printed.iter().all(|level| p.weights.levels.contains(level));
        // One level alone may be a slip. Of several with these points it is one whose forms print them.
        let known = || self.profiles.iter().filter(|p| fits(p) && printed.len() > 1);
        let other = || known().find(|p| p.weights.printed).or(known().next());
        if fits(usual) { Some(usual) } else { Some(other().unwrap_or(usual)) }
    }
}

/// Words of performance forms: lists of synonyms, the first of each the one to print.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// ≥ ＞ ＝ ≤ ＜ 定性.
    pub comparators: Vec<Vec<String>>,
    /// Scales of grades, best first.
    pub scales: Vec<Vec<String>>,
    /// Achievements that say the target was missed.
    pub missed: Vec<String>,
    /// Achievements that say it was met in part.
    pub partly: Vec<String>,
    /// Achievements that say it was met.
    pub reached: Vec<String>,
    /// Not applicable, said so.
    pub not_applicable: Vec<String>,
    /// Strokes for nothing.
    pub nothing: Vec<String>,
    /// Magnitudes before a unit.
    pub scales_of_units: Vec<(String, u32)>,
    /// Units of the same meaning.
    pub units: Vec<Vec<String>>,
    /// Units of money.
    pub money: Vec<String>,
    /// Units of deadlines.
    pub deadlines: Vec<String>,
    /// Entries of a unit cell that say there is none.
    pub no_unit: Vec<String>,
}

/// How points are given under one regulation.
#[derive(Clone, Debug)]
pub struct ScoringProfile {
    /// Stable name, e.g. `sichuan`.
    pub id: String,
    /// In Chinese.
    pub title: String,
    /// The regulation.
    pub source: String,
    /// Profiles of disclosures it applies to.
    pub disclosures: Vec<String>,
    /// Grades with their least score, best first.
    pub grades: Vec<(String, u32)>,
    /// Distribution of points.
    pub weights: Weights,
    /// Execution of the budget.
    pub execution: Execution,
    /// Quantitative indicators.
    pub quantity: Quantity,
    /// Over-fulfilment.
    pub over: Over,
    /// Qualitative indicators.
    pub quality: Quality,
    /// Indicators without a value.
    pub empty: Empty,
    /// Roundings.
    pub rounding: Rounding,
}

/// Distribution of points.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Points in all.
    pub total: u32,
    /// Points for execution.
    pub execution: u32,
    /// Points per level-1 name.
    pub levels: Vec<(String, u32)>,
    /// Level-1 names whose points are the same everywhere.
    pub fixed: Vec<String>,
    /// The forms print the points behind the level-1 names.
    #[serde(default)]
    pub printed: bool,
}

/// Denominator of the rate of execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 调整后（全年）预算数
    Adjusted,
    /// 年初预算数
    Initial,
}

/// Execution of the budget.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Execution {
    /// Denominator.
    pub basis: Basis,
    /// Below this rate, in per cent, a reason is due.
    pub reason_below: u32,
}

/// What exceeding a target of ＝ earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqualOver {
    /// Full points.
    Full,
    /// Points are reduced by the share of the excess.
    Deviation,
}

/// What exceeding a bound of ≤ earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reverse {
    /// 1 - excess / bound, nothing from twice the bound.
    Linear,
    /// Bound / actual.
    Ratio,
}

/// How ＞ and ＜ count the bound itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strict {
    /// As ≥ and ≤.
    Bound,
    /// As missed: the points are the same by the ratio, but a reason is due.
    Strict,
}

/// Quantitative indicators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// ＝ exceeded.
    pub equal_over: EqualOver,
    /// ≤ ＜ exceeded.
    pub reverse: Reverse,
    /// ＞ ＜ exactly met.
    pub strict: Strict,
    /// A total cost under ＝ that is the executed amount may be scored by the rate of execution.
    pub cost_by_execution: bool,
}

/// What over-fulfilment costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverPolicy {
    /// Nothing.
    None,
    /// The share beyond the factor.
    Deviation,
    /// All points.
    Zero,
}

/// Over-fulfilment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Over {
    /// Per cent of the target beyond which a reason is due.
    pub factor: u32,
    /// The factor itself is already beyond.
    pub inclusive: bool,
    /// What it costs.
    pub policy: OverPolicy,
    /// Per cent of the bound of a cost below which a reason is asked for.
    pub saving: u32,
}

/// Qualitative indicators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// Name, highest and lowest share in per cent of three bands, best first.
    pub bands: Vec<(String, u32, u32)>,
}

/// What becomes of the points of an indicator that does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// They are left out of the total.
    Out,
    /// They are shared among the others in proportion.
    Redistribute,
}

/// Indicators without a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Empty {
    /// Points of what does not apply.
    pub not_applicable: NotApplicable,
}

/// Roundings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Decimals of a score as it should be printed.
    pub places: u32,
    /// Decimals accepted in scores of execution.
    pub execution: Vec<u32>,
    /// Decimals accepted in scores of indicators.
    pub indicator: Vec<u32>,
    /// Ties to even are accepted too where there are decimals.
    pub half_even: bool,
    /// A missed target whose score rounds to full points at whole points is accepted.
    pub whole_full: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    title: String,
    source: String,
    disclosures: Vec<Spanned<String>>,
    grades: Spanned<Vec<(String, u32)>>,
    weights: Spanned<Weights>,
    execution: Execution,
    quantity: Quantity,
    over: Spanned<Over>,
    quality: Spanned<Quality>,
    empty: Empty,
    rounding: Spanned<Rounding>,
}

/// Loads a profile; the disclosures it is for must be among the ids of profiles, if these are given.
///
/// # Errors
/// Every mistake with its place.
pub fn load(text: &str, file: &str, known: Option<&[&str]>) -> Result<Vec<ScoringProfile>, CatalogError> {
    let mut source = Source::new(file, text);
    let Some(raw) = toml_file::read::<Raw>(&mut source) else { return source.done(Vec::new()) };
    if let Some(known) = known {
        let ids: Vec<&str> = known.iter().copied().chain(["generic"]).collect();
        for name in raw.disclosures.iter().filter(|d| !ids.contains(&d.get_ref().as_str())) {
            source.wrong(name.span(), format!("没有“{}”这个版式", name.get_ref()), perhaps(name.get_ref(), &ids));
        }
    }
    let grades = raw.grades.get_ref();
    if !grades.windows(2).all(|w| matches!(w, [a, b] if a.1 > b.1)) || grades.last().is_none_or(|g| g.1 != 0) {
        source.wrong(raw.grades.span(), "等次没有从高到低排到 0 分", "写成 [[\"优\", 90], [\"良\", 80], [\"差\", 0]]");
    }
    let weights = raw.weights.get_ref();
    let sum: u32 = weights.levels.iter().map(|l| l.1).fold(weights.execution, u32::saturating_add);
    if sum != weights.total {
        let (at, total) = (raw.weights.span(), weights.total);
        source.wrong(at, format!("预算执行与一级指标的分值合计 {sum}，不是 {total}"), "改成合计等于 total");
    }
    for name in weights.fixed.iter().filter(|f| weights.levels.iter().all(|l| l.0 != **f)) {
        let names: Vec<&str> = weights.levels.iter().map(|l| l.0.as_str()).collect();
        source.wrong(raw.weights.span(), format!("levels 中没有“{name}”"), perhaps(name, &names));
    }
    let over = raw.over.get_ref();
    if over.factor < 100 || over.saving > 100 {
        source.wrong(raw.over.span(), "factor 不到 100，或者 saving 超过 100", "都是占目标值的百分数，如 130、70");
    }
    let bands = &raw.quality.get_ref().bands;
    let ends = bands.first().is_some_and(|b| b.1 == 100) && bands.last().is_some_and(|b| b.2 == 0);
    if bands.len() != 3 || !ends || !bands.windows(2).all(|w| matches!(w, [a, b] if a.2 == b.1 && a.1 > a.2)) {
        let help = "写成 [[\"达成\", 100, 80], [\"部分达成\", 80, 60], [\"未达成\", 60, 0]]";
        source.wrong(raw.quality.span(), "三档没有从 100 接到 0", help);
    }
    let rounding = raw.rounding.get_ref();
    if rounding.execution.iter().chain(&rounding.indicator).chain([&rounding.places]).any(|p| *p > 4) {
        source.wrong(raw.rounding.span(), "得分的小数不能超过 4 位", "写 0 到 4");
    }
    let profile = ScoringProfile {
        id: raw.id,
        title: raw.title,
        source: raw.source,
        disclosures: raw.disclosures.into_iter().map(Spanned::into_inner).collect(),
        grades: raw.grades.into_inner(),
        weights: raw.weights.into_inner(),
        execution: raw.execution,
        quantity: raw.quantity,
        over: raw.over.into_inner(),
        quality: raw.quality.into_inner(),
        empty: raw.empty,
        rounding: raw.rounding.into_inner(),
    };
    source.done(vec![profile])
}

/// Loads the words of the forms.
///
/// # Errors
/// Every mistake with its place.
pub fn words(text: &str, file: &str) -> Result<Words, CatalogError> {
    let mut source = Source::new(file, text);
    let words: Option<Words> = toml_file::read(&mut source);
    let words = words.unwrap_or_default();
    let standard = ["≥", "＞", "＝", "≤", "＜", "定性"];
    let first: Vec<&str> = words.comparators.iter().filter_map(|c| c.first()).map(String::as_str).collect();
    if source.mistakes.is_empty() && (first.len() != 6 || !standard.iter().all(|s| first.contains(s))) {
        source.wrong(0..0, "comparators 的标准写法不是 ≥ ＞ ＝ ≤ ＜ 定性 六种", "每种一行，标准写法放在最前");
    }
    source.done(words)
}

#[cfg(test)]
mod tests {
    use crate::Catalog;

    #[test]
    fn points_printed_in_a_form_say_whose_form_it_is() {
        let scoring = &Catalog::embedded().scoring;
        let of = |disclosure: &str, printed: &[(&str, u32)]| {
            let printed: Vec<(String, u32)> = printed.iter().map(|(n, p)| ((*n).to_owned(), *p)).collect();
            scoring.of_form(disclosure, &printed).unwrap().id.clone()
        };
        let split = [("产出指标", 40), ("效益指标", 20), ("满意度指标", 10)];
        assert_eq!(of("mof-final", &split), "hunan");
        assert_eq!(of("sichuan-final", &split), "sichuan");
        assert_eq!(of("mof-final", &[]), "national");
        assert_eq!(of("mof-final", &[("产出指标", 50), ("效益指标", 30)]), "national");
        // One level may be a slip; points that nobody has say nothing.
        assert_eq!(of("mof-final", &[("产出指标", 40)]), "national");
        assert_eq!(of("mof-final", &[("产出指标", 45), ("效益指标", 15)]), "national");
    }
}
