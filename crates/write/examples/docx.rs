//! Writes the sample publication as a Word document: `docx FILE`.

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "sample.docx".to_owned());
    let publication = mingzhang_write::sample::rich();
    let start = std::time::Instant::now();
    let bytes = mingzhang_write::docx(&publication);
    println!("{} bytes, {:.2} ms", bytes.len(), start.elapsed().as_secs_f64() * 1e3);
    std::fs::write(path, bytes)
}
