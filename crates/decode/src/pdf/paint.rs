//! Paths: rulings and clips.

use super::content::Rule;
use super::geometry::Bounds;
use super::interpret::Interpreter;
use crate::limits;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::Number;

/// One step of a path, in page coordinates.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Move(f64, f64),
    Line(f64, f64),
    Curve(f64, f64),
    Close,
}

impl Step {
    fn point(&self) -> Option<(f64, f64)> {
        match *self {
            Self::Move(x, y) | Self::Line(x, y) | Self::Curve(x, y) => Some((x, y)),
            Self::Close => None,
        }
    }
}

impl Interpreter<'_> {
    pub(super) fn path_operator(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::MoveTo(p) => self.step(Step::Move, p.0, p.1),
            Op::LineTo(p) => self.step(Step::Line, p.0, p.1),
            Op::CubicTo(p) => self.step(Step::Curve, p.4, p.5),
            Op::CubicStartTo(p) => self.step(Step::Curve, p.2, p.3),
            Op::CubicEndTo(p) => self.step(Step::Curve, p.2, p.3),
            Op::ClosePath(_) if self.path.len() < limits::PATH_POINTS => self.path.push(Step::Close),
            Op::RectPath(r) => {
                let (x, y, w, h) = (r.0.as_f64(), r.1.as_f64(), r.2.as_f64(), r.3.as_f64());
                let at = |x, y| self.state.matrix.apply(x, y);
                let corners = [at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h)];
                self.rectangle(corners);
            }
            Op::StrokePath(_) => self.paint(false, true, false),
            Op::CloseAndStrokePath(_) => self.paint(false, true, true),
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => {
                self.paint(true, false, false);
            }
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.paint(true, true, false),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => self.paint(true, true, true),
            Op::EndPath(_) => self.end_path(),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clip_next = true,
            _ => {}
        }
    }

    fn step(&mut self, make: fn(f64, f64) -> Step, x: Number, y: Number) {
        if self.path.len() < limits::PATH_POINTS {
            let (x, y) = self.state.matrix.apply(x.as_f64(), y.as_f64());
            self.path.push(make(x, y));
        }
    }

    fn rectangle(&mut self, corners: [(f64, f64); 4]) {
        if self.path.len() < limits::PATH_POINTS {
            let [a, b, c, d] = corners;
            self.path.extend([
                Step::Move(a.0, a.1),
                Step::Line(b.0, b.1),
                Step::Line(c.0, c.1),
                Step::Line(d.0, d.1),
                Step::Close,
            ]);
        }
    }

    /// Strokes become one rule a line; fills become one rule a shape. Curves are no rulings.
    fn paint(&mut self, fill: bool, stroke: bool, close: bool) {
        if close {
            self.path.push(Step::Close);
        }
        let path = std::mem::take(&mut self.path);
        if stroke {
            let (mut start, mut here) = ((0.0, 0.0), (0.0, 0.0));
            for step in &path {
                match *step {
                    Step::Move(x, y) => {
                        start = (x, y);
                        here = start;
                    }
                    Step::Line(x, y) => {
                        self.rule([here, (x, y)]);
                        here = (x, y);
                    }
                    Step::Curve(x, y) => here = (x, y),
                    Step::Close => {
                        if here != start {
                            self.rule([here, start]);
                        }
                        here = start;
                    }
                }
            }
        } else if fill {
            for shape in path.chunk_by(|_, next| !matches!(next, Step::Move(..))) {
                if shape.len() > 1 && !shape.iter().any(|s| matches!(s, Step::Curve(..))) {
                    self.rule(shape.iter().filter_map(Step::point));
                }
            }
        }
        self.path = path;
        self.end_path();
    }

    fn rule(&mut self, points: impl IntoIterator<Item = (f64, f64)>) {
        let Some(bounds) = Bounds::around(points) else { return };
        // A hair beyond the clip is still the border of the cell that the clip was made for.
        let seen = bounds.intersect(&self.state.clip.intersect(&self.sheet).grown(1.5));
        if seen.x1 < seen.x0 || seen.y1 < seen.y0 {
            return;
        }
        if self.out.rules.len() >= limits::RULES {
            self.out.partial = true;
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a page is far smaller than f32 holds")]
        self.out.rules.push(Rule { x0: seen.x0 as f32, y0: seen.y0 as f32, x1: seen.x1 as f32, y1: seen.y1 as f32 });
    }

    fn end_path(&mut self) {
        if self.clip_next {
            let bounds = Bounds::around(self.path.iter().filter_map(Step::point)).unwrap_or(Bounds::NOWHERE);
            self.state.clip = self.state.clip.intersect(&bounds);
            self.clip_next = false;
        }
        self.path.clear();
    }
}
