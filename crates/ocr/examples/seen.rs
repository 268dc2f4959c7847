//! What is read of a PDF or picture: `cargo run -p mingzhang-ocr --example seen -- FILE`. The models must be installed.

use mingzhang_decode::{Eye, Seen, decode_with};
use mingzhang_model::Block;
use mingzhang_ocr::{Reader, models};
use std::time::Instant;

/// Tells how long each page takes.
struct Timed(Reader);

impl Eye for Timed {
    fn page(&self, pdf: &[u8], number: u32) -> Result<Seen, String> {
        let start = Instant::now();
        let seen = self.0.page(pdf, number);
        let signs = seen.as_ref().map_or(0, |s| s.signs.len());
        eprintln!("page {number}: {signs} characters, {} ms", start.elapsed().as_millis());
        seen
    }

    fn picture(&self, bytes: &[u8]) -> Result<Seen, String> {
        self.0.picture(bytes)
    }
}

fn main() -> Result<(), String> {
    let reader = Timed(Reader::open(&models::directory().ok_or("no directory for models")?)?);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).map_err(|e| e.to_string())?;
        let document = decode_with(&bytes, &path, Some(&reader)).map_err(|e| e.to_string())?;
        for problem in &document.problems {
            println!("! {}", problem.message);
        }
        for block in &document.blocks {
            match block {
                Block::Paragraph(p) => {
                    let place = p.place(0, p.text.len());
                    println!("p{} {}‰ {}", place.page.unwrap_or(0), place.confidence.unwrap_or(1000), p.text);
                }
                Block::Table(t) => {
                    println!(
                        "table {} × {}, pages {:?}",
                        t.rows,
                        t.columns,
                        t.row_pages.first().zip(t.row_pages.last())
                    );
                    for c in &t.cells {
                        println!(
                            "{}\t{}\t{}\t{:?}\t{}",
                            c.row,
                            c.column,
                            c.place.confidence.unwrap_or(1000),
                            c.others,
                            c.text
                        );
                    }
                }
            }
        }
    }
    Ok(())
}
