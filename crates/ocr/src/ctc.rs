//! What the model says of a line, step by step, to characters: the same one twice in a row is one, and blanks are none.

use mingzhang_model::{Doubt, Recognised};

/// A character at a place along its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Read {
    pub(crate) c: char,
    /// Where it is surest, in steps from the left; the middle of a step is a half.
    pub(crate) at: f32,
    pub(crate) recognised: Recognised,
}

/// Less than this is no doubt, per mille.
const DOUBT: u16 = 8;

/// A step: the three likeliest classes with how likely, per mille.
type Step = [(usize, u16); 3];

/// Reads a line: `classes` numbers a step, 0 for nothing, the others for `characters` in their order.
pub(crate) fn decode(steps: &[f32], classes: usize, characters: &[char]) -> Vec<Read> {
    let steps: Vec<Step> = steps.chunks_exact(classes.max(1)).map(likeliest).collect();
    let character = |class: usize| class.checked_sub(1).and_then(|i| characters.get(i)).copied();
    // Whether there is room between two characters is seen better by where they stand.
    let seen = |class: usize| character(class).filter(|c| *c != ' ');
    let mut out: Vec<Read> = Vec::new();
    let mut last = 0;
    for (at, [first, second, third]) in steps.iter().enumerate() {
        let middle = at as f32 + 0.5;
        if let Some(c) = character(first.0) {
            let doubt = |(class, share): (usize, u16)| {
                let doubt =
                    if class == 0 { Some(Doubt::Nothing(share)) } else { seen(class).map(|o| Doubt::Other(o, share)) };
                doubt.filter(|_| share >= DOUBT)
            };
            let recognised = Recognised { confidence: first.1, doubts: [doubt(*second), doubt(*third)] };
            let read = Read { c, at: middle, recognised };
            match out.last_mut() {
                // The same character goes on; it is as sure as its surest step.
                Some(before) if last == first.0 => {
                    if before.recognised.confidence < first.1 {
                        *before = read;
                    }
                }
                _ => out.push(read),
            }
        } else if let (Some(before), Some(c)) = (out.last_mut(), seen(second.0).filter(|_| second.1 >= DOUBT)) {
            // Where nothing was read something may be: the edge of the character just read says only that again.
            if c != before.c || middle - before.at > 2.0 {
                doubtful(&mut before.recognised, Doubt::Followed(c, second.1));
            }
        }
        last = first.0;
    }
    out.retain(|r| r.c != ' ');
    settle(&mut out);
    out
}

/// Puts figures in ASCII and the marks of Chinese text at full width: the model tells the two apart by chance.
fn settle(read: &mut [Read]) {
    let plain = |c: char| match c {
        '０'..='９' | '．' | '％' | '－' | '＋' => {
            u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c)
        }
        _ => c,
    };
    for r in read.iter_mut() {
        r.c = plain(r.c);
        for d in r.recognised.doubts.iter_mut().flatten() {
            if let Doubt::Other(c, _) | Doubt::Followed(c, _) = d {
                *c = plain(*c);
            }
        }
    }
    separate(read);
    let text: Vec<char> = read.iter().map(|r| r.c).collect();
    for (i, r) in read.iter_mut().enumerate() {
        let near = [i.checked_sub(1), i.checked_add(1)].map(|n| n.and_then(|n| text.get(n)).copied());
        let chinese = near.iter().flatten().any(|c| !c.is_ascii());
        let figure = near.iter().all(|c| c.is_some_and(|c| c.is_ascii_digit()));
        let numeral = near.iter().flatten().any(|c| "〇一二三四五六七八九".contains(*c));
        let beside =
            near.iter().flatten().any(char::is_ascii_digit) && !near.iter().flatten().any(char::is_ascii_alphabetic);
        let own = r.c;
        r.c = match own {
            ',' | ':' if figure => own,
            '〇' if !numeral => '0',
            'O' | 'o' if beside => '0',
            'l' | 'I' | '|' if beside => '1',
            '(' | ')' | ',' | ':' | ';' | '?' | '!' if chinese => {
                u32::from(own).checked_add(0xfee0).and_then(char::from_u32).unwrap_or(own)
            }
            _ => own,
        };
        // The other width of the same mark is no doubt but speaks for it.
        let width = |d: &Doubt| matches!(d, Doubt::Other(c, _) if u32::from(*c).abs_diff(u32::from(r.c)) == 0xfee0 || *c == r.c);
        for d in &mut r.recognised.doubts {
            if let Some(same) = d.take_if(|d| width(d)) {
                r.recognised.confidence = r.recognised.confidence.saturating_add(same.share()).min(1000);
            }
        }
        r.recognised.doubts.sort_by_key(|d| std::cmp::Reverse(d.map_or(0, Doubt::share)));
    }
}

/// Tells the point of a figure from the commas between its thousands, which look much alike in print: three digits and a further mark or no
/// digit follow a comma, anything else a point. Two digits after a colon that follows thousands are decimals.
fn separate(read: &mut [Read]) {
    let text: Vec<char> = read.iter().map(|r| r.c).collect();
    let digit = |i: usize| text.get(i).is_some_and(char::is_ascii_digit);
    let mark = |i: usize| text.get(i).is_some_and(|c| matches!(c, '.' | ',' | ':' | ';'));
    for (i, r) in read.iter_mut().enumerate().filter(|(i, _)| mark(*i) && *i > 0) {
        if !digit(i.saturating_sub(1)) || !digit(i + 1) {
            continue;
        }
        let thousands = i.checked_sub(4).and_then(|n| text.get(n)) == Some(&',');
        let three = (1..=3).all(|n| digit(i + n)) && !digit(i + 4);
        let decimals = thousands && (1..=2).all(|n| digit(i + n)) && !digit(i + 3);
        if r.c == ',' && !three || matches!(r.c, ':' | ';') && decimals {
            r.c = '.';
        } else if r.c == '.' && three && mark(i + 4) && digit(i + 5) {
            r.c = ',';
        }
    }
}

/// Adds a doubt if it is likelier than one there is.
fn doubtful(read: &mut Recognised, doubt: Doubt) {
    let least = read.doubts.iter_mut().min_by_key(|d| d.map_or(0, Doubt::share));
    if let Some(slot) = least.filter(|d| d.map_or(0, Doubt::share) < doubt.share()) {
        *slot = Some(doubt);
    }
    read.doubts.sort_by_key(|d| std::cmp::Reverse(d.map_or(0, Doubt::share)));
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
fn likeliest(step: &[f32]) -> Step {
    let mut best = [(0, -1.0_f32); 3];
    for (class, p) in step.iter().enumerate() {
        let [a, b, c] = best;
        best = if *p > a.1 {
            [(class, *p), a, b]
        } else if *p > b.1 {
            [a, (class, *p), b]
        } else if *p > c.1 {
            [a, b, (class, *p)]
        } else {
            continue;
        };
    }
    best.map(|(class, p)| (class, (p.clamp(0.0, 1.0) * 1000.0) as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHARACTERS: [char; 4] = ['1', '3', '8', '.'];

    fn read(steps: &[[f32; 5]]) -> Vec<Read> {
        decode(steps.as_flattened(), 5, &CHARACTERS)
    }

    fn text(read: &[Read]) -> String {
        read.iter().map(|r| r.c).collect()
    }

    #[test]
    fn repeats_are_one_and_blanks_part() {
        let one = [0.1, 0.9, 0.0, 0.0, 0.0];
        let none = [1.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(text(&read(&[one, one, none, one])), "11");
        assert_eq!(text(&read(&[none, none])), "");
    }

    #[test]
    fn marks_of_chinese_text_are_wide_and_figures_are_ascii() {
        let read = |text: &str| {
            let mut out: Vec<Read> = text
                .chars()
                .map(|c| Read { c, at: 0.0, recognised: Recognised { confidence: 900, doubts: [None, None] } })
                .collect();
            settle(&mut out);
            out.iter().map(|r| r.c).collect::<String>()
        };
        assert_eq!(read("教育支出(类),共２人:1,234.5元(10:30)"), "教育支出（类），共2人：1,234.5元（10:30)");
        assert_eq!(read("车辆〇辆，二〇二四年，1O.5，Al1"), "车辆0辆，二〇二四年，10.5，Al1");
        assert_eq!(read("2.946.25 326,72 1,503 0.125"), "2,946.25 326.72 1,503 0.125");
        assert_eq!(read("1,661,216:00 10:30"), "1,661,216.00 10:30");
    }

    #[test]
    fn doubts_are_kept_and_places_are_those_of_the_surest_step() {
        let found = read(&[
            [0.0, 0.0, 0.5, 0.5, 0.0],
            [0.05, 0.0, 0.15, 0.8, 0.0],
            [0.9, 0.0, 0.0, 0.0, 0.1],
            [0.0, 1.0, 0.0, 0.0, 0.0],
        ]);
        assert_eq!(text(&found), "381");
        assert_eq!(found[1].at, 1.5);
        assert_eq!(found[1].recognised.confidence, 800);
        assert_eq!(found[1].recognised.doubts, [Some(Doubt::Other('3', 150)), Some(Doubt::Followed('.', 100))]);
        assert_eq!(found[2].recognised, Recognised { confidence: 1000, doubts: [None, None] });
    }
}
