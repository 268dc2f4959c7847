//! What a compiled report says is taken back from it: nothing wrong, and all of what it prints.

use mingzhang_catalog::Catalog;
use mingzhang_compile::extract::{Extracted, Shift, extract};
use mingzhang_compile::{Book, Cube, Publishing, compile};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Document, Publication};
use mingzhang_specimen::{STYLES, Style, books};
use std::collections::BTreeMap;

fn publishing(style: Style) -> Publishing {
    Publishing::load(style.name(), None).map_err(|e| e.to_string()).unwrap()
}

fn publication(style: Style, seed: u64) -> (Book, Publication) {
    let book = books::book(style, seed);
    let made = compile(&book, &publishing(style), Catalog::embedded(), true).unwrap();
    (book, made.publication)
}

fn taken(style: Style, document: Document, shift: Shift) -> Extracted {
    let report = mingzhang_read::read(document, Catalog::embedded());
    extract(&report, &publishing(style), Catalog::embedded(), shift)
}

/// Amounts taken that are not those of the book, as far as prints of two decimals of 万元 and sums of some of them can say.
fn wrong(taken: &Book, cube: &Cube) -> Vec<String> {
    const CLOSE: i64 = 1000 * SCALE;
    let list = taken.amounts.iter().map(|(c, f)| (c, f.value.0, cube.get(c).0));
    let list = list.filter(|(_, now, then)| (now - then).abs() > CLOSE);
    list.map(|(c, now, then)| format!("{c} = {}, not {}", now / SCALE, then / SCALE)).collect()
}

#[test]
fn a_report_gives_its_book_back() {
    for style in STYLES {
        let (mut filled, mut left) = (0, BTreeMap::new());
        for seed in 0..8 {
            let (book, publication) = publication(style, seed);
            let e = taken(style, mingzhang_write::document(&publication).0, Shift::Same);
            assert_eq!(
                wrong(&e.book, &Cube::new(&book, publishing(style).layout.kind())),
                Vec::<String>::new(),
                "{style:?} {seed}"
            );
            assert_eq!(e.conflicts, Vec::new(), "{style:?} {seed}");
            filled += e.filled;
            for m in e.missing {
                *left.entry(format!("{}·{} {}", m.slot.sheet, m.slot.column, m.why)).or_insert(0) += 1;
            }
        }
        println!("{style:?} {filled} {left:#?}");
    }
}
