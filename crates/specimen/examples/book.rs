//! `book SEED PROFILE [DIR]` prints the compiled report of a made-up workbook, or writes it to a folder in every format; `book sweep COUNT [FIRST] [PROFILE]` audits many.

use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile};
use mingzhang_specimen::{STYLES, Style, books, style};
use std::collections::BTreeMap;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize| args.get(i).and_then(|a| a.parse::<u64>().ok());
    let named = args.iter().find_map(|a| STYLES.into_iter().find(|s| s.name() == a));
    if args.first().is_some_and(|a| a == "sweep") {
        sweep(number(1).unwrap_or(100), number(2).unwrap_or(0), named);
    } else {
        let seed = number(0).unwrap_or(0);
        match made(named.unwrap_or_else(|| style(seed)), seed) {
            Ok(c) if args.len() > 2 => write(&c.publication, std::path::Path::new(&args[2])),
            Ok(c) => {
                print!("{}", mingzhang_write::text(&c.publication));
                for gap in c.gaps {
                    println!("{gap}");
                }
            }
            Err(e) => println!("{e}"),
        }
    }
}

fn made(form: Style, seed: u64) -> Result<mingzhang_compile::Compiled, String> {
    let publishing = Publishing::load(form.name(), None).map_err(|e| e.to_string())?;
    compile(&books::book(form, seed), &publishing, Catalog::embedded(), true)
}

fn write(publication: &mingzhang_compile::Publication, folder: &std::path::Path) {
    let put = |name: &str, bytes: &[u8]| match std::fs::write(folder.join(name), bytes) {
        Ok(()) => println!("{name}: {} bytes", bytes.len()),
        Err(e) => println!("{name}: {e}"),
    };
    put("report.txt", mingzhang_write::text(publication).as_bytes());
    put("report.html", mingzhang_write::html(publication).as_bytes());
    put("report.docx", &mingzhang_write::docx(publication));
    match mingzhang_write::xlsx(publication) {
        Ok(bytes) => put("report.xlsx", &bytes),
        Err(e) => println!("{e}"),
    }
}

fn sweep(count: u64, first: u64, only: Option<Style>) {
    let catalog = Catalog::embedded();
    let mut rules: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (mut clean, mut gaps) = (0, 0);
    for seed in first..first + count {
        let form = only.unwrap_or_else(|| style(seed));
        let compiled = match made(form, seed) {
            Ok(c) => c,
            Err(e) => {
                println!("seed {seed}: {e}");
                continue;
            }
        };
        gaps += compiled.gaps.len();
        for gap in compiled.gaps.iter().take(3) {
            println!("seed {seed} {}: {gap}", form.name());
        }
        let (document, _) = mingzhang_write::document(&compiled.publication);
        let report = mingzhang_read::read(document, catalog);
        let audit = mingzhang_audit::audit(&report, catalog);
        clean += u64::from(audit.findings.is_empty());
        for f in &audit.findings {
            let n = rules.entry((f.rule.clone(), format!("{:?}", f.severity))).or_default();
            *n += 1;
            if *n <= 5 {
                let e = f.evidence.first();
                println!(
                    "seed {seed} {} {:?} {} l.{:?}: {} | {} | {}",
                    form.name(),
                    f.severity,
                    f.rule,
                    e.and_then(|e| e.place.line),
                    f.message,
                    f.workings,
                    e.map_or("", |e| e.quote.as_str())
                );
            }
        }
        if seed < first + 8 {
            for u in audit.coverage.unread.iter().take(8) {
                println!("seed {seed} {} unread l.{:?}: {}", form.name(), u.place.line, u.text);
            }
        }
    }
    println!("{count} books, {clean} without a finding, {gaps} gaps");
    for ((rule, severity), n) in rules {
        println!("{n:6} {severity} {rule}");
    }
}
