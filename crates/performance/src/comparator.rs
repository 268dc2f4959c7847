//! 指标性质: how an actual value is held against a target.

use mingzhang_catalog::scoring::Words;
use std::fmt;

/// How an actual value is held against a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparator {
    /// ≥
    AtLeast,
    /// ＞
    Above,
    /// ＝
    Equal,
    /// ≤
    AtMost,
    /// ＜
    Below,
    /// 定性
    Qualitative,
}

impl Comparator {
    const ALL: [Comparator; 6] = [
        Comparator::AtLeast,
        Comparator::Above,
        Comparator::Equal,
        Comparator::AtMost,
        Comparator::Below,
        Comparator::Qualitative,
    ];

    /// Reads a cell of 指标性质, in signs or words.
    #[must_use]
    pub fn parse(words: &Words, text: &str) -> Option<Comparator> {
        let text = text.trim();
        let list = words.comparators.iter().find(|c| c.iter().any(|w| w == text))?;
        Comparator::standard(list.first()?)
    }

    /// The comparator of a standard sign.
    #[must_use]
    pub fn standard(sign: &str) -> Option<Comparator> {
        Comparator::ALL.into_iter().find(|c| c.sign() == sign)
    }

    /// The standard sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Comparator::AtLeast => "≥",
            Comparator::Above => "＞",
            Comparator::Equal => "＝",
            Comparator::AtMost => "≤",
            Comparator::Below => "＜",
            Comparator::Qualitative => "定性",
        }
    }

    /// True for ≥ and ＞.
    #[must_use]
    pub fn is_positive(self) -> bool {
        matches!(self, Comparator::AtLeast | Comparator::Above)
    }

    /// True for ≤ and ＜.
    #[must_use]
    pub fn is_reverse(self) -> bool {
        matches!(self, Comparator::AtMost | Comparator::Below)
    }

    /// True for ＞ and ＜.
    #[must_use]
    pub fn is_strict(self) -> bool {
        matches!(self, Comparator::Above | Comparator::Below)
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}
