//! A page of a PDF to a picture.

use crate::picture::Picture;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// Dots for an inch; what scanners usually give.
const DOTS: f32 = 300.0;
/// Most dots along a side.
const SIDE: f32 = 6_000.0;

/// Page `number` (from 1) as a picture, with its width and height in points.
pub(crate) fn page(pdf: &[u8], number: u32) -> Result<(Picture, f32, f32), String> {
    let unread = || "不能转成图片，本页未作检查。".to_owned();
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| unread())?;
    let index = usize::try_from(number).ok().and_then(|n| n.checked_sub(1)).ok_or_else(unread)?;
    let page = pdf.pages().get(index).ok_or_else(unread)?;
    let (width, height) = page.render_dimensions();
    let scale = (DOTS / 72.0).min(SIDE / width.max(height).max(1.0));
    let settings = RenderSettings { force_image_interpolation: true, ..RenderSettings::default() };
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings, &size);
    let (w, h) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    Ok((Picture::of_rgba(w, h, pixmap.data_as_u8_slice()), width, height))
}
