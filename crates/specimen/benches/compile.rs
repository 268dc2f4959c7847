//! One workbook to the pieces of its report, and these to text.

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
