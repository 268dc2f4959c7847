//! What a figure of a compiled report must be: its coordinates, looked up in the accounts the report was compiled from.

use mingzhang_compile::{Cube, placed};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Coordinates, Dimension, Fact, Term};

/// What the accounts say of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// They say nothing of these coordinates.
    Unknown,
    /// The figure is the rounding of what they say.
    Right,
    /// It is not; this is what they say.
    Wrong(String),
    /// A piece of a reason or a purpose, or a blank cell: nothing is claimed.
    Silent,
}

/// The same coordinates under every stage that may be meant by the printed one, the printed one first: forms call 预算 what they compare
/// with, and 年初预算 or 全年预算 what only one budget is known of.
fn staged(c: Coordinates, stage: &str) -> Vec<Coordinates> {
    let mut named = match stage {
        "预算" => vec!["全年预算", "年初预算"],
        "全年预算" | "年初预算" => vec!["预算"],
        _ => Vec::new(),
    };
    if c.get(Dimension::Measure).word().starts_with("绩效") {
        // 预算金额 of projects is no stage of the accounts.
        named.push("");
    }
    std::iter::once(stage).chain(named).map(|s| c.at(Dimension::Stage, s)).collect()
}

fn lookup(cube: &Cube, c: Coordinates) -> Option<i128> {
    let stage = c.get(Dimension::Stage).word();
    let stage = if stage == "执行数" || stage == "决算" { "" } else { stage };
    // A book says nothing of what is nothing: the measure must be there at all in that year and stage.
    let bare = |c: Coordinates| {
        let (year, stage) = (c.get(Dimension::Year), c.get(Dimension::Stage));
        Coordinates::of(c.get(Dimension::Measure).word()).with(Dimension::Year, year).with(Dimension::Stage, stage)
    };
    let value = |c: Coordinates| cube.known(&placed(c)).or_else(|| cube.known(&bare(c)).map(|_| Amount::ZERO));
    staged(c, stage).into_iter().find_map(value).map(|a| i128::from(a.0))
}

/// Last year's amount. Who reports for the first time had none; income of a budget without carry-over is its total.
fn last_year(cube: &Cube, c: Coordinates) -> Option<i128> {
    let old = c.at(Dimension::Year, "上年").with(Dimension::Stage, Term::WHOLE);
    let appropriated = c.get(Dimension::Source) == Term::new("财政拨款收入");
    let total = Coordinates::of("收入总计").at(Dimension::Year, "上年").at(Dimension::Purse, "财政拨款");
    let other = || appropriated.then(|| lookup(cube, total)).flatten();
    lookup(cube, old).or_else(other).or_else(|| lookup(cube, c.with(Dimension::Year, Term::WHOLE)).map(|_| 0))
}

/// What a change, a completion or a share is measured against.
fn against(cube: &Cube, c: Coordinates, base: &str) -> Option<i128> {
    let plain = |t: &str| mingzhang_compile::coordinates(t).and_then(|c| lookup(cube, c));
    let general = "支出[资金=一般公共预算财政拨款]";
    match base {
        "上年" | "上年执行数" => last_year(cube, c),
        "年初预算" | "全年预算" | "预算" => lookup(cube, c.at(Dimension::Stage, base)),
        "本年收入" => plain("收入"),
        "本年支出" => plain("支出"),
        "财政拨款支出" => plain("支出[资金=财政拨款]"),
        "一般公共预算财政拨款支出" => plain(general),
        "一般公共预算项目支出" => plain("支出[资金=一般公共预算财政拨款,性质=项目支出]"),
        "基本支出" if !c.get(Dimension::Purse).is_whole() => lookup(
            cube,
            Coordinates::of("支出").with(Dimension::Purse, c.get(Dimension::Purse)).at(Dimension::Nature, base),
        ),
        "基本支出" | "项目支出" => lookup(cube, Coordinates::of("支出").at(Dimension::Nature, base)),
        "三公经费" | "政府采购" | "收入总计" | "支出总计" => plain(base),
        "授予中小企业" => plain("政府采购[事项=授予中小企业]"),
        _ => None,
    }
}

/// Compares a fact with the accounts.
pub fn meaning(fact: &Fact, cube: &Cube) -> Meaning {
    let c = fact.coordinates;
    let (aspect, base) = (c.get(Dimension::Aspect).word(), c.get(Dimension::Base).word());
    if fact.part || matches!(aspect, "用途" | "增减事由") {
        return Meaning::Silent;
    }
    let bare = c.with(Dimension::Aspect, Term::WHOLE).with(Dimension::Base, Term::WHOLE);
    let base = || against(cube, bare, base);
    // Nothing this year of what there was before.
    let now = || lookup(cube, bare).or_else(|| base().filter(|_| !aspect.is_empty()).map(|_| 0));
    // A truth is a fraction: numerator over denominator.
    let truth = match aspect {
        "" => now().map(|n| (n, 1)),
        "增减额" => now().zip(base()).map(|(n, b)| (n - b, 1)),
        "增长率" => now().zip(base()).map(|(n, b)| ((n - b) * 100 * i128::from(SCALE), b)),
        "占比" | "完成率" => now().zip(base()).map(|(n, b)| (n * 100 * i128::from(SCALE), b)),
        _ => None,
    };
    if let Some((_, 0)) = truth {
        return Meaning::Wrong("没有（基数为0）".to_owned());
    }
    let Some((n, d)) = truth else {
        return if fact.blank { Meaning::Silent } else { Meaning::Unknown };
    };
    let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
    let off = (i128::from(fact.figure.value.0) * d - n).abs();
    if off * 2 <= i128::from(fact.figure.step.0) * d {
        Meaning::Right
    } else {
        Meaning::Wrong(format!("{}.{:04}", n / d / i128::from(SCALE), (n / d).abs() % i128::from(SCALE)))
    }
}
