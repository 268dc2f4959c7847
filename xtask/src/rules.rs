//! What follows from the pages of rules: the index `docs/rules/README.md`, and the list of pages that the program holds.

use mingzhang_audit::pages::Page;
use mingzhang_catalog::Catalog;
use mingzhang_model::Severity;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const INDEX: &str = "docs/rules/README.md";
const LIST: &str = "crates/audit/src/pages/list.rs";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Writes both files.
pub fn run() -> ExitCode {
    let written = index().and_then(|i| {
        list()
            .and_then(|l| std::fs::write(root(INDEX), i).and(std::fs::write(root(LIST), l)).map_err(|e| e.to_string()))
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Ids in the order of the catalog, then what is built in, then the checks; each with whether it is a check of the text.
fn ids() -> Vec<(String, bool)> {
    let checks = mingzhang_audit::checks::rules();
    let check = |id: &str| checks.iter().any(|c| c.id == id);
    mingzhang_audit::rules(Catalog::embedded()).into_iter().map(|r| (r.id.clone(), check(&r.id))).collect()
}

fn page(id: &str) -> Result<String, String> {
    let path = root(&format!("docs/rules/{id}.md"));
    std::fs::read_to_string(path).map_err(|e| format!("docs/rules/{id}.md: {e}"))
}

fn severity(s: Severity) -> &'static str {
    match s {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

fn index() -> Result<String, String> {
    let catalog = Catalog::embedded();
    let all = ids();
    let relations = catalog.relations.len();
    let mut out = format!(
        "# 规则\n\n由 `cargo xtask rules` 写成，不要手改。勾稽关系{relations}条，检查{}项；每条一页，页上的例子就是它的测试。\n\n\
         | 编号 | 要求 | 种类 | 级别 | 依据 |\n|---|---|---|---|---|\n",
        all.len() - relations
    );
    for (id, _) in &all {
        let text = page(id)?;
        let page = Page::read(&text).map_err(|e| format!("docs/rules/{id}.md: {e}"))?;
        let relation = catalog.relations.iter().find(|r| r.id == *id);
        let mut levels: Vec<Severity> = match relation {
            Some(r) => vec![r.severity],
            None => page.examples.iter().filter_map(|e| e.wants.map(|w| w.0)).collect(),
        };
        levels.sort_unstable();
        levels.dedup();
        let open = relation.is_some_and(|r| r.open);
        let levels: Vec<&str> = if open { vec!["旁证"] } else { levels.into_iter().map(severity).collect() };
        let kind = if relation.is_some() { "勾稽关系" } else { "检查" };
        let _ = writeln!(out, "| [{id}]({id}.md) | {} | {kind} | {} | {} |", page.title, levels.join("、"), page.basis);
    }
    Ok(out)
}

/// Checks hold their pages themselves.
fn list() -> Result<String, String> {
    let mut out = "//! The pages that are not a check's, written by `cargo xtask rules`.\n\n\
                   /// A page of `docs/rules` by its name.\n\
                   macro_rules! page {\n    ($id:literal) => {\n        \
                   ($id, include_str!(concat!(\"../../../../docs/rules/\", $id, \".md\")))\n    };\n}\n\n\
                   pub(super) const PAGES: &[(&str, &str)] = &[\n"
        .to_owned();
    for (id, _) in ids().iter().filter(|(_, check)| !check) {
        page(id)?;
        let _ = writeln!(out, "    page!(\"{id}\"),");
    }
    out.push_str("];\n");
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_the_pages_is_current() {
        for (file, wanted) in [(INDEX, index().unwrap()), (LIST, list().unwrap())] {
            let is = std::fs::read_to_string(root(file)).unwrap_or_default();
            assert!(is.replace("\r\n", "\n") == wanted, "{file} 过时了，请运行 cargo xtask rules");
        }
    }

    #[test]
    fn every_page_has_its_rule() {
        let ids: Vec<String> = ids().into_iter().map(|(id, _)| format!("{id}.md")).collect();
        let names = std::fs::read_dir(root("docs/rules")).unwrap().map(|e| e.unwrap().file_name());
        let stray: Vec<_> =
            names.filter(|n| n != "README.md" && !ids.iter().any(|id| *id == n.to_string_lossy())).collect();
        assert!(stray.is_empty(), "没有这些规则：{stray:?}");
    }
}
