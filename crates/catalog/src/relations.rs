//! Relations (勾稽关系) in the field's own words: what must hold between figures, as data.
//!
//! The grammar is described in `docs/relations.md`. A relation is compiled when it is loaded: every term becomes a [`Pattern`] with one
//! [`Slot`] per dimension, so that the audit only compares and looks up.

use crate::CatalogError;
use crate::mistake::{Source, nearest, perhaps};
use crate::toml_file;
use mingzhang_model::{Dimension, Severity, Term};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

mod parse;
mod raw;
mod words;

/// How the two sides compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `=`
    Equal,
    /// `≤`
    AtMost,
    /// `≥`
    AtLeast,
}

/// What a term demands of one dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Exactly this word (or whole).
    Fixed(Term),
    /// The value of a variable, shared by all terms that name it.
    Variable(usize),
    /// The subjects one level below the variable's value: `下级(s)`.
    Children(usize),
    /// All subjects with codes of so many digits: `各类`, `各款`.
    Level(u8),
    /// The lowest subjects printed below the variable's value, or below 合计: `各项(s)`, `各项`.
    Leaves(Option<usize>),
}

impl Slot {
    /// True for the slots that a Σ runs over.
    #[must_use]
    pub fn is_many(self) -> bool {
        matches!(self, Slot::Children(_) | Slot::Level(_) | Slot::Leaves(_))
    }
}

/// Coordinates with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// One slot per dimension, in the order of [`Dimension::ALL`].
    pub slots: [Slot; 11],
    /// Marked with `!`: the relation speaks only where this figure is printed.
    pub required: bool,
}

impl Pattern {
    /// The slot of a dimension.
    #[must_use]
    pub fn slot(&self, d: Dimension) -> Slot {
        self.slots[d as usize]
    }

    /// The dimension that a Σ runs over.
    #[must_use]
    pub fn many(&self) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|d| self.slot(*d).is_many())
    }
}

/// One term of a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A figure.
    Fact(Pattern),
    /// Σ of figures.
    Sum(Pattern),
    /// A quotient of two signed sums of figures.
    Ratio {
        /// Above.
        above: Vec<(i8, Pattern)>,
        /// Below.
        below: Vec<(i8, Pattern)>,
    },
    /// Σ of quotients, both running over the same subjects.
    SumOfRatios {
        /// Above.
        above: Pattern,
        /// Below.
        below: Pattern,
    },
}

/// A signed term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addend {
    /// +1 or −1.
    pub sign: i8,
    /// The term.
    pub body: Body,
}

/// In which stretches of a report a relation may be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes {
    /// Within one table.
    pub table: bool,
    /// Within one paragraph.
    pub paragraph: bool,
    /// Within one section.
    pub section: bool,
    /// Within the whole report.
    pub report: bool,
}

/// One relation.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Stable name.
    pub id: String,
    /// In the field's words.
    pub title: String,
    /// The formula, as written.
    pub holds: String,
    /// Official text or form.
    pub basis: String,
    /// Why, or where it does not hold.
    pub note: String,
    /// Where it may be bound.
    pub scopes: Scopes,
    /// Severity when broken.
    pub severity: Severity,
    /// In running text, addends that are not mentioned are zero (an enumeration that is complete by its official form).
    pub complete: bool,
    /// Where it holds, its figures are checked; where it does not, nothing is said (a list that need not be complete).
    pub open: bool,
    /// Left side.
    pub left: Vec<Addend>,
    /// `=`, `≤` or `≥`.
    pub order: Order,
    /// Right side.
    pub right: Vec<Addend>,
    /// The dimension each variable ranges over.
    pub variables: Vec<Dimension>,
}

impl Relation {
    /// All patterns, left to right.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.left.iter().chain(&self.right).flat_map(|a| match &a.body {
            Body::Fact(p) | Body::Sum(p) => vec![p],
            Body::Ratio { above, below } => above.iter().chain(below).map(|(_, p)| p).collect(),
            Body::SumOfRatios { above, below } => vec![above, below],
        })
    }
}

/// The keys of an entry.
const KEYS: &[&str] = &["id", "title", "holds", "basis", "scope", "severity", "complete", "open", "note"];

/// An entry of the file while it is read.
struct Entry<'a, 's> {
    source: &'s mut Source<'a>,
    table: &'s DeTable<'a>,
    /// Where its header stands.
    head: Range<usize>,
    /// The file has syntax errors: what is missing may only have been lost.
    torn: bool,
    /// Keys that a misspelt one probably means.
    meant: Vec<&'static str>,
}

impl Entry<'_, '_> {
    /// A text with its place; what is missing or no text is noted.
    fn text(&mut self, key: &str, needed: bool) -> Option<(String, Range<usize>)> {
        match self.table.get(key) {
            None if needed && !self.torn && !self.meant.contains(&key) => {
                let written = "id、title、holds、basis 四项必写";
                self.source.wrong(
                    self.head.clone(),
                    format!("这一条缺少“{key}”"),
                    format!("补上 {key} = \"…\"；{written}"),
                );
                None
            }
            None => None,
            Some(value) => match value.get_ref() {
                DeValue::String(text) => Some((text.to_string(), value.span())),
                _ => {
                    self.source.wrong(value.span(), format!("“{key}”的值要是文字"), "文字写在英文引号里：\"…\"");
                    None
                }
            },
        }
    }

    fn keys(&mut self) {
        for (key, _) in self.table {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                self.meant.extend(nearest(key.get_ref(), KEYS.iter().copied()));
                self.source.wrong(key.span(), format!("不认识的项目“{}”", key.get_ref()), perhaps(key.get_ref(), KEYS));
            }
        }
    }

    fn scopes(&mut self) -> Scopes {
        const WORDS: &[&str] = &["table", "paragraph", "section", "report"];
        let Some(value) = self.table.get("scope") else {
            return Scopes { table: true, paragraph: true, section: true, report: true };
        };
        let mut s = Scopes { table: false, paragraph: false, section: false, report: false };
        let Some(list) = value.get_ref().as_array() else {
            self.source.wrong(value.span(), "“scope”的值要是数组", "写成 scope = [\"table\", \"report\"]");
            return s;
        };
        if list.is_empty() {
            self.source.wrong(value.span(), "“scope”是空的，这条关系哪里都不核对", perhaps("", WORDS));
        }
        for word in list {
            match word.get_ref().as_str() {
                Some("table") => s.table = true,
                Some("paragraph") => s.paragraph = true,
                Some("section") => s.section = true,
                Some("report") => s.report = true,
                other => {
                    let other = other.unwrap_or("");
                    self.source.wrong(word.span(), format!("scope 里不能写“{other}”"), perhaps(other, WORDS));
                }
            }
        }
        s
    }

    fn severity(&mut self) -> Severity {
        match self.text("severity", false) {
            None => Severity::Error,
            Some((word, at)) => match word.as_str() {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                "info" => Severity::Info,
                other => {
                    let help = perhaps(other, &["error", "warning", "info"]);
                    self.source.wrong(at, format!("severity 不能写“{other}”"), help);
                    Severity::Error
                }
            },
        }
    }

    fn flag(&mut self, key: &str) -> bool {
        let Some(value) = self.table.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.source.wrong(value.span(), format!("“{key}”的值要是 true 或 false"), "不加引号");
            false
        })
    }

    fn id(&mut self, others: &[Relation]) -> Option<String> {
        let (id, at) = self.text("id", true)?;
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            self.source.wrong(at, format!("编号“{id}”写得不对"), "只用小写字母、数字和连字符");
        } else if others.iter().any(|r| r.id == id) {
            self.source.wrong(at, format!("编号“{id}”重复"), "每条关系的编号不同");
        }
        Some(id)
    }

    /// The formula; its faults at their place in the file.
    fn formula(&mut self) -> Option<(String, parse::Formula)> {
        let (holds, at) = self.text("holds", true)?;
        let faults = match parse::formula(&holds) {
            Ok(formula) => return Some((holds, formula)),
            Err(faults) => faults,
        };
        // Without escapes the formula stands in the file as it is.
        let raw = self.source.text.get(at.clone()).unwrap_or("");
        let start = raw.find(&holds).filter(|_| !holds.is_empty());
        let byte = |n: usize| holds.char_indices().nth(n).map_or(holds.len(), |(i, _)| i);
        for f in faults {
            let place = match start {
                Some(s) => at.start + s + byte(f.at.start)..at.start + s + byte(f.at.end.max(f.at.start)),
                None => at.clone(),
            };
            self.source.wrong(place, f.message, f.help);
        }
        None
    }

    fn read(mut self, others: &[Relation]) -> Option<Relation> {
        self.keys();
        let id = self.id(others);
        let title = self.text("title", true);
        let formula = self.formula();
        let basis = self.text("basis", true);
        let note = self.text("note", false).map(|t| t.0).unwrap_or_default();
        let (scopes, severity) = (self.scopes(), self.severity());
        let (complete, open) = (self.flag("complete"), self.flag("open"));
        let (holds, formula) = formula?;
        Some(Relation {
            id: id?,
            title: title?.0,
            holds,
            basis: basis?.0,
            note,
            scopes,
            severity,
            complete,
            open,
            left: formula.left,
            order: formula.order,
            right: formula.right,
            variables: formula.variables,
        })
    }
}

/// Loads and type-checks relations.
///
/// # Errors
/// Every mistake, each at its place.
pub fn load(text: &str, file: &str) -> Result<Vec<Relation>, CatalogError> {
    let mut source = Source::new(file, text);
    let table = toml_file::parse(&mut source);
    let torn = !source.mistakes.is_empty();
    let mut out: Vec<Relation> = Vec::new();
    let stray = table.iter().filter(|(k, _)| k.get_ref().as_ref() != "relation").min_by_key(|(k, _)| k.span().start);
    if let Some((key, _)) = stray.filter(|_| !torn) {
        let (name, at) = (key.get_ref(), key.span());
        if KEYS.contains(&name.as_ref()) {
            source.wrong(at, format!("“{name}”不在任何一条关系里"), "在它前面写 [[relation]]");
        } else {
            source.wrong(at, format!("不认识的“{name}”"), "一条关系以 [[relation]] 开头");
        }
    }
    for (key, value) in table.iter().filter(|(k, _)| k.get_ref().as_ref() == "relation") {
        let Some(entries) = value.get_ref().as_array() else {
            source.wrong(key.span(), "[relation] 少了一层方括号", "写成 [[relation]]");
            continue;
        };
        for entry in entries {
            let Some(table) = entry.get_ref().as_table() else {
                source.wrong(entry.span(), "这不是一条关系", "一条关系以 [[relation]] 开头");
                continue;
            };
            let entry = Entry { source: &mut source, table, head: entry.span(), torn, meant: Vec::new() };
            out.extend(entry.read(&out));
        }
    }
    source.done(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(holds: &str) -> Result<Relation, CatalogError> {
        let text = format!("\n[[relation]]\nid = \"x\"\ntitle = \"t\"\nholds = \"{holds}\"\nbasis = \"b\"\n");
        load(&text, "r.toml").map(|mut v| v.remove(0))
    }

    #[test]
    fn embedded_relations_load() {
        let text = include_str!("../../../catalog/relations/relations.toml");
        let all = load(text, "relations.toml").unwrap();
        assert!(all.len() > 30, "{}", all.len());
    }

    #[test]
    fn dimensions_not_mentioned_are_free_and_shared() {
        let r = one("支出 = 支出[性质=基本支出] + 支出[性质=项目支出]").unwrap();
        assert_eq!(r.right.len(), 2);
        let Body::Fact(left) = &r.left[0].body else { panic!("a fact") };
        assert!(matches!(left.slot(Dimension::Subject), Slot::Variable(_)));
        assert_eq!(left.slot(Dimension::Nature), Slot::Fixed(Term::WHOLE));
        assert_eq!(left.slot(Dimension::Aspect), Slot::Fixed(Term::WHOLE));
    }

    #[test]
    fn mistakes_have_a_line_and_a_sentence() {
        let message = |holds: &str| one(holds).unwrap_err().to_string();
        assert!(message("支出 = 支出[性格=基本支出]").starts_with("r.toml:5:18："));
        assert!(message("支出 = 支出[性格=基本支出]").contains("没有“性格”这个维度"));
        assert!(message("支出 = 支出[性质=基本]").contains("“基本”"));
        assert!(message("支出 = Σ 支出").contains("Σ"));
        assert!(message("支出[科目=下级(s)] = 支出").contains("Σ"));
        assert!(message("支出 = 支处").contains("“支处”"));
        assert!(message("支出 收入").contains("="));
        assert!(message("支出 = Σ 支出[科目=下级(s)]").contains("s"));
    }

    #[test]
    fn quotients_and_brackets() {
        let r = one("量[口径=增长率,基数=b] = 量[口径=增减额,基数=b] ÷ (量 − 量[口径=增减额,基数=b])").unwrap();
        let Body::Ratio { above, below } = &r.right[0].body else { panic!("a ratio") };
        assert_eq!((above.len(), below.len()), (1, 2));
        assert_eq!(below[1].0, -1);
        assert!(matches!(below[0].1.slot(Dimension::Measure), Slot::Variable(_)));
    }
}
