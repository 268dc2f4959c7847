//! Files made to break readers: each is small to say and large to read. None is taken from anywhere; what the fuzzers found is kept
//! in `kept/`, the rest is made here.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archive;
pub mod measure;
mod package;
mod page;
mod pdf;
mod pdf_file;
mod pdf_objects;
mod pdf_pages;
mod pdf_streams;
mod sheet;
mod sheet_old;
mod text;
mod word;

pub use pdf_objects::locked_pages;
pub use sheet_old::{compound, stream};

/// A hostile file.
pub struct Case {
    /// What it is, in a few words with hyphens.
    pub name: String,
    /// The extension a user's file of this kind has.
    pub extension: &'static str,
    make: Make,
}

enum Make {
    Here(fn() -> Vec<u8>),
    Kept(std::path::PathBuf),
}

impl Case {
    fn new(name: &str, extension: &'static str, make: fn() -> Vec<u8>) -> Case {
        Case { name: name.to_owned(), extension, make: Make::Here(make) }
    }

    /// Its bytes, if it is one of those that are kept and not made.
    #[must_use]
    pub fn kept(&self) -> Option<Vec<u8>> {
        matches!(self.make, Make::Kept(_)).then(|| self.bytes())
    }

    /// Its bytes, 64 MiB at most.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match &self.make {
            Make::Here(make) => make(),
            Make::Kept(path) => std::fs::read(path).unwrap(),
        }
    }
}

/// All hostile files: those made here by kind, then those kept.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for (extension, list) in [
        ("pdf", pdf::LIST),
        ("pdf", pdf_objects::LIST),
        ("pdf", pdf_streams::LIST),
        ("pdf", pdf_pages::LIST),
        ("docx", word::LIST),
        ("xlsx", sheet::LIST),
        ("xls", sheet_old::LIST),
        ("html", page::LIST),
        ("txt", text::LIST),
        ("zip", archive::LIST),
    ] {
        out.extend(list.iter().map(|(name, make)| Case::new(name, extension, *make)));
    }
    out.extend(kept());
    out
}

/// What the fuzzers found, by name.
fn kept() -> Vec<Case> {
    const KINDS: [&str; 7] = ["pdf", "docx", "xlsx", "xls", "html", "txt", "zip"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("kept");
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let part = |p: Option<&std::ffi::OsStr>| p.unwrap_or_default().to_string_lossy().into_owned();
        let (name, extension) = (part(path.file_stem()), part(path.extension()));
        if let Some(extension) = KINDS.into_iter().find(|k| *k == extension) {
            out.push(Case { name, extension, make: Make::Kept(path) });
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

/// A list of cases of one kind.
type List = &'static [(&'static str, fn() -> Vec<u8>)];

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next()).unwrap_or(0) % n
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_many_have_names_of_their_own_and_fit() {
        let cases = cases();
        let names: std::collections::BTreeSet<&str> = cases.iter().map(|c| c.name.as_str()).collect();
        assert!(names.len() == cases.len() && cases.len() >= 60);
        for case in &cases {
            assert!(case.bytes().len() <= 64 << 20, "{}", case.name);
        }
    }
}
