//! The bench on a small sample, against thresholds that may only rise.

use crate::mutate::{Options, mistakes, sample, tally};
use crate::source::{Group, Source};
use crate::tally::per_mille;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Mistakes in the sample, and in one report.
const SAMPLE: (usize, usize) = (160, 8);

#[derive(Deserialize)]
struct Threshold {
    found: usize,
    place: usize,
    fix: usize,
}

#[test]
fn the_sample_reaches_its_thresholds() {
    let thresholds: BTreeMap<String, Threshold> = toml::from_str(include_str!("../thresholds.toml")).unwrap();
    let tally = tally(&sample(0, SAMPLE.0, SAMPLE.1, false, false));
    let mut behind = Vec::new();
    for group in [Group::Twice, Group::Once, Group::Words] {
        let (score, least) = (tally.groups[&group], &thresholds[group.name()]);
        let reached = [score.found, score.place, score.fix].map(|n| per_mille(n, score.made));
        let wanted = [least.found, least.place, least.fix];
        if reached.iter().zip(wanted).any(|(a, b)| *a < b) {
            behind.push(format!("{}：发现、指对位置、首个建议正确 {reached:?}，应不低于 {wanted:?}", group.name()));
        }
    }
    assert!(behind.is_empty(), "{behind:#?}");
    assert!(tally.groups[&Group::Twice].made > 45 && tally.groups[&Group::Words].made > 35);
}

#[test]
fn the_same_seed_makes_the_same_mistakes() {
    let source = Source::new(String::new(), &mingzhang_specimen::specimen(5)).unwrap();
    let (a, b) = (mistakes(&source, 7, 10, false), mistakes(&source, 7, 10, false));
    assert_eq!(a.len(), 10);
    for (x, y) in a.iter().zip(&b) {
        assert_eq!((x.kind, x.start, x.end, &x.put), (y.kind, y.start, y.end, &y.put));
        assert_ne!(x.apply(&source), source.slice(0, source.text.len()), "{x:?}");
    }
}

#[test]
fn what_is_known_is_left_alone() {
    let text =
        mingzhang_specimen::of(mingzhang_specimen::Style::Mof, 5).replacen("收、支总计均为", "收、支总计均为1", 1);
    let source = Source::new(String::new(), &text).unwrap();
    let known: Vec<[usize; 2]> =
        source.before.iter().flat_map(|f| &f.evidence).filter_map(|e| e.place.offset).collect();
    assert!(!known.is_empty());
    for m in mistakes(&source, 1, 40, false) {
        assert!(known.iter().all(|[a, b]| m.end <= *a || *b <= m.start), "{m:?}");
    }
}

#[test]
fn mistakes_are_put_into_compiled_workbooks() {
    let all = tally(&sample(3, 24, 8, false, true));
    let made: usize = all.groups.values().map(|s| s.made).sum();
    assert_eq!(made, 24);
    assert!(all.groups[&Group::Twice].found > 5, "{:?}", all.groups[&Group::Twice]);
}

#[test]
fn arguments_are_read() {
    let read = |a: &[&str]| Options::read(a.iter().map(|s| (*s).to_owned()));
    let o = read(&["--count", "12", "--seed", "3", "--missed", "a.txt"]).unwrap();
    assert_eq!((o.count, o.seed, o.missed, o.files.len()), (12, 3, true, 1));
    assert_eq!(read(&["--count"]), None);
    assert_eq!(read(&["--other"]), None);
}
