//! The tables of the bench: by group, by slip, by kind of figure, and what suggestions said of themselves.

use crate::judge::Score;
use crate::source::Group;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Everything counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// By group.
    pub groups: BTreeMap<Group, Score>,
    /// By group, slip and kind of figure.
    pub cells: BTreeMap<(Group, &'static str, &'static str), Score>,
    /// By confidence in hundredths: said so often, right so often.
    pub said: BTreeMap<u8, (usize, usize)>,
}

/// Per mille, rounded down.
pub fn per_mille(part: usize, whole: usize) -> usize {
    (part * 1000).checked_div(whole).unwrap_or(1000)
}

fn share(part: usize, whole: usize) -> String {
    let n = per_mille(part, whole);
    format!("{}.{} %", n / 10, n % 10)
}

fn cells(s: &Score) -> String {
    let per = s.findings * 100 / s.found.max(1);
    format!(
        "{} | {} | {} | {} | {}.{:02}",
        s.made,
        share(s.found, s.made),
        share(s.place, s.made),
        share(s.fix, s.made),
        per / 100,
        per % 100
    )
}

const COLUMNS: &str = "注入 | 发现 | 指对位置 | 首个建议正确 | 每处报出 |";

impl Tally {
    /// Counts one mistake.
    pub fn add(&mut self, group: Group, kind: &'static str, object: &'static str, score: Score, said: &[(u8, bool)]) {
        self.groups.entry(group).or_default().add(score);
        self.cells.entry((group, kind, object)).or_default().add(score);
        for (confidence, right) in said {
            let row = self.said.entry(*confidence).or_default();
            row.0 += 1;
            row.1 += usize::from(*right);
        }
    }

    fn by(&self, group: Group, key: impl Fn(&'static str, &'static str) -> String) -> BTreeMap<String, Score> {
        let mut out: BTreeMap<String, Score> = BTreeMap::new();
        for ((_, kind, object), score) in self.cells.iter().filter(|((g, _, _), _)| *g == group) {
            out.entry(key(kind, object)).or_default().add(*score);
        }
        out
    }

    /// The tables in Markdown; with `full` one for every slip on every kind of figure.
    pub fn markdown(&self, full: bool) -> String {
        let mut out = String::new();
        let table = |out: &mut String, head: &str, rows: BTreeMap<String, Score>| {
            if rows.is_empty() {
                return;
            }
            let _ = write!(out, "\n| {head} | {COLUMNS}\n|---|---:|---:|---:|---:|---:|\n");
            for (name, score) in rows {
                let _ = writeln!(out, "| {name} | {} |", cells(&score));
            }
        };
        table(&mut out, "类别", self.groups.iter().map(|(g, s)| (g.name().to_owned(), *s)).collect());
        for group in [Group::Twice, Group::Once, Group::Hidden, Group::Alone] {
            let name = group.name();
            table(&mut out, &format!("{name}：笔误"), self.by(group, |kind, _| kind.to_owned()));
            table(&mut out, &format!("{name}：对象"), self.by(group, |_, object| object.to_owned()));
            if full {
                table(&mut out, &format!("{name}：对象和笔误"), self.by(group, |k, o| format!("{o} {k}")));
            }
        }
        table(&mut out, Group::Words.name(), self.by(Group::Words, |kind, object| format!("{object}：{kind}")));
        let _ = write!(out, "\n| 建议的把握 | 条数 | 实际正确 |\n|---|---:|---:|\n");
        for (low, (count, right)) in self.bands() {
            let _ = writeln!(out, "| {low}–{} % | {count} | {} |", low + 4, share(right, count));
        }
        out
    }

    /// Suggestions in bands of five hundredths: said, right.
    pub fn bands(&self) -> BTreeMap<u8, (usize, usize)> {
        let mut out: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for (confidence, (count, right)) in &self.said {
            let row = out.entry(confidence / 5 * 5).or_default();
            row.0 += count;
            row.1 += right;
        }
        out
    }

    /// Everything in JSON.
    pub fn json(&self) -> Value {
        let score = |s: &Score| json!({"made": s.made, "found": s.found, "place": s.place, "fix": s.fix, "findings": s.findings});
        let groups: BTreeMap<&str, Value> = self.groups.iter().map(|(g, s)| (g.name(), score(s))).collect();
        let kinds: Vec<Value> = self
            .cells
            .iter()
            .map(|((g, k, o), s)| json!({"group": g.name(), "slip": k, "object": o, "score": score(s)}))
            .collect();
        let said: Vec<Value> =
            self.said.iter().map(|(c, (n, right))| json!({"confidence": c, "count": n, "right": right})).collect();
        json!({"groups": groups, "kinds": kinds, "suggestions": said})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down() {
        assert_eq!(
            (share(999, 1000).as_str(), share(0, 0).as_str(), share(1, 3).as_str()),
            ("99.9 %", "100.0 %", "33.3 %")
        );
        let mut t = Tally::default();
        let score = Score { made: 1, found: 1, place: 1, fix: 0, findings: 2 };
        t.add(Group::Words, "缺表", "结构", score, &[(87, true), (89, false)]);
        t.add(Group::Words, "重表", "结构", Score { made: 1, ..Score::default() }, &[]);
        let groups = t.groups[&Group::Words];
        assert_eq!((groups.made, groups.found, groups.findings), (2, 1, 2));
        assert_eq!(t.bands().into_iter().collect::<Vec<_>>(), [(85, (2, 1))]);
        assert!(t.markdown(true).contains("| 结构：缺表 | 1 | 100.0 % | 100.0 % | 0.0 % | 2.00 |"));
    }
}
