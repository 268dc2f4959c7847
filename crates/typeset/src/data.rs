//! The report as data for the template.

use crate::fonts::clean;
use crate::measure;
use mingzhang_model::Kind;
use mingzhang_model::publication::{Align, Chart, Content, Heading, Piece, PrintedCell, PrintedTable, Publication};
use serde_json::{Value, json};

/// Pages that lie or stand alike, with what is on them.
struct Run {
    landscape: bool,
    pieces: Vec<Value>,
}

/// The JSON the template reads.
pub(crate) fn json(p: &Publication) -> Vec<u8> {
    let mut runs: Vec<Run> = Vec::new();
    let mut before: Option<&Piece> = None;
    let mut above = Vec::new();
    for (k, piece) in p.pieces.iter().enumerate() {
        let landscape = p.pieces.get(k..).is_some_and(lies);
        let mut value = match piece {
            Piece::Contents => json!({ "kind": "contents" }),
            Piece::Heading(h) => heading(h, &mut above),
            Piece::Paragraph(t) => json!({ "kind": "paragraph", "text": clean(&t.text) }),
            Piece::Table(t) => table(t, above.len() + 1, matches!(before, Some(Piece::Heading(h)) if h.level == 1)),
            Piece::Chart(c) => chart(c),
        };
        match runs.last_mut() {
            Some(run) if run.landscape == landscape => {
                let below = p.pieces.get(k..).and_then(|r| r.iter().find(|p| !matches!(p, Piece::Heading(_))));
                let tables = matches!(below, Some(Piece::Table(_)));
                value["break"] = Value::Bool(parted(before, piece, tables));
                run.pieces.push(value);
            }
            _ => runs.push(Run { landscape, pieces: vec![value] }),
        }
        before = Some(piece);
    }
    let runs: Vec<Value> = runs.into_iter().map(|r| json!({ "landscape": r.landscape, "pieces": r.pieces })).collect();
    let cover: Vec<String> = p.cover.iter().map(|l| clean(l)).collect();
    let longest = cover.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let title = cover.iter().position(|l| l.chars().count() == longest).unwrap_or(0);
    // What it is stands with whose it is; only what follows both goes to the foot.
    let word = if p.kind == Kind::Budget { "预算" } else { "决算" };
    let main = cover.iter().rposition(|l| l.contains(word) || l.contains(&clean(&p.entity))).unwrap_or(title);
    let whole = json!({
        "title": clean(&p.title()),
        "author": clean(&p.entity),
        "cover": cover,
        "main": (main + 1).min(cover.len()),
        "longest": measure::ems(cover.get(title).map_or("", |l| l)),
        "runs": runs,
    });
    serde_json::to_vec(&whole).unwrap_or_default()
}

/// A landscape table, or headings right above one: they go with it.
fn lies(pieces: &[Piece]) -> bool {
    let below = pieces.iter().find(|p| !matches!(p, Piece::Heading(_)));
    matches!(below, Some(Piece::Table(t)) if t.landscape)
}

/// A piece that begins a page: a part, what follows the contents, and a table or form of the disclosure with the headings it has right above.
fn parted(before: Option<&Piece>, piece: &Piece, tables: bool) -> bool {
    match (before, piece) {
        (Some(Piece::Contents), _) => true,
        (Some(Piece::Paragraph(_) | Piece::Chart(_) | Piece::Table(_)), Piece::Heading(_)) if tables => true,
        (_, Piece::Heading(h)) => h.level == 1,
        (Some(Piece::Heading(_)), _) => false,
        (_, Piece::Table(t)) => t.listed || !t.number.is_empty(),
        _ => false,
    }
}

/// `above` holds the levels of the headings it stands under. Its depth skips none, as readers of structure expect, whatever its level.
fn heading(h: &Heading, above: &mut Vec<u8>) -> Value {
    above.retain(|level| *level < h.level);
    above.push(h.level);
    json!({
        "kind": "heading", "part": h.level <= 1, "depth": above.len(), "text": clean(&h.line()), "listed": h.listed
    })
}

fn chart(c: &Chart) -> Value {
    let chart = Chart {
        caption: clean(&c.caption),
        categories: c.categories.iter().map(|n| clean(n)).collect(),
        series: c.series.iter().map(|(n, v)| (clean(n), v.clone())).collect(),
        alternative: clean([&c.alternative, &c.caption].into_iter().find(|t| !t.is_empty()).map_or("图", |t| t)),
        ..c.clone()
    };
    let svg = mingzhang_write::svg(&chart);
    json!({ "kind": "chart", "caption": chart.caption, "alternative": chart.alternative, "svg": svg })
}

fn table(t: &PrintedTable, depth: usize, part: bool) -> Value {
    let (size, columns) = measure::columns(t);
    let rows = |from: usize, to: usize| -> Vec<Value> {
        (t.rows.iter().enumerate().take(to).skip(from))
            .flat_map(|(r, row)| row.iter().map(move |c| (r, c)))
            .map(|(r, c)| cell(r, c, &columns))
            .collect()
    };
    let notes: Vec<String> = t.notes.iter().map(|n| clean(&n.text)).collect();
    json!({
        "kind": "table",
        "depth": depth,
        "title": clean(&t.title.text),
        "listed": t.listed,
        "number": clean(&t.number),
        "maker": clean(&t.maker),
        "unit": clean(&t.unit),
        "size": size,
        "free": measure::padding(t, size, &columns, part),
        "columns": columns,
        "header": rows(0, t.header_rows),
        "body": rows(t.header_rows, t.rows.len()),
        "notes": notes,
    })
}

/// `[text, column, row, columns, rows, align, bold, indent, width of its lines]`
fn cell(row: usize, c: &PrintedCell, columns: &[f64]) -> Value {
    let align = match c.align {
        Align::Left => 0,
        Align::Centre => 1,
        Align::Right => 2,
    };
    let text = match &c.content {
        Content::Text(t) => clean(t),
        other => other.text(),
    };
    let over = columns.get(c.column..(c.column + c.spans.1).min(columns.len())).unwrap_or_default();
    let width = if c.align == Align::Centre { measure::balanced(&text, over) } else { None };
    json!([text, c.column, row, c.spans.1, c.spans.0, align, c.bold, c.indent, width])
}
