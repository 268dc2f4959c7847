//! Passages printed more than once read the same: a comma lost in one of them, or a letter that is another elsewhere, is a slip.

use super::build::{Draft, Spot};
use super::glossary_subjects::bare;
use super::scene::{Line, Scene, Zone, even, is_han, plain};
use mingzhang_model::{Cell, Certainty, Finding, Severity, SourceKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

const RULE: &str = "near-duplicate-passages";

/// Letters that must agree on either side of the difference, and on both together.
const SIDE: usize = 10;
const BOTH: usize = 28;
/// Letters of a subject's name that show it is meant.
const PIECE: usize = 7;
/// Printings of ten letters beyond which they are a set phrase.
const PRINTINGS: usize = 24;
/// Differences of one kind beyond which they are no slips.
const SLIPS: usize = 12;
/// Letters of all passages beyond which nobody waits for the comparison.
const LETTERS: usize = 600_000;

/// A passage, letter by letter.
struct Text<'a> {
    chars: Vec<char>,
    source: Source<'a>,
}

enum Source<'a> {
    Line(&'a Line),
    Cell(&'a Cell),
}

impl Text<'_> {
    /// The letters of a range with their place.
    fn spot(&self, scene: &Scene<'_>, from: usize, to: usize) -> Spot {
        let (from, to) = (from.min(self.chars.len()), to.min(self.chars.len()));
        match self.source {
            Source::Line(line) => {
                let byte = |n: usize| line.text.char_indices().nth(n).map_or(line.text.len(), |(at, _)| at);
                scene.spot(line, byte(from)..byte(to))
            }
            Source::Cell(cell) => {
                let (text, back) = even(&cell.text);
                let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
                let source = |at: usize, end: bool| {
                    back.get(at).map_or(cell.text.len(), |b| if end { b.1 as usize } else { b.0 as usize })
                };
                let range = source(byte(from), false)..source(byte(to).saturating_sub(1), true);
                Spot { quote: cell.text.get(range).unwrap_or(&cell.text).to_owned(), place: cell.place.clone() }
            }
        }
    }
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let texts = texts(scene);
    if texts.iter().map(|t| t.chars.len()).sum::<usize>() <= LETTERS {
        passages(scene, &texts, out);
    }
    names(scene, out);
    stops(scene, out);
}

/// A paragraph without a full stop whose last words end a sentence elsewhere.
fn stops(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let body: Vec<(usize, &Line)> = scene
        .lines
        .iter()
        .enumerate()
        .filter(|(_, l)| matches!(l.zone, Zone::Report | Zone::Attachment) && !l.heading)
        .collect();
    for (i, line) in &body {
        let chars: Vec<char> = line.text.chars().collect();
        let closed = chars.last().is_none_or(|c| !is_han(*c) && !c.is_ascii_digit() && *c != '%');
        if closed || chars.len() < BOTH || !line.text.contains('，') {
            continue;
        }
        // On a page a paragraph may go on after the break.
        let next = scene.lines.get(i + 1);
        let broken = scene.d.document.kind == SourceKind::Pages && !next.is_some_and(|l| l.heading);
        let tail: String = chars.iter().skip(chars.len() - SIDE - 4).collect();
        let full = format!("{tail}。");
        let Some((_, other)) = body.iter().find(|(_, l)| l.text.contains(&full)).filter(|_| !broken) else { continue };
        let at = line.text.len() - tail.len()..line.text.len();
        let there = other.text.find(&full).unwrap_or(0);
        out.push(
            Draft::warning(RULE, "段末漏句号")
                .say(format!("段末没有句号，同样的话另一处是“{full}”。"))
                .stated("段末无句号")
                .expected(full.clone())
                .at(scene.spot(line, at))
                .witness(scene.spot(other, there..there + full.len()))
                .done(),
        );
    }
}

fn texts<'a>(scene: &'a Scene<'_>) -> Vec<Text<'a>> {
    let lines = scene
        .lines
        .iter()
        .filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment | Zone::Glossary))
        .map(|l| Text { chars: l.text.chars().collect(), source: Source::Line(l) });
    let cells = scene
        .d
        .document
        .blocks
        .iter()
        .filter_map(|b| b.table())
        .flat_map(|t| &t.cells)
        .filter(|c| c.text.len() >= 3 * BOTH)
        .map(|c| Text { chars: plain(&c.text).chars().collect(), source: Source::Cell(c) });
    lines.chain(cells).filter(|t| t.chars.len() >= BOTH).collect()
}

/// Two printings that agree around a place and differ at it: where the difference begins, and how long it is in each.
struct Fork {
    a: (usize, usize, usize),
    b: (usize, usize, usize),
}

fn passages(scene: &Scene<'_>, texts: &[Text<'_>], out: &mut Vec<Finding>) {
    let mut forks: Vec<(Fork, usize, usize)> = Vec::new();
    for group in printings(texts) {
        for (i, p) in group.iter().enumerate() {
            for q in group.get(i + 1..).unwrap_or(&[]) {
                let Some(fork) = fork(texts, *p, *q) else { continue };
                let like = |from: (usize, usize, usize)| {
                    group.iter().filter(|r| same(texts, **r, (from.0, from.1), from.2 + SIDE)).count()
                };
                let (a, b) = (like(fork.a), like(fork.b));
                forks.push((fork, a, b));
            }
        }
    }
    forks.sort_by_key(|(f, _, _)| (f.a, f.b));
    let mut told: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut found = Vec::new();
    for (fork, a, b) in forks {
        found.extend(report(scene, texts, &fork, (a, b), &mut told));
    }
    for severity in [Severity::Warning, Severity::Info] {
        // So many are the habit of a form, not slips.
        if found.iter().filter(|f| f.severity == severity).count() > SLIPS {
            found.retain(|f| f.severity != severity);
        }
    }
    out.append(&mut found);
}

/// Where the same ten letters end, in reading order, if they are printed again but are no set phrase.
fn printings(texts: &[Text<'_>]) -> Vec<Vec<(usize, usize)>> {
    let letters = texts.iter().map(|t| t.chars.len()).sum();
    // Each place with the one before it that has the same letters: a list for each would cost more than all the rest.
    let mut places: Vec<((usize, usize), Option<usize>)> = Vec::with_capacity(letters);
    let mut last: FxHashMap<u64, usize> = FxHashMap::with_capacity_and_hasher(letters, Default::default());
    for (t, text) in texts.iter().enumerate() {
        for (at, window) in text.chars.windows(SIDE).enumerate() {
            let hash =
                window.iter().fold(0, |h: u64, c| h.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(u64::from(*c)));
            let before = last.insert(hash, places.len());
            places.push(((t, at + SIDE), before));
        }
    }
    let group = |end: usize| {
        let back = std::iter::successors(places.get(end), |(_, before)| places.get((*before)?));
        let mut group: Vec<(usize, usize)> = back.map(|(place, _)| *place).take(PRINTINGS + 1).collect();
        group.reverse();
        group
    };
    let again = last.into_values().filter(|end| places.get(*end).is_some_and(|(_, before)| before.is_some()));
    again.map(group).filter(|g| g.len() <= PRINTINGS).collect()
}

/// True if the letters from two places agree for a length.
fn same(texts: &[Text<'_>], a: (usize, usize), b: (usize, usize), n: usize) -> bool {
    let part = |(t, at): (usize, usize)| texts.get(t).and_then(|x| x.chars.get(at..at + n));
    part(a).is_some() && part(a) == part(b)
}

fn fork(texts: &[Text<'_>], p: (usize, usize), q: (usize, usize)) -> Option<Fork> {
    let (x, y) = (&texts.get(p.0)?.chars, &texts.get(q.0)?.chars);
    if x.get(p.1)? == y.get(q.1)? {
        return None;
    }
    // The letters before: the index may have brought unlike ones together.
    let left = (1..=60).take_while(|n| p.1 >= *n && q.1 >= *n && x.get(p.1 - n) == y.get(q.1 - n)).count();
    if left < SIDE {
        return None;
    }
    for (m, n) in [(0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (2, 2)] {
        let right =
            (0..60).take_while(|i| x.get(p.1 + m + i).is_some() && x.get(p.1 + m + i) == y.get(q.1 + n + i)).count();
        if right >= SIDE && left + right >= BOTH {
            return Some(Fork { a: (p.0, p.1, m), b: (q.0, q.1, n) });
        }
    }
    None
}

fn report(
    scene: &Scene<'_>,
    texts: &[Text<'_>],
    fork: &Fork,
    (a, b): (usize, usize),
    told: &mut FxHashSet<(usize, usize)>,
) -> Option<Finding> {
    let letters = |(t, at, n): (usize, usize, usize)| texts.get(t).and_then(|x| x.chars.get(at..at + n)).unwrap_or(&[]);
    let (x, y) = (letters(fork.a), letters(fork.b));
    let mark = |c: &char| matches!(c, '，' | '。' | '；' | '、');
    // The wrong one: the one without the mark, or the one printed once.
    let (wrong, right, lost) = match (x, y) {
        // 比 and 较, 和 and 与: the same said otherwise.
        ([c], [e])
            if "比较".contains([*c]) && "比较".contains([*e])
                || "和与及同".contains([*c]) && "和与及同".contains([*e]) =>
        {
            return None;
        }
        ([], [m]) if mark(m) => (fork.a, fork.b, true),
        ([m], []) if mark(m) => (fork.b, fork.a, true),
        // Words come and go; one letter for another is a slip, if it stands so once.
        ([c], [e]) if is_han(*c) && is_han(*e) && a == 1 && b >= 2 => (fork.a, fork.b, false),
        ([c], [e]) if is_han(*c) && is_han(*e) && b == 1 && a >= 2 => (fork.b, fork.a, false),
        _ => return None,
    };
    let (here, there) = (texts.get(wrong.0)?, texts.get(right.0)?);
    if !told.insert((wrong.0, wrong.1)) {
        return None;
    }
    let words = |text: &Text<'_>, (_, at, n): (usize, usize, usize)| -> String {
        text.chars.get(at.saturating_sub(2)..(at + n + 2).min(text.chars.len())).unwrap_or(&[]).iter().collect()
    };
    let (stated, expected) = (words(here, wrong), words(there, right));
    // Words of a list may stand without 、 between them, and a sentence may open without a comma after its time or place.
    let before = wrong.1.checked_sub(1).and_then(|i| here.chars.get(i));
    let free = letters(right) == ['、'] || before.is_some_and(|c| "年月日末底中后前时度外".contains(*c));
    let draft = if lost {
        Draft::of(if free { Severity::Info } else { Severity::Warning }, RULE, "同一段话一处漏标点")
            .say(format!("同样的话另一处是“{expected}”，这里是“{stated}”，漏了标点。"))
    } else {
        Draft::info(RULE, "同一段话用字不同").say(format!("同样的话别处是“{expected}”，这里是“{stated}”；请看哪个对。"))
    };
    Some(
        draft
            .stated(stated)
            .expected(expected)
            .at(here.spot(scene, wrong.1.saturating_sub(16), wrong.1 + wrong.2 + 16))
            .witness(there.spot(scene, right.1.saturating_sub(16), right.1 + right.2 + 16))
            .done(),
    )
}

/// A piece of a subject's name that lost a letter.
fn names(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let wording = &scene.catalog.wording;
    let mut printed: Vec<&String> = scene.d.items.iter().take(400).flat_map(|i| &i.names[1..]).collect();
    printed.sort_unstable();
    printed.dedup();
    let mut known: Vec<String> = printed.into_iter().map(|n| bare(n)).collect();
    known.sort();
    known.dedup();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for whole in known.iter().filter(|n| n.chars().count() > PIECE) {
        let name: Vec<char> = whole.chars().collect();
        for lost in 2..name.len().saturating_sub(2) {
            let Some(letter) = name.get(lost).filter(|c| is_han(**c) && !wording.loose.contains(**c)) else { continue };
            for left in 2..=PIECE - 2 {
                let (Some(from), to) = (lost.checked_sub(left), lost + 1 + PIECE - left) else { continue };
                let (Some(before), Some(after)) = (name.get(from..lost), name.get(lost + 1..to)) else { continue };
                // Of two equal letters either may be the one that is missing.
                if before.last() == Some(letter) || after.first() == Some(letter) {
                    continue;
                }
                let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
                pieces.push(Piece {
                    wrong: format!("{before}{after}"),
                    right: format!("{before}{letter}{after}"),
                    whole,
                });
            }
        }
    }
    // All are of one length: no need of an automaton.
    let mut search: FxHashMap<&str, &Piece<'_>> = FxHashMap::default();
    for piece in &pieces {
        search.entry(&piece.wrong).or_insert(piece);
    }
    // Part of another name, it is right.
    for name in known.iter().chain(&wording.set_phrases) {
        for (_, words) in stretches(name) {
            search.remove(words);
        }
    }
    let mut found: Vec<(&Line, Range<usize>, &Piece<'_>)> = Vec::new();
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment | Zone::Glossary)) {
        for (at, words) in stretches(&line.text) {
            let Some(&piece) = search.get(words) else { continue };
            if !found.last().is_some_and(|(l, last, _)| l.block == line.block && at.start < last.end) {
                found.push((line, at, piece));
            }
        }
    }
    for (line, at, piece) in found {
        let times = |words: &str| scene.lines.iter().map(|l| l.text.matches(words).count()).sum::<usize>();
        // Written so again and again it is what they call it.
        if times(&piece.wrong) != 1 || times(&piece.right) < 2 {
            continue;
        }
        let (before, after) = piece.widen(line, &at);
        let (wrong, right) = (format!("{before}{}{after}", piece.wrong), format!("{before}{}{after}", piece.right));
        let witness = scene.lines.iter().find_map(|l| l.text.find(right.as_str()).map(|i| (l, i..i + right.len())));
        let mut draft = Draft::warning(RULE, "名称漏字")
            .certainty(Certainty::Ask)
            .say(format!("“{wrong}”别处写作“{right}”，疑漏一字。"))
            .stated(wrong)
            .expected(right.clone())
            .suggest(right, None, 70, 1)
            .at(scene.around(line, at, 10, 6));
        if let Some((l, r)) = witness {
            draft = draft.witness(scene.around(l, r, 10, 6));
        }
        out.push(draft.done());
    }
}

/// Every stretch of so many letters as a piece has, with its bytes.
fn stretches(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts
        .clone()
        .zip(starts.chain([text.len()]).skip(PIECE))
        .filter_map(|(from, to)| Some((from..to, text.get(from..to)?)))
}

/// Part of a name with a letter of it left out.
struct Piece<'n> {
    wrong: String,
    right: String,
    whole: &'n str,
}

impl Piece<'_> {
    /// What more of the name stands before and after it.
    fn widen(&self, line: &Line, at: &Range<usize>) -> (String, String) {
        let Some((head, tail)) = self.whole.split_once(self.right.as_str()) else { return Default::default() };
        let before = line.text.get(..at.start).unwrap_or("").chars().rev().zip(head.chars().rev());
        let before: Vec<char> = before.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
        let after = line.text.get(at.end..).unwrap_or("").chars().zip(tail.chars());
        (before.into_iter().rev().collect(), after.take_while(|(a, b)| a == b).map(|(a, _)| a).collect())
    }
}
