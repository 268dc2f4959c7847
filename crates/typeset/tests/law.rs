//! What is typeset must read back as what it was.

#[allow(clippy::unwrap_used, dead_code)]
mod large;

use mingzhang_catalog::Catalog;
use mingzhang_model::publication::{Piece, Publication};
use mingzhang_typeset::pdf;

fn facts(d: mingzhang_model::Document) -> Vec<String> {
    let read = mingzhang_read::read(d, Catalog::embedded());
    let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
    list.sort();
    list
}

fn assert_reads_back(p: &Publication, least: usize) {
    let bytes = pdf(p).unwrap();
    let back = mingzhang_decode::decode(&bytes, "report.pdf").unwrap();
    assert!(back.problems.is_empty(), "{:?}", back.problems);
    let (expected, found) = (facts(mingzhang_write::document(p).0), facts(back));
    assert!(expected.len() > least, "{}", expected.len());
    let lost: Vec<&String> = expected.iter().filter(|f| !found.contains(f)).collect();
    let new: Vec<&String> = found.iter().filter(|f| !expected.contains(f)).collect();
    assert!(found == expected, "lost {lost:#?}, new {new:#?}");
}

#[test]
fn the_sample_reads_back() {
    assert_reads_back(&mingzhang_write::sample::publication(), 10);
}

#[test]
fn long_and_wide_tables_read_back() {
    assert_reads_back(&large::publication(130), 1000);
}

#[test]
fn the_same_publication_gives_the_same_bytes() {
    let p = large::publication(3);
    assert_eq!(pdf(&p), pdf(&p));
}

#[test]
fn a_character_without_a_font_is_told() {
    let mut p = mingzhang_write::sample::publication();
    p.pieces.push(Piece::Paragraph("负责人：王\u{e123}。".into()));
    let said = pdf(&p).unwrap_err();
    assert!(said.contains("U+E123") && said.contains("负责人：王"), "{said}");
}
