//! A purpose or a reason that was copied from another item of the list and still names that item's subject.

use super::build::Draft;
use super::glossary_subjects::bare;
use super::scene::{Scene, plain};
use mingzhang_model::disclosure::{Span, SubjectItem};
use mingzhang_model::{Finding, Severity};

const RULE: &str = "copied-text";

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
    // In a list whose texts name their own subjects by habit, one that names another is a slip.
    let habit = |pick: fn(&SubjectItem) -> Option<Span>| {
        let with: Vec<(&SubjectItem, Span)> = items.iter().filter_map(|i| Some((*i, pick(i)?))).collect();
        let own = with.iter().filter(|(i, s)| plain(scene.d.text(*s)).contains(&bare(&i.names[2]))).count();
        own * 5 >= with.len() * 3
    };
    let habits = [habit(|i| i.purpose), habit(|i| i.reason)];
    for (index, item) in items.iter().enumerate() {
        for ((span, what), by_habit) in [(item.purpose, "用途"), (item.reason, "原因")].into_iter().zip(habits) {
            let Some(span) = span else { continue };
            if let Some((other, theirs)) = source(scene, &items, index, span, what) {
                let own = plain(&item.names[2]);
                // What a residual subject pays for may well be what another subject is called.
                let severity = if own.starts_with("其他") || !by_habit { Severity::Warning } else { Severity::Error };
                report(scene, (item, span), (other, theirs), what, severity, out);
            }
        }
    }
}

/// The item whose text it is: word for word the same, naming that item's subject and not its own.
fn source<'a>(
    scene: &Scene<'_>,
    items: &[&'a SubjectItem],
    index: usize,
    span: Span,
    what: &str,
) -> Option<(&'a SubjectItem, Span)> {
    let item = items.get(index)?;
    let text = gist(scene.d.text(span));
    let own = bare(&item.names[2]);
    if own.chars().count() < 3 || text.contains(&own) || text.chars().count() < 4 {
        return None;
    }
    items.iter().enumerate().filter(|(j, _)| *j != index).find_map(|(_, other)| {
        let theirs = if what == "用途" { other.purpose? } else { other.reason? };
        let name = bare(&other.names[2]);
        let copied = name.chars().count() >= 4
            && name != own
            && !own.contains(&name)
            && text.contains(&name)
            && gist(scene.d.text(theirs)) == text;
        copied.then_some((*other, theirs))
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
    out.push(
        Draft::of(severity, RULE, "文字抄自另一科目")
            .say(format!("“{own}”的{what}与“{name}”的完全相同，说的是“{name}”而不是本科目。"))
            .stated(plain(text))
            .expected(own)
            .at(scene.spot_of(span))
            .witness(scene.spot_of(item.name_span))
            .witness(scene.spot_of(theirs))
            .done(),
    );
}
