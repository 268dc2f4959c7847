//! What a glossary entry says names its own subject as the entry does, and is not the text of another entry.

use super::build::Draft;
use super::glossary_subjects::bare;
use super::scene::{Line, Scene, is_han, plain};
use mingzhang_model::Finding;
use mingzhang_model::disclosure::SubjectItem;
use std::ops::Range;

const RULE: &str = "glossary-wording";

/// The shortest name that is looked for: shorter ones have neighbours that are words themselves.
const SHORTEST: usize = 8;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let entries: Vec<(&SubjectItem, &Line, usize)> = scene
        .d
        .items
        .iter()
        .filter(|i| i.glossary)
        .take(500)
        .filter_map(|i| {
            let line = scene.line(i.name_span.block)?;
            let end = line.text.find("（项）")? + "（项）".len();
            Some((i, line, end))
        })
        .collect();
    for (item, line, from) in &entries {
        let mut names = vec![bare(&item.names[1]), bare(&item.names[2])];
        names.dedup();
        for name in names {
            if let Some((at, written)) = slip(scene, line, *from, &name) {
                out.push(
                    Draft::warning(RULE, "释义中的科目名称有误")
                        .say(format!("释义中的“{written}”与本条科目名称“{name}”差一个字。"))
                        .stated(written)
                        .expected(name.clone())
                        .suggest(name, None, 85, 1)
                        .at(scene.around(line, at, 12, 6))
                        .witness(scene.spot_of(item.name_span))
                        .done(),
                );
            }
        }
    }
    copied(scene, &entries, out);
}

/// Words of the entry that are its name but for one letter.
fn slip(scene: &Scene<'_>, line: &Line, from: usize, name: &str) -> Option<(Range<usize>, String)> {
    let name: Vec<char> = name.chars().collect();
    let text: Vec<(usize, char)> = line.text.get(from..)?.char_indices().map(|(at, c)| (from + at, c)).collect();
    let n = name.len();
    if n < SHORTEST || !name.iter().all(|c| is_han(*c)) {
        return None;
    }
    let loose = &scene.catalog.wording.loose;
    for length in [n, n + 1, n - 1] {
        for window in text.windows(length) {
            let letters: Vec<char> = window.iter().map(|(_, c)| *c).collect();
            let same_ends =
                letters.get(..2) == name.get(..2) && letters.iter().rev().take(2).eq(name.iter().rev().take(2));
            if !same_ends || !letters.iter().all(|c| is_han(*c)) || letters == name {
                continue;
            }
            let head = letters.iter().zip(&name).take_while(|(a, b)| a == b).count();
            let tail = letters.iter().rev().zip(name.iter().rev()).take_while(|(a, b)| a == b).count();
            // One letter more, less or other than in the name.
            if head + tail + 1 < n.max(length) {
                continue;
            }
            let odd = if length == n - 1 { name.get(head) } else { letters.get(head) };
            if odd.is_none_or(|c| loose.contains(*c) || matches!(c, '等' | '各' | '类' | '本' | '该')) {
                continue;
            }
            let written: String = letters.into_iter().collect();
            // Another subject's name is what is meant.
            if !scene.catalog.subjects.functional.named(&written).is_empty() {
                continue;
            }
            let start = window.first()?.0;
            let end = window.last().map(|(at, c)| at + c.len_utf8())?;
            return Some((start..end, written));
        }
    }
    None
}

/// Two entries with the same text under different names, which names one of them.
fn copied(scene: &Scene<'_>, entries: &[(&SubjectItem, &Line, usize)], out: &mut Vec<Finding>) {
    let body = |line: &Line, from: usize| -> String {
        let rest = plain(line.text.get(from..).unwrap_or(""));
        rest.trim_start_matches(['：', '，', '，']).trim_end_matches(['。', '；']).to_owned()
    };
    for (item, line, from) in entries {
        let (own, text) = (bare(&item.names[2]), body(line, *from));
        if text.chars().count() < 10 || text.contains(&own) {
            continue;
        }
        let source = entries.iter().find(|(other, l, f)| {
            let name = bare(&other.names[2]);
            l.block != line.block
                && name != own
                && name.chars().count() >= 4
                && !own.contains(&name)
                && text.contains(&name)
                && body(l, *f) == text
        });
        let Some((other, theirs, _)) = source else { continue };
        out.push(
            Draft::warning(RULE, "释义抄自另一科目")
                .say(format!("“{own}”的释义与“{}”的完全相同，说的是后者。", bare(&other.names[2])))
                .stated(text)
                .expected(format!("“{own}”自己的释义"))
                .at(scene.spot(line, *from..line.text.len()))
                .witness(scene.whole(theirs))
                .done(),
        );
    }
}
