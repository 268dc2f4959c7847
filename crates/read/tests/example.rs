#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
//! The example report says the same in both of its formats.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Origin};
use std::path::{Path, PathBuf};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn example(name: &str) -> Disclosure {
    let path = examples().join(name);
    let bytes = std::fs::read(&path).expect("the example is in the repository");
    mingzhang_read::read(mingzhang_decode::decode(&bytes, name).expect("the example decodes"), Catalog::embedded())
}

fn said(report: &Disclosure, tables: bool) -> Vec<String> {
    let mut out: Vec<String> = report
        .facts
        .iter()
        .filter(|f| matches!(f.origin, Origin::Table { .. }) == tables && !f.blank)
        .map(|f| format!("{} = {}", f.coordinates, f.figure))
        .collect();
    out.sort();
    out
}

#[test]
fn pdf_and_text_give_the_same_facts() {
    let (pdf, text) = (example("qinghe-culture-final-2024.pdf"), example("qinghe-culture-final-2024.txt"));
    assert_eq!(pdf.identity.entity, text.identity.entity);
    assert_eq!(pdf.identity.fiscal_year, Some(2024));
    assert_eq!(said(&pdf, true), said(&text, true));
    assert_eq!(said(&pdf, false), said(&text, false));
    assert_eq!(pdf.claims.len(), text.claims.len());
    assert_eq!(
        pdf.items.iter().filter(|i| !i.glossary).map(|i| i.code.clone()).collect::<Vec<_>>(),
        text.items.iter().filter(|i| !i.glossary).map(|i| i.code.clone()).collect::<Vec<_>>()
    );
}

#[test]
fn every_table_is_recognised_and_nearly_every_figure_of_it_placed() {
    let text = example("qinghe-culture-final-2024.txt");
    let forms: Vec<&str> = text.tables.iter().filter_map(|t| t.form.as_deref()).collect();
    assert_eq!(forms.len(), 9, "{forms:?}");
    for (i, table) in text.tables.iter().enumerate().filter(|(_, t)| t.form.is_some()) {
        let placed = text
            .facts
            .iter()
            .filter(|f| !f.blank && matches!(f.origin, Origin::Table { table: t, .. } if t == i))
            .count();
        assert_eq!(placed, table.figures, "{:?}", table.title);
    }
}

/// The published report of a department as Word, PDF, web page and text, and its tables as a workbook.
#[test]
fn every_format_gives_the_same_facts() {
    let folder = "department/2024/公开";
    let mut reports: Vec<(String, Disclosure)> = std::fs::read_dir(examples().join(folder))
        .expect("the examples are in the repository")
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .map(|name| (name.clone(), example(&format!("{folder}/{name}"))))
        .collect();
    reports.sort_by(|a, b| a.0.cmp(&b.0));
    let word = reports.iter().find(|(name, _)| name.ends_with(".docx")).map(|(_, d)| d).unwrap();
    assert_eq!(reports.len(), 5);
    assert!(said(word, true).len() > 1000 && said(word, false).len() > 100);
    for (name, report) in &reports {
        assert_eq!(report.identity.kind, word.identity.kind, "{name}");
        assert_eq!(report.identity.entity, word.identity.entity, "{name}");
        assert_eq!(report.identity.fiscal_year, word.identity.fiscal_year, "{name}");
        assert_eq!(report.identity.profile, word.identity.profile, "{name}");
        assert_eq!(said(report, true), said(word, true), "{name}");
        let forms = |d: &Disclosure| d.forms.iter().map(|f| (f.code.clone(), f.indicators.len())).collect::<Vec<_>>();
        assert_eq!(forms(report), forms(word), "{name}");
        if !name.ends_with(".xlsx") {
            assert_eq!(said(report, false), said(word, false), "{name}");
            assert_eq!(report.claims.len(), word.claims.len(), "{name}");
        }
    }
}
