//! Time to decode each PDF of the corpus beside the workspace, and of the folder named by `MINGZHANG_BENCH_DIR`.

use divan::Bencher;
use std::path::PathBuf;

fn main() {
    divan::main();
}

/// Files to decode: none where there is no corpus.
fn files() -> Vec<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let named = std::env::var_os("MINGZHANG_BENCH_DIR").map(PathBuf::from);
    let mut out: Vec<String> = [Some(beside), named]
        .into_iter()
        .flatten()
        .filter_map(|dir| std::fs::read_dir(dir).ok())
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| ["pdf", "txt", "md"].iter().any(|x| e.eq_ignore_ascii_case(x))))
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    out.sort();
    out
}

#[divan::bench(args = files())]
fn decode(bencher: Bencher<'_, '_>, path: &str) {
    let bytes = std::fs::read(path).unwrap_or_default();
    bencher.bench(|| mingzhang_decode::decode(divan::black_box(&bytes), path).is_ok());
}
