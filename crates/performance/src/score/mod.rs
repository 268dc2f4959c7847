//! Scores of a form: what each should be and why, what of the printed ones agrees, the total, the grade, what to put right.

mod execution;
mod indicator;
mod propose;
mod quality;
mod rounding;
mod total;

pub use execution::rate;
pub use propose::{Field, Proposal};
pub use total::{LevelWeight, Total, TotalVerdict, announced_levels};

use crate::comparator::Comparator;
use crate::fraction::Fraction;
use crate::value::Measured;
use mingzhang_catalog::scoring::{Scoring, ScoringProfile, Words};
use mingzhang_model::performance::{FormCell, PerformanceForm};

/// What may be said of a printed score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The exact score or its rounding to the profile's decimals.
    Agrees,
    /// The exact score rounded to so many decimals, which is accepted as a habit.
    Habit(u32),
    /// A total cost scored by the rate of execution.
    ByExecution,
    /// Qualitative: in the band of its achievement, below its top.
    InBand,
    /// Something else than the rules give.
    Differs,
    /// A score is due, none is printed.
    Blank,
    /// Does not apply, none is printed.
    NotApplicable,
    /// A score is printed although no actual value is.
    WithoutActual,
    /// Neither an actual value nor a score; or the form has no scores.
    Unscored,
    /// Something printed cannot be understood: no score can be worked out.
    Unclear,
}

impl Verdict {
    /// True if nothing is to be said against the score.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        matches!(self, Verdict::Agrees | Verdict::Habit(_) | Verdict::ByExecution | Verdict::InBand)
    }

    /// In Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Agrees => "相符",
            Verdict::Habit(0) => "相符（取整分）",
            Verdict::Habit(_) => "相符（取整习惯）",
            Verdict::ByExecution => "相符（按预算执行率计分）",
            Verdict::InBand => "在本档之内",
            Verdict::Differs => "不符",
            Verdict::Blank => "没有填",
            Verdict::NotApplicable => "不适用",
            Verdict::WithoutActual => "没有完成值却有得分",
            Verdict::Unscored => "未计分",
            Verdict::Unclear => "无法计算",
        }
    }
}

/// How the actual value stands to the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Situation {
    /// ≥ reached or exceeded.
    Reached,
    /// ＞ exceeded.
    Exceeded,
    /// ＞ exactly equal.
    AboveEqual,
    /// ＝ equal.
    Equal,
    /// ＝ exceeded.
    EqualExceeded,
    /// ≥ ＞ ＝ not reached.
    Missed,
    /// ≤ ＜ below the bound.
    BelowBound,
    /// ≤ equal.
    AtBound,
    /// ＜ exactly equal.
    BelowEqual,
    /// ≤ ＜ exceeded.
    BoundExceeded,
    /// Qualitative, as targeted or better.
    GradeReached,
    /// Qualitative, worse than targeted.
    GradeMissed,
    /// Qualitative, the target is the whole scale.
    WholeScale,
    /// Qualitative in other words than the target's.
    OtherWords,
    /// Actual blank.
    Blank,
    /// Actual `-`.
    Nothing,
    /// Actual 不适用.
    NotApplicable,
    /// Not understood.
    Unclear,
}

impl Situation {
    /// In Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Situation::Reached => "≥ 达到或超过",
            Situation::Exceeded => "＞ 超过",
            Situation::AboveEqual => "＞ 恰好等于",
            Situation::Equal => "＝ 相等",
            Situation::EqualExceeded => "＝ 超过",
            Situation::Missed => "≥ ＞ ＝ 没有达到",
            Situation::BelowBound => "≤ ＜ 低于上限",
            Situation::AtBound => "≤ 等于上限",
            Situation::BelowEqual => "＜ 恰好等于",
            Situation::BoundExceeded => "≤ ＜ 超过上限",
            Situation::GradeReached => "定性，达到目标等次",
            Situation::GradeMissed => "定性，低于目标等次",
            Situation::WholeScale => "定性，目标写成整个尺度",
            Situation::OtherWords => "定性，文字与目标不同",
            Situation::Blank => "完成值空白",
            Situation::Nothing => "完成值为“-”",
            Situation::NotApplicable => "完成值为不适用",
            Situation::Unclear => "看不懂的值",
        }
    }

    /// True if the target is met, false if it is not, `None` if nobody can tell.
    #[must_use]
    pub fn is_met(self) -> Option<bool> {
        use Situation as S;
        match self {
            S::Missed | S::BoundExceeded | S::GradeMissed => Some(false),
            S::WholeScale | S::OtherWords | S::Blank | S::Nothing | S::NotApplicable | S::Unclear => None,
            _ => Some(true),
        }
    }
}

/// What else is to be said of a row. None of it changes the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// ＞ or ＜, and the actual value is the bound.
    StrictAtBound,
    /// Exceeds the target by more than the profile's factor.
    OverFulfilled,
    /// A cost far below its bound.
    FarBelowBound,
    /// The units of target and actual value count different things.
    UnitsDiffer,
    /// The points are below full, or a limit is passed: a reason is due.
    ReasonDue,
    /// The target is a whole scale.
    TargetIsScale,
    /// The cell of the comparator is blank; one was assumed. Forms without such a column say nothing.
    ComparatorAssumed,
}

/// The score of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowScore {
    /// The points of the row.
    pub weight: Option<Fraction>,
    /// The score as printed.
    pub printed: Option<Fraction>,
    /// The exact score; `None` where the rules give none or a band.
    pub expected: Option<Fraction>,
    /// Lowest and highest exact score that the printed values justify.
    pub range: Option<(Fraction, Fraction)>,
    /// What may be said of the printed score.
    pub verdict: Verdict,
    /// How the score follows, or why there is none.
    pub derivation: String,
}

/// The score of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorScore {
    /// Its score.
    pub row: RowScore,
    /// How the actual value stands to the target.
    pub situation: Situation,
    /// The comparator in force.
    pub comparator: Option<Comparator>,
    /// The target.
    pub target: Measured,
    /// The actual value; `None` if the form has no column for it.
    pub actual: Option<Measured>,
    /// What else is to be said.
    pub notes: Vec<Note>,
}

/// The scores of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// Execution of the budget with the index of its row in [`PerformanceForm::funds`]; `None` if the form has none.
    pub execution: Option<(usize, RowScore)>,
    /// One per indicator, in order.
    pub indicators: Vec<IndicatorScore>,
    /// The total.
    pub total: Total,
    /// Points per level-1 name.
    pub levels: Vec<LevelWeight>,
    /// What would put things right, with the reason.
    pub proposals: Vec<Proposal>,
    /// Decimals of a score as it should be printed.
    places: u32,
}

/// The regulation a form of a disclosure follows, by the points it prints.
#[must_use]
pub fn profile<'s>(form: &PerformanceForm, disclosure: &str, scoring: &'s Scoring) -> Option<&'s ScoringProfile> {
    scoring.of_form(disclosure, &announced_levels(form))
}

/// The scores of a form under a regulation.
#[must_use]
pub fn score(form: &PerformanceForm, profile: &ScoringProfile, words: &Words) -> Scored {
    let execution = execution::score(form, profile, words);
    let executed = execution.as_ref().map(|e| &e.1);
    let spent = execution.as_ref().and_then(|(index, _)| spent(form, *index, words));
    let indicators = form.indicators.iter().map(|i| indicator::score(i, executed, spent, profile, words));
    let indicators: Vec<IndicatorScore> = indicators.collect();
    let total = total::total(form, profile, words, executed, &indicators);
    let levels = total::levels(form, profile, words);
    let mut scored =
        Scored { execution, indicators, total, levels, proposals: Vec::new(), places: profile.rounding.places };
    scored.proposals = propose::proposals(form, &scored, words);
    scored
}

impl Scored {
    /// The score a row should print: the printed one where it is accepted, else the exact one rounded; `None` if there is none.
    #[must_use]
    pub fn should(&self, row: &RowScore) -> Option<Fraction> {
        should(row, self.places)
    }

    /// The form as it should be: scores and total put right where the rules give them, all else as printed.
    #[must_use]
    pub fn corrected(&self, form: &PerformanceForm) -> PerformanceForm {
        let mut out = form.clone();
        let put = |cell: &mut Option<FormCell>, row: &RowScore| {
            if let (Some(cell), Some(should)) = (cell, self.should(row))
                && row.printed != Some(should)
            {
                cell.text = should.to_string();
            }
        };
        if let Some((index, row)) = &self.execution
            && let Some(fund) = out.funds.get_mut(*index)
        {
            put(&mut fund.score, row);
        }
        for (indicator, scored) in out.indicators.iter_mut().zip(&self.indicators) {
            put(&mut indicator.score, &scored.row);
        }
        if let (Some(total), Some(should)) = (&mut out.total, self.total.should)
            && self.total.printed != Some(should)
        {
            total.score.text = should.to_string();
        }
        out
    }
}

fn should(row: &RowScore, places: u32) -> Option<Fraction> {
    if row.verdict.is_accepted() { row.printed } else { row.expected.map(|e| e.rounded(places)) }
}

/// The amount executed in all, in 元; `None` if nothing is.
fn spent(form: &PerformanceForm, index: usize, words: &Words) -> Option<Fraction> {
    let cell = form.funds.get(index)?.executed.as_ref()?;
    Measured::parse(words, &cell.text, form.money.name()).amount().filter(|a| !a.is_zero())
}

/// The number of a cell.
fn number(words: &Words, cell: Option<&FormCell>) -> Option<Fraction> {
    Measured::parse(words, &cell?.text, "").number()
}
