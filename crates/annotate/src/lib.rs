//! Findings into a copy of the user's own file, and out again: bytes and findings to bytes.
//!
//! What is written in can be told from what was there, so that [`remove`] gives the original back: Office packages part by part, everything
//! else byte by byte. Nothing here judges or reads; the words are the findings', the places are those the decoder gave.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod docx;
mod edit;
mod error;
mod html;
mod notes;
mod package;
mod pdf;
mod text;
mod xlsx;
mod xml;

pub use error::AnnotateError;
pub use notes::AUTHOR;

use mingzhang_decode::Kind;
use mingzhang_model::{Block, Finding};

/// A marked copy.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The file.
    pub bytes: Vec<u8>,
    /// Numbers of the findings, from 1, that have no place in it that could be marked.
    pub unplaced: Vec<usize>,
}

/// Marks findings in a copy of the file they were found in. They are numbered in their order, from 1. Marks of an earlier run are replaced.
///
/// # Errors
/// When the file is of a kind that cannot be marked, or is protected.
pub fn annotate(bytes: &[u8], findings: &[&Finding]) -> Result<Marked, AnnotateError> {
    let clean = remove(bytes)?;
    let notes = notes::of(findings);
    let (bytes, placed) = match mingzhang_decode::kind(&clean)? {
        Kind::Word => docx::annotate(&clean, &notes)?,
        Kind::Xlsx => xlsx::annotate(&clean, &notes)?,
        Kind::Pdf => pdf::annotate(&clean, &notes)?,
        Kind::Html => removable(&clean, html::annotate(&clean, &notes)?)?,
        Kind::Text => removable(&clean, text::annotate(&clean, &notes)?)?,
        Kind::Xls => return Err(AnnotateError::OldWorkbook),
        Kind::Picture => return Err(AnnotateError::Picture),
    };
    let unplaced = (1..=findings.len()).filter(|n| !placed.contains(n)).collect();
    Ok(Marked { bytes, unplaced })
}

/// A marked text or page, if its marks can be told from it: behind bytes that are no character, or in a tag that never ends, they may not be.
fn removable<T>(clean: &[u8], marked: (Vec<u8>, T)) -> Result<(Vec<u8>, T), AnnotateError> {
    let texts = |bytes: &[u8]| -> Result<Vec<String>, AnnotateError> {
        let text = |block: &Block| match block {
            Block::Paragraph(p) => p.text.clone(),
            Block::Table(t) => t.cells.iter().flat_map(|c| [c.text.as_str(), "\n"]).collect(),
        };
        Ok(mingzhang_decode::decode(bytes, "")?.blocks.iter().map(text).collect())
    };
    if remove(&marked.0)? == clean && texts(&marked.0)? == texts(clean)? {
        Ok(marked)
    } else {
        Err(AnnotateError::Garbled)
    }
}

/// The file without the marks that [`annotate`] made; the file itself if there are none.
///
/// # Errors
/// When the file is of a kind that is never marked, or was changed so that its marks can no longer be told.
pub fn remove(bytes: &[u8]) -> Result<Vec<u8>, AnnotateError> {
    Ok(match mingzhang_decode::kind(bytes)? {
        Kind::Word => docx::remove(bytes)?,
        Kind::Xlsx => xlsx::remove(bytes)?,
        Kind::Pdf => pdf::remove(bytes)?,
        Kind::Html => html::remove(bytes),
        Kind::Text => text::remove(bytes),
        Kind::Xls | Kind::Picture => bytes.to_vec(),
    })
}
