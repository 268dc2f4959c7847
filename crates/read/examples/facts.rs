//! Prints what is read from a file: `cargo run --example facts -- FILE`.
use mingzhang_catalog::Catalog;
fn main() {
    for file in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let document = match mingzhang_decode::decode(&bytes, &file) {
            Ok(d) => d,
            Err(e) => {
                println!("{file}: {e}");
                continue;
            }
        };
        let r = mingzhang_read::read(document, Catalog::embedded());
        println!("== {file}\n{:?} contents {:?}\nunits {:?}", r.identity, r.contents, r.units);
        for s in &r.sections {
            println!("{}{} {} [{}] {:?}", "  ".repeat(s.level as usize), s.number, s.title, s.topic, s.blocks);
        }
        for (i, t) in r.tables.iter().enumerate() {
            let n = r
                .facts
                .iter()
                .filter(|f| matches!(f.origin, mingzhang_model::Origin::Table { table, .. } if table == i))
                .count();
            println!(
                "TABLE {i} {:?} form {:?} {:?} header {} figures {} facts {n} misread {:?} notes {:?}\n    {:?}",
                t.title, t.form, t.unit, t.header_rows, t.figures, t.misread, t.notes, t.columns
            );
        }
        for f in &r.facts {
            if let mingzhang_model::Origin::Narrative { .. } = f.origin {
                println!("N {} = {} «{}» {}", f.coordinates, f.figure, f.printed, if f.part { "part" } else { "" });
            } else if std::env::var_os("TABLES").is_some() && !f.blank {
                println!("T {} = {} {:?}", f.coordinates, f.figure, f.place.cell);
            }
        }
        for c in &r.claims {
            println!("C {} {:?} {} «{}» {:?}", c.left, c.says, c.right, c.printed, c.facts);
        }
        for i in &r.items {
            println!("I {} {:?} {:?} glossary {}", i.ordinal, i.names, i.code, i.glossary);
        }
        for s in r.figures.iter().filter(|s| s.fact.is_none()) {
            println!("? {}", s.text);
        }
        println!("figures {} understood {}", r.figures.len(), r.figures.iter().filter(|f| f.fact.is_some()).count());
    }
}
