//! The guard: a table most of whose relations break was misread. It accuses nobody and takes no further part.

use crate::bind::Rule;
use crate::diagnose::Diagnosis;
use crate::engine::Engine;
use crate::evaluate::Outcome;
use crate::report::identity;
use mingzhang_model::{Certainty, Disclosure, Evidence, Finding, Origin, Role, Severity, limits};

/// Tables to leave out because too much breaks in them, beyond what two wrong cells explain.
pub(crate) fn misread(engine: &Engine<'_>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); engine.disclosure.tables.len()];
    for (i, x) in engine.instances.iter().enumerate() {
        if let Some(list) = x.table.and_then(|t| of.get_mut(t)) {
            list.push(i);
        }
    }
    let mut diagnosed = 0;
    for (t, list) in of.iter().enumerate() {
        let mut all = 0usize;
        let mut broken = 0usize;
        let mut shared: Option<Vec<usize>> = None;
        for (x, o) in list.iter().filter_map(|i| Some((engine.instances.get(*i)?, engine.outcomes.get(*i)?))) {
            if matches!(x.rule, Rule::Relation(_)) && *o != Outcome::Unknown {
                all += 1;
                if *o == Outcome::Broken {
                    broken += 1;
                    let mut prints = x.formula.prints();
                    prints.retain(|p| shared.as_ref().is_none_or(|s| s.contains(p)));
                    shared = Some(prints);
                }
            }
        }
        // One figure in all that breaks is a wrong figure, not a wrong reading.
        if broken < 3 || broken * 10 <= all * 3 || shared.is_some_and(|s| !s.is_empty()) {
            continue;
        }
        // Where most tables break, it is the reading.
        diagnosed += 1;
        if diagnosed > limits::DIAGNOSED {
            out.push(t);
            continue;
        }
        let verdicts = Diagnosis::new(engine, Some(t)).run();
        let explained: usize = verdicts.iter().filter(|v| v.correction.is_some()).take(2).map(|v| v.broken.len()).sum();
        if broken.saturating_sub(explained) > 0 {
            out.push(t);
        }
    }
    out
}

/// Says so.
pub(crate) fn finding(disclosure: &Disclosure, table: usize, why: &str) -> Option<Finding> {
    let reading = disclosure.tables.get(table)?;
    let title = reading.title.as_ref().map_or("未命名的表", |(t, _)| t.as_str());
    let fact = disclosure.facts.iter().find(|f| matches!(f.origin, Origin::Table { table: t, .. } if t == table));
    let place = match (&reading.title, fact) {
        (_, Some(f)) => f.place.clone(),
        (Some((_, block)), None) => disclosure
            .document
            .blocks
            .get(*block)
            .and_then(|b| b.paragraph())
            .map(|p| p.place(0, p.text.len()))
            .unwrap_or_default(),
        _ => mingzhang_model::Place::default(),
    };
    let list = vec![Evidence {
        role: Role::Primary,
        quote: fact.map_or(title, |f| f.quote.as_str()).chars().take(120).collect(),
        place,
    }];
    Some(Finding {
        id: identity("table-misread", &format!("{table} {title}"), &list),
        rule: "table-misread".to_owned(),
        severity: Severity::Info,
        certainty: Certainty::Ask,
        title: format!("《{title}》没有可靠地读出来"),
        message: format!("《{title}》{why}，多半是读取问题而不是表里有错，所以这张表的数字没有参与核对，请人工查看。"),
        stated: String::new(),
        expected: String::new(),
        suggestion: None,
        relation: String::new(),
        workings: String::new(),
        evidence: list,
        basis: String::new(),
    })
}
