//! Performance forms and evaluation reports: each row, each form, each form against what is told of it and against the others.
//!
//! A *sheet* is a form with its scores worked out ([`mingzhang_performance::score`]); every family of rules has a file of its own.

use super::build::Spot;
use super::scene::{Scene, plain};
use mingzhang_catalog::review::Review;
use mingzhang_catalog::scoring::{ScoringProfile, Words};
use mingzhang_model::performance::{FormCell, FormKind, FundRow, Indicator, PerformanceForm};
use mingzhang_model::{Figure, Finding, Place, Severity};
use mingzhang_performance::{Fraction, IndicatorScore, Scored, score};

pub(super) mod accounts;
pub(super) mod across;
pub(super) mod actuals;
pub(super) mod blanks;
pub(super) mod cost;
pub(super) mod counts;
pub(super) mod dates;
pub(super) mod design;
pub(super) mod evaluation;
pub(super) mod funds;
pub(super) mod reasons;
pub(super) mod scores;
pub(super) mod split;
pub(super) mod text;
pub(super) mod told;
pub(super) mod twice;
pub(super) mod units;

/// A form with its scores.
pub(crate) struct Sheet<'a> {
    /// The form.
    pub form: &'a PerformanceForm,
    /// Its scores as they should be.
    pub scored: Scored,
    /// The regulation.
    pub profile: &'a ScoringProfile,
    /// Words of the forms.
    pub words: &'a Words,
    /// Words for reviewing them.
    pub review: &'a Review,
    /// The project's name without its code, evened.
    pub title: String,
}

/// The forms of a report with their scores; a form printed again is the one before.
pub(super) fn sheets<'a>(scene: &Scene<'a>) -> Vec<Sheet<'a>> {
    let scoring = &scene.catalog.scoring;
    let forms = &scene.d.forms;
    let first = |(n, form): &(usize, &PerformanceForm)| !forms.iter().take(*n).any(|f| twice::same(f, form));
    let made = forms.iter().enumerate().filter(first).filter_map(|(_, form)| {
        let profile = mingzhang_performance::score::profile(form, &scene.d.identity.profile, scoring)?;
        let name = plain(&form.name.text);
        let name = name.strip_prefix(form.code.as_str()).unwrap_or(&name);
        Some(Sheet {
            form,
            scored: score(form, profile, &scoring.words),
            profile,
            words: &scoring.words,
            review: &scene.catalog.review,
            title: name.trim_start_matches(['-', '—', '－', '–', '：']).to_owned(),
        })
    });
    made.collect()
}

impl<'a> Sheet<'a> {
    /// How messages name the form: its code and its name.
    pub fn name(&self) -> String {
        match (self.form.code.as_str(), self.title.as_str()) {
            ("", "") => "绩效表".to_owned(),
            ("", title) => format!("“{title}”"),
            (code, title) => format!("{code}“{title}”"),
        }
    }

    /// True for forms that give an account.
    pub fn is_account(&self) -> bool {
        matches!(self.form.kind, FormKind::ProjectSelfEvaluation | FormKind::OverallSelfEvaluation)
    }

    /// The indicators with their scores.
    pub fn rows(&self) -> impl Iterator<Item = (&'a Indicator, &IndicatorScore)> {
        self.form.indicators.iter().zip(&self.scored.indicators)
    }

    /// The row that carries the points of the execution, or else the one of the whole amount.
    pub fn whole(&self) -> Option<&'a FundRow> {
        let named = || self.form.funds.iter().position(|f| f.label.text.contains("总额"));
        let index = self.scored.execution.as_ref().map(|e| e.0).or_else(named)?;
        self.form.funds.get(index)
    }

    /// An amount of the funds.
    pub fn money(&self, cell: Option<&FormCell>) -> Option<Figure> {
        Figure::parse(&cell?.text, self.form.money)
    }

    /// True if a cell says nothing: blank, or the form's own instruction.
    pub fn says_nothing(&self, cell: &FormCell) -> bool {
        cell.is_blank() || is_instruction(self.review, &cell.text)
    }

    /// True if a cell for a reason gives none: nothing, or only words like 已完成 and figures.
    pub fn no_reason(&self, cell: Option<&FormCell>) -> bool {
        let Some(cell) = cell else { return true };
        if self.says_nothing(cell) {
            return true;
        }
        let mut rest: String = cell.text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
        for word in &self.review.no_reason {
            rest = rest.replace(word.as_str(), "");
        }
        rest.chars().all(|c| !super::scene::is_han(c))
    }

    /// The row of an indicator, from its name on.
    pub fn row(&self, i: &Indicator) -> Spot {
        let rest = [&i.comparator, &i.unit, &i.actual, &i.weight, &i.score, &i.reason];
        let [comparator, unit, actual, weight, score, reason] = rest.map(Option::as_ref);
        let cells = [Some(&i.name), comparator, Some(&i.target), unit, actual, weight, score, reason];
        spot(&cells.into_iter().flatten().collect::<Vec<_>>())
    }

    /// A row of the funds.
    pub fn fund(&self, f: &FundRow) -> Spot {
        let cells = [&f.initial, &f.adjusted, &f.executed, &f.rate, &f.weight, &f.score].map(Option::as_ref);
        spot(&std::iter::once(&f.label).chain(cells.into_iter().flatten()).collect::<Vec<_>>())
    }

    /// The row of the total.
    pub fn total(&self) -> Option<Spot> {
        self.form.total.as_ref().map(|t| spot(&[&t.label, &t.weight, &t.score]))
    }
}

/// The cells of a row as one quote: blanks are places, not words.
pub(super) fn spot(cells: &[&FormCell]) -> Spot {
    let quote: Vec<&str> = cells.iter().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
    let known = |c: &&&FormCell| c.place != Place::default();
    let mut places = cells.iter().filter(known).map(|c| &c.place);
    let first = places.next().cloned().unwrap_or_default();
    let place = places.fold(first.clone(), |all, next| all.cover(next));
    Spot { quote: quote.join("\t"), place: Place { cell: first.cell, ..place } }
}

/// A cell as a quote; a blank one stands for what is beside it.
pub(super) fn at(cell: &FormCell) -> Spot {
    Spot { quote: cell.text.clone(), place: cell.place.clone() }
}

/// Han characters, letters and digits alone.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// True if a text is one of the form's instructions and nothing else.
pub(super) fn is_instruction(review: &Review, text: &str) -> bool {
    let text = letters(text);
    text.chars().count() >= 8 && review.instructions.iter().any(|i| letters(i) == text)
}

/// A fraction of a figure's value, in its base unit.
pub(super) fn value(figure: Figure) -> Option<Fraction> {
    Fraction::new(i128::from(figure.value.0), 10_000)
}

/// One row, one mistake: a value that is told to be wrong is why its score does not follow.
pub(super) fn once(out: &mut Vec<Finding>) {
    let place = |f: &Finding| f.evidence.first().map(|e| e.place.clone());
    let wrong: Vec<Place> = out
        .iter()
        .filter(|f| f.rule == "performance-actual-told" && f.severity == Severity::Error)
        .filter_map(place)
        .collect();
    let of = |rule: &str| out.iter().filter(|f| f.rule == rule).filter_map(place).collect::<Vec<Place>>();
    let units: Vec<Place> = of("performance-actual-unit");
    let twice: Vec<Place> = of("told-twice");
    let met = |f: &Finding, places: &[Place]| place(f).is_some_and(|p| places.iter().any(|w| crate::overlap(w, &p)));
    out.retain(|f| match f.rule.as_str() {
        "performance-row-score" => !met(f, &wrong),
        // Two units told with the right one.
        "performance-actual-unit" => !met(f, &twice),
        "performance-unit" => !met(f, &units),
        _ => true,
    });
}
