//! Prints a file as it was decoded as a plain web page: every part with the page it stands on. For comparing with other readers and for
//! turning what was read into other formats.
use mingzhang_model::{Block, Paragraph, RunOrigin, Table};
use std::fmt::Write;

fn main() -> std::process::ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("page FILE > PAGE.html");
        return std::process::ExitCode::FAILURE;
    };
    let decoded = std::fs::read(&path).map_err(|e| e.to_string()).and_then(|bytes| {
        let name = path.rsplit('/').next().unwrap_or_default();
        mingzhang_decode::decode(&bytes, name).map_err(|e| e.to_string())
    });
    match decoded {
        Ok(document) => println!("{}", page(&document.blocks)),
        Err(e) => {
            eprintln!("{path}: {e}");
            return std::process::ExitCode::FAILURE;
        }
    }
    std::process::ExitCode::SUCCESS
}

fn page(blocks: &[Block]) -> String {
    let mut out = "<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>\n".to_owned();
    for block in blocks {
        match block {
            Block::Paragraph(p) => paragraph(p, &mut out),
            Block::Table(t) => table(t, &mut out),
        }
    }
    out + "</body></html>"
}

fn paragraph(p: &Paragraph, out: &mut String) {
    let tag = if p.heading == 0 { "p".to_owned() } else { format!("h{}", p.heading.min(6)) };
    let mut style = String::new();
    if p.centred {
        style += "text-align:center;";
    }
    if p.size > 0.0 {
        let _ = write!(style, "font-size:{:.1}pt;", p.size);
    }
    let _ = write!(out, "<{tag} style=\"{style}\">");
    for (i, run) in p.runs.iter().enumerate() {
        let end = p.runs.get(i + 1).map_or(p.text.len(), |r| r.start);
        let page = match run.origin {
            RunOrigin::Page { page, .. } => page,
            _ => 0,
        };
        let text = escaped(p.text.get(run.start..end).unwrap_or_default());
        let _ = write!(out, "<span data-page=\"{page}\">{text}</span>");
    }
    let _ = writeln!(out, "</{tag}>");
}

fn table(t: &Table, out: &mut String) {
    out.push_str("<table border=\"1\">\n");
    for row in 0..t.rows {
        let page = t.row_pages.get(row).copied().unwrap_or(0);
        let _ = write!(out, "<tr data-page=\"{page}\">");
        // A row that ends early does so here too.
        let end = (0..t.columns).rev().find(|c| t.at(row, *c).is_some()).map_or(0, |c| c + 1);
        for column in 0..end {
            let Some(cell) = t.at(row, column) else {
                out.push_str("<td></td>");
                continue;
            };
            if (cell.row, cell.column) == (row, column) {
                let (rows, columns) = (cell.row_span.max(1), cell.column_span.max(1));
                let text = escaped(&cell.text).replace('\n', "<br>");
                let _ = write!(out, "<td rowspan=\"{rows}\" colspan=\"{columns}\">{text}</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
