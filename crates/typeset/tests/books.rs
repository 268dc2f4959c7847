//! Compiled reports of made-up workbooks read back from PDF as what they are.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile};
use mingzhang_model::Document;
use mingzhang_specimen::{STYLES, books};
use std::process::Command;

/// Books of each form.
const BOOKS: u64 = 200;

/// Reports typeset at the same time in one process take the memory of layout from each other: each process takes one form.
#[test]
fn reports_of_every_form_read_back() {
    let this = std::env::current_exe().unwrap();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    for styles in STYLES.chunks(at_once) {
        let run =
            |name| Command::new(&this).args(["--exact", "--ignored", "reports_of_one_form"]).env("STYLE", name).spawn();
        let children: Vec<_> = styles.iter().map(|s| (s, run(s.name()).unwrap())).collect();
        for (style, mut child) in children {
            assert!(child.wait().unwrap().success(), "{}", style.name());
        }
    }
}

#[test]
#[ignore = "called by the other test, form by form"]
fn reports_of_one_form() {
    let name = std::env::var("STYLE").unwrap();
    let catalog = Catalog::embedded();
    let facts = |document: Document| {
        let read = mingzhang_read::read(document, catalog);
        let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
        list.sort();
        list
    };
    let style = STYLES.into_iter().find(|s| s.name() == name).unwrap();
    let publishing = Publishing::load(&name, None).unwrap();
    for seed in 0..BOOKS {
        let book = if seed % 3 == 0 { books::book(style, seed) } else { books::hard(style, seed) };
        let made = compile(&book, &publishing, catalog, false).unwrap().publication;
        let bytes = mingzhang_typeset::pdf(&made).unwrap();
        let wanted = facts(mingzhang_write::document(&made).0);
        let read = facts(mingzhang_decode::decode(&bytes, "report.pdf").unwrap());
        let lost: Vec<&String> = wanted.iter().filter(|f| !read.contains(f)).take(5).collect();
        let new: Vec<&String> = read.iter().filter(|f| !wanted.contains(f)).take(5).collect();
        assert!(wanted.len() > 50 && read == wanted, "{name} {seed}: 少了{lost:#?} 多了{new:#?}");
    }
}
