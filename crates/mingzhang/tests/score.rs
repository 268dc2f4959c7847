//! `mingzhang score` on a made-up form; and on a real report, where it stands beside the repository: which rows follow the rules, and which
//! do not.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]
mod common;

use common::Folder;
use mingzhang_catalog::Catalog;
use mingzhang_model::performance::{FormKind, PerformanceForm};
use mingzhang_performance::score::TotalVerdict;
use mingzhang_performance::{Scored, Situation, Verdict};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project forms with their scores, in order.
fn forms() -> Option<Vec<(PerformanceForm, Scored)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/luzhou-dept-final-2023.txt");
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("skipped: no folder of real reports beside the repository");
        return None;
    };
    let catalog = Catalog::embedded();
    let read = mingzhang_read::read(mingzhang_decode::decode(&bytes, "report.txt").unwrap(), catalog);
    let profile = catalog.scoring.of(&read.identity.profile).unwrap();
    assert_eq!(profile.id, "sichuan");
    let projects = read.forms.into_iter().filter(|f| f.kind == FormKind::ProjectSelfEvaluation);
    let score = |f: PerformanceForm| {
        let scored = mingzhang_performance::score(&f, profile, &catalog.scoring.words);
        (f, scored)
    };
    Some(projects.map(score).collect())
}

/// Forms by number, in words: `13, 32, 32`.
fn numbers(of: &[usize]) -> String {
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[test]
fn every_indicator_agrees_with_the_rules_but_those_that_are_known_not_to() {
    let Some(forms) = forms() else { return };
    let mut table: BTreeMap<Situation, (usize, Vec<usize>)> = BTreeMap::new();
    for (number, (_, scored)) in forms.iter().enumerate() {
        for row in scored.indicators.iter().filter(|i| i.row.weight.is_some()) {
            let (rows, wrong) = table.entry(row.situation).or_default();
            *rows += 1;
            // A grade that is reached is full points; somewhere in its band is allowed and yet not the rule.
            if !row.row.verdict.is_accepted() || row.row.verdict == Verdict::InBand {
                wrong.push(number + 1);
            }
        }
    }
    use Situation as S;
    let known = [
        (S::Reached, 111, "2, 2, 2, 23"),
        (S::Exceeded, 20, ""),
        (S::AboveEqual, 8, ""),
        (S::Equal, 58, "2"),
        (S::EqualExceeded, 4, "2"),
        (S::Missed, 19, "28, 29, 40, 44, 46, 51, 52"),
        (S::BelowBound, 37, "13, 15, 24, 32, 32, 36"),
        (S::AtBound, 49, "2"),
        (S::BelowEqual, 12, ""),
        (S::BoundExceeded, 2, "2, 52"),
        (S::GradeReached, 62, "38"),
        (S::GradeMissed, 1, "2"),
        (S::WholeScale, 3, ""),
        (S::Blank, 13, "6, 6, 6, 6, 6, 6, 14, 14, 14, 14, 14, 14, 14"),
        (S::Nothing, 6, "11, 11, 11, 11, 11, 11"),
    ];
    let is: Vec<(S, usize, String)> = table.into_iter().map(|(s, (rows, wrong))| (s, rows, numbers(&wrong))).collect();
    let known: Vec<(S, usize, String)> =
        known.into_iter().map(|(s, rows, wrong)| (s, rows, wrong.to_owned())).collect();
    assert_eq!(is, known);
    assert_eq!(is.iter().map(|(_, rows, _)| rows).sum::<usize>(), 405);
}

#[test]
fn execution_scores_and_totals_are_judged_as_known() {
    let Some(forms) = forms() else { return };
    assert_eq!(forms.len(), 56);
    let execution = |wanted: &dyn Fn(Verdict) -> bool| {
        let rows = forms.iter().map(|(_, s)| s.execution.as_ref().expect("every form has one").1.verdict);
        numbers(&rows.enumerate().filter(|(_, v)| wanted(*v)).map(|(n, _)| n + 1).collect::<Vec<_>>())
    };
    assert_eq!(execution(&|v| v == Verdict::Blank), "2, 5, 8, 10, 23");
    assert_eq!(execution(&|v| v == Verdict::Differs), "9, 25, 41, 42, 53");
    assert_eq!(execution(&|v| v == Verdict::Habit(0)), "36, 37, 43, 52, 56");
    let total = |wanted: TotalVerdict| {
        let totals = forms.iter().map(|(_, s)| s.total.verdict).enumerate();
        numbers(&totals.filter(|(_, v)| *v == wanted).map(|(n, _)| n + 1).collect::<Vec<_>>())
    };
    assert_eq!(total(TotalVerdict::Blank), "2, 11, 14, 23, 25, 27");
    // Form 26 has one row, blank but for 90 points: the sum is right, the 90 have nothing behind them.
    assert_eq!(total(TotalVerdict::Differs), "5, 8, 10, 13");
    assert_eq!(forms[25].1.indicators.iter().map(|i| i.row.verdict).collect::<Vec<_>>(), [Verdict::WithoutActual]);
    assert_eq!(total(TotalVerdict::Tail), "33");
    let proposed: Vec<usize> =
        forms.iter().enumerate().flat_map(|(n, (_, s))| s.proposals.iter().map(move |_| n + 1)).collect();
    assert_eq!(numbers(&proposed), "4, 10, 13, 28, 39, 39");
}

/// A form as the province's system exports it, with a score of 9 for 85 of 90.
fn sample(folder: &Folder, score: &str) -> PathBuf {
    let rows: [&[&str]; 12] = [
        &["部门预算项目支出绩效自评表（2023年度）"],
        &["项目名称", "51000021T000000000001-技能培训经费"],
        &["主管部门", "某局", "实施单位 （盖章）", "某中心"],
        &[
            "预算执行情况（10分）",
            "年度预算数（万元）",
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
            "原因",
        ],
        &["", "总额", "20.00", "20.00", "15.00", "75.00%", "10", "7.5", "节约"],
        &[
            "绩效指标（90分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ],
        &["", "产出指标", "数量指标", "培训人数", "≥", "90", "人", "85", "20", score, "报名人数减少"],
        &["", "", "质量指标", "合格率", "≥", "90", "%", "95%", "20", "20", ""],
        &["", "效益指标", "社会效益指标", "就业促进", "定性", "优", "", "优", "20", "20", ""],
        &["", "满意度指标", "服务对象满意度指标", "学员满意度", "≥", "90", "%", "92", "10", "10", ""],
        &["", "成本指标", "经济成本指标", "培训成本", "≤", "20", "万元", "15", "20", "20", ""],
        &["合计", "100", "96.39", ""],
    ];
    let text = rows.map(|r| r.iter().map(|c| format!("\t{c}\n")).collect::<String>()).join("\n");
    let path = folder.0.join(format!("自评{score}.txt"));
    std::fs::write(&path, text).unwrap();
    path
}

fn run(arguments: &[&str], path: &Path) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_mingzhang")).arg("score").args(arguments).arg(path).output().unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

#[test]
fn the_command_prints_scores_with_their_derivation_and_what_they_should_be() {
    let folder = Folder::new("score");
    let right = sample(&folder, "18.89");
    let (code, out, err) = run(&["--profile", "sichuan"], &right);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("15.00÷20.00=75.00%，×10=7.50") && out.contains("85÷90=94.44%，×20=18.89"), "{out}");
    assert!(out.contains("51000021T000000000001-技能培训经费") && out.contains("96.39   96.39   优"), "{out}");
    let wrong = sample(&folder, "9");
    let (code, out, _) = run(&["--profile", "sichuan"], &wrong);
    assert_eq!(code, Some(1));
    assert!(out.contains("（不符，应为18.89）"), "{out}");
    assert!(out.contains("“培训人数”的得分：9是否应为18.89？"), "{out}");
    let (_, json, _) = run(&["--format", "json"], &wrong);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let form = &json["files"][0]["forms"][0];
    assert_eq!((&form["indicators"][0]["should"], &form["total"]["should"]), (&"18.89".into(), &"96.39".into()));
    let (_, markdown, _) = run(&["--format", "markdown"], &wrong);
    assert!(markdown.contains("| 培训人数 | 9/20 | 85÷90=94.44%，×20=18.89 | **不符，应为18.89** |"), "{markdown}");
}

#[test]
fn what_could_not_be_read_is_told_with_the_scores() {
    let folder = Folder::new("score-damaged");
    let form = sample(&folder, "18.89");
    let mut bytes = std::fs::read(&form).unwrap();
    bytes.extend(b"\n\xff\n");
    std::fs::write(&form, bytes).unwrap();
    let (code, out, _) = run(&["--profile", "sichuan"], &form);
    assert!(code == Some(0) && out.contains("阅读说明：有1处文字编码错误"), "{out}");
    assert!(run(&["--format", "markdown"], &form).1.contains("- 阅读说明：有1处文字编码错误"));
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"], &form).1).unwrap();
    assert_eq!(json["files"][0]["problems"][0]["code"], "undecodable-text");
}

#[test]
fn a_regulation_of_ones_own_is_a_file_and_mistakes_are_told() {
    let folder = Folder::new("score-own");
    let form = sample(&folder, "18.89");
    let own = folder.0.join("本市.toml");
    let national = include_str!("../../../catalog/scoring/national.toml");
    std::fs::write(&own, national.replace("[\"优\", 90]", "[\"优\", 97]")).unwrap();
    let own = own.display().to_string();
    assert!(run(&["--profile", &own], &form).1.contains("96.39   96.39   良"));
    std::fs::write(&own, national.replace("basis = \"adjusted\"", "basis = \"年初\"")).unwrap();
    let (code, _, err) = run(&["--profile", &own], &form);
    assert!(code == Some(2) && err.contains("不能写“年初”"), "{err}");
    let (code, _, err) = run(&["--profile", "?"], &form);
    assert!(code == Some(2) && err.contains("sichuan（四川省项目支出绩效自评）"), "{err}");
    let none = folder.0.join("无表.txt");
    std::fs::write(&none, "某局\n2023年度单位决算\n").unwrap();
    let (code, _, err) = run(&[], &none);
    assert!(code == Some(2) && err.contains("没有找到绩效自评表"), "{err}");
}
