//! The total, the grade and the points per level-1 name (R7-R10).

use super::{IndicatorScore, RowScore, Verdict};
use crate::fraction::Fraction;
use mingzhang_catalog::scoring::{NotApplicable, ScoringProfile, Words};
use mingzhang_model::performance::PerformanceForm;

/// What may be said of a printed total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalVerdict {
    /// The sum of the printed scores.
    Agrees,
    /// Half a unit of the last printed place away: a rounding tail.
    Tail,
    /// Something else.
    Differs,
    /// None is printed.
    Blank,
    /// The form has no row for it.
    Absent,
}

impl TotalVerdict {
    /// In Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            TotalVerdict::Agrees => "相符",
            TotalVerdict::Tail => "尾差",
            TotalVerdict::Differs => "不符",
            TotalVerdict::Blank => "没有填",
            TotalVerdict::Absent => "没有合计一行",
        }
    }
}

/// The total of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The points of all rows together.
    pub weights: Option<Fraction>,
    /// The total as printed.
    pub printed: Option<Fraction>,
    /// The printed scores added up; a blank adds nothing.
    pub sum: Fraction,
    /// Rows whose score is due and blank.
    pub missing: usize,
    /// The total as it should be; `None` if a row cannot be scored.
    pub should: Option<Fraction>,
    /// Points that can be had: without those of rows that do not apply.
    pub reachable: Option<Fraction>,
    /// What may be said of the printed total.
    pub verdict: TotalVerdict,
    /// Grade of the printed total.
    pub grade: Option<String>,
    /// Grade of the total as it should be.
    pub should_grade: Option<String>,
    /// How the total follows.
    pub derivation: String,
}

/// Points of a level-1 name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelWeight {
    /// The name, without the points it prints (产出指标（40分）).
    pub name: String,
    /// The points of its rows together.
    pub points: Fraction,
    /// What the form prints behind the name, or else the profile's.
    pub expected: Option<Fraction>,
    /// The expected points are printed in the form.
    pub announced: bool,
    /// The profile says that these points are the same everywhere.
    pub fixed: bool,
}

/// The grade of a score out of the points that can be had.
fn grade(score: Fraction, reachable: Fraction, profile: &ScoringProfile) -> Option<String> {
    let total = Fraction::whole(profile.weights.total);
    let share = score.times(total)?.over(reachable)?;
    let found = profile.grades.iter().find(|(_, least)| share >= Fraction::whole(*least))?;
    Some(found.0.clone())
}

fn add(mut values: impl Iterator<Item = Fraction>) -> Option<Fraction> {
    values.try_fold(Fraction::ZERO, Fraction::plus)
}

pub(super) fn total(
    form: &PerformanceForm,
    profile: &ScoringProfile,
    words: &Words,
    execution: Option<&RowScore>,
    indicators: &[IndicatorScore],
) -> Total {
    let rows: Vec<&RowScore> = execution.into_iter().chain(indicators.iter().map(|i| &i.row)).collect();
    let sum = add(rows.iter().filter_map(|r| r.printed)).unwrap_or(Fraction::ZERO);
    let weights = add(rows.iter().filter_map(|r| r.weight));
    let left_out = add(rows.iter().filter(|r| r.verdict == Verdict::NotApplicable).filter_map(|r| r.weight));
    let reachable = weights.zip(left_out).and_then(|(w, l)| w.minus(l));
    // A row left blank throughout carries no points.
    let due =
        rows.iter().filter(|r| r.verdict != Verdict::NotApplicable && (r.weight.is_some() || r.printed.is_some()));
    let mut should: Option<Fraction> = Some(Fraction::ZERO);
    for row in due {
        should = should.zip(super::should(row, profile.rounding.places)).and_then(|(s, r)| s.plus(r));
    }
    // Points of indicators that do not apply are shared among the other indicators in proportion; those of the execution are fixed.
    let shared = |sum: Fraction| {
        let (left_out, fixed) = (left_out?, execution.filter(|e| e.verdict != Verdict::NotApplicable));
        if profile.empty.not_applicable != NotApplicable::Redistribute || left_out.is_zero() {
            return Some(sum);
        }
        let points = fixed.and_then(|e| e.weight).unwrap_or(Fraction::ZERO);
        let own = fixed.and_then(|e| super::should(e, profile.rounding.places)).unwrap_or(Fraction::ZERO);
        let (all, rest) = (weights?.minus(points)?, reachable?.minus(points)?);
        Some(sum.minus(own)?.times(all)?.over(rest)?.plus(own)?.rounded(profile.rounding.places))
    };
    should = should.and_then(shared);
    // Execution alone is no result: without indicators, or with none that applies, there is no total.
    let nothing = indicators.iter().all(|i| i.row.verdict == Verdict::NotApplicable);
    let should = should.filter(|_| !nothing);
    let cell = form.total.as_ref().map(|t| &t.score);
    let printed = super::number(words, cell);
    let parts: Vec<String> = rows.iter().filter_map(|r| r.printed).map(|p| p.to_string()).collect();
    let missing = rows.iter().filter(|r| r.verdict == Verdict::Blank).count();
    let verdict = match printed {
        None if cell.is_none() => TotalVerdict::Absent,
        None => TotalVerdict::Blank,
        Some(p) if p == sum || shared(sum) == Some(p) => TotalVerdict::Agrees,
        Some(p) if is_tail(p, sum, rows.iter().filter_map(|r| r.printed)) => TotalVerdict::Tail,
        Some(_) => TotalVerdict::Differs,
    };
    let base = match profile.empty.not_applicable {
        NotApplicable::Out => reachable,
        NotApplicable::Redistribute => weights,
    };
    let graded = |score: Option<Fraction>| score.zip(base).and_then(|(s, b)| grade(s, b, profile));
    let derivation = match parts.len() {
        0 => "没有一行有得分".to_owned(),
        _ if missing > 0 => format!("{}={sum}，另有{missing}行没有填得分", parts.join("+")),
        _ => match shared(sum) {
            Some(shared) if shared != sum => {
                format!("{}={sum}，不适用的分值按比例分给其他指标，合计{shared}", parts.join("+"))
            }
            _ => format!("{}={sum}", parts.join("+")),
        },
    };
    Total {
        weights,
        printed,
        sum,
        missing,
        should,
        reachable,
        verdict,
        grade: graded(printed),
        should_grade: graded(should),
        derivation,
    }
}

/// The total was added from scores with more decimals than are printed: half a unit of the last place of the coarsest that has decimals.
fn is_tail(printed: Fraction, sum: Fraction, rows: impl Iterator<Item = Fraction>) -> bool {
    let places = |f: &Fraction| (0..=2).find(|p| f.has_places(*p)).unwrap_or(2);
    let Some(coarsest) = rows.map(|f| places(&f)).filter(|p| *p > 0).min() else { return false };
    let half = Fraction::place(coarsest).over(Fraction::whole(2));
    let gap = if printed > sum { printed.minus(sum) } else { sum.minus(printed) };
    gap.zip(half).is_some_and(|(g, h)| g <= h)
}

/// A level-1 name without the points printed behind it (产出指标（40分）), and these points.
fn announced(text: &str) -> (String, Option<Fraction>) {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (name, rest) = text.split_once(['（', '(']).unwrap_or((&text, ""));
    let points = rest.split_once('分').and_then(|(n, _)| Fraction::parse(n)).map(|(n, _)| n);
    (name.to_owned(), points)
}

/// The level-1 names a form prints with their points, where these are whole.
#[must_use]
pub fn announced_levels(form: &PerformanceForm) -> Vec<(String, u32)> {
    let mut out: Vec<(String, u32)> = Vec::new();
    for indicator in &form.indicators {
        let (name, points) = announced(&indicator.level1.text);
        if let Some(points) = points.and_then(|p| p.to_string().parse().ok())
            && out.iter().all(|(n, _)| *n != name)
        {
            out.push((name, points));
        }
    }
    out
}

pub(super) fn levels(form: &PerformanceForm, profile: &ScoringProfile, words: &Words) -> Vec<LevelWeight> {
    let mut out: Vec<LevelWeight> = Vec::new();
    for indicator in &form.indicators {
        let Some(points) = super::number(words, indicator.weight.as_ref()) else { continue };
        let (name, announced) = announced(&indicator.level1.text);
        if let Some(level) = out.iter_mut().find(|l| l.name == name) {
            level.points = level.points.plus(points).unwrap_or(level.points);
            continue;
        }
        let usual = profile.weights.levels.iter().find(|(n, _)| *n == name).map(|(_, p)| Fraction::whole(*p));
        out.push(LevelWeight {
            points,
            expected: announced.or(usual),
            announced: announced.is_some(),
            fixed: profile.weights.fixed.contains(&name),
            name,
        });
    }
    out
}
