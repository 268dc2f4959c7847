//! Characters read from pictures: how sure, and what they may be instead.

/// What a reader of pictures makes of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// How sure it is, per mille; 0 where it does not say.
    pub confidence: u16,
    /// What it may be instead, the likeliest first.
    pub doubts: [Option<Doubt>; 2],
}

/// What a character may be instead, with how likely that is, per mille.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Another character.
    Other(char, u16),
    /// No character.
    Nothing(u16),
    /// Itself and one more behind it.
    Followed(char, u16),
}

impl Doubt {
    /// How likely it is, per mille.
    #[must_use]
    pub fn share(self) -> u16 {
        match self {
            Doubt::Other(_, share) | Doubt::Nothing(share) | Doubt::Followed(_, share) => share,
        }
    }
}

/// Most other readings kept of a text.
const OTHERS: usize = 8;

/// How sure the least sure of the characters that are no letters, as figures and their marks are not, is, or of all where there is no digit; `None` if nothing of it was read
/// from a picture.
#[must_use]
pub fn confidence(chars: &[(char, Option<Recognised>)]) -> Option<u16> {
    let of_figure = |c: char| !c.is_alphabetic();
    let figures = chars.iter().any(|(c, r)| r.is_some() && c.is_ascii_digit());
    chars.iter().filter(|(c, _)| !figures || of_figure(*c)).filter_map(|(_, r)| Some(r.as_ref()?.confidence)).min()
}

/// What a text may say instead if one of its characters was misread, the likeliest first.
#[must_use]
pub fn others(chars: &[(char, Option<Recognised>)]) -> Vec<String> {
    let mut doubts: Vec<(usize, Doubt)> = (chars.iter().enumerate())
        .filter_map(|(i, (_, r))| Some((i, r.as_ref()?)))
        .flat_map(|(i, r)| r.doubts.iter().flatten().map(move |d| (i, *d)))
        .collect();
    doubts.sort_by_key(|(_, d)| std::cmp::Reverse(d.share()));
    let with = |(at, doubt): (usize, Doubt)| {
        let mut text = String::new();
        for (i, (c, _)) in chars.iter().enumerate() {
            match doubt {
                _ if i != at => text.push(*c),
                Doubt::Other(other, _) => text.push(other),
                Doubt::Nothing(_) => {}
                Doubt::Followed(next, _) => text.extend([*c, next]),
            }
        }
        text
    };
    doubts.into_iter().take(OTHERS).map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(confidence: u16, doubts: [Option<Doubt>; 2]) -> Option<Recognised> {
        Some(Recognised { confidence, doubts })
    }

    #[test]
    fn figures_are_as_sure_as_their_least_sure_digit() {
        let text = [('总', read(400, [None, None])), ('3', read(990, [None, None])), ('8', read(870, [None, None]))];
        assert_eq!(confidence(&text), Some(870));
        assert_eq!(confidence(&text[..1]), Some(400));
        assert_eq!(confidence(&[('3', None)]), None);
    }

    #[test]
    fn doubts_make_other_texts() {
        let text = [
            ('3', read(700, [Some(Doubt::Other('8', 200)), Some(Doubt::Followed('.', 30))])),
            ('1', read(900, [Some(Doubt::Nothing(50)), None])),
        ];
        assert_eq!(others(&text), ["81", "3", "3.1"]);
    }
}
