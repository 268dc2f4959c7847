//! Writes the sample as a workbook, to look at it: `cargo run -p mingzhang-write --example xlsx -- FILE`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("where to?")?;
    std::fs::write(file, mingzhang_write::xlsx(&mingzhang_write::sample::rich())?)?;
    Ok(())
}
