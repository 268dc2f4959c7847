//! One workbook to a whole disclosure: everything derivable is derived, so that nothing can contradict.
//!
//! [`Book`] (what was filled in) → [`Cube`] (every amount at its coordinates) → tables by layout and narrative by template →
//! [`Publication`]. Forms, sheets, layouts and templates are data in `catalog/publish`.

mod book;
mod compose;
mod consolidate;
mod cube;
pub mod extract;
mod gap;
pub mod monitor;
mod narrative;
mod numbers;
pub mod owed;
pub mod performance;
pub mod projects;
mod tables;
pub mod workbook;

pub use book::{Book, Filled, OTHER_MONEY, Row, about, placed};
pub use consolidate::{Member, consolidate};
pub use cube::{Cube, coordinates};
pub use gap::Gap;
pub use mingzhang_catalog::publish::Publishing;
pub use mingzhang_model::Publication;

use compose::LineOf;
use mingzhang_catalog::Catalog;
use mingzhang_model::publication::{Piece, PrintedTable};

/// A report and what is missing from it.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The report; with gaps it is a draft.
    pub publication: Publication,
    /// What the rules ask for and the workbook does not say.
    pub gaps: Vec<Gap>,
    /// The performance forms in it.
    pub forms: performance::Performance,
}

/// Makes the report. With `draft`, gaps are marked in the text.
///
/// # Errors
/// One sentence when a template of the catalog is wrong.
pub fn compile(book: &Book, publishing: &Publishing, catalog: &Catalog, draft: bool) -> Result<Compiled, String> {
    let kind = publishing.layout.kind();
    let cube = std::sync::Arc::new(Cube::new(book, publishing));
    let forms = std::sync::Arc::new(performance::Performance::new(book, &cube, publishing, catalog, draft)?);
    let told = forms.told(book);
    let book = told.as_ref().unwrap_or(book);
    let cube = if told.is_some() { std::sync::Arc::new(Cube::new(book, publishing)) } else { cube };
    let (text, mut made) = narrative::render(book, &cube, &forms, publishing, catalog, draft)?;
    let mut gaps = std::mem::take(&mut made.gaps);
    let maker = tables::Tables { book, cube: &cube, catalog, layout: &publishing.layout };
    let mut pieces = Vec::new();
    // What no page of the report shows is not asked for.
    let missing = |which| forms.gaps.iter().filter(move |(w, _)| *w == which).map(|(_, g)| g.clone());
    for line in compose::lines(&text, &made.sources) {
        match line {
            LineOf::Piece(piece) => pieces.push(piece),
            LineOf::Forms(which) => {
                gaps.extend(missing(which));
                pieces.extend(forms.pieces(which));
            }
            LineOf::Chart(n) => pieces.extend(made.charts.get(n).cloned().map(Piece::Chart)),
            LineOf::Table(form) => {
                let found = publishing.layout.tables.iter().find(|t| t.form == form);
                let layout = found.ok_or_else(|| format!("{}.toml 里没有表样“{form}”", publishing.profile))?;
                let attached = layout.forms.map(|which| (which, forms.attached(which, &layout.number)));
                if let Some((which, tables)) = attached.filter(|(_, t)| !t.is_empty()) {
                    gaps.extend(missing(which));
                    pieces.extend(tables);
                    continue;
                }
                let say = |t: &str| narrative::line(t, book, kind);
                let mut notes = Vec::new();
                let below = if maker.empty(layout) && !layout.empty.is_empty() { &layout.empty } else { &layout.notes };
                for note in below {
                    notes.push(say(note)?.as_str().into());
                }
                pieces.push(Piece::Table(Box::new(PrintedTable {
                    title: say(&layout.title)?.as_str().into(),
                    listed: true,
                    number: layout.number.clone(),
                    maker: say(&publishing.layout.maker)?,
                    unit: layout.unit_label(&publishing.layout).to_owned(),
                    notes,
                    landscape: layout.landscape,
                    ..maker.make(layout)
                })));
            }
        }
    }
    let mut cover = Vec::new();
    for line in &publishing.layout.cover {
        cover.push(narrative::line(line, book, kind)?);
    }
    let publication = Publication {
        entity: book.entity().to_owned(),
        level: book.level(),
        kind,
        year: book.year(),
        profile: publishing.profile.clone(),
        name: String::new(),
        cover,
        pieces,
    };
    Ok(Compiled { publication, gaps, forms: (*forms).clone() })
}
