#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
//! The forms and reports of a real report, where it stands beside the repository, against a reader that knows this one layout only.

use mingzhang_catalog::Catalog;
use mingzhang_model::Disclosure;
use mingzhang_model::performance::{FormCell, FormKind, Indicator};
use std::path::Path;

fn corpus(file: &str) -> Option<(Vec<u8>, Disclosure)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(file);
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: no folder of real reports beside the repository");
        return None;
    };
    let document = mingzhang_decode::decode(&bytes, file).expect("the report decodes");
    Some((bytes, mingzhang_read::read(document, Catalog::embedded())))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Rows of cells, each with its line: a tab leads a cell, a line without one goes on, an empty line ends the row.
fn rows(text: &str) -> Vec<Vec<(usize, String)>> {
    let mut out: Vec<Vec<(usize, String)>> = vec![vec![]];
    for (n, line) in text.lines().enumerate() {
        match line.strip_prefix('\t') {
            Some(cell) => out.last_mut().unwrap().push((n + 1, squeezed(cell))),
            None if line.trim().is_empty() => out.push(vec![]),
            None => match out.last_mut().unwrap().last_mut() {
                Some(cell) => cell.1 += &squeezed(line),
                None => out.push(vec![]),
            },
        }
    }
    out
}

#[test]
fn every_form_and_indicator_stands_where_it_is_printed() {
    let Some((bytes, report)) = corpus("luzhou-dept-final-2023.txt") else { return };
    let text = String::from_utf8(bytes).expect("the report is UTF-8");
    let projects: Vec<_> = report.forms.iter().filter(|f| f.kind == FormKind::ProjectSelfEvaluation).collect();
    let overall: Vec<_> = report.forms.iter().filter(|f| f.kind == FormKind::OverallSelfEvaluation).collect();
    assert_eq!((projects.len(), overall.len(), report.forms.len()), (56, 1, 57));
    assert_eq!((overall[0].indicators.len(), overall[0].tasks.len(), overall[0].funds.len()), (21, 7, 3));
    let named = |list: &[Indicator]| list.iter().filter(|i| !i.name.is_blank()).count();
    assert_eq!(projects.iter().map(|f| named(&f.indicators)).sum::<usize>(), 405);

    // Rows of eleven cells between the heads and what closes the form.
    let mut expected: Vec<Vec<Vec<(usize, String)>>> = Vec::new();
    let mut inside = false;
    let mut names: Vec<(usize, String)> = Vec::new();
    for row in rows(&text) {
        let first = row.first().map_or("", |c| c.1.as_str());
        if first == "项目名称" {
            names.push(row[1].clone());
        } else if row.len() == 11 && row[1].1 == "一级指标" {
            inside = true;
            expected.push(vec![]);
        } else if inside && row.len() == 11 && first.is_empty() && row[8].1 != "100" {
            expected.last_mut().unwrap().push(row);
        } else if !row.is_empty() {
            inside = false;
        }
    }
    assert_eq!((names.len(), expected.len()), (56, 56));
    for ((form, rows), (line, name)) in projects.iter().zip(&expected).zip(&names) {
        assert_eq!((squeezed(&form.name.text), form.name.place.line), (name.clone(), Some(*line)));
        assert_eq!(name.split('-').next(), Some(form.code.as_str()));
        assert_eq!(form.indicators.len(), rows.len(), "{name}");
        for (indicator, row) in form.indicators.iter().zip(rows) {
            let option = |c: &Option<FormCell>| c.clone().expect("the form has the column");
            let read = [
                indicator.name.clone(),
                option(&indicator.comparator),
                indicator.target.clone(),
                option(&indicator.unit),
                option(&indicator.actual),
                option(&indicator.weight),
                option(&indicator.score),
                option(&indicator.reason),
            ];
            for (cell, (line, text)) in read.iter().zip(&row[3..]) {
                assert_eq!((squeezed(&cell.text), cell.place.line), (text.clone(), Some(*line)), "{name}");
            }
            assert_eq!(indicator.prints, (!row[1].1.is_empty(), !row[2].1.is_empty()), "{name}");
            assert!(
                indicator.name.is_blank() || !indicator.level1.is_blank() && !indicator.level2.is_blank(),
                "{name}"
            );
        }
        assert_eq!((form.funds.len(), form.goal.len(), form.achieved.len()), (5, 1, 1), "{name}");
        assert!(form.total.is_some() && form.signatures.len() == 2 && form.problems_read.is_empty(), "{name}");
    }
    // Only one form has text after its signatures.
    assert_eq!(report.forms.iter().filter(|f| !f.strays.is_empty()).count(), 1);
    let items: Vec<_> = report.evaluations.iter().map(|e| e.items.len()).filter(|n| *n > 0).collect();
    assert_eq!(items, [15, 17]);
    assert_eq!(text.matches("该项指标分值").count(), 32);
}

#[test]
fn an_overall_form_whose_cells_went_astray() {
    let Some((_, report)) = corpus("zhuzhou-dept-final-2023.txt") else { return };
    let [form] = report.forms.as_slice() else { panic!("{} forms", report.forms.len()) };
    assert_eq!(form.kind, FormKind::OverallSelfEvaluation);
    let points = |list: &[Indicator]| -> i32 {
        list.iter().filter_map(|i| i.weight.as_ref()).filter_map(|c| c.text.parse::<i32>().ok()).sum()
    };
    // With ten points for the execution of the budget, a hundred.
    assert_eq!(points(&form.indicators), 90);
    assert_eq!((form.funds.len(), form.goal.len(), form.achieved.len()), (7, 1, 1));
    assert!(form.strays.is_empty() && form.problems_read.len() == 1);
}

#[test]
fn forms_of_targets_in_a_budget_of_pages() {
    let Some((_, report)) = corpus("putuo-wanli-dept-budget-2023.pdf") else { return };
    let found: Vec<_> = report.forms.iter().map(|f| (f.kind, f.indicators.len(), f.funds.len())).collect();
    let targets = |n: usize| (FormKind::ProjectTargets, n, 7);
    assert_eq!(found, [5, 4, 4, 43, 9].map(targets));
}
