//! The engine on facts in memory.

use divan::counter::ItemsCount;
use mingzhang_audit::{relate, sample};
use mingzhang_catalog::Catalog;

fn main() {
    divan::main();
}

#[divan::bench(args = [2, 8, 25])]
fn relations(bencher: divan::Bencher, classes: usize) {
    let d = sample::disclosure(&sample::report(1, classes)).unwrap_or_else(sample::empty);
    let c = Catalog::embedded();
    bencher.counter(ItemsCount::new(d.facts.len())).bench(|| relate(&d, &c.relations, &c.subjects));
}
