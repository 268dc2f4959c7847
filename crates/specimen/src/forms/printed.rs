//! The form a project must become on paper.

use super::words::THEMES;
use super::{Made, NOT_APPLICABLE, NOTHING, Project, WESTERN, labels, points, printed, project, share, wan};
use crate::random::Random;
use mingzhang_model::performance::{FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm};

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
