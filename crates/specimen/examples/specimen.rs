//! `specimen SEED [STYLE]` prints a report; `specimen sweep COUNT [FIRST] [STYLE]` audits many and prints every finding.

use mingzhang_catalog::Catalog;
use mingzhang_specimen::{STYLES, Style, of, style};
use std::collections::BTreeMap;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize| args.get(i).and_then(|a| a.parse::<u64>().ok());
    let named = args.iter().find_map(|a| STYLES.into_iter().find(|s| s.name() == a));
    if args.first().is_some_and(|a| a == "sweep") {
        sweep(number(1).unwrap_or(100), number(2).unwrap_or(0), named);
    } else {
        let seed = number(0).unwrap_or(0);
        print!("{}", of(named.unwrap_or_else(|| style(seed)), seed));
    }
}

fn sweep(count: u64, first: u64, only: Option<Style>) {
    let catalog = Catalog::embedded();
    let mut seen: BTreeMap<Style, [usize; 7]> = BTreeMap::new();
    let mut rules: BTreeMap<(String, String), usize> = BTreeMap::new();
    for seed in first..first + count {
        let form = only.unwrap_or_else(|| style(seed));
        let text = of(form, seed);
        let Ok(document) = mingzhang_decode::decode(text.as_bytes(), "report.txt") else {
            println!("seed {seed}: not decoded");
            continue;
        };
        let report = mingzhang_read::read(document, catalog);
        let audit = mingzhang_audit::audit(&report, catalog);
        let row = seen.entry(form).or_default();
        let c = &audit.coverage;
        row[0] += 1;
        for (k, n) in [c.figures, c.understood, c.related, c.related_twice].into_iter().enumerate() {
            row[k + 1] += n;
        }
        row[5] += usize::from(!audit.findings.is_empty());
        row[6] += usize::from(report.identity.profile == "generic");
        for f in &audit.findings {
            let severity = format!("{:?}", f.severity);
            let n = rules.entry((f.rule.clone(), severity.clone())).or_default();
            *n += 1;
            if *n <= 6 {
                println!(
                    "seed {seed} {} {severity} {} l.{:?}: {} | {} | {}",
                    form.name(),
                    f.rule,
                    f.evidence.first().and_then(|e| e.place.line),
                    f.message,
                    f.workings,
                    f.evidence.first().map_or("", |e| e.quote.as_str())
                );
            }
        }
        if seed < first + 12 {
            for u in c.unread.iter().take(8) {
                println!("seed {seed} {} unread l.{:?}: {}", form.name(), u.place.line, u.text.replace('\t', "|"));
            }
        }
    }
    println!("{rules:?}");
    for (form, [n, figures, understood, related, twice, found, generic]) in seen {
        let of = |x: usize| x * 1000 / figures.max(1);
        println!(
            "{} reports {n} figures {figures} understood {}‰ related {}‰ twice {}‰ with findings {found} generic {generic}",
            form.name(),
            of(understood),
            of(related),
            of(twice)
        );
    }
}
