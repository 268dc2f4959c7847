//! `mingzhang monitor` and `mingzhang indicators` as a clerk runs them.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::template;
use mingzhang_compile::{Book, Filled, Publishing, Row};
use mingzhang_model::performance::FormKind;
use mingzhang_model::{Amount, Coordinates};
use std::path::{Path, PathBuf};
use std::process::Command;

fn row(texts: &[(&str, &str)], numbers: &[(&str, i64)]) -> Row {
    let mut out = Row::default();
    for (key, value) in texts {
        out.texts.insert((*key).to_owned(), Filled { value: (*value).to_owned(), source: None });
    }
    for (key, value) in numbers {
        out.amounts.insert((*key).to_owned(), Filled { value: Amount(value * 10_000), source: None });
    }
    out
}

/// Project, levels 1 and 2, name, comparator, value, unit, weight, value of June, reason.
type Line<'a> = ([&'a str; 7], i64, &'a str, &'a str);

fn indicator((words, weight, midyear, reason): Line<'_>) -> Row {
    let keys = ["项目", "一级", "二级", "名称", "性质", "指标值", "单位"];
    let own = keys.into_iter().zip(words).chain([("年中值", midyear), ("原因", reason)]);
    let filled: Vec<(&str, &str)> = own.filter(|(_, v)| !v.is_empty()).collect();
    row(&filled, &[("权重", weight)])
}

/// The book of docs/performance-workbook.md.
fn book() -> Book {
    let mut out = Book { profile: "sichuan-final".to_owned(), ..Book::default() };
    for (name, value) in
        [("单位全称", "青禾市人力资源和社会保障局"), ("年度", "2024"), ("公开主体", "部门"), ("主要职责", "促进就业")]
    {
        out.say(name, Coordinates::default(), value, None);
    }
    let project = |code: &str, name: &str, goal: &str, money: &[(&str, i64)]| {
        let unit = "青禾市人力资源和社会保障局";
        let texts = [
            ("编码", code),
            ("名称", name),
            ("目标", goal),
            ("主管部门", unit),
            ("实施单位", unit),
            ("类型", "常年项目"),
        ];
        row(&texts, money)
    };
    let training = [("年初财政资金", 2_000_000), ("调整财政资金", 1_800_000), ("调整单位资金", 200_000)];
    let goal = "全年培训2000人次，参训人员考核合格率不低于95%，带动就业。";
    let projects = vec![
        project("24T001", "职业技能培训", goal, &training),
        project("24T002", "人事考试", "组织人事考试10项，安全无事故。", &[("年初财政资金", 800_000)]),
        project("", "驻村工作", "派驻1人，全年在岗。", &[("年初财政资金", 30_000)]),
    ];
    out.lists.insert("项目".to_owned(), projects);
    let (t, e, v) = ("24T001", "24T002", "驻村工作");
    let lines: [Line<'_>; 12] = [
        ([t, "产出指标", "数量指标", "职业技能培训人次", "≥", "2000", "人次"], 20, "600", ""),
        ([t, "产出指标", "数量指标", "培训合格率", "≥", "95", "%"], 20, "96.5", ""),
        ([t, "产出指标", "时效指标", "开班计划下达时间", "≤", "3", "月"], 10, "", ""),
        ([t, "效益指标", "社会效益指标", "参训学员满意度", "≥", "90", "%"], 20, "88", "个别班次教室条件差"),
        ([t, "成本指标", "经济成本指标", "培训总成本", "≤", "200", "万元"], 20, "70", ""),
        ([e, "产出指标", "数量指标", "人事考试组织项数", "＝", "10", "项"], 30, "5", ""),
        ([e, "产出指标", "质量指标", "考务工作差错率", "≤", "0", "%"], 20, "0", ""),
        ([e, "满意度指标", "服务对象满意度指标", "考生满意度", "≥", "90", "%"], 20, "95", ""),
        ([e, "成本指标", "经济成本指标", "考务总成本", "≤", "80", "万元"], 20, "74.5", ""),
        ([v, "产出指标", "数量指标", "派驻人员数", "＝", "1", "人"], 40, "1", ""),
        ([v, "效益指标", "社会效益指标", "驻村帮扶成效", "定性", "优", ""], 40, "优", ""),
        ([v, "满意度指标", "服务对象满意度指标", "村民满意度", "≥", "90", "%"], 10, "", ""),
    ];
    out.lists.insert("绩效指标".to_owned(), lines.into_iter().map(indicator).collect());
    let spent = |project: &str, date: &str, amount: i64, planned: &[(&str, i64)]| {
        let numbers = [&[("累计执行数", amount)], planned].concat();
        row(&[("项目", project), ("日期", date)], &numbers)
    };
    let progress = vec![
        spent(t, "2024-03-31", 100_000, &[]),
        spent(t, "2024-06-30", 700_000, &[]),
        spent(e, "2024-06-30", 280_000, &[("计划进度", 30)]),
        spent(v, "2024-05-31", 12_000, &[]),
    ];
    out.lists.insert("监控".to_owned(), progress);
    out
}

/// A folder of its own with the workbook of a book in it.
fn workbook(name: &str, book: &Book) -> (PathBuf, PathBuf) {
    let folder = std::env::temp_dir().join(format!("mingzhang-monitor-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let publishing = Publishing::load(&book.profile, None).unwrap();
    let file = folder.join("填报.xlsx");
    std::fs::write(&file, template(&publishing, Catalog::embedded(), Some(book)).unwrap()).unwrap();
    (folder, file)
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mingzhang")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn monitor(file: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    run(&[&["monitor", file.to_str().unwrap()], more].concat())
}

/// Paragraphs, and cells with strokes between them.
fn words(document: &mingzhang_model::Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            mingzhang_model::Block::Paragraph(p) => out += &p.text,
            mingzhang_model::Block::Table(t) => {
                for row in 0..t.rows {
                    let cells: Vec<String> = (0..t.columns).map(|c| t.text(row, c).replace(' ', "")).collect();
                    out += &cells.join("|");
                    out.push('\n');
                }
            }
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_middle_of_the_year_is_told() {
    let (folder, file) = workbook("told", &book());
    let out = folder.join("监控");
    let (code, said, _) = monitor(&file, &["--as-of", "2024-06-30", "-o", out.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{said}");
    let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    for part in [
        "截至2024年6月30日，序时进度50.00%。",
        "执行落后于进度（1）24T001-职业技能培训·全年预算2,000,000.00元，截至2024年6月30日执行700,000.00元，执行率35.00%，序时进度50.00%，落后15.00个百分点。（监控!E6）",
        "目标有风险（4）",
        "“职业技能培训人次”目标≥2000人次，现在是600人次，按时间进度应为1000人次。（绩效指标!K5）",
        "“开班计划下达时间”应在2024年3月31日前完成，没有填完成值。（绩效指标!K7）",
        "“参训学员满意度”目标≥90%，现在是88%，没有达到。（绩效指标!K8）",
        "“考务总成本”上限≤80万元，已用74.5万元（93.13%），快要用完。（绩效指标!K13）",
        "应说明原因（3）",
        "执行落后于进度，没有填偏差原因。（监控!G6）",
        "指标“职业技能培训人次”没有达到进度，没有填原因。（绩效指标!N5）",
        "指标“开班计划下达时间”没有达到进度，没有填原因。（绩效指标!N7）",
        "没有2024年6月30日的执行数，以下按2024年5月31日的数计算。（监控!D8）",
        "1个指标没有填年中完成值。（绩效指标!K16）",
        "“培训合格率”一般是质量指标，放在了数量指标；请移到质量指标，或改写指标。（绩效指标!E6）",
        "“参训学员满意度”一般是满意度指标，放在了效益指标；请移到满意度指标，或改写指标。（绩效指标!E8）",
        "项目3个：执行落后1个，有风险的目标4个，应说明的原因3项。",
    ] {
        assert!(plain.contains(part), "{part}\n{said}");
    }
    let title = "青禾市人力资源和社会保障局2024年度项目支出绩效运行监控表（2024-06-30）";
    for format in ["docx", "xlsx"] {
        let bytes = std::fs::read(out.join(format!("{title}.{format}"))).unwrap();
        let text = words(&mingzhang_decode::decode(&bytes, format).unwrap());
        for part in [
            "项目支出绩效运行监控汇总表（截至2024年6月30日）",
            "项目支出绩效运行监控表（职业技能培训）",
            "年度资金总额|200.00|200.00|70.00|35.00%|50.00%",
            "其中：财政资金|200.00|180.00",
            "单位资金||20.00",
            "职业技能培训人次|≥2000人次|600人次|落后",
            "开班计划下达时间|≤3月||逾期",
            "考务总成本|≤80万元|74.5万元|快用完",
            "村民满意度|≥90%||未填",
        ] {
            assert!(text.contains(part), "{format}: {part}\n{text}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What a form says: its name, its money, its indicators.
type Said = (String, Vec<[String; 5]>, Vec<[String; 6]>);

#[test]
fn the_form_is_read_as_it_was_filled_in() {
    let (folder, file) = workbook("read", &book());
    let out = folder.join("监控");
    monitor(&file, &["--as-of", "2024-06-30", "-o", out.to_str().unwrap()]);
    let percent = |v: &str| if v.is_empty() { String::new() } else { format!("{v}%") };
    let line = |a: [&str; 5]| a.map(str::to_owned);
    // As the book says it: 万元, signs and units in one cell.
    let money = [
        vec![
            line(["年度资金总额", "200.00", "200.00", "70.00", &percent("35.00")]),
            line(["其中：财政资金", "200.00", "180.00", "", ""]),
            line(["单位资金", "", "20.00", "", ""]),
        ],
        vec![
            line(["年度资金总额", "80.00", "80.00", "28.00", &percent("35.00")]),
            line(["其中：财政资金", "80.00", "80.00", "", ""]),
        ],
        vec![
            line(["年度资金总额", "3.00", "3.00", "1.20", &percent("40.00")]),
            line(["其中：财政资金", "3.00", "3.00", "", ""]),
        ],
    ];
    let filled = book().projects();
    let wanted: Vec<Said> = filled
        .list
        .iter()
        .zip(money)
        .map(|(project, money)| {
            let rows = project.indicators.iter().map(|t| {
                let unit = |v: &str| if v.ends_with(|c: char| c.is_ascii_digit()) { t.unit.text() } else { "" };
                let actual = format!("{}{}", t.midyear.text(), unit(t.midyear.text()));
                [t.level1.text(), t.level2.text(), t.name.text(), &t.value(), &actual, t.reason.text()]
                    .map(str::to_owned)
            });
            (project.title(), money, rows.collect())
        })
        .collect();
    for format in ["docx", "xlsx"] {
        let title = "青禾市人力资源和社会保障局2024年度项目支出绩效运行监控表（2024-06-30）";
        let bytes = std::fs::read(out.join(format!("{title}.{format}"))).unwrap();
        let report = mingzhang_read::read(mingzhang_decode::decode(&bytes, format).unwrap(), Catalog::embedded());
        let text =
            |c: &Option<mingzhang_model::performance::FormCell>| c.as_ref().map_or(String::new(), |c| c.text.clone());
        let forms: Vec<_> = report.forms.iter().filter(|f| !f.name.is_blank()).collect();
        assert!(forms.iter().all(|f| f.kind == FormKind::Monitoring), "{format}");
        let read: Vec<Said> = forms
            .iter()
            .map(|f| {
                let funds = f.funds.iter().map(|r| {
                    let cells = [&r.initial, &r.adjusted, &r.executed, &r.rate].map(text);
                    let [a, b, c, d] = cells;
                    [r.label.text.clone(), a, b, c, d]
                });
                let rows = f.indicators.iter().map(|i| {
                    let words = [&i.level1, &i.level2, &i.name, &i.target].map(|c| c.text.clone());
                    let [a, b, c, d] = words;
                    [a, b, c, d, text(&i.actual), text(&i.reason)]
                });
                (f.name.text.clone(), funds.collect(), rows.collect())
            })
            .collect();
        assert_eq!(read, wanted, "{format}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn programs_get_the_same() {
    let (folder, file) = workbook("json", &book());
    let (code, said, _) = monitor(&file, &["--as-of", "2024年6月30日", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (code, read["elapsed"].as_str(), read["projects"].as_array().map(Vec::len)),
        (Some(1), Some("50.00%"), Some(3))
    );
    let first = &read["projects"][0];
    assert_eq!(
        (first["executed"].as_str(), first["rate"].as_str(), first["behind"].as_bool()),
        (Some("700000.00"), Some("35.00%"), Some(true))
    );
    assert_eq!(first["told"][0]["matter"].as_str(), Some("behind-schedule"));
    let second = &read["projects"][1];
    assert_eq!(
        (second["due"].as_str(), second["planned"].as_bool(), second["behind"].as_bool()),
        (Some("30.00%"), Some(true), Some(false))
    );
    assert_eq!(read["hints"].as_array().map(Vec::len), Some(2));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_earlier_day_goes_by_the_earlier_row() {
    let (folder, file) = workbook("march", &book());
    let (_, said, _) = monitor(&file, &["--as-of", "2024-03-31"]);
    let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(plain.contains("执行100,000.00元，执行率5.00%，序时进度25.00%，落后20.00个百分点。（监控!E5）"), "{said}");
    assert!(!plain.contains("开班计划") && plain.contains("“监控”表没有截至2024年3月31日的累计执行数。"), "{said}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn at_the_end_of_the_year_the_rate_owes_a_reason() {
    let mut end = book();
    for (n, spent) in [1_700_000, 790_000, 30_000].into_iter().enumerate() {
        let row = &mut end.lists.get_mut("项目").unwrap()[n];
        row.amounts.insert("执行财政资金".to_owned(), Filled { value: Amount(spent * 10_000), source: None });
    }
    end.lists.remove("监控");
    end.lists.get_mut("项目").unwrap()[1]
        .amounts
        .insert("调整财政资金".to_owned(), Filled { value: Amount(790_000 * 10_000), source: None });
    let (folder, file) = workbook("end", &end);
    let (_, said, _) = monitor(&file, &["--as-of", "2024-12-31"]);
    let plain: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(plain.contains("全年执行率低于90%，没有填执行率低的原因。（项目!T6）"), "{said}");
    assert!(plain.contains("24T002-人事考试·预算有调整，没有填预算调整的原因。（项目!U7）"), "{said}");
    assert_eq!(plain.matches("没有填执行率低的原因").count(), 1, "{said}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_cannot_be_monitored_is_refused() {
    let (folder, file) = workbook("wrong", &book());
    let (code, _, said) = monitor(&file, &["--as-of", "2023-06-30"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("监控日期 2023-06-30 不在工作簿的年度（2024年）里"), "{said}");
    let (code, _, said) = monitor(&file, &["--as-of", "六月"]);
    assert!(code == Some(2) && said.contains("不能取“六月”"), "{said}");
    let mut lost = book();
    lost.lists.get_mut("监控").unwrap()[0]
        .texts
        .insert("项目".to_owned(), Filled { value: "别的".to_owned(), source: None });
    let (other, file) = workbook("lost", &lost);
    let (code, said, _) = monitor(&file, &["--as-of", "2024-06-30"]);
    assert!(code == Some(1) && said.contains("没有项目“别的”") && said.contains("工作簿有错，没有监控"), "{said}");
    let mut empty = book();
    empty.lists.clear();
    let (third, file) = workbook("empty", &empty);
    let (code, _, said) = monitor(&file, &["--as-of", "2024-06-30"]);
    assert!(code == Some(2) && said.contains("“项目”表是空的"), "{said}");
    for folder in [folder, other, third] {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn the_library_is_listed_and_searched() {
    let (code, all, _) = run(&["indicators"]);
    assert!(code == Some(0) && all.starts_with("指标 ") && all.contains("城镇新增就业人数"), "{all}");
    let (_, some, _) = run(&["indicators", "就业", "满意度"]);
    assert!(
        some.contains("求职者服务满意度")
            && some.contains("≥＞ %（时点，80至100%）")
            && !some.contains("城镇新增就业人数"),
        "{some}"
    );
    let (code, _, said) = run(&["indicators", "没有的词"]);
    assert!(code == Some(2) && said.contains("指标库里没有含“没有的词”的指标"), "{said}");
    let (_, json, _) = run(&["indicators", "考生", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read["indicators"][0]["field"].as_str(), Some("人事考试"));
}
