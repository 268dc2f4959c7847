//! Progress within the year: spending against the plan, indicators against what is due by now.

use crate::comparator::Comparator;
use crate::fraction::Fraction;
use crate::library::{self, Target};
use crate::value::{Content, Measured};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::indicators::{Limit, Span};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Date};

/// The share of the year that is over (序时进度): a twelfth for each month, within a month by its days.
#[must_use]
pub fn elapsed(date: Date) -> Fraction {
    let month = i128::from(date.month());
    let (over, _) = date.elapsed();
    let before = Date::new(date.year(), date.month(), 1).map_or(0, |first| first.elapsed().0 - 1);
    let next = Date::new(date.year(), date.month() + 1, 1).map_or(date.elapsed().1, |d| d.elapsed().0 - 1);
    let (day, days) = (i128::from(over - before), i128::from(next - before));
    Fraction::new((month - 1) * days + day, 12 * days).unwrap_or(Fraction::ZERO)
}

/// A limit as a share of one.
fn share(limit: &Limit) -> Fraction {
    Fraction::new(i128::from(limit.value.0.0), i128::from(SCALE) * 100).unwrap_or(Fraction::ZERO)
}

/// Spending of a project by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Executed share of the year's budget.
    pub spent: Fraction,
    /// What was to be spent by now: as planned, or else the share of the year that is over.
    pub due: Fraction,
    /// A plan says what is due.
    pub planned: bool,
    /// Further behind than the limit allows.
    pub behind: bool,
}

/// Spending against its plan, in per cent; `None` without a budget.
#[must_use]
pub fn pace(catalog: &Catalog, date: Date, budget: Amount, executed: Amount, planned: Option<Amount>) -> Option<Pace> {
    let spent = Fraction::new(i128::from(executed.0), i128::from(budget.0)).filter(|_| budget.0 > 0)?;
    let plan = planned.and_then(|p| Fraction::new(i128::from(p.0), i128::from(SCALE) * 100));
    let due = plan.unwrap_or_else(|| elapsed(date));
    let lag = due.minus(spent)?;
    let behind = lag > share(&catalog.indicators.monitoring.behind);
    Some(Pace { spent, due, planned: plan.is_some(), behind })
}

/// True if so much of the year's budget is so little that a reason is due.
#[must_use]
pub fn owes_reason(catalog: &Catalog, budget: Amount, executed: Amount) -> bool {
    let rate = Fraction::new(i128::from(executed.0), i128::from(budget.0)).filter(|_| budget.0 > 0);
    rate.is_some_and(|r| r < share(&catalog.indicators.monitoring.reason))
}

/// How an indicator stands within the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// As far as it should be.
    Fine,
    /// Nothing is filled in, and nothing is due yet.
    Unknown,
    /// Less than what is due by now.
    Behind {
        /// What is due, in the unit of the target as printed; `None` in words.
        due: Option<Fraction>,
    },
    /// Nothing is filled in, and the day has passed.
    Overdue(Date),
    /// More than the bound, or later than the day.
    Beyond,
    /// So much of the bound is used that little is left.
    NearlyUsed {
        /// The share used.
        used: Fraction,
    },
    /// Target and value cannot be held against each other.
    Unclear(String),
}

impl Outlook {
    /// True if the target is in danger.
    #[must_use]
    pub fn is_danger(&self) -> bool {
        matches!(self, Outlook::Behind { .. } | Outlook::Overdue(_) | Outlook::Beyond | Outlook::NearlyUsed { .. })
    }

    /// True if the target is missed so far, so that a reason is due.
    #[must_use]
    pub fn owes_reason(&self) -> bool {
        matches!(self, Outlook::Behind { .. } | Outlook::Overdue(_) | Outlook::Beyond)
    }
}

/// How an indicator stands at a day with a value of that day.
#[must_use]
pub fn outlook(catalog: &Catalog, date: Date, target: &Target<'_>, value: &str) -> Outlook {
    let words = &catalog.scoring.words;
    let goal = Measured::parse(words, target.value, target.unit);
    let now = Measured::parse(words, value, target.unit);
    let sign = Comparator::parse(words, target.comparator).or(goal.comparator);
    if let Some(day) = deadline(date, target, &goal) {
        return by_day(date, day, &now, value);
    }
    if now.is_absent() {
        return Outlook::Unknown;
    }
    if sign == Some(Comparator::Qualitative) || goal.number().is_none() {
        return in_words(catalog, &goal, &now);
    }
    let (Some(due), Some(is)) = (goal.amount(), now.amount()) else {
        return Outlook::Unclear(format!("年中完成值“{value}”不是数"));
    };
    if !now.unit().counts_as(goal.unit()) {
        return Outlook::Unclear(format!("年中完成值“{value}”的单位与指标值不同"));
    }
    match sign {
        Some(c) if c.is_reverse() => bounded(catalog, date, target, due, is),
        _ => reached(catalog, date, target, &goal, due, is).unwrap_or(Outlook::Fine),
    }
}

/// A bound that is not to be passed, and that money uses up.
fn bounded(catalog: &Catalog, date: Date, target: &Target<'_>, bound: Fraction, is: Fraction) -> Outlook {
    if is > bound {
        return Outlook::Beyond;
    }
    let words = &catalog.scoring.words;
    let unit = Measured::parse(words, target.value, target.unit);
    let unit = unit.unit();
    let total = (unit.is_money(words) || (unit.base.is_empty() && unit.scale > 1)) && unit.per.is_empty();
    // A cost of one piece is used up by no other.
    let single = library::plain_name(target.name).contains("人均")
        || library::span(&catalog.indicators, target.name) == Some(Span::State);
    let used = is.over(bound);
    match used.filter(|u| *u >= share(&catalog.indicators.monitoring.used)) {
        Some(used) if total && !single && elapsed(date) < Fraction::ONE => Outlook::NearlyUsed { used },
        _ => Outlook::Fine,
    }
}

/// Something to be reached by the end of the year.
fn reached(
    catalog: &Catalog,
    date: Date,
    target: &Target<'_>,
    goal: &Measured,
    whole: Fraction,
    is: Fraction,
) -> Option<Outlook> {
    let short = share(&catalog.indicators.monitoring.short);
    let printed = |due: Fraction| due.over(goal.unit().factor());
    let behind = |due: Fraction| Outlook::Behind { due: printed(due) };
    match how(catalog, target, goal) {
        Span::Cumulative => {
            let due = whole.times(elapsed(date))?;
            (is < due.times(short)?).then(|| behind(due))
        }
        // A share is a state: nothing of it comes with time. Other states grow, from wherever they were.
        Span::State if goal.unit().base == "%" => (is < whole).then(|| behind(whole)),
        Span::State => (is < whole.times(short)?).then(|| behind(whole)),
        Span::Long => None,
    }
}

/// How the value of an indicator comes about: as the library has it, or else what is counted adds up and what is a share does not.
fn how(catalog: &Catalog, target: &Target<'_>, goal: &Measured) -> Span {
    let words = &catalog.scoring.words;
    let unit = goal.unit();
    let told = library::span(&catalog.indicators, target.name);
    let adds_up = unit.base != "%" && unit.per.is_empty() && !unit.is_deadline(words);
    told.unwrap_or(if target.level2.contains("可持续") {
        Span::Long
    } else if adds_up {
        Span::Cumulative
    } else {
        Span::State
    })
}

/// Grades and words.
fn in_words(catalog: &Catalog, goal: &Measured, now: &Measured) -> Outlook {
    let words = &catalog.scoring.words;
    if words.missed.contains(&now.text.trim().to_owned()) {
        return Outlook::Behind { due: None };
    }
    let (Content::Grade(due), Content::Grade(is)) = (&goal.content, &now.content) else { return Outlook::Fine };
    let both = |scale: &&Vec<String>| scale.contains(due) && scale.contains(is);
    let place = |scale: &Vec<String>, grade: &String| scale.iter().position(|g| g == grade);
    match words.scales.iter().find(both) {
        Some(scale) if place(scale, is) > place(scale, due) => Outlook::Behind { due: None },
        _ => Outlook::Fine,
    }
}

/// The day by which something is to be done: a month or a date under 时效指标.
fn deadline(date: Date, target: &Target<'_>, goal: &Measured) -> Option<Date> {
    if !target.level2.contains("时效") {
        return None;
    }
    let last = |month: u32| -> Option<Date> { (28..=31).rev().find_map(|day| Date::new(date.year(), month, day)) };
    if goal.unit().base == "月" && goal.unit().per.is_empty() {
        let number = goal.number()?;
        let month = (1..=12u32).find(|m| Fraction::whole(i64::from(*m)) == number)?;
        return last(month);
    }
    let text: String = target.value.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(day) = Date::parse(text.trim_end_matches(['前', '底', '以'])) {
        return Some(day);
    }
    // 6月30日前, 2024年6月底前; 每月20日前 is no one day.
    let (before, after) = text.split_once('月')?;
    let (year, month) = before.split_once('年').unwrap_or(("", before));
    if !(year.is_empty() || year.parse::<i32>() == Ok(date.year())) {
        return None;
    }
    let month: u32 = month.parse().ok().filter(|m| (1..=12).contains(m))?;
    match after.split_once('日') {
        Some((day, _)) => Date::new(date.year(), month, day.parse().ok()?),
        None if after.is_empty() || after.starts_with('底') || after.starts_with('前') => last(month),
        None => None,
    }
}

fn by_day(date: Date, day: Date, now: &Measured, value: &str) -> Outlook {
    if now.is_absent() {
        return if date > day { Outlook::Overdue(day) } else { Outlook::Unknown };
    }
    let month = now.number().filter(|_| matches!(now.unit().base.as_str(), "月" | ""));
    let late = match (Date::parse(value), month) {
        (Some(done), _) => done > day,
        (None, Some(month)) => month > Fraction::whole(i64::from(day.month())),
        (None, None) => false,
    };
    if late { Outlook::Beyond } else { Outlook::Fine }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str, target: [&str; 5], value: &str) -> Outlook {
        let [level2, name, comparator, goal, unit] = target;
        let target = Target { level1: "", level2, name, comparator, value: goal, unit };
        outlook(Catalog::embedded(), Date::parse(date).unwrap(), &target, value)
    }

    fn part(numerator: i128, denominator: i128) -> Fraction {
        Fraction::new(numerator, denominator).unwrap()
    }

    #[test]
    fn the_year_goes_by_in_twelfths() {
        for (date, share) in [
            ("2024-06-30", (1, 2)),
            ("2024-07-31", (7, 12)),
            ("2024-02-29", (1, 6)),
            ("2023-12-31", (1, 1)),
            ("2024-01-01", (1, 372)),
            ("2024-02-15", (44, 348)),
        ] {
            assert_eq!(elapsed(Date::parse(date).unwrap()), part(share.0, share.1), "{date}");
        }
    }

    #[test]
    fn spending_is_held_against_time_or_plan() {
        let june = Date::parse("2024-06-30").unwrap();
        let pace = |budget, executed, planned: Option<i64>| {
            pace(Catalog::embedded(), june, Amount(budget), Amount(executed), planned.map(|p| Amount(p * SCALE)))
        };
        // Ten points behind are allowed, more are not.
        assert!(!pace(1000, 400, None).unwrap().behind);
        assert!(pace(1000, 399, None).unwrap().behind);
        assert!(!pace(1000, 200, Some(30)).unwrap().behind);
        let planned = pace(1000, 199, Some(30)).unwrap();
        assert_eq!((planned.due, planned.planned, planned.behind), (part(3, 10), true, true));
        assert_eq!((pace(0, 5, None), pace(-1, 5, None)), (None, None));
        let reason = |budget, executed| owes_reason(Catalog::embedded(), Amount(budget), Amount(executed));
        assert!(reason(1000, 899) && !reason(1000, 900) && !reason(0, 0));
    }

    #[test]
    fn what_adds_up_is_due_by_time() {
        let jobs = ["数量指标", "城镇新增就业人数", "≥", "2", "万人"];
        assert_eq!(on("2024-06-30", jobs, "8000人"), Outlook::Fine);
        assert_eq!(on("2024-06-30", jobs, "0.79"), Outlook::Behind { due: Some(part(1, 1)) });
        assert_eq!(on("2024-12-31", jobs, "1.5"), Outlook::Behind { due: Some(part(2, 1)) });
        assert_eq!(on("2024-06-30", jobs, ""), Outlook::Unknown);
        assert!(matches!(on("2024-06-30", jobs, "不清楚"), Outlook::Unclear(_)));
        assert!(matches!(on("2024-06-30", jobs, "8000元"), Outlook::Unclear(_)));
        // Unknown to the library: what is counted adds up, a share does not.
        assert_eq!(
            on("2024-06-30", ["数量指标", "某种活动", "＝", "10", "场"], "3"),
            Outlook::Behind { due: Some(part(5, 1)) }
        );
        assert_eq!(
            on("2024-06-30", ["质量指标", "某种比例", "≥", "90", "%"], "80"),
            Outlook::Behind { due: Some(part(90, 1)) }
        );
        assert_eq!(on("2024-06-30", ["质量指标", "某种比例", "≥", "90", "%"], "90"), Outlook::Fine);
        // A state that grows, and what takes years.
        let insured = ["数量指标", "失业保险参保人数", "≥", "100", "万人"];
        assert_eq!(
            (on("2024-06-30", insured, "80"), on("2024-06-30", insured, "79").is_danger()),
            (Outlook::Fine, true)
        );
        assert_eq!(on("2024-06-30", ["可持续影响指标", "输送人才", "≥", "3", "年"], "1"), Outlook::Fine);
    }

    #[test]
    fn bounds_are_passed_or_nearly_used() {
        let cost = ["经济成本指标", "全年考务支出", "≤", "100", "万元"];
        assert_eq!(on("2024-06-30", cost, "89.9"), Outlook::Fine);
        assert_eq!(on("2024-06-30", cost, "90"), Outlook::NearlyUsed { used: part(9, 10) });
        assert_eq!((on("2024-12-31", cost, "100"), on("2024-06-30", cost, "100.1")), (Outlook::Fine, Outlook::Beyond));
        let single = ["经济成本指标", "人均培训成本", "≤", "1500", "元"];
        assert_eq!(
            (on("2024-06-30", single, "1500"), on("2024-06-30", single, "1501")),
            (Outlook::Fine, Outlook::Beyond)
        );
        let per = ["经济成本指标", "某项标准", "≤", "15", "元/份"];
        assert_eq!(on("2024-06-30", per, "15"), Outlook::Fine);
    }

    #[test]
    fn days_pass() {
        let may = ["时效指标", "考务完成时间", "≤", "5", "月"];
        let overdue = Outlook::Overdue(Date::parse("2024-05-31").unwrap());
        assert_eq!((on("2024-05-31", may, ""), on("2024-06-01", may, "")), (Outlook::Unknown, overdue.clone()));
        assert_eq!((on("2024-06-30", may, "5"), on("2024-06-30", may, "6")), (Outlook::Fine, Outlook::Beyond));
        for goal in ["2024年5月31日前", "5月31日前", "2024年5月底前", "5月底"] {
            let told = ["时效指标", "完成时间", "定性", goal, ""];
            assert_eq!(on("2024-06-30", told, ""), overdue, "{goal}");
            assert_eq!(on("2024-06-30", told, "2024-06-01"), Outlook::Beyond, "{goal}");
            assert_eq!(on("2024-06-30", told, "2024-05-31"), Outlook::Fine, "{goal}");
        }
        for goal in ["每月20日前", "2025年5月", "13", "及时"] {
            assert_eq!(on("2024-06-30", ["时效指标", "完成时间", "定性", goal, "月"], ""), Outlook::Unknown, "{goal}");
        }
        assert_eq!(on("2024-06-30", ["数量指标", "派驻时间", "≥", "5", "月"], ""), Outlook::Unknown);
    }

    #[test]
    fn grades_fall_short() {
        let grade = ["社会效益指标", "促进就业", "定性", "优", ""];
        for (value, danger) in [("优", false), ("良", true), ("未完成", true), ("不断增强", false), ("", false)]
        {
            assert_eq!(on("2024-06-30", grade, value).is_danger(), danger, "{value}");
        }
    }
}
