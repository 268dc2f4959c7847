//! Parts of an Office package: a zip file read within bounds.

use crate::error::DecodeError;
use crate::limits;
use crate::text::encoding;
use rustc_hash::FxHashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts by their names in small letters.
    names: FxHashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, DecodeError> {
        // Each entry takes memory before anything is unpacked.
        if memchr::memmem::find_iter(bytes, b"PK\x01\x02").count() > limits::PACKAGE_PARTS {
            return Err(DecodeError::UnpacksTooLarge { limit: limits::UNPACKED_BYTES });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DecodeError::WorkbookDamaged)?;
        let mut names = FxHashMap::default();
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                names.entry(name.replace('\\', "/").to_ascii_lowercase()).or_insert(index);
            }
        }
        Ok(Package { archive, names, left: limits::UNPACKED_BYTES })
    }

    /// The text of a part; `None` if there is none of that name. Names are compared without case, as Office does.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, DecodeError> {
        let name = name.trim_start_matches('/');
        let Some(index) = self.names.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let file = self.archive.by_index(*index).map_err(|_| DecodeError::WorkbookDamaged)?;
        let mut bytes = Vec::new();
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let limit = self.left.min(packed.saturating_mul(limits::UNPACK_RATIO).max(1 << 20));
        file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|_| DecodeError::WorkbookDamaged)?;
        if bytes.len() > limit {
            return Err(DecodeError::UnpacksTooLarge { limit });
        }
        self.left -= bytes.len();
        Ok(Some(encoding::of_part(bytes)))
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
