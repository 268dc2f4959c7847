//! Monitoring within the year: which projects are behind, which targets are in danger, which reasons are due.

mod form;

pub use form::publication;

use crate::book::Book;
use crate::projects::{Entry, Fund, Progress, Project, Stage, Target};
use crate::workbook::sheet::money;
use mingzhang_catalog::Catalog;
use mingzhang_model::publication::Source;
use mingzhang_model::{Amount, Date};
use mingzhang_performance::Fraction;
use mingzhang_performance::library;
use mingzhang_performance::progress::{self, Outlook, Pace};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Less was spent than was due.
    BehindSchedule,
    /// A target is missed so far, or soon will be.
    TargetInDanger,
    /// A reason is due and not given.
    ReasonDue,
    /// Nothing is filled in that could be judged.
    Missing,
}

impl Matter {
    /// All of them, in the order in which they are told.
    pub const ALL: [Matter; 4] = [Matter::BehindSchedule, Matter::TargetInDanger, Matter::ReasonDue, Matter::Missing];

    /// In Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Matter::BehindSchedule => "执行落后于进度",
            Matter::TargetInDanger => "目标有风险",
            Matter::ReasonDue => "应说明原因",
            Matter::Missing => "还没有填",
        }
    }

    /// For programs.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Matter::BehindSchedule => "behind-schedule",
            Matter::TargetInDanger => "target-in-danger",
            Matter::ReasonDue => "reason-due",
            Matter::Missing => "missing",
        }
    }
}

/// One thing told of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it is about.
    pub matter: Matter,
    /// One sentence.
    pub message: String,
    /// The cells it speaks of; of a reason that is due, where to write it.
    pub cells: Vec<Source>,
}

/// How a project stands.
#[derive(Clone, Debug)]
pub struct Status {
    /// The project as filled in.
    pub project: Project,
    /// The year's budget.
    pub budget: Option<Amount>,
    /// Spent so far and until when.
    pub executed: Option<(Amount, Date)>,
    /// Spending against its plan, at the day of the amount.
    pub pace: Option<Pace>,
    /// Its indicators, in their order.
    pub outlooks: Vec<Outlook>,
    /// What is to be told.
    pub told: Vec<Told>,
    /// The row of progress it goes by.
    pub progress: Option<Progress>,
}

/// All projects at a day.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// The day.
    pub date: Date,
    /// Share of the year that is over.
    pub elapsed: Fraction,
    /// The projects, in the order of their sheet.
    pub projects: Vec<Status>,
    /// The department as a whole, if the workbook says anything of it.
    pub whole: Option<Status>,
}

impl Monitor {
    /// How many things of a matter are told.
    #[must_use]
    pub fn count(&self, matter: Matter) -> usize {
        self.all().flat_map(|s| &s.told).filter(|t| t.matter == matter).count()
    }

    /// Projects and the whole.
    pub fn all(&self) -> impl Iterator<Item = &Status> {
        self.projects.iter().chain(&self.whole)
    }
}

/// Judges every project of a book at a day.
///
/// # Errors
/// One sentence if the day is not of the book's year, or the book has no projects.
pub fn monitor(book: &Book, catalog: &Catalog, date: Date) -> Result<Monitor, String> {
    if book.year() != date.year() {
        return Err(format!("监控日期 {date} 不在工作簿的年度（{}年）里；请核对日期或年度。", book.year()));
    }
    let projects = book.projects();
    if projects.list.is_empty() && projects.whole.is_none() {
        return Err("工作簿的“项目”表是空的，没有可以监控的项目；请先填写“项目”“绩效指标”和“监控”表。".to_owned());
    }
    Ok(Monitor {
        date,
        elapsed: progress::elapsed(date),
        projects: projects.list.into_iter().map(|p| status(catalog, date, p, true)).collect(),
        whole: projects.whole.map(|p| status(catalog, date, p, false)),
    })
}

fn cells<T>(entry: &Entry<T>) -> Vec<Source> {
    entry.source.clone().into_iter().collect()
}

/// 40.50%
#[must_use]
pub fn percent(share: Fraction) -> String {
    let hundred = share.times(Fraction::whole(100)).unwrap_or(share);
    format!("{}%", hundred.fixed(2))
}

fn status(catalog: &Catalog, date: Date, project: Project, spends: bool) -> Status {
    let budget = project.budget();
    let last = project.progress.iter().rev().find(|p| p.date.value.is_some_and(|d| d <= date)).cloned();
    let executed = match &last {
        Some(p) => p.executed.value.zip(p.date.value),
        // At the end of the year what the year has spent is known.
        None => project.total(Stage::Executed).zip(Date::new(date.year(), 12, 31)).filter(|(_, end)| *end <= date),
    };
    let planned = last.as_ref().and_then(|p| p.planned.value);
    let pace = budget.zip(executed).and_then(|(b, (e, day))| progress::pace(catalog, day, b, e, planned));
    let outlooks: Vec<Outlook> =
        project.indicators.iter().map(|t| progress::outlook(catalog, date, &target(t), value(t, date))).collect();
    let mut out = Status { project, budget, executed, pace, outlooks, told: Vec::new(), progress: last };
    if spends {
        spending(catalog, date, &mut out);
    }
    indicators(date, &mut out);
    out
}

/// A row of the workbook as the library takes it.
#[must_use]
pub fn target(t: &Target) -> library::Target<'_> {
    library::Target {
        level1: t.level1.text(),
        level2: t.level2.text(),
        name: t.name.text(),
        comparator: t.comparator.text(),
        value: t.target.text(),
        unit: t.unit.text(),
    }
}

/// The value that is judged: at the end of the year that of the year if it is filled in.
fn value(t: &Target, date: Date) -> &str {
    let end = (date.month(), date.day()) == (12, 31);
    if end && !t.actual.is_blank() { t.actual.text() } else { t.midyear.text() }
}

fn spending(catalog: &Catalog, date: Date, out: &mut Status) {
    let mut tell = |matter, cells: Vec<Source>, message: String| out.told.push(Told { matter, message, cells });
    let project = &out.project;
    let Some(budget) = out.budget else {
        tell(
            Matter::Missing,
            cells(project.fund(Stage::Initial, Fund::Fiscal)),
            "没有填预算数，不能计算执行进度。".to_owned(),
        );
        return;
    };
    let Some((executed, day)) = out.executed else {
        tell(Matter::Missing, cells(&project.name), format!("“监控”表没有截至{}的累计执行数。", date.words()));
        return;
    };
    if day < date {
        let at = out.progress.as_ref().map(|p| cells(&p.date)).unwrap_or_default();
        tell(Matter::Missing, at, format!("没有{}的执行数，以下按{}的数计算。", date.words(), day.words()));
    }
    let lag = out.pace.filter(|p| p.behind);
    if let Some(pace) = lag {
        let points = pace.due.minus(pace.spent).and_then(|l| l.times(Fraction::whole(100)));
        let message = format!(
            "全年预算 {} 元，截至{}执行 {} 元，执行率 {}，{} {}，落后 {} 个百分点。",
            money(budget),
            day.words(),
            money(executed),
            percent(pace.spent),
            if pace.planned { "计划进度" } else { "序时进度" },
            percent(pace.due),
            points.map(|p| p.fixed(2)).unwrap_or_default()
        );
        let at = out
            .progress
            .as_ref()
            .map_or_else(|| cells(project.fund(Stage::Executed, Fund::Fiscal)), |p| cells(&p.executed));
        tell(Matter::BehindSchedule, at, message);
    }
    let end = (date.month(), date.day()) == (12, 31);
    let given = out.progress.as_ref().is_some_and(|p| !p.reason.is_blank());
    if end && progress::owes_reason(catalog, budget, executed) {
        if project.low_reason.is_blank() {
            let limit = mingzhang_model::Figure::show(
                catalog.indicators.monitoring.reason.value.0,
                mingzhang_model::Unit::Yuan,
                0,
            );
            tell(
                Matter::ReasonDue,
                cells(&project.low_reason),
                format!("全年执行率低于 {limit}%，没有填执行率低的原因。"),
            );
        }
    } else if let Some(progress) = out.progress.as_ref().filter(|_| lag.is_some() && !given) {
        tell(Matter::ReasonDue, cells(&progress.reason), "执行落后于进度，没有填偏差原因。".to_owned());
    }
    let changed = project.total(Stage::Adjusted).zip(project.total(Stage::Initial)).is_some_and(|(a, i)| a != i);
    if changed && project.change_reason.is_blank() {
        tell(Matter::ReasonDue, cells(&project.change_reason), "预算有调整，没有填预算调整的原因。".to_owned());
    }
}

fn indicators(date: Date, out: &mut Status) {
    let mut blank = Vec::new();
    for (t, outlook) in out.project.indicators.iter().zip(&out.outlooks) {
        let said = value(t, date);
        let at = if said == t.actual.text() && !said.is_empty() { cells(&t.actual) } else { cells(&t.midyear) };
        let (name, goal, unit) = (t.name.text(), t.value(), t.unit.text());
        let said = shown(said, unit);
        let message = match outlook {
            Outlook::Fine => continue,
            Outlook::Unknown => {
                blank.extend(at);
                continue;
            }
            Outlook::Behind { due: Some(due) } => format!(
                "“{name}”目标 {goal}，现在是 {said}，按时间进度应为 {}{unit}。",
                if due.has_places(2) { due.to_string() } else { due.fixed(2) }
            ),
            Outlook::Behind { due: None } => format!("“{name}”目标 {goal}，现在是 {said}，没有达到。"),
            Outlook::Overdue(day) => format!("“{name}”应在{}前完成，没有填完成值。", day.words()),
            Outlook::Beyond => format!("“{name}”目标 {goal}，现在是 {said}，已经超过。"),
            Outlook::NearlyUsed { used } => {
                format!("“{name}”上限 {goal}，已用 {said}（{}），快要用完。", percent(*used))
            }
            Outlook::Unclear(why) => {
                out.told.push(Told {
                    matter: Matter::Missing,
                    message: format!("指标“{name}”无法比较：{why}。"),
                    cells: at,
                });
                continue;
            }
        };
        out.told.push(Told { matter: Matter::TargetInDanger, message, cells: at });
        if outlook.owes_reason() && t.reason.is_blank() {
            let message = format!("指标“{name}”没有达到进度，没有填原因。");
            out.told.push(Told { matter: Matter::ReasonDue, message, cells: cells(&t.reason) });
        }
    }
    if !blank.is_empty() {
        let message = format!("{} 个指标没有填年中完成值。", blank.len());
        out.told.push(Told { matter: Matter::Missing, message, cells: blank });
    }
    out.told.sort_by_key(|t| t.matter);
}

/// A value with its unit, if it says none itself.
fn shown(value: &str, unit: &str) -> String {
    let bare = value.ends_with(|c: char| c.is_ascii_digit());
    format!("{value}{}", if bare { unit } else { "" })
}
