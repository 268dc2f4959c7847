//! What a compiled report says is taken back from it: nothing wrong, and all of what it prints.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::extract::{Extracted, Shift, extract};
use mingzhang_compile::workbook::{fill, template};
use mingzhang_compile::{Book, Cube, Publishing, compile};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Coordinates, Dimension, Document, Publication, Severity, Term};
use mingzhang_specimen::{STYLES, Style, books};

fn publishing(style: Style) -> Publishing {
    Publishing::load(style.name(), None).map_err(|e| e.to_string()).unwrap()
}

fn publication(style: Style, seed: u64) -> (Book, Publication) {
    let book = books::book(style, seed);
    let made = compile(&book, &publishing(style), Catalog::embedded(), true).unwrap();
    // With what follows from its forms.
    (made.forms.told(&book).unwrap_or(book), made.publication)
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

/// Titles of columns whose amounts are all there, whatever the report: nothing of a year's own accounts is lost in its tables.
const KEPT: [&str; 4] = ["本年收入", "基本支出", "项目支出", "决算数"];

#[test]
fn a_report_gives_its_book_back() {
    for style in STYLES {
        for seed in 0..8 {
            let (book, publication) = publication(style, seed);
            let e = taken(style, mingzhang_write::document(&publication).0, Shift::Same);
            let cube = Cube::new(&book, &publishing(style));
            assert_eq!(wrong(&e.book, &cube), Vec::<String>::new(), "{style:?} {seed}");
            assert_eq!(e.conflicts, Vec::new(), "{style:?} {seed}");
            let lost = e
                .missing
                .iter()
                .filter(|m| m.slot.sheet.starts_with("财政拨款") && KEPT.contains(&m.slot.column.as_str()));
            assert_eq!(lost.count(), 0, "{style:?} {seed}: {:?}", e.missing);
            assert_eq!((e.book.entity(), e.book.year(), e.book.level()), (book.entity(), book.year(), book.level()));
        }
    }
}

#[test]
fn tables_in_a_workbook_give_their_book_back() {
    for style in STYLES {
        for seed in 0..3 {
            let (book, publication) = publication(style, seed);
            let bytes = mingzhang_write::xlsx(&publication).unwrap();
            let document = mingzhang_decode::decode(&bytes, "tables.xlsx").unwrap();
            let e = taken(style, document, Shift::Same);
            let cube = Cube::new(&book, &publishing(style));
            assert_eq!(wrong(&e.book, &cube), Vec::<String>::new(), "{style:?} {seed}");
            let spent: i64 = book.amounts.iter().filter(|(c, _)| is_spent(c)).map(|(_, f)| f.value.0).sum();
            let taken: i64 = e.book.amounts.iter().filter(|(c, _)| is_spent(c)).map(|(_, f)| f.value.0).sum();
            assert!(spent > 0 && (spent - taken).abs() < 10_000 * SCALE, "{style:?} {seed}: {spent} {taken}");
        }
    }
}

/// This year's expenditure by subject, purse and nature.
fn is_spent(c: &Coordinates) -> bool {
    let given = |d: Dimension| !c.get(d).is_whole();
    c.get(Dimension::Measure) == Term::new("支出")
        && [Dimension::Subject, Dimension::Nature, Dimension::Purse].into_iter().all(given)
        && ![Dimension::Year, Dimension::Stage, Dimension::Economic].into_iter().any(given)
}

#[test]
fn what_was_this_years_is_next_years_prior() {
    for style in STYLES {
        let (book, publication) = publication(style, 5);
        let e = taken(style, mingzhang_write::document(&publication).0, Shift::Next);
        let cube = Cube::new(&book, &publishing(style));
        assert_eq!(e.book.year(), book.year() + 1);
        assert!(e.book.amounts.len() > 10, "{style:?}");
        for (c, filled) in &e.book.amounts {
            let then = match c.get(Dimension::Measure).word() {
                "年初结转和结余" => c.at(Dimension::Measure, "年末结转和结余"),
                _ => c.with(Dimension::Year, Term::WHOLE),
            };
            assert_ne!(*c, then, "{style:?}: this year's own amounts are the clerk's");
            assert!((filled.value - cube.get(&then)).abs().0 <= 1000 * SCALE, "{style:?} {c}");
        }
        assert!(e.book.texts.keys().all(|(name, _)| !name.contains("原因")), "{style:?}");
        // Every subject of this year has its row.
        let listed: Vec<&str> =
            book.amounts.iter().filter(|(c, _)| is_spent(c)).map(|(c, _)| c.get(Dimension::Subject).word()).collect();
        assert!(
            listed.iter().all(|code| e.book.listed.iter().any(|c| c.get(Dimension::Subject).word() == *code)),
            "{style:?}"
        );
    }
}

#[test]
fn rounded_figures_make_a_book_without_errors() {
    for style in STYLES {
        for (seed, shift) in (0..12).map(|n| (n, if n % 3 == 0 { Shift::Next } else { Shift::Same })) {
            let (book, publication) = publication(style, seed);
            let e = taken(style, mingzhang_write::document(&publication).0, shift);
            let bytes = template(&publishing(style), Catalog::embedded(), Some(&e.book)).unwrap();
            let load = |profile: &str| Publishing::load(profile, None).map_err(|e| e.to_string());
            let filling = fill(&bytes, Catalog::embedded(), load).unwrap();
            let wrong = filling.problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string);
            // Texts may be missing, and of the next year only what was left at the end is there; numbers are not at odds.
            let begun = |p: &str| shift == Shift::Next && p.contains("收支不平衡");
            let wrong: Vec<String> = wrong.filter(|p| !p.contains("必须填写") && !begun(p)).collect();
            assert_eq!(wrong, Vec::<String>::new(), "{style:?} {seed} {shift:?} {}", book.entity());
        }
    }
}
