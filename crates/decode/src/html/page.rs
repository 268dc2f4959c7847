//! The page in reading order: every node followed by all that is in it, so that no walk needs a stack of calls.

use super::tree::{Kind, Tree};
use crate::prose;
use crate::traced::{Span, Traced};
use html5ever::Attribute;
use std::sync::OnceLock;

/// A node with what its subtree holds.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Name of the element; empty for text and all else.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// The text of a text node.
    pub(super) text: Traced,
    /// Where its contents begin in the source, if that was asked for.
    pub(super) at: Option<Span>,
    /// One past the last item of the subtree.
    pub(super) end: usize,
    /// Not part of the report, with all that is in it.
    pub(super) dropped: bool,
    /// Visible characters of the subtree.
    pub(super) chars: usize,
    /// Those that stand in links to other pages.
    pub(super) linked: usize,
    /// How many such links there are.
    pub(super) links: usize,
}

impl Item {
    /// The value of an attribute, empty if there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Whether it has an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(n, _)| n == name)
    }

    /// A link that leads away from the page.
    fn leads_away(&self) -> bool {
        self.name == "a" && self.has("href") && !self.attribute("href").trim_start().starts_with('#')
    }
}

/// All items; the first is the document.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
}

impl Page {
    pub(super) fn new(tree: &Tree) -> Page {
        let mut items: Vec<Item> = Vec::new();
        // Nodes to come, and ends to be noted when all before them is done.
        let mut todo = vec![(0, false)];
        while let Some((index, done)) = todo.pop() {
            if done {
                let end = items.len();
                if let Some(item) = items.get_mut(index) {
                    item.end = end;
                }
                continue;
            }
            let Some(node) = tree.get(index) else { continue };
            todo.push((items.len(), true));
            todo.extend(node.children.iter().rev().map(|c| (*c, false)));
            items.push(match &node.kind {
                Kind::Other => Item::default(),
                Kind::Text(text) => Item { text: text.clone(), ..Item::default() },
                Kind::Element(name, attributes) => Item {
                    name: name.local.to_string(),
                    attributes: attributes.iter().map(pair).collect(),
                    at: node.at,
                    ..Item::default()
                },
            });
        }
        let mut page = Page { items };
        page.measure();
        page
    }

    /// Items below a node that are part of the report, each as its number.
    pub(super) fn below(&self, index: usize) -> Below<'_> {
        Below { page: self, next: index + 1, end: self.get(index).end }
    }

    /// An item; one beyond the end is nothing.
    pub(super) fn get(&self, index: usize) -> &Item {
        static NOTHING: OnceLock<Item> = OnceLock::new();
        self.items.get(index).unwrap_or_else(|| NOTHING.get_or_init(|| Item { dropped: true, ..Item::default() }))
    }

    /// Counts characters and links of every subtree, leaving out what was dropped.
    pub(super) fn measure(&mut self) {
        // Sums up to each item: the subtree's share is a difference.
        let mut sums: Vec<(usize, usize, usize)> = Vec::with_capacity(self.items.len() + 1);
        let (mut hidden, mut link) = (0, 0);
        let (mut chars, mut linked, mut links) = (0, 0, 0);
        for (i, item) in self.items.iter().enumerate() {
            sums.push((chars, linked, links));
            if item.dropped {
                hidden = hidden.max(item.end);
            }
            if i < hidden {
                continue;
            }
            if item.leads_away() {
                link = link.max(item.end);
                links += 1;
            }
            let seen = item.text.as_str().chars().filter(|c| !prose::is_space(*c)).count();
            chars += seen;
            linked += if i < link { seen } else { 0 };
        }
        sums.push((chars, linked, links));
        for (i, item) in self.items.iter_mut().enumerate() {
            if let (Some(from), Some(to)) = (sums.get(i), sums.get(item.end)) {
                (item.chars, item.linked, item.links) = (to.0 - from.0, to.1 - from.1, to.2 - from.2);
            }
        }
    }
}

fn pair(attribute: &Attribute) -> (String, String) {
    (attribute.name.local.to_string(), attribute.value.to_string())
}

/// A walk that passes by what was dropped, and, when told, the rest of a subtree.
pub(super) struct Below<'a> {
    page: &'a Page,
    next: usize,
    end: usize,
}

impl Below<'_> {
    /// Passes by all that is in an item.
    pub(super) fn pass(&mut self, index: usize) {
        self.next = self.next.max(self.page.get(index).end);
    }
}

impl Iterator for Below<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.next < self.end {
            let index = self.next;
            self.next += 1;
            if !self.page.get(index).dropped {
                return Some(index);
            }
            self.pass(index);
        }
        None
    }
}
