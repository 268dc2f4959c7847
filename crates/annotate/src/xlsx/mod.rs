//! Workbooks: cells marked by a style derived from their own, and notes at the cells, patched into the package.

mod comments;
mod sheet;
mod styles;

use crate::error::AnnotateError;
use crate::notes::{Colour, Note};
use crate::package::{OURS, Package};
use crate::xml::{self, attribute};
use mingzhang_model::Severity;
use std::collections::{BTreeMap, HashSet};

/// Row and column of a cell, from 0.
type At = (u32, u32);

/// What is said in a cell.
struct Said {
    colour: Colour,
    /// Called wrong there, and how bad.
    rank: (bool, Severity),
    lines: Vec<String>,
}

/// Marks a workbook; the numbers of the findings that found a place.
pub(crate) fn annotate(bytes: &[u8], notes: &[Note<'_>]) -> Result<(Vec<u8>, HashSet<usize>), AnnotateError> {
    let mut package = Package::open(bytes)?;
    let book = workbook(&mut package)?;
    let sheets = sheets(&mut package, &book)?;
    let mut placed = HashSet::new();
    let mut by_sheet: BTreeMap<&str, BTreeMap<At, Said>> = BTreeMap::new();
    for note in notes {
        let Some((name, cell)) = note.place.cell.as_deref().and_then(|c| c.rsplit_once('!')) else { continue };
        let Some((part, at)) = sheets.get(name).zip(sheet::position(cell)) else { continue };
        if note.primary {
            placed.insert(note.number);
        }
        let rank = (!note.primary, note.severity);
        let said = by_sheet.entry(part).or_default().entry(at).or_insert_with(|| Said {
            colour: note.colour(),
            rank,
            lines: Vec::new(),
        });
        // The worst gives the colour.
        if rank < said.rank {
            (said.rank, said.colour) = (rank, note.colour());
        }
        if !said.lines.is_empty() {
            said.lines.push(String::new());
        }
        said.lines.extend(note.lines.iter().cloned());
    }
    if placed.is_empty() {
        return Ok((bytes.to_vec(), placed));
    }
    let name = package.related(&book, "styles")?;
    let text = match &name {
        Some(name) => package.part(name)?,
        None => None,
    };
    let mut styles = text.as_deref().and_then(styles::Styles::of);
    for (part, cells) in &by_sheet {
        let text = package.part(part)?.ok_or(AnnotateError::Damaged)?;
        let text = match &mut styles {
            Some(styles) => sheet::filled(&text, cells, styles),
            None => text,
        };
        package.set(part, text);
        comments::write(&mut package, part, cells)?;
    }
    if let (Some(name), Some(styles)) = (name, styles) {
        package.set(&name, styles.finish().ok_or(AnnotateError::Damaged)?);
    }
    Ok((package.finish()?, placed))
}

/// The workbook without our marks and notes.
pub(crate) fn remove(bytes: &[u8]) -> Result<Vec<u8>, AnnotateError> {
    let mut package = Package::open(bytes)?;
    let book = workbook(&mut package)?;
    let before = match package.related(&book, "styles")? {
        Some(name) => match package.part(&name)? {
            Some(text) => {
                let before = styles::before(&text);
                if !before.is_empty() {
                    package.set(&name, styles::restored(&text));
                }
                before
            }
            None => BTreeMap::new(),
        },
        None => BTreeMap::new(),
    };
    let mut found = !before.is_empty();
    let parts: Vec<String> = sheets(&mut package, &book)?.into_values().collect();
    for part in parts {
        let Some(text) = package.part(&part)? else { continue };
        let clean = sheet::restored(&xml::unbracketed(&text), &before);
        if clean != text {
            package.set(&part, clean);
            found = true;
        }
        for relation in package.relations(&part)? {
            if !matches!(relation.kind.as_str(), "comments" | "vmlDrawing") {
                continue;
            }
            if relation.id.starts_with(OURS) {
                package.take_out(&part, &relation)?;
                found = true;
            } else if let Some(text) = package.part(&relation.target)?.filter(|t| t.contains(xml::OPEN)) {
                package.set(&relation.target, xml::unbracketed(&text));
                found = true;
            }
        }
    }
    if found { package.finish() } else { Ok(bytes.to_vec()) }
}

fn workbook(package: &mut Package<'_>) -> Result<String, AnnotateError> {
    Ok(package.related("", "officeDocument")?.unwrap_or_else(|| "xl/workbook.xml".to_owned()))
}

/// The parts of the sheets by their names.
fn sheets(package: &mut Package<'_>, book: &str) -> Result<BTreeMap<String, String>, AnnotateError> {
    let relations = package.relations(book)?;
    let text = package.part(book)?.ok_or(AnnotateError::Damaged)?;
    let mut out = BTreeMap::new();
    xml::tags(&text, |tag| {
        if tag.name == "sheet"
            && let (Some(name), Some(id)) = (attribute(tag.raw, "name"), attribute(tag.raw, "id"))
            && let Some(relation) = relations.iter().find(|r| r.id == id && r.kind == "worksheet")
        {
            out.insert(name, relation.target.clone());
        }
    });
    Ok(out)
}
