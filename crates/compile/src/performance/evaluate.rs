//! A project of the workbook to its form: amounts, rate and scores worked out, words as the officer wrote them, and what is missing.

use crate::book::Book;
use crate::cube::{Cube, coordinates};
use crate::gap::Gap;
use crate::numbers::{rate, wan};
use crate::projects::{Entry, Fund, Project, Stage, Target};
use mingzhang_catalog::form_layout::{Each, FormLayout};
use mingzhang_catalog::scoring::{ScoringProfile, Words};
use mingzhang_model::performance::{FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm};
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Coordinates, Place, Unit};
use mingzhang_performance::score::Note;
use mingzhang_performance::{Content, Measured, Scored, Situation, score};

/// What stands in a draft where something is missing.
const MISSING: &str = "【待补充】";

/// A project, its form and its scores.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// What was filled in.
    pub project: Project,
    /// The form, with everything that any layout prints.
    pub form: PerformanceForm,
    /// Its scores.
    pub scored: Scored,
    /// The form is of the department as a whole.
    pub whole: bool,
}

impl Evaluated {
    /// More than a tenth of the budget is left.
    #[must_use]
    pub fn has_surplus(&self) -> bool {
        let (budget, spent) = (
            self.project.budget().unwrap_or(Amount::ZERO),
            self.project.total(Stage::Executed).unwrap_or(Amount::ZERO),
        );
        i128::from((budget - spent).0) * 10 > i128::from(budget.0)
    }
}

/// What forms are made with.
pub(super) struct Maker<'a> {
    pub book: &'a Book,
    pub cube: &'a Cube,
    pub shape: &'a FormLayout,
    pub rules: &'a ScoringProfile,
    pub words: &'a Words,
    pub title: String,
    pub draft: bool,
}

/// A project under work.
struct Work<'a> {
    maker: &'a Maker<'a>,
    project: &'a Project,
    /// What the project is called in a gap.
    name: String,
    gaps: Vec<Gap>,
}

fn place(source: Option<&Source>) -> Place {
    Place { cell: source.map(Source::to_string), ..Place::default() }
}

pub(super) fn text(value: &str, source: Option<&Source>) -> FormCell {
    FormCell { text: value.to_owned(), place: place(source), ..FormCell::default() }
}

/// Several lines in one cell.
pub(super) fn joined(value: &str) -> String {
    value.lines().map(str::trim).filter(|l| !l.is_empty()).collect()
}

fn cell(entry: &Entry<String>) -> FormCell {
    text(&joined(entry.text()), entry.source.as_ref())
}

/// Points in words: `5`, `5.1`.
pub(crate) fn plain(value: Amount) -> String {
    let words = mingzhang_model::Figure::show(value, Unit::Yuan, 4);
    words.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn points(entry: &Entry<Amount>) -> FormCell {
    let shown = entry.value.map(plain);
    text(&shown.unwrap_or_default(), entry.source.as_ref())
}

impl Maker<'_> {
    /// True if the form asks for what was reached, not only for what is aimed at.
    fn evaluates(&self) -> bool {
        matches!(self.shape.kind, Some(FormKind::ProjectSelfEvaluation | FormKind::OverallSelfEvaluation))
    }

    /// True if the form has a cell for a field.
    fn prints(&self, field: &str) -> bool {
        let field = format!("{{{field}}}");
        self.shape.blocks.iter().flat_map(|b| b.rows.iter().flatten()).any(|c| c.text().contains(&field))
    }

    /// The form of a project, and what is missing.
    pub fn make(&self, project: &Project, whole: bool) -> (Evaluated, Vec<Gap>) {
        let subject = if whole { "整体绩效".to_owned() } else { format!("项目“{}”", project.name.text()) };
        let mut work = Work { maker: self, project, name: subject, gaps: Vec::new() };
        let mut form = PerformanceForm::new(self.shape.kind.unwrap_or(FormKind::ProjectTargets));
        form.title = text(&self.title, None);
        form.year = Some(self.book.year());
        project.code.text().clone_into(&mut form.code);
        form.name = text(&project.title(), project.name.source.as_ref());
        form.supervisor = cell(&project.supervisor);
        form.unit = cell(&project.unit);
        form.goal = vec![work.needed(&project.goal, "年度目标")];
        form.tasks = tasks(&project.process);
        work.money(&mut form);
        form.indicators = work.indicators();
        if self.evaluates() {
            form.process = if self.prints("实施内容") {
                work.needed(&project.process, "实施内容及过程概述")
            } else {
                cell(&project.process)
            };
            form.achieved = vec![work.needed(&project.achieved, "年度目标完成情况")];
        }
        let scored = work.score(&mut form);
        if self.evaluates() {
            work.conclude(&mut form, &scored);
        }
        let gaps = work.gaps;
        (Evaluated { project: project.clone(), form, scored, whole }, gaps)
    }
}

/// `任务名称：主要内容`, one a line.
fn tasks(entry: &Entry<String>) -> Vec<(FormCell, FormCell)> {
    let lines = entry.text().lines().map(str::trim).filter(|l| !l.is_empty());
    let source = entry.source.as_ref();
    lines
        .map(|line| {
            let (name, what) = line.split_once(['：', ':']).unwrap_or((line, line));
            (text(name, source), text(what, source))
        })
        .collect()
}

impl Work<'_> {
    fn gap(&mut self, what: &str, source: Option<&Source>) {
        let what = format!("{}的{what}", self.name);
        if !self.gaps.iter().any(|g| g.what == what) {
            let (name, about) = (String::new(), Coordinates::default());
            let unit = self.project.unit.text().to_owned();
            self.gaps.push(Gap { what, name, about, source: source.cloned(), row: None, unit });
        }
    }

    /// A text the form must have.
    fn needed(&mut self, entry: &Entry<String>, what: &str) -> FormCell {
        if entry.text().trim().is_empty() {
            self.gap(what, entry.source.as_ref());
            let marked = if self.maker.draft { MISSING } else { "" };
            return text(marked, entry.source.as_ref());
        }
        cell(entry)
    }

    /// The amount of a row of money at a stage: funds added up, or an amount of the accounts.
    fn amount(&self, parts: &[String], stage: Stage) -> Option<Amount> {
        let project = self.project;
        let mut sum = None;
        for part in parts {
            let found = match Fund::ALL.into_iter().find(|f| f.name() == part) {
                Some(fund) => project.total(stage).map(|_| project.fund(stage, fund).value.unwrap_or(Amount::ZERO)),
                None if stage == Stage::Executed => coordinates(part).map(|c| self.maker.cube.get(&c)),
                None => None,
            };
            sum = match (sum, found) {
                (None, v) | (v, None) => v,
                (Some(a), Some(b)) => Some(a + b),
            };
        }
        sum
    }

    fn source(&self, parts: &[String], stage: Stage) -> Option<Source> {
        let mut filled = Fund::ALL.into_iter().filter(|f| parts.iter().any(|p| p == f.name()));
        let first = filled.next()?;
        // A sum of several has no cell of its own.
        if filled.next().is_some() { None } else { self.project.fund(stage, first).source.clone() }
    }

    fn money(&mut self, form: &mut PerformanceForm) {
        let stages = if self.maker.evaluates() { &Stage::ALL[..] } else { &[Stage::Initial] };
        for stage in stages {
            // A budget that was not adjusted need not be filled in twice.
            if self.project.total(*stage).is_none() && *stage != Stage::Adjusted {
                let what = if *stage == Stage::Initial { "年初预算" } else { "执行数" };
                self.gap(what, self.project.fund(*stage, Fund::Fiscal).source.as_ref());
            }
        }
        let adjusted = if self.project.total(Stage::Adjusted).is_some() { Stage::Adjusted } else { Stage::Initial };
        for (k, (label, parts)) in self.maker.shape.money.iter().enumerate() {
            let [initial, budget, executed] =
                [Stage::Initial, adjusted, Stage::Executed].map(|s| self.amount(parts, s));
            let show = |value: Option<Amount>, stage: Stage| {
                let words = value.map(wan).unwrap_or_default();
                Some(text(&words, self.source(parts, stage).as_ref()))
            };
            // From the amounts as printed, so that whoever works it out again finds the same.
            let percent = executed.zip(budget).and_then(|(e, b)| rate(printed(e), printed(b)));
            let first = k == 0;
            form.funds.push(FundRow {
                label: text(label, None),
                initial: show(initial, Stage::Initial),
                adjusted: show(budget, adjusted),
                executed: show(executed, Stage::Executed),
                rate: Some(text(&percent.unwrap_or_default(), None)),
                weight: Some(text(
                    &if first { self.maker.rules.weights.execution.to_string() } else { self.maker.shape.mark.clone() },
                    None,
                )),
                score: Some(text(if first { "" } else { &self.maker.shape.mark }, None)),
                reason: Some(FormCell::default()),
                ..FundRow::default()
            });
        }
        if !self.maker.evaluates() {
            return;
        }
        let reason = self.reasons(form);
        if let Some(row) = form.funds.first_mut() {
            row.reason = Some(reason);
        }
    }

    /// Why little was spent and why the budget was changed; both are owed where they apply.
    fn reasons(&mut self, form: &PerformanceForm) -> FormCell {
        let project = self.project;
        let [initial, adjusted, executed] = Stage::ALL.map(|s| project.total(s).map(printed));
        let adjusted = adjusted.or(initial);
        let least = i128::from(self.maker.rules.execution.reason_below);
        let low = executed.zip(adjusted).is_some_and(|(e, a)| i128::from(e.0) * 100 < i128::from(a.0) * least);
        let printed = form.funds.iter().any(|f| f.rate.is_some());
        let asked = self
            .maker
            .shape
            .blocks
            .iter()
            .any(|b| b.each == Some(Each::Funds) && b.columns.iter().any(|c| c.parts().1 == "{原因}"));
        if asked && low && printed && project.low_reason.is_blank() {
            self.gap("预算执行率低的原因", project.low_reason.source.as_ref());
        }
        if asked && initial.zip(adjusted).is_some_and(|(i, a)| i != a) && project.change_reason.is_blank() {
            self.gap("预算调整的原因", project.change_reason.source.as_ref());
        }
        let both: Vec<String> = [&project.low_reason, &project.change_reason]
            .iter()
            .map(|e| joined(e.text()).trim_end_matches('。').to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        let source = [&project.low_reason, &project.change_reason].into_iter().find(|e| !e.is_blank());
        text(&both.join("；"), source.and_then(|e| e.source.as_ref()))
    }

    fn indicators(&mut self) -> Vec<Indicator> {
        let mut out: Vec<Indicator> = Vec::new();
        if self.project.indicators.is_empty() {
            self.gap("绩效指标", self.project.name.source.as_ref());
        }
        for (_, target) in in_order(&self.project.indicators) {
            let first = out.last().is_none_or(|b| b.level1.text != target.level1.text());
            let second = first || out.last().is_none_or(|b| b.level2.text != target.level2.text());
            self.complete(target);
            out.push(Indicator {
                level1: cell(&target.level1),
                level2: cell(&target.level2),
                prints: (first, second),
                name: cell(&target.name),
                comparator: Some(cell(&target.comparator)),
                target: cell(&target.target),
                unit: Some(cell(&target.unit)),
                actual: Some(cell(&target.actual)),
                weight: Some(points(&target.weight)),
                // Points of what has a number follow from it.
                score: Some(if target.comparator.text() == "定性" {
                    points(&target.score)
                } else {
                    text("", target.actual.source.as_ref())
                }),
                reason: Some(cell(&target.reason)),
                ..Indicator::default()
            });
        }
        out
    }

    fn complete(&mut self, target: &Target) {
        let name = format!("指标“{}”", target.name.text());
        if target.target.is_blank() {
            self.gap(&format!("{name}的指标值"), target.target.source.as_ref());
        }
        if target.weight.is_blank() {
            self.gap(&format!("{name}的权重"), target.weight.source.as_ref());
        }
        if !self.maker.evaluates() {
            return;
        }
        let reached = Measured::parse(self.maker.words, target.actual.text(), target.unit.text());
        if reached.content == Content::NotApplicable {
            return;
        }
        if target.actual.is_blank() {
            self.gap(&format!("{name}的年末完成值"), target.actual.source.as_ref());
        } else if reached.is_absent() {
            let what = format!("{name}的年末完成值（“{}”等于没有填，没有发生的填“不适用”）", reached.text);
            self.gap(&what, target.actual.source.as_ref());
        } else if target.comparator.text() == "定性" && target.score.is_blank() {
            self.gap(&format!("{name}的评定得分"), target.score.source.as_ref());
        }
    }

    /// Puts the scores in, row by row, then the total.
    fn score(&mut self, form: &mut PerformanceForm) -> Scored {
        let (rules, words) = (self.maker.rules, self.maker.words);
        let first = score(form, rules, words);
        if !self.maker.evaluates() {
            return first;
        }
        let put = |cell: &mut Option<FormCell>, row: &mingzhang_performance::RowScore| {
            if let (Some(cell), Some(should)) = (cell.as_mut().filter(|c| c.is_blank()), first.should(row)) {
                cell.text = should.to_string();
            }
        };
        if let Some((index, row)) = &first.execution
            && let Some(fund) = form.funds.get_mut(*index)
        {
            put(&mut fund.score, row);
        }
        for (row, scored) in form.indicators.iter_mut().zip(&first.indicators) {
            put(&mut row.score, &scored.row);
        }
        let scored = score(form, rules, words);
        for (target, row) in in_order(&self.project.indicators).zip(&scored.indicators) {
            let target = target.1;
            if row.notes.contains(&Note::ReasonDue) && row.situation != Situation::Blank && target.reason.is_blank() {
                self.gap(&format!("指标“{}”未完成的原因", target.name.text()), target.reason.source.as_ref());
            }
        }
        let all = rules.weights.total.to_string();
        let weight = scored.total.weights.map_or(all, |w| w.to_string());
        let sum = scored.total.should.map(|s| s.to_string()).unwrap_or_default();
        form.total =
            Some(FormTotal { label: text("合计", None), weight: text(&weight, None), score: text(&sum, None) });
        // Once more with the total, so that its grade is known.
        score(form, rules, words)
    }

    /// 评价结论 with the score and the grade, 存在问题, 改进措施, signatures.
    fn conclude(&mut self, form: &mut PerformanceForm, scored: &Scored) {
        let project = self.project;
        if !self.maker.prints("评价结论") {
            return;
        }
        let mut conclusion = self.needed(&project.conclusion, "评价结论");
        if let (Some(total), Some(grade)) = (scored.total.should, &scored.total.should_grade) {
            let words = conclusion.text.trim_end_matches(['。', '；', '，']);
            let stop = if words.is_empty() { "" } else { "。" };
            conclusion.text = format!("{words}{stop}自评得分{total}分，等级为{grade}。");
        }
        form.conclusion = conclusion;
        if self.maker.prints("存在问题") {
            form.problems = self.needed(&project.problems, "存在问题（没有的填“无”）");
            form.measures = self.needed(&project.measures, "改进措施（没有的填“无”）");
        }
        for (label, entry) in [("项目负责人", &project.responsible), ("财务负责人", &project.finance)] {
            if self.maker.prints(label) && entry.text().trim().is_empty() {
                self.gap(label, entry.source.as_ref());
            }
            form.signatures.push(text(&format!("{label}：{}", entry.text()), entry.source.as_ref()));
        }
    }
}

/// What an amount prints as in 万元.
fn printed(value: Amount) -> Amount {
    let hundredth = Unit::WanYuan.factor() * mingzhang_model::number::SCALE / 100;
    Amount((value.0.abs() + hundredth / 2) / hundredth * hundredth * value.0.signum())
}

/// Indicators by level 1 and level 2, each where it first stood.
fn in_order(list: &[Target]) -> impl Iterator<Item = (usize, &Target)> {
    let first = |f: &dyn Fn(&Target) -> bool| list.iter().position(f).unwrap_or(usize::MAX);
    let key = |t: &Target| {
        let one = first(&|o| o.level1.text() == t.level1.text());
        let two = first(&|o| o.level1.text() == t.level1.text() && o.level2.text() == t.level2.text());
        (one, two)
    };
    let mut order: Vec<((usize, usize), usize, &Target)> =
        list.iter().enumerate().map(|(k, t)| (key(t), k, t)).collect();
    order.sort_by_key(|(key, k, _)| (*key, *k));
    order.into_iter().map(|(_, k, t)| (k, t))
}
