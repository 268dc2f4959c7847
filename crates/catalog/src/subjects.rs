//! Subjects: the functional and the departmental economic classification (政府收支分类科目), with certainty per row and old names.
//!
//! The embedded list is a bootstrap; an officer loads the official table of the year over it (`--catalog DIR`). Severity of what rests
//! on a row follows the row's certainty.

use crate::CatalogError;
use crate::mistake::{Source, perhaps};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How sure a row of the list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Doubtful, or a recent change recalled only: treated as unknown.
    Doubtful,
    /// Confident recollection, not attested.
    Recalled,
    /// Attested with code or by name in published documents or official pages.
    Attested,
}

impl Sureness {
    fn read(mark: &str) -> Sureness {
        match mark {
            "A" | "W" | "N" => Sureness::Attested,
            "H" => Sureness::Recalled,
            _ => Sureness::Doubtful,
        }
    }
}

/// One subject.
#[derive(Clone, Debug)]
pub struct Subject {
    /// 3, 5 or 7 digits (functional), 3 or 5 (economic).
    pub code: String,
    /// Current official name.
    pub name: String,
    /// Budget for functional subjects (一般公共, 政府性基金, 国有资本经营), 人员经费/公用经费 for economic ones.
    pub group: String,
    /// How sure.
    pub sureness: Sureness,
}

/// Why a name other than the current one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AliasKind {
    /// An official name of earlier years.
    Superseded,
    /// A harmless variant.
    Variant,
    /// A mistake that has been seen in published documents.
    Error,
    /// A local addition such as （人社）.
    Local,
}

/// Another name of a subject.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The subject it stands for.
    pub code: String,
    /// The name.
    pub name: String,
    /// Why it is known.
    pub kind: AliasKind,
    /// Years of validity as far as known, e.g. `≤2018`.
    pub years: String,
}

/// The lines of a table after its header, each with its bytes.
fn lines(table: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut from = 0;
    let placed = table.split('\n').map(move |line| {
        let at = from..from + line.len();
        from = at.end + 1;
        (at, line.trim_end_matches('\r'))
    });
    placed.skip(1).filter(|(_, line)| !line.trim().is_empty())
}

/// One classification: subjects by code and by name.
#[derive(Clone, Debug, Default)]
pub struct Classification {
    by_code: FxHashMap<String, Subject>,
    by_name: FxHashMap<String, Vec<String>>,
    aliases: FxHashMap<String, Vec<Alias>>,
}

impl Classification {
    fn load(table: &str, file: &str) -> Result<Classification, CatalogError> {
        let mut source = Source::new(file, table);
        let mut out = Classification::default();
        for (at, line) in lines(table) {
            let mut cells = line.split('\t').map(str::trim);
            let (Some(code), Some(name), Some(group), Some(mark)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                source.wrong(at, "列数不对", "每行四列，用制表符分开：代码、名称、类别、可信度");
                continue;
            };
            if !code.chars().all(|c| c.is_ascii_digit()) || code.len() < 3 {
                source.wrong(at.start..at.start + code.len(), format!("“{code}”不是科目代码"), "代码是3位以上的数字");
                continue;
            }
            out.by_name.entry(plain_name(name)).or_default().push(code.to_owned());
            let subject = Subject {
                code: code.to_owned(),
                name: name.to_owned(),
                group: group.to_owned(),
                sureness: Sureness::read(mark),
            };
            out.by_code.insert(code.to_owned(), subject);
        }
        source.done(out)
    }

    fn load_aliases(&mut self, table: &str, file: &str) -> Result<(), CatalogError> {
        let mut source = Source::new(file, table);
        for (at, line) in lines(table) {
            let mut cells = line.split('\t').map(str::trim);
            let (Some(code), Some(name), Some(kind)) = (cells.next(), cells.next(), cells.next()) else {
                source.wrong(at, "列数不对", "每行三列以上，用制表符分开：代码、别名、种类、年份");
                continue;
            };
            let kind = match kind {
                "superseded" => AliasKind::Superseded,
                "variant" => AliasKind::Variant,
                "error" => AliasKind::Error,
                "local" => AliasKind::Local,
                other => {
                    let help = perhaps(other, &["superseded", "variant", "error", "local"]);
                    source.wrong(at, format!("没有“{other}”这种别名"), help);
                    continue;
                }
            };
            let years = cells.next().unwrap_or("").to_owned();
            let alias = Alias { code: code.to_owned(), name: name.to_owned(), kind, years };
            self.aliases.entry(plain_name(name)).or_default().push(alias);
        }
        source.done(())
    }

    /// The subject of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Subject> {
        self.by_code.get(code)
    }

    /// Codes whose current name is `name` (brackets normalised), longest list first come.
    #[must_use]
    pub fn named(&self, name: &str) -> &[String] {
        self.by_name.get(&plain_name(name)).map_or(&[], Vec::as_slice)
    }

    /// Known other uses of a name.
    #[must_use]
    pub fn aliases(&self, name: &str) -> &[Alias] {
        self.aliases.get(&plain_name(name)).map_or(&[], Vec::as_slice)
    }

    /// Official names of earlier years, in no particular order.
    pub fn old_names(&self) -> impl Iterator<Item = &Alias> {
        self.aliases.values().flatten().filter(|a| a.kind == AliasKind::Superseded)
    }

    /// All subjects, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Subject> {
        self.by_code.values()
    }

    /// Number of subjects.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// True without subjects.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The code that the three printed names of a narrative item stand for, names taken with or without the closing 支出, old names and known
    /// slips included. `None` if no code or several fit equally well.
    #[must_use]
    pub fn resolve(&self, names: [&str; 3]) -> Option<String> {
        let candidates = |name: &str, digits: usize| -> Vec<String> {
            let mut out: Vec<String> = Vec::new();
            for form in [name.to_owned(), format!("{name}支出"), name.trim_end_matches("支出").to_owned()] {
                out.extend(self.named(&form).iter().cloned());
                out.extend(self.aliases(&form).iter().map(|a| a.code.clone()));
            }
            out.retain(|c| c.len() == digits);
            out.sort();
            out.dedup();
            out
        };
        let classes = candidates(names[0], 3);
        let groups = candidates(names[1], 5);
        let items = candidates(names[2], 7);
        let under = |code: &str, parents: &[String]| parents.iter().any(|p| code.starts_with(p.as_str()));
        let exact: Vec<&String> =
            items.iter().filter(|c| under(c, &groups) && (classes.is_empty() || under(c, &classes))).collect();
        if let [one] = exact.as_slice() {
            return Some((*one).clone());
        }
        if !exact.is_empty() {
            return None;
        }
        let by_group: Vec<&String> = items.iter().filter(|c| under(c, &groups)).collect();
        if let [one] = by_group.as_slice() {
            return Some((*one).clone());
        }
        let by_class: Vec<&String> = items.iter().filter(|c| under(c, &classes)).collect();
        match (by_group.is_empty(), by_class.as_slice()) {
            (true, [one]) => Some((*one).clone()),
            _ => None,
        }
    }
}

/// A name for comparison: brackets made full-width, quotation marks alike, white space dropped.
#[must_use]
pub fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            // Running text is read with one kind of quotation mark.
            '”' | '"' => '“',
            other => other,
        })
        .collect()
}

/// Both classifications.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    /// 支出功能分类.
    pub functional: Classification,
    /// 部门预算支出经济分类.
    pub economic: Classification,
}

impl Subjects {
    pub(crate) fn load(read: &dyn Fn(&str) -> Result<String, CatalogError>) -> Result<Subjects, CatalogError> {
        let mut wrong = CatalogError::default();
        let mut load = |file: &str| {
            let loaded = read(file).and_then(|text| Classification::load(&text, file));
            loaded.unwrap_or_else(|e| {
                wrong.mistakes.extend(e.mistakes);
                Classification::default()
            })
        };
        let (mut functional, economic) = (load("subjects/functional.tsv"), load("subjects/economic.tsv"));
        let aliases = read("subjects/aliases.tsv").and_then(|t| functional.load_aliases(&t, "subjects/aliases.tsv"));
        wrong.mistakes.extend(aliases.err().into_iter().flat_map(|e| e.mistakes));
        if !wrong.mistakes.is_empty() {
            return Err(wrong);
        }
        Ok(Subjects { functional, economic })
    }
}

#[cfg(test)]
mod tests {
    use crate::Catalog;

    #[test]
    fn three_names_give_one_code() {
        let s = &Catalog::embedded().subjects.functional;
        let code = |a, b, c| s.resolve([a, b, c]);
        let full = code("社会保障和就业支出", "人力资源和社会保障管理事务", "行政运行");
        assert_eq!(full.as_deref(), Some("2080101"));
        assert_eq!(code("教育", "职业教育", "中等职业教育").as_deref(), Some("2050302"));
        assert_eq!(code("科学技术支出", "其他科学技术", "其他科学技支出").as_deref(), Some("2069999"));
        assert_eq!(code("公共安全支出", "法院", "“两庭“建设").as_deref(), Some("2040506"));
        assert_eq!(code("没有", "没有", "没有"), None);
    }
}
