//! Zip packages.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A package of these parts.
pub(crate) fn package<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same, with one more part of which a piece stands so many times.
pub(crate) fn package_with(parts: &[(&str, &str)], name: &str, pieces: (&str, &str, usize, &str)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.start_file(name, SimpleFileOptions::default().large_file(true)).unwrap();
    let (before, piece, times, after) = pieces;
    zip.write_all(before.as_bytes()).unwrap();
    let block = piece.repeat(((1 << 16) / piece.len()).clamp(1, times));
    let (whole, rest) = (times / (block.len() / piece.len()), times % (block.len() / piece.len()));
    for _ in 0..whole {
        zip.write_all(block.as_bytes()).unwrap();
    }
    zip.write_all(piece.repeat(rest).as_bytes()).unwrap();
    zip.write_all(after.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}
