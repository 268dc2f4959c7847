//! A clean report stays without findings however its lines are broken and its zeros are printed.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_model::Severity;
use std::path::Path;

fn clean() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/clean/qinghe-culture-final-2024-clean.txt");
    std::fs::read_to_string(path).expect("the clean example is in the repository")
}

/// Errors and warnings of a text.
fn loud(text: &str) -> Vec<String> {
    let catalog = Catalog::embedded();
    let document = mingzhang_decode::decode(text.as_bytes(), "report.txt").expect("it is text");
    let report = mingzhang_read::read(document, catalog);
    assert!(report.facts.len() > 500, "{} facts", report.facts.len());
    mingzhang_audit::audit(&report, catalog)
        .findings
        .into_iter()
        .filter(|f| f.severity != Severity::Info)
        .map(|f| format!("{} {}", f.rule, f.message))
        .collect()
}

#[test]
fn as_it_is() {
    assert_eq!(loud(&clean()), Vec::<String>::new());
}

#[test]
fn lines_broken_at_any_width() {
    let text = clean();
    for width in (20..70).step_by(3) {
        let broken: Vec<String> = text
            .lines()
            .map(|line| {
                let chars: Vec<char> = line.chars().collect();
                if line.contains('\t') {
                    return line.to_owned();
                }
                chars.chunks(width).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
            })
            .collect();
        assert_eq!(loud(&broken.join("\n")), Vec::<String>::new(), "broken at {width}");
    }
}

#[test]
fn zeros_printed_as_blanks_or_dashes() {
    for zero in ["", "-", "—", "0"] {
        let text: Vec<String> = clean()
            .lines()
            .map(|line| {
                let cells: Vec<&str> = line.split('\t').map(|c| if c == "0.00" { zero } else { c }).collect();
                cells.join("\t")
            })
            .collect();
        assert_eq!(loud(&text.join("\n")), Vec::<String>::new(), "zero as {zero:?}");
    }
}

#[test]
fn separators_of_thousands_left_out() {
    let text = clean();
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let plain: String = chars
        .iter()
        .enumerate()
        .filter(|(i, c)| !(**c == ',' && *i > 0 && digit(i - 1) && digit(i + 1) && digit(i + 2) && digit(i + 3)))
        .map(|(_, c)| *c)
        .collect();
    assert_ne!(plain, text);
    assert_eq!(loud(&plain), Vec::<String>::new());
}
