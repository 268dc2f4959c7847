//! Notes at cells: the comments of a sheet, and the drawing in which Excel and WPS show them.

use super::sheet::address;
use super::{At, Said};
use crate::error::AnnotateError;
use crate::notes::AUTHOR;
use crate::package::{Added, Package};
use crate::xml::{self, DECLARATION, Does, OFFICE, attribute, bracketed, escape};
use std::collections::{BTreeMap, HashSet};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
const SHAPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// What stands in a sheet behind the reference to its old drawing.
const BEHIND: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];

/// Writes the notes of a sheet. A cell that has a note of its own keeps that one alone: Excel takes one a cell.
pub(super) fn write(package: &mut Package<'_>, sheet: &str, cells: &BTreeMap<At, Said>) -> Result<(), AnnotateError> {
    let relations = package.relations(sheet)?;
    let existing = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    let (comments, drawing) = (existing("comments"), existing("vmlDrawing"));
    let number = sheet.bytes().filter(u8::is_ascii_digit).map(char::from).collect::<String>();
    let before = match &comments {
        Some(name) => package.part(name)?.ok_or(AnnotateError::Damaged)?,
        None => String::new(),
    };
    let taken = taken(&before);
    let mine = || cells.iter().filter(|(at, _)| !taken.contains(&address(**at)));
    let list = |p: &str, author: usize| -> String { mine().map(|(at, said)| comment(p, *at, said, author)).collect() };
    match comments {
        Some(name) => {
            let (mut authors, mut prefix) = (0, String::new());
            xml::tags(&before, |tag| {
                authors += usize::from(tag.name == "author" && tag.does != Does::End);
                if tag.name == "commentList" {
                    prefix = tag.prefix().to_owned();
                }
            });
            let author = bracketed(&format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
            let text = xml::before_end(&before, "authors", &author).ok_or(AnnotateError::Damaged)?;
            let list = bracketed(&list(&prefix, authors));
            package.set(&name, xml::before_end(&text, "commentList", &list).ok_or(AnnotateError::Damaged)?);
        }
        None => {
            let text = format!(
                "{DECLARATION}<comments xmlns=\"{MAIN}\"><authors><author>{AUTHOR}</author></authors><commentList>{}</commentList></comments>",
                list("", 0)
            );
            let name = free(package, &format!("xl/commentsMingzhang{number}"), "xml");
            package.add(&Added { owner: sheet, kind: "comments", name: &name, content: COMMENTS, text })?;
        }
    }
    match drawing {
        Some(name) => {
            let before = package.part(&name)?.ok_or(AnnotateError::Damaged)?;
            let kind = if before.contains("_x0000_t202") { "" } else { SHAPE };
            let first = last_shape(&before) + 1;
            let shapes: String = mine().zip(first..).map(|((at, said), id)| shape(id, *at, said)).collect();
            let text = xml::before_end(&before, "xml", &bracketed(&format!("{kind}{}", declared(&shapes))));
            package.set(&name, text.ok_or(AnnotateError::Damaged)?);
        }
        None => {
            let shapes: String = mine().zip(1025..).map(|((at, said), id)| shape(id, *at, said)).collect();
            let text = format!(
                "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
                 <o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>{SHAPE}{shapes}</xml>"
            );
            let name = free(package, &format!("xl/drawings/vmlDrawingMingzhang{number}"), "vml");
            let id = package.add(&Added { owner: sheet, kind: "vmlDrawing", name: &name, content: DRAWING, text })?;
            let before = package.part(sheet)?.ok_or(AnnotateError::Damaged)?;
            package.set(sheet, referring(&before, &id).ok_or(AnnotateError::Damaged)?);
        }
    }
    Ok(())
}

/// A part name that is not taken.
fn free(package: &Package<'_>, stem: &str, extension: &str) -> String {
    let mut name = format!("{stem}.{extension}");
    let mut count = 1;
    while package.has(&name) {
        count += 1;
        name = format!("{stem}-{count}.{extension}");
    }
    name
}

/// Addresses of cells that have a note.
fn taken(comments: &str) -> HashSet<String> {
    let mut out = HashSet::new();
    xml::tags(comments, |tag| {
        if tag.name == "comment" && tag.does != Does::End {
            out.extend(attribute(tag.raw, "ref"));
        }
    });
    out
}

fn comment(p: &str, at: At, said: &Said, author: usize) -> String {
    format!(
        "<{p}comment ref=\"{}\" authorId=\"{author}\"><{p}text><{p}r><{p}rPr><{p}sz val=\"9\"/></{p}rPr><{p}t xml:space=\"preserve\">{}</{p}t></{p}r></{p}text></{p}comment>",
        address(at),
        escape(&said.lines.join("\n"))
    )
}

fn shape(id: u32, (row, column): At, said: &Said) -> String {
    let lines: usize = said.lines.iter().map(|l| l.chars().count() / 22 + 1).sum();
    let bottom = row.saturating_add(u32::try_from(lines.clamp(4, 24)).unwrap_or(24));
    format!(
        "<v:shape id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#{}\" o:insetmode=\"auto\">\
         <v:fill color2=\"#{}\"/><v:shadow color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, 15, {row}, 4, {}, 15, {bottom}, 4</x:Anchor>\
         <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        said.colour.0,
        said.colour.0,
        column + 1,
        column + 4
    )
}

/// Shapes with the prefixes they use declared at each: a drawing of another program may use others.
fn declared(shapes: &str) -> String {
    shapes.replace(
        "<v:shape id",
        "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id",
    )
}

/// The greatest number of a shape of a drawing.
fn last_shape(drawing: &str) -> u32 {
    let number = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    drawing.split("_x0000_s").skip(1).filter_map(number).filter(|n| *n < 1 << 30).max().unwrap_or(1024)
}

/// The sheet with a reference to its drawing of notes.
fn referring(sheet: &str, id: &str) -> Option<String> {
    let (mut at, mut depth, mut prefix) = (None, 0_usize, String::new());
    let mut data = false;
    xml::tags(sheet, |tag| {
        if depth == 0 && tag.does == Does::Begin {
            prefix = tag.prefix().to_owned();
        }
        data |= tag.name == "sheetData";
        let behind = depth == 1 && data && tag.does != Does::End && BEHIND.contains(&tag.name);
        let end = depth == 1 && tag.does == Does::End;
        if behind || end {
            at = at.or(Some(tag.start));
        }
        match tag.does {
            Does::Begin => depth += 1,
            Does::End => depth = depth.saturating_sub(1),
            Does::Both => {}
        }
    });
    let (head, tail) = sheet.split_at_checked(at?)?;
    let what = bracketed(&format!("<{prefix}legacyDrawing xmlns:r=\"{OFFICE}\" r:id=\"{id}\"/>"));
    Some(format!("{head}{what}{tail}"))
}
