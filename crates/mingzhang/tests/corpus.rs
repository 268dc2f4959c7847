//! Real reports, where they stand beside the repository: what is known to be wrong in them is found, with its right value.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_model::{Finding, Severity};
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no folder of real reports beside the repository");
    None
}

fn audit(path: &Path) -> Vec<Finding> {
    let catalog = Catalog::embedded();
    let bytes = std::fs::read(path).expect("the file is readable");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let document = mingzhang_decode::decode(&bytes, &name).expect("the report decodes");
    mingzhang_audit::audit(&mingzhang_read::read(document, catalog), catalog).findings
}

#[test]
fn known_mistakes_are_found_with_their_right_values() {
    let Some(folder) = corpus() else { return };
    let known: &[(&str, &str, &str)] = &[
        ("luzhou-unit-final-2023.txt", "增加39.5万元", "3.95"),
        ("zhuzhou-dept-final-2023.txt", "632.11万元", "670.77"),
        ("putuo-planning-dept-final-2024.pdf", "5377.64万元", "5364.75"),
        ("putuo-planning-dept-final-2024.pdf", "4896.98万元", "4884.09"),
        ("putuo-finance-seeded-final-2024.pdf", "0万元", "2995.39"),
        ("putuo-finance-seeded-final-2024.pdf", "71.73%", "71.65"),
        ("putuo-wanli-dept-budget-2024.pdf", "352.67万元", "350.35"),
        ("bazhong-dept-budget-2024.txt", "社会保障和就业（类）行政事业单位医疗（款）", "卫生健康支出"),
    ];
    for (file, stated, right) in known {
        let findings = audit(&folder.join(file));
        let found = findings.iter().any(|f| {
            f.severity == Severity::Error
                && f.stated == *stated
                && f.suggestion.as_ref().is_some_and(|s| s.value == *right)
        });
        assert!(found, "{file}: {stated} → {right}");
    }
}

#[test]
fn every_report_is_read_and_errors_stay_few() {
    let Some(folder) = corpus() else { return };
    for entry in std::fs::read_dir(folder).expect("the folder is readable").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "pdf" || e == "txt") {
            let findings = audit(&path);
            let (forms, accounts): (Vec<_>, Vec<_>) = findings
                .iter()
                .filter(|f| f.severity == Severity::Error)
                .partition(|f| f.rule.starts_with("performance-"));
            assert!(accounts.len() <= 12, "{}: {} errors", path.display(), accounts.len());
            // The largest report has 56 forms, each read by eye.
            assert!(forms.len() <= 40, "{}: {} errors in forms", path.display(), forms.len());
        }
    }
}
