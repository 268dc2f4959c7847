//! Scores of performance forms, for `mingzhang score`.

pub mod json;
pub mod markdown;
pub mod pretty;

use mingzhang_catalog::scoring::{ScoringProfile, Words};
use mingzhang_model::performance::{FormCell, Indicator, PerformanceForm};
use mingzhang_model::{Disclosure, Problem};
use mingzhang_performance::score::{Field, LevelWeight, Note, Proposal, TotalVerdict};
use mingzhang_performance::{Fraction, RowScore, Scored, Verdict, score};

/// The forms of a file with their scores.
#[derive(Clone, Debug)]
pub struct Scores<'a> {
    /// The path as given by the user.
    pub file: String,
    /// The regulation.
    pub profile: &'a ScoringProfile,
    /// Forms that have actual values, in document order.
    pub forms: Vec<(PerformanceForm, Scored)>,
    /// What could not be read of the file, or not surely.
    pub problems: Vec<Problem>,
}

/// Counts over forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Forms.
    pub forms: usize,
    /// Rows that carry points.
    pub rows: usize,
    /// Rows whose score is accepted.
    pub accepted: usize,
    /// Rows and totals that are wrong, blank, or have no actual value behind them.
    pub wrong: usize,
    /// Forms whose total is accepted.
    pub totals: usize,
}

impl<'a> Scores<'a> {
    /// Scores every form of a document that has actual values.
    #[must_use]
    pub fn of(file: String, disclosure: &Disclosure, profile: &'a ScoringProfile, words: &Words) -> Scores<'a> {
        let executed = |f: &&PerformanceForm| {
            f.indicators.iter().any(|i| i.actual.is_some()) || f.funds.iter().any(|r| r.score.is_some())
        };
        let scored = |f: &PerformanceForm| (f.clone(), score(f, profile, words));
        let forms = disclosure.forms.iter().filter(executed).map(scored).collect();
        Scores { file, profile, forms, problems: crate::report::problems(disclosure) }
    }

    /// Counts.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut out = Tally { forms: self.forms.len(), ..Tally::default() };
        for (_, scored) in &self.forms {
            for row in rows(scored) {
                out.rows += 1;
                out.accepted += usize::from(row.verdict.is_accepted());
                out.wrong += usize::from(is_wrong(row.verdict));
            }
            let total = scored.total.verdict;
            out.totals += usize::from(matches!(total, TotalVerdict::Agrees | TotalVerdict::Tail));
            out.wrong += usize::from(matches!(total, TotalVerdict::Differs | TotalVerdict::Blank));
        }
        out
    }
}

fn rows(scored: &Scored) -> impl Iterator<Item = &RowScore> {
    let rows = scored.execution.iter().map(|e| &e.1).chain(scored.indicators.iter().map(|i| &i.row));
    rows.filter(|r| r.weight.is_some() || r.printed.is_some())
}

fn is_wrong(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Differs | Verdict::Blank | Verdict::WithoutActual)
}

/// A row as every output shows it.
pub(crate) struct Line {
    /// 预算执行, or the indicator's name.
    pub name: String,
    /// Score and points as printed, `8.89/10`, `—/10`.
    pub printed: String,
    /// How it follows.
    pub derivation: String,
    /// The verdict, what it should be, and what else is to be said; empty if all is well.
    pub remark: String,
    /// Something is wrong with it.
    pub wrong: bool,
}

/// The lines of a form: execution, indicators, total.
pub(crate) fn lines(form: &PerformanceForm, scored: &Scored) -> Vec<Line> {
    let mut out = Vec::new();
    if let Some((_, row)) = &scored.execution {
        out.push(line("预算执行".to_owned(), row, scored, Vec::new()));
    }
    for (indicator, row) in form.indicators.iter().zip(&scored.indicators) {
        // A row left blank throughout.
        if indicator.name.is_blank() && row.row.weight.is_none() && row.row.printed.is_none() {
            continue;
        }
        let mut notes = notes(indicator, &row.notes);
        if is_wrong(row.row.verdict) && !was_read_surely(indicator) {
            notes.push("识别存疑，请对照原件");
        }
        out.push(line(indicator.name.text.clone(), &row.row, scored, notes));
    }
    let total = &scored.total;
    if total.verdict != TotalVerdict::Absent {
        let wrong = matches!(total.verdict, TotalVerdict::Differs | TotalVerdict::Blank);
        let mut remarks = Vec::new();
        if total.verdict != TotalVerdict::Agrees {
            remarks.push(total.verdict.title().to_owned());
        }
        match total.should {
            Some(should) if total.printed != Some(should) => remarks.push(format!("应为{should}")),
            None => remarks.push("有的行没有得分依据，合计算不出来".to_owned()),
            Some(_) => {}
        }
        out.push(Line {
            name: "合计".to_owned(),
            printed: part(total.printed.map(|p| p.to_string()), total.weights.map(|p| p.to_string())),
            derivation: total.derivation.clone(),
            remark: remarks.join("，"),
            wrong,
        });
    }
    out
}

/// Whether every cell that a score follows from was printed, or read from a picture without doubt.
fn was_read_surely(indicator: &Indicator) -> bool {
    const SURE: u16 = 990;
    let cells = [&indicator.comparator, &indicator.actual, &indicator.weight, &indicator.score];
    let mut all = cells.into_iter().flatten().chain([&indicator.target]);
    all.all(|c| c.place.confidence.is_none_or(|sure| sure >= SURE))
}

fn part(printed: Option<String>, of: Option<String>) -> String {
    format!("{}/{}", printed.as_deref().unwrap_or("—"), of.as_deref().unwrap_or("—"))
}

fn line(name: String, row: &RowScore, scored: &Scored, notes: Vec<&str>) -> Line {
    let mut remarks = Vec::new();
    if row.verdict != Verdict::Agrees {
        remarks.push(row.verdict.title().to_owned());
    }
    if is_wrong(row.verdict)
        && let Some(should) = scored.should(row)
    {
        remarks.push(format!("应为{should}"));
    }
    remarks.extend(notes.into_iter().map(str::to_owned));
    Line {
        name,
        printed: part(row.printed.map(|p| p.to_string()), row.weight.map(|w| w.to_string())),
        derivation: row.derivation.clone(),
        remark: remarks.join("，"),
        wrong: is_wrong(row.verdict),
    }
}

/// The notes of a row in Chinese; reasons are asked for only where none is given.
pub(crate) fn notes(indicator: &Indicator, notes: &[Note]) -> Vec<&'static str> {
    let mut out: Vec<&str> = notes.iter().filter_map(|n| note(*n)).collect();
    let due = |n: &&Note| matches!(n, Note::OverFulfilled | Note::FarBelowBound | Note::ReasonDue);
    if notes.iter().any(|n| due(&n)) && indicator.reason.as_ref().is_none_or(FormCell::is_blank) {
        out.push("应说明原因");
    }
    out
}

fn note(note: Note) -> Option<&'static str> {
    Some(match note {
        Note::StrictAtBound => "完成值等于界限，严格说没有达到",
        Note::OverFulfilled => "大幅超过目标",
        Note::FarBelowBound => "远低于成本上限",
        Note::UnitsDiffer => "完成值与指标值的单位不同",
        Note::ReasonDue => return None,
        Note::TargetIsScale => "目标应是一个等次，不是整个尺度",
        Note::ComparatorAssumed => "没有指标性质，按通常理解",
    })
}

/// The summary of a form: code and name, printed total, computed total, grade.
pub(crate) fn summary(form: &PerformanceForm, scored: &Scored) -> [String; 4] {
    let total = &scored.total;
    let text = |value: Option<String>| value.unwrap_or_else(|| "—".to_owned());
    let grade = total.should_grade.clone().or_else(|| total.grade.clone());
    [name(form), text(total.printed.map(|p| p.to_string())), text(total.should.map(|p| p.to_string())), text(grade)]
}

/// What a form is called: the project, or else its title.
pub(crate) fn name(form: &PerformanceForm) -> String {
    let name = if form.name.is_blank() { &form.title.text } else { &form.name.text };
    if form.code.is_empty() || name.contains(&form.code) { name.clone() } else { format!("{} {name}", form.code) }
}

/// Points per level-1 name that are not the usual ones, or not those the form says; empty if all are. Of a part of a form nothing is said.
pub(crate) fn levels(scored: &Scored) -> String {
    let whole = scored.total.weights == Some(Fraction::whole(100));
    let unusual = |l: &&LevelWeight| l.expected != Some(l.points) && (whole || l.announced);
    let of = |l: &LevelWeight| match l.expected {
        Some(e) if l.announced => format!("{}{}（表内写明{e}）", l.name, l.points),
        Some(e) => format!("{}{}（通常{e}）", l.name, l.points),
        None => format!("{}{}", l.name, l.points),
    };
    scored.levels.iter().filter(unusual).map(of).collect::<Vec<_>>().join("，")
}

/// The proposals in Chinese.
pub(crate) fn proposals(form: &PerformanceForm, scored: &Scored) -> Vec<String> {
    let indicator = |n: usize| form.indicators.get(n).map_or("", |i| i.name.text.as_str());
    let tell = |p: &Proposal| {
        let place = match p.field {
            Field::Actual(n) => format!("“{}”的完成值", indicator(n)),
            Field::Score(n) => format!("“{}”的得分", indicator(n)),
            Field::Execution => "预算执行得分".to_owned(),
        };
        let from = if p.from.is_empty() { "空白" } else { &p.from };
        format!("{place}：{from}是否应为{}？{}", p.to, p.reason)
    };
    scored.proposals.iter().map(tell).collect()
}
