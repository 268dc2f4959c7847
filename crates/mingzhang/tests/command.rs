//! The command on bad inputs: a clear Chinese sentence, the right exit code, never a panic.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]
mod common;

use common::Folder;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

impl Folder {
    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn command() -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    c.env_remove("NO_COLOR").stdin(Stdio::null());
    c
}

fn run(arguments: &[&str], paths: &[&Path]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command().args(arguments).args(paths).output().unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    let (out, err) = (text(stdout), text(stderr));
    assert!(!err.contains("panicked"), "{err}");
    (status.code(), out, err)
}

const HARMLESS: &str = "某区文化局\n2023年度单位决算\n第二部分 2023年度单位决算情况说明\n三、支出决算情况说明\n\
2023年度本年支出合计30.00万元，其中：基本支出20.00万元，占66.67%；项目支出10.00万元，占33.33%。\n";

#[test]
fn an_empty_file_is_named_and_unreadable() {
    let folder = Folder::new("empty");
    let file = folder.put("空.txt", "");
    let (code, out, _) = run(&["audit"], &[&file]);
    assert_eq!(code, Some(2));
    assert!(out.contains("空.txt") && out.contains("无法读取："), "{out}");
}

#[test]
fn a_file_of_white_space_is_not_a_clean_one() {
    let folder = Folder::new("blank");
    let file = folder.put("空白.txt", " \n\n \n");
    assert_eq!(run(&["audit"], &[&file]).0, Some(2));
    assert_eq!(run(&["read"], &[&file]).0, Some(2));
}

#[test]
fn a_truncated_pdf_is_unreadable() {
    let folder = Folder::new("truncated");
    let file = folder.put("断.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 ob");
    let (code, out, _) = run(&["audit"], &[&file]);
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("无法读取："), "{out}");
}

#[test]
fn text_named_pdf_is_told_by_its_content() {
    let folder = Folder::new("misnamed");
    let file = folder.put("文字.pdf", HARMLESS);
    let (code, out, _) = run(&["audit"], &[&file]);
    assert!(matches!(code, Some(0 | 1)), "{out}");
    assert!(out.contains("阅读说明："), "{out}");
}

#[test]
fn bytes_of_no_format_are_unreadable() {
    let folder = Folder::new("noise");
    let bytes: Vec<u8> = (0u32..4096).map(|i| u8::try_from((i * i * 31 + i) % 256).unwrap()).collect();
    let file = folder.put("乱.bin", bytes);
    let (code, out, _) = run(&["audit"], &[&file]);
    assert_eq!(code, Some(2), "{out}");
}

#[test]
fn a_folder_without_reports_says_so() {
    let folder = Folder::new("none");
    folder.put("文稿.pptx", "x");
    folder.put("~$锁.pptx", "x");
    let (code, out, err) = run(&["audit"], &[&folder.0]);
    assert_eq!(code, Some(2));
    assert!(out.contains("没有可以核对的文件"), "{out}");
    assert!(err.contains("跳过 1 个") && err.contains("文稿.pptx"), "{err}");
}

#[test]
fn a_missing_file_is_named_and_the_others_go_on() {
    let folder = Folder::new("missing");
    let good = folder.put("好.txt", HARMLESS);
    let (code, out, _) = run(&["audit"], &[&folder.0.join("没有.pdf"), &good]);
    assert_eq!(code, Some(2));
    assert!(out.contains("没有.pdf\n  无法读取：找不到这个文件"), "{out}");
    assert!(out.contains("好.txt\n") && out.contains("共 2 个文件：读取 1 个，无法读取 1 个"), "{out}");
    let (code, out, err) = run(&["read"], &[&folder.0.join("没有.pdf")]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("没有.pdf：找不到这个文件"), "{err}");
}

#[test]
fn folders_are_searched_in_order_and_files_taken_once() {
    let folder = Folder::new("order");
    let first = folder.put("甲/一.txt", HARMLESS);
    folder.put("乙/二.TXT", HARMLESS);
    folder.put("乙/三.md", HARMLESS);
    let (_, out, err) = run(&["audit", "--format", "json"], &[&first, &folder.0]);
    let v: serde_json::Value = serde_json::from_str(&out).unwrap();
    let files: Vec<&str> = v["reports"].as_array().unwrap().iter().map(|r| r["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 3, "{files:?}");
    assert!(files[0].ends_with("一.txt") && files[1].ends_with("三.md"), "{files:?}");
    assert_eq!(err, "");
}

#[test]
fn json_holds_unreadable_files_and_sums() {
    let folder = Folder::new("json");
    let file = folder.put("a.txt", HARMLESS);
    let (_, out, err) = run(&["audit", "--format", "json"], &[&file, &folder.0.join("b.txt")]);
    let v: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(v["schema"], 1);
    assert_eq!(v["reports"][0]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(v["reports"][0]["reading"]["status"], "complete");
    assert_eq!(v["reports"][1]["reading"]["status"], "unreadable");
    assert!(err.contains("b.txt"), "{err}");
}

#[test]
fn output_goes_to_the_file_asked_for() {
    let folder = Folder::new("output");
    let file = folder.put("a.txt", HARMLESS);
    let target = folder.0.join("结果.markdown");
    let (_, out, _) = run(&["audit", "--format", "md", "-o", target.to_str().unwrap()], &[&file]);
    assert_eq!(out, "");
    assert!(std::fs::read_to_string(&target).unwrap().starts_with("# 预决算公开文本核对结果"));
    let nowhere = folder.0.join("没有这个文件夹/结果.md");
    let (code, _, err) = run(&["audit", "-o", nowhere.to_str().unwrap()], &[&file]);
    assert_eq!(code, Some(2));
    assert!(err.contains("无法写入"), "{err}");
}

#[test]
fn every_format_of_read_works() {
    let folder = Folder::new("read");
    let file = folder.put("a.txt", HARMLESS);
    let (code, out, _) = run(&["read"], &[&file]);
    assert_eq!(code, Some(0));
    assert!(out.contains("目录（") && out.contains("未读懂的数字（"), "{out}");
    let (_, out, _) = run(&["read", "--format", "json"], &[&file]);
    assert!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["facts"].is_array());
    assert!(run(&["read", "--format", "md"], &[&file]).1.starts_with("# 阅读结果"));
}

#[test]
fn colour_only_when_asked_for_in_a_pipe() {
    let folder = Folder::new("colour");
    let file = folder.put("a.txt", HARMLESS);
    assert!(!run(&["audit"], &[&file]).1.contains('\u{1b}'));
    assert!(run(&["audit", "--color", "always"], &[&file]).1.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe");
    let files: Vec<PathBuf> = (0..400).map(|i| folder.put(&format!("{i}.txt"), HARMLESS)).collect();
    let mut child = command()
        .args(["audit", "--format", "json"])
        .args(&files)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert!(matches!(done.status.code(), Some(0 | 1)));
}

#[test]
fn mistakes_in_the_arguments_are_explained_in_chinese() {
    let (code, _, err) = run(&["audit"], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("缺少参数") && err.contains("路径"), "{err}");
    assert!(run(&["audit", "--formt", "json", "x"], &[]).2.contains("没有 --formt 这个参数"));
    assert!(run(&["audit", "--format", "pdf", "x"], &[]).2.contains("可用的有：pretty、json、md"));
    assert!(run(&["adit"], &[]).2.contains("没有 adit 这个命令"));
}

#[test]
fn help_is_chinese_throughout() {
    for arguments in [
        &["--help"][..],
        &["audit", "--help"],
        &["read", "--help"],
        &["score", "--help"],
        &["catalog", "--help"],
        &["catalog", "list", "--help"],
        &["catalog", "explain", "-h"],
    ] {
        let (code, out, _) = run(arguments, &[]);
        assert_eq!(code, Some(0));
        assert!(out.contains("用法：mingzhang") && out.contains("显示帮助"), "{out}");
        for english in ["Usage", "Options", "Commands", "Arguments", "Print", "possible", "default"] {
            assert!(!out.contains(english), "{english} in\n{out}");
        }
    }
    let (code, out, _) = run(&["--version"], &[]);
    assert_eq!((code, out.trim()), (Some(0), concat!("mingzhang ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_catalog_explains_itself() {
    let (code, out, _) = run(&["catalog", "list"], &[]);
    assert_eq!(code, Some(0));
    let (id, _) = out.lines().filter(|l| l.starts_with("  ")).find_map(|l| l.trim().split_once(' ')).unwrap();
    let (code, out, _) = run(&["catalog", "explain", id], &[]);
    assert_eq!(code, Some(0));
    assert!(out.contains(&format!("编号：{id}")), "{out}");
    let (code, _, err) = run(&["catalog", "explain", &format!("{id}x")], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains(&format!("相近的有 {id}、")), "{err}");
}

#[test]
fn a_rule_is_explained_by_its_examples() {
    let (code, out, _) = run(&["catalog", "explain", "three-public-sum"], &[]);
    assert_eq!(code, Some(0));
    for said in ["公式：三公经费 = ", "依据：", "级别：错误", "不成立的例子", "核对的结果", "18.62万元", "成立的例子"]
    {
        assert!(out.contains(said), "{said}: {out}");
    }
    // The line that the finding names is the line shown.
    let line = out.lines().find(|l| l.contains("支出决算为18.62万元")).unwrap().trim_start();
    let number = line.split_whitespace().next().unwrap();
    assert!(out.contains(&format!("--> 第{number}行")), "{out}");
    let (code, _, err) = run(&["catalog", "explain", "three-public-sums"], &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("相近的有 three-public-sum"), "{err}");
}

#[test]
fn rule_files_are_checked() {
    let folder = Folder::new("check");
    let good = "[[relation]]\nid = \"own\"\ntitle = \"甲\"\nholds = \"会议费 ≤ 培训费\"\nbasis = \"\"\n";
    let (fine, wrong) = (folder.put("甲.toml", good), folder.put("乙.toml", good.replace("培训费", "陪训费")));
    let (code, out, _) = run(&["catalog", "check"], &[&fine]);
    assert_eq!(code, Some(0));
    assert!(out.contains("1 条勾稽关系，没有错误"), "{out}");
    let instead = folder.put("丙.toml", good.replace("own", "totals-balance"));
    assert!(run(&["catalog", "check"], &[&instead]).1.contains("代替内置的：totals-balance"));
    let (code, _, err) = run(&["catalog", "check"], &[&fine, &wrong]);
    assert_eq!(code, Some(2));
    assert!(err.contains("乙.toml:4:16：没有“陪训费”这个指标") && err.contains("是不是“培训费”？"), "{err}");
    // The audit refuses the file in the same words.
    let report = folder.put("某.txt", HARMLESS);
    let (code, _, err) = run(&["audit", "--relations"], &[&wrong, &report]);
    assert_eq!(code, Some(2));
    assert!(err.contains("乙.toml:4:16：没有“陪训费”这个指标"), "{err}");
}

#[test]
fn a_rule_folder_is_checked_with_its_file_names() {
    let folder = Folder::new("rules");
    let rules = folder.0.join("规则");
    let text = "[[relation]]\nid = \"own\"\ntitle = \"甲\"\nholds = \"会议费 ≤ 培训费\"\nbasis = \"\"\n";
    folder.put("规则/relations/relations.toml", text);
    assert_eq!(run(&["catalog", "check"], &[&rules]).0, Some(0));
    folder.put("规则/relations/relation.toml", text);
    let (code, _, err) = run(&["catalog", "check"], &[&rules]);
    assert_eq!(code, Some(2));
    assert!(err.contains("relation.toml 不会用到"), "{err}");
}

#[test]
fn a_catalog_that_is_no_folder_is_named() {
    let folder = Folder::new("catalog");
    let file = folder.put("a.txt", HARMLESS);
    let (code, _, err) = run(&["audit", "--catalog", "没有的文件夹"], &[&file]);
    assert_eq!(code, Some(2));
    assert!(err.contains("没有的文件夹"), "{err}");
}

#[test]
fn a_report_in_which_nothing_is_checked_is_not_called_clean() {
    let folder = Folder::new("unchecked");
    let file = folder.put("散文.txt", "今天天气很好。\n我们去公园。\n");
    let (code, out, _) = run(&["audit"], &[&file]);
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("没有任何数字得到核对"), "{out}");
}

#[test]
fn a_blank_form_is_not_called_clean() {
    let folder = Folder::new("blank");
    let line = "会议费支出决算为XX万元，比上年增加（减少）XX万元，涉及XX个项目。\n";
    let file = folder.put("范本.txt", format!("第三部分 XX局2024年度部门决算情况说明\n\n{}", line.repeat(12)));
    let (code, out, _) = run(&["audit"], &[&file]);
    assert_eq!(code, Some(2), "{out}");
    assert!(out.contains("空白范本") && out.contains("不能据此认为没有问题"), "{out}");
}

#[test]
fn a_report_is_never_written_over() {
    let folder = Folder::new("over");
    let file = folder.put("决算.txt", HARMLESS);
    let out = file.to_string_lossy().into_owned();
    let (code, _, said) = run(&["audit", "-o", &out], &[&file]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), HARMLESS);
}

/// Text and tables in files of their own: one report, in an archive too, and what they say differently is found with the file's name.
#[test]
fn files_of_one_disclosure_are_one_report() {
    let folder = Folder::new("as-one");
    let row = |figure: &str| {
        format!(
            "<html><p>某区文化局2023年度单位决算</p><table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>{figure}</td></tr></table>"
        )
    };
    folder.put("正文.txt", HARMLESS);
    folder.put("附表.html", row("30.00"));
    let audited = |arguments: &[&str]| {
        let (code, out, err) = run(arguments, &[&folder.0]);
        (code, serde_json::from_str::<serde_json::Value>(&out).unwrap_or_else(|_| panic!("{out}{err}")))
    };
    let (_, apart) = audited(&["audit", "--format", "json"]);
    assert_eq!(apart["reports"].as_array().unwrap().len(), 2);
    let (code, one) = audited(&["audit", "--as-one", "--format", "json"]);
    assert_eq!((code, one["reports"].as_array().unwrap().len()), (Some(0), 1));
    assert_eq!(one["reports"][0]["identity"]["fiscal_year"], 2023);
}

/// A file only an office suite reads is turned by it, or one sentence says what to do.
#[test]
fn a_legacy_file_is_turned_or_told() {
    let folder = Folder::new("legacy");
    let file = folder.put("报告.rtf", "{\\rtf1\\ansi\\ansicpg936 2023 report 5.00\\par}");
    let (_, out, err) = run(&["audit"], &[&file]);
    assert!(out.contains("已由LibreOffice转换") || (out + &err).contains("另存为.docx"));
}
