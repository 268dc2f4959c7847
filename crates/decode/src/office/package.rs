//! The parts of an office package, unpacked within bounds.

use super::xml::{Step, attribute, walk};
use crate::error::DecodeError;
use crate::limits;
use crate::text::encoding;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What comes of a part.
pub(super) enum Part {
    /// Its text.
    Read(String),
    /// As much of its text as could be unpacked.
    Cut(String),
    /// There is none.
    Missing,
    /// It cannot be unpacked.
    Damaged,
    /// It unpacks to more than this.
    TooLarge(usize),
}

/// An open package.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, DecodeError> {
        // Each entry takes memory before anything is unpacked.
        if bytes.windows(4).filter(|w| *w == b"PK\x01\x02").count() > limits::PACKAGE_PARTS {
            return Err(DecodeError::WordDamaged);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DecodeError::WordDamaged)?;
        Ok(Package { zip, left: limits::UNPACKED_BYTES })
    }

    /// A part by its name.
    pub(super) fn part(&mut self, name: &str) -> Part {
        let Some(index) = self.zip.index_for_name(name) else { return Part::Missing };
        let Ok(file) = self.zip.by_index(index) else { return Part::Damaged };
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let limit = self.left.min(packed.saturating_mul(limits::UNPACK_RATIO).max(1 << 20));
        let mut bytes = Vec::new();
        let read = file.take(limit as u64 + 1).read_to_end(&mut bytes);
        if bytes.len() > limit {
            return Part::TooLarge(limit);
        }
        self.left -= bytes.len();
        let empty = bytes.is_empty();
        let text = encoding::of_part(bytes);
        match read {
            Ok(_) => Part::Read(text),
            Err(_) if empty => Part::Damaged,
            Err(_) => Part::Cut(text),
        }
    }

    /// The name of the part with the text.
    pub(super) fn main(&mut self) -> String {
        self.related("", "_rels/.rels", "officeDocument").unwrap_or_else(|| "word/document.xml".to_owned())
    }

    /// A part that belongs to another one, by its kind.
    pub(super) fn beside(&mut self, main: &str, kind: &str) -> Part {
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let relations = format!("{folder}{}_rels/{file}.rels", if folder.is_empty() { "" } else { "/" });
        let name = self.related(folder, &relations, kind).unwrap_or_else(|| format!("word/{kind}.xml"));
        self.part(&name)
    }

    fn related(&mut self, folder: &str, relations: &str, kind: &str) -> Option<String> {
        let Part::Read(text) = self.part(relations) else { return None };
        let mut found = None;
        walk(&text, |step| {
            if let Step::Open("Relationship", e) = step
                && attribute(e, "Type").is_some_and(|t| t.rsplit('/').next() == Some(kind))
            {
                found = found.take().or(attribute(e, "Target"));
            }
        });
        let target = found?;
        Some(match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{target}"),
        })
    }
}
