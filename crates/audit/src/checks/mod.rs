//! Checks that need an algorithm: one file each, and one page each in `docs/rules/`, which is the check's documentation, its entry in the
//! list of rules, and its test.

use crate::Rule;
use crate::coverage::Compared;
use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Finding, Place, limits};
use performance::{
    accounts, across, actuals, blanks, cost, counts, dates, design, evaluation, funds, reasons, scores, split, text,
    told, twice, units,
};
use scene::Scene;

mod amounts;
mod build;
mod pattern;
mod row_subjects;
mod scene;

mod carry_over_told;
mod comparison_base;
mod contents_titles;
mod copied_text;
mod cost_and_count;
mod document_numbers;
mod doubled_words;
mod empty_table_note;
mod entity_name;
mod glossary_subjects;
mod glossary_wording;
mod grade_and_score;
mod heading_sequence;
mod image_residue;
mod items_listed;
mod list_sum;
mod listed_subjects;
mod missing_rows;
mod missing_table;
mod missing_unit;
mod misspelling;
mod name_slips;
mod near_duplicates;
mod no_activity_claims;
mod number_style;
mod paragraph_ends;
mod performance;
mod performance_forms;
mod performance_scope;
mod printed_twice;
mod procurement_words;
mod profile_parts;
mod promised_attachments;
mod reason_direction;
mod reason_wording;
mod sensitive_data;
mod stated_rates;
mod stray_characters;
mod subject_codes;
mod subject_levels;
mod subject_names;
mod table_columns;
mod table_unit;
mod template_residue;
mod told_twice;
mod torn_titles;
mod unbalanced_marks;
mod unit_slip;
mod units_twice;
mod vehicle_kinds_explained;
mod wrong_level_words;
mod year_consistency;
mod year_habits;

#[cfg(test)]
mod pages;

/// One check: its name, its page, and what it does.
struct Check {
    id: &'static str,
    page: &'static str,
    run: fn(&Scene<'_>, &mut Vec<Finding>),
}

macro_rules! check {
    ($id:literal, $module:ident) => {
        check!($id, $module, run)
    };
    ($id:literal, $family:ident, $run:ident) => {
        Check { id: $id, page: include_str!(concat!("../../../../docs/rules/", $id, ".md")), run: $family::$run }
    };
}

const CHECKS: &[Check] = &[
    check!("template-residue", template_residue),
    check!("year-consistency", year_consistency),
    check!("entity-name", entity_name),
    check!("doubled-words", doubled_words),
    check!("missing-unit", missing_unit),
    check!("heading-sequence", heading_sequence),
    check!("missing-table", missing_table),
    check!("profile-parts", profile_parts),
    check!("empty-table-note", empty_table_note),
    check!("glossary-subjects", glossary_subjects),
    check!("subject-names", subject_names),
    check!("copied-text", copied_text),
    check!("reason-direction", reason_direction),
    check!("list-sum", list_sum),
    check!("told-twice", told_twice),
    check!("listed-subjects", listed_subjects),
    check!("no-activity-claims", no_activity_claims),
    check!("wrong-level-words", wrong_level_words),
    check!("performance-scope", performance_scope),
    check!("image-residue", image_residue),
    check!("unit-slip", unit_slip),
    check!("sensitive-data", sensitive_data),
    check!("misspelling", misspelling),
    check!("subject-codes", subject_codes),
    check!("missing-rows", missing_rows),
    check!("items-listed", items_listed),
    check!("reason-wording", reason_wording),
    check!("number-style", number_style),
    check!("cost-and-count", cost_and_count),
    check!("table-columns", table_columns),
    check!("stray-characters", stray_characters),
    check!("glossary-wording", glossary_wording),
    check!("near-duplicate-passages", near_duplicates),
    check!("carry-over-told", carry_over_told),
    check!("grade-and-score", grade_and_score),
    check!("procurement-words", procurement_words),
    check!("promised-attachments", promised_attachments),
    check!("comparison-base", comparison_base),
    check!("contents-titles", contents_titles),
    check!("paragraph-ends", paragraph_ends),
    check!("document-numbers", document_numbers),
    check!("stated-rates", stated_rates),
    check!("performance-forms", performance_forms),
    check!("vehicle-kinds-explained", vehicle_kinds_explained),
    check!("table-unit", table_unit),
    check!("printed-twice", printed_twice),
    check!("unbalanced-marks", unbalanced_marks),
    check!("subject-levels", subject_levels),
    check!("performance-rate", funds, rate),
    check!("performance-funds", funds, parts),
    check!("performance-execution-score", funds, score),
    check!("performance-row-score", scores, rows),
    check!("performance-total", scores, total),
    check!("performance-no-actual", scores, without_actual),
    check!("performance-told", told, run),
    check!("performance-actual-unit", actuals, unit),
    check!("performance-unit", units, run),
    check!("performance-dates", dates, run),
    check!("performance-strict-bound", actuals, strict),
    check!("performance-over-target", actuals, over),
    check!("performance-missed-reason", reasons, missed),
    check!("performance-budget-reason", reasons, budget),
    check!("performance-comparator", design, comparator),
    check!("performance-target-value", design, target),
    check!("performance-qualitative", design, qualitative),
    check!("performance-levels", design, levels),
    check!("performance-weights", design, weights),
    check!("performance-blanks", blanks, run),
    check!("blank-in-sentence", blanks, sentence),
    check!("performance-residue", blanks, residue),
    check!("performance-cost", cost, total),
    check!("performance-unit-cost", cost, unit),
    check!("performance-cost-split", split, run),
    check!("performance-actual-told", text, run),
    check!("performance-irregularities", text, irregular),
    check!("performance-same-indicator", across, run),
    check!("performance-form-twice", twice, run),
    check!("performance-counts", counts, run),
    check!("performance-accounts", accounts, run),
    check!("performance-evaluation", evaluation, run),
];

/// Runs every check: what they found, and which figures they compared.
pub(crate) fn run(disclosure: &Disclosure, catalog: &Catalog) -> (Vec<Finding>, Compared) {
    let scene = Scene::new(disclosure, catalog);
    let mut out = Vec::new();
    for check in CHECKS {
        // A blank form states nothing: only what it is gets said.
        if scene.blank_form && check.id != "template-residue" {
            continue;
        }
        let rule = rule(check);
        let from = out.len();
        (check.run)(&scene, &mut out);
        out.truncate(from + limits::FINDINGS);
        for finding in out.iter_mut().skip(from) {
            finding.relation.clone_from(&rule.title);
            finding.basis.clone_from(&rule.basis);
        }
    }
    // A subject's name misspelt is told as such.
    let names: Vec<Place> = out.iter().filter(|f| f.rule == "subject-names").filter_map(primary).cloned().collect();
    out.retain(|f| f.rule != "misspelling" || !primary(f).is_some_and(|p| names.iter().any(|n| crate::overlap(n, p))));
    performance::once(&mut out);
    followers(&scene, &mut out);
    renamed(&scene, &mut out);
    (out, scene.compared.into_inner())
}

/// What follows from a subject whose brackets or levels are wrong: it was not read, and seems to be missing or misnamed.
fn followers(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    const FIRST: [&str; 2] = ["unbalanced-marks", "subject-levels"];
    const AFTER: [&str; 7] = [
        "subject-names",
        "glossary-subjects",
        "items-listed",
        "misspelling",
        "near-duplicate-passages",
        "unbalanced-marks",
        "reason-wording",
    ];
    let inside = |line: &scene::Line, f: &Finding| {
        let all = scene.whole(line).place;
        primary(f).is_some_and(|p| crate::overlap(p, &all))
    };
    let lines: Vec<&scene::Line> = scene
        .lines
        .iter()
        .filter(|l| {
            l.text.contains("（类") || l.text.contains("款）") || l.text.contains("（项") || l.text.contains("类）")
        })
        .filter(|l| out.iter().any(|f| FIRST.contains(&f.rule.as_str()) && inside(l, f)))
        .collect();
    let mut told: Vec<usize> = Vec::new();
    out.retain(|f| {
        if FIRST.contains(&f.rule.as_str()) {
            let line = lines.iter().find(|l| inside(l, f)).map(|l| l.block);
            // One subject, one mistake.
            let again = line.is_some_and(|l| told.contains(&l)) && f.rule == "subject-levels";
            told.extend(line);
            return !again;
        }
        // The glossary names the subject with its brackets right.
        let letters = |s: &str| s.replace(['（', '）', '类', '款', '项'], "");
        let about = |l: &&scene::Line| {
            if f.rule == "glossary-subjects" {
                let text = letters(&l.text);
                return [&f.expected, &f.message].into_iter().chain(f.evidence.iter().map(|e| &e.quote)).any(|said| {
                    let name = said.split(['“', '”']).map(letters).max_by_key(|n| n.chars().count());
                    name.is_some_and(|n| n.chars().count() >= 8 && text.contains(&scene::plain(&n)))
                });
            }
            let named = f.stated.trim_start_matches('缺');
            inside(l, f)
                || named.chars().count() >= 3 && l.text.contains(named)
                || f.evidence.iter().any(|e| e.quote.chars().count() >= 4 && l.text.contains(&scene::plain(&e.quote)))
        };
        !AFTER.contains(&f.rule.as_str()) || !lines.iter().any(about)
    });
}

/// What follows from an item under a wrong name: the glossary seems to lack it and to explain what nobody uses, and the names disagree.
fn renamed(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let by_amount = |f: &Finding| f.rule == "items-listed" && f.title == "科目名称与金额不符";
    let items: Vec<(&mingzhang_model::SubjectItem, Place)> =
        scene.d.items.iter().map(|i| (i, scene.spot_of(i.name_span).place)).collect();
    let at = |f: &Finding| {
        items.iter().find(|(_, p)| primary(f).is_some_and(|own| crate::overlap(own, p))).map(|(item, p)| (*item, p))
    };
    let told: Vec<_> = out
        .iter()
        .filter(|f| f.rule == "subject-names" || by_amount(f))
        .filter_map(|f| at(f).map(|(item, place)| (item, place.clone(), by_amount(f))))
        .filter(|(item, ..)| !item.glossary)
        .collect();
    let alike = |a: &mingzhang_model::SubjectItem, b: &mingzhang_model::SubjectItem| {
        (0..3).filter(|k| glossary_subjects::bare(&a.names[*k]) == glossary_subjects::bare(&b.names[*k])).count() == 2
    };
    // A row left out of a table, or under another code, is not among those that have an amount.
    let rows: Vec<String> = out
        .iter()
        .filter(|f| matches!(f.rule.as_str(), "missing-rows" | "subject-codes"))
        .map(|f| f.message.clone())
        .collect();
    let entries: Vec<Place> =
        out.iter().filter(|f| f.rule == "glossary-subjects").filter_map(primary).cloned().collect();
    out.retain(|f| {
        let here = |place: &Place| primary(f).is_some_and(|p| crate::overlap(p, place));
        match f.rule.as_str() {
            // The amount says which name is right.
            "subject-names" => !told.iter().any(|(_, place, amount)| *amount && here(place)),
            "glossary-subjects" => {
                let entry = at(f).map(|(entry, _)| entry);
                !told.iter().any(|(item, place, _)| here(place) || entry.is_some_and(|e| e.glossary && alike(e, item)))
            }
            "listed-subjects" => !rows.iter().any(|m| m.contains(&format!("“{}”", f.stated))),
            "items-listed" => {
                let code = f.message.split(|c: char| !c.is_ascii_digit()).find(|w| w.len() == 7);
                by_amount(f) && code.is_none() || !rows.iter().any(|m| code.is_some_and(|c| m.contains(c)))
            }
            "glossary-wording" => !entries.iter().any(here),
            _ => true,
        }
    });
}

fn primary(finding: &Finding) -> Option<&Place> {
    finding.evidence.first().map(|e| &e.place)
}

/// The checks as rules, for listing and explaining.
#[must_use]
pub fn rules() -> Vec<Rule> {
    CHECKS.iter().map(rule).collect()
}

/// The page of a check.
#[must_use]
pub(crate) fn page(id: &str) -> Option<&'static str> {
    CHECKS.iter().find(|c| c.id == id).map(|c| c.page)
}

fn rule(check: &Check) -> Rule {
    Rule::of_page(check.id, check.page)
}
