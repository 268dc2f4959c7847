//! The audit: relations of the catalog bound to the facts of a disclosure, evaluated exactly, diagnosed, and told as findings.
//!
//! Facts become *prints* (`prints`), prints are gathered in *scopes* (`scope`), relations are *bound* in the narrowest scope (`bind`),
//! *evaluated* in integers (`evaluate`), *diagnosed* (`diagnose`, `slip`), judged *jointly* (`joint`, `simplex`), and told (`label`, `report`,
//! `conflict`). Nothing here sees bytes or pages.

use coverage::Compared;
use diagnose::Diagnosis;
use engine::Engine;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::relations::Relation;
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::{Coverage, Disclosure, Figure, Finding, Place, Severity, Unit};
use report::Reporter;

mod bind;
pub mod checks;
mod claims;
mod conflict;
mod coverage;
mod diagnose;
mod engine;
mod evaluate;
#[cfg(test)]
mod evaluate_tests;
mod family;
mod guard;
mod joint;
#[cfg(test)]
mod joint_sample;
#[cfg(test)]
mod joint_tests;
mod label;
#[cfg(test)]
mod mutation_tests;
pub mod pages;
mod plan;
mod prints;
#[doc(hidden)]
pub mod probe;
mod recognised;
mod report;
#[doc(hidden)]
pub mod sample;
mod scope;
mod simplex;
mod slip;
mod telling;
#[cfg(test)]
mod tests;
mod weigh;

/// The result of an audit.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Findings, errors first, then in document order.
    pub findings: Vec<Finding>,
    /// What was seen and checked.
    pub coverage: Coverage,
}

/// A rule: a relation of the catalog or a check.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable name.
    pub id: String,
    /// In the field's words.
    pub title: String,
    /// What it demands; for relations the formula.
    pub description: String,
    /// Official text or form.
    pub basis: String,
}

/// Relations that every report is subject to, whatever the catalog holds.
const BUILT_IN: &[&str] = &["same-fact", "comparison-word", conflict::RULE, "table-misread"];

impl Rule {
    /// A page as a rule: the heading is the title, the first paragraph says what is demanded.
    fn of_page(id: &str, page: &str) -> Rule {
        let (title, description, basis) = pages::head(page).unwrap_or((id, String::new(), ""));
        Rule { id: id.to_owned(), title: title.to_owned(), description, basis: basis.to_owned() }
    }
}

/// Audits one disclosure.
#[must_use]
pub fn audit(disclosure: &Disclosure, catalog: &Catalog) -> Audit {
    let (checked, compared) = checks::run(disclosure, catalog);
    let mut out = relate_with(disclosure, &catalog.relations, &catalog.subjects, &compared);
    let items: Vec<usize> =
        disclosure.items.iter().filter(|i| !i.glossary).filter_map(|i| disclosure.place(i.name_span).line).collect();
    once(&mut out.findings, checked, &items);
    recognised::soften(disclosure, &mut out.findings);
    out.findings.sort_by_cached_key(|f| {
        let place = f.evidence.first().map(|e| e.place.order());
        (f.severity, place, f.rule.clone(), f.id.clone())
    });
    out
}

fn place(f: &Finding) -> Option<Place> {
    f.evidence.first().map(|e| e.place.clone())
}

/// One defect, one finding: what relations say of a figure is more than what the eye sees, but a sentence of another year is no fact.
fn once(related: &mut Vec<Finding>, mut checked: Vec<Finding>, items: &[usize]) {
    // What is said of figures whose table has the wrong unit follows from the unit.
    let table = |p: &Place| p.cell.as_deref().and_then(|c| c.split_once(',')).map(|(t, _)| t.to_owned());
    let units: Vec<String> = checked
        .iter()
        .filter(|c| c.rule == "table-unit")
        .filter_map(|c| c.evidence.iter().find_map(|e| table(&e.place)))
        .collect();
    // A row under a wrong code is missing in one sum and too many in another.
    let codes: Vec<(String, [&str; 2])> = checked
        .iter()
        .filter(|c| c.rule == "subject-codes")
        .filter_map(|c| Some((table(&c.evidence.first()?.place)?, [c.stated.as_str(), c.expected.as_str()])))
        .collect();
    let of = |message: &str, code: &str| {
        [3, 5, 7].iter().filter_map(|n| code.get(..*n)).any(|c| message.contains(&format!("（{c}）")))
    };
    related.retain(|r| {
        let at = r.evidence.first().and_then(|e| table(&e.place));
        !r.rule.ends_with("hierarchy")
            || !codes.iter().any(|(t, both)| Some(t) == at.as_ref() && both.iter().any(|c| of(&r.message, c)))
    });
    // An item told twice or not at all is why the items do not add up.
    let lines: Vec<usize> = checked
        .iter()
        .filter(|c| c.rule == "items-listed" && c.severity == Severity::Warning && c.title.contains("两遍"))
        .flat_map(|c| c.evidence.iter().filter_map(|e| e.place.line))
        .collect();
    // So is one that could not be read: its brackets, levels, year or amount are told to be wrong.
    let unread = |c: &Finding| match c.rule.as_str() {
        "unbalanced-marks" | "subject-levels" => c.stated.contains(['类', '款', '项']),
        "template-residue" | "missing-unit" | "year-consistency" => {
            c.evidence.first().and_then(|e| e.place.line).is_some_and(|l| items.contains(&l))
        }
        "items-listed" => c.title.contains("不符"),
        _ => false,
    };
    let unread = checked.iter().any(unread);
    let left_out: Vec<&Finding> =
        checked.iter().filter(|c| c.rule == "items-listed" && c.title.contains("没有说明")).collect();
    // A subject that only the glossary has, and whose class is less in its items than in its total, is the one left out.
    let explained: Vec<&Finding> = checked.iter().filter(|c| c.stated == "名词解释有、说明无此科目").collect();
    related.retain(|r| {
        let sum = r.rule.starts_with("items-") || r.rule == "subject-hierarchy";
        let beside = r.evidence.iter().filter_map(|e| e.place.line).any(|l| lines.contains(&l));
        let in_text = r.evidence.first().is_some_and(|e| e.place.cell.is_none());
        // Tables do not print what the items were budgeted at: with an item less or more nothing can be said of their sum.
        let budgets = sum && in_text && r.message.contains("预算数");
        let same_code = |c: &&Finding| r.rule.starts_with("items-") || in_text && of(&r.message, code_of(c));
        let doubled = r.rule == "same-fact" && beside && r.message.matches(r.stated.as_str()).count() > 1;
        let same_class =
            |c: &&Finding| sum && in_text && r.severity == Severity::Warning && falls_short(r) && shares_class(r, c);
        !(sum && (beside || in_text && unread)
            || doubled
            || budgets && (!lines.is_empty() || !left_out.is_empty())
            || sum && left_out.iter().any(same_code)
            || explained.iter().any(same_class))
    });
    // An item under a wrong name gives its amounts to another subject.
    let misnamed: Vec<(Option<usize>, &str)> = checked
        .iter()
        .filter(|c| c.rule == "items-listed" && c.title.contains("不符"))
        .filter_map(|c| Some((c.evidence.first()?.place.line, c.stated.split('（').next()?)))
        .collect();
    related.retain(|r| {
        let of_subjects = r.rule == "same-fact" || r.rule.ends_with("hierarchy");
        let lines = || r.evidence.iter().filter_map(|e| e.place.line);
        let about = |(line, name): &(Option<usize>, &str)| {
            line.is_some_and(|l| lines().any(|o| o == l)) || r.message.contains(&format!("“{name}（"))
        };
        !of_subjects || !misnamed.iter().any(about)
    });
    // Items that do not add up to a total are no ground to doubt the total's rate of completion.
    let sums: Vec<String> = related
        .iter()
        .filter(|r| r.rule.starts_with("items-") || r.rule == "subject-hierarchy")
        .filter(|r| r.evidence.first().is_some_and(|e| e.place.cell.is_none()))
        .map(|r| r.workings.clone())
        .collect();
    related.retain(|r| {
        let total = r.workings.split_once("> ").and_then(|(_, rest)| rest.split_once(" ÷")).map(|(n, _)| n);
        let doubted = |n: &str| sums.iter().any(|s| s.contains(&format!("{n} ≠")));
        r.rule != "implied-budgets" || !total.is_some_and(doubted)
    });
    // A row left out is why the rows of its 类 do not add up: then it had an amount.
    let code = |w: &str| w.len() >= 3 && w.bytes().all(|b| b.is_ascii_digit());
    let codes = |message: &str| -> Vec<String> {
        let parts = message.split(|c: char| !c.is_ascii_digit()).filter(|w| code(w));
        parts.filter_map(|w| w.get(..3).map(str::to_owned)).collect()
    };
    for row in checked.iter_mut().filter(|c| c.rule == "missing-rows") {
        let (at, own) = (row.evidence.first().and_then(|e| table(&e.place)), codes(&row.message));
        let before = related.len();
        related.retain(|r| {
            let here = r.evidence.first().and_then(|e| table(&e.place)) == at;
            let of =
                r.message.split('（').filter_map(|w| w.split('）').next()).find(|w| code(w)).and_then(|w| w.get(..3));
            !(here && r.rule.ends_with("hierarchy") && of.is_some_and(|o| own.iter().any(|c| c == o)))
        });
        if related.len() < before {
            row.severity = Severity::Warning;
        }
    }
    // A number whose unit is missing was taken for another.
    let numbers: Vec<(Place, &str)> = checked
        .iter()
        .filter(|c| c.rule == "missing-unit")
        .filter_map(|c| Some((place(c)?, c.stated.as_str())))
        .collect();
    related.retain(|r| {
        let all = if r.rule == "comparison-word" { usize::MAX } else { 1 };
        let mut shown = r.evidence.iter().take(all);
        !shown.any(|e| numbers.iter().any(|(p, n)| overlap(&e.place, p) && e.quote.ends_with(n)))
    });
    if !units.is_empty() {
        related.retain(|r| !r.evidence.iter().any(|e| table(&e.place).is_some_and(|t| units.contains(&t))));
    }
    columns(related);
    let meet = |a: &Finding, b: &Finding| place(a).zip(place(b)).is_some_and(|(a, b)| overlap(&a, &b));
    related.retain(|r| {
        !checked.iter().any(|c| c.rule == "year-consistency" && c.severity == Severity::Error && meet(r, c))
    });
    checked.retain(|c| !matches!(c.rule.as_str(), "unit-slip" | "told-twice") || !related.iter().any(|r| meet(r, c)));
    related.extend(checked);
}

/// A subject's row whose members do not add up in several columns of a table: one row is wrong or missing, and the first column tells it.
fn columns(related: &mut Vec<Finding>) {
    let key = |f: &Finding| -> Option<(String, String)> {
        let cell = place(f)?.cell?;
        let mut parts = cell.split(',');
        let (table, row) = (parts.next()?, parts.next()?);
        (f.rule.ends_with("hierarchy") && f.suggestion.is_none()).then(|| (f.rule.clone(), format!("{table},{row}")))
    };
    let mut out: Vec<Finding> = Vec::new();
    for finding in related.drain(..) {
        let own = key(&finding);
        match out.iter_mut().find(|f| own.is_some() && key(f) == own) {
            Some(first) => first.evidence.extend(finding.evidence.into_iter().take(1).map(|mut e| {
                e.role = mingzhang_model::Role::Witness;
                e
            })),
            None => out.push(finding),
        }
    }
    *related = out;
}

/// The 7 digits a finding of an item left out names: 表中2080501“行政单位离退休”….
fn code_of(f: &Finding) -> &str {
    let from = f.message.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    f.message.get(from..from + 7).unwrap_or("")
}

/// True if the addends of every broken sum make less than what is printed: 470.30 ≠ 100.00 + 200.00 = 300.00.
fn falls_short(f: &Finding) -> bool {
    let amount = |t: &str| Figure::parse(t.trim(), Unit::WanYuan).map(|f| f.value);
    let short = |sum: &str| {
        let (whole, addends) = (sum.split('≠').next().and_then(amount), sum.rsplit('=').next().and_then(amount));
        whole.zip(addends).is_some_and(|(whole, addends)| addends < whole)
    };
    f.workings.split('；').all(short)
}

/// True if a broken sum of the text is of the class whose subject a finding of the glossary names: “教育支出（类）….
fn shares_class(related: &Finding, glossary: &Finding) -> bool {
    let class = glossary.message.split('“').nth(1).and_then(|t| t.split("（类）").next()).unwrap_or("");
    let class = class.trim_end_matches("支出");
    let mut said = related.evidence.iter().map(|e| e.quote.as_str()).chain([related.message.as_str()]);
    !class.is_empty() && said.any(|t| t.contains(class))
}

/// True if two places share a character or a spot on a page.
fn overlap(a: &Place, b: &Place) -> bool {
    match (a.offset, b.offset, a.bbox, b.bbox) {
        (Some(a), Some(b), _, _) => a[0] < b[1] && b[0] < a[1],
        (_, _, Some(c), Some(d)) => a.page == b.page && c[0] < d[2] && d[0] < c[2] && c[1] < d[3] && d[1] < c[3],
        _ => false,
    }
}

/// The relations alone.
#[must_use]
pub fn relate(disclosure: &Disclosure, relations: &[Relation], subjects: &Subjects) -> Audit {
    relate_with(disclosure, relations, subjects, &Vec::new())
}

/// The relations, with what the checks compared counted in the coverage.
fn relate_with(disclosure: &Disclosure, relations: &[Relation], subjects: &Subjects, compared: &Compared) -> Audit {
    let mut findings = Vec::new();
    let mut dropped = vec![false; disclosure.tables.len()];
    for (t, table) in disclosure.tables.iter().enumerate() {
        if let Some(why) = &table.misread {
            if let Some(d) = dropped.get_mut(t) {
                *d = true;
            }
            findings.extend(guard::finding(disclosure, t, why));
        }
    }
    let mut engine = Engine::new(disclosure, relations, &dropped);
    let misread = guard::misread(&engine);
    if !misread.is_empty() {
        for t in misread {
            if let Some(d) = dropped.get_mut(t) {
                *d = true;
            }
            findings.extend(guard::finding(disclosure, t, "里的勾稽关系大多对不上"));
        }
        engine = Engine::new(disclosure, relations, &dropped);
    }
    let mut diagnosis = Diagnosis::new(&engine, None);
    let verdicts = diagnosis.run();
    let tails = diagnosis.tails();
    let outcomes = diagnosis.outcomes;
    let corrections = diagnosis.corrections;
    let reporter = Reporter { engine: &engine, subjects, corrections: &corrections };
    findings.extend(verdicts.iter().filter_map(|v| reporter.finding(v)));
    findings.extend(tails.into_iter().filter_map(|i| reporter.tail(i)));
    findings.extend(conflict::findings(&reporter, &outcomes, &verdicts));
    let mut claims = claims::judge(&engine, subjects, &corrections);
    findings.extend(claims.iter_mut().filter_map(|c| c.finding.take()));
    let coverage = coverage::coverage(&engine, &claims, compared);
    Audit { findings, coverage }
}

/// All rules.
#[must_use]
pub fn rules(catalog: &Catalog) -> Vec<Rule> {
    let rule = |id: &str, title: &str, description: &str, basis: &str| Rule {
        id: id.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        basis: basis.to_owned(),
    };
    let mut out: Vec<Rule> = catalog
        .relations
        .iter()
        .map(|r| {
            let description = if r.note.is_empty() { r.holds.clone() } else { format!("{}（{}）", r.holds, r.note) };
            rule(&r.id, &r.title, &description, &r.basis)
        })
        .collect();
    out.extend(BUILT_IN.iter().map(|id| Rule::of_page(id, pages::text(id).unwrap_or(""))));
    out.extend(checks::rules());
    out
}
