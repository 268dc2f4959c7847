//! `workbook FILE [PROFILE] [SEED]` writes the workbook of a profile, filled with a made-up book if a seed is given.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, workbook};
use mingzhang_specimen::{STYLES, books};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let form = STYLES.into_iter().find(|s| args.get(1).is_some_and(|a| a == s.name())).unwrap_or(STYLES[0]);
    let book = args.get(2).and_then(|a| a.parse().ok()).map(|seed| books::book(form, seed));
    let made = Publishing::load(form.name(), None)
        .map_err(|e| e.to_string())
        .and_then(|p| workbook::template(&p, Catalog::embedded(), book.as_ref()))
        .and_then(|bytes| {
            std::fs::write(args.first().map_or("book.xlsx", String::as_str), bytes).map_err(|e| e.to_string())
        });
    if let Err(message) = made {
        println!("{message}");
    }
}
