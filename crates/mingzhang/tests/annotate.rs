//! Marked copies from the command line: where they go, and the way back.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]
mod common;

use common::Folder;
use std::path::Path;
use std::process::Command;

fn run(arguments: &[&str], paths: &[&Path]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    let out = command.args(arguments).args(paths).output().unwrap();
    (out.status.code(), String::from_utf8(out.stderr).unwrap())
}

#[test]
fn copies_are_written_and_cleaned_again() {
    let folder = Folder::new("annotate");
    let example = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/qinghe-culture-final-2024.txt"));
    let original = std::fs::read(example).unwrap();
    let copy = folder.0.join("标注.txt");
    let (code, said) = run(&["audit", "--annotate", "-o"], &[&copy, example]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("已写入") && said.contains("标注.txt"), "{said}");
    let text = String::from_utf8(std::fs::read(&copy).unwrap()).unwrap();
    assert!(text.contains("〔问题1〕"), "{text}");
    let back = folder.0.join("还原.txt");
    let (code, said) = run(&["unmark"], &[&copy, Path::new("-o"), &back]);
    assert_eq!((code, std::fs::read(&back).unwrap() == original), (Some(0), true), "{said}");
    let (_, said) = run(&["unmark"], &[&back, Path::new("-o"), &copy]);
    assert!(said.contains("没有找到明账的标注"), "{said}");
}

#[test]
fn several_files_make_a_folder_and_none_is_written_over() {
    let folder = Folder::new("annotate-many");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/qinghe-culture-final-2024");
    let (text, pdf) = (format!("{example}.txt"), format!("{example}.pdf"));
    let to = folder.0.join("标注");
    let (code, said) = run(&["audit", "--annotate", "-o"], &[&to, Path::new(&text), Path::new(&pdf)]);
    assert_eq!(code, Some(1), "{said}");
    for name in ["qinghe-culture-final-2024（标注）.txt", "qinghe-culture-final-2024（标注）.pdf"] {
        assert!(to.join(name).is_file(), "{name}: {said}");
    }
    let own = folder.0.join("own.txt");
    std::fs::copy(&text, &own).unwrap();
    let (code, said) = run(&["audit", "--annotate", "-o"], &[&own, &own]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("就是要核对的材料"), "{said}");
    let (code, said) = run(&["audit", "--annotate"], &[&own]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("-o") || said.contains("--output"), "{said}");
}
