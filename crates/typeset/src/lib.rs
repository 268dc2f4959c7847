//! Publications to PDF: the pages of the DOCX, typeset by `typst`.
//!
//! A fixed template (`report.typ`) sets the pages; the report reaches it as data (`report.json`), never as markup, so that no word of a
//! report can be taken for an instruction. Nothing is read from disk, network or clock, except that a character which the fonts of this
//! crate do not have is looked for in the fonts of the machine.
//!
//! This is a crate of its own because typst is heavy to build.

mod data;
mod fonts;
mod measure;
mod world;

use mingzhang_model::publication::Piece;
use mingzhang_model::{Kind, Publication};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Compilations after which typst forgets what it remembered of a report. The template and the shapes of common words stay.
const MEMORY: usize = 3;

/// The report as a tagged PDF (PDF/A-2a and PDF/UA-1): cover, contents with page numbers, bookmarks, tables whose headers are repeated.
///
/// The same publication gives the same bytes on every run: the date of the file is the last day of the accounts, or the first of the budget.
///
/// # Errors
///
/// A sentence for the user: which characters no font has, and in which words they stand.
pub fn pdf(publication: &Publication) -> Result<Vec<u8>, String> {
    let data = data::json(publication);
    let extra = fonts::extra(publication)?;
    let world = world::Report::new(data, extra);
    let document = typst::compile(&world).output.map_err(|e| told(&e))?;
    let (month, day) = if publication.kind == Kind::Budget { (1, 1) } else { (12, 31) };
    let date = Datetime::from_ymd_hms(publication.year, month, day, 0, 0, 0);
    // PDF/UA wants bookmarks, and a report without headings has none.
    let headed = publication.pieces.iter().any(|p| match p {
        Piece::Heading(_) => true,
        Piece::Table(t) => t.listed,
        _ => false,
    });
    let list = [PdfStandard::A_2a, PdfStandard::Ua_1];
    let standards = PdfStandards::new(if headed { &list } else { &list[..1] }).map_err(|e| e.message().to_string())?;
    let options = PdfOptions {
        ident: Smart::Custom(publication.title()),
        creator: Smart::Custom(Some("明账".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| told(&e));
    typst::comemo::evict(MEMORY);
    bytes
}

fn told(errors: &[SourceDiagnostic]) -> String {
    let first = errors.first().map(|e| e.message.to_string()).unwrap_or_default();
    format!("PDF无法排版：{first}。请改用DOCX，并把此文件发给开发者。")
}
