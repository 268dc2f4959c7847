//! Every mistake of `docs/mistakes.md` is told as the page shows it. `BLESS=1 cargo test -p mingzhang-catalog` writes the answers anew.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::Publishing;
use std::path::{Path, PathBuf};

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/mistakes.md")
}

/// What is said of a file: relations of one's own, or a file of a catalog directory.
fn said(file: &str, text: &str) -> String {
    if !file.contains('/') {
        return match Catalog::embedded().clone().with_relations(text, file) {
            Ok(_) => String::new(),
            Err(e) => e.to_string(),
        };
    }
    let directory = std::env::temp_dir().join(format!("mingzhang-mistakes-{}", std::process::id()));
    let path = directory.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    let loaded = match file.starts_with("publish/") {
        true => Publishing::load("mof-final", Some(&directory)).map(|_| ()),
        false => Catalog::load(&directory).map(|_| ()),
    };
    std::fs::remove_dir_all(&directory).unwrap();
    loaded.err().map(|e| e.to_string()).unwrap_or_default()
}

#[test]
fn every_mistake_is_told_as_the_page_shows_it() {
    let text = std::fs::read_to_string(page()).unwrap();
    let (mut out, mut wrong, mut count) = (String::new(), Vec::new(), 0);
    let mut rest = text.as_str();
    // ```toml 文件\n…``` then ```text\n…```
    while let Some((before, after)) = rest.split_once("```toml ") {
        let (file, after) = after.split_once('\n').unwrap();
        let (body, after) = after.split_once("```\n").unwrap();
        let (between, after) = after.split_once("```text\n").unwrap();
        let (wanted, after) = after.split_once("```\n").unwrap();
        let is = said(file.trim(), body);
        if is.trim_end() != wanted.trim_end() {
            wrong.push(format!("{body}\n---- 应为\n{wanted}\n---- 实为\n{is}\n"));
        }
        out.push_str(&format!("{before}```toml {file}\n{body}```\n{between}```text\n{}\n```\n", is.trim_end()));
        rest = after;
        count += 1;
    }
    assert!(count > 30, "{count}");
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(page(), out + rest).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
