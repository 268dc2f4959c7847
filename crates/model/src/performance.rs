//! Performance forms and evaluation reports as understood: every cell keeps its text and its place.
//!
//! Forms: 项目支出绩效自评表, 项目支出绩效目标表, 部门（单位）整体支出绩效自评表, 绩效运行监控表. Reports: 部门预算绩效评价报告,
//! 专项预算项目绩效评价报告, whose items say `该项指标分值6分，自评得分6分`. What the texts mean (comparators, values with units,
//! grades) is worked out by the `performance` crate; what should hold, by the audit.

use crate::number::{Figure, Unit};
use crate::place::Place;
use serde::{Deserialize, Serialize};

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// 项目支出绩效自评表
    ProjectSelfEvaluation,
    /// 项目支出绩效目标表: targets only
    ProjectTargets,
    /// 部门（单位）整体支出绩效自评表, with or without scores
    OverallSelfEvaluation,
    /// 部门（单位）整体支出绩效目标表: targets only
    OverallTargets,
    /// 项目支出绩效运行监控表
    Monitoring,
}

/// A cell of a form. A cell the form has but that is blank has an empty text and a place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FormCell {
    /// As printed, line breaks joined, outer white space dropped.
    pub text: String,
    /// Where.
    pub place: Place,
    /// The document block it stands in.
    pub block: usize,
    /// Grid row and column in that block's table; (0, 0) in a paragraph.
    pub at: (usize, usize),
}

impl FormCell {
    /// True if nothing is printed in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// A row of 预算执行情况: 总额 or one of its sources. A column the form does not have is `None`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FundRow {
    /// 总额, 其中：财政资金, 财政专户管理资金, 单位资金, 其他资金 …
    pub label: FormCell,
    /// 年初预算; the amount of a form that knows one budget only
    pub initial: Option<FormCell>,
    /// 调整后预算数, 全年预算数
    pub adjusted: Option<FormCell>,
    /// 预算执行数, 全年执行数; in monitoring forms of the months so far
    pub executed: Option<FormCell>,
    /// 全年预计执行数, of monitoring forms
    pub expected: Option<FormCell>,
    /// 预算执行率
    pub rate: Option<FormCell>,
    /// 权重, 分值
    pub weight: Option<FormCell>,
    /// 得分
    pub score: Option<FormCell>,
    /// 原因
    pub reason: Option<FormCell>,
}

/// A row of the indicators. A column the form does not have is `None`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Indicator {
    /// 一级指标: 产出指标, 效益指标, 满意度指标, 成本指标. Carried down from the row that prints it.
    pub level1: FormCell,
    /// 二级指标, carried down.
    pub level2: FormCell,
    /// True where this very row prints the level 1 and level 2 name.
    pub prints: (bool, bool),
    /// 三级指标
    pub name: FormCell,
    /// 指标性质: ≥ ＞ ＝ ≤ ＜ 定性
    pub comparator: Option<FormCell>,
    /// 指标值
    pub target: FormCell,
    /// 度量单位
    pub unit: Option<FormCell>,
    /// 完成值; in monitoring forms of the months so far
    pub actual: Option<FormCell>,
    /// 全年预计完成情况, of monitoring forms
    pub expected: Option<FormCell>,
    /// 完成目标可能性, of monitoring forms: 确定能, 有可能, 完全不可能
    pub likelihood: Option<FormCell>,
    /// 权重, 分值
    pub weight: Option<FormCell>,
    /// 得分
    pub score: Option<FormCell>,
    /// 未完成原因分析
    pub reason: Option<FormCell>,
}

/// The 合计 row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormTotal {
    /// 合计, 总分; blank where the label is lost.
    pub label: FormCell,
    /// 100
    pub weight: FormCell,
    /// The total score.
    pub score: FormCell,
}

/// A performance form.
#[derive(Clone, Debug, Serialize)]
pub struct PerformanceForm {
    /// What it is for.
    pub kind: FormKind,
    /// The title.
    pub title: FormCell,
    /// The year the title or head says.
    pub year: Option<i32>,
    /// Half-open range of document blocks.
    pub blocks: (usize, usize),
    /// The code before the project's name, `51990021T000000029381`; empty if none.
    pub code: String,
    /// 项目名称 (the whole cell, code included), 部门名称 in overall forms.
    pub name: FormCell,
    /// 主管部门
    pub supervisor: FormCell,
    /// 实施单位
    pub unit: FormCell,
    /// What else the head says: label (项目性质, 计划开始日期, 项目总目标 …) and value.
    pub particulars: Vec<(FormCell, FormCell)>,
    /// 年度目标 as set.
    pub goal: Vec<FormCell>,
    /// 年度目标完成情况
    pub achieved: Vec<FormCell>,
    /// 项目实施内容及过程概述
    pub process: FormCell,
    /// 年度主要任务 of overall forms: 任务名称, 主要内容.
    pub tasks: Vec<(FormCell, FormCell)>,
    /// Unit of the amounts.
    pub money: Unit,
    /// 预算执行情况
    pub funds: Vec<FundRow>,
    /// The row of the indicators' column heads, cell by cell.
    pub heads: Vec<FormCell>,
    /// 绩效指标
    pub indicators: Vec<Indicator>,
    /// 合计
    pub total: Option<FormTotal>,
    /// 评价结论
    pub conclusion: FormCell,
    /// 存在问题
    pub problems: FormCell,
    /// 改进措施
    pub measures: FormCell,
    /// 项目负责人, 财务负责人: label and name in one cell.
    pub signatures: Vec<FormCell>,
    /// Rows that belong to no part of the form: text after the signatures, lumps without a label.
    pub strays: Vec<FormCell>,
    /// What could not be read, or stands where the form has something else: a place and one Chinese sentence.
    pub problems_read: Vec<(Place, String)>,
}

impl PerformanceForm {
    /// An empty form.
    #[must_use]
    pub fn new(kind: FormKind) -> PerformanceForm {
        PerformanceForm {
            kind,
            title: FormCell::default(),
            year: None,
            blocks: (0, 0),
            code: String::new(),
            name: FormCell::default(),
            supervisor: FormCell::default(),
            unit: FormCell::default(),
            particulars: Vec::new(),
            goal: Vec::new(),
            achieved: Vec::new(),
            process: FormCell::default(),
            tasks: Vec::new(),
            money: Unit::WanYuan,
            funds: Vec::new(),
            heads: Vec::new(),
            indicators: Vec::new(),
            total: None,
            conclusion: FormCell::default(),
            problems: FormCell::default(),
            measures: FormCell::default(),
            signatures: Vec::new(),
            strays: Vec::new(),
            problems_read: Vec::new(),
        }
    }
}

/// An item of an evaluation report: `该项指标分值6分，自评得分5.6分`.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationItem {
    /// The indicator's name: the words before the colon of its paragraph (`预算执行`), or its heading.
    pub name: String,
    /// Titles of the headings above it in the report, outermost first.
    pub path: Vec<String>,
    /// 分值
    pub weight: Figure,
    /// 自评得分
    pub score: Figure,
    /// The sentence, verbatim.
    pub quote: String,
    /// Where.
    pub place: Place,
    /// The document block.
    pub block: usize,
}

/// An evaluation report.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationReport {
    /// Its title.
    pub title: FormCell,
    /// Half-open range of document blocks.
    pub blocks: (usize, usize),
    /// Items in document order.
    pub items: Vec<EvaluationItem>,
    /// Groups of points the report announces (通用指标54分，专用指标30分): name, points, place.
    pub announced: Vec<(String, Figure, FormCell)>,
    /// Total scores it states (最终得分97.6分, 综合评价得分): the score with the phrase that says it.
    pub totals: Vec<(Figure, FormCell)>,
}
