//! Plain text: one line a paragraph, cells between tabs.

use mingzhang_model::publication::{Piece, PrintedTable, Publication};

/// The report as plain text (UTF-8).
#[must_use]
pub fn text(publication: &Publication) -> String {
    let mut out = publication.cover.join("\n");
    out.push_str("\n\n");
    for piece in &publication.pieces {
        match piece {
            Piece::Contents => {
                out.push_str("目录\n\n");
                for line in contents(publication) {
                    out.push_str(&line);
                    out.push('\n');
                }
                out.push('\n');
            }
            Piece::Heading(h) => out.push_str(&format!("{}\n\n", h.line())),
            Piece::Paragraph(p) => out.push_str(&format!("{}\n\n", p.text)),
            Piece::Chart(c) if !c.caption.is_empty() => out.push_str(&format!("（{}）\n\n", c.caption)),
            Piece::Chart(_) => {}
            Piece::Table(t) => table(&mut out, t),
        }
    }
    out
}

/// The lines of the table of contents.
pub(crate) fn contents(publication: &Publication) -> Vec<String> {
    let line = |piece: &Piece| match piece {
        Piece::Heading(h) if h.listed => Some(h.line()),
        Piece::Table(t) if t.listed => Some(t.title.text.clone()),
        _ => None,
    };
    publication.pieces.iter().filter_map(line).collect()
}

/// What stands above a table: title, number, maker, unit.
pub(crate) fn frame(table: &PrintedTable) -> Vec<String> {
    let head = [&table.title.text, &table.number, &table.maker, &table.unit];
    head.into_iter().filter(|l| !l.is_empty()).cloned().collect()
}

fn table(out: &mut String, t: &PrintedTable) {
    for line in frame(t) {
        out.push_str(&line);
        out.push('\n');
    }
    out.push('\n');
    // A cell that covers several is printed where it begins; text has no other way to say so.
    for row in &t.rows {
        let mut cells = vec![String::new(); t.widths.len()];
        for cell in row {
            if let Some(slot) = cells.get_mut(cell.column) {
                *slot = cell.content.text();
            }
        }
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out.push('\n');
    for note in &t.notes {
        out.push_str(&format!("{}\n\n", note.text));
    }
}
