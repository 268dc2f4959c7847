//! Performance forms and evaluation reports: from what was filled in, with scores computed, to pieces of a publication.

mod charts;
mod evaluate;
mod print;

pub use evaluate::Evaluated;
pub(crate) use evaluate::plain;
pub use print::{field_table, fit, form_table};

use crate::book::{Book, Row};
use crate::cube::{Cube, coordinates};
use crate::gap::Gap;
use crate::narrative;
use crate::numbers::wan;
use crate::projects::Stage;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::form_layout::FormLayout;
use mingzhang_catalog::publish::Publishing;
pub use mingzhang_catalog::publish::WhichForms as Which;
use mingzhang_model::number::SCALE;
use mingzhang_model::performance::{FormCell, FormKind};
use mingzhang_model::publication::{Chart, Heading, Piece, PrintedTable};
use mingzhang_model::{Amount, Coordinates, PerformanceForm};
use std::collections::BTreeMap;

/// Forms one after another, each below a heading of `level` that stands in the table of contents.
#[must_use]
pub fn form_pieces(forms: &[PerformanceForm], layout: &FormLayout, level: u8) -> Vec<Piece> {
    let mut out = Vec::new();
    for (k, form) in forms.iter().enumerate() {
        let ordinal = u32::try_from(k + 1).unwrap_or(0);
        let name = form.name.text.strip_prefix(&form.code).unwrap_or(&form.name.text);
        let text = name.trim_start_matches(['-', '－', '—']).into();
        out.push(Piece::Heading(Heading { level, ordinal, text, listed: true }));
        out.push(Piece::Table(Box::new(form_table(form, layout))));
    }
    out
}

/// The forms of a book.
#[derive(Clone, Debug, Default)]
pub struct Performance {
    /// Projects that have indicators.
    pub projects: Vec<Evaluated>,
    /// The department as a whole.
    pub whole: Option<Evaluated>,
    shapes: [Option<FormLayout>; 3],
    /// Grades with their least score, best first.
    grades: Vec<(String, u32)>,
    /// Tables of evaluations beforehand.
    before: Vec<PrintedTable>,
    /// What is missing from them, by form.
    pub gaps: Vec<(Which, Gap)>,
}

/// The sheet of evaluations beforehand.
const BEFORE: &str = "事前绩效评估";

/// The fields of an evaluation beforehand: amounts in 万元, points as they are, both points added up.
fn before_fields(row: &Row) -> BTreeMap<String, FormCell> {
    let mut out = BTreeMap::new();
    for (key, filled) in &row.texts {
        out.insert(key.clone(), evaluate::text(&evaluate::joined(&filled.value), filled.source.as_ref()));
    }
    for (key, filled) in &row.amounts {
        let points = key.ends_with("分值") || key.ends_with("得分");
        let words = if points { plain(filled.value) } else { wan(filled.value) };
        out.insert(key.clone(), evaluate::text(&words, filled.source.as_ref()));
    }
    for end in ["分值", "得分"] {
        let mine = row.amounts.iter().filter(|(key, _)| key.ends_with(end));
        let sum = mine.fold(Amount::ZERO, |s, (_, a)| s + a.value);
        out.insert(format!("合计{end}"), evaluate::text(&plain(sum), None));
    }
    out
}

impl Performance {
    /// Makes them.
    ///
    /// # Errors
    /// One sentence when a title of the catalog is wrong.
    pub fn new(
        book: &Book,
        cube: &Cube,
        publishing: &Publishing,
        catalog: &Catalog,
        draft: bool,
    ) -> Result<Performance, String> {
        let mut out = Performance { shapes: publishing.forms.clone(), ..Performance::default() };
        let Some(rules) = catalog.scoring.of(&publishing.profile) else { return Ok(out) };
        out.grades.clone_from(&rules.grades);
        let filled = book.projects();
        let [projects, whole, before] = &publishing.forms;
        // A form that stands for a table of the report is called what that table is called.
        let attached =
            |which| publishing.layout.tables.iter().find(|t| t.forms == Some(which)).map(|t| t.title.as_str());
        let maker = |shape, which| -> Result<_, String> {
            let shape: &FormLayout = shape;
            let title = attached(which).unwrap_or(&shape.title);
            let title = narrative::line(title, book, publishing.layout.kind())?;
            Ok(evaluate::Maker { book, cube, shape, rules, words: &catalog.scoring.words, title, draft })
        };
        if let Some(shape) = projects {
            let maker = maker(shape, Which::Projects)?;
            for project in filled.list.iter().filter(|p| !p.indicators.is_empty()) {
                let (mut made, gaps) = maker.make(project, false);
                if attached(Which::Projects).is_some() {
                    // Several of one title would be one line of the contents again and again.
                    made.form.title.text += &format!("（{}）", project.name.text());
                }
                out.projects.push(made);
                out.gaps.extend(gaps.into_iter().map(|g| (Which::Projects, g)));
            }
        }
        if let (Some(shape), Some(project)) = (whole, filled.whole.as_ref().filter(|p| !p.indicators.is_empty())) {
            let (made, gaps) = maker(shape, Which::Whole)?.make(project, true);
            out.whole = Some(made);
            out.gaps.extend(gaps.into_iter().map(|g| (Which::Whole, g)));
        }
        if let Some(shape) = before {
            let title = evaluate::text(&narrative::line(&shape.title, book, publishing.layout.kind())?, None);
            let tables = book.list(BEFORE).iter().map(|row| field_table(&title, &before_fields(row), shape));
            out.before = tables.collect();
        }
        Ok(out)
    }

    /// The grade of some points.
    #[must_use]
    pub fn grade(&self, score: Amount, full: Amount) -> Option<&str> {
        let reached = |least: u32| i128::from(score.0) * 100 >= i128::from(full.0) * i128::from(least);
        self.grades.iter().find(|(_, least)| reached(*least)).map(|(name, _)| name.as_str())
    }

    /// What follows from the forms for the report around them, where the workbook does not say it: how many there are, their money, grades
    /// and average score.
    #[must_use]
    pub fn told(&self, book: &Book) -> Option<Book> {
        if self.projects.is_empty() {
            return None;
        }
        let mut out = book.clone();
        let all: Vec<&Evaluated> = self.projects.iter().collect();
        let mut put = |what: String, value: Amount| {
            if let Some(c) = coordinates(&what).filter(|c| !book.amounts.iter().any(|(known, _)| known == c)) {
                out.put(c, value, None);
            }
        };
        let count = |n: usize| Amount(i64::try_from(n).unwrap_or(0) * SCALE);
        if !self.evaluates() {
            put("绩效目标项目数".to_owned(), count(all.len()));
            let planned = all.iter().filter_map(|e| e.project.total(Stage::Initial));
            put("绩效目标金额".to_owned(), planned.fold(Amount::ZERO, |s, v| s + v));
            return Some(out);
        }
        put("绩效自评项目数".to_owned(), count(all.len()));
        put("绩效自评金额".to_owned(), all.iter().filter_map(|e| e.project.budget()).fold(Amount::ZERO, |s, v| s + v));
        for (grade, _) in &self.grades {
            let n = all.iter().filter(|e| e.scored.total.should_grade.as_ref() == Some(grade)).count();
            put(format!("绩效评级项目数[事项={grade}]"), count(n));
        }
        if let (Some(score), None) = (narrative::average(&all), book.text("平均得分")) {
            out.say("平均得分", Coordinates::default(), &score, None);
        }
        Some(out)
    }

    /// The forms as they are printed.
    #[must_use]
    pub fn forms(&self, which: Which) -> Vec<PerformanceForm> {
        let Some(shape) = self.shape(which) else { return Vec::new() };
        let list: &[Evaluated] = match which {
            Which::Projects => &self.projects,
            Which::Whole => self.whole.as_slice(),
            Which::Before => &[],
        };
        list.iter().map(|e| fit(&e.form, shape)).collect()
    }

    /// True if the forms of projects say what was reached.
    fn evaluates(&self) -> bool {
        self.shapes[0].as_ref().is_some_and(|s| s.kind == Some(FormKind::ProjectSelfEvaluation))
    }

    /// The forms in the place of a table of the report, each listed and numbered as the table is.
    #[must_use]
    pub fn attached(&self, which: Which, number: &str) -> Vec<Piece> {
        let (forms, Some(shape)) = (self.forms(which), self.shape(which)) else { return Vec::new() };
        let many = forms.len() > 1;
        let table = |(k, form): (usize, &PerformanceForm)| {
            let number = if many { format!("{number}-{}", k + 1) } else { number.to_owned() };
            Piece::Table(Box::new(PrintedTable { listed: true, number, ..form_table(form, shape) }))
        };
        forms.iter().enumerate().map(table).collect()
    }

    fn shape(&self, which: Which) -> Option<&FormLayout> {
        match which {
            Which::Projects => self.shapes[0].as_ref(),
            Which::Whole => self.shapes[1].as_ref(),
            Which::Before => self.shapes[2].as_ref(),
        }
    }

    /// The forms on paper; those of projects each below a heading.
    #[must_use]
    pub fn pieces(&self, which: Which) -> Vec<Piece> {
        let forms = self.forms(which);
        match (which, self.shape(which)) {
            (Which::Projects, Some(shape)) => form_pieces(&forms, shape, 3),
            (Which::Whole, Some(shape)) => forms.iter().map(|f| Piece::Table(Box::new(form_table(f, shape)))).collect(),
            (Which::Before, _) => self.before.iter().map(|t| Piece::Table(Box::new(t.clone()))).collect(),
            _ => Vec::new(),
        }
    }

    /// A chart of the projects: 得分分布, 执行与得分, 指标完成; `None` if there is nothing to draw or no such chart.
    #[must_use]
    pub fn chart(&self, name: &str, caption: &str) -> Option<Chart> {
        charts::chart(&self.projects, name, caption)
    }
}
