//! Characters that look alike, told apart by the company they keep: where a doubtful one never stands beside its neighbours elsewhere in the
//! document and the other reading does, the other one is taken. Figures have no such company and are left alone.

use super::content::{Content, Glyph};
use mingzhang_model::{Doubt, Recognised};
use rustc_hash::FxHashMap;

/// Read at least so surely, per mille, a character speaks for others.
const SURE: u16 = 950;
/// So often must the other reading have stood beside one of its neighbours.
const OFTEN: usize = 3;

/// How often one character stands right before another.
type Pairs = FxHashMap<(char, char), usize>;

/// Settles the doubtful characters of the pages.
pub(super) fn settle(contents: &mut [Content]) {
    let mut pairs = Pairs::default();
    for pair in contents.iter().flat_map(|page| page.glyphs.windows(2)) {
        if let [a, b] = pair
            && is_word(a.c)
            && is_word(b.c)
            && beside(a, b)
            && [a, b].iter().all(|g| g.recognised.is_none_or(|r| r.confidence >= SURE))
        {
            *pairs.entry((a.c, b.c)).or_default() += 1;
        }
    }
    for page in contents {
        for i in 0..page.glyphs.len() {
            let before = i.checked_sub(1).and_then(|n| page.glyphs.get(n)).copied();
            let after = page.glyphs.get(i + 1).copied();
            if let Some(glyph) = page.glyphs.get_mut(i) {
                choose(glyph, before, after, &pairs);
            }
        }
    }
}

fn choose(glyph: &mut Glyph, before: Option<Glyph>, after: Option<Glyph>, pairs: &Pairs) {
    let own = *glyph;
    let Some(read) = glyph.recognised.filter(|r| r.confidence < SURE && is_word(own.c)) else { return };
    let before = before.filter(|b| beside(b, &own));
    let after = after.filter(|a| beside(&own, a));
    let known = |c: char| {
        let count = |pair: (char, char)| pairs.get(&pair).copied().unwrap_or(0);
        before.map_or(0, |b| count((b.c, c))) + after.map_or(0, |a| count((c, a.c)))
    };
    let other = read.doubts.iter().flatten().find_map(|d| match d {
        Doubt::Other(c, share) if is_word(*c) && known(*c) >= OFTEN => Some((*c, *share)),
        _ => None,
    });
    if let Some((other, _)) = other.filter(|_| known(own.c) == 0) {
        glyph.c = other;
        glyph.recognised = Some(Recognised { doubts: [Some(Doubt::Other(own.c, read.confidence)), None], ..read });
    }
}

/// Whether one character stands right before the other on a line.
fn beside(a: &Glyph, b: &Glyph) -> bool {
    (a.base - b.base).abs() < 0.5 * a.em && b.x0 >= a.x0 && b.x0 - a.x1 < a.em
}

/// Whether a character makes words: numerals of lists are as good one as another.
fn is_word(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) && !"一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, base: f32, doubtful: Option<(usize, char)>) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .map(|(i, c)| {
                let x0 = 10.0 * i as f32;
                let doubt = doubtful.filter(|d| d.0 == i).map(|d| Doubt::Other(d.1, 300));
                let confidence = if doubt.is_some() { 600 } else { 990 };
                let recognised = Some(Recognised { confidence, doubts: [doubt, None] });
                Glyph {
                    c,
                    x0,
                    x1: x0 + 10.0,
                    top: base - 9.0,
                    bottom: base + 1.0,
                    base,
                    em: 10.0,
                    level: true,
                    recognised,
                }
            })
            .collect()
    }

    fn settled(last: Vec<Glyph>) -> String {
        let mut glyphs: Vec<Glyph> = (1..=3).flat_map(|i| line("财政拨款", 20.0 * i as f32, None)).collect();
        let count = last.len();
        glyphs.extend(last);
        let mut pages = [Content { glyphs, ..Content::default() }];
        settle(&mut pages);
        pages[0].glyphs.iter().rev().take(count).rev().map(|g| g.c).collect()
    }

    #[test]
    fn the_reading_with_company_is_taken() {
        assert_eq!(settled(line("财政拔款", 100.0, Some((2, '拨')))), "财政拨款");
    }

    #[test]
    fn what_was_read_surely_or_has_company_stays() {
        assert_eq!(settled(line("财政拔款", 100.0, None)), "财政拔款");
        assert_eq!(settled(line("财政拨款", 100.0, Some((2, '拔')))), "财政拨款");
        assert_eq!(settled(line("选拔人才", 100.0, Some((1, '拨')))), "选拔人才");
    }
}
