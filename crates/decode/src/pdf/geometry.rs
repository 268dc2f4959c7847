//! Matrices and boxes, in points from the top left of a page.

/// An affine transformation `[a b c d e f]` as PDF writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then `next`.
    pub(super) fn then(&self, next: &Self) -> Self {
        let (a, b) = (&self.0, &next.0);
        Self([
            a[0] * b[0] + a[1] * b[2],
            a[0] * b[1] + a[1] * b[3],
            a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3],
            a[4] * b[0] + a[5] * b[2] + b[4],
            a[4] * b[1] + a[5] * b[3] + b[5],
        ])
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
    }

    /// Moves the origin by a distance in this matrix' own space.
    pub(super) fn shift(&mut self, x: f64, y: f64) {
        let (e, f) = self.apply(x, y);
        self.0[4] = e;
        self.0[5] = f;
    }
}

/// A box with its sides parallel to the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Bounds {
    pub(super) const EVERYWHERE: Self = Self { x0: -1e9, y0: -1e9, x1: 1e9, y1: 1e9 };
    pub(super) const NOWHERE: Self = Self { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 };

    /// The smallest box around some points; nothing for none.
    pub(super) fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let mut out: Option<Self> = None;
        for (x, y) in points {
            out = Some(match out {
                None => Self { x0: x, y0: y, x1: x, y1: y },
                Some(b) => Self { x0: b.x0.min(x), y0: b.y0.min(y), x1: b.x1.max(x), y1: b.y1.max(y) },
            });
        }
        out
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    pub(super) fn area(&self) -> f64 {
        (self.x1 - self.x0).max(0.0) * (self.y1 - self.y0).max(0.0)
    }

    /// The share of this box that lies in another, side by side; 1 for a box without extent that lies inside.
    pub(super) fn visible_in(&self, other: &Self) -> f64 {
        let share = |a0: f64, a1: f64, b0: f64, b1: f64| {
            let length = a1 - a0;
            if length <= 1e-6 { 1.0 } else { ((a1.min(b1) - a0.max(b0)) / length).clamp(0.0, 1.0) }
        };
        share(self.x0, self.x1, other.x0, other.x1) * share(self.y0, self.y1, other.y0, other.y1)
    }
}
