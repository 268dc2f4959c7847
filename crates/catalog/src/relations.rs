//! Relations (勾稽关系) in the field's own words: what must hold between figures, as data.
//!
//! The grammar is described in `docs/relations.md`. A relation is compiled when it is loaded: every term becomes a [`Pattern`] with one
//! [`Slot`] per dimension, so that the audit only compares and looks up.

use crate::CatalogError;
use mingzhang_model::{Dimension, Severity, Term};
use serde::Deserialize;

mod parse;
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    relation: Vec<toml::Spanned<RawRelation>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRelation {
    id: toml::Spanned<String>,
    title: String,
    holds: toml::Spanned<String>,
    basis: String,
    #[serde(default)]
    scope: Option<toml::Spanned<Vec<String>>>,
    #[serde(default)]
    severity: Option<toml::Spanned<String>>,
    #[serde(default)]
    complete: bool,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    note: String,
}

fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count() + 1
}

/// Loads and type-checks relations.
///
/// # Errors
/// The first entry that does not type-check, with its line.
pub fn load(text: &str, file: &str) -> Result<Vec<Relation>, CatalogError> {
    let raw: RawFile = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(0, |s| line_of(text, s.start));
        CatalogError::at(file, line, format!("不是正确的 TOML：{}", e.message()))
    })?;
    let mut out: Vec<Relation> = Vec::with_capacity(raw.relation.len());
    for entry in raw.relation {
        let entry = entry.into_inner();
        let fail = |byte: usize, message: String| CatalogError::at(file, line_of(text, byte), message);
        let at = entry.id.span().start;
        let id = entry.id.into_inner();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            return Err(fail(at, format!("id“{id}”只能用小写字母、数字和连字符")));
        }
        if out.iter().any(|r| r.id == id) {
            return Err(fail(at, format!("id“{id}”重复")));
        }
        let scopes = match entry.scope {
            None => Scopes { table: true, paragraph: true, section: true, report: true },
            Some(list) => {
                let at = list.span().start;
                let mut s = Scopes { table: false, paragraph: false, section: false, report: false };
                for word in list.into_inner() {
                    match word.as_str() {
                        "table" => s.table = true,
                        "paragraph" => s.paragraph = true,
                        "section" => s.section = true,
                        "report" => s.report = true,
                        other => {
                            return Err(fail(
                                at,
                                format!("scope 里的“{other}”不认识，可以写 table、paragraph、section、report"),
                            ));
                        }
                    }
                }
                s
            }
        };
        let severity = match entry.severity {
            None => Severity::Error,
            Some(word) => match word.get_ref().as_str() {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                "info" => Severity::Info,
                other => {
                    return Err(fail(
                        word.span().start,
                        format!("severity 写的是“{other}”，可以写 error、warning、info"),
                    ));
                }
            },
        };
        let at = entry.holds.span().start;
        let holds = entry.holds.into_inner();
        let formula = parse::formula(&holds).map_err(|m| fail(at, m))?;
        out.push(Relation {
            id,
            title: entry.title,
            holds,
            basis: entry.basis,
            note: entry.note,
            scopes,
            severity,
            complete: entry.complete,
            open: entry.open,
            left: formula.left,
            order: formula.order,
            right: formula.right,
            variables: formula.variables,
        });
    }
    Ok(out)
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
        assert!(message("支出 = 支出[性格=基本支出]").contains("第5行"));
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
