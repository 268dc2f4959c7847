//! Projects, their indicators and their progress as a workbook says them: a typed view of its lists, every cell with its place.

mod check;

pub(crate) use check::check;

use crate::book::{Book, Row};
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Date};

/// The sheet of projects.
pub const PROJECTS: &str = "项目";
/// The sheet of their indicators.
pub const INDICATORS: &str = "绩效指标";
/// The sheet of the whole department.
pub const WHOLE: &str = "整体绩效";
/// The sheet of its indicators.
pub const WHOLE_INDICATORS: &str = "整体绩效指标";
/// The sheet of progress.
pub const PROGRESS: &str = "监控";

/// A cell, filled in or blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// What it says; `None` if it is blank.
    pub value: Option<T>,
    /// Where, also if it is blank; `None` for made-up books and for columns a workbook lacks.
    pub source: Option<Source>,
}

impl Entry<String> {
    /// The words, empty if it is blank.
    #[must_use]
    pub fn text(&self) -> &str {
        self.value.as_deref().unwrap_or_default()
    }
}

impl<T> Entry<T> {
    /// True if nothing is filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.value.is_none()
    }
}

/// Where money comes from, in the order of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fund {
    /// 财政资金
    Fiscal,
    /// 财政专户管理资金
    Special,
    /// 单位资金
    Own,
    /// 其他资金
    Other,
}

impl Fund {
    /// All of them.
    pub const ALL: [Fund; 4] = [Fund::Fiscal, Fund::Special, Fund::Own, Fund::Other];

    /// As the forms print it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fund::Fiscal => "财政资金",
            Fund::Special => "财政专户管理资金",
            Fund::Own => "单位资金",
            Fund::Other => "其他资金",
        }
    }
}

/// Stages of the money of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 年初预算
    Initial,
    /// 调整后预算
    Adjusted,
    /// 执行数
    Executed,
}

impl Stage {
    /// All of them.
    pub const ALL: [Stage; 3] = [Stage::Initial, Stage::Adjusted, Stage::Executed];

    /// The word before the fund in the name of a column.
    fn key(self) -> &'static str {
        match self {
            Stage::Initial => "年初",
            Stage::Adjusted => "调整",
            Stage::Executed => "执行",
        }
    }

    /// What the sum of the funds is called in templates and layouts.
    fn sum(self) -> &'static str {
        match self {
            Stage::Initial => "年初预算数",
            Stage::Adjusted => "全年预算数",
            Stage::Executed => "执行数",
        }
    }
}

/// A project, or the department as a whole.
#[derive(Clone, Debug)]
pub struct Project {
    /// 项目编码; blank for the whole.
    pub code: Entry<String>,
    /// 项目名称, 部门（单位）名称
    pub name: Entry<String>,
    /// 主管部门
    pub supervisor: Entry<String>,
    /// 实施单位
    pub unit: Entry<String>,
    /// Functional subject, 7 digits.
    pub subject: Entry<String>,
    /// 常年项目, 阶段项目
    pub kind: Entry<String>,
    /// 项目概述, 立项依据, 实施方案, 实施周期
    pub plan: [Entry<String>; 4],
    funds: [[Entry<Amount>; 4]; 3],
    /// Why little was spent.
    pub low_reason: Entry<String>,
    /// Why the budget was changed.
    pub change_reason: Entry<String>,
    /// 年度目标
    pub goal: Entry<String>,
    /// 年度目标完成情况
    pub achieved: Entry<String>,
    /// 实施内容及过程概述; 年度主要任务 of the whole.
    pub process: Entry<String>,
    /// 评价结论
    pub conclusion: Entry<String>,
    /// 存在问题
    pub problems: Entry<String>,
    /// 改进措施
    pub measures: Entry<String>,
    /// 项目负责人
    pub responsible: Entry<String>,
    /// 财务负责人
    pub finance: Entry<String>,
    /// 自评得分 as typed, for projects without indicators.
    pub score: Entry<String>,
    /// 自评等级 as typed, for projects without indicators.
    pub grade: Entry<String>,
    /// Its indicators, in the order of the sheet.
    pub indicators: Vec<Target>,
    /// Its progress, by date.
    pub progress: Vec<Progress>,
}

/// An indicator with its values.
#[derive(Clone, Debug)]
pub struct Target {
    /// Code or name of its project; blank for the whole.
    pub project: Entry<String>,
    /// 一级指标
    pub level1: Entry<String>,
    /// 二级指标
    pub level2: Entry<String>,
    /// 三级指标
    pub name: Entry<String>,
    /// 指标性质: ≥ ＞ ＝ ≤ ＜ 定性
    pub comparator: Entry<String>,
    /// 指标值, without sign and unit.
    pub target: Entry<String>,
    /// 度量单位
    pub unit: Entry<String>,
    /// 权重
    pub weight: Entry<Amount>,
    /// 年中完成值
    pub midyear: Entry<String>,
    /// 年末完成值
    pub actual: Entry<String>,
    /// 评定得分 of a qualitative indicator.
    pub score: Entry<Amount>,
    /// 未完成原因
    pub reason: Entry<String>,
}

/// What was spent by a day.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Code or name of its project.
    pub project: Entry<String>,
    /// 截止日期
    pub date: Entry<Date>,
    /// 累计执行数
    pub executed: Entry<Amount>,
    /// 计划进度, in per cent.
    pub planned: Entry<Amount>,
    /// 偏差原因
    pub reason: Entry<String>,
    /// 改进措施
    pub measures: Entry<String>,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Projects {
    /// The projects, in the order of their sheet.
    pub list: Vec<Project>,
    /// The department as a whole.
    pub whole: Option<Project>,
    /// Indicators of no known project; an error of the workbook.
    pub lost: Vec<Target>,
    /// Progress of no known project; an error of the workbook.
    pub astray: Vec<Progress>,
}

impl Project {
    /// Money of a fund at a stage.
    #[must_use]
    pub fn fund(&self, stage: Stage, fund: Fund) -> &Entry<Amount> {
        &self.funds[stage as usize][fund as usize]
    }

    /// The sum of the funds at a stage; `None` if none is filled in.
    #[must_use]
    pub fn total(&self, stage: Stage) -> Option<Amount> {
        let mut filled = self.funds[stage as usize].iter().filter_map(|e| e.value).peekable();
        filled.peek()?;
        Some(filled.fold(Amount::ZERO, |s, v| s + v))
    }

    /// The budget of the year: as adjusted, or else as it began.
    #[must_use]
    pub fn budget(&self) -> Option<Amount> {
        self.total(Stage::Adjusted).or_else(|| self.total(Stage::Initial))
    }

    /// `code-name` as the forms print it.
    #[must_use]
    pub fn title(&self) -> String {
        let (code, name) = (self.code.text(), self.name.text());
        if code.is_empty() { name.to_owned() } else { format!("{code}-{name}") }
    }

    /// True if words tell this project: its code, its name or both.
    #[must_use]
    pub fn is_told_by(&self, words: &str) -> bool {
        let words = words.trim();
        !words.is_empty() && (words == self.code.text() || words == self.name.text() || words == self.title())
    }

    fn of(row: &Row) -> Project {
        let text = |key: &str| words(row, key);
        let fund = |stage: Stage| Fund::ALL.map(|f| number(row, &format!("{}{}", stage.key(), f.name())));
        Project {
            code: text("编码"),
            name: text("名称"),
            supervisor: text("主管部门"),
            unit: text("实施单位"),
            subject: text("科目"),
            kind: text("类型"),
            plan: ["概述", "依据", "方案", "周期"].map(text),
            funds: Stage::ALL.map(fund),
            low_reason: text("执行原因"),
            change_reason: text("调整原因"),
            goal: text("目标"),
            achieved: text("完成"),
            process: text("过程"),
            conclusion: text("结论"),
            problems: text("问题"),
            measures: text("措施"),
            responsible: text("负责人"),
            finance: text("财务负责人"),
            score: text("得分"),
            grade: text("等级"),
            indicators: Vec::new(),
            progress: Vec::new(),
        }
    }
}

impl Target {
    fn of(row: &Row) -> Target {
        let text = |key: &str| words(row, key);
        Target {
            project: text("项目"),
            level1: text("一级"),
            level2: text("二级"),
            name: text("名称"),
            comparator: text("性质"),
            target: text("指标值"),
            unit: text("单位"),
            weight: number(row, "权重"),
            midyear: text("年中值"),
            actual: text("年末值"),
            score: number(row, "评定得分"),
            reason: text("原因"),
        }
    }

    /// The value to be reached in one cell: ≥95%.
    #[must_use]
    pub fn value(&self) -> String {
        let sign = Some(self.comparator.text()).filter(|c| *c != "定性").unwrap_or_default();
        format!("{sign}{}{}", self.target.text(), self.unit.text())
    }
}

fn words(row: &Row, key: &str) -> Entry<String> {
    let filled = row.texts.get(key);
    let own = filled.and_then(|f| f.source.clone());
    Entry { value: filled.map(|f| f.value.clone()), source: own.or_else(|| row.cells.get(key).cloned()) }
}

fn number(row: &Row, key: &str) -> Entry<Amount> {
    let filled = row.amounts.get(key);
    let own = filled.and_then(|f| f.source.clone());
    Entry { value: filled.map(|f| f.value), source: own.or_else(|| row.cells.get(key).cloned()) }
}

impl Book {
    /// Projects, indicators and progress.
    #[must_use]
    pub fn projects(&self) -> Projects {
        let mut out = Projects {
            list: self.list(PROJECTS).iter().map(Project::of).collect(),
            whole: self.list(WHOLE).first().map(Project::of),
            ..Projects::default()
        };
        for row in self.list(INDICATORS) {
            let target = Target::of(row);
            match out.list.iter_mut().find(|p| p.is_told_by(target.project.text())) {
                Some(project) => project.indicators.push(target),
                None => out.lost.push(target),
            }
        }
        let whole: Vec<Target> = self.list(WHOLE_INDICATORS).iter().map(Target::of).collect();
        if !whole.is_empty() {
            // Indicators alone are a form too: that of the department the book is of.
            out.whole.get_or_insert_with(|| Project::of(&Row::default())).indicators = whole;
        }
        for row in self.list(PROGRESS) {
            let date = words(row, "日期");
            let progress = Progress {
                project: words(row, "项目"),
                date: Entry { value: date.value.as_deref().and_then(Date::parse), source: date.source },
                executed: number(row, "累计执行数"),
                planned: number(row, "计划进度"),
                reason: words(row, "偏差原因"),
                measures: words(row, "改进措施"),
            };
            match out.list.iter_mut().find(|p| p.is_told_by(progress.project.text())) {
                Some(project) => project.progress.push(progress),
                None => out.astray.push(progress),
            }
        }
        for project in &mut out.list {
            project.progress.sort_by_key(|p| p.date.value);
        }
        out
    }

    /// The rows of a list as templates and tables ask for them: with the sums of a project's money and the value of an indicator in one
    /// cell.
    #[must_use]
    pub fn printed(&self, sheet: &str) -> Vec<Row> {
        let mut rows = self.list(sheet).to_vec();
        for row in &mut rows {
            if sheet == PROJECTS || sheet == WHOLE {
                let project = Project::of(row);
                for stage in Stage::ALL {
                    let filled = Fund::ALL.map(|f| project.fund(stage, f));
                    let mut cells = filled.iter().filter(|e| !e.is_blank());
                    // A sum of one is that one.
                    let source = cells.next().filter(|_| cells.next().is_none()).and_then(|e| e.source.clone());
                    if let Some(value) = project.total(stage) {
                        row.amounts.insert(stage.sum().to_owned(), crate::Filled { value, source });
                    }
                }
            } else if sheet == INDICATORS || sheet == WHOLE_INDICATORS {
                let target = Target::of(row);
                if !target.target.is_blank() {
                    let filled = crate::Filled { value: target.value(), source: target.target.source.clone() };
                    row.texts.insert("指标".to_owned(), filled);
                }
            }
        }
        rows
    }
}
