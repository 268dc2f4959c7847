//! Performance forms and evaluation reports as rows of words, for the terminal and for Markdown.

use crate::words;
use mingzhang_model::performance::{EvaluationReport, FormCell, FormKind, FundRow, Indicator, PerformanceForm};

/// A table of words: its heads and its rows. Columns that no row has are left out.
pub(super) struct Grid {
    pub heads: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// A head with what it shows of a row; `None` where the form does not have the column.
type Column<'a, T> = (&'static str, &'a dyn Fn(&T) -> Option<String>);

impl Grid {
    fn of<T>(rows: &[T], columns: &[Column<'_, T>]) -> Grid {
        let kept: Vec<_> = columns.iter().filter(|(_, cell)| rows.iter().any(|r| cell(r).is_some())).collect();
        Grid {
            heads: kept.iter().map(|(head, _)| *head).collect(),
            rows: rows.iter().map(|r| kept.iter().map(|(_, cell)| cell(r).unwrap_or_default()).collect()).collect(),
        }
    }
}

fn kind(kind: FormKind) -> &'static str {
    match kind {
        FormKind::ProjectSelfEvaluation => "项目支出绩效自评表",
        FormKind::ProjectTargets => "项目支出绩效目标表",
        FormKind::OverallSelfEvaluation => "整体支出绩效自评表",
        FormKind::OverallTargets => "整体支出绩效目标表",
        FormKind::Monitoring => "绩效运行监控表",
    }
}

/// What a form is of: its name, or its title where it has none.
pub(super) fn name(form: &PerformanceForm) -> String {
    let name = if form.name.is_blank() { &form.title.text } else { &form.name.text };
    let place = words::place(&form.name.place);
    let year = form.year.map(|y| format!("{y}年度")).unwrap_or_default();
    format!("{name}  [{}]  {year}  {place}", kind(form.kind)).replace("    ", "  ").trim_end().to_owned()
}

fn text(cell: &FormCell) -> Option<String> {
    Some(cell.text.clone())
}

fn option(cell: &Option<FormCell>) -> Option<String> {
    cell.as_ref().map(|c| c.text.clone())
}

/// 预算执行情况
pub(super) fn funds(form: &PerformanceForm) -> Grid {
    Grid::of::<FundRow>(
        &form.funds,
        &[
            ("资金", &|f| text(&f.label)),
            ("年初预算", &|f| option(&f.initial)),
            ("调整后预算", &|f| option(&f.adjusted)),
            ("执行数", &|f| option(&f.executed)),
            ("全年预计", &|f| option(&f.expected)),
            ("执行率", &|f| option(&f.rate)),
            ("权重", &|f| option(&f.weight)),
            ("得分", &|f| option(&f.score)),
            ("原因", &|f| option(&f.reason)),
        ],
    )
}

/// 绩效指标, with the total as the last row.
pub(super) fn indicators(form: &PerformanceForm) -> Grid {
    let mut rows = form.indicators.clone();
    rows.extend(form.total.as_ref().map(|t| Indicator {
        level1: FormCell { text: "合计".to_owned(), ..t.label.clone() },
        weight: Some(t.weight.clone()).filter(|c| !c.is_blank()),
        score: Some(t.score.clone()).filter(|c| !c.is_blank()),
        ..Indicator::default()
    }));
    Grid::of::<Indicator>(
        &rows,
        &[
            ("一级指标", &|i| text(&i.level1)),
            ("二级指标", &|i| text(&i.level2)),
            ("三级指标", &|i| text(&i.name)),
            ("性质", &|i| option(&i.comparator)),
            ("指标值", &|i| text(&i.target)),
            ("单位", &|i| option(&i.unit)),
            ("完成值", &|i| option(&i.actual)),
            ("全年预计", &|i| option(&i.expected)),
            ("完成可能性", &|i| option(&i.likelihood)),
            ("权重", &|i| option(&i.weight)),
            ("得分", &|i| option(&i.score)),
            ("原因", &|i| option(&i.reason)),
        ],
    )
}

/// Labelled texts of a form: head, goals, conclusion; those it does not have are left out.
pub(super) fn texts(form: &PerformanceForm) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut add = |label: &str, text: &str| {
        if !text.is_empty() {
            out.push((label.to_owned(), text.to_owned()));
        }
    };
    add("项目编码", &form.code);
    add("主管部门", &form.supervisor.text);
    add("实施单位", &form.unit.text);
    for (label, value) in &form.particulars {
        add(&label.text, &value.text);
    }
    for (label, list) in [("年度目标", &form.goal), ("完成情况", &form.achieved)] {
        for cell in list {
            add(label, &cell.text);
        }
    }
    for (task, content) in &form.tasks {
        add("年度主要任务", &format!("{}：{}", task.text, content.text));
    }
    add("实施内容及过程", &form.process.text);
    add("评价结论", &form.conclusion.text);
    add("存在问题", &form.problems.text);
    add("改进措施", &form.measures.text);
    let signatures: Vec<&str> = form.signatures.iter().map(|s| s.text.as_str()).collect();
    add("签名", &signatures.join("，"));
    for stray in &form.strays {
        add("表外文字", &stray.text);
    }
    for (place, problem) in &form.problems_read {
        add("阅读说明", format!("{} {problem}", words::place(place)).trim_start());
    }
    out
}

/// The items of a report, as a table.
pub(super) fn items(report: &EvaluationReport) -> Grid {
    Grid::of(
        &report.items,
        &[
            ("指标", &|i| Some(i.name.clone())),
            ("所在标题", &|i| Some(i.path.join("／"))),
            ("分值", &|i| Some(i.weight.number())),
            ("得分", &|i| Some(i.score.number())),
            ("位置", &|i| Some(words::place(&i.place))),
        ],
    )
}

/// What a report announces and what it states as its total.
pub(super) fn stated(report: &EvaluationReport) -> Vec<(String, String)> {
    let announced: Vec<String> =
        report.announced.iter().map(|(name, f, _)| format!("{name}{}分", f.number())).collect();
    let totals: Vec<&str> = report.totals.iter().map(|(_, cell)| cell.text.as_str()).collect();
    [("分值设置", announced.join("、")), ("总分", totals.join("、"))]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| (label.to_owned(), text))
        .collect()
}
