//! The boxes of a note: one for each line of its words.

use super::ByPage;
use crate::notes::Note;
use mingzhang_decode::DecodeError;
use mingzhang_model::{Block, Paragraph, Place, RunOrigin};

/// Boxes by page, in points from the top left of the page.
pub(super) struct Boxes(pub ByPage);

impl Boxes {
    /// The boxes of all notes that have a page.
    pub(super) fn of(bytes: &[u8], notes: &[Note<'_>]) -> Result<Boxes, DecodeError> {
        let document = mingzhang_decode::decode(bytes, "")?;
        let paragraphs: Vec<&Paragraph> = document.blocks.iter().filter_map(Block::paragraph).collect();
        let mut out = ByPage::new();
        for (k, note) in notes.iter().enumerate() {
            let Some(page) = note.place.page else { continue };
            let mut boxes: Vec<(u32, [f32; 4])> = Vec::new();
            if note.place.bbox.is_some() && note.place.cell.is_none() {
                boxes = paragraphs.iter().find_map(|p| lines(p, note)).unwrap_or_default();
            }
            if boxes.is_empty() {
                boxes.extend(note.place.bbox.map(|b| (page, b)));
            }
            let pages: std::collections::BTreeSet<u32> = boxes.iter().map(|b| b.0).chain([page]).collect();
            for number in pages {
                let of_page = boxes.iter().filter(|b| b.0 == number).map(|b| b.1).collect();
                out.entry(number).or_default().push((k, of_page));
            }
        }
        Ok(Boxes(out))
    }
}

/// The boxes of a note's words in a paragraph, if that is where they stand.
fn lines(paragraph: &Paragraph, note: &Note<'_>) -> Option<Vec<(u32, [f32; 4])>> {
    let on_page =
        |r: &mingzhang_model::Run| matches!(&r.origin, RunOrigin::Page { page, .. } if Some(*page) == note.place.page);
    if note.quote.is_empty() || !paragraph.runs.iter().any(on_page) {
        return None;
    }
    let boxes = |places: Vec<Place>| places.iter().filter_map(|p| Some((p.page?, p.bbox?))).collect();
    (paragraph.text.match_indices(note.quote))
        .map(|(at, quote)| paragraph.places(at, at + quote.len()))
        .find(|places| places.iter().cloned().reduce(|a, b| a.cover(&b)).as_ref() == Some(note.place))
        .map(boxes)
}
