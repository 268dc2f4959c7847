//! Writes the samples as Word document, workbook, open data and Inline XBRL into a folder, for outside judges: `cargo run -p mingzhang-write --example open -- FOLDER`.

use mingzhang_catalog::Catalog;
use mingzhang_write::{Licence, data_package, document, docx, ixbrl, sample, xlsx};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("where to?")?;
    let folder = Path::new(&folder);
    let publication = sample::accounts();
    let disclosure = mingzhang_read::read(document(&publication).0, Catalog::embedded());
    let mut files = vec![
        ("report.docx".to_owned(), docx(&publication)),
        ("tables.xlsx".to_owned(), xlsx(&publication)?),
        ("rich.docx".to_owned(), docx(&sample::rich())),
        ("rich.xlsx".to_owned(), xlsx(&sample::rich())?),
        ("report.xbri".to_owned(), ixbrl(&publication, &disclosure)),
    ];
    let package = data_package(&publication, &disclosure, Licence::default());
    files.extend(package.into_iter().map(|(name, bytes)| (format!("data/{name}"), bytes)));
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
