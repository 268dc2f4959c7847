use mingzhang_catalog::Catalog;
use mingzhang_compile::{Publishing, compile, extract::{Shift, extract}};
use mingzhang_model::{Fact, Origin};
fn main() {
    let file = std::env::args().nth(1).unwrap();
    let c = Catalog::embedded();
    let report = mingzhang_read::read(mingzhang_decode::decode(&std::fs::read(&file).unwrap(), &file).unwrap(), c);
    let p = Publishing::load(&report.identity.profile, None).map_err(|e| e.to_string()).unwrap();
    let e = extract(&report, &p, c, Shift::Same);
    let made = compile(&e.book, &p, c, true).unwrap();
    if std::env::args().nth(2).is_some() { println!("{}", mingzhang_write::text(&made.publication)); }
    let now = mingzhang_read::read(mingzhang_write::document(&made.publication).0, c);
    let table = |f: &Fact| matches!(f.origin, Origin::Table { .. });
    for f in report.facts.iter().filter(|f| !f.part && !f.blank) {
        if let Origin::Table { table, .. } = f.origin && report.tables[table].misread.is_some() { continue }
        let same: Vec<&Fact> = now.facts.iter().filter(|g| g.coordinates == f.coordinates && table(g) == table(f) && !g.part).collect();
        if same.is_empty() {
            if !f.figure.value.is_zero() { println!("GONE {} {} {}", if table(f) {"T"} else {"N"}, f.coordinates, f.printed); }
        } else if let Some(g) = same.iter().find(|g| !g.figure.interval().overlaps(f.figure.interval())) {
            println!("DIFF {} {} published {} compiled {}", if table(f) {"T"} else {"N"}, f.coordinates, f.printed, g.printed);
        }
    }
    for g in now.facts.iter().filter(|f| !f.part && !f.blank && !f.figure.value.is_zero()) {
        if !report.facts.iter().any(|f| g.coordinates == f.coordinates && table(g) == table(f)) { println!("NEW {} {} {}", if table(g) {"T"} else {"N"}, g.coordinates, g.printed); }
    }
}
