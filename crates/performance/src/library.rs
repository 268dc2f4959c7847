//! Indicators against the library: what is put where it does not belong, held against the wrong way, counted in what does not fit.
//!
//! Hints, never contradictions: whoever set the target may have had reasons.

use crate::comparator::Comparator;
use crate::fraction::Fraction;
use crate::measure::Measure;
use crate::value::Measured;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::indicators::{Indicator, Indicators, Kind, Percent, Span};
use mingzhang_catalog::scoring::Words;
use mingzhang_model::number::SCALE;
use mingzhang_model::performance::PerformanceForm;

/// The longest span of years that is a span and not a year.
const YEARS: i64 = 50;

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Issue {
    /// It stands under a level where it does not belong.
    Level,
    /// What shows only after years is taken for a target of the year.
    LongTerm,
    /// 指标性质 does not fit.
    Comparator,
    /// 度量单位 does not fit.
    Unit,
    /// The value is not a usual one.
    Range,
}

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about.
    pub issue: Issue,
    /// One sentence with what to do.
    pub message: String,
}

/// A target in words, from a form or a workbook.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target<'a> {
    /// 一级指标
    pub level1: &'a str,
    /// 二级指标
    pub level2: &'a str,
    /// 三级指标
    pub name: &'a str,
    /// 指标性质
    pub comparator: &'a str,
    /// 指标值
    pub value: &'a str,
    /// 度量单位
    pub unit: &'a str,
}

/// What is known of an indicator by its name.
struct Known<'a> {
    /// What it is called in the sentences.
    what: String,
    levels: Vec<&'a str>,
    signs: &'a [String],
    units: &'a [String],
    range: Option<[Percent; 2]>,
    span: Option<Span>,
}

impl<'a> Known<'a> {
    fn entry(i: &'a Indicator) -> Known<'a> {
        Known {
            what: format!("指标库中的“{}”", i.name),
            levels: i.level.iter().map(String::as_str).collect(),
            signs: &i.signs,
            units: &i.units,
            range: i.range,
            span: Some(i.span),
        }
    }

    fn kind(k: &'a Kind) -> Known<'a> {
        Known {
            what: format!("{}类的指标", k.name),
            levels: k.level.iter().map(String::as_str).collect(),
            signs: &k.sign,
            units: &k.unit,
            range: k.range,
            span: k.span,
        }
    }
}

/// The name without brackets, white space and a leading year, as the library has it.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in name.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    let year = out.get(digits..).and_then(|rest| rest.strip_prefix("年度").or(rest.strip_prefix('年')));
    match year {
        Some(rest) if digits == 4 => rest.to_owned(),
        _ => out.trim_end_matches(['。', '；', '，']).to_owned(),
    }
}

/// How the value of an indicator comes about, if the library knows it by name or kind.
#[must_use]
pub fn span(library: &Indicators, name: &str) -> Option<Span> {
    let name = plain_name(name);
    library.find(&name).map(|i| i.span).or_else(|| kind(library, &name)?.span)
}

fn kind<'a>(library: &'a Indicators, name: &str) -> Option<&'a Kind> {
    let fits = |k: &&Kind| {
        k.endings.iter().any(|e| name.ends_with(e.as_str())) || k.contains.iter().any(|w| name.contains(w.as_str()))
    };
    library.kinds.kind.iter().find(fits)
}

/// What the library has against a target.
#[must_use]
pub fn check(catalog: &Catalog, target: &Target<'_>) -> Vec<Remark> {
    let library = &*catalog.indicators;
    let words = &catalog.scoring.words;
    let name = plain_name(target.name);
    let entry = library.find(&name).map(Known::entry);
    // What an entry does not say, its kind may.
    let all: Vec<Known<'_>> = entry.into_iter().chain(kind(library, &name).map(Known::kind)).collect();
    let mut out = Vec::new();
    for known in &all {
        out.extend(level(library, known, target));
        out.extend(comparator(words, known, target));
        out.extend(unit(words, known, target));
        out.extend(range(words, known, target));
    }
    out.extend(years(words, target));
    out.sort_by_key(|r| r.issue);
    // One hint on one matter.
    out.dedup_by_key(|r| r.issue);
    out
}

/// What the library has against the targets of a form, by the number of the row.
#[must_use]
pub fn remarks(catalog: &Catalog, form: &PerformanceForm) -> Vec<(usize, Remark)> {
    let mut out = Vec::new();
    for (n, row) in form.indicators.iter().enumerate() {
        let text = |cell: &'_ Option<mingzhang_model::FormCell>| cell.as_ref().map(|c| c.text.clone());
        let (comparator, unit) = (text(&row.comparator).unwrap_or_default(), text(&row.unit).unwrap_or_default());
        let target = Target {
            level1: &row.level1.text,
            level2: &row.level2.text,
            name: &row.name.text,
            comparator: &comparator,
            value: &row.target.text,
            unit: &unit,
        };
        out.extend(check(catalog, &target).into_iter().map(|r| (n, r)));
    }
    out
}

fn level(library: &Indicators, known: &Known<'_>, target: &Target<'_>) -> Option<Remark> {
    let same = |one: &str, other: &str| one.trim_end_matches("指标") == other.trim().trim_end_matches("指标");
    let used = [target.level2, target.level1];
    let (own, other) = library.kinds.confused.iter().find(|(own, other)| {
        known.levels.iter().any(|l| same(own, l)) && used.iter().any(|u| !u.is_empty() && same(other, u))
    })?;
    // A level 2 that is right is right under whatever level 1.
    if used.iter().any(|u| !u.is_empty() && same(own, u)) {
        return None;
    }
    let name = target.name;
    if known.span == Some(Span::Long) {
        let message = format!("“{name}”要几年才看得出，放在了{other}；请移到{own}，或换成当年能完成的指标。");
        return Some(Remark { issue: Issue::LongTerm, message });
    }
    Some(Remark {
        issue: Issue::Level,
        message: format!("“{name}”一般是{own}，放在了{other}；请移到{own}，或改写指标。"),
    })
}

fn comparator(words: &Words, known: &Known<'_>, target: &Target<'_>) -> Option<Remark> {
    let measured = Measured::parse(words, target.value, target.unit);
    let used = Comparator::parse(words, target.comparator).or(measured.comparator)?;
    let fit: Vec<Comparator> = known.signs.iter().filter_map(|s| Comparator::standard(s)).collect();
    let first = fit.first()?;
    let agrees = fit
        .iter()
        .any(|c| *c == used || (c.is_positive() && used.is_positive()) || (c.is_reverse() && used.is_reverse()));
    // Exactly so many is neither more nor less; a judgement of what can be counted is another matter.
    if agrees || (used == Comparator::Equal && *first != Comparator::Qualitative) {
        return None;
    }
    let name = target.name;
    let message = match (used, *first) {
        (Comparator::Qualitative, sign) => format!("“{name}”可以用数字衡量，一般用“{sign}”，这里是定性。"),
        (_, Comparator::Qualitative) => format!("“{name}”一般用文字衡量（定性），这里用了“{used}”。"),
        (_, sign) => format!("{}一般用“{sign}”，“{name}”用了“{used}”；请核对方向。", known.what),
    };
    Some(Remark { issue: Issue::Comparator, message })
}

/// What is counted, as coarsely as a wrong unit shows.
#[derive(PartialEq, Eq)]
enum Class {
    Share,
    Money,
    Time,
    Things,
}

fn class(words: &Words, measure: &Measure) -> Class {
    match measure.base.as_str() {
        "%" | "‰" => Class::Share,
        _ if measure.is_money(words) || (measure.base.is_empty() && measure.scale > 1) => Class::Money,
        _ if measure.is_deadline(words) => Class::Time,
        _ => Class::Things,
    }
}

fn unit(words: &Words, known: &Known<'_>, target: &Target<'_>) -> Option<Remark> {
    let usual = known.units.first()?;
    let measured = Measured::parse(words, target.value, target.unit);
    let number = measured.number()?;
    let name = target.name;
    let used = measured.unit();
    if used.is_none() {
        let message = format!("“{name}”没有度量单位，一般是“{usual}”（指标值 {number}）。");
        return Some(Remark { issue: Issue::Unit, message });
    }
    let fits = known.units.iter().any(|u| {
        let fit = Measure::parse(words, u);
        class(words, &fit) == class(words, used) || (used.base.is_empty() && fit.is_money(words))
    });
    let printed = if measured.own.is_some() { target.value } else { target.unit };
    let message = format!("“{name}”的单位一般是“{usual}”，这里是“{printed}”；请核对。");
    (!fits).then_some(Remark { issue: Issue::Unit, message })
}

fn range(words: &Words, known: &Known<'_>, target: &Target<'_>) -> Option<Remark> {
    let ([low, high], usual) = (known.range?, known.units.first()?);
    let measured = Measured::parse(words, target.value, target.unit);
    let (value, unit) = (measured.amount()?, measured.unit());
    let fit = Measure::parse(words, usual);
    if unit.base != fit.base || !(unit.per == fit.per || unit.per.is_empty() || fit.per.is_empty()) {
        return None;
    }
    let bound = |p: Percent| Fraction::new(i128::from(p.0.0), i128::from(SCALE))?.times(fit.factor());
    let (least, most) = (bound(low)?, bound(high)?);
    if least <= value && value <= most {
        return None;
    }
    let shown = |p: Percent| mingzhang_model::Figure::show(p.0, mingzhang_model::Unit::Yuan, 4);
    let short = |p: Percent| shown(p).trim_end_matches('0').trim_end_matches('.').to_owned();
    let between = if low == high { short(low) } else { format!("{}至{}", short(low), short(high)) };
    let message =
        format!("“{}”的指标值 {} 不在常见范围（{between}{usual}）内；请核对数值和单位。", target.name, target.value);
    Some(Remark { issue: Issue::Range, message })
}

/// So many years are no target of one year.
fn years(words: &Words, target: &Target<'_>) -> Option<Remark> {
    let measured = Measured::parse(words, target.value, target.unit);
    let (unit, value) = (measured.unit(), measured.number()?);
    let long = value >= Fraction::whole(2) && value <= Fraction::whole(YEARS);
    let own = |level: &str| level.contains("可持续") || level.contains("时效");
    if unit.base != "年" || !unit.per.is_empty() || !long || own(target.level2) {
        return None;
    }
    let message =
        format!("“{}”的目标是{value}年，不是一年能完成的；请移到可持续影响指标，或换成当年的指标。", target.name);
    Some(Remark { issue: Issue::LongTerm, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(target: Target<'_>) -> Vec<String> {
        check(Catalog::embedded(), &target).into_iter().map(|r| r.message).collect()
    }

    fn target<'a>(levels: [&'a str; 2], name: &'a str, value: [&'a str; 3]) -> Target<'a> {
        let [level1, level2] = levels;
        let [comparator, value, unit] = value;
        Target { level1, level2, name, comparator, value, unit }
    }

    const BENEFIT: [&str; 2] = ["效益指标", "社会效益指标"];
    const COUNT: [&str; 2] = ["产出指标", "数量指标"];
    const QUALITY: [&str; 2] = ["产出指标", "质量指标"];
    const TIME: [&str; 2] = ["产出指标", "时效指标"];
    const CONTENT: [&str; 2] = ["满意度指标", "服务对象满意度指标"];
    const COST: [&str; 2] = ["成本指标", "经济成本指标"];

    #[test]
    fn indicators_where_they_belong_are_let_be() {
        for good in [
            target(CONTENT, "参会企业满意度", ["≥", "90", "%"]),
            target(QUALITY, "培训合格率", ["＝", "100", "%"]),
            target(COUNT, "城镇新增就业人数", ["≥", "2", "万人"]),
            target(BENEFIT, "减少基金损失（群众满意度大于85%为优）", ["定性", "优", ""]),
            target(["效益指标", "可持续影响指标"], "持续输送人才", ["≥", "3", "年"]),
            target(COST, "人均培训成本", ["≤", "1500", "元"]),
            target(COST, "全年考务支出成本", ["≤", "800", "万"]),
            target(TIME, "考务工作完成时间", ["≤", "12", "月"]),
            target(TIME, "工作完成时间", ["≤", "2023", "年"]),
            target(COUNT, "组织某种活动", ["≥", "5", "场"]),
            target(["产出", "质量"], "资料准确率", ["≥", "98%", ""]),
        ] {
            assert_eq!(told(good), Vec::<String>::new(), "{good:?}");
        }
    }

    #[test]
    fn what_stands_under_the_wrong_level_is_told() {
        let content = told(target(BENEFIT, "参会企业满意度", ["≥", "90", "%"]));
        assert_eq!(content, ["“参会企业满意度”一般是满意度指标，放在了效益指标；请移到满意度指标，或改写指标。"]);
        let quality = told(target(COUNT, "培训合格率", ["≥", "95", "%"]));
        assert_eq!(quality, ["“培训合格率”一般是质量指标，放在了数量指标；请移到质量指标，或改写指标。"]);
        let late = told(target(COUNT, "补贴发放及时率", ["≥", "95", "%"]));
        assert!(late[0].contains("一般是时效指标，放在了数量指标"), "{late:?}");
        let long = told(target(COUNT, "服务水平持续提升", ["定性", "优", ""]));
        assert_eq!(
            long,
            ["“服务水平持续提升”要几年才看得出，放在了数量指标；请移到可持续影响指标，或换成当年能完成的指标。"]
        );
        let years = told(target(BENEFIT, "推动工作的发展", ["＝", "5", "年"]));
        assert_eq!(years, ["“推动工作的发展”的目标是5年，不是一年能完成的；请移到可持续影响指标，或换成当年的指标。"]);
    }

    #[test]
    fn wrong_ways_units_and_values_are_told() {
        let way = told(target(CONTENT, "学生满意度", ["≤", "95", "%"]));
        assert_eq!(way, ["满意度类的指标一般用“≥”，“学生满意度”用了“≤”；请核对方向。"]);
        let cost = told(target(COST, "聘用人员总成本", ["≥", "6", "万"]));
        assert_eq!(cost, ["成本类的指标一般用“≤”，“聘用人员总成本”用了“≥”；请核对方向。"]);
        let words = told(target(QUALITY, "培训合格率", ["定性", "优", ""]));
        assert_eq!(words, ["“培训合格率”可以用数字衡量，一般用“≥”，这里是定性。"]);
        let number = told(target(BENEFIT, "就业局势总体稳定", ["≥", "90", "%"]));
        assert_eq!(number, ["“就业局势总体稳定”一般用文字衡量（定性），这里用了“≥”。"]);
        let unit = told(target(CONTENT, "学生满意度", ["≥", "95", "人"]));
        assert_eq!(unit, ["“学生满意度”的单位一般是“%”，这里是“人”；请核对。"]);
        let none = told(target(CONTENT, "学生满意度", ["≥", "95", ""]));
        assert_eq!(none, ["“学生满意度”没有度量单位，一般是“%”（指标值 95）。"]);
        let over = told(target(CONTENT, "学生满意度", ["≥", "950", "%"]));
        assert_eq!(over, ["“学生满意度”的指标值 950 不在常见范围（0至100%）内；请核对数值和单位。"]);
        let dear = told(target(COST, "人均培训成本", ["≤", "15", "万元"]));
        assert!(dear[0].contains("不在常见范围（100至10000元/人）内"), "{dear:?}");
    }

    #[test]
    fn names_are_compared_without_years_and_brackets() {
        assert_eq!(plain_name("2023年服务活动次数（场）"), "服务活动次数");
        assert_eq!(plain_name(" 12333热线接通率 "), "12333热线接通率");
        let library = &Catalog::embedded().indicators;
        assert_eq!(span(library, "2024年度城镇新增就业人数（人）"), Some(Span::Cumulative));
        assert_eq!(span(library, "长效机制建设"), Some(Span::Long));
        assert_eq!(span(library, "别的"), None);
    }
}
