//! Compiled reports of made-up workbooks read back from PDF as what they are.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile};
use mingzhang_specimen::{STYLES, books};

#[test]
fn a_report_of_every_form_reads_back() {
    let catalog = Catalog::embedded();
    for style in STYLES {
        let publishing = Publishing::load(style.name(), None).unwrap();
        let made = compile(&books::book(style, 21), &publishing, catalog, false).unwrap().publication;
        let facts = |document| {
            let read = mingzhang_read::read(document, catalog);
            let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
            list.sort();
            list
        };
        let bytes = mingzhang_typeset::pdf(&made).unwrap();
        let wanted = facts(mingzhang_write::document(&made).0);
        let read = facts(mingzhang_decode::decode(&bytes, "report.pdf").unwrap());
        let lost: Vec<&String> = wanted.iter().filter(|f| !read.contains(f)).take(5).collect();
        let new: Vec<&String> = read.iter().filter(|f| !wanted.contains(f)).take(5).collect();
        assert!(wanted.len() > 300 && read == wanted, "{}: 少了{lost:#?} 多了{new:#?}", style.name());
    }
}
