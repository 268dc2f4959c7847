//! What on a page is the report: nothing hidden, nothing to navigate by. What is not surely a site's own stays: a line too many is unread
//! text, a line too few is a figure nobody checks.

use super::page::{Item, Page};

/// The attribute that all elements bear which this program adds to a page.
pub const MARK: &str = "data-mingzhang";

/// Elements that hold no text of the page, or only controls.
const SILENT: [&str; 24] = [
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "canvas",
    "audio", "video", "select", "datalist", "button", "input", "textarea", "map", "xml", "dialog", "noframes", "rp",
];

/// What sites call their own parts, as classes and ids.
const SURROUNDINGS: [&str; 9] =
    ["footer", "copyright", "breadcrumb", "breadcrumbs", "nav", "navbar", "menu", "sidebar", "pagination"];

/// Marks as dropped what is not part of the report.
pub(super) fn drop_surroundings(page: &mut Page) {
    for item in &mut page.items {
        item.dropped = SILENT.contains(&item.name.as_str()) || is_hidden(item);
    }
    page.measure();
    let main = main(page);
    let whole = page.get(0).chars;
    let mut inside = 0;
    let mut dropped = Vec::new();
    for (i, item) in page.items.iter().enumerate() {
        let content = matches!(item.name.as_str(), "main" | "article") || item.attribute("role") == "main";
        if content {
            inside = inside.max(item.end);
        }
        let few = item.chars * 2 < whole;
        let own = match item.name.as_str() {
            "nav" => item.links > 0 || item.attribute("role") == "navigation",
            "header" | "footer" | "aside" => i >= inside,
            _ => i >= inside && names_surroundings(item),
        };
        // Only lists of links to elsewhere; the links of a table of contents lead to the same page.
        let links = item.links >= 5 && item.linked * 5 >= item.chars * 4;
        let outside = main.is_some_and(|(from, to)| item.end <= from || i >= to);
        dropped.push((few && (own || links)) || outside);
    }
    for (item, dropped) in page.items.iter_mut().zip(dropped) {
        item.dropped |= dropped;
    }
    page.measure();
}

fn is_hidden(item: &Item) -> bool {
    let style: String = item.attribute("style").chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    // What an audit added to the page is not the page's.
    let ours = item.has(MARK) && item.name != "mark";
    ours || item.has("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

fn names_surroundings(item: &Item) -> bool {
    let names = format!("{} {}", item.attribute("class"), item.attribute("id")).to_ascii_lowercase();
    names.split(|c: char| !c.is_ascii_alphanumeric()).any(|n| SURROUNDINGS.contains(&n))
}

/// First item and one past the last of the element that is marked as the page's content, if most of the text is in it.
fn main(page: &Page) -> Option<(usize, usize)> {
    let marked = |i: &Item| matches!(i.name.as_str(), "main" | "article") || i.attribute("role") == "main";
    let (at, item) = page.items.iter().enumerate().filter(|(_, i)| marked(i)).max_by_key(|(_, i)| i.chars)?;
    (item.chars * 5 >= page.get(0).chars * 3).then_some((at, item.end))
}
