//! The page of each rule, `docs/rules/<id>.md`: its documentation, its entry in the list of rules, and its test.
//!
//! ```text
//! # 支出合计＝基本支出＋项目支出         the title
//!
//! 合计应当……                            what is demanded, one paragraph
//!
//! 依据：部门决算公开03表                 the basis, if there is one
//!
//! ## 不成立                              examples, each with its heading and perhaps a sentence
//!
//! ```mingzhang 报 error 512.35万元       what must be found, with severity and the words called wrong
//! ```mingzhang 不报                     nothing of this rule may be found; a relation must have been bound and must hold
//! ```mingzhang 不判                     a relation that proves nothing where it does not hold was bound, and nothing is found
//! 名称：清溪县林业局                     who, what, when; then an empty line
//! 类型：部门决算
//! 年度：2024
//! 版式：mof-final                        only where a check asks for the form of a jurisdiction
//!
//! ~ 一、收入支出决算总表                 a line of the table of contents
//! # 一、机构设置                         a heading
//! | 科目编码 | 科目名称 | 合计 |         a table; the paragraph before it is its title
//! > 注：…                               a note under it
//! ```

use crate::checks;
use mingzhang_model::Severity;

mod list;

/// What a page says.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// The rule in the field's words.
    pub title: &'a str,
    /// What it demands, and what it does not.
    pub demand: String,
    /// Official text or form; empty if none.
    pub basis: &'a str,
    /// In the order of the page.
    pub examples: Vec<Example<'a>>,
}

/// A piece of a report and what is said of it.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// The severity and the words called wrong; `None` if nothing is.
    pub wants: Option<(Severity, &'a str)>,
    /// A relation does not hold here, and that proves nothing.
    pub open: bool,
    /// As written on the page.
    pub text: String,
    /// Line of the page, from 1.
    pub line: usize,
}

/// The page of a rule of the embedded catalog.
#[must_use]
pub fn text(id: &str) -> Option<&'static str> {
    checks::page(id).or_else(|| list::PAGES.iter().find(|(name, _)| *name == id).map(|(_, page)| *page))
}

impl<'a> Page<'a> {
    /// Reads a page.
    ///
    /// # Errors
    /// One sentence on what is not understood.
    pub fn read(page: &'a str) -> Result<Page<'a>, String> {
        let (title, demand, basis) = head(page).ok_or("没有以“# ”开头的标题")?;
        Ok(Page { title, demand, basis, examples: examples(page)? })
    }
}

/// Title, demand and basis.
pub(crate) fn head(page: &str) -> Option<(&str, String, &str)> {
    let mut lines = page.lines().map(str::trim);
    let title = lines.find_map(|l| l.strip_prefix("# "))?;
    let demand: Vec<&str> = lines.by_ref().skip_while(|l| l.is_empty()).take_while(|l| !l.is_empty()).collect();
    let basis = lines.take_while(|l| !l.starts_with("## ")).find_map(|l| l.strip_prefix("依据：")).unwrap_or("");
    Some((title, demand.concat(), basis))
}

/// The fenced examples of a page.
fn examples(page: &str) -> Result<Vec<Example<'_>>, String> {
    let mut out = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```mingzhang ") else { continue };
        let text: Vec<&str> = lines.by_ref().map(|(_, l)| l).take_while(|l| *l != "```").collect();
        let mut words = info.splitn(3, ' ');
        let wants = match (words.next(), words.next(), words.next()) {
            (Some("不报" | "不判"), None, _) => None,
            (Some("报"), Some("error"), Some(stated)) => Some((Severity::Error, stated)),
            (Some("报"), Some("warning"), Some(stated)) => Some((Severity::Warning, stated)),
            (Some("报"), Some("info"), Some(stated)) => Some((Severity::Info, stated)),
            _ => return Err(format!("第{}行：看不懂的例子“{info}”", number + 1)),
        };
        out.push(Example { wants, open: info == "不判", text: text.join("\n"), line: number + 1 });
    }
    Ok(out)
}

impl Example<'_> {
    /// The example as a text that a department could have published: a cover, and tables by tabs; line for line as on the page.
    #[must_use]
    pub fn document(&self) -> String {
        let (head, body) = self.text.split_once("\n\n").unwrap_or(("", &self.text));
        let said = |key: &str| head.lines().find_map(|l| l.strip_prefix(key)).unwrap_or("");
        let mut out = format!("{}\n{}年度{}\n\n\n", said("名称："), said("年度："), said("类型："));
        for line in body.lines() {
            match line.strip_prefix('|') {
                Some(row) => {
                    let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
                    out.push_str(&cells.join("\t"));
                }
                None => out.push_str(line.strip_prefix("~ ").or(line.strip_prefix("> ")).unwrap_or(line)),
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_apart() {
        let page = "# 甲＝乙\n\n甲等于\n乙。\n\n依据：丙表\n\n## 不成立\n\n```mingzhang 报 error 1 万元\n名称：清溪县林业局\n类型：部门决算\n年度：2024\n\n# 一、支出\n支出1 万元。\n| 甲 | |\n| 乙 | 1 |\n```\n";
        let p = Page::read(page).unwrap();
        assert_eq!((p.title, p.demand.as_str(), p.basis), ("甲＝乙", "甲等于乙。", "丙表"));
        let [e] = p.examples.as_slice() else { panic!("one example") };
        assert_eq!((e.wants, e.line), (Some((Severity::Error, "1 万元")), 10));
        assert_eq!(e.document(), "清溪县林业局\n2024年度部门决算\n\n\n# 一、支出\n支出1 万元。\n甲\t\n乙\t1\n");
        assert!(Page::read("# 甲\n\n```mingzhang 报 fatal 1\n```\n").unwrap_err().contains("第3行"));
    }
}
