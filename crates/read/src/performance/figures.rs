//! The figures of forms and reports: understood by their column or their sentence, without coordinates.

use mingzhang_model::Part;
use mingzhang_model::disclosure::{SeenFigure, Span};
use mingzhang_model::performance::{FormCell, PerformanceForm};
use rustc_hash::FxHashMap;

/// The figures in the cells of forms, by block.
pub(crate) fn of_forms(forms: &[PerformanceForm]) -> FxHashMap<usize, Vec<SeenFigure>> {
    let mut out: FxHashMap<usize, Vec<SeenFigure>> = FxHashMap::default();
    let mut see = |label: &FormCell, cell: Option<&FormCell>| {
        let Some(cell) = cell.filter(|c| c.text.chars().any(|c| c.is_ascii_digit())) else { return };
        out.entry(cell.block).or_default().push(SeenFigure {
            text: format!("{} {}", label.text, cell.text),
            place: cell.place.clone(),
            block: cell.block,
            at: Some(cell.at),
            part: Part::Performance,
            ..SeenFigure::default()
        });
    };
    for form in forms {
        for f in &form.funds {
            for cell in [&f.initial, &f.adjusted, &f.executed, &f.expected, &f.rate, &f.weight, &f.score] {
                see(&f.label, cell.as_ref());
            }
        }
        for i in &form.indicators {
            see(&i.name, Some(&i.target));
            for cell in [&i.actual, &i.expected, &i.weight, &i.score] {
                see(&i.name, cell.as_ref());
            }
        }
        if let Some(total) = &form.total {
            see(&total.label, Some(&total.weight));
            see(&total.label, Some(&total.score));
        }
    }
    out
}

/// Clears the reason of figures that stand in the sentences of reports.
pub(crate) fn of_reports(sentences: &[Span], figures: &mut [SeenFigure]) {
    let mut read: FxHashMap<usize, Vec<&Span>> = FxHashMap::default();
    for span in sentences {
        read.entry(span.block).or_default().push(span);
    }
    for figure in figures.iter_mut().filter(|f| f.span != (0, 0)) {
        let spans = read.get(&figure.block).map(Vec::as_slice).unwrap_or_default();
        if spans.iter().any(|s| s.start <= figure.span.0 && figure.span.1 <= s.end) {
            figure.reason.clear();
        }
    }
}
