//! Made-up projects with their targets and results: what a clerk fills in, and the form it must become. Scores are worked out here by the
//! rules themselves, not by the engine that is to be tested with them.

mod clerk;
mod printed;
mod words;

pub use clerk::{aim, evaluate, fill, plan};
pub use printed::overall;

use crate::random::Random;
use words::{BANK, Bank, PLACES, REASONS, THEMES, WAYS};

/// Names of the sources of a project's money.
pub const SOURCES: [&str; 4] = ["财政资金", "财政专户管理资金", "单位资金", "其他资金"];

/// A project and how it went.
#[derive(Clone, Debug)]
pub struct Project {
    /// Code of the budget system; may be empty.
    pub code: String,
    /// Name.
    pub name: String,
    /// 主管部门
    pub supervisor: String,
    /// 实施单位
    pub unit: String,
    /// Functional subject; may be empty.
    pub subject: String,
    /// Year.
    pub year: i32,
    /// 年初, 调整, 执行 by source, in 元.
    pub funds: [[i64; 4]; 3],
    /// Why little was spent; empty if it was not.
    pub low: String,
    /// Why the budget was changed; empty if it was not.
    pub changed: String,
    /// 年度目标
    pub goal: String,
    /// 完成情况
    pub achieved: String,
    /// 实施内容
    pub process: String,
    /// 评价结论, without the score.
    pub conclusion: String,
    /// 存在问题
    pub problems: String,
    /// 改进措施
    pub measures: String,
    /// 项目负责人, 财务负责人
    pub people: [String; 2],
    /// The indicators.
    pub indicators: Vec<Made>,
}

/// An indicator and how it went.
#[derive(Clone, Debug)]
pub struct Made {
    /// 一级指标
    pub level1: &'static str,
    /// 二级指标
    pub level2: &'static str,
    /// 三级指标
    pub name: String,
    /// 指标性质
    pub comparator: &'static str,
    /// 指标值
    pub target: String,
    /// 度量单位
    pub unit: String,
    /// 权重
    pub weight: i64,
    /// 完成值; [`NOT_APPLICABLE`] or [`NOTHING`] where there is none, and then no score.
    pub actual: String,
    /// 得分 in hundredths.
    pub score: i64,
    /// 未完成原因
    pub reason: String,
}

/// What stands for an actual value of something that did not come up: its points are none of the points that can be had.
pub const NOT_APPLICABLE: &str = "不适用";
/// What is as good as a blank: its points are lost.
pub const NOTHING: &str = "-";

impl Made {
    /// True if there is an actual value.
    fn applies(&self) -> bool {
        self.actual != NOT_APPLICABLE && self.actual != NOTHING
    }
}

/// Labels of the rows of money and the mark of rows without points, as the national or the western form has them.
#[must_use]
pub fn labels(national: bool) -> ([&'static str; 5], &'static str) {
    if national {
        (["年度资金总额", "其中：当年财政拨款", "财政专户管理资金", "单位资金", "其他资金"], "—")
    } else {
        (["总额", "其中：财政资金", "财政专户管理资金", "单位资金", "其他资金"], "/")
    }
}

/// How the points are shared out: level 1, points, level 2 of each.
type Shares = &'static [(&'static str, i64, &'static [&'static str])];

const WESTERN: Shares = &[
    ("产出指标", 40, &["数量指标", "质量指标", "时效指标"]),
    ("效益指标", 20, &["社会效益指标", "可持续影响指标"]),
    ("满意度指标", 10, &["服务对象满意度指标"]),
    ("成本指标", 20, &["经济成本指标"]),
];

const NATIONAL: Shares = &[
    ("产出指标", 50, &["数量指标", "质量指标", "时效指标", "成本指标"]),
    ("效益指标", 30, &["社会效益指标", "可持续影响指标"]),
    ("满意度指标", 10, &["服务对象满意度指标"]),
];

/// Points in words: `5`, `5.1`, `5.12`.
#[must_use]
pub fn points(hundredths: i64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// 元 in 万元 with two decimals, rounded half up.
#[must_use]
pub fn wan(yuan: i64) -> String {
    let hundredths = printed(yuan);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// What an amount prints as, in hundredths of 万元: scores follow from what is printed.
fn printed(yuan: i64) -> i64 {
    (yuan + 50) / 100
}

/// `a × b ÷ c`, rounded half up.
fn share(a: i64, b: i64, c: i64) -> i64 {
    if c == 0 { 0 } else { (a * b * 2 + c) / (c * 2) }
}

/// So many projects of a department; names and codes differ.
#[must_use]
pub fn projects(r: &mut Random, count: usize, year: i32, department: &str, national: bool) -> Vec<Project> {
    (0..count).map(|k| project(r, k, year, department, national)).collect()
}

/// 年初, 调整, 执行 by source.
fn money(r: &mut Random) -> [[i64; 4]; 3] {
    let mut funds = [[0; 4]; 3];
    for (n, chance) in [(0, 100), (1, 8), (2, 15), (3, 10)] {
        if !r.chance(chance) {
            continue;
        }
        let initial = r.amount(5, 7);
        let adjusted = if r.chance(70) { initial } else { r.near(initial, 60, 140).max(10_000) };
        let executed = match r.below(4) {
            0 | 1 => adjusted,
            2 => adjusted / 100 * r.between(91, 99),
            _ => adjusted / 100 * r.between(45, 89),
        };
        for (row, value) in funds.iter_mut().zip([initial, adjusted, executed]) {
            row[n] = value;
        }
    }
    funds
}

fn project(r: &mut Random, k: usize, year: i32, department: &str, national: bool) -> Project {
    let funds = money(r);
    with(r, k, year, department, national, funds)
}

/// The project of some money.
#[must_use]
pub fn with(r: &mut Random, k: usize, year: i32, department: &str, national: bool, funds: [[i64; 4]; 3]) -> Project {
    let (theme, work) = THEMES[k % THEMES.len()];
    let place = PLACES[(k / THEMES.len()) % PLACES.len()];
    let batch = k / (THEMES.len() * PLACES.len());
    let tail =
        if batch == 0 { String::new() } else { format!("（{}）", mingzhang_model::publication::han(batch + 1)) };
    let name = format!("{place}{theme}经费{tail}");
    let code = if r.chance(80) { format!("5199{:02}{year}T{:09}", r.below(90), 29_000 + k) } else { String::new() };
    let sum = |row: &[i64; 4]| row.iter().sum::<i64>();
    let [initial, adjusted, executed] = funds.each_ref().map(sum);
    let mut indicators = Vec::new();
    for (level1, weight, below) in if national { NATIONAL } else { WESTERN } {
        shared(r, &mut indicators, level1, *weight, below, (adjusted, executed));
    }
    let unmet = indicators.iter().any(|i| i.applies() && !i.reason.is_empty() && i.score < i.weight * 100);
    let way = WAYS[r.below(WAYS.len())];
    Project {
        code,
        supervisor: department.to_owned(),
        unit: if r.chance(60) {
            department.to_owned()
        } else {
            format!("{}服务中心", if place.is_empty() { "综合" } else { place })
        },
        subject: String::new(),
        year,
        low: if executed * 10 < adjusted * 9 {
            format!("{theme}部分合同尾款按约定在次年支付")
        } else {
            String::new()
        },
        changed: if initial == adjusted {
            String::new()
        } else {
            format!("按照工作安排对{theme}的资金作了调整")
        },
        goal: format!("{way}，{work}，按时完成{theme}的各项任务。"),
        achieved: if unmet {
            format!("{theme}的主要任务已经完成，个别任务没有达到预期。")
        } else {
            format!("{theme}的各项任务按计划完成，{work}。")
        },
        process: format!("{way}，分阶段推进{theme}。"),
        conclusion: format!(
            "{theme}资金专款专用，管理规范，{}。",
            if unmet { "主要目标已经实现" } else { "目标已经实现" }
        ),
        problems: if unmet { format!("{theme}的前期测算不够细。") } else { "无".to_owned() },
        measures: if unmet { format!("今后编制{theme}目标时加强调研测算。") } else { "无".to_owned() },
        people: if r.chance(50) { ["周明", "李倩"] } else { ["王芳", "赵强"] }.map(str::to_owned),
        name,
        funds,
        indicators,
    }
}

/// The indicators of one level 1, whose weights make up its points.
fn shared(
    r: &mut Random,
    out: &mut Vec<Made>,
    level1: &'static str,
    points: i64,
    below: &[&'static str],
    money: (i64, i64),
) {
    let mut drawn: Vec<Made> = Vec::new();
    for level2 in below {
        if level2.contains("成本") {
            drawn.push(cost(level1, level2, money));
            continue;
        }
        let mut known: Vec<&Bank> = BANK.iter().filter(|b| b.level2 == *level2).collect();
        r.shuffle(&mut known);
        let count = if *level2 == "数量指标" { 1 + r.below(3) } else { 1 };
        drawn.extend(known.into_iter().take(count).map(|b| indicator(r, level1, b)));
    }
    // Something may not have come up, but never all there is of a level.
    if drawn.len() > 1 && r.chance(8) {
        let k = r.below(drawn.len());
        if let Some(made) = drawn.get_mut(k).filter(|m| !m.level2.contains("成本")) {
            made.actual = NOT_APPLICABLE.to_owned();
            made.score = 0;
            made.reason = "本年度没有发生此项工作".to_owned();
        }
    }
    let (n, mut left) = (i64::try_from(drawn.len()).unwrap_or(1), points);
    for (k, mut made) in drawn.into_iter().enumerate() {
        let rest = n - i64::try_from(k).unwrap_or(0);
        made.weight = if rest == 1 { left } else { left / rest };
        left -= made.weight;
        made.score = share(made.score, made.weight * 100, 1_000_000).min(made.weight * 100);
        out.push(made);
    }
}

/// The total cost: its bound is the budget, what was spent is the amount executed.
fn cost(level1: &'static str, level2: &'static str, (adjusted, executed): (i64, i64)) -> Made {
    let saved = executed * 100 < adjusted * 70;
    Made {
        level1,
        level2,
        name: "项目总成本".to_owned(),
        comparator: "≤",
        target: wan(adjusted),
        unit: "万元".to_owned(),
        weight: 0,
        actual: wan(executed),
        score: 1_000_000,
        reason: if saved { "部分合同尾款按约定在次年支付".to_owned() } else { String::new() },
    }
}

/// An indicator; its score is a share of its weight in millionths until the weight is known.
fn indicator(r: &mut Random, level1: &'static str, bank: &Bank) -> Made {
    let mut made = Made {
        level1,
        level2: bank.level2,
        name: bank.name.to_owned(),
        comparator: bank.comparators[r.below(bank.comparators.len())],
        target: String::new(),
        unit: bank.unit.to_owned(),
        weight: 0,
        actual: String::new(),
        score: 1_000_000,
        reason: String::new(),
    };
    if made.comparator == "定性" {
        made.target = bank.unit.to_owned();
        made.actual = bank.unit.to_owned();
        made.unit = String::new();
        return made;
    }
    let scale = if bank.decimals { 10 } else { 1 };
    let show = |n: i64| points(n * 100 / scale);
    let target = r.between(bank.low, bank.high) * scale;
    let most = bank.most.map_or(target * 13 / 10, |m| (m * scale).min(target * 13 / 10));
    let reached = match made.comparator {
        "≥" => r.between(target, most.max(target)),
        "＞" if most > target => r.between(target + 1, most),
        "≤" => r.between((target * 8 + 9) / 10, target),
        "＜" if target > 4 => r.between((target * 8 + 9) / 10, target - 1),
        _ => target,
    };
    if reached == target && matches!(made.comparator, "＞" | "＜") {
        made.comparator = "＝";
    }
    // What is not reached says why.
    let short = matches!(made.comparator, "≥" | "＞" | "＝") && target >= 10 && r.chance(12);
    let actual = if short { r.between(target * 6 / 10, target - 1) } else { reached };
    if short {
        made.score = share(actual, 1_000_000, target);
        made.reason = REASONS[r.below(REASONS.len())].to_owned();
    }
    (made.target, made.actual) = (show(target), show(actual));
    made
}
