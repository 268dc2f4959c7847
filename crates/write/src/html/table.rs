//! A table of the page: frame in the caption, its own scroll box, the header above and the names at the left always in sight.

use crate::markup::escape;
use mingzhang_model::publication::{Align, Content, PrintedCell, PrintedTable};
use std::fmt::Write as _;

/// More rows than this scroll below their header.
const TALL: usize = 24;

/// Writes a table with its title, frame and notes.
pub(super) fn table(page: &mut String, t: &PrintedTable, anchor: usize) {
    let title = escape(&t.title.text);
    let wide: usize = t.widths.iter().map(|w| usize::from(*w)).sum();
    // Headers fold; figures keep the rest from getting too narrow.
    let narrowest = wide * 9 / 10;
    let side = if t.landscape { " side" } else { "" };
    let tall = if t.rows.len() > TALL { " tall" } else { "" };
    let label = if title.is_empty() { "表格".to_owned() } else { title.clone() };
    // Writing into a string cannot fail.
    let _ = write!(
        page,
        "<section class=\"sheet{side}\" id=\"s{anchor}\" aria-label=\"{label}\" style=\"--wide:{wide}em\">\n\
         <div class=\"box{tall}\" role=\"region\" aria-label=\"{label}，可滚动查看\" tabindex=\"0\">\n\
         <table style=\"min-width:{narrowest}em\">\n<caption><div class=\"frame\">\n"
    );
    let line = |page: &mut String, class: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(page, "<div class=\"{class}\">{text}</div>");
        }
    };
    line(page, "name", &title);
    line(page, "number", &escape(&t.number));
    line(page, "maker", &escape(&t.maker));
    line(page, "unit", &escape(&t.unit));
    page.push_str("</div></caption>\n<colgroup>");
    for width in &t.widths {
        let _ = write!(page, "<col style=\"width:{width}em\">");
    }
    page.push_str("</colgroup>\n");
    rows(page, t);
    page.push_str("</table>\n</div>\n");
    for note in &t.notes {
        let _ = writeln!(page, "<p class=\"note\">{}</p>", escape(&note.text));
    }
    page.push_str("</section>\n");
}

fn rows(page: &mut String, t: &PrintedTable) {
    let head = t.header_rows.min(t.rows.len());
    let names = name_column(t);
    // Columns that cells of rows above still cover, by the number of rows.
    let mut covered = vec![0_usize; t.widths.len()];
    for (r, row) in t.rows.iter().enumerate() {
        if r == 0 && head > 0 {
            page.push_str("<thead>\n");
        }
        if r == head {
            page.push_str(if head > 0 { "</thead>\n<tbody>\n" } else { "<tbody>\n" });
        }
        page.push_str("<tr>");
        let mut next = 0;
        for c in row {
            holes(page, &mut covered, &mut next, c.column);
            cell(page, c, r < head, c.column == names);
            for slot in covered.iter_mut().skip(c.column).take(c.spans.1) {
                *slot = c.spans.0.saturating_sub(1);
            }
            next = c.column + c.spans.1;
        }
        holes(page, &mut covered, &mut next, t.widths.len());
        page.push_str("</tr>\n");
    }
    if !t.rows.is_empty() {
        page.push_str(if head == t.rows.len() { "</thead>\n" } else { "</tbody>\n" });
    }
}

/// Fills the columns up to `end` that no cell covers.
fn holes(page: &mut String, covered: &mut [usize], next: &mut usize, end: usize) {
    for slot in covered.iter_mut().take(end).skip(*next) {
        if *slot > 0 {
            *slot -= 1;
        } else {
            page.push_str("<td></td>");
        }
    }
    *next = (*next).max(end);
}

/// The column that names the rows: the first with words in the body; none if no row has a name, or if no header says what the others are.
fn name_column(t: &PrintedTable) -> usize {
    if t.header_rows == 0 {
        return usize::MAX;
    }
    let words = |c: &&PrintedCell| c.align == Align::Left && matches!(&c.content, Content::Text(t) if !t.is_empty());
    t.rows.iter().skip(t.header_rows).flatten().filter(words).map(|c| c.column).min().unwrap_or(usize::MAX)
}

fn cell(page: &mut String, c: &PrintedCell, header: bool, name: bool) {
    let text = c.content.text();
    let mut classes: Vec<String> = Vec::new();
    match c.align {
        Align::Right => classes.push("r".to_owned()),
        Align::Centre if !header => classes.push("c".to_owned()),
        _ => {}
    }
    if c.bold && !header {
        classes.push("b".to_owned());
    }
    if name {
        classes.push("key".to_owned());
    }
    if c.indent > 0 {
        classes.push(format!("i{}", c.indent.min(6)));
    }
    let (tag, scope) = match (header, name) {
        _ if text.is_empty() => ("td", ""),
        (true, _) if c.spans.1 > 1 => ("th", " scope=\"colgroup\""),
        (true, _) => ("th", " scope=\"col\""),
        (false, true) => ("th", " scope=\"row\""),
        (false, false) => ("td", ""),
    };
    let _ = write!(page, "<{tag}{scope}");
    if !classes.is_empty() {
        let _ = write!(page, " class=\"{}\"", classes.join(" "));
    }
    if c.spans.0 > 1 {
        let _ = write!(page, " rowspan=\"{}\"", c.spans.0);
    }
    if c.spans.1 > 1 {
        let _ = write!(page, " colspan=\"{}\"", c.spans.1);
    }
    let _ = write!(page, ">{}</{tag}>", escape(&text));
}
