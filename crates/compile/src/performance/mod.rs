//! Performance forms and evaluation reports: from what was filled in, with scores computed, to pieces of a publication.

mod print;

pub use print::{blank, fit, form_table};

use mingzhang_catalog::form_layout::FormLayout;
use mingzhang_model::PerformanceForm;
use mingzhang_model::publication::{Heading, Piece};

/// Forms one after another, each below a heading of `level` that stands in the table of contents.
#[must_use]
pub fn form_pieces(forms: &[PerformanceForm], layout: &FormLayout, level: u8) -> Vec<Piece> {
    let mut out = Vec::new();
    for (k, form) in forms.iter().enumerate() {
        let ordinal = u32::try_from(k + 1).unwrap_or(0);
        let name = form.name.text.strip_prefix(&form.code).unwrap_or(&form.name.text);
        let text = name.trim_start_matches(['-', '－', '—']).into();
        out.push(Piece::Heading(Heading { level, ordinal, text, listed: true }));
        out.push(Piece::Table(Box::new(form_table(form, layout))));
    }
    out
}
