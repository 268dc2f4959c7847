//! Every example of `docs/scoring.md` is scored as the page shows it. `BLESS=1 cargo test -p mingzhang-report` writes the answers anew.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::{Catalog, scoring};
use mingzhang_model::performance::{FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm};
use mingzhang_report::Style;
use mingzhang_report::scores::pretty;
use std::path::Path;

fn cell(text: &str) -> FormCell {
    FormCell { text: text.to_owned(), ..FormCell::default() }
}

fn form(text: &str) -> PerformanceForm {
    let mut form = PerformanceForm::new(FormKind::ProjectSelfEvaluation);
    for line in text.lines() {
        let cells: Vec<FormCell> = line.split('|').map(|c| cell(c.trim())).collect();
        let at = |n: usize| Some(cells[n].clone());
        match cells[0].text.as_str() {
            "预算执行" => form.funds.push(FundRow {
                label: cell("总额"),
                initial: at(1),
                adjusted: at(2),
                executed: at(3),
                expected: None,
                rate: at(4),
                weight: at(5),
                score: at(6),
                reason: None,
            }),
            "合计" => {
                form.total =
                    Some(FormTotal { label: cell("合计"), weight: cells[1].clone(), score: cells[2].clone() });
            }
            _ => form.indicators.push(Indicator {
                level1: cells[0].clone(),
                level2: cells[1].clone(),
                prints: (true, true),
                name: cells[2].clone(),
                comparator: at(3),
                target: cells[4].clone(),
                unit: at(5),
                actual: at(6),
                expected: None,
                likelihood: None,
                weight: at(7),
                score: at(8),
                reason: None,
            }),
        }
    }
    form
}

/// The profile's file with single settings changed: `sichuan reverse="ratio"`.
fn profile(words: &str) -> scoring::ScoringProfile {
    let mut words = words.split(' ');
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../catalog/scoring/{}.toml", words.next().unwrap()));
    let mut text = std::fs::read_to_string(path).unwrap();
    for setting in words {
        let (key, value) = setting.split_once('=').unwrap();
        let old = text.lines().find(|l| l.starts_with(&format!("{key} = "))).expect("no such setting").to_owned();
        text = text.replace(&old, &format!("{key} = {value}"));
    }
    scoring::load(&text, "", None).unwrap().remove(0)
}

#[test]
fn every_example_is_scored_as_the_page_shows_it() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/scoring.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let style = Style { colour: false, width: 110, wide: false, all: true };
    let (mut out, mut wrong, mut count, mut rest) = (String::new(), Vec::new(), 0, text.as_str());
    while let Some((before, after)) = rest.split_once("```自评表 ") {
        let (settings, after) = after.split_once('\n').unwrap();
        let (body, after) = after.split_once("```\n").unwrap();
        let (between, after) = after.split_once("```text\n").unwrap();
        let (wanted, after) = after.split_once("```\n").unwrap();
        let form = form(body);
        let scored = mingzhang_performance::score(&form, &profile(settings), &Catalog::embedded().scoring.words);
        let is = pretty::form(&form, &scored, &style);
        if is.trim_end() != wanted.trim_end() {
            wrong.push(format!("{body}---- 应为\n{wanted}---- 实为\n{is}"));
        }
        out.push_str(&format!("{before}```自评表 {settings}\n{body}```\n{between}```text\n{}\n```\n", is.trim_end()));
        rest = after;
        count += 1;
    }
    assert!(count > 12, "{count}");
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(page, out + rest).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
