//! Grey pictures of pages.

use image::{DynamicImage, ImageReader, Limits};
use std::io::Cursor;

/// Widest and highest picture taken, in pixels: A3 at 600 dots an inch.
const SIDE: u32 = 10_000;
/// Larger pictures are made smaller first: nothing is gained by more, but time is lost.
const ENOUGH: u32 = 4_200;
/// Most bytes a picture file unpacks to.
const UNPACKED: u64 = 512 << 20;

/// A grey picture, dark on light: 0 is black, 255 is paper.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// A picture from its rows of pixels; a row that is missing is paper.
    pub(crate) fn new(width: usize, height: usize, mut pixels: Vec<u8>) -> Self {
        pixels.resize(width * height, 255);
        Self { width, height, pixels }
    }

    /// Reads a picture file.
    pub(crate) fn open(bytes: &[u8]) -> Result<Self, String> {
        let damaged = |_| "图片已损坏或格式不支持，无法读取；请重新扫描或另存为PNG、JPEG后再检查。".to_owned();
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|e| e.to_string())?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(SIDE);
        limits.max_image_height = Some(SIDE);
        limits.max_alloc = Some(UNPACKED);
        reader.limits(limits);
        let mut image = reader.decode().map_err(damaged)?;
        if image.width().max(image.height()) > ENOUGH {
            image = image.resize(ENOUGH, ENOUGH, image::imageops::FilterType::Triangle);
        }
        Ok(Self::of(&image))
    }

    /// Grey of colours, red faded.
    fn of(image: &DynamicImage) -> Self {
        let rgb = image.to_rgb8();
        let size = (rgb.width() as usize, rgb.height() as usize);
        Self::new(size.0, size.1, rgb.pixels().map(|p| grey(p.0)).collect())
    }

    /// A picture from premultiplied red, green, blue and opacity over white.
    pub(crate) fn of_rgba(width: usize, height: usize, rgba: &[u8]) -> Self {
        let pixels = rgba.chunks_exact(4).map(|p| match p {
            [r, g, b, a] => {
                let on_white = |c: &u8| c.saturating_add(255 - *a);
                grey([on_white(r), on_white(g), on_white(b)])
            }
            _ => 255,
        });
        Self::new(width, height, pixels.collect())
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> u8 {
        if x >= self.width { 255 } else { self.pixels.get(y * self.width + x).copied().unwrap_or(255) }
    }

    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.pixels.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Makes a box paper.
    pub(crate) fn erase(&mut self, x0: usize, y0: usize, x1: usize, y1: usize) {
        for y in y0..y1.min(self.height) {
            let start = y * self.width;
            if let Some(row) = self.pixels.get_mut(start + x0.min(self.width)..start + x1.min(self.width)) {
                row.fill(255);
            }
        }
    }

    /// Puts the paper at white and the ink at black, so that grey paper and pale print read as well as others.
    pub(crate) fn level(&mut self) {
        let mut counts = [0usize; 256];
        for p in &self.pixels {
            if let Some(count) = counts.get_mut(usize::from(*p)) {
                *count += 1;
            }
        }
        let half = self.pixels.len() / 2;
        let mut sum = 0;
        let paper = counts.iter().position(|n| {
            sum += n;
            sum > half
        });
        let paper = u32::try_from(paper.unwrap_or(255)).unwrap_or(255).max(1);
        let (low, high) = (paper / 4, paper * 9 / 10);
        let span = (high - low).max(1);
        for p in &mut self.pixels {
            let lifted = u32::from(*p).saturating_sub(low) * 255 / span;
            *p = u8::try_from(lifted).unwrap_or(255);
        }
    }

    /// The picture turned by a quarter, clockwise.
    pub(crate) fn quarter(&self) -> Self {
        let (width, height) = (self.height, self.width);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            pixels.extend((0..width).map(|x| self.at(y, self.height - 1 - x)));
        }
        Self::new(width, height, pixels)
    }

    /// The picture turned upside down.
    pub(crate) fn half_turn(&self) -> Self {
        Self::new(self.width, self.height, self.pixels.iter().rev().copied().collect())
    }

    /// The picture turned about its middle by a small angle, in degrees, clockwise: what ran down to the right becomes level by a negative
    /// one.
    pub(crate) fn turn(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..self.height {
            let dy = y as f32 - cy;
            pixels.extend((0..self.width).map(|x| {
                let dx = x as f32 - cx;
                self.between(cx + dx * cos + dy * sin, cy - dx * sin + dy * cos)
            }));
        }
        Self::new(self.width, self.height, pixels)
    }

    /// The grey between pixels; paper outside.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "inside the picture, and greys are bytes"
    )]
    fn between(&self, x: f32, y: f32) -> u8 {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return 255;
        }
        let (ix, iy) = (x as usize, y as usize);
        let (tx, ty) = (x - ix as f32, y - iy as f32);
        let at = |x, y| f32::from(self.at(x, y));
        let above = at(ix, iy) * (1.0 - tx) + at(ix + 1, iy) * tx;
        let below = at(ix, iy + 1) * (1.0 - tx) + at(ix + 1, iy + 1) * tx;
        (above * (1.0 - ty) + below * ty).round() as u8
    }

    /// A box of the picture at another size as a model takes it: -1 is black, 1 is paper. Where it gets smaller, pixels are averaged, so
    /// that thin strokes stay.
    pub(crate) fn scaled(&self, area: [f32; 4], width: usize, height: usize) -> Vec<f32> {
        let [x0, y0, x1, y1] = area;
        let across = weights(x0, x1, width, self.width);
        let down = weights(y0, y1, height, self.height);
        let mut out = Vec::with_capacity(width * height);
        let mut line = vec![0f32; width];
        for (top, shares) in &down {
            line.fill(0.0);
            for (k, share) in shares.iter().enumerate() {
                let row = self.row(top + k);
                for (slot, (left, parts)) in line.iter_mut().zip(&across) {
                    let pixels = row.get(*left..).unwrap_or_default();
                    *slot += share * parts.iter().zip(pixels).map(|(s, p)| s * f32::from(*p)).sum::<f32>();
                }
            }
            out.extend(line.iter().map(|v| v / 127.5 - 1.0));
        }
        out
    }
}

/// For each of `count` new pixels between two places: the first old pixel it takes from, and the shares of that and the next ones.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn weights(from: f32, to: f32, count: usize, size: usize) -> Vec<(usize, Vec<f32>)> {
    let step = (to - from) / count.max(1) as f32;
    let reach = step.abs().max(1.0);
    let last = size.saturating_sub(1) as f32;
    (0..count)
        .map(|i| {
            let centre = from + (i as f32 + 0.5) * step - 0.5;
            let first = (centre - reach).ceil().clamp(0.0, last) as usize;
            let end = (centre + reach).floor().clamp(0.0, last) as usize;
            let shares: Vec<f32> = (first..=end).map(|k| (1.0 - (k as f32 - centre).abs() / reach).max(0.0)).collect();
            let sum: f32 = shares.iter().sum();
            if sum > 0.0 { (first, shares.iter().map(|s| s / sum).collect()) } else { (first, vec![1.0]) }
        })
        .collect()
}

/// The grey of a colour. Seals are red and printed over figures: red fades until ink is darker.
fn grey([r, g, b]: [u8; 3]) -> u8 {
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if most == r && most - least > 60 {
        return r.max(200);
    }
    let sum = u32::from(r) * 3 + u32::from(g) * 4 + u32::from(b);
    u8::try_from(sum / 8).unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_come_back() {
        let p = Picture::new(3, 2, vec![1, 2, 3, 4, 5, 6]);
        assert_eq!((p.quarter().width, p.quarter().pixels), (2, vec![4, 1, 5, 2, 6, 3]));
        assert_eq!(p.quarter().quarter().pixels, p.half_turn().pixels);
    }

    #[test]
    fn scaling_keeps_flat_grey_and_averages() {
        let p = Picture::new(4, 1, vec![0, 255, 0, 255]);
        let half = p.scaled([0.0, 0.0, 4.0, 1.0], 1, 1);
        assert!(half[0].abs() < 0.2, "{half:?}");
        let same = p.scaled([0.0, 0.0, 4.0, 1.0], 4, 1);
        assert_eq!(same, [-1.0, 1.0, -1.0, 1.0]);
    }

    #[test]
    fn red_fades_and_ink_stays() {
        assert!(grey([200, 20, 30]) >= 200);
        assert_eq!(grey([0, 0, 0]), 0);
    }

    #[test]
    fn grey_paper_becomes_white() {
        let mut p = Picture::new(4, 1, vec![40, 180, 180, 180]);
        p.level();
        assert_eq!(p.pixels, [0, 255, 255, 255]);
    }
}
