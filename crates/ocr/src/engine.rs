//! The two models: where text is, and what it says.

use crate::ctc::{self, Read};
use crate::picture::Picture;
use rten::Model;
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Height of a line as the reading model takes it.
pub(crate) const LINE: usize = 48;
/// Pixels of such a line for one step of the answer.
const STEP: f32 = 8.0;
/// Shorter lines are padded to this: the model learnt from longer ones, and takes 11 alone for H.
const SHORTEST: usize = 128;
/// Longest line read at once, in pixels of that height.
const LONGEST: usize = 3_200;
/// Pixels read at once, lines together: more only takes more memory.
const TOGETHER: usize = 6_400;
/// Sides of what the finding model takes are multiples of this.
const TILE: usize = 32;
/// Most of them along a side.
const MOST_TILES: usize = 80;

/// Where text probably is, on a grid over a picture.
pub(crate) struct Map {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// How probably, row by row.
    pub(crate) text: Vec<f32>,
}

/// A line read; places are in pixels of the picture.
pub(crate) struct Line {
    /// Its characters with the middle of each.
    pub(crate) read: Vec<Read>,
}

/// Both models, loaded.
pub(crate) struct Engine {
    find: Model,
    read: Model,
    characters: Vec<char>,
}

impl Engine {
    /// Loads the models from their bytes.
    pub(crate) fn load(find: Vec<u8>, read: Vec<u8>) -> Result<Self, String> {
        let damaged = |_| "文字识别模型已损坏；请重新安装（mingzhang ocr install）。".to_owned();
        let find = Model::load(find).map_err(damaged)?;
        let read = Model::load(read).map_err(damaged)?;
        // One character a line; the last class is the space.
        let list = read.metadata().get("character").unwrap_or_default();
        let mut characters: Vec<char> = list.lines().map(|l| l.chars().next().unwrap_or(' ')).collect();
        characters.push(' ');
        Ok(Self { find, read, characters })
    }

    /// Where text is in an area of a picture, looked at with `by` pixels for one of the picture's.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sides of a picture")]
    pub(crate) fn find(&self, picture: &Picture, area: [f32; 4], by: f32) -> Result<Map, String> {
        let [x0, y0, x1, y1] = area;
        let tiled = |side: f32| ((side * by / TILE as f32).round() as usize).clamp(1, MOST_TILES) * TILE;
        let (width, height) = (tiled(x1 - x0), tiled(y1 - y0));
        let grey = picture.scaled(area, width, height);
        let input = NdTensor::from_data([1, 3, height, width], grey.repeat(3));
        let output = self.find.run_one(input.view().into(), None).map_err(failed)?;
        let text: NdTensor<f32, 4> = output.try_into().map_err(failed)?;
        Ok(Map { width, height, text: text.to_vec() })
    }

    /// Reads boxes of a picture, each one line.
    pub(crate) fn read(&self, picture: &Picture, boxes: &[[f32; 4]]) -> Result<Vec<Line>, String> {
        let widths: Vec<usize> = boxes.iter().map(|b| width(*b)).collect();
        let at = |i: usize| widths.get(i).copied().unwrap_or(0);
        let mut order: Vec<usize> = (0..boxes.len()).collect();
        order.sort_by_key(|i| at(*i));
        let mut out: Vec<Line> = boxes.iter().map(|_| Line { read: Vec::new() }).collect();
        let mut rest = order.as_slice();
        while let Some(first) = rest.first() {
            let longest = |n: usize| rest.get(n).map_or(0, |i| at(*i));
            let mut count = 1;
            // Lines of about one length are read together; a short line in a long one's company is mostly padding.
            while count < rest.len() && longest(count) * (count + 1) <= TOGETHER && longest(count) * 4 <= at(*first) * 5
            {
                count += 1;
            }
            let (batch, after) = rest.split_at(count);
            rest = after;
            let wide = batch.iter().map(|i| at(*i)).max().unwrap_or(0).max(SHORTEST);
            for (i, line) in batch.iter().zip(self.batch(picture, boxes, batch, wide)?) {
                if let Some(slot) = out.get_mut(*i) {
                    *slot = line;
                }
            }
        }
        Ok(out)
    }

    fn batch(&self, picture: &Picture, boxes: &[[f32; 4]], batch: &[usize], wide: usize) -> Result<Vec<Line>, String> {
        let areas: Vec<[f32; 4]> = batch.iter().filter_map(|i| boxes.get(*i)).copied().collect();
        let mut input = Vec::with_capacity(areas.len() * 3 * LINE * wide);
        for area in &areas {
            let own = width(*area).min(wide);
            let grey = picture.scaled(*area, own, LINE);
            let mut padded = Vec::with_capacity(LINE * wide);
            for row in grey.chunks_exact(own) {
                padded.extend_from_slice(row);
                padded.extend(std::iter::repeat_n(0.0, wide - own));
            }
            input.extend(padded.repeat(3));
        }
        let input = NdTensor::from_data([areas.len(), 3, LINE, wide], input);
        let output = self.read.run_one(input.view().into(), None).map_err(failed)?;
        let said: NdTensor<f32, 3> = output.try_into().map_err(failed)?;
        let [_, steps, classes] = said.shape();
        let said = said.to_vec();
        let lines = said.chunks_exact((steps * classes).max(1)).zip(&areas).map(|(said, area)| {
            let mut read = ctc::decode(said, classes, &self.characters);
            let per_step = (area[2] - area[0]) * STEP / width(*area) as f32;
            for r in &mut read {
                r.at = area[0] + r.at * per_step;
            }
            Line { read }
        });
        Ok(lines.collect())
    }
}

/// How wide a box is once it is as high as the model takes it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn width([x0, y0, x1, y1]: [f32; 4]) -> usize {
    ((x1 - x0) / (y1 - y0).max(1.0) * LINE as f32).ceil().clamp(16.0, LONGEST as f32) as usize
}

fn failed<E>(_: E) -> String {
    "文字识别没有完成；请检查模型是否完整（mingzhang ocr status）。".to_owned()
}
