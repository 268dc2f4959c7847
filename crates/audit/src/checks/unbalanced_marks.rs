//! Brackets come in pairs.

use super::build::Draft;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Certainty, Finding};
use rustc_hash::FxHashSet;

const RULE: &str = "unbalanced-marks";

/// Pairs of marks that have no other use.
const PAIRS: [(char, char); 2] = [('（', '）'), ('《', '》')];

/// More paragraphs than this with a mark too few: brackets were lost in reading.
const MANY: usize = 6;

/// Paragraphs around in which the other half may stand, where a page was cut in two.
const AROUND: usize = 3;

/// A mark without its other half.
struct Lone {
    line: usize,
    at: usize,
    mark: char,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut lone: Vec<Lone> = Vec::new();
    for (n, line) in scene.lines.iter().enumerate() {
        if line.zone != Zone::Contents {
            lone.extend(PAIRS.iter().flat_map(|pair| unpaired(&line.text, *pair)).map(|(at, mark)| Lone {
                line: n,
                at,
                mark,
            }));
        }
    }
    let other =
        |mark: char| PAIRS.iter().find_map(|(a, b)| if *a == mark { Some(*b) } else { (*b == mark).then_some(*a) });
    let marks: FxHashSet<(usize, char)> = lone.iter().map(|l| (l.line, l.mark)).collect();
    let met = |a: &Lone| {
        let Some(half) = other(a.mark) else { return false };
        let mut around = a.line.saturating_sub(AROUND)..=a.line + AROUND;
        around.any(|line| line != a.line && marks.contains(&(line, half)))
    };
    let found: Vec<&Lone> = lone.iter().filter(|a| !met(a)).collect();
    if found.len() > MANY {
        return;
    }
    for lone in found {
        let (Some(line), Some(half)) = (scene.lines.get(lone.line), other(lone.mark)) else { continue };
        out.push(told(scene, line, lone, half));
    }
}

fn told(scene: &Scene<'_>, line: &Line, lone: &Lone, half: char) -> Finding {
    let end = lone.at + lone.mark.len_utf8();
    let (before, after) = (line.text.get(..lone.at).unwrap_or(""), line.text.get(end..).unwrap_or(""));
    let opens = PAIRS.iter().any(|(a, _)| *a == lone.mark);
    // The level of a subject is one letter in brackets: there the place of the other half is known.
    let level = |c: Option<char>| c.filter(|c| "类款项".contains(*c));
    let fixed = if opens { level(after.chars().next()) } else { level(before.chars().next_back()) };
    let at = match (fixed, opens) {
        (Some(c), true) => lone.at..end + c.len_utf8(),
        (Some(c), false) => lone.at - c.len_utf8()..end,
        (None, _) => lone.at..end,
    };
    let draft = Draft::info(RULE, "括号不成对")
        .certainty(Certainty::Proven)
        .say(format!("“{}”没有与它配对的“{half}”。", lone.mark))
        .stated(line.text.get(at.clone()).unwrap_or(""))
        .at(scene.around(line, at, 10, 10));
    match fixed {
        Some(c) => draft.expected(format!("（{c}）")).suggest(format!("（{c}）"), Some("bracket"), 95, 1).done(),
        None => draft.expected(format!("补上“{half}”或删去“{}”", lone.mark)).done(),
    }
}

/// Marks of a pair that have no other half in a text; 1） and a） number the entries of a list.
fn unpaired(text: &str, (open, close): (char, char)) -> Vec<(usize, char)> {
    let mut stack: Vec<usize> = Vec::new();
    let mut out = Vec::new();
    for (i, c) in text.char_indices() {
        if c == open {
            stack.push(i);
        } else if c == close && stack.pop().is_none() && !numbers(text.get(..i).unwrap_or("")) {
            out.push((i, close));
        }
    }
    out.extend(stack.into_iter().map(|i| (i, open)));
    out
}

/// True if a text ends with the number of an entry.
fn numbers(text: &str) -> bool {
    let number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_end_matches(number);
    rest.len() < text.len() && (rest.is_empty() || rest.ends_with(['，', '。', '、', '；', '：', '！', '？']))
}
