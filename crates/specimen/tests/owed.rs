//! What is owed of a workbook is a form, and its answers make the workbook whole.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{Filling, fill, template};
use mingzhang_compile::{Book, Publishing, compile, owed};
use mingzhang_specimen::random::Random;
use mingzhang_specimen::{Style, books, forms};

fn filling(book: &Book, publishing: &Publishing) -> Filling {
    let catalog = Catalog::embedded();
    let bytes = template(publishing, catalog, Some(book)).unwrap();
    fill(&bytes, catalog, |p| Publishing::load(p, None).map_err(|e| e.to_string())).unwrap()
}

/// The form with every answer filled in, as a unit would send it back.
fn answered(gaps: &[mingzhang_compile::Gap], answer: impl Fn(&str) -> String) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "需要填写的内容").unwrap();
    page.write_string(0, 1, "答复").unwrap();
    for (k, gap) in (1_u32..).zip(gaps) {
        page.write_string(k, 0, &gap.what).unwrap();
        page.write_string(k, 1, answer(&gap.what)).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_is_owed_is_asked_and_answered() {
    let catalog = Catalog::embedded();
    let publishing = Publishing::load(Style::Sichuan.name(), None).unwrap();
    let mut book = books::book(Style::Sichuan, 3);
    book.lists.remove("项目");
    book.lists.remove("绩效指标");
    let mut made = forms::projects(&mut Random::new(5), 3, 2024, book.entity(), false);
    made[0].conclusion = String::new();
    made[1].people[0] = String::new();
    made[2].indicators[0].actual = String::new();
    made[2].funds[1][0] += 40_000_000;
    made[2].changed = String::new();
    made[2].low = String::new();
    forms::fill(&mut book, &made);
    let filling = filling(&book, &publishing);
    let first = compile(&filling.book, &publishing, catalog, true).unwrap();
    let gaps: Vec<&str> = first.gaps.iter().map(|g| g.what.as_str()).collect();
    let [a, b, c] = [&made[0].name, &made[1].name, &made[2].name];
    let indicator = &made[2].indicators[0].name;
    for wanted in [
        format!("项目“{a}”的评价结论"),
        format!("项目“{b}”的项目负责人"),
        format!("项目“{c}”的预算调整的原因"),
        format!("项目“{c}”的预算执行率低的原因"),
        format!("项目“{c}”的指标“{indicator}”的年末完成值"),
    ] {
        assert!(gaps.contains(&wanted.as_str()), "{wanted} {gaps:?}");
    }
    // Every gap has its cell, and the form says so.
    assert!(
        first.gaps.iter().all(|g| owed::place(g, &filling).is_some_and(|s| !s.cell.is_empty())),
        "{:#?}",
        first.gaps
    );
    let sheet = owed::form(&first.gaps, &filling).unwrap();
    assert_eq!(owed::answers(&sheet).unwrap(), []);
    let target = made[2].indicators[0].target.clone();
    let answer = |what: &str| {
        if what.ends_with("年末完成值") { target.clone() } else { "按工作安排办理".to_owned() }
    };
    let mut whole = filling.clone();
    for (what, said) in owed::answers(&answered(&first.gaps, answer)).unwrap() {
        let gap = first.gaps.iter().find(|g| g.what == what).unwrap();
        owed::put(&mut whole, gap, &said).unwrap();
    }
    assert_eq!(compile(&whole.book, &publishing, catalog, false).unwrap().gaps, []);
    // The workbook written again says the same.
    let again = self::filling(&whole.book, &publishing);
    assert_eq!(compile(&again.book, &publishing, catalog, false).unwrap().gaps, []);
}

#[test]
fn scores_of_the_engine_are_those_of_the_rules() {
    let catalog = Catalog::embedded();
    let mut idle = 0;
    for seed in 0..40 {
        let mut book = books::book(Style::Sichuan, 1);
        book.lists.remove("项目");
        book.lists.remove("绩效指标");
        let made = forms::projects(&mut Random::new(seed), 4, 2024, book.entity(), false);
        forms::fill(&mut book, &made);
        let publishing = Publishing::load(Style::Sichuan.name(), None).unwrap();
        let compiled = compile(&book, &publishing, catalog, false).unwrap();
        for (p, e) in made.iter().zip(&compiled.forms.projects) {
            let scores: Vec<String> =
                e.form.indicators.iter().filter_map(|i| Some(i.score.as_ref()?.text.clone())).collect();
            let (labels, mark) = forms::labels(false);
            let form = p.form("", labels, mark);
            let rules: Vec<String> = form.indicators.into_iter().filter_map(|i| Some(i.score?.text)).collect();
            assert_eq!(scores, rules, "{seed} {}", p.name);
            let total = e.form.total.as_ref().map(|t| t.score.text.clone());
            assert_eq!(total, Some(forms::points(p.total().1)), "{seed} {}", p.name);
            // With the grade of the points that can be had.
            assert_eq!(e.form.conclusion.text, p.told(), "{seed} {}", p.name);
            idle += p.indicators.iter().filter(|i| i.actual == forms::NOT_APPLICABLE).count();
        }
    }
    assert!(idle > 5, "{idle}");
}
