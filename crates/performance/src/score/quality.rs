//! R5: qualitative indicators: the achievement lies in a band, the score in the band's share of the points.

use super::Situation;
use crate::value::{Content, Measured};
use mingzhang_catalog::scoring::Words;

/// Letters and digits only: 每月20日前，发放到位 is 每月20日前发放到位.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Situation and band (0 is the best); no band where nobody can tell.
pub(super) fn judge(target: &Measured, actual: &Measured, words: &Words) -> (Situation, Option<usize>) {
    let said = plain(&actual.text);
    let listed = |list: &[String]| list.iter().any(|w| plain(w) == said);
    if let Content::Scale(_) = target.content {
        // Of the widest scale that has the grade: the first grade is full, of the others nobody knows what was aimed at.
        let scale = words.scales.iter().find(|s| s.iter().any(|g| plain(g) == said));
        let first = scale.is_some_and(|s| s.first().is_some_and(|g| plain(g) == said));
        return (Situation::WholeScale, first.then_some(0));
    }
    if plain(&target.text) == said {
        return (Situation::GradeReached, Some(0));
    }
    let both = words.scales.iter().find_map(|scale| {
        let at = |text: &str| scale.iter().position(|g| *g == plain(text));
        Some((at(&target.text)?, at(&actual.text)?, scale.len()))
    });
    if let Some((aimed, got, length)) = both {
        return match got {
            got if got <= aimed => (Situation::GradeReached, Some(0)),
            got if got == aimed + 1 && got + 1 < length => (Situation::GradeMissed, Some(1)),
            _ => (Situation::GradeMissed, Some(2)),
        };
    }
    match () {
        () if listed(&words.missed) => (Situation::GradeMissed, Some(2)),
        () if listed(&words.partly) => (Situation::GradeMissed, Some(1)),
        // Done says nothing of how well.
        () if listed(&words.reached) && !matches!(target.content, Content::Grade(_)) => {
            (Situation::GradeReached, Some(0))
        }
        () => (Situation::OtherWords, None),
    }
}
