//! How well scans are read: `measure TEXT.pdf SCAN.pdf …` compares the tables and the running text of scans with those of the text they
//! were made of, and what the audit finds in both. The models must be installed.

use mingzhang_catalog::Catalog;
use mingzhang_decode::decode_with;
use mingzhang_model::{Block, Cell, Document, Finding, Severity};
use mingzhang_ocr::{Reader, models};
use std::time::Instant;

fn main() -> Result<(), String> {
    let reader = Reader::open(&models::directory().ok_or("no directory for models")?)?;
    let mut paths = std::env::args().skip(1);
    let read = |path: &str| -> Result<Document, String> {
        let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
        decode_with(&bytes, path, Some(&reader)).map_err(|e| e.to_string())
    };
    let truth = read(&paths.next().ok_or("no file")?)?;
    for path in paths {
        let start = Instant::now();
        let scan = read(&path)?;
        let millis = start.elapsed().as_millis() / u128::from(scan.pages.max(1));
        let (right, all) = tables(&truth, &scan, true);
        let (words, cells) = tables(&truth, &scan, false);
        let (told, figures) = narrative(&truth, &scan);
        let findings = audited(&truth, scan);
        println!(
            "{path}: table figures {right}/{all}, other cells {words}/{cells}, figures of the text {told}/{figures}, {millis} ms a page\n  {findings}"
        );
    }
    Ok(())
}

/// What the audit finds in the text and in the scan.
fn audited(truth: &Document, scan: Document) -> String {
    let catalog = Catalog::embedded();
    let audit = |document: Document| mingzhang_audit::audit(&mingzhang_read::read(document, catalog), catalog);
    let (text, scan) = (audit(truth.clone()), audit(scan));
    let key = |f: &Finding| (f.rule.clone(), plain(&f.stated));
    let errors = |f: &&Finding| f.severity == Severity::Error;
    let known: Vec<_> = text.findings.iter().filter(errors).map(key).collect();
    for f in &scan.findings {
        let sure = f.evidence.iter().filter_map(|e| e.place.confidence).min();
        let level = if errors(&f) && !known.contains(&key(f)) { "FALSE ERROR" } else { "found" };
        if !text.findings.iter().any(|t| key(t) == key(f)) {
            println!("  {level} {:?}: {} {} {} -> {} ({sure:?}‰)", f.severity, f.rule, f.title, f.stated, f.expected);
        }
    }
    for f in &scan.findings {
        if known.contains(&key(f)) {
            let sure = f.evidence.iter().filter_map(|e| e.place.confidence).min();
            let satisfies = f.suggestion.as_ref().map(|s| s.satisfies);
            println!(
                "  error as {:?}, {:?}, {satisfies:?} hold, {sure:?}‰: {} {}",
                f.severity, f.certainty, f.rule, f.stated
            );
        }
    }
    for f in text.findings.iter().filter(|t| !scan.findings.iter().any(|f| key(t) == key(f))) {
        println!("  lost {:?}: {} {} {}", f.severity, f.rule, f.title, f.stated);
    }
    let count = |a: &mingzhang_audit::Audit| {
        let of = |s| a.findings.iter().filter(|f| f.severity == s).count();
        format!("{}/{}/{}", of(Severity::Error), of(Severity::Warning), of(Severity::Info))
    };
    let found = known.iter().filter(|k| scan.findings.iter().any(|f| key(f) == **k)).count();
    let wrong = scan.findings.iter().filter(errors).filter(|f| !known.contains(&key(f))).count();
    format!(
        "errors/warnings/hints of the text {}, of the scan {}; errors of the text found {found}/{}, false errors {wrong}",
        count(&text),
        count(&scan),
        known.len()
    )
}

fn cells(document: &Document) -> Vec<&Cell> {
    document.blocks.iter().filter_map(Block::table).flat_map(|t| &t.cells).collect()
}

fn is_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || ".,-%".contains(c))
}

/// Cells of a kind read right, and all of them; those read wrong are told.
fn tables(truth: &Document, scan: &Document, figures: bool) -> (usize, usize) {
    let read = cells(scan);
    let (mut right, mut all) = (0, 0);
    for cell in cells(truth) {
        if cell.text.is_empty() || is_figure(&cell.text) != figures {
            continue;
        }
        all += 1;
        let Some([x0, y0, x1, y1]) = cell.place.bbox else { continue };
        let (x, y) = ((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        let at = |c: &&&Cell| {
            c.place.page == cell.place.page
                && c.place.bbox.is_some_and(|[x0, y0, x1, y1]| (x0..x1).contains(&x) && (y0..y1).contains(&y))
        };
        match read.iter().find(at) {
            Some(found) if plain(&found.text) == plain(&cell.text) => right += 1,
            Some(found) => println!(
                "  page {}: {} read as {} ({:?}‰, {:?})",
                cell.place.page.unwrap_or(0),
                cell.text,
                found.text,
                found.place.confidence,
                found.others
            ),
            None => println!("  page {}: {} has no cell", cell.place.page.unwrap_or(0), cell.text),
        }
    }
    (right, all)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Figures of the running text read right, in their order, and all of them.
fn narrative(truth: &Document, scan: &Document) -> (usize, usize) {
    let (a, b) = (printed(truth), printed(scan));
    let mut lengths = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            lengths[i + 1][j + 1] = if x == y { lengths[i][j] + 1 } else { lengths[i][j + 1].max(lengths[i + 1][j]) };
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
        } else if lengths[i - 1][j] >= lengths[i][j - 1] {
            i -= 1;
            println!("  text: {} was not read ({} comes before)", a[i], b[j - 1]);
        } else {
            j -= 1;
        }
    }
    (lengths[a.len()][b.len()], a.len())
}

fn printed(document: &Document) -> Vec<String> {
    let text: String =
        document.blocks.iter().filter_map(Block::paragraph).flat_map(|p| [p.text.as_str(), "\n"]).collect();
    text.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '%')
        .filter(|w| is_figure(w))
        .map(str::to_owned)
        .collect()
}
