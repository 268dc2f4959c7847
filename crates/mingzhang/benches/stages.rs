//! Time per stage: decoding, reading, auditing. `cargo bench -p mingzhang`.
//!
//! Times the example report; with `MINGZHANG_BENCH_DIR=DIR` every PDF and text of a folder, one after another.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Document};
use std::path::PathBuf;

fn main() {
    divan::main();
}

struct Input {
    name: String,
    bytes: Vec<u8>,
}

fn inputs() -> Vec<Input> {
    let mut files: Vec<PathBuf> = match std::env::var_os("MINGZHANG_BENCH_DIR") {
        Some(dir) => std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect(),
        None => {
            vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/qinghe-culture-final-2024.pdf"))]
        }
    };
    files.retain(|f| f.extension().is_some_and(|e| e == "pdf"));
    files.sort();
    files
        .into_iter()
        .filter_map(|f| {
            Some(Input { name: f.file_name()?.to_string_lossy().into_owned(), bytes: std::fs::read(&f).ok()? })
        })
        .filter(|i| decoded(i).is_some())
        .collect()
}

fn decoded(input: &Input) -> Option<Document> {
    mingzhang_decode::decode(&input.bytes, &input.name).ok()
}

fn read(input: &Input) -> Option<Disclosure> {
    Some(mingzhang_read::read(decoded(input)?, Catalog::embedded()))
}

/// All inputs, one pass: divide by their number for the time of one report.
#[divan::bench]
fn decode(bencher: divan::Bencher<'_, '_>) {
    let inputs = inputs();
    bencher
        .counter(divan::counter::ItemsCount::new(inputs.len()))
        .bench_local(|| inputs.iter().filter_map(decoded).count());
}

#[divan::bench]
fn read_decoded(bencher: divan::Bencher<'_, '_>) {
    let documents: Vec<Document> = inputs().iter().filter_map(decoded).collect();
    let catalog = Catalog::embedded();
    bencher
        .counter(divan::counter::ItemsCount::new(documents.len()))
        .with_inputs(|| documents.clone())
        .bench_local_values(|documents| {
            documents.into_iter().map(|d| mingzhang_read::read(d, catalog)).map(|d| d.facts.len()).sum::<usize>()
        });
}

#[divan::bench]
fn audit_read(bencher: divan::Bencher<'_, '_>) {
    let disclosures: Vec<Disclosure> = inputs().iter().filter_map(read).collect();
    let catalog = Catalog::embedded();
    bencher
        .counter(divan::counter::ItemsCount::new(disclosures.len()))
        .bench_local(|| disclosures.iter().map(|d| mingzhang_audit::audit(d, catalog).findings.len()).sum::<usize>());
}

#[divan::bench]
fn load_catalog() -> usize {
    // A directory without files: everything is parsed from the embedded text, nothing is cached.
    Catalog::load(&std::env::temp_dir()).map_or(0, |c| c.relations.len())
}
