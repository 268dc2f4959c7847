//! What chance is let loose on. Each target takes bytes, does what a user's file would have done to it, and checks what must hold.
//!
//! Packed formats would turn nearly every change into a broken package. So bytes that are no file of the format are taken for what lies in
//! one, parts apart by zero bytes, and are packed first: changes reach the readers of the parts.

mod wrap;

use mingzhang_catalog::Catalog;
use mingzhang_decode::{Member, decode, is_archive, join, unpack};
use mingzhang_model::{Block, Certainty, Document, Evidence, Finding, Place, Role, RunOrigin, Severity};
use mingzhang_report::{Report, Style};

/// Longest input: longer ones only take longer.
const MOST: usize = 64 << 10;

/// What must hold of any document.
fn check(document: &Document) {
    for block in &document.blocks {
        match block {
            Block::Paragraph(p) => {
                assert!(!p.text.is_empty() && p.runs.first().is_some_and(|r| r.start == 0));
                for (i, run) in p.runs.iter().enumerate() {
                    let end = p.runs.get(i + 1).map_or(p.text.len(), |r| r.start);
                    let part = p.text.get(run.start..end).expect("runs follow each other at characters");
                    if let RunOrigin::Page { edges, .. } = &run.origin {
                        assert_eq!(edges.len(), part.chars().count());
                    }
                }
            }
            Block::Table(t) => {
                assert!(t.columns >= 1 && t.cells.iter().all(|c| c.place.cell.is_some() && !c.text.contains('\n')));
                assert!(t.row_pages.is_empty() || t.row_pages.len() == t.rows);
            }
        }
    }
    for problem in &document.problems {
        assert!(problem.message.ends_with('。'), "{}", problem.message);
    }
}

fn decoded(bytes: &[u8], name: &str) -> Option<Document> {
    match decode(bytes, name) {
        Ok(document) => {
            check(&document);
            Some(document)
        }
        Err(error) => {
            assert!(error.to_string().ends_with('。'));
            None
        }
    }
}

/// PDF: whole files, or the content of a page.
pub fn pdf(bytes: &[u8]) {
    if bytes.len() <= MOST {
        decoded(&wrap::pdf(bytes), "a.pdf");
    }
}

/// Word documents: whole files, or text, styles, numbering and notes.
pub fn docx(bytes: &[u8]) {
    if bytes.len() <= MOST {
        decoded(&wrap::docx(bytes), "a.docx");
    }
}

/// Workbooks: whole files, or sheet, shared strings and styles.
pub fn xlsx(bytes: &[u8]) {
    if bytes.len() <= MOST {
        let bytes = wrap::xlsx(bytes);
        decoded(&bytes, "a.xlsx");
        let _ = mingzhang_decode::grids(&bytes);
    }
}

/// Old workbooks: whole files, or the stream in one.
pub fn xls(bytes: &[u8]) {
    if bytes.len() <= MOST {
        let bytes = wrap::xls(bytes);
        decoded(&bytes, "a.xls");
        let _ = mingzhang_decode::grids(&bytes);
    }
}

/// Web pages.
pub fn html(bytes: &[u8]) {
    if bytes.len() <= MOST {
        decoded(&wrap::html(bytes), "a.html");
    }
}

/// Texts of any encoding.
pub fn text(bytes: &[u8]) {
    if bytes.len() <= MOST {
        decoded(bytes, "a.md");
    }
}

/// Archives: whole files, or the texts and pages in one; all that is in them as one document.
pub fn zip(bytes: &[u8]) {
    if bytes.len() > MOST {
        return;
    }
    let bytes = wrap::zip(bytes);
    if !is_archive(&bytes) {
        return;
    }
    let Ok(members) = unpack(&bytes) else { return };
    let read = members
        .into_iter()
        .filter_map(|Member { name, content }| Some((name.clone(), decoded(&content.ok()?, &name)?)));
    if let Some(document) = join(read.collect()) {
        check(&document);
    }
}

/// Text to findings, and every output made of them.
pub fn read(bytes: &[u8]) {
    let Some(document) = Some(bytes).filter(|b| b.len() <= MOST).and_then(|b| decoded(b, "a.txt")) else { return };
    let catalog = Catalog::embedded();
    let disclosure = mingzhang_read::read(document, catalog);
    let audit = mingzhang_audit::audit(&disclosure, catalog);
    for finding in &audit.findings {
        assert!(!finding.message.is_empty() && finding.evidence.iter().all(|e| e.quote.chars().count() <= 120));
    }
    let report = Report::of("a.txt", "", &disclosure, audit.findings, audit.coverage);
    let paper = mingzhang_report::viewer::paper(&disclosure, &report);
    let reports = [report];
    let _ = mingzhang_report::viewer::page(&reports, &[paper]);
    let _ = mingzhang_report::json::render(&reports, "0", &catalog.version);
    let _ = mingzhang_report::markdown::render(&reports);
    let _ = mingzhang_report::terminal::render(&reports[0], &Style::default());
}

/// Performance forms: read, scored, audited.
pub fn forms(bytes: &[u8]) {
    let Some(document) = Some(bytes).filter(|b| b.len() <= MOST).and_then(|b| decoded(b, "a.txt")) else { return };
    let catalog = Catalog::embedded();
    let disclosure = mingzhang_read::read(document, catalog);
    if !disclosure.forms.is_empty() {
        let _ = mingzhang_audit::audit(&disclosure, catalog);
    }
}

/// Marks put into a file of any kind and taken out again: the file is what it was.
pub fn annotate(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first().filter(|_| bytes.len() <= MOST) else { return };
    let file = match kind % 5 {
        0 => wrap::docx(rest),
        1 => wrap::xlsx(rest),
        2 => wrap::pdf(rest),
        3 => wrap::html(rest),
        _ => rest.to_vec(),
    };
    let Some(document) = decoded(&file, "a") else { return };
    let found = findings(&document);
    let Ok(marked) = mingzhang_annotate::annotate(&file, &found.iter().collect::<Vec<_>>()) else { return };
    let texts = |d: &Document| -> Vec<String> {
        let text = |b: &Block| match b {
            Block::Paragraph(p) => p.text.clone(),
            Block::Table(t) => t.cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("|"),
        };
        d.blocks.iter().map(text).collect()
    };
    if let Some(again) = decoded(&marked.bytes, "a") {
        assert_eq!(texts(&again), texts(&document), "marks are read as text");
    }
    let clean = mingzhang_annotate::remove(&file).expect("what was marked can be cleaned");
    let back = mingzhang_annotate::remove(&marked.bytes).expect("what was marked can be cleaned");
    if !file.starts_with(b"PK") {
        assert!(back == clean, "the original does not come back");
    }
}

/// A finding at each of the first places of a document.
fn findings(document: &Document) -> Vec<Finding> {
    let places = document.blocks.iter().flat_map(|block| -> Vec<Place> {
        match block {
            Block::Paragraph(p) => {
                let end = p.text.char_indices().nth(3).map_or(p.text.len(), |(i, _)| i);
                vec![p.place(0, end), p.place(0, p.text.len())]
            }
            Block::Table(t) => t.cells.iter().take(3).map(|c| c.place.clone()).collect(),
        }
    });
    let finding = |(n, place): (usize, Place)| Finding {
        id: n.to_string(),
        rule: "a".to_owned(),
        severity: if n % 2 == 0 { Severity::Error } else { Severity::Warning },
        certainty: Certainty::Proven,
        title: "题".to_owned(),
        message: "说明 <&>--]]>。".to_owned(),
        stated: "1".to_owned(),
        expected: "2".to_owned(),
        suggestion: None,
        relation: String::new(),
        workings: String::new(),
        evidence: vec![Evidence { role: Role::Primary, quote: "1".to_owned(), place }],
        basis: String::new(),
    };
    places.take(8).enumerate().map(finding).collect()
}

/// A workbook that is filled in, as `compile` reads it: whole files, or the first sheets of one.
pub fn book(bytes: &[u8]) {
    if bytes.len() > MOST {
        return;
    }
    let catalog = Catalog::embedded();
    let load = |profile: &str| mingzhang_compile::Publishing::load(profile, None).map_err(|e| e.to_string());
    let Ok(filling) = mingzhang_compile::workbook::fill(&wrap::book(bytes), catalog, load) else { return };
    let _ = mingzhang_compile::compile(&filling.book, &filling.publishing, catalog, true);
}
