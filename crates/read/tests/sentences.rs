#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
//! Sentences to facts, case by case: a section's heading, its text, and what it must say.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Comparison, Disclosure};

fn read(text: &str) -> Disclosure {
    let text = format!("青禾市河湾区文化局\n2024年度部门决算\n第二部分 2024年度部门决算情况说明\n{text}\n");
    let document = mingzhang_decode::decode(text.as_bytes(), "case.txt").expect("the case is plain text");
    mingzhang_read::read(document, Catalog::embedded())
}

fn budget(text: &str) -> Disclosure {
    let text = format!("青禾市河湾区文化局\n2024年部门预算\n{text}\n");
    let document = mingzhang_decode::decode(text.as_bytes(), "case.txt").expect("the case is plain text");
    mingzhang_read::read(document, Catalog::embedded())
}

fn said(report: &Disclosure) -> Vec<String> {
    report.facts.iter().filter(|f| !f.blank).map(|f| format!("{} = {}", f.coordinates, f.figure)).collect()
}

fn facts(text: &str) -> Vec<String> {
    read(text).facts.iter().map(|f| format!("{} = {}", f.coordinates, f.figure)).collect()
}

#[test]
fn totals_with_change_and_growth() {
    let got = facts(
        "一、收入支出决算总体情况说明\n2024年度收、支总计均为120.50万元。与2023年度相比，收、支总计各减少3.50万元，下降2.82%。主要变动原因是人员减少5.00万元。",
    );
    assert_eq!(
        got,
        [
            "收入总计 = 120.50万元",
            "收入总计[口径=增减额,基数=上年] = -3.50万元",
            "收入总计[口径=增长率,基数=上年] = -2.82%",
            "收入总计[口径=增减事由,基数=上年] = -5.00万元",
        ]
    );
}

#[test]
fn a_purpose_ends_with_its_sentence() {
    let got = facts(
        "七、财政拨款“三公”经费支出决算情况说明\n公务接待费支出3.20万元，主要用于接待费用2.00万元。公务接待费支出决算比2023年度增加0.20万元，增长6.67%。",
    );
    assert_eq!(
        got,
        [
            "三公经费[事项=公务接待费] = 3.20万元",
            "三公经费[事项=公务接待费,口径=用途] = 2.00万元",
            "三公经费[事项=公务接待费,口径=增减额,基数=上年] = 0.20万元",
            "三公经费[事项=公务接待费,口径=增长率,基数=上年] = 6.67%",
        ]
    );
}

#[test]
fn shares_take_the_base_they_name() {
    let got = facts(
        "五、一般公共预算财政拨款支出决算情况说明\n（一）一般公共预算财政拨款支出决算总体情况\n2024年度一般公共预算财政拨款支出90.00万元，占本年支出合计的75.00%。",
    );
    assert_eq!(got[1], "支出[资金=一般公共预算财政拨款,口径=占比,基数=本年支出] = 75.00%");
}

#[test]
fn items_carry_stages_completion_and_comparison() {
    let report = read(
        "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n1、文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）。\n年初预算为50.00万元，支出决算为45.50万元，完成年初预算的91.00%，决算数小于年初预算数的主要原因是采购节约4.50万元。",
    );
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
    let got = facts(
        "四、财政拨款收入支出决算总体情况说明\n2024年度财政拨款收、支总计100.00万元（财政拨款收入总计含年初财政拨款结转和结余2.00万元），与上年相比，增加10.00万元，增长11.11%。",
    );
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
    let got = facts(
        "十、其他重要事项的情况说明\n（三）国有资产占有使用情况\n截至2024年12月31日，共有车辆3辆，其中：机要通信用车1辆、其他用车2辆。单价100万元（含）以上设备（不含车辆）1台（套）。2025年安排购置车辆1辆，其中：其他用车1辆。",
    );
    assert_eq!(got[..4], ["车辆 = 3", "车辆[事项=机要通信用车] = 1", "车辆[事项=其他用车] = 2", "大型设备 = 1"]);
    assert!(!got[4..].iter().any(|f| f.starts_with("车辆")), "{got:?}");
}

#[test]
fn parts_and_joint_amounts_are_not_the_whole() {
    for sentence in [
        "下属单位的基本支出50.00万元。",
        "局本级基本支出50.00万元。",
        "财政拨款基本支出50.00万元。",
        "新增基本支出5.00万元。",
        "事业单位项目支出8.00万元。",
        "剔除学校后，基本支出70.00万元。",
        "本年支出合计（不含上缴上级支出）500.00万元。",
        "基本支出和项目支出合计80.00万元。",
        "基本支出、项目支出分别为50.00万元和60.00万元。",
        "项目支出降为30.00万元。",
        "基本支出增加到30.00万元。",
    ] {
        let got = facts(&format!("三、支出决算情况说明\n{sentence}"));
        assert!(got.is_empty(), "{sentence} {got:?}");
    }
}

#[test]
fn a_share_of_another_whole_or_of_points_is_none_of_the_section() {
    let got = facts(
        "三、支出决算情况说明\n基本支出100.00万元，占财政拨款支出的50%，占比提高2.3个百分点。项目支出40.00万元，占上年决算数的90%。",
    );
    assert_eq!(got, ["支出[性质=基本支出] = 100.00万元", "支出[性质=项目支出] = 40.00万元"]);
}

#[test]
fn negative_changes_wide_digits_and_wide_commas() {
    let got = facts(
        "三、支出决算情况说明\n本年支出合计3，518.85万元，其中：基本支出１００．００万元，与上年相比增加-5.00万元，增长-4.76%。",
    );
    assert_eq!(
        got,
        [
            "支出 = 3518.85万元",
            "支出[性质=基本支出] = 100.00万元",
            "支出[性质=基本支出,口径=增减额,基数=上年] = -5.00万元",
            "支出[性质=基本支出,口径=增长率,基数=上年] = -4.76%",
        ]
    );
}

#[test]
fn a_reason_goes_on_where_it_counts_on() {
    let got = facts(
        "三、支出决算情况说明\n项目支出50.00万元，比上年增加10.00万元，主要原因：一是人员增加3.00万元。二是基本支出减少3.00万元。基本支出20.00万元。",
    );
    assert_eq!(
        got,
        [
            "支出[性质=项目支出] = 50.00万元",
            "支出[性质=项目支出,口径=增减额,基数=上年] = 10.00万元",
            "支出[性质=项目支出,口径=增减事由,基数=上年] = 3.00万元",
            "支出[性质=项目支出,口径=增减事由,基数=上年] = -3.00万元",
            "支出[性质=基本支出] = 20.00万元"
        ]
    );
}

#[test]
fn after_a_list_a_comparison_without_subject_is_nobodys() {
    let got = facts(
        "五、一般公共预算财政拨款支出决算情况说明\n（一）一般公共预算财政拨款支出决算总体情况\n2024年度一般公共预算财政拨款支出116.00万元，其中：基本支出80.00万元；项目支出36.00万元。较2023年度决算数增加19.00万元，增长19.59%。",
    );
    assert_eq!(got.len(), 3, "{got:?}");
}

#[test]
fn a_budget_and_the_rate_of_its_completion_in_one_breath() {
    let got = facts(
        "七、财政拨款“三公”经费支出决算情况说明\n公务接待费支出决算为3.00万元，完成全年预算4.00万元的75%，比上年决算数减少1.00万元，下降25%。",
    );
    assert_eq!(
        got,
        [
            "三公经费[事项=公务接待费] = 3.00万元",
            "三公经费[阶段=全年预算,事项=公务接待费] = 4.00万元",
            "三公经费[事项=公务接待费,口径=完成率,基数=全年预算] = 75%",
            "三公经费[事项=公务接待费,口径=增减额,基数=上年] = -1.00万元",
            "三公经费[事项=公务接待费,口径=增长率,基数=上年] = -25%",
        ]
    );
}

#[test]
fn a_purpose_ends_where_the_item_states_its_budget() {
    let got = facts(
        "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n1.文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项），主要用于购书2.00万元等支出，年初预算为50.00万元，当年支出决算为45.50万元。",
    );
    assert_eq!(
        got,
        [
            "支出[阶段=年初预算,资金=一般公共预算财政拨款,科目=2070104] = 50.00万元",
            "支出[资金=一般公共预算财政拨款,科目=2070104] = 45.50万元"
        ]
    );
}

#[test]
fn an_item_whose_head_cannot_be_read_is_not_the_item_before() {
    let got = facts(
        "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n1.文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）。年初预算为50.00万元，支出决算为45.50万元。\n2.卫生健康支出（类）行政事业单位医疗（款）年初预算为5.00万元，支出决算为4.00万元。",
    );
    assert_eq!(got.len(), 2, "{got:?}");
}

#[test]
fn a_heading_may_run_into_its_text() {
    let report = budget(
        "二、单位收支总体情况\n（一）收入预算：2024年年初预算数100.00万元，其中：一般公共预算拨款90.00万元，其他收入资金10.00万元。较2023年增加5.00万元。\n（二）支出预算：2024年年初预算数100.00万元，其中：教育支出预算60.00万元，住房保障支出预算40.00万元。\n三、其他重要事项\n1.机关运行经费。2024年一般公共预算财政拨款运行经费20.00万元，比上年减少1.00万元。",
    );
    assert_eq!(
        said(&report),
        [
            "收入总计 = 100.00万元",
            "收入[来源=一般公共预算财政拨款收入] = 90.00万元",
            "收入[来源=其他收入] = 10.00万元",
            "支出总计 = 100.00万元",
            "支出[科目=205] = 60.00万元",
            "支出[科目=221] = 40.00万元",
            "机关运行经费 = 20.00万元",
            "机关运行经费[口径=增减额,基数=上年] = -1.00万元",
        ]
    );
}

#[test]
fn the_year_compared_with_is_not_the_reports() {
    let report = budget(
        "2024年部门预算编制说明\n收入预算50.00万元，比2023年预算增加1.00万元。支出预算50.00万元，比2023年预算增加1.00万元，与2023年预算持平，较2023年预算增加，与2023年预算相比，比2023年预算少。",
    );
    assert_eq!(report.identity.fiscal_year, Some(2024));
    assert_eq!(report.identity.entity.as_deref(), Some("青禾市河湾区文化局"));
}

#[test]
fn what_is_to_be_bought_is_not_owned() {
    let report = budget(
        "其他相关情况说明\n五、国有资产占有使用情况\n截至2023年8月31日，共有车辆20辆；单位价值100万元以上设备（不含车辆）5台（套）。2024年部门预算安排购置车辆1辆，单位价值100万元以上设备（不含车辆）0台（套）。",
    );
    assert_eq!(said(&report), ["车辆 = 20", "大型设备 = 5", "公务用车购置数 = 1"]);
}

#[test]
fn columns_of_another_year_and_of_changes_are_not_this_years_amounts() {
    let report = budget(
        "一般公共预算支出表\n单位：万元\n功能分类科目\t\t2023年执行数\t2024年预算数\t\t\t比上年增减\n科目编码\t科目名称\t\t小计\t基本支出\t项目支出\t增减额\n205\t教育支出\t45.00\t50.00\t20.00\t30.00\t5.00\n合计\t\t45.00\t50.00\t20.00\t30.00\t5.00",
    );
    assert_eq!(
        said(&report),
        [
            "支出[资金=一般公共预算财政拨款,科目=205] = 50.00万元",
            "支出[资金=一般公共预算财政拨款,性质=基本支出,科目=205] = 20.00万元",
            "支出[资金=一般公共预算财政拨款,性质=项目支出,科目=205] = 30.00万元",
            "支出[资金=一般公共预算财政拨款] = 50.00万元",
            "支出[资金=一般公共预算财政拨款,性质=基本支出] = 20.00万元",
            "支出[资金=一般公共预算财政拨款,性质=项目支出] = 30.00万元",
        ]
    );
}

#[test]
fn a_total_that_takes_in_what_was_carried_over_is_no_income_of_the_year() {
    let report = budget(
        "部门收入总表\n单位：万元\n科目编码\t科目名称\t合计\t上年结转\t事业收入\n205\t教育支出\t50.00\t10.00\t40.00\n合计\t\t50.00\t10.00\t40.00",
    );
    assert_eq!(
        said(&report),
        [
            "收入总计[科目=205] = 50.00万元",
            "年初结转和结余[科目=205] = 10.00万元",
            "收入[来源=事业收入,科目=205] = 40.00万元",
            "收入总计 = 50.00万元",
            "年初结转和结余 = 10.00万元",
            "收入[来源=事业收入] = 40.00万元"
        ]
    );
}

#[test]
fn a_purpose_takes_its_amount_to_pieces() {
    let got = facts(
        "十、一般性支出情况说明\n2024年度，会议费支出1.20万元，用于召开河道保护工作会餐费0.80万元、古籍修缮评审会场地费0.40万元。培训费支出0.60万元，人均标准为0.02万元。",
    );
    assert_eq!(
        got,
        ["会议费 = 1.20万元", "会议费[口径=用途] = 0.80万元", "会议费[口径=用途] = 0.40万元", "培训费 = 0.60万元",]
    );
}

#[test]
fn a_reason_tells_of_more_and_of_less() {
    let got = facts(
        "八、机关运行经费支出情况\n2024年度机关运行经费支出50.00万元，比2023年度增加3.00万元。主要原因是新增租车费4.50万元、物业费0.50万元，减少印刷费2.00万元，其中减少报刊费1.00万元。",
    );
    assert_eq!(
        got,
        [
            "机关运行经费 = 50.00万元",
            "机关运行经费[口径=增减额,基数=上年] = 3.00万元",
            "机关运行经费[口径=增减事由,基数=上年] = 4.50万元",
            "机关运行经费[口径=增减事由,基数=上年] = 0.50万元",
            "机关运行经费[口径=增减事由,基数=上年] = -2.00万元",
        ]
    );
}

#[test]
fn numbered_paragraphs_list_the_pieces_of_the_amount_above() {
    let got = facts(
        "七、财政拨款“三公”经费支出决算情况说明\n国内公务接待支出0.50万元，具体内容包括：\n（1）接待古籍普查组就餐费0.30万元；\n（2）接待河道巡查组就餐费0.20万元。\n外事接待支出0万元。",
    );
    assert_eq!(
        got,
        [
            "三公经费[事项=国内公务接待费] = 0.50万元",
            "三公经费[事项=国内公务接待费,口径=用途] = 0.30万元",
            "三公经费[事项=国内公务接待费,口径=用途] = 0.20万元",
            "三公经费[事项=外事接待费] = 0.00万元",
        ]
    );
}

#[test]
fn what_is_counted_may_stand_behind_its_figure() {
    let got = facts(
        "第一部分 部门概况\n二、机构设置\n青禾市河湾区文化局内设6个科室。下属二级预算单位3个，其中行政单位0个，参公单位1个，其他事业单位2个。\n第二部分 2024年度部门决算情况说明\n十、预算绩效管理情况\n组织对古籍修缮、河道展陈等2个项目开展了预算事前绩效评估，对9个项目编制了绩效目标，选取7个项目开展绩效监控，其中对3个项目开展绩效自评。",
    );
    assert_eq!(
        got,
        [
            "机构[事项=内设机构] = 6",
            "机构[事项=下属单位] = 3",
            "机构[事项=行政单位] = 0",
            "机构[事项=参公单位] = 1",
            "机构[事项=事业单位] = 2",
            "绩效评估项目数 = 2",
            "绩效目标项目数 = 9",
            "绩效监控项目数 = 7",
        ]
    );
}

#[test]
fn money_between_the_kinds_of_cars_does_not_end_the_count() {
    let got = facts(
        "七、财政拨款“三公”经费支出决算情况说明\n全年更新购置公务用车2辆，其中：轿车1辆、金额15.00万元，越野车1辆、金额20.00万元。",
    );
    assert_eq!(
        got,
        [
            "公务用车购置数 = 2",
            "公务用车购置数[事项=轿车] = 1",
            "公务用车购置金额[事项=轿车] = 15.00万元",
            "公务用车购置数[事项=越野车] = 1",
            "公务用车购置金额[事项=越野车] = 20.00万元",
        ]
    );
}

#[test]
fn each_project_has_a_budget_of_its_own() {
    let report = budget(
        "2024年部门预算编制说明\n一、项目概况\n六、年度预算安排\n2024年度项目总预算30.00万，其中古籍修缮20.00万，河道展陈稳增长10.00万，合计30.00万。\n一、项目概况\n六、年度预算安排\n2024年度项目总预算8.00万。",
    );
    assert_eq!(
        said(&report),
        [
            "项目预算[事项=第1项] = 30.00万元",
            "项目预算[事项=第1项,口径=用途] = 20.00万元",
            "项目预算[事项=第1项,口径=用途] = 10.00万元",
            "项目预算[事项=第1项] = 30.00万元",
            "项目预算[事项=第2项] = 8.00万元",
        ]
    );
}

#[test]
fn level_with_the_year_before_is_a_claim() {
    let report = read(
        "七、财政拨款“三公”经费支出决算情况说明\n公务接待费支出3.20万元，与2023年度持平。因公出国（境）费支出0万元，与上年基本持平。",
    );
    let claims: Vec<String> =
        report.claims.iter().map(|c| format!("{} {:?} {} “{}”", c.left, c.says, c.right, c.printed)).collect();
    assert_eq!(claims, ["三公经费[事项=公务接待费] Equal 三公经费[年度=上年,事项=公务接待费] “与2023年度持平”"]);
}

#[test]
fn figures_not_understood_say_where_and_why() {
    let report = read(
        "八、机关运行经费支出情况\n建成“10分钟”文化圈。2024年度机关运行经费支出50.00万元，河湾区古籍馆库房修缮一次性支出3.00万元。",
    );
    let unread: Vec<String> =
        report.figures.iter().filter(|f| f.fact.is_none()).map(|f| format!("{} | {}", f.text, f.reason)).collect();
    assert_eq!(unread, ["河湾区古籍馆库房修缮一次性支出3.00万元 | 不认识“河湾区古籍馆库房修缮一次性”"]);
}

#[test]
fn a_row_with_more_cells_than_the_header_places_nothing() {
    let report = read(
        "支出决算表\n单位：万元\n科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n207\t文化旅游体育与传媒支出\t30.00\t20.00\t10.00\n20701\t文化和旅游\t30\t.00\t20.00\t10.00\n",
    );
    let uneven: Vec<String> =
        report.tables[0].uneven.iter().map(|u| format!("{} {} {}", u.row, u.cells, u.columns)).collect();
    assert_eq!(uneven, ["2 6 5"]);
    assert!(!report.facts.iter().any(|f| f.coordinates.to_string().contains("20701")), "{:?}", said(&report));
    assert!(report.figures.iter().any(|f| f.reason.contains("格数")));
}

#[test]
fn economic_subjects_by_purse() {
    let report = read(
        "财政拨款支出决算明细表\n单位：万元\n科目编码\t科目名称\t合计\t一般公共预算财政拨款\t\t\t政府性基金预算财政拨款\n\t\t\t小计\t基本支出\t项目支出\t\n301\t工资福利支出\t30.00\t28.00\t20.00\t8.00\t2.00\n",
    );
    assert_eq!(
        said(&report),
        [
            "支出[资金=财政拨款,经济科目=301] = 30.00万元",
            "支出[资金=一般公共预算财政拨款,经济科目=301] = 28.00万元",
            "支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目=301] = 20.00万元",
            "支出[资金=一般公共预算财政拨款,性质=项目支出,经济科目=301] = 8.00万元",
            "支出[资金=政府性基金预算财政拨款,经济科目=301] = 2.00万元",
        ]
    );
}
