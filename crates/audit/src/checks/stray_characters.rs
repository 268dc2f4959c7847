//! Characters that do not belong where they stand: a letter after a unit, a traditional character among simplified ones, a verb said
//! again after its manner, an English word.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Certainty, Finding};
use rustc_hash::FxHashMap;
use std::ops::Range;

const RULE: &str = "stray-characters";

/// More traditional characters than slip in: the text quotes one written so.
const QUOTED: usize = 20;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| l.zone != Zone::Contents) {
        unit(scene, line, out);
        again(scene, line, out);
        english(scene, line, out);
    }
    traditional(scene, out);
}

/// 924.91万元人，
fn unit(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains('元') {
        return;
    }
    for found in re!("[0-9]((?:万|亿)元)(人|个|次|件|元|万|亿)(?:[，。；、）]|$)").all(&line.text) {
        let (right, letter) = (group(&found, 1), group(&found, 2));
        let words = format!("{right}{letter}");
        out.push(
            Draft::warning(RULE, "单位后面多字")
                .say(format!("“{words}”的“{letter}”是多出来的字。"))
                .stated(words)
                .expected(right)
                .suggest(right, None, 90, 1)
                .at(scene.around(line, range(&found, 1).start..range(&found, 2).end, 16, 4))
                .done(),
        );
    }
}

/// 开展各种形式开展宣传
fn again(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let pattern = re!(
        "(开展|进行|组织|举办|采取|实施|通过)((?:各种|多种|各类|多样)(?:形式|方式|渠道|途径)的?)(开展|进行|组织|举办|采取|实施|通过)"
    );
    for found in pattern.all(&line.text) {
        let (verb, manner) = (group(&found, 1), group(&found, 2));
        if verb != group(&found, 3) {
            continue;
        }
        let right = format!("以{}{verb}", manner.trim_end_matches('的'));
        out.push(
            Draft::warning(RULE, "动词重复")
                .say(format!("“{verb}”前后各写了一遍，应当只留一个。"))
                .stated(group(&found, 0))
                .expected(right)
                .at(scene.around(line, range(&found, 0), 8, 12))
                .done(),
        );
    }
}

/// English function words between Chinese letters.
fn english(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.bytes().any(|b| b.is_ascii_lowercase()) {
        return;
    }
    let mut from = 0;
    let pattern = re!("[一-龥](to|and|of|the|for|in|with|or|is|from|by|on)[一-龥]");
    while let Some(found) = pattern.groups(line.text.get(from..).unwrap_or("")) {
        let inner = range(&found, 1);
        let at = from + inner.start..from + inner.end;
        let word = group(&found, 1);
        let right = match word {
            "to" => "到",
            "and" => "和",
            "or" => "或",
            "of" => "的",
            _ => "",
        };
        let mut draft = Draft::warning(RULE, "中文句子里夹有英文词")
            .certainty(Certainty::Proven)
            .say(format!("中文句子里夹有英文词“{word}”。"))
            .stated(word)
            .at(scene.around(line, at.clone(), 12, 12));
        if !right.is_empty() {
            draft = draft.expected(right).suggest(right, None, 70, 1);
        }
        out.push(draft.done());
        from = at.end;
    }
}

/// Traditional characters whose simplified form the document uses too.
fn traditional(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let table: FxHashMap<char, char> = scene
        .catalog
        .wording
        .traditional
        .iter()
        .filter_map(|pair| {
            let mut letters = pair.chars();
            letters.next().zip(letters.next())
        })
        .collect();
    let mut found: Vec<(&Line, Range<usize>, char, char)> = Vec::new();
    for line in &scene.lines {
        for (at, letter) in line.text.char_indices() {
            if let Some(right) = table.get(&letter) {
                found.push((line, at..at + letter.len_utf8(), letter, *right));
            }
        }
    }
    if found.len() > QUOTED {
        return;
    }
    for (line, at, letter, right) in found {
        if !scene.lines.iter().any(|l| l.text.contains(right)) {
            continue;
        }
        out.push(
            Draft::warning(RULE, "繁体字")
                .say(format!("“{letter}”是繁体字，应当写作“{right}”。"))
                .stated(letter)
                .expected(right)
                .suggest(right, None, 90, 1)
                .at(scene.around(line, at, 10, 10))
                .done(),
        );
    }
}
