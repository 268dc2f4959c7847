//! One workbook to the pieces of its report, and these to DOCX, HTML and XLSX.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile};
use mingzhang_specimen::{STYLES, Style, books};

fn main() {
    divan::main();
}

#[divan::bench(args = STYLES)]
fn compiled(bencher: divan::Bencher, style: Style) {
    let Ok(publishing) = Publishing::load(style.name(), None) else { return };
    let book = books::book(style, 5);
    bencher.bench(|| compile(&book, &publishing, Catalog::embedded(), false));
}

#[divan::bench(args = STYLES)]
fn filled_in(bencher: divan::Bencher, style: Style) {
    bencher.bench(|| books::hard(style, 5));
}

/// The whole way of a filled-in book: report, DOCX, HTML and workbook of tables.
#[divan::bench(args = STYLES)]
fn published(bencher: divan::Bencher, style: Style) {
    let Ok(publishing) = Publishing::load(style.name(), None) else { return };
    let book = books::book(style, 5);
    bencher.bench(|| {
        compile(&book, &publishing, Catalog::embedded(), false).map(|made| {
            let p = &made.publication;
            (mingzhang_write::docx(p), mingzhang_write::html(p), mingzhang_write::xlsx(p).map_err(|e| e.to_string()))
        })
    });
}
