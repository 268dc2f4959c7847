//! Prints the blocks of a file: paragraphs with page or line, tables as rows of cells.
use mingzhang_model::{Block, RunOrigin};

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) => {
                println!("{path}: {e}");
                continue;
            }
        };
        let document = match mingzhang_decode::decode(&bytes, &path) {
            Ok(document) => document,
            Err(e) => {
                println!("{path}: {e}");
                continue;
            }
        };
        println!("== {path}: {} pages, {} blocks", document.pages, document.blocks.len());
        for p in &document.problems {
            println!("!! {} {:?} {}", p.code, p.place.page, p.message);
        }
        let mut tables = 0;
        for block in &document.blocks {
            match block {
                Block::Paragraph(p) => {
                    let place = match p.runs.first().map(|r| &r.origin) {
                        Some(RunOrigin::Text { line, .. }) => format!("l{line}"),
                        Some(RunOrigin::Cell { cell, .. }) => cell.clone(),
                        Some(RunOrigin::Page { page, .. }) => format!("p{page}"),
                        None => String::new(),
                    };
                    let marks = format!("{}{}", if p.centred { "C" } else { "" }, "#".repeat(usize::from(p.heading)));
                    println!("[{place} {:.1} {marks} r{}] {}", p.size, p.runs.len(), p.text);
                }
                Block::Table(t) => {
                    tables += 1;
                    println!("[table {tables}: {}x{} pages {:?}]", t.rows, t.columns, {
                        let mut pages = t.row_pages.clone();
                        pages.dedup();
                        pages
                    });
                    for r in 0..t.rows {
                        let mut row = Vec::new();
                        for c in 0..t.columns {
                            match t.at(r, c) {
                                Some(cell) if cell.row == r && cell.column == c => row.push(cell.text.as_str()),
                                Some(cell) if cell.row == r => row.push("<"),
                                Some(_) => row.push("^"),
                                None => row.push("?"),
                            }
                        }
                        println!("  {}", row.join(" | "));
                    }
                }
            }
        }
    }
}
