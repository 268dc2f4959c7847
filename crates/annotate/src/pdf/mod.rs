//! PDF: highlights with notes, as an incremental update: the original bytes are a prefix of the copy.
//!
//! Reading is the decoder's parser (bounded, mends what it can); writing an update is a handful of objects and a table, which no library of
//! PDF writing does without reading the whole file its own way.

mod boxes;
mod syntax;
mod update;

use crate::error::AnnotateError;
use crate::notes::{AUTHOR, Note};
use boxes::Boxes;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict};
use hayro_syntax::page::Page;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use update::{Table, Update};

/// Side of the mark of a note that has no words.
const MARK: f64 = 20.0;

/// Marks a PDF; the numbers of the findings that found a place.
pub(crate) fn annotate(bytes: &[u8], notes: &[Note<'_>]) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let boxes = Boxes::of(bytes, notes)?;
    if boxes.0.is_empty() {
        return Ok((bytes.to_vec(), HashSet::new()));
    }
    // As in the decoder: what goes wrong underneath is one damaged file.
    catch_unwind(AssertUnwindSafe(|| write(bytes, notes, &boxes))).unwrap_or(Err(AnnotateError::BrokenPdf))
}

fn write(bytes: &[u8], notes: &[Note<'_>], boxes: &Boxes) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| AnnotateError::BrokenPdf)?;
    let table = Table::of(bytes).ok_or(AnnotateError::BrokenPdf)?;
    if table.has("Encrypt") {
        return Err(AnnotateError::Encrypted);
    }
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).ok_or(AnnotateError::BrokenPdf)?;
    if catalog.contains_key("Perms") || bytes.windows(10).any(|w| w == b"/ByteRange") {
        return Err(AnnotateError::Signed);
    }
    let mut update = Update::new(bytes, &table);
    let mut placed = HashSet::new();
    for (number, list) in &boxes.0 {
        let Some(page) = usize::try_from(*number).ok().and_then(|n| pdf.pages().get(n.checked_sub(1)?)) else {
            continue;
        };
        let raw = page.raw();
        let Some(id) = raw.obj_id() else { continue };
        let mut marks = Vec::new();
        for (note, quads) in list {
            let Some(note) = notes.get(*note) else { continue };
            if note.primary {
                placed.insert(note.number);
            }
            marks.push(mark(&mut update, page, id.obj_number, note, quads));
        }
        let before = raw.get::<Array<'_>>("Annots").map(|a| a.data().to_vec()).unwrap_or_default();
        let before = before.strip_prefix(b"[").unwrap_or(&before);
        let before = before.strip_suffix(b"]").unwrap_or(before);
        let mut annots = before.to_vec();
        marks.iter().flatten().for_each(|m| annots.extend(format!(" {m} 0 R").bytes()));
        let page = syntax::with_entry(raw.data(), b"Annots", &[b"[", annots.as_slice(), b"]"].concat());
        update.object(id.obj_number, id.gen_number, &page.ok_or(AnnotateError::BrokenPdf)?);
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), placed));
    }
    Ok((update.finish(&table).ok_or(AnnotateError::BrokenPdf)?, placed))
}

/// A box on a page in its own coordinates: upper left, upper right, lower left, lower right as it is read.
type Quad = [(f64, f64); 4];

/// Writes the annotations of a note; their numbers.
fn mark(update: &mut Update<'_>, page: &Page<'_>, page_number: u32, note: &Note<'_>, boxes: &[[f32; 4]]) -> Vec<u32> {
    let back = Inverse::of(page);
    let quads: Vec<Quad> = boxes.iter().filter_map(|b| back.quad(*b)).collect();
    let (contents, author) = (utf16(&note.lines.join("\n")), utf16(AUTHOR));
    let [red, green, blue] = note.colour().parts().map(|p| f64::from(p) / 255.0);
    let common =
        format!("/Type/Annot/P {page_number} 0 R/F 4/T {author}/Contents {contents}/C [{red:.3} {green:.3} {blue:.3}]");
    let Some(rect) = bounds(quads.iter().flatten().copied()) else {
        // A note about the page: a sign in its corner.
        let (width, _) = page.render_dimensions();
        let corner = f64::from(width) - 2.0 * MARK;
        let Some(quad) = back.corner(corner, MARK) else { return Vec::new() };
        let Some(rect) = bounds(quad) else { return Vec::new() };
        return vec![update.add(&format!("<<{common}/Subtype/Text/Name/Note/Open false/Rect {}>>", numbers(&rect)))];
    };
    let form = update.add_stream(
        &format!(
            "/Type/XObject/Subtype/Form/BBox {}/Group<</S/Transparency>>/Resources<</ExtGState<</G<</BM/Multiply>>>>>>",
            numbers(&rect)
        ),
        &appearance(&quads, [red, green, blue]),
    );
    let points: Vec<f64> = quads.iter().flatten().flat_map(|(x, y)| [*x, *y]).collect();
    let highlight = update.reserve();
    let popup = update.add(&format!(
        "<</Type/Annot/Subtype/Popup/Parent {highlight} 0 R/F 28/Open false/Rect {}>>",
        numbers(&[rect[2], rect[1] - 120.0, rect[2] + 220.0, rect[1]])
    ));
    let body = format!(
        "<<{common}/Subtype/Highlight/Rect {}/QuadPoints {}/Popup {popup} 0 R/AP<</N {form} 0 R>>/NM(mingzhang-{}-{highlight})>>",
        numbers(&rect),
        numbers(&points),
        note.number
    );
    update.object(highlight, 0, body.as_bytes());
    vec![highlight, popup]
}

/// The drawing of a highlight: the boxes filled, so that what is under them shows.
fn appearance(quads: &[Quad], [red, green, blue]: [f64; 3]) -> String {
    let mut out = format!("/G gs {red:.3} {green:.3} {blue:.3} rg\n");
    for [a, b, c, d] in quads {
        let _ = writeln!(
            out,
            "{:.2} {:.2} m {:.2} {:.2} l {:.2} {:.2} l {:.2} {:.2} l h f",
            a.0, a.1, b.0, b.1, d.0, d.1, c.0, c.1
        );
    }
    out
}

fn numbers(list: &[f64]) -> String {
    let list: Vec<String> = list.iter().map(|n| format!("{n:.2}")).collect();
    format!("[{}]", list.join(" "))
}

/// Left, bottom, right, top.
fn bounds(points: impl IntoIterator<Item = (f64, f64)>) -> Option<[f64; 4]> {
    points.into_iter().fold(None, |out: Option<[f64; 4]>, (x, y)| {
        Some(out.map_or([x, y, x, y], |[a, b, c, d]| [a.min(x), b.min(y), c.max(x), d.max(y)]))
    })
}

/// A text string.
fn utf16(text: &str) -> String {
    let mut out = String::from("<FEFF");
    text.encode_utf16().for_each(|unit| {
        let _ = write!(out, "{unit:04X}");
    });
    out + ">"
}

/// From the places of the decoder, which are points from the top left of the page as it is shown, to the page's own coordinates.
struct Inverse([f64; 6]);

impl Inverse {
    fn of(page: &Page<'_>) -> Inverse {
        Inverse(page.initial_transform(true).as_coeffs())
    }

    fn point(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let [a, b, c, d, e, f] = self.0;
        let determinant = a * d - b * c;
        let (x, y) = (x - e, y - f);
        let out = ((d * x - c * y) / determinant, (a * y - b * x) / determinant);
        (out.0.is_finite() && out.1.is_finite()).then_some(out)
    }

    fn quad(&self, [x0, y0, x1, y1]: [f32; 4]) -> Option<Quad> {
        let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(f64::from);
        Some([self.point(x0, y0)?, self.point(x1, y0)?, self.point(x0, y1)?, self.point(x1, y1)?])
    }

    /// A square with its upper left corner at a point.
    fn corner(&self, x: f64, y: f64) -> Option<Quad> {
        let (r, b) = (x + MARK, y + MARK);
        Some([self.point(x, y)?, self.point(r, y)?, self.point(x, b)?, self.point(r, b)?])
    }
}

/// The PDF without our update.
pub(crate) fn remove(bytes: &[u8]) -> Result<Vec<u8>, AnnotateError> {
    update::original(bytes)
}

/// Notes of a page with the boxes of each.
type OfPage = Vec<(usize, Vec<[f32; 4]>)>;
/// The same by page.
type ByPage = BTreeMap<u32, OfPage>;
