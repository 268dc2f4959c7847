//! The monitoring form (项目支出绩效运行监控表) of each project, after a summary of all.

use super::{Matter, Monitor, Status, percent, shown, value};
use crate::book::Book;
use crate::projects::{Entry, Fund, Stage};
use mingzhang_model::publication::{Align, Content, Piece, PrintedCell, PrintedTable, Publication, Source};
use mingzhang_model::{Amount, Kind, Unit};
use mingzhang_performance::progress::Outlook;

/// What the form is called.
const FORM: &str = "项目支出绩效运行监控表";
/// Columns of a form.
const COLUMNS: usize = 9;

/// The forms as a publication.
#[must_use]
pub fn publication(book: &Book, monitor: &Monitor) -> Publication {
    let mut pieces = vec![Piece::Table(Box::new(summary(monitor)))];
    pieces.extend(monitor.projects.iter().map(|s| Piece::Table(Box::new(form(monitor, s)))));
    let entity = book.entity().to_owned();
    let day = monitor.date.words();
    let cover = vec![entity.clone(), format!("{}年度{FORM}", book.year()), format!("（截至{day}）")];
    Publication {
        entity,
        level: book.level(),
        kind: Kind::Budget,
        year: book.year(),
        profile: book.profile.clone(),
        name: format!("年度{FORM}"),
        cover,
        pieces,
    }
}

fn words(column: usize, text: &str) -> PrintedCell {
    let content = if text.is_empty() { Content::Empty } else { Content::Text(text.to_owned()) };
    PrintedCell::new(column, content, Align::Left)
}

fn head(column: usize, text: &str, spans: (usize, usize)) -> PrintedCell {
    let mut cell = PrintedCell::new(column, Content::Text(text.to_owned()), Align::Centre);
    cell.spans = spans;
    cell.bold = true;
    cell
}

fn amount(column: usize, value: Option<Amount>) -> PrintedCell {
    let content =
        value.map_or(Content::Empty, |value| Content::Amount { value, unit: Unit::WanYuan, places: 2, comma: true });
    PrintedCell::new(column, content, Align::Right)
}

fn right(column: usize, text: String) -> PrintedCell {
    let content = if text.is_empty() { Content::Empty } else { Content::Text(text) };
    PrintedCell::new(column, content, Align::Right)
}

fn from(mut cell: PrintedCell, source: &Option<Source>) -> PrintedCell {
    cell.source.clone_from(source);
    cell
}

/// What was filled in, over some columns.
fn said(column: usize, entry: &Entry<String>, spans: (usize, usize)) -> PrintedCell {
    let mut cell = from(words(column, &entry.text().replace('\n', "")), &entry.source);
    cell.spans = spans;
    cell
}

fn summary(monitor: &Monitor) -> PrintedTable {
    let heads = [
        "序号",
        "项目名称",
        "全年预算数",
        "累计执行数",
        "执行率",
        "应达进度",
        "是否落后",
        "有风险的指标（个）",
        "待说明原因（项）",
    ];
    let mut rows = vec![heads.iter().enumerate().map(|(n, h)| head(n, h, (1, 1))).collect::<Vec<PrintedCell>>()];
    for (n, status) in monitor.projects.iter().enumerate() {
        let pace = status.pace;
        let count = |matter: Matter| {
            let n = status.told.iter().filter(|t| t.matter == matter).count();
            PrintedCell::new(0, Content::Text(n.to_string()), Align::Centre)
        };
        let at = |column: usize, cell: PrintedCell| PrintedCell { column, ..cell };
        rows.push(vec![
            PrintedCell::new(0, Content::Text((n + 1).to_string()), Align::Centre),
            from(words(1, status.project.name.text()), &status.project.name.source),
            amount(2, status.budget),
            amount(3, status.executed.map(|e| e.0)),
            right(4, pace.map_or_else(String::new, |p| percent(p.spent))),
            right(5, pace.map_or_else(String::new, |p| percent(p.due))),
            at(
                6,
                PrintedCell::new(
                    6,
                    Content::Text(pace.map_or("", |p| if p.behind { "落后" } else { "否" }).to_owned()),
                    Align::Centre,
                ),
            ),
            at(7, count(Matter::TargetInDanger)),
            at(8, count(Matter::ReasonDue)),
        ]);
    }
    PrintedTable {
        form: String::new(),
        title: format!("项目支出绩效运行监控汇总表（截至{}）", monitor.date.words()).as_str().into(),
        listed: true,
        unit: "金额单位：万元".to_owned(),
        widths: vec![4, 22, 9, 9, 7, 7, 6, 8, 8],
        header_rows: 1,
        rows,
        notes: vec![
            format!("注：序时进度为{}；填了计划进度的项目，应达进度为计划进度。", percent(monitor.elapsed))
                .as_str()
                .into(),
        ],
        landscape: true,
        ..PrintedTable::default()
    }
}

fn form(monitor: &Monitor, status: &Status) -> PrintedTable {
    let project = &status.project;
    let mut rows = vec![
        vec![head(0, "项目名称", (1, 2)), {
            let mut cell = from(words(2, &project.title()), &project.name.source);
            cell.spans = (1, COLUMNS - 2);
            cell
        }],
        vec![
            head(0, "主管部门", (1, 2)),
            said(2, &project.supervisor, (1, 2)),
            head(4, "实施单位", (1, 1)),
            said(5, &project.unit, (1, COLUMNS - 5)),
        ],
    ];
    funds(monitor, status, &mut rows);
    rows.push(vec![head(0, "年度总体目标", (1, 2)), said(2, &project.goal, (1, COLUMNS - 2))]);
    indicators(monitor, status, &mut rows);
    let measures = status.progress.as_ref().map(|p| said(2, &p.measures, (1, COLUMNS - 2)));
    let mut blank = words(2, "");
    blank.spans = (1, COLUMNS - 2);
    rows.push(vec![head(0, "改进措施", (1, 2)), measures.unwrap_or(blank)]);
    PrintedTable {
        form: String::new(),
        title: format!("{FORM}（{}）", project.name.text()).as_str().into(),
        listed: true,
        unit: "金额单位：万元".to_owned(),
        widths: vec![6, 8, 14, 9, 9, 9, 9, 8, 14],
        header_rows: 0,
        rows,
        notes: vec!["注：“全年预计完成值”由项目单位填写。".into()],
        landscape: true,
        ..PrintedTable::default()
    }
}

fn funds(monitor: &Monitor, status: &Status, rows: &mut Vec<Vec<PrintedCell>>) {
    let project = &status.project;
    let there = |f: &Fund| Stage::ALL.iter().any(|s| !project.fund(*s, *f).is_blank());
    let funds: Vec<Fund> = Fund::ALL.into_iter().filter(there).collect();
    let day = status.executed.map_or(monitor.date, |e| e.1);
    let executed = format!("截至{}月{}日执行数", day.month(), day.day());
    let due = if status.pace.is_some_and(|p| p.planned) { "计划进度" } else { "序时进度" };
    rows.push(vec![
        head(0, "项目资金", (2 + funds.len(), 2)),
        head(2, "资金来源", (1, 1)),
        head(3, "年初预算数", (1, 1)),
        head(4, "全年预算数", (1, 1)),
        head(5, &executed, (1, 1)),
        head(6, "执行率", (1, 1)),
        head(7, due, (1, 1)),
        head(8, "偏差原因", (1, 1)),
    ]);
    let pace = status.pace;
    let at = status.progress.as_ref().and_then(|p| p.executed.source.clone());
    let mut reason = status.progress.as_ref().map_or_else(|| words(8, ""), |p| said(8, &p.reason, (1, 1)));
    reason.spans = (1 + funds.len(), 1);
    rows.push(vec![
        words(2, "年度资金总额"),
        amount(3, project.total(Stage::Initial)),
        amount(4, status.budget),
        from(amount(5, status.executed.map(|e| e.0)), &at),
        right(6, pace.map_or_else(String::new, |p| percent(p.spent))),
        right(7, pace.map_or_else(String::new, |p| percent(p.due))),
        reason,
    ]);
    // Without an adjusted budget the one of the beginning is that of the year.
    let stage = if project.total(Stage::Adjusted).is_some() { Stage::Adjusted } else { Stage::Initial };
    for (n, fund) in funds.into_iter().enumerate() {
        let label = if n == 0 { format!("其中：{}", fund.name()) } else { fund.name().to_owned() };
        let money = |column: usize, stage: Stage| {
            let entry = project.fund(stage, fund);
            from(amount(column, entry.value), &entry.source)
        };
        let mut label = words(2, &label);
        label.indent = 1;
        rows.push(vec![label, money(3, Stage::Initial), money(4, stage), words(5, ""), words(6, ""), words(7, "")]);
    }
}

fn indicators(monitor: &Monitor, status: &Status, rows: &mut Vec<Vec<PrintedCell>>) {
    let now = format!("截至{}月{}日完成值", monitor.date.month(), monitor.date.day());
    let heads = ["一级指标", "二级指标", "三级指标", "年度指标值", &now, "监控情况", "全年预计完成值"];
    let mut header: Vec<PrintedCell> = heads.iter().enumerate().map(|(n, h)| head(n, h, (1, 1))).collect();
    header.push(head(7, "偏差原因", (1, 2)));
    rows.push(header);
    let list = &status.project.indicators;
    // How many rows from one on say the same at the levels given.
    let run =
        |n: usize, same: &dyn Fn(usize) -> bool| list.iter().enumerate().skip(n).take_while(|(k, _)| same(*k)).count();
    let level = |k: usize| list.get(k).map_or(("", ""), |t| (t.level1.text(), t.level2.text()));
    for (n, (t, outlook)) in list.iter().zip(&status.outlooks).enumerate() {
        let before = n.checked_sub(1).map(level);
        let own = level(n);
        let mut row = Vec::new();
        if before.map(|b| b.0) != Some(own.0) {
            row.push(said(0, &t.level1, (run(n, &|k| level(k).0 == own.0), 1)));
        }
        if before != Some(own) {
            row.push(said(1, &t.level2, (run(n, &|k| level(k) == own), 1)));
        }
        row.push(said(2, &t.name, (1, 1)));
        row.push(from(words(3, &t.value()), &t.target.source));
        row.push(from(words(4, &shown(value(t, monitor.date), t.unit.text())), &t.midyear.source));
        row.push(words(5, state(outlook)));
        row.push(words(6, ""));
        row.push(said(7, &t.reason, (1, 2)));
        rows.push(row);
    }
}

/// How an indicator stands, in a cell.
fn state(outlook: &Outlook) -> &'static str {
    match outlook {
        Outlook::Fine => "正常",
        Outlook::Unknown => "未填",
        Outlook::Behind { .. } => "落后",
        Outlook::Overdue(_) => "逾期",
        Outlook::Beyond => "超过",
        Outlook::NearlyUsed { .. } => "快用完",
        Outlook::Unclear(_) => "无法比较",
    }
}
