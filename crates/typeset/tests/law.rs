//! What is typeset must read back as what it was.

#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
mod large;

use mingzhang_catalog::Catalog;
use mingzhang_model::publication::{Heading, Piece, Publication};
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

#[test]
fn odd_publications_have_pages_too() {
    let bare = |pieces| Publication { pieces, cover: Vec::new(), ..mingzhang_write::sample::publication() };
    let heading = |level| Piece::Heading(Heading { level, ordinal: 1, text: "标题\u{200b}\t".into(), listed: true });
    let table = || Piece::Table(Box::default());
    let mut chart = mingzhang_write::sample::publication().pieces;
    chart.retain(|p| matches!(p, Piece::Chart(_)));
    for p in &mut chart {
        if let Piece::Chart(c) = p {
            (c.caption, c.alternative) = (String::new(), String::new());
            c.categories[0] = "\u{1}\u{200b}<&>".to_owned();
        }
    }
    let wide = large::subjects("表", "", &["本年支出合计"; 28], 3, 0);
    for pieces in [
        Vec::new(),
        vec![Piece::Contents],
        vec![heading(2), heading(4), heading(1), heading(3), Piece::Contents, Piece::Paragraph("".into())],
        vec![table(), heading(1), table()],
        chart,
        vec![Piece::Table(Box::new(wide))],
    ] {
        let said = format!("{pieces:?}");
        let made = pdf(&bare(pieces));
        assert!(made.is_ok(), "{made:?} {said}");
    }
}
