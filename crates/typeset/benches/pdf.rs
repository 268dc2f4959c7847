//! A report of twelve tables to PDF, on one core: the fonts and the library are there; what is remembered of other reports differs.

#[allow(clippy::unwrap_used, dead_code)]
#[path = "../tests/large/mod.rs"]
mod large;

use divan::Bencher;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    // typst lays out runs of pages side by side; what is promised is said of one core.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    divan::main();
}

/// Nothing is remembered: the first report of a process, after the fonts.
#[divan::bench(sample_count = 10)]
fn first(bencher: Bencher<'_, '_>) {
    let p = large::twelve(0);
    bencher.with_inputs(|| typst::comemo::evict(0)).bench_values(|()| mingzhang_typeset::pdf(&p));
}

/// One report after another, of the same form with other figures.
#[divan::bench(sample_count = 10)]
fn next(bencher: Bencher<'_, '_>) {
    static SEED: AtomicUsize = AtomicUsize::new(1);
    let input = || large::twelve(1000 * SEED.fetch_add(1, Ordering::Relaxed));
    bencher.with_inputs(input).bench_values(|p| mingzhang_typeset::pdf(&p));
}

/// The same report again.
#[divan::bench(sample_count = 10)]
fn again(bencher: Bencher<'_, '_>) {
    let p = large::twelve(0);
    bencher.bench(|| mingzhang_typeset::pdf(&p));
}
