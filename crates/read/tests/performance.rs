#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
//! Performance forms and evaluation reports, case by case.

use mingzhang_catalog::Catalog;
use mingzhang_model::performance::{FormCell, FormKind, Indicator, PerformanceForm};
use mingzhang_model::{Disclosure, Unit};

fn read(text: &str) -> Disclosure {
    let document = mingzhang_decode::decode(text.as_bytes(), "case.txt").expect("the case is plain text");
    mingzhang_read::read(document, Catalog::embedded())
}

/// Rows of cells between bars to the text that Word forms become: one cell a line, each led by a tab, an empty line after each row.
fn flattened(rows: &str) -> String {
    let row = |line: &str| -> String { line.split('|').map(|cell| format!("\t{}\n", cell.trim())).collect() };
    rows.lines().filter(|l| !l.trim().is_empty()).map(|l| format!("{}\n", row(l))).collect()
}

fn form(rows: &str) -> PerformanceForm {
    let mut forms = read(&flattened(rows)).forms;
    assert_eq!(forms.len(), 1, "{forms:#?}");
    forms.remove(0)
}

fn text_of(cell: &Option<FormCell>) -> &str {
    cell.as_ref().map_or("∅", |c| c.text.as_str())
}

/// Levels (with * where the row prints them), name, comparator, target, unit, actual, weight, score.
fn line(i: &Indicator) -> String {
    let star = |prints: bool| if prints { "*" } else { "" };
    format!(
        "{}{}/{}{}/{} {} {} {} {} {} {}",
        i.level1.text,
        star(i.prints.0),
        i.level2.text,
        star(i.prints.1),
        i.name.text,
        text_of(&i.comparator),
        i.target.text,
        text_of(&i.unit),
        text_of(&i.actual),
        text_of(&i.weight),
        text_of(&i.score)
    )
}

fn lines(form: &PerformanceForm) -> Vec<String> {
    form.indicators.iter().map(line).collect()
}

const HEAD: &str = "
部门预算项目支出绩效自评表（2024年度）
项目名称 | 51990024T000000012345-档案整理费
主管部门 | 青禾市人事局 | 实施单位 （盖章） | 青禾市档案中心
项目基本情况 | 1.项目年度目标完成情况 | 项目年度目标 | 年度目标完成情况
 | | 整理档案五千卷 | 已经整理
 | 2.项目实施内容及过程概述 |
预算执行情况（10分） | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因
 | 总额 | 2,656.37 | 2,656.37 | 1,248.75 | 47.01% | 10 | 4.7 | 部分项目取消
 | 其中：财政资金 | 0.00 | 0.00 | 0.00 | 0.00% | / | / |
 | 其他资金 | | | | | / | / |
";

const COLUMNS: &str = "绩效指标（90分） | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因分析\n";

#[test]
fn a_form_of_one_cell_a_line() {
    let form = form(&format!(
        "{HEAD}{COLUMNS}
 | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | 3,827 | 30 | 22.96 | 人手不足
 | | | 建立目录 | = | 1 | 套 | 1套 | 10 | 10 |
 | 成本指标 | 经济成本指标 | 整理成本 | ≤ | 30 | 万 | 8.01万元 | 50 | 50 |
合计 | 100 | 87.66 |
评价结论 | 基本完成。
存在问题 | 无
改进措施 | 无
项目负责人：甲 | 财务负责人：
 | | | | | | | | | |
报表说明：本表由系统生成。
"
    ));
    assert_eq!(form.kind, FormKind::ProjectSelfEvaluation);
    assert_eq!((form.year, form.code.as_str()), (Some(2024), "51990024T000000012345"));
    assert_eq!((form.supervisor.text.as_str(), form.unit.text.as_str()), ("青禾市人事局", "青禾市档案中心"));
    assert_eq!((form.goal[0].text.as_str(), form.achieved[0].text.as_str()), ("整理档案五千卷", "已经整理"));
    assert!(form.process.is_blank() && form.process.place.line.is_some());
    assert_eq!(form.funds.len(), 3);
    assert_eq!((text_of(&form.funds[0].executed), text_of(&form.funds[0].rate)), ("1,248.75", "47.01%"));
    assert_eq!((text_of(&form.funds[0].score), text_of(&form.funds[0].reason)), ("4.7", "部分项目取消"));
    assert_eq!(form.funds[2].label.text, "其他资金");
    assert_eq!(
        lines(&form),
        [
            "产出指标*/数量指标*/整理档案 ≥ 5000 卷 3,827 30 22.96",
            "产出指标/数量指标/建立目录 = 1 套 1套 10 10",
            "成本指标*/经济成本指标*/整理成本 ≤ 30 万 8.01万元 50 50",
        ]
    );
    assert_eq!(text_of(&form.indicators[0].reason), "人手不足");
    let total = form.total.as_ref().unwrap();
    assert_eq!((total.weight.text.as_str(), total.score.text.as_str()), ("100", "87.66"));
    assert_eq!(form.conclusion.text, "基本完成。");
    assert_eq!(form.signatures.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["项目负责人：甲", "财务负责人："]);
    assert_eq!(form.strays.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["报表说明：本表由系统生成。"]);
    assert!(form.problems_read.is_empty());
}

#[test]
fn places_are_the_cells() {
    let rows =
        format!("{HEAD}{COLUMNS} | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | | 90 | 90 |\n合计 | 100 | |");
    let text = flattened(&rows);
    let form = read(&text).forms.remove(0);
    let score = form.indicators[0].score.as_ref().unwrap();
    let [from, to] = score.place.offset.unwrap();
    assert_eq!(text.chars().skip(from).take(to - from).collect::<String>(), "90");
    assert_eq!(text.lines().nth(score.place.line.unwrap() - 1), Some("\t90"));
    let actual = form.indicators[0].actual.as_ref().unwrap();
    assert!(actual.is_blank());
    assert_eq!(text.lines().nth(actual.place.line.unwrap() - 1), Some("\t"));
    assert!(form.total.unwrap().score.is_blank());
}

#[test]
fn labels_may_be_lost() {
    let head = COLUMNS.replace("绩效指标（90分）", "");
    let form = form(&format!(
        "{HEAD}{head}
 | 产出指标 | 时效指标 | 完成时间 | ＜ | 12 | 月 | 5 | 60 | 60 |
 | 满意度指标 | 满意度指标 | 群众满意度 | ＞90% | 80 | % | 90 | 30 | 30 |
 | | | | | | | | 100 | 100 |
评价结论 | 完成。
"
    ));
    assert_eq!(form.indicators.len(), 2);
    assert_eq!(line(&form.indicators[1]), "满意度指标*/满意度指标*/群众满意度 ＞90% 80 % 90 30 30");
    let total = form.total.unwrap();
    assert!(total.label.is_blank());
    assert_eq!(total.score.text, "100");
}

#[test]
fn rows_without_a_name_are_kept() {
    let form = form(&format!(
        "{HEAD}{COLUMNS}
 | 产出指标 | 数量指标 | 参会人数 | ≥ | 150 | 人 | 160 | 20 | 20 |
 | | 数量指标 | 租车 | ＞ | 3 | 辆 | 3 | 15 | 15 |
 | | | | | | | | | |
 | | | | | | | | | 90 |
合计 | 100 | |
"
    ));
    assert_eq!(
        lines(&form)[1..],
        ["产出指标/数量指标*/租车 ＞ 3 辆 3 15 15", "产出指标/数量指标/      ", "产出指标/数量指标/      90"]
    );
}

#[test]
fn a_form_without_indicators() {
    let blank = form(&format!("{HEAD}{COLUMNS}合计 | 100 | |\n评价结论 | 完成。\n"));
    assert!(blank.indicators.is_empty() && blank.total.is_some());
    let headless = form(&format!("{HEAD}评价结论 | 完成。\n"));
    assert!(headless.indicators.is_empty());
    assert!(headless.problems_read[0].1.contains("没有找到绩效指标的表头"), "{:?}", headless.problems_read);
    assert!(headless.problems_read[0].0.line.is_some());
}

#[test]
fn a_thousand_indicators_and_text_in_numeric_cells() {
    let rows: String =
        (0..1000).map(|n| format!(" | | | 事项{n} | ≥ | 约十个 | 个 | 若干 | 待定 | 满分 |\n")).collect();
    let form = form(&format!("{HEAD}{COLUMNS}{rows}合计 | 一百 | 优 |\n"));
    assert_eq!(form.indicators.len(), 1000);
    assert_eq!(line(&form.indicators[999]), "//事项999 ≥ 约十个 个 若干 待定 满分");
    assert_eq!(form.total.unwrap().score.text, "优");
}

#[test]
fn a_row_that_lost_cells_is_put_in_its_columns_and_told() {
    let form = form(&format!(
        "{HEAD}{COLUMNS}
 | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | 5000 | 30 | 30 |
建立目录 | ＝ | 1 | 套 | 1 | 10 | 10 |
质量指标 | 差错率 | ≤ | 1 | % | 0 | 50 | 50 |
合计 | 100 | 100 |
"
    ));
    assert_eq!(lines(&form)[1], "产出指标/数量指标/建立目录 ＝ 1 套 1 10 10");
    assert_eq!(lines(&form)[2], "产出指标/质量指标*/差错率 ≤ 1 % 0 50 50");
    assert!(form.problems_read[0].1.contains("2行的格比表头少"), "{:?}", form.problems_read);
}

#[test]
fn a_row_with_too_many_cells_is_told() {
    let form = form(&format!(
        "{HEAD}{COLUMNS} | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | 5000 | 90 | 90 | | 多出的话\n合计 | 100 | 100 |\n"
    ));
    assert_eq!(lines(&form), ["产出指标*/数量指标*/整理档案 ≥ 5000 卷 5000 90 90"]);
    assert_eq!(form.strays[0].text, "多出的话");
    assert!(form.problems_read[0].1.contains("多出的话"));
}

#[test]
fn an_overall_form_with_tasks_and_labels_above_amounts() {
    let form = form(
        "
部门整体支出绩效目标完成情况自评表
（2024年度）
单位：万元
部门名称 | 青禾市人事部门
年度部门整体支出预算 | 资金总额 | 财政拨款 | 其他资金
 | 13.50 | 10.50 | 3.00
年度总体目标 | 办好人事业务。
年度主要任务 | 任务名称 | 主要内容
 | 考试 | 组织考试。
 | 培训 | 组织培训。
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 绩效指标性质 | 绩效指标值 | 绩效度量单位 | 权重 | 实际完成指标值
 | 产出指标 | 数量指标 | 考试场次 | ≥ | 5 | 场 | 90% | 6
",
    );
    assert_eq!((form.kind, form.money, form.year), (FormKind::OverallSelfEvaluation, Unit::WanYuan, Some(2024)));
    assert_eq!(form.name.text, "青禾市人事部门");
    let funds: Vec<_> = form.funds.iter().map(|f| (f.label.text.as_str(), text_of(&f.initial))).collect();
    assert_eq!(funds, [("资金总额", "13.50"), ("财政拨款", "10.50"), ("其他资金", "3.00")]);
    assert_eq!(form.goal[0].text, "办好人事业务。");
    assert_eq!(
        form.tasks.iter().map(|(t, c)| (t.text.as_str(), c.text.as_str())).collect::<Vec<_>>(),
        [("考试", "组织考试。"), ("培训", "组织培训。")]
    );
    assert_eq!(lines(&form), ["产出指标*/数量指标*/考试场次 ≥ 5 场 6 90% ∅"]);
}

#[test]
fn an_overall_form_in_columns_of_tabs_with_cells_astray() {
    // Some rows lost a cell; the name of level 1 stands in the middle of its rows.
    let text = "2024年度部门（单位）整体支出绩效自评表

部门（单位）名称\t\t青禾市人事局\t\t\t\t\t
年度预算申请（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t6.00\t9.00\t9.00\t10\t100\t10
\t按收入性质分：\t\t\t\t按支出性质分：\t\t
\t其中：一般公共预算：9.00\t\t\t\t其中：基本支出：5.00\t\t
\t政府性基金拨款：\t\t\t\t项目支出：4.00\t\t
年度总体目标\t其他资金：\t\t\t\t\t\t
\t预期目标\t\t\t\t实际完成情况\t\t
\t稳就业\t\t\t\t就业稳定\t\t
\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标（40分）\t数量指标\t招聘人数\t260人\t398人\t40\t40
\t经济效益指标\t\t\t\t\t
效益指标（40分）\t社会效益指标\t知晓情况\t提升\t提升\t40\t40
满意度指标（10分）\t服务对象满意度指标\t满意度\t90%\t90%\t10\t10
总分\t\t\t\t100\t100\t
";
    let form = read(text).forms.remove(0);
    assert_eq!(form.kind, FormKind::OverallSelfEvaluation);
    assert_eq!(form.name.text, "青禾市人事局");
    assert_eq!((form.goal[0].text.as_str(), form.achieved[0].text.as_str()), ("稳就业", "就业稳定"));
    let funds: Vec<_> = form.funds.iter().map(|f| (f.label.text.as_str(), text_of(&f.executed))).collect();
    assert_eq!(
        funds,
        [
            ("年度资金总额", "9.00"),
            ("一般公共预算", "9.00"),
            ("基本支出", "5.00"),
            ("政府性基金拨款", ""),
            ("项目支出", "4.00"),
            ("其他资金", "")
        ]
    );
    assert_eq!(
        lines(&form),
        [
            "产出指标（40分）*/数量指标*/招聘人数 ∅ 260人 ∅ 398人 40 40",
            "效益指标（40分）/经济效益指标*/ ∅  ∅   ",
            "效益指标（40分）*/社会效益指标*/知晓情况 ∅ 提升 ∅ 提升 40 40",
            "满意度指标（10分）*/服务对象满意度指标*/满意度 ∅ 90% ∅ 90% 10 10",
        ]
    );
    assert_eq!(form.total.unwrap().score.text, "100");
    assert_eq!(form.problems_read.len(), 1);
}

#[test]
fn a_form_of_targets() {
    let form = form(
        "
项目支出绩效目标填报表
（2024年度）
项目名称 | 就业补贴 | 项目性质 | 经常性项目
主管部门 | 青禾市河湾区街道办 | 实施单位 | 街道就业站
项目资金（元） | 项目资金总额 | 6,000.00 | 年度资金申请总额 | 5,000.00
 | 其中：财政资金 | 6,000.00 | 其中：当年财政拨款 | 5,000.00
 | 其他资金 | 0.00 | 其他资金 | 0.00
项目绩效目标 | 项目总目标 | 年度总体目标
 | 促进就业 | 发放补贴
 | 一级指标 | 二级指标 | 三级指标 | 年度(/项目)指标值
绩效指标 | 产出指标 | 数量指标 | 发放人数 | ≥12.00(人)
",
    );
    assert_eq!((form.kind, form.money), (FormKind::ProjectTargets, Unit::Yuan));
    let particulars: Vec<_> = form.particulars.iter().map(|(l, v)| (l.text.as_str(), v.text.as_str())).collect();
    assert_eq!(particulars, [("项目性质", "经常性项目"), ("项目总目标", "促进就业")]);
    assert_eq!(form.goal.len(), 1);
    // Each total with its own parts.
    let funds: Vec<_> = form.funds.iter().map(|f| (f.label.text.as_str(), text_of(&f.initial))).collect();
    assert_eq!(
        funds,
        [
            ("项目资金总额", "6,000.00"),
            ("其中：财政资金", "6,000.00"),
            ("其他资金", "0.00"),
            ("年度资金申请总额", "5,000.00"),
            ("其中：当年财政拨款", "5,000.00"),
            ("其他资金", "0.00")
        ]
    );
    assert_eq!(lines(&form), ["产出指标*/数量指标*/发放人数 ∅ ≥12.00(人) ∅ ∅ ∅ ∅"]);
}

#[test]
fn a_form_of_monitoring() {
    let form = form(
        "
项目支出绩效运行监控表
（2024年度）
项目名称 | 就业补贴
主管部门 | 青禾市人事局 | 实施单位 | 青禾市就业中心
项目资金（万元） | | 年初预算数 | 1-7月执行数 | 1-7月执行率 | 全年预计执行数
 | 年度资金总额 | 50.00 | 20.00 | 40.00% | 50.00
年度总体目标 | 发放补贴。
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 偏差原因分析
 | 产出指标 | 数量指标 | 发放人数 | ≥12人 | 5人 | 12人 | 申报晚
",
    );
    assert_eq!(form.kind, FormKind::Monitoring);
    let fund = &form.funds[0];
    assert_eq!((text_of(&fund.executed), text_of(&fund.rate), text_of(&fund.expected)), ("20.00", "40.00%", "50.00"));
    let i = &form.indicators[0];
    assert_eq!((text_of(&i.actual), text_of(&i.expected), text_of(&i.reason)), ("5人", "12人", "申报晚"));
}

#[test]
fn two_forms_in_one_table() {
    let one = |name: &str| {
        format!(
            "项目名称 | {name}\n主管部门 | 甲局 | 实施单位 | 乙站\n{COLUMNS} | 产出指标 | 数量指标 | 场次 | ≥ | 5 | 场 | 5 | 90 | 90 |\n合计 | 100 | 100 |\n"
        )
    };
    let forms = read(&flattened(&format!("{}{}", one("考试费"), one("培训费")))).forms;
    let names: Vec<_> = forms.iter().map(|f| (f.name.text.as_str(), f.indicators.len())).collect();
    assert_eq!(names, [("考试费", 1), ("培训费", 1)]);
}

#[test]
fn tables_of_the_accounts_are_no_forms() {
    let forms = read("绩效目标情况表\n\n项目\t金额\t指标数\n一、绩效管理\t5.00\t3\n总计\t5.00\t3\n\n").forms;
    assert!(forms.is_empty(), "{forms:#?}");
}

#[test]
fn a_report_with_items_groups_and_total() {
    let report = read(
        "第四部分 附件
专项预算项目绩效评价报告
（园区补贴经费）
一、项目概况
本项目支持园区发展。
三、绩效分析
根据实际，通用指标60分，专用指标40分。
（一）通用指标绩效分析。
1.项目决策。围绕决策程序进行分析。
决策程序：程序严密，符合规定。
该项指标分值6分，自评得分6分。
预算执行：预算100万元，开支80.4万元。该项指标分值54分，自评得分49.6分。
项目结果。围绕目标完成进行分析。
目标完成：已经完成。
该项指标分值3分，自评得分3分。
（二）专用指标绩效分析。
1.服务企业。企业得到服务。
该项指标分值40分，自评得分39分。
四、评价结论
综上，该项目自评得分97.6分。
",
    );
    assert_eq!(report.evaluations.len(), 1);
    let found = &report.evaluations[0];
    assert_eq!(found.title.text, "专项预算项目绩效评价报告（园区补贴经费）");
    let items: Vec<_> = found
        .items
        .iter()
        .map(|i| format!("{}/{} {} {}", i.path.join("/"), i.name, i.weight.number(), i.score.number()))
        .collect();
    assert_eq!(
        items,
        [
            "绩效分析/通用指标绩效分析/项目决策/决策程序 6 6",
            "绩效分析/通用指标绩效分析/项目决策/预算执行 54 49.6",
            "绩效分析/通用指标绩效分析/项目结果/目标完成 3 3",
            "绩效分析/专用指标绩效分析/服务企业 40 39",
        ]
    );
    assert_eq!(found.items[1].quote, "该项指标分值54分，自评得分49.6分");
    assert_eq!(found.items[1].place.line, Some(12));
    let announced: Vec<_> = found.announced.iter().map(|(n, f, _)| format!("{n}{}", f.number())).collect();
    assert_eq!(announced, ["通用指标60", "专用指标40"]);
    assert_eq!(
        found.totals.iter().map(|(f, c)| (f.number(), c.text.as_str())).collect::<Vec<_>>(),
        [("97.6".to_owned(), "该项目自评得分97.6分")]
    );
    let unread: Vec<_> = report.figures.iter().filter(|f| !f.understood()).map(|f| f.text.as_str()).collect();
    assert!(unread.iter().all(|t| !t.contains('分')), "{unread:?}");
}

#[test]
fn a_new_level_one_carries_no_level_two_of_the_last() {
    let form = form(&format!(
        "{HEAD}{COLUMNS}
 | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | 5000 | 40 | 40 |
 | 效益指标 | | 查阅方便 | 定性 | 优 | | 优 | 50 | 50 |
合计 | 100 | 100 |
"
    ));
    assert_eq!(lines(&form)[1], "效益指标*//查阅方便 定性 优  优 50 50");
}

#[test]
fn a_label_over_the_labels_of_goals_has_no_goal_of_its_own() {
    let text = "项目支出绩效自评表（2024年度）
项目名称\t考试费\t\t\t\t
年度总体目标\t预期目标\t\t实际完成情况\t\t
\t办好考试\t\t已经办好\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值
\t产出指标\t数量指标\t场次\t≥5场\t6场
";
    let form = read(text).forms.remove(0);
    assert_eq!(form.goal.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["办好考试"]);
    assert_eq!(form.achieved.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["已经办好"]);
}

#[test]
fn a_cell_that_is_missing_has_a_place_all_the_same() {
    let form = form(&format!(
        "{HEAD}{COLUMNS} | 产出指标 | 数量指标 | 整理档案 | ≥ | 5000 | 卷 | 5000 | 90\n合计 | 100 | 100 |\n"
    ));
    let score = form.indicators[0].score.as_ref().unwrap();
    assert!(score.is_blank() && score.place.line.is_some(), "{score:?}");
}
