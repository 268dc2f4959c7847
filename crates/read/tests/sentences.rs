#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
//! Sentences to facts, case by case: a section's heading, its text, and what it must say.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Comparison, Disclosure};

fn read(text: &str) -> Disclosure {
    let text = format!("青禾市河湾区文化局\n2024年度部门决算\n第二部分 2024年度部门决算情况说明\n{text}\n");
    let document = mingzhang_decode::decode(text.as_bytes(), "case.txt").expect("the case is plain text");
    mingzhang_read::read(document, Catalog::embedded())
}

fn facts(text: &str) -> Vec<String> {
    read(text).facts.iter().map(|f| format!("{} = {}", f.coordinates, f.figure)).collect()
}

#[test]
fn totals_with_change_and_growth() {
    let got = facts("一、收入支出决算总体情况说明\n2024年度收、支总计均为120.50万元。与2023年度相比，收、支总计各减少3.50万元，下降2.82%。主要变动原因是人员减少5.00万元。");
    assert_eq!(
        got,
        [
            "收入总计 = 120.50万元",
            "收入总计[口径=增减额,基数=上年] = -3.50万元",
            "收入总计[口径=增长率,基数=上年] = -2.82%",
        ]
    );
}

#[test]
fn a_reason_is_no_fact_and_ends_with_its_sentence() {
    let got = facts("七、财政拨款“三公”经费支出决算情况说明\n公务接待费支出3.20万元，主要用于接待费用2.00万元。公务接待费支出决算比2023年度增加0.20万元，增长6.67%。");
    assert_eq!(
        got,
        [
            "三公经费[事项=公务接待费] = 3.20万元",
            "三公经费[事项=公务接待费,口径=增减额,基数=上年] = 0.20万元",
            "三公经费[事项=公务接待费,口径=增长率,基数=上年] = 6.67%",
        ]
    );
}

#[test]
fn shares_take_the_base_they_name() {
    let got = facts("五、一般公共预算财政拨款支出决算情况说明\n（一）一般公共预算财政拨款支出决算总体情况\n2024年度一般公共预算财政拨款支出90.00万元，占本年支出合计的75.00%。");
    assert_eq!(got[1], "支出[资金=一般公共预算财政拨款,口径=占比,基数=本年支出] = 75.00%");
}

#[test]
fn items_carry_stages_completion_and_comparison() {
    let report = read("五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n1、文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）。\n年初预算为50.00万元，支出决算为45.50万元，完成年初预算的91.00%，决算数小于年初预算数的主要原因是采购节约4.50万元。");
    let got: Vec<String> = report.facts.iter().map(|f| format!("{} = {}", f.coordinates, f.figure)).collect();
    assert_eq!(
        got,
        [
            "支出[阶段=年初预算,资金=一般公共预算财政拨款,科目=2070104] = 50.00万元",
            "支出[资金=一般公共预算财政拨款,科目=2070104] = 45.50万元",
            "支出[资金=一般公共预算财政拨款,科目=2070104,口径=完成率,基数=年初预算] = 91.00%",
        ]
    );
    assert_eq!(report.claims.len(), 1);
    assert_eq!(report.claims[0].says, Comparison::Less);
    assert_eq!(report.claims[0].facts, Some((1, 0)));
    assert_eq!(report.items[0].code.as_deref(), Some("2070104"));
}

#[test]
fn a_bracket_gives_back_what_stood_before_it() {
    let got = facts("四、财政拨款收入支出决算总体情况说明\n2024年度财政拨款收、支总计100.00万元（财政拨款收入总计含年初财政拨款结转和结余2.00万元），与上年相比，增加10.00万元，增长11.11%。");
    assert_eq!(got[1], "年初结转和结余[资金=财政拨款] = 2.00万元");
    assert_eq!(got[2], "收入总计[资金=财政拨款,口径=增减额,基数=上年] = 10.00万元");
}

#[test]
fn words_that_may_change_the_meaning_leave_the_figure_unplaced() {
    // 剔除学校后的 is not the total; nothing may be guessed.
    let report = read("二、收入决算情况说明\n2024年度剔除学校后的本年收入合计88.00万元。");
    assert!(report.facts.is_empty(), "{:?}", report.facts);
    assert_eq!(report.figures.len(), 1);
    assert_eq!(report.figures[0].fact, None);
}

#[test]
fn vehicles_bought_are_not_vehicles_owned() {
    let got = facts("十、其他重要事项的情况说明\n（三）国有资产占有使用情况\n截至2024年12月31日，共有车辆3辆，其中：机要通信用车1辆、其他用车2辆。单价100万元（含）以上设备（不含车辆）1台（套）。2025年安排购置车辆1辆，其中：其他用车1辆。");
    assert_eq!(got[..4], ["车辆 = 3", "车辆[事项=机要通信用车] = 1", "车辆[事项=其他用车] = 2", "大型设备 = 1"]);
    assert!(!got[4..].iter().any(|f| f.starts_with("车辆")), "{got:?}");
}
