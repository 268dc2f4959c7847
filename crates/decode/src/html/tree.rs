//! The tree html5ever builds. A sink of our own, because how deep and how large a tree grows must be known while it grows: a few bytes of
//! hostile markup reopen hundreds of elements, and the parser walks its open elements again and again.

use super::tracer::Tracer;
use crate::limits;
use crate::traced::{Span, Traced};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, QualName};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Bytes parsed between two looks at the size of the tree.
const STEP: usize = 4096;

/// A node.
#[derive(Debug, Default)]
pub(super) struct Node {
    parent: Option<usize>,
    depth: usize,
    pub(super) children: Vec<usize>,
    pub(super) kind: Kind,
    /// Where its contents begin in the source, if that was asked for.
    pub(super) at: Option<Span>,
}

/// What a node is.
#[derive(Debug, Default)]
pub(super) enum Kind {
    /// The document, a comment, the contents of a template: nothing to be seen.
    #[default]
    Other,
    /// An element with its attributes.
    Element(Rc<QualName>, Vec<Attribute>),
    /// Text.
    Text(Traced),
}

/// All nodes; the first is the document.
pub(super) type Tree = Vec<Node>;

/// Parses a page; true if it went beyond what is read. `traced` to know where each character stands in the text, which takes longer.
pub(super) fn parse(text: &str, traced: bool) -> (Tree, bool) {
    let tracer = RefCell::new(traced.then(Tracer::default));
    let sink = Sink {
        tree: RefCell::new(vec![Node::default()]),
        deepest: RefCell::new(0),
        bytes: Cell::new(0),
        attributes: Cell::new(0),
        tracer,
    };
    let builder = Builder(TreeBuilder::new(sink, TreeBuilderOpts::default()));
    let tokenizer = Tokenizer::new(builder, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = text.get(..super::tags::readable(text)).unwrap_or(text);
    let cut = rest.len() < text.len();
    let step = if traced { 1 } else { STEP };
    let mut at = 0;
    while !rest.is_empty() {
        let sink = &tokenizer.sink.0.sink;
        let large = sink.tree.borrow().len() + sink.attributes.get() > limits::HTML_NODES
            || sink.bytes.get() > limits::HTML_TEXT_BYTES;
        if large || *sink.deepest.borrow() > limits::HTML_DEPTH {
            break;
        }
        let end = (step.min(rest.len())..=rest.len()).find(|e| rest.is_char_boundary(*e)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if let (Some(tracer), Some(c)) = (sink.tracer.borrow_mut().as_mut(), chunk.chars().next()) {
            tracer.feed(c, at);
        }
        at += chunk.len();
        input.push_back(StrTendril::from(chunk));
        // Scripts are not run, and the encoding is known.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        rest = after;
    }
    tokenizer.end();
    (tokenizer.sink.0.sink.finish(), cut || !rest.is_empty())
}

/// The tree builder, with an ear to what it is told.
struct Builder(TreeBuilder<Handle, Sink>);

impl TokenSink for Builder {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if let Some(tracer) = self.0.sink.tracer.borrow_mut().as_mut() {
            match &token {
                Token::CharacterTokens(text) => text.chars().for_each(|c| tracer.emitted(c)),
                Token::NullCharacterToken => tracer.emitted('\0'),
                Token::ParseError(_) => {}
                _ => tracer.passed(),
            }
        }
        self.0.process_token(token, line)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Sink {
    tree: RefCell<Tree>,
    deepest: RefCell<usize>,
    /// Bytes of text so far.
    bytes: Cell<usize>,
    /// Attributes so far.
    attributes: Cell<usize>,
    /// Where the text stands in the source, if that is asked for.
    tracer: RefCell<Option<Tracer>>,
}

/// A node's number, with its name where it is an element.
#[derive(Clone, Debug)]
struct Handle(usize, Option<Rc<QualName>>);

impl Sink {
    fn make(&self, kind: Kind) -> Handle {
        let mut tree = self.tree.borrow_mut();
        let name = if let Kind::Element(name, attributes) = &kind {
            self.attributes.set(self.attributes.get().saturating_add(attributes.len()));
            Some(Rc::clone(name))
        } else {
            None
        };
        let at = self.tracer.borrow().as_ref().map(Tracer::here);
        tree.push(Node { kind, at, ..Node::default() });
        Handle(tree.len() - 1, name)
    }

    /// Puts something among the children of a node, before the one with a number or at the end.
    fn insert(&self, parent: usize, before: Option<usize>, child: NodeOrText<Handle>) {
        let at = {
            let tree = self.tree.borrow();
            let Some(node) = tree.get(parent) else { return };
            let found = before.and_then(|b| node.children.iter().rposition(|c| *c == b));
            found.unwrap_or(node.children.len())
        };
        let child = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.0);
                handle.0
            }
            NodeOrText::AppendText(text) => {
                self.bytes.set(self.bytes.get().saturating_add(text.len()));
                let text = match self.tracer.borrow_mut().as_mut() {
                    Some(tracer) => text.chars().map(|c| (c, tracer.taken(c))).collect(),
                    None => Traced::from(&*text),
                };
                let mut tree = self.tree.borrow_mut();
                let last = at.checked_sub(1).and_then(|i| tree.get(parent)?.children.get(i).copied());
                if let Some(Node { kind: Kind::Text(before), .. }) = last.and_then(|l| tree.get_mut(l)) {
                    before.append(&text);
                    return;
                }
                drop(tree);
                self.make(Kind::Text(text)).0
            }
        };
        let mut tree = self.tree.borrow_mut();
        let depth = tree.get(parent).map_or(0, |p| p.depth) + 1;
        if let Some(node) = tree.get_mut(child) {
            (node.parent, node.depth) = (Some(parent), depth);
        }
        if let Some(node) = tree.get_mut(parent) {
            node.children.insert(at.min(node.children.len()), child);
        }
        let mut deepest = self.deepest.borrow_mut();
        *deepest = depth.max(*deepest);
    }

    fn detach(&self, child: usize) {
        let mut tree = self.tree.borrow_mut();
        let Some(parent) = tree.get_mut(child).and_then(|n| n.parent.take()) else { return };
        if let Some(node) = tree.get_mut(parent)
            && let Some(at) = node.children.iter().rposition(|c| *c == child)
        {
            node.children.remove(at);
        }
    }

    fn parent(&self, child: usize) -> Option<usize> {
        self.tree.borrow().get(child).and_then(|n| n.parent)
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle(0, None)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        const NONE: ExpandedName<'static> = ExpandedName { ns: &html5ever::ns!(), local: &html5ever::local_name!("") };
        target.1.as_ref().map_or(NONE, |name| name.expanded())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        self.make(Kind::Element(Rc::new(name), attributes))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.make(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.make(Kind::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.0, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        match self.parent(element.0) {
            Some(parent) => self.insert(parent, Some(element.0), child),
            None => self.insert(previous.0, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What a template holds is nowhere on the page.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        self.make(Kind::Other)
    }

    fn same_node(&self, a: &Handle, b: &Handle) -> bool {
        a.0 == b.0
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.0) {
            self.insert(parent, Some(sibling.0), node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let Some(Node { kind: Kind::Element(_, have), .. }) = self.tree.borrow_mut().get_mut(target.0) {
            let new = attributes.into_iter().filter(|a| !have.iter().any(|h| h.name == a.name)).collect::<Vec<_>>();
            have.extend(new);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.0);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        let children = tree.get_mut(node.0).map(|n| std::mem::take(&mut n.children)).unwrap_or_default();
        for child in &children {
            if let Some(child) = tree.get_mut(*child) {
                child.parent = Some(new_parent.0);
            }
        }
        if let Some(parent) = tree.get_mut(new_parent.0) {
            parent.children.extend(children);
        }
    }
}
