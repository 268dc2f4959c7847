#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
//! Tables as converters and hasty hands leave them.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Kind};

fn read(text: &str) -> Disclosure {
    let document = mingzhang_decode::decode(text.as_bytes(), "case").expect("the case decodes");
    mingzhang_read::read(document, Catalog::embedded())
}

fn said(report: &Disclosure) -> Vec<String> {
    report.facts.iter().map(|f| format!("{} = {}", f.coordinates, f.figure)).collect()
}

/// A table whose header and rows are given as cells with the columns they cover.
fn spread(header: &[(&str, usize)], row: &[(&str, usize)]) -> Vec<String> {
    let line = |cells: &[(&str, usize)]| -> String {
        cells.iter().map(|(text, n)| format!("<td colspan=\"{n}\">{text}</td>")).collect()
    };
    said(&read(&format!(
        "<html><body><p>2024年度部门决算</p><p>支出决算表</p><p>单位：万元</p>\
         <table><tr>{}</tr><tr>{}</tr></table></body></html>",
        line(header),
        line(row)
    )))
}

#[test]
fn a_figure_whose_cell_covers_two_columns_is_read_once() {
    let right = [
        "支出[科目=207] = 30.00万元",
        "支出[性质=基本支出,科目=207] = 20.00万元",
        "支出[性质=项目支出,科目=207] = 10.00万元",
    ];
    let name = [("科目代码", 1), ("科目名称", 1)];
    let row = [("207", 1), ("文化旅游体育与传媒支出", 1)];
    let even = spread(
        &[&name[..], &[("本年支出合计", 1), ("基本支出", 1), ("项目支出", 1)]].concat(),
        &[&row[..], &[("30.00", 1), ("20.00", 1), ("10.00", 1)]].concat(),
    );
    assert_eq!(even, right);
    // The wall before 项目支出 stands further to the right in the row than in the header, and further to the left.
    let late = spread(
        &[&name[..], &[("本年支出合计", 1), ("基本支出", 1), ("项目支出", 2)]].concat(),
        &[&row[..], &[("30.00", 1), ("20.00", 2), ("10.00", 1)]].concat(),
    );
    assert_eq!(late, right);
    let early = spread(
        &[&name[..], &[("本年支出合计", 1), ("基本支出", 2), ("项目支出", 1)]].concat(),
        &[&row[..], &[("30.00", 1), ("20.00", 1), ("10.00", 2)]].concat(),
    );
    assert_eq!(early, right);
}

#[test]
fn a_total_before_its_columns_is_the_total_all_the_same() {
    let row = |cells: &str| -> String {
        let cells: String = cells.split('|').map(|c| format!("<td>{}</td>", c.trim())).collect();
        format!("<tr>{cells}</tr>")
    };
    let rows = [
        "项目名称|整理档案|||||||||",
        "绩效指标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析",
        "|产出指标|数量指标|整理档案|≥|5000|卷|5000|40|40|",
        "|成本指标|经济成本指标|整理成本|≤|30|万元|30|50|50|",
        "合计|100|100||||||||",
    ];
    let table: String = rows.iter().map(|r| row(r)).collect();
    let report =
        read(&format!("<html><body><p>部门预算项目支出绩效自评表（2024年度）</p><table>{table}</table></body></html>"));
    let total = report.forms[0].total.as_ref().unwrap();
    assert_eq!((total.weight.text.as_str(), total.score.text.as_str()), ("100", "100"));
}

#[test]
fn forms_of_projects_make_no_budget_of_final_accounts() {
    let titles = "部门预算项目支出绩效自评表（2024年度）\n".repeat(40);
    let tables = "收入决算表\n支出决算表\n";
    // By its cover, and without one.
    assert_eq!(read(&format!("某市文化局2024年度部门决算\n{titles}{tables}")).identity.kind, Some(Kind::FinalAccounts));
    assert_eq!(read(&format!("{titles}{tables}")).identity.kind, Some(Kind::FinalAccounts));
    assert_eq!(
        read(&format!("某市文化局2024年部门预算\n上年决算\n上年决算\n{tables}")).identity.kind,
        Some(Kind::Budget)
    );
}
