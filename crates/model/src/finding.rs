//! Findings and coverage: the audit's result. The JSON contract (`docs/findings.md`) is these types.

use crate::disclosure::Part;
use crate::place::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A contradiction that no reading of the scope (口径) explains.
    Error,
    /// Probable, or a duty not met.
    Warning,
    /// Tails, style, hints.
    Info,
}

/// How sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Follows from the printed numbers or words alone.
    Proven,
    /// Very probable.
    Likely,
    /// A question to the author.
    Ask,
}

/// What an evidence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What is called wrong.
    Primary,
    /// What speaks against it.
    Witness,
}

/// A piece of the document, quoted verbatim.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is for.
    pub role: Role,
    /// Verbatim, at most 120 characters.
    pub quote: String,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

/// A proposal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    /// The value or words to put there, without unit.
    pub value: String,
    /// The slip that explains it (`decimal-shift`, `swapped-digits` …), if one does.
    pub slip: Option<String>,
    /// 0.00 to 1.00 in hundredths, as the number of hundredths.
    #[serde(serialize_with = "hundredths", deserialize_with = "from_hundredths")]
    pub confidence: u8,
    /// How many relations hold once it is put there.
    pub satisfies: u32,
}

fn hundredths<S: serde::Serializer>(n: &u8, s: S) -> Result<S::Ok, S::Error> {
    // The only float of the contract: an exact table of two-decimal literals, no arithmetic.
    s.serialize_f64(format!("{}.{:02}", n / 100, n % 100).parse().unwrap_or(0.0))
}

fn from_hundredths<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    let value = f64::deserialize(from)?;
    // Back by way of the print, as it came.
    Ok(format!("{value:.2}").replace('.', "").parse().unwrap_or(0))
}

/// One defect.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Stable: a hash of rule, coordinates and evidence text.
    pub id: String,
    /// The relation or check that found it.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub certainty: Certainty,
    /// A headline in Chinese.
    pub title: String,
    /// One sentence: what is wrong, both values, what is probably right, why.
    pub message: String,
    /// The value or words called wrong, as printed; empty for a blank or missing part.
    pub stated: String,
    /// What should stand there, or what would satisfy the relation.
    pub expected: String,
    /// A proposal, if there is one.
    pub suggestion: Option<Suggestion>,
    /// The relation in the field's words.
    pub relation: String,
    /// The relation with its numbers, e.g. `18.26 ÷ (18.26 − 39.5) ≠ 27.6%`.
    pub workings: String,
    /// Quotes; the first is the primary.
    pub evidence: Vec<Evidence>,
    /// The official text or form it rests on; empty if none.
    pub basis: String,
}

/// Which figures were seen, understood and checked.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Figures in tables and narrative.
    pub figures: usize,
    /// Figures with coordinates.
    pub understood: usize,
    /// Touched by at least one relation that could be evaluated.
    pub related: usize,
    /// Touched by at least two.
    pub related_twice: usize,
    /// Figures without coordinates.
    pub unread: Vec<Unchecked>,
    /// Figures with coordinates that no relation or check touched.
    pub unrelated: Vec<Unchecked>,
    /// The same counts for each part of the report that has figures.
    pub by_part: Vec<PartCoverage>,
    /// Relation instances by result.
    pub relations: RelationCounts,
    /// The same by rule, for every relation that was bound at least once.
    pub rules: BTreeMap<String, RelationCounts>,
}

/// The counts of one part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PartCoverage {
    /// Which.
    pub part: Part,
    /// Figures in it.
    pub figures: usize,
    /// Figures with coordinates.
    pub understood: usize,
    /// Touched by at least one relation or check that could be evaluated.
    pub related: usize,
    /// Touched by at least two.
    pub related_twice: usize,
}

impl Coverage {
    /// Counts one figure of a part that `touched` relations and checks touch.
    pub fn count(&mut self, part: Part, understood: bool, touched: usize) {
        let at = self.by_part.iter().position(|p| p.part == part).unwrap_or_else(|| {
            self.by_part.push(PartCoverage { part, ..PartCoverage::default() });
            self.by_part.len() - 1
        });
        let counts = [usize::from(understood), usize::from(touched >= 1), usize::from(touched >= 2)];
        let whole = [&mut self.understood, &mut self.related, &mut self.related_twice];
        whole.into_iter().zip(counts).for_each(|(sum, n)| *sum += n);
        self.figures += 1;
        if let Some(p) = self.by_part.get_mut(at) {
            p.figures += 1;
            let own = [&mut p.understood, &mut p.related, &mut p.related_twice];
            own.into_iter().zip(counts).for_each(|(sum, n)| *sum += n);
        }
    }
}

/// A figure that was not checked.
#[derive(Clone, Debug, Serialize)]
pub struct Unchecked {
    /// As printed, with what stands before it.
    pub text: String,
    /// The part of the report.
    pub part: Part,
    /// Why.
    pub reason: String,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
}

/// Relation instances by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RelationCounts {
    /// Held exactly.
    pub held: usize,
    /// Held within rounding.
    pub held_by_rounding: usize,
    /// Broken.
    pub broken: usize,
    /// Could not be evaluated.
    pub not_evaluable: usize,
}

/// The Chinese name of a [`Suggestion::slip`] code; `None` for one that says no more than the
/// finding's title.
#[must_use]
pub fn slip_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "decimal-shift" => "小数点错位",
        "unit" => "元与万元混淆",
        "sign" => "增减方向相反",
        "swapped-digits" => "相邻两位数字颠倒",
        "dropped-digit" => "漏了一位数字",
        "doubled-digit" | "extra-digit" => "多了一位数字",
        "wrong-digit" => "一位数字不同",
        "other-printing" => "误用了另一口径的数",
        "prior-year" => "误用了上年数",
        "neighbour" => "误用了相邻项目的数",
        "truncated" => "没有四舍五入",
        "missing-unit" => "漏写单位",
        "misread" => "识别有误",
        _ => return None,
    })
}
