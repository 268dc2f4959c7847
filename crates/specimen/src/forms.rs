//! Made-up projects with their targets and results: what a clerk fills in, and the form it must become. Scores are worked out here by the
//! rules themselves, not by the engine that is to be tested with them.

mod words;

use crate::random::Random;
use mingzhang_compile::{Book, Filled, Row};
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;
use mingzhang_model::performance::{FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm};
use words::{BANK, BEFORE, Bank, DEPARTMENT, DEPARTMENT_ITEMS, PLACES, PROJECT, PROJECT_ITEMS, REASONS, THEMES, WAYS};

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

fn cell(text: &str) -> FormCell {
    FormCell { text: text.to_owned(), ..FormCell::default() }
}

fn some(text: &str) -> Option<FormCell> {
    Some(cell(text))
}

impl Project {
    /// Strokes in place of the words, where something did not come up.
    pub fn stroke(&mut self) {
        for i in self.indicators.iter_mut().filter(|i| i.actual == NOT_APPLICABLE) {
            i.actual = NOTHING.to_owned();
        }
    }

    /// Score of the execution, and all points, in hundredths.
    #[must_use]
    pub fn total(&self) -> (i64, i64) {
        let [_, adjusted, executed] = self.funds.each_ref().map(|r| printed(r.iter().sum()));
        let execution = share(executed, 1000, adjusted).min(1000);
        (execution, execution + self.indicators.iter().map(|i| i.score).sum::<i64>())
    }

    /// What 评价结论 says when the program has added the score.
    #[must_use]
    pub fn told(&self) -> String {
        let total = self.total().1;
        let out: i64 = self.indicators.iter().filter(|i| i.actual == NOT_APPLICABLE).map(|i| i.weight).sum();
        // Of the points that can be had.
        let grade = match total * 100 / (100 - out) {
            9000.. => "优",
            8000.. => "良",
            6000.. => "中",
            _ => "差",
        };
        format!("{}自评得分{}分，等级为{grade}。", self.conclusion, points(total))
    }

    /// The form, with everything any layout prints; `mark` stands where a row has no points of its own.
    #[must_use]
    pub fn form(&self, title: &str, labels: [&str; 5], mark: &str) -> PerformanceForm {
        let (execution, total) = self.total();
        let mut form = PerformanceForm::new(FormKind::ProjectSelfEvaluation);
        form.title = cell(title);
        form.year = Some(self.year);
        form.code.clone_from(&self.code);
        form.name = if self.code.is_empty() { cell(&self.name) } else { cell(&format!("{}-{}", self.code, self.name)) };
        form.supervisor = cell(&self.supervisor);
        form.unit = cell(&self.unit);
        form.goal = vec![cell(&self.goal)];
        form.achieved = vec![cell(&self.achieved)];
        form.process = cell(&self.process);
        for (n, label) in labels.iter().enumerate() {
            let of = |k: usize| match n.checked_sub(1) {
                None => self.funds[k].iter().sum::<i64>(),
                Some(source) => self.funds[k][source],
            };
            let whole = n == 0;
            let reason = format!(
                "{}{}{}",
                self.low,
                if self.low.is_empty() || self.changed.is_empty() { "" } else { "；" },
                self.changed
            );
            let rate = match printed(of(1)) {
                0 => String::new(),
                adjusted => format!("{}%", fixed(share(printed(of(2)), 10_000, adjusted))),
            };
            form.funds.push(FundRow {
                label: cell(label),
                initial: some(&wan(of(0))),
                adjusted: some(&wan(of(1))),
                executed: some(&wan(of(2))),
                rate: some(&rate),
                weight: some(if whole { "10" } else { mark }),
                score: some(&if whole { points(execution) } else { mark.to_owned() }),
                reason: some(if whole { &reason } else { "" }),
                ..FundRow::default()
            });
        }
        form.indicators = rows(&self.indicators);
        form.total = Some(FormTotal { label: cell("合计"), weight: cell("100"), score: cell(&points(total)) });
        form.conclusion = cell(&self.told());
        form.problems = cell(&self.problems);
        form.measures = cell(&self.measures);
        form.signatures =
            ["项目负责人", "财务负责人"].iter().zip(&self.people).map(|(l, n)| cell(&format!("{l}：{n}"))).collect();
        form
    }
}

/// Puts projects into a workbook as a clerk would, with all that the program cannot work out.
pub fn fill(book: &mut Book, projects: &[Project]) {
    let text = |row: &mut Row, key: &str, value: &str| {
        if !value.is_empty() {
            row.texts.insert(key.to_owned(), Filled { value: value.to_owned(), source: None });
        }
    };
    for p in projects {
        let mut row = Row::default();
        for (key, value) in [
            ("名称", p.name.as_str()),
            ("编码", &p.code),
            ("主管部门", &p.supervisor),
            ("实施单位", &p.unit),
            ("类型", "常年项目"),
            ("科目", &p.subject),
            ("执行原因", &p.low),
            ("调整原因", &p.changed),
            ("目标", &p.goal),
            ("完成", &p.achieved),
            ("过程", &p.process),
            ("结论", &p.conclusion),
            ("问题", &p.problems),
            ("措施", &p.measures),
            ("负责人", &p.people[0]),
            ("财务负责人", &p.people[1]),
        ] {
            text(&mut row, key, value);
        }
        for (stage, funds) in ["年初", "调整", "执行"].iter().zip(&p.funds) {
            for (source, yuan) in SOURCES.iter().zip(funds).filter(|(_, y)| **y != 0) {
                let value = Amount(yuan * SCALE);
                row.amounts.insert(format!("{stage}{source}"), Filled { value, source: None });
            }
        }
        book.lists.entry("项目".to_owned()).or_default().push(row);
        for i in &p.indicators {
            let mut row = Row::default();
            for (key, value) in [
                ("项目", if p.code.is_empty() { p.name.as_str() } else { &p.code }),
                ("一级", i.level1),
                ("二级", i.level2),
                ("名称", &i.name),
                ("性质", i.comparator),
                ("指标值", &i.target),
                ("单位", &i.unit),
                ("年末值", &i.actual),
                ("原因", &i.reason),
            ] {
                text(&mut row, key, value);
            }
            row.amounts.insert("权重".to_owned(), Filled { value: Amount(i.weight * SCALE), source: None });
            if i.comparator == "定性" && i.applies() {
                let value = Amount(i.score * SCALE / 100);
                row.amounts.insert("评定得分".to_owned(), Filled { value, source: None });
            }
            book.lists.entry("绩效指标".to_owned()).or_default().push(row);
        }
    }
}

/// Puts projects into a workbook as a clerk would at the beginning of the year: what is aimed at, and money for it; `explained` where the form asks
/// for basis, plan and period.
pub fn plan(book: &mut Book, projects: &[Project], explained: bool, r: &mut Random) {
    let mut year = Book::default();
    fill(&mut year, projects);
    let early = |key: &str| {
        let aims = ["名称", "编码", "主管部门", "实施单位", "类型", "科目", "目标", "权重"];
        let own = ["项目", "一级", "二级", "性质", "指标值", "单位"];
        aims.contains(&key) || own.contains(&key) || key.starts_with("年初")
    };
    for (sheet, mut rows) in year.lists {
        for row in &mut rows {
            row.texts.retain(|key, _| early(key));
            row.amounts.retain(|key, _| early(key));
            if sheet != "项目" || !explained {
                continue;
            }
            for (key, words) in PLANS.iter().filter(|_| r.chance(70)) {
                row.texts.insert((*key).to_owned(), Filled { value: (*words).to_owned(), source: None });
            }
        }
        book.lists.insert(sheet, rows);
    }
}

/// What else a clerk says of a project of the budget.
const PLANS: [(&str, &str); 4] = [
    ("概述", "按照年度工作安排开展相关工作。"),
    ("依据", "根据部门职责和年度工作要点设立。"),
    ("方案", "按季度分步组织实施，年末组织验收。"),
    ("周期", "1年"),
];

/// Puts the aims of the whole department into a workbook: money by source, tasks, and some indicators of its projects.
pub fn aim(book: &mut Book, projects: &[Project], department: &str, funds: [i64; 4], r: &mut Random) {
    let mut row = Row::default();
    let tasks: Vec<String> = (0..2 + r.below(3))
        .filter_map(|k| THEMES.get((k * 5) % THEMES.len()))
        .map(|(theme, work)| format!("做好{theme}工作：{work}，完成年度任务。"))
        .collect();
    let goal = "围绕中心工作，统筹安排各项资金，完成年度任务。";
    for (key, value) in [("名称", department), ("目标", goal), ("过程", &tasks.join("\n"))] {
        row.texts.insert(key.to_owned(), Filled { value: value.to_owned(), source: None });
    }
    for (source, yuan) in SOURCES.iter().zip(funds).filter(|(_, y)| *y != 0) {
        row.amounts.insert(format!("年初{source}"), Filled { value: Amount(yuan * SCALE), source: None });
    }
    book.lists.insert("整体绩效".to_owned(), vec![row]);
    let Some(whole) = projects.first() else { return };
    let mut year = Book::default();
    let mut own = whole.clone();
    for i in own.indicators.iter_mut().filter(|i| i.level2.contains("成本")) {
        i.target = wan(funds.iter().sum());
    }
    plan(&mut year, &[own], false, r);
    let mut rows = year.lists.remove("绩效指标").unwrap_or_default();
    rows.iter_mut().for_each(|row| drop(row.texts.remove("项目")));
    book.lists.insert("整体绩效指标".to_owned(), rows);
}

/// The form of the whole department: its money is that of its projects, its indicators are some of theirs. `layout` says which labels.
#[must_use]
pub fn overall(r: &mut Random, projects: &[Project], department: &str, title: &str, layout: &str) -> PerformanceForm {
    let hunan = layout.starts_with("hunan");
    let mut whole = project(r, 0, projects.first().map_or(2024, |p| p.year), department, false);
    whole.code = String::new();
    whole.name = department.to_owned();
    let mut used: Vec<String> = Vec::new();
    whole.indicators.retain(|i| {
        let fresh = !used.contains(&i.name);
        used.push(i.name.clone());
        // The form has no place for reasons.
        fresh && (hunan || i.reason.is_empty() || i.score == i.weight * 100)
    });
    // What is left carries the points: of its level, or else of all.
    for (level1, points, _) in WESTERN {
        let left: i64 = whole.indicators.iter().filter(|i| i.level1 == *level1).map(|i| i.weight).sum();
        let full = |i: &&mut Made| i.score == i.weight * 100;
        let own = whole.indicators.iter_mut().filter(full).find(|i| i.level1 == *level1);
        let found = match own {
            None => whole.indicators.iter_mut().find(full),
            own => own,
        };
        if let Some(i) = found {
            i.weight += points - left;
            i.score = i.weight * 100;
        }
    }
    let sum = |k: usize, sources: std::ops::Range<usize>| -> i64 {
        projects.iter().map(|p| p.funds[k][sources.clone()].iter().sum::<i64>()).sum()
    };
    for (k, row) in whole.funds.iter_mut().enumerate() {
        *row = [sum(k, 0..1), sum(k, 1..2), sum(k, 2..3), sum(k, 3..4)];
    }
    let [_, adjusted, executed] = whole.funds.each_ref().map(|r| r.iter().sum::<i64>());
    for i in whole.indicators.iter_mut().filter(|i| i.level2.contains("成本")) {
        (i.target, i.actual) = (wan(adjusted), wan(executed));
        i.reason = if executed * 100 < adjusted * 70 {
            "部分合同尾款按约定在次年支付".to_owned()
        } else {
            String::new()
        };
    }
    let mut form = whole.form(title, labels(false).0, "/");
    form.kind = FormKind::OverallSelfEvaluation;
    form.goal = vec![cell("围绕中心工作，统筹安排各项资金，完成年度任务。")];
    form.achieved = vec![cell("年度任务基本完成，资金使用规范。")];
    let row = |label: &str, yuan: [i64; 3]| FundRow {
        label: cell(label),
        initial: some(&wan(yuan[0])),
        adjusted: some(&wan(yuan[1])),
        executed: some(&wan(yuan[2])),
        ..FundRow::default()
    };
    let all = form.funds.swap_remove(0);
    if hunan {
        let executed = |yuan: i64| FundRow { executed: some(&wan(yuan)), ..FundRow::default() };
        let part = |label: &str, yuan: i64| FundRow { label: cell(label), ..executed(yuan) };
        let fiscal = sum(2, 0..1);
        form.funds = vec![
            FundRow { label: cell("年度资金总额"), ..all },
            part("一般公共预算", fiscal),
            part("基本支出", 0),
            part("政府性基金拨款", 0),
            part("项目支出", sum(2, 0..4)),
            part("纳入专户管理的非税收入拨款", sum(2, 1..2)),
            part("其他资金", sum(2, 2..4)),
        ];
    } else {
        let total: [i64; 3] = std::array::from_fn(|k| sum(k, 0..4));
        let fiscal: [i64; 3] = std::array::from_fn(|k| sum(k, 0..1));
        let other: [i64; 3] = std::array::from_fn(|k| total[k] - fiscal[k]);
        form.funds = vec![row("资金总额", total), row("财政拨款", fiscal), row("其他资金", other)];
        // Weights of this form are shares of the whole.
        for i in &mut form.indicators {
            i.weight = i.weight.take().map(|w| cell(&format!("{}%", w.text)));
        }
        form.tasks = (0..2 + r.below(3))
            .map(|k| THEMES[(k * 5) % THEMES.len()])
            .map(|(theme, work)| (cell(&format!("做好{theme}工作")), cell(&format!("{work}，完成年度任务。"))))
            .collect();
    }
    form
}

fn fixed(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Rows of the form; a row prints its level names where they differ from those above.
fn rows(list: &[Made]) -> Vec<Indicator> {
    let mut out: Vec<Indicator> = Vec::new();
    for i in list {
        let first = out.last().is_none_or(|b| b.level1.text != i.level1);
        let second = first || out.last().is_none_or(|b| b.level2.text != i.level2);
        out.push(Indicator {
            level1: cell(i.level1),
            level2: cell(i.level2),
            prints: (first, second),
            name: cell(&i.name),
            comparator: some(i.comparator),
            target: cell(&i.target),
            unit: some(&i.unit),
            actual: some(&i.actual),
            weight: some(&i.weight.to_string()),
            score: some(&match i.actual.as_str() {
                NOT_APPLICABLE => String::new(),
                NOTHING => NOTHING.to_owned(),
                _ => points(i.score),
            }),
            reason: some(&i.reason),
            ..Indicator::default()
        });
    }
    out
}

/// Puts an evaluation of the department's budget and of a project into a workbook, and an evaluation beforehand.
pub fn evaluate(book: &mut Book, project: Option<&Project>, r: &mut Random) {
    let row = |texts: &[(&str, &str)], points: &[(&str, i64)]| {
        let mut row = Row::default();
        for (key, value) in texts {
            row.texts.insert((*key).to_owned(), Filled { value: (*value).to_owned(), source: None });
        }
        for (key, value) in points {
            row.amounts.insert((*key).to_owned(), Filled { value: Amount(value * SCALE / 10), source: None });
        }
        row
    };
    let say = |book: &mut Book, report: &str, parts: &[(&str, &str)]| {
        let list = book.lists.entry("评价报告".to_owned()).or_default();
        list.extend(parts.iter().map(|(part, words)| row(&[("报告", report), ("部分", part), ("内容", words)], &[])));
    };
    let mut items = |book: &mut Book, report: &str, list: &[(&str, &str, i64, &str)]| {
        for (part, name, weight, words) in list {
            let lost = if r.chance(30) { r.between(1, weight * 2) } else { 0 };
            let texts = [("报告", report), ("部分", part), ("名称", name), ("内容", words)];
            let made = row(&texts, &[("分值", weight * 10), ("得分", weight * 10 - lost)]);
            book.lists.entry("评价指标".to_owned()).or_default().push(made);
        }
    };
    say(book, "部门预算", &DEPARTMENT);
    items(book, "部门预算", &DEPARTMENT_ITEMS);
    let Some(project) = project else { return };
    let key = if project.code.is_empty() { project.name.as_str() } else { &project.code };
    say(book, key, &PROJECT);
    items(book, key, &PROJECT_ITEMS);
    let mut before = row(
        &[
            ("项目名称", "公共服务平台建设"),
            ("申报单位", project.unit.as_str()),
            ("结论", "予以支持"),
            ("评估人员", "王芳"),
        ],
        &[("项目总投资", 30_000_000), ("申请财政资金", 20_000_000)],
    );
    for (key, words) in BEFORE {
        let lost = r.between(0, 3);
        before.texts.insert(format!("{key}意见"), Filled { value: words.to_owned(), source: None });
        before.amounts.insert(format!("{key}分值"), Filled { value: Amount(20 * SCALE), source: None });
        before.amounts.insert(format!("{key}得分"), Filled { value: Amount((20 - lost) * SCALE), source: None });
    }
    book.lists.entry("事前绩效评估".to_owned()).or_default().push(before);
}
