//! How far a page was laid askew on the scanner.

use crate::picture::Picture;

/// Most degrees looked for to either side.
const MOST: f32 = 3.0;
/// A smaller angle is not worth the blur of turning.
const LEAST: f32 = 0.04;

/// The angle in degrees by which the picture must be turned to be level; 0 if it is.
pub(crate) fn angle(picture: &Picture) -> f32 {
    let ink = ink(picture);
    if ink.is_empty() {
        return 0.0;
    }
    let mut best = (0.0, sharpness(&ink, 0.0));
    let mut step = 0.5;
    while step > 0.01 {
        let centre: f32 = best.0;
        for k in -6..=6_i8 {
            let degrees = centre + f32::from(k) * step;
            if degrees.abs() <= MOST {
                let value = sharpness(&ink, degrees);
                if value > best.1 {
                    best = (degrees, value);
                }
            }
        }
        step /= 4.0;
    }
    if best.0.abs() < LEAST { 0.0 } else { best.0 }
}

/// Dark pixels of a picture made small, about the middle.
fn ink(picture: &Picture) -> Vec<(f32, f32)> {
    let by = (picture.width.max(picture.height) / 1200).max(1);
    let (cx, cy) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    let mut out = Vec::new();
    for y in (0..picture.height).step_by(by) {
        for (x, p) in picture.row(y).iter().enumerate().step_by(by) {
            if *p < 110 {
                out.push(((x as f32 - cx) / by as f32, (y as f32 - cy) / by as f32));
            }
        }
    }
    out
}

/// How sharply rows of ink and of paper follow each other once the page is turned: most where lines are level.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a picture")]
fn sharpness(ink: &[(f32, f32)], degrees: f32) -> u64 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let half = ink.iter().map(|p| p.0.abs().max(p.1.abs())).fold(0.0, f32::max) * 1.5 + 2.0;
    let mut rows = vec![0_u32; (2.0 * half) as usize + 1];
    for (x, y) in ink {
        if let Some(row) = rows.get_mut((x * sin + y * cos + half) as usize) {
            *row += 1;
        }
    }
    rows.windows(2).map(|w| if let [a, b] = w { u64::from(a.abs_diff(*b)).pow(2) } else { 0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars as lines of print are, askew by an angle.
    fn page(degrees: f32) -> Picture {
        let mut pixels = vec![255; 900 * 1200];
        for y in 0..1200 {
            for x in 0..900 {
                if (100..800).contains(&x) && (100..1100).contains(&y) && y % 40 < 18 && (x / 14) % 3 != 0 {
                    pixels[y * 900 + x] = 0;
                }
            }
        }
        Picture::new(900, 1200, pixels).turn(degrees)
    }

    #[test]
    fn a_page_askew_is_set_level() {
        for degrees in [-2.5, -0.7, 0.3, 1.9] {
            let found = angle(&page(degrees));
            assert!((found + degrees).abs() < 0.08, "{degrees}: {found}");
        }
        assert_eq!(angle(&page(0.0)), 0.0);
    }
}
