//! Parts of an Office package: a zip file read within bounds.

use crate::error::DecodeError;
use crate::limits;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, DecodeError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DecodeError::WorkbookDamaged)?;
        if archive.len() > limits::PACKAGE_PARTS {
            return Err(DecodeError::UnpacksTooLarge { limit: limits::UNPACKED_BYTES });
        }
        Ok(Package { archive, left: limits::UNPACKED_BYTES })
    }

    /// The text of a part; `None` if there is none of that name. Names are compared without case, as Office does.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let name = name.trim_start_matches('/');
        let Some(index) = (0..self.archive.len()).find(|i| {
            self.archive
                .name_for_index(*i)
                .is_some_and(|n| n.is_ok_and(|n| n.replace('\\', "/").eq_ignore_ascii_case(name)))
        }) else {
            return Ok(None);
        };
        let file = self.archive.by_index(index).map_err(|_| DecodeError::WorkbookDamaged)?;
        let mut bytes = Vec::new();
        let limit = self.left as u64 + 1;
        file.take(limit).read_to_end(&mut bytes).map_err(|_| DecodeError::WorkbookDamaged)?;
        if bytes.len() > self.left {
            return Err(DecodeError::UnpacksTooLarge { limit: limits::UNPACKED_BYTES });
        }
        self.left -= bytes.len();
        // UTF-8 or, by its mark, UTF-16.
        Ok(Some(encoding_rs::UTF_8.decode(&bytes).0.into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_package_unpacks_to_no_more_than_its_bound() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/a.xml", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&[b' '; 100_000]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1000);
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.text("XL/A.xml").unwrap().map(|t| t.len()), Some(100_000));
        package.left = 99_999;
        assert!(matches!(package.text("xl/a.xml"), Err(DecodeError::UnpacksTooLarge { .. })));
    }
}
