//! The law of specimens: an audit finds nothing in a consistent report, and understands nearly all of it.

use mingzhang_catalog::Catalog;
use mingzhang_specimen::{STYLES, of, specimen};

/// So many seeds of each form; `cargo run --release -p mingzhang-specimen --example specimen sweep 10000` tries more.
const SEEDS: u64 = 6;

#[test]
fn consistent_reports_are_clean() {
    let catalog = Catalog::embedded();
    for style in STYLES {
        let (mut figures, mut understood) = (0, 0);
        for seed in 0..SEEDS {
            let text = of(style, seed);
            let document = mingzhang_decode::decode(text.as_bytes(), "report.txt").unwrap();
            let report = mingzhang_read::read(document, catalog);
            let audit = mingzhang_audit::audit(&report, catalog);
            let said: Vec<&str> = audit.findings.iter().map(|f| f.message.as_str()).collect();
            assert!(said.is_empty(), "{} seed {seed}: {said:#?}", style.name());
            figures += audit.coverage.figures;
            understood += audit.coverage.understood;
        }
        assert!(figures > 0 && understood * 100 >= figures * 85, "{}: {understood} of {figures}", style.name());
    }
}

#[test]
fn a_seed_is_a_report() {
    for seed in 0..20 {
        assert_eq!(specimen(seed), specimen(seed));
    }
    assert_ne!(specimen(1), specimen(2));
}
