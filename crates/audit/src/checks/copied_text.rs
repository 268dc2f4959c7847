//! A purpose or a reason that was copied from another item of the list and still names that item's subject.

use super::build::Draft;
use super::glossary_subjects::bare;
use super::scene::{Scene, plain};
use mingzhang_model::disclosure::{Span, SubjectItem};
use mingzhang_model::{Finding, Severity};

const RULE: &str = "copied-text";

/// Which text of an item.
type Pick = fn(&SubjectItem) -> Option<Span>;

/// The text without what differs between an item that grew and one that shrank.
fn gist(text: &str) -> String {
    let mut out = plain(text);
    for lead in ["主要用于", "主要原因是", "主要原因", "原因是", "：", "。", "，"] {
        out = out.replace(lead, "");
    }
    for word in ["增加", "减少", "增长", "下降", "保持不变", "持平"] {
        out = out.replace(word, "±");
    }
    out
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let items: Vec<&SubjectItem> = scene.d.items.iter().filter(|i| !i.glossary).collect();
    if items.len() > 2000 {
        return;
    }
    let picks: [(Pick, &str); 2] = [(|i| i.purpose, "用途"), (|i| i.reason, "原因")];
    for (pick, what) in picks {
        let texts: Vec<(&SubjectItem, Span, String)> =
            items.iter().filter_map(|i| pick(i).map(|s| (*i, s, gist(scene.d.text(s))))).collect();
        // In a list whose texts name their own subjects by habit, one that names another is a slip.
        let own = texts.iter().filter(|(i, _, text)| text.contains(&bare(&i.names[2]))).count();
        let habit = own * 5 >= texts.len() * 3;
        for text in &texts {
            let Some(other) = source(&texts, text) else { continue };
            // What a residual subject pays for may well be what another subject is called.
            let residual = text.0.names[2].trim().starts_with("其他");
            // 一般行政管理事务 and the like stand under many 款: their words fit other subjects too.
            let generic = scene.catalog.subjects.functional.named(other.0.names[2].trim()).len() > 3;
            let severity = if residual || generic || !habit { Severity::Warning } else { Severity::Error };
            report(scene, (text.0, text.1), other, what, severity, out);
        }
    }
}

/// The item whose text it is: word for word the same, naming that item's subject and not its own.
fn source<'a>(
    items: &[(&'a SubjectItem, Span, String)],
    (item, _, text): &(&SubjectItem, Span, String),
) -> Option<(&'a SubjectItem, Span)> {
    let own = bare(&item.names[2]);
    if own.chars().count() < 3 || text.contains(&own) || text.chars().count() < 4 {
        return None;
    }
    items.iter().filter(|(_, _, gist)| gist == text).find_map(|(other, theirs, _)| {
        let name = bare(&other.names[2]);
        let copied = name.chars().count() >= 4 && name != own && !own.contains(&name) && text.contains(&name);
        copied.then_some((*other, *theirs))
    })
}

fn report(
    scene: &Scene<'_>,
    (item, span): (&SubjectItem, Span),
    (other, theirs): (&SubjectItem, Span),
    what: &str,
    severity: Severity,
    out: &mut Vec<Finding>,
) {
    let (own, name) = (plain(&item.names[2]), plain(&other.names[2]));
    let text = scene.d.text(span);
    let same = if plain(text) == plain(scene.d.text(theirs)) { "完全相同" } else { "除增减词外相同" };
    out.push(
        Draft::of(severity, RULE, "文字抄自另一科目")
            .say(format!("“{own}”的{what}与“{name}”的{same}，说的是“{name}”而不是本科目。"))
            .stated(plain(text))
            .expected(own)
            .at(scene.spot_of(span))
            .witness(scene.spot_of(item.name_span))
            .witness(scene.spot_of(theirs))
            .done(),
    );
}
