//! Text: strings to glyphs that can be seen.

use super::content::Glyph;
use super::font::Meaning;
use super::geometry::{Bounds, Matrix};
use super::interpret::{Interpreter, matrix};
use hayro_syntax::content::ops::TypedInstruction as Op;

impl Interpreter<'_> {
    pub(super) fn text_operator(&mut self, op: &Op<'_, '_>) {
        match op {
            Op::BeginText(_) => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            Op::CharacterSpacing(v) => self.state.char_space = v.0.as_f64(),
            Op::WordSpacing(v) => self.state.word_space = v.0.as_f64(),
            Op::HorizontalScaling(v) => self.state.scale = v.0.as_f64() / 100.0,
            Op::TextLeading(v) => self.state.leading = v.0.as_f64(),
            Op::TextRise(v) => self.state.rise = v.0.as_f64(),
            Op::TextRenderingMode(v) => self.state.mode = v.0.as_i64(),
            Op::NextLine(p) => self.next_line(p.0.as_f64(), p.1.as_f64()),
            Op::NextLineAndSetLeading(p) => {
                self.state.leading = -p.1.as_f64();
                self.next_line(p.0.as_f64(), p.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::SetTextMatrix(t) => {
                self.line = matrix([t.0, t.1, t.2, t.3, t.4, t.5]);
                self.text = self.line;
            }
            Op::ShowText(s) => self.show(s.0.as_bytes()),
            Op::NextLineAndShowText(s) => {
                self.next_line(0.0, -self.state.leading);
                self.show(s.0.as_bytes());
            }
            Op::ShowTextWithParameters(s) => {
                self.state.word_space = s.0.as_f64();
                self.state.char_space = s.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(s.2.as_bytes());
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line.shift(x, y);
        self.text = self.line;
    }

    pub(super) fn show(&mut self, string: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let mut rest = string;
        while !rest.is_empty() && !self.session.exhausted() {
            let (code, length) = font.next(rest);
            rest = rest.get(length..).unwrap_or_default();
            let (meaning, width) = font.info(code, length);
            let state = &self.state;
            let advance = f64::from(width) / 1000.0;
            let scaled = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise]);
            let place = scaled.then(&self.text).then(&state.matrix);
            let word = if length == 1 && code == 32 { state.word_space } else { 0.0 };
            let by = (advance * state.size + state.char_space + word) * state.scale;
            match meaning {
                Meaning::Char(c) => self.glyph(c, &place, 0.0, advance),
                Meaning::Text(text) => {
                    let n = text.chars().count().max(1) as f64;
                    for (i, c) in text.chars().enumerate() {
                        let (from, to) = (advance * i as f64 / n, advance * (i + 1) as f64 / n);
                        self.glyph(c, &place, from, to);
                    }
                }
                Meaning::Unmapped => self.out.unmapped += 1,
            }
            self.text.shift(by, 0.0);
        }
    }

    /// Takes a glyph that spans `from..to` em of its baseline, if it can be seen and was not just printed there.
    fn glyph(&mut self, c: char, place: &Matrix, from: f64, to: f64) {
        self.session.glyphs += 1;
        let m = &place.0;
        let em = m[2].hypot(m[3]);
        let (ox, oy) = place.apply(from, 0.0);
        let corners =
            [place.apply(from, 0.88), place.apply(from, -0.12), place.apply(to, 0.88), place.apply(to, -0.12)];
        let Some(bounds) = Bounds::around(corners) else { return };
        if !(em.is_finite() && em > 0.1 && ox.is_finite() && oy.is_finite() && bounds.area().is_finite()) {
            return;
        }
        let level = m[1].abs() < 0.01 * em && m[0] > 0.0;
        let seen = self.state.clip.intersect(&self.sheet);
        let space = c.is_whitespace();
        if !space && level {
            let share = bounds.visible_in(&seen);
            if share > 0.1 && share < 0.85 {
                self.out.cut.push(c);
            }
        }
        let (cx, cy) = place.apply((from + to) / 2.0, 0.35);
        if !seen.contains(cx, cy) || (!space && self.printed_before(c, cx, cy, em)) {
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a page is far smaller than f32 holds")]
        let glyph = Glyph {
            c,
            x0: bounds.x0 as f32,
            x1: bounds.x1 as f32,
            top: bounds.y0 as f32,
            bottom: bounds.y1 as f32,
            base: oy as f32,
            em: em as f32,
            level,
            recognised: None,
        };
        // 3 paints nothing, 7 only clips.
        if matches!(self.state.mode, 3 | 7) {
            self.out.invisible.push(glyph);
        } else {
            self.out.glyphs.push(glyph);
        }
    }

    /// Bold type is often faked by printing a glyph twice, a hair apart.
    fn printed_before(&mut self, c: char, x: f64, y: f64, em: f64) -> bool {
        let step = (em * 0.3).max(0.6);
        #[expect(clippy::cast_possible_truncation, reason = "casts of floats saturate")]
        let (kx, ky) = ((x / step).floor() as i32, (y / step).floor() as i32);
        let near = em * 0.15;
        for dx in -1..=1 {
            for dy in -1..=1 {
                let key = (c, kx.saturating_add(dx), ky.saturating_add(dy));
                if self.seen.get(&key).is_some_and(|p| (p.0 - x).abs() < near && (p.1 - y).abs() < near) {
                    return true;
                }
            }
        }
        self.seen.insert((c, kx, ky), (x, y));
        false
    }
}
