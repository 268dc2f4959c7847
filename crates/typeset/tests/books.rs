//! Compiled reports of made-up workbooks read back from PDF as what they are.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile};
use mingzhang_model::Document;
use mingzhang_specimen::{STYLES, books};
use rayon::prelude::*;

/// Books of each form.
const BOOKS: u64 = 200;

#[test]
fn reports_of_every_form_read_back() {
    let catalog = Catalog::embedded();
    let facts = |document: Document| {
        let read = mingzhang_read::read(document, catalog);
        let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
        list.sort();
        list
    };
    for style in STYLES {
        let publishing = Publishing::load(style.name(), None).unwrap();
        (0..BOOKS).into_par_iter().for_each(|seed| {
            let book = if seed % 3 == 0 { books::book(style, seed) } else { books::hard(style, seed) };
            let made = compile(&book, &publishing, catalog, false).unwrap().publication;
            let bytes = mingzhang_typeset::pdf(&made).unwrap();
            let wanted = facts(mingzhang_write::document(&made).0);
            let read = facts(mingzhang_decode::decode(&bytes, "report.pdf").unwrap());
            let lost: Vec<&String> = wanted.iter().filter(|f| !read.contains(f)).take(5).collect();
            let new: Vec<&String> = read.iter().filter(|f| !wanted.contains(f)).take(5).collect();
            assert!(wanted.len() > 200 && read == wanted, "{} {seed}: 少了{lost:#?} 多了{new:#?}", style.name());
        });
    }
}
