//! Styles: what a paragraph is by the name it bears.

use super::xml::{Step, attribute, number, on, val, walk};
use rustc_hash::FxHashMap;

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    base: Option<String>,
    /// Level in the outline, from 0; 9 is text.
    pub outline: Option<u8>,
    /// The list it counts in.
    pub list: Option<String>,
    /// The level in that list.
    pub level: Option<usize>,
    /// It stands in the middle.
    pub centred: Option<bool>,
    /// It is not printed.
    pub hidden: Option<bool>,
    /// A line of the table of contents.
    pub contents: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles(FxHashMap<String, Style>);

/// Longest chain of styles that are based on each other.
const CHAIN: usize = 32;

impl Styles {
    pub(super) fn read(xml: &str) -> Styles {
        let mut all = FxHashMap::default();
        let mut open: Option<(String, Style)> = None;
        let mut depth = 0_usize;
        walk(xml, |step| match step {
            Step::Open("style", e) => {
                open = Some((attribute(e, "styleId").unwrap_or_default(), Style::default()));
                depth = 0;
            }
            Step::Open(name, e) => {
                depth += 1;
                let Some((_, style)) = &mut open else { return };
                match name {
                    "basedOn" => style.base = val(e),
                    "name" => named(style, &val(e).unwrap_or_default()),
                    "outlineLvl" => style.outline = number(e),
                    "numId" => style.list = val(e),
                    "ilvl" => style.level = number(e),
                    "jc" => style.centred = Some(val(e).as_deref() == Some("center")),
                    "vanish" => style.hidden = Some(on(e)),
                    _ => {}
                }
            }
            Step::Close if depth == 0 => all.extend(open.take()),
            Step::Close => depth -= 1,
            Step::Text(_) => {}
        });
        Styles(all)
    }

    /// What a style says itself or takes from the one it is based on, with the name of the one that says it.
    pub(super) fn look<'a, T>(&'a self, id: &'a str, what: impl Fn(&Style) -> Option<T>) -> Option<(T, &'a str)> {
        let mut id = id;
        for _ in 0..CHAIN {
            let style = self.0.get(id)?;
            if let Some(found) = what(style) {
                return Some((found, id));
            }
            id = style.base.as_deref()?;
        }
        None
    }
}

/// What the name of a built-in style says.
fn named(style: &mut Style, name: &str) {
    let name = name.to_lowercase();
    let level = |prefix: &str| name.strip_prefix(prefix).and_then(|n| n.trim().parse::<u8>().ok());
    if let Some(n @ 1..=9) = level("heading").or_else(|| level("标题")) {
        style.outline = style.outline.or(Some(n - 1));
    }
    if level("toc").or_else(|| level("目录")).is_some() {
        style.contents = Some(true);
    }
}
