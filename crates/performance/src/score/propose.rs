//! R12: what single change would put a form right, with its reason. Proposals are questions: they change no score.

use super::{Scored, Situation, TotalVerdict, Verdict};
use crate::fraction::Fraction;
use mingzhang_catalog::scoring::Words;
use mingzhang_model::performance::PerformanceForm;

/// What a proposal changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The actual value of an indicator.
    Actual(usize),
    /// The score of an indicator.
    Score(usize),
    /// The score of the execution.
    Execution,
}

/// A change with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What it changes.
    pub field: Field,
    /// What stands there; empty if blank.
    pub from: String,
    /// What should.
    pub to: String,
    /// Why, in Chinese.
    pub reason: String,
}

/// Factors of slips: a place, or 元 for 万元.
const SLIPS: [(i64, i64); 4] = [(10, 1), (10_000, 1), (1, 10), (1, 10_000)];

pub(super) fn proposals(form: &PerformanceForm, scored: &Scored, words: &Words) -> Vec<Proposal> {
    let spent = scored.execution.as_ref().and_then(|(index, _)| super::spent(form, *index, words));
    let mut out = magnitudes(scored, spent, words);
    let told = |out: &[Proposal], n: usize| out.iter().any(|p| p.field == Field::Actual(n));
    for n in 0..scored.indicators.len() {
        if !told(&out, n)
            && let Some(proposal) = strayed(form, scored, n, spent, words)
        {
            out.push(proposal);
        }
    }
    out.extend(total(scored));
    out
}

/// Actual values ten or ten thousand times too small or too large: the right one is the target, or the executed amount.
fn magnitudes(scored: &Scored, spent: Option<Fraction>, words: &Words) -> Vec<Proposal> {
    let mut out = Vec::new();
    for (n, row) in scored.indicators.iter().enumerate() {
        let Some(actual) = &row.actual else { continue };
        let (Some(a), Some(t), Some(printed)) = (actual.amount(), row.target.amount(), actual.number()) else {
            continue;
        };
        // A value between a fifth and five times the target is an ordinary one.
        let plausible =
            a.times(Fraction::whole(5)).is_none_or(|x| x >= t) && t.times(Fraction::whole(5)).is_none_or(|x| x >= a);
        let money = row.target.unit().is_money(words) || actual.unit().is_money(words);
        let full = row.row.printed.is_some() && row.row.printed == row.row.weight;
        if plausible || !(money || full && row.situation == Situation::Missed) {
            continue;
        }
        let found = SLIPS.iter().find_map(|(up, down)| {
            let factor = Fraction::new(i128::from(*up), i128::from(*down))?;
            let moved = a.times(factor)?;
            let why = match () {
                () if money && spent == Some(moved) => "正是预算执行数",
                () if moved == t => "正是指标值",
                () => return None,
            };
            Some((printed.times(factor)?, *up, *down, why))
        });
        if let Some((to, up, down, why)) = found {
            let times = if down == 1 { format!("放大{up}倍") } else { format!("缩小{down}倍") };
            let hint = if up.max(down) == 10_000 {
                "，可能是元与万元填错"
            } else {
                "，可能多写或少写了一位"
            };
            out.push(Proposal {
                field: Field::Actual(n),
                from: actual.text.clone(),
                to: to.to_string(),
                reason: format!("{}{times}{why}{hint}", actual.text),
            });
        }
    }
    out
}

/// A total cost that should be the executed amount and instead is the value of another row.
fn strayed(
    form: &PerformanceForm,
    scored: &Scored,
    n: usize,
    spent: Option<Fraction>,
    words: &Words,
) -> Option<Proposal> {
    let row = scored.indicators.get(n)?;
    let actual = row.actual.as_ref()?;
    if row.situation != Situation::Missed || !row.target.unit().is_money(words) || !row.target.unit().per.is_empty() {
        return None;
    }
    if spent != Some(row.target.amount()?) {
        return None;
    }
    let (other, _) = scored.indicators.iter().enumerate().find(|(m, other)| {
        let same = other.actual.as_ref().and_then(|a| a.number()) == actual.number();
        *m != n && same && !other.target.unit().is_money(words) && other.target.number() == actual.number()
    })?;
    let name = &form.indicators.get(other)?.name.text;
    let to = row.target.number()?.to_string();
    let reason = format!("{}是“{name}”的完成值；预算执行数与指标值都是{to}", actual.text);
    Some(Proposal { field: Field::Actual(n), from: actual.text.clone(), to, reason })
}

/// The one row whose right score makes the printed total the sum.
fn total(scored: &Scored) -> Option<Proposal> {
    let total = &scored.total;
    let printed = total.printed.filter(|_| total.verdict == TotalVerdict::Differs)?;
    let execution = scored.execution.iter().map(|(_, row)| (Field::Execution, row));
    let rows = execution.chain(scored.indicators.iter().enumerate().map(|(n, i)| (Field::Score(n), &i.row)));
    let wrong = rows.filter(|(_, row)| matches!(row.verdict, Verdict::Differs | Verdict::Blank));
    let mut fitting = wrong.filter_map(|(field, row)| {
        let should = scored.should(row)?;
        let without = total.sum.minus(row.printed.unwrap_or(Fraction::ZERO))?;
        (without.plus(should)? == printed).then_some((field, row, should))
    });
    let (field, row, should) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    let from = row.printed.map(|p| p.to_string()).unwrap_or_default();
    let reason = format!("按规则应得{should}，改后各行之和正是合计{printed}");
    Some(Proposal { field, from, to: should.to_string(), reason })
}
