use crate::{Audit, audit, relate, sample};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::relations::load;
use mingzhang_model::{Certainty, Finding, Severity};

fn run(text: &str) -> Audit {
    let d = sample::disclosure(text).unwrap_or_else(|| panic!("sample: {text}"));
    let c = Catalog::embedded();
    relate(&d, &c.relations, &c.subjects)
}

fn show(a: &Audit) -> String {
    a.findings
        .iter()
        .map(|f| {
            format!(
                "{:?} {:?} {} | {} | {} | {} -> {} {:?} | {}\n",
                f.severity,
                f.certainty,
                f.rule,
                f.title,
                f.message,
                f.stated,
                f.expected,
                f.suggestion.as_ref().map(|s| (&s.value, &s.slip, s.confidence, s.satisfies)),
                f.workings
            )
        })
        .collect()
}

fn one(text: &str) -> Finding {
    let a = run(text);
    assert_eq!(a.findings.len(), 1, "{}", show(&a));
    a.findings[0].clone()
}

fn none(text: &str) {
    let a = run(text);
    assert!(a.findings.is_empty(), "{}", show(&a));
}

fn suggested(f: &Finding) -> (&str, Option<&str>) {
    f.suggestion.as_ref().map_or(("", None), |s| (s.value.as_str(), s.slip.as_deref()))
}

const THREE: &str = "
N1/0 三公经费 18.26万元
N1/0 三公经费[口径=增减额,基数=上年] 39.5万元
N1/0 三公经费[口径=增长率,基数=上年] 27.6%
N2/0 三公经费[事项=因公出国（境）费] 1.49万元
N2/0 三公经费[事项=公务用车购置及运行维护费] 13万元
N2/0 三公经费[事项=公务接待费] 3.77万元
N3/0 三公经费[事项=因公出国（境）费,口径=增减额,基数=上年] 1.49万元
N3/0 三公经费[事项=因公出国（境）费,口径=增长率,基数=上年] 100.00%
N4/0 三公经费[事项=公务用车购置及运行维护费,口径=增减额,基数=上年] 2.28万元
N4/0 三公经费[事项=公务用车购置及运行维护费,口径=增长率,基数=上年] 21.27%
N5/0 三公经费[事项=公务接待费,口径=增减额,基数=上年] 0.18万元
N5/0 三公经费[事项=公务接待费,口径=增长率,基数=上年] 5.01%
S0 2 0..9
";

#[test]
fn a_decimal_point_slipped() {
    let f = one(THREE);
    assert_eq!(suggested(&f), ("3.95", Some("decimal-shift")), "{f:?}");
    assert_eq!(f.severity, Severity::Error);
    assert!(f.workings.contains("27.6%") && f.message.contains("39.5"), "{f:?}");
}

#[test]
fn text_against_tables_with_a_follow_up() {
    let f = one("
S0 3 0..99
N1/0 支出[资金=一般公共预算财政拨款] 1670.77万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2080102] 632.11万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2080102,阶段=年初预算] 733万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2080102,口径=完成率,基数=年初预算] 86.2%
N3/0 支出[资金=一般公共预算财政拨款,科目=2080101] 1000万元
T0 支出[资金=一般公共预算财政拨款] 1670.77万元
T0 支出[资金=一般公共预算财政拨款,科目=208] 1670.77万元
T0 支出[资金=一般公共预算财政拨款,科目=20801] 1670.77万元
T0 支出[资金=一般公共预算财政拨款,科目=2080101] 1000.00万元
T0 支出[资金=一般公共预算财政拨款,科目=2080102] 670.77万元
T0 支出[资金=一般公共预算财政拨款,科目=2080102,性质=基本支出] 0.56万元
T0 支出[资金=一般公共预算财政拨款,科目=2080102,性质=项目支出] 670.20万元
");
    assert_eq!((f.rule.as_str(), suggested(&f).0), ("same-fact", "670.77"), "{f:?}");
    assert!(f.message.contains("86.2%") && f.message.contains("91.5%"), "{}", f.message);
}

#[test]
fn a_locally_consistent_pair_is_two_findings() {
    let a = run("
N1 支出[资金=一般公共预算财政拨款,性质=基本支出] 5377.64万元
N1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=人员经费] 4896.98万元
N1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=公用经费] 480.66万元
T0 支出[资金=一般公共预算财政拨款] 9746.50万元
T0 支出[资金=一般公共预算财政拨款,性质=基本支出] 5364.75万元
T0 支出[资金=一般公共预算财政拨款,性质=项目支出] 4381.74万元
T1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=人员经费] 4884.09万元
T1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=公用经费] 480.66万元
T1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=301] 4684.09万元
T1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=303] 200.00万元
T1 支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=302] 480.66万元
T2 支出 9759.38万元
T2 支出[性质=基本支出] 5377.64万元
T2 支出[性质=项目支出] 4381.74万元
");
    let mut values: Vec<&str> = a.findings.iter().map(|f| suggested(f).0).collect();
    values.sort_unstable();
    assert_eq!(values, ["4884.09", "5364.75"], "{}", show(&a));
}

#[test]
fn a_total_of_zero() {
    let f = one("
N1 收入总计 0万元 @1
N1 支出总计 0万元 @1
N1 收入总计[口径=增减额,基数=上年] -56.95万元 @2
N1 支出总计[口径=增减额,基数=上年] -56.95万元 @2
N1 收入总计[口径=增长率,基数=上年] -1.87% @3
N1 支出总计[口径=增长率,基数=上年] -1.87% @3
T0 收入总计 2995.39万元
T0 支出总计 2995.39万元
T0 收入 2995.39万元
T0 支出 2995.39万元
");
    assert_eq!(suggested(&f).0, "2995.39", "{f:?}");
}

#[test]
fn a_share_with_one_wrong_digit() {
    let f = one("
N1 支出[资金=一般公共预算财政拨款] 2940.05万元
N1 支出[资金=一般公共预算财政拨款,科目=201] 2106.66万元
N1 支出[资金=一般公共预算财政拨款,科目=201,口径=占比,基数=一般公共预算财政拨款支出] 71.73%
N1 支出[资金=一般公共预算财政拨款,科目=208] 833.39万元
N1 支出[资金=一般公共预算财政拨款,科目=208,口径=占比,基数=一般公共预算财政拨款支出] 28.35%
T0 支出[资金=一般公共预算财政拨款] 2940.05万元
T0 支出[资金=一般公共预算财政拨款,科目=201] 2106.66万元
T0 支出[资金=一般公共预算财政拨款,科目=208] 833.39万元
");
    assert_eq!(suggested(&f).0, "71.65", "{f:?}");
    assert_eq!(f.rule, "share-of-general");
}

#[test]
fn text_against_heading_table_and_growth() {
    let f = one("
N1 支出[资金=一般公共预算财政拨款,科目=2210201] 350.35万元
N1 支出[资金=一般公共预算财政拨款,科目=2210201] 352.67万元
N1 支出[资金=一般公共预算财政拨款,科目=2210201,年度=上年,阶段=执行数] 348.52万元
N1 支出[资金=一般公共预算财政拨款,科目=2210201,口径=增长率,基数=上年执行数] 0.53%
T0 支出[资金=一般公共预算财政拨款,科目=2210201] 3503499元
");
    assert_eq!(suggested(&f).0, "350.35", "{f:?}");
    assert_eq!(f.stated, "352.67万元");
}

#[test]
fn one_witness_each_side_accuses_nobody() {
    let f = one("
N1 机关运行经费 572.95万元
T0 机关运行经费 575.92万元
");
    assert!(f.suggestion.is_none() && f.certainty == Certainty::Likely, "{f:?}");
    assert_eq!(f.evidence.len(), 2);
    assert_eq!(f.evidence[0].quote, "N1 机关运行经费 572.95万元");
}

#[test]
fn implied_budgets_contradict_the_overall_rate() {
    let f = one("
S0 3 0..99
N1/0 支出[资金=一般公共预算财政拨款] 300万元
N1/0 支出[资金=一般公共预算财政拨款,口径=完成率,基数=预算] 95.00%
N2/0 支出[资金=一般公共预算财政拨款,科目=2080101] 100万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2080101,口径=完成率,基数=预算] 80.00%
N3/0 支出[资金=一般公共预算财政拨款,科目=2080102] 200万元
N3/0 支出[资金=一般公共预算财政拨款,科目=2080102,口径=完成率,基数=预算] 90.00%
");
    assert_eq!(f.rule, "implied-budgets", "{f:?}");
    assert!(f.suggestion.is_none());
}

#[test]
fn rounding_is_no_finding() {
    none(
        "
T0 支出 302.00万元
T0 支出[性质=基本支出] 100.01万元
T0 支出[性质=项目支出] 202.00万元
T1 支出[科目=210] 236.63万元
T2 支出[科目=210] 236.64万元
T2 支出[科目=2101101] 136.64万元
T2 支出[科目=2101102] 100.00万元
N1 支出[科目=2101101,口径=占比,基数=本年支出] 45.2%
",
    );
}

#[test]
fn tails_of_rates_are_warnings() {
    let f = one("
N1 支出 9759.38万元
N1 支出[资金=一般公共预算财政拨款] 9746.50万元
N1 支出[资金=一般公共预算财政拨款,口径=占比,基数=本年支出] 99.86%
");
    assert_eq!((f.severity, suggested(&f).0), (Severity::Warning, "99.87"), "{f:?}");
    assert!(f.title.contains("百分比尾数"));
}

#[test]
fn a_zero_base_has_no_rate() {
    none(
        "
N1 三公经费[事项=因公出国（境）费] 1.49万元
N1 三公经费[事项=因公出国（境）费,口径=增减额,基数=上年] 1.49万元
N1 三公经费[事项=因公出国（境）费,口径=增长率,基数=上年] 100%
",
    );
}

#[test]
fn comparison_words() {
    let f = one("
N1 支出[阶段=年初预算] 1560.05万元
N1 支出 1511.89万元
C1 支出 > 支出[阶段=年初预算]
");
    assert_eq!(
        (f.rule.as_str(), f.severity, f.expected.as_str()),
        ("comparison-word", Severity::Error, "决算数小于预算数")
    );
    none(
        "
N1 支出[阶段=年初预算] 1560.05万元
N1 支出 1511.89万元
C1 支出 ≈ 支出[阶段=年初预算]
",
    );
}

#[test]
fn pieces_are_summed_before_they_are_compared() {
    none(
        "
N1 支出[科目=2080101] 100.00万元 *
N2 支出[科目=2080101] 50.00万元 *
T0 支出[科目=2080101] 150.00万元
",
    );
    let f = one("
N1 支出[科目=2080101] 100.00万元 *
N2 支出[科目=2080101] 50.00万元 *
T0 支出[科目=2080101] 170.00万元
");
    assert_eq!(f.rule, "same-fact");
}

#[test]
fn a_table_that_mostly_breaks_was_misread() {
    let mut text = String::new();
    for i in 0..10 {
        text.push_str(&format!("T0 支出[科目=20801{i:02}] {}.11万元\nT0 支出[科目=20801{i:02},性质=基本支出] {}.00万元\nT0 支出[科目=20801{i:02},性质=项目支出] {}.55万元\n", 100 + i * 7, 3 + i, 900 - i * 13));
    }
    let f = one(&text);
    assert_eq!((f.rule.as_str(), f.severity), ("table-misread", Severity::Info));
}

#[test]
fn an_unmentioned_addend_proves_nothing() {
    none(
        "
N1 收入总计 120.00万元
N1 收入 100.00万元
",
    );
    let f = one("
N1 收入总计 90.00万元
N1 收入 100.00万元
");
    assert_eq!(f.rule, "income-total");
}

#[test]
fn relations_of_ones_own() {
    let relations = load(
        "[[relation]]\nid = \"x\"\ntitle = \"会议费不大于培训费\"\nholds = \"会议费 ≤ 培训费\"\nbasis = \"\"\n",
        "x",
    )
    .unwrap();
    let d = sample::disclosure("N1 会议费 5.00万元\nN2 培训费 4.00万元").unwrap();
    let a = relate(&d, &relations, &Catalog::embedded().subjects);
    assert_eq!(a.findings.len(), 1);
    assert_eq!(a.coverage.related, 2);
}

#[test]
fn the_same_run_twice_is_the_same() {
    let d = sample::disclosure(THREE).unwrap();
    let c = Catalog::embedded();
    let (a, b) = (audit(&d, c), audit(&d, c));
    assert_eq!(show(&a), show(&b));
    assert!(a.coverage.related_twice > 0 && a.coverage.figures == 12);
}

#[test]
fn a_slip_repeated_in_the_text_is_one_finding() {
    let f = one("
N1/0 支出[资金=一般公共预算财政拨款,科目=2081005] 738.66万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2081005] 738.66万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2081005,年度=上年,阶段=执行数] 711.34万元
N2/0 支出[资金=一般公共预算财政拨款,科目=2081005,口径=增长率,基数=上年执行数] 3.84%
T0 支出[资金=一般公共预算财政拨款,科目=2081005] 6964796元
T0 支出[资金=一般公共预算财政拨款,科目=2081005,性质=基本支出] 6900000元
T0 支出[资金=一般公共预算财政拨款,科目=2081005,性质=项目支出] 64796元
T0 支出[资金=一般公共预算财政拨款,科目=20810] 6964796元
");
    assert_eq!(suggested(&f).0, "696.48", "{f:?}");
    assert_eq!(f.evidence.iter().filter(|e| e.role == mingzhang_model::Role::Primary).count(), 2);
}
