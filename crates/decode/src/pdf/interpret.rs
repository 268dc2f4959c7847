//! The operators of a page that matter to reading: text, paths, clips, forms.
//!
//! Clips are followed, because WPS prints a merged cell that spans two pages by drawing the whole cell on both pages under a clip: without
//! them 2 to 5 % of the text is text that nobody can see, and it stands twice.

use super::content::Content;
use super::font::{Font, Maps};
use super::geometry::{Bounds, Matrix};
use super::packed::{self, Unread};
use super::paint::Step;
use crate::limits;
use hayro_syntax::content::{TypedIter, ops::TypedInstruction as Op};
use hayro_syntax::object::{Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// The graphics state, as far as it moves or hides glyphs.
#[derive(Clone)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    pub(super) clip: Bounds,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
}

/// What is shared by the pages of a document: fonts read once, and budgets of work.
#[derive(Default)]
pub(super) struct Session {
    fonts: FxHashMap<(u32, i32), Rc<Font>>,
    maps: Maps,
    /// Fonts read.
    made: usize,
    operators: usize,
    pub(super) glyphs: usize,
    stream_bytes: usize,
}

impl Session {
    /// The content of a stream. Unpacking is work too, whatever comes of it.
    fn content<'a>(&mut self, stream: &Stream<'a>, bound: usize) -> Result<Cow<'a, [u8]>, Unread> {
        let bytes = packed::content(stream, bound, &mut self.stream_bytes);
        self.stream_bytes += bytes.as_ref().map_or(bound, |b| b.len());
        bytes
    }

    /// Whether a budget ran out: what follows is left unread.
    pub(super) fn exhausted(&self) -> bool {
        self.operators > limits::OPERATORS || self.glyphs > limits::GLYPHS || self.stream_bytes > limits::STREAM_BYTES
    }
}

/// Interprets a page.
pub(super) fn page(session: &mut Session, page: &Page<'_>, number: u32) -> Content {
    let (width, height) = page.render_dimensions();
    let matrix = Matrix(page.initial_transform(true).as_coeffs());
    let sheet = Bounds { x0: 0.0, y0: 0.0, x1: f64::from(width), y1: f64::from(height) };
    let state = State {
        matrix,
        clip: Bounds::EVERYWHERE,
        font: None,
        size: 1.0,
        char_space: 0.0,
        word_space: 0.0,
        scale: 1.0,
        leading: 0.0,
        rise: 0.0,
        mode: 0,
    };
    let mut run = Interpreter {
        session,
        out: Content { page: number, width, height, ..Content::default() },
        sheet,
        state,
        stack: Vec::new(),
        text: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        path: Vec::new(),
        clip_next: false,
        seen: FxHashMap::default(),
        depth: 0,
        drawn: Vec::new(),
    };
    match contents(page, run.session) {
        Some(bytes) => {
            let whole = packed::interpretable(&bytes);
            run.out.partial = whole.len() < bytes.len();
            run.operators(&mut TypedIter::new(whole), page.resources());
        }
        None => run.out.unreadable = true,
    }
    run.out
}

/// The content of a page; `None` if it cannot be unpacked, or is too long.
fn contents<'a>(page: &Page<'a>, session: &mut Session) -> Option<Cow<'a, [u8]>> {
    let dict = page.raw();
    match dict.get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => session.content(&stream, limits::CONTENT_BYTES).ok(),
        Some(Object::Array(array)) => {
            let mut out = Vec::new();
            for stream in array.iter::<Stream<'_>>() {
                let left = limits::CONTENT_BYTES.checked_sub(out.len() + 1)?;
                match session.content(&stream, left) {
                    Ok(bytes) => out.extend_from_slice(&bytes),
                    Err(Unread::TooLong) => return None,
                    Err(Unread::Damaged) => continue,
                }
                // Words do not go on from one stream to the next.
                out.push(b' ');
            }
            Some(Cow::Owned(out))
        }
        Some(_) => None,
        None => (!dict.contains_key("Contents")).then_some(Cow::Borrowed(&[])),
    }
}

pub(super) struct Interpreter<'s> {
    pub(super) session: &'s mut Session,
    pub(super) out: Content,
    pub(super) sheet: Bounds,
    pub(super) state: State,
    pub(super) stack: Vec<State>,
    pub(super) text: Matrix,
    pub(super) line: Matrix,
    pub(super) path: Vec<Step>,
    /// A clip operator was seen; the next painting operator makes the path the clip.
    pub(super) clip_next: bool,
    /// Printed glyphs by character and coarse place, to find those printed twice.
    pub(super) seen: FxHashMap<(char, i32, i32), (f64, f64)>,
    pub(super) depth: u32,
    /// Forms that are being drawn: none draws itself.
    pub(super) drawn: Vec<ObjectIdentifier>,
}

impl Interpreter<'_> {
    fn operators(&mut self, operators: &mut TypedIter<'_>, resources: &Resources<'_>) {
        let base = self.stack.len();
        let mut names: FxHashMap<Vec<u8>, Option<Rc<Font>>> = FxHashMap::default();
        while let Some(op) = operators.next() {
            self.session.operators += 1;
            if self.session.exhausted() {
                break;
            }
            match op {
                Op::SaveState(_) => {
                    if self.stack.len() < limits::STATE_DEPTH {
                        self.stack.push(self.state.clone());
                    }
                }
                Op::RestoreState(_) => {
                    if self.stack.len() > base
                        && let Some(state) = self.stack.pop()
                    {
                        self.state = state;
                    }
                }
                Op::Transform(t) => {
                    self.state.matrix = matrix([t.0, t.1, t.2, t.3, t.4, t.5]).then(&self.state.matrix);
                }
                Op::TextFont(f) => {
                    self.state.size = f.1.as_f64();
                    let font = match names.get(f.0.as_ref()) {
                        Some(known) => known.clone(),
                        None => {
                            let font = resources.get_font(f.0).and_then(|d| self.font(&d));
                            names.insert(f.0.as_ref().to_vec(), font.clone());
                            font
                        }
                    };
                    self.state.font = font;
                }
                Op::XObject(name) => {
                    if let Some(stream) = resources.get_x_object(name.0) {
                        self.object(&stream, resources);
                    }
                }
                Op::InlineImage(_) => self.picture(),
                Op::ShowTexts(items) => {
                    for item in items.0.iter::<Object<'_>>() {
                        match item {
                            Object::String(s) => self.show(s.as_bytes()),
                            Object::Number(n) => {
                                let by = -n.as_f64() / 1000.0 * self.state.size * self.state.scale;
                                self.text.shift(by, 0.0);
                            }
                            _ => {}
                        }
                    }
                }
                other => {
                    self.path_operator(&other);
                    self.text_operator(&other);
                }
            }
        }
        self.stack.truncate(base);
    }

    fn font(&mut self, dict: &Dict<'_>) -> Option<Rc<Font>> {
        let id = dict.obj_id().map(|o| (o.obj_number, o.gen_number));
        if let Some(known) = id.and_then(|i| self.session.fonts.get(&i)) {
            return Some(Rc::clone(known));
        }
        if self.session.made >= limits::FONTS {
            return None;
        }
        self.session.made += 1;
        let font = Rc::new(Font::new(dict, &mut self.session.maps));
        if let Some(id) = id {
            self.session.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn object(&mut self, stream: &Stream<'_>, resources: &Resources<'_>) {
        let dict = stream.dict();
        let subtype = dict.get::<Name<'_>>("Subtype");
        match subtype.as_ref().map_or(&b""[..], |n| n.as_ref()) {
            b"Form" if self.depth < limits::FORM_DEPTH => self.form(stream, resources),
            b"Image" => self.picture(),
            _ => {}
        }
    }

    fn form(&mut self, stream: &Stream<'_>, resources: &Resources<'_>) {
        let id = stream.obj_id();
        if self.drawn.contains(&id) {
            return;
        }
        self.session.operators += limits::FORM_OPERATORS;
        let Ok(bytes) = self.session.content(stream, limits::CONTENT_BYTES) else { return };
        let bytes = packed::interpretable(&bytes);
        let dict = stream.dict();
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let saved = (self.state.clone(), self.text, self.line);
        if let Some(m) = dict.get::<[f64; 6]>("Matrix") {
            self.state.matrix = Matrix(m).then(&self.state.matrix);
        }
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") {
            let m = self.state.matrix;
            let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(|(x, y)| m.apply(x, y));
            if let Some(bounds) = Bounds::around(corners) {
                self.state.clip = self.state.clip.intersect(&bounds);
            }
        }
        self.depth += 1;
        self.drawn.push(id);
        self.operators(&mut TypedIter::new(bytes), own.as_ref().unwrap_or(resources));
        self.drawn.pop();
        self.depth -= 1;
        (self.state, self.text, self.line) = saved;
    }

    /// Pictures fill the unit square.
    fn picture(&mut self) {
        let m = self.state.matrix;
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| m.apply(x, y));
        if let Some(bounds) = Bounds::around(corners) {
            let seen = bounds.intersect(&self.state.clip).intersect(&self.sheet);
            self.out.picture += seen.area() / self.sheet.area().max(1.0);
            if seen.x1 - seen.x0 >= TABLE_SIZE.0
                && seen.y1 - seen.y0 >= TABLE_SIZE.1
                && self.out.pictures.len() < PICTURES
            {
                self.out.pictures.push(seen);
            }
        }
    }
}

/// Width and height from which a picture may show a table, in points: 6 cm and 3 cm.
const TABLE_SIZE: (f64, f64) = (170.0, 85.0);
/// Most pictures of a page that are told.
const PICTURES: usize = 50;

/// A matrix from its operands.
pub(super) fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix(numbers.map(|n| n.as_f64()))
}
