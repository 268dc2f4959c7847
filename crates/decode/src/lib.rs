//! Bytes to [`mingzhang_model::Document`]: what any format becomes before anyone asks what it means.
//!
//! The kind of a file is told by its bytes, never by its name. This crate knows nothing of budgets; it knows pages, lines, rulings, cells and
//! places. Nothing here panics on any input, and all that could grow without end is bounded in [`limits`].
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod bound;
mod bundle;
mod error;
mod html;
mod office;
mod pdf;
mod prose;
mod seen;
mod sniff;
mod text;
mod tiff;
mod trace;
mod traced;
mod workbook;

pub use bound::Room;
pub use bundle::{Member, is_archive, join, unpack};
pub use error::DecodeError;
pub use html::{MARK, source as page};
pub use mingzhang_model::limits;
pub use seen::{Eye, Seen, Sign};
pub use sniff::Kind;
pub use text::encoding::Source;
pub use text::marked;
pub use trace::{Origin, Trace, trace};
pub use traced::Span;
pub use workbook::{Area, Grid, GridCell, Value, grids};

use mingzhang_model::{Document, Place, Problem};

/// Pictures as the pages of one document, in their order; a TIFF may have several.
///
/// # Errors
/// When one of them cannot be read: the rest would look complete.
pub fn pictures(files: &[(&str, &[u8])], eye: &dyn Eye) -> Result<Document, DecodeError> {
    let several = files.len() > 1;
    let pages = files.iter().flat_map(|(name, bytes)| {
        let of = move |why| DecodeError::Unrecognised { why: if several { format!("《{name}》{why}") } else { why } };
        tiff::pages(bytes).map(move |page| eye.picture(&page).map_err(of))
    });
    Ok(pdf::of_pages(pages.collect::<Result<Vec<Seen>, DecodeError>>()?))
}

/// The boxes of the cells of each table that rulings (left, top, right, bottom, in points) make, as pages of PDFs are read.
#[must_use]
pub fn cells(rules: &[[f32; 4]]) -> Vec<Vec<[f32; 4]>> {
    pdf::cells(rules)
}

/// The kind of a file, by its bytes.
///
/// # Errors
/// When it is of no kind that is read.
pub fn kind(bytes: &[u8]) -> Result<Kind, DecodeError> {
    sniff::kind(bytes)
}

/// Reads a file. `name` only helps to tell text from Markdown and to say when it contradicts the content.
///
/// # Errors
/// When nothing at all can be read; everything less is a [`Problem`] of the document.
pub fn decode(bytes: &[u8], name: &str) -> Result<Document, DecodeError> {
    decode_with(bytes, name, None)
}

/// Reads a file, pictures of pages with the help of an eye. Without one they are not read.
///
/// # Errors
/// As [`decode`].
pub fn decode_with(bytes: &[u8], name: &str, eye: Option<&dyn Eye>) -> Result<Document, DecodeError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit: limits::FILE_BYTES });
    }
    let kind = sniff::kind(bytes)?;
    let mut document = match kind {
        Kind::Pdf => pdf::decode(bytes, eye)?,
        Kind::Picture => pictures(&[(name, bytes)], eye.ok_or(DecodeError::Picture)?)?,
        Kind::Html => html::decode(bytes, &mut traced::Spans::default())?,
        Kind::Word => office::word(bytes)?,
        Kind::Xlsx | Kind::Xls => workbook::decode(bytes, kind)?,
        Kind::Text => text::decode(bytes)?,
    };
    bound::bounded(&mut document);
    if let Some(message) = sniff::misnamed(kind, name) {
        let problem = Problem { code: "misnamed-file".to_owned(), message, place: Place::default() };
        document.problems.insert(0, problem);
    }
    Ok(document)
}
