//! Pieces: amounts that a purpose, a reason or a list names as parts of the amount before. They are facts of their own kind (口径 用途 and
//! 增减事由): what they make together may be compared with the whole, but a list need not be complete, so they accuse nobody.

use crate::figures::Found;
use crate::gap::Aspect;
use crate::narrative::Reader;
use crate::plain::Plain;
use crate::stretch::{Figured, State};
use crate::words::Aside;
use mingzhang_model::{Coordinates, Dimension, Figure, Quantity, Term};

/// What is being taken to pieces.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pieces {
    /// The amount whose pieces are listed.
    pub whole: Option<Coordinates>,
    /// In a reason: of more (1) or of less (-1) money.
    sign: Option<i64>,
    /// In a reason: what the change is against.
    base: Option<Term>,
    /// A piece is itself being taken to pieces.
    nested: bool,
    /// A piece was read.
    begun: bool,
}

impl Pieces {
    /// The pieces of an amount, or of none.
    pub(crate) fn of(whole: Option<Coordinates>) -> Pieces {
        Pieces { whole, ..Pieces::default() }
    }
}

/// Words that make an amount another thing than a piece: a price, a sum of several, a figure of its own stage.
const NOT: &[&str] = &[
    "人均",
    "每",
    "标准为",
    "单价",
    "共计",
    "合计",
    "总计",
    "累计",
    "总额",
    "总投资",
    "预算数",
    "决算数",
    "年初预算",
    "全年预算",
    "执行数",
    "占",
    "约",
    "超过",
    "不超过",
    "以内",
    "平均",
    "余额",
];

/// True for the coordinates of a piece.
pub(crate) fn is_piece(c: &Coordinates) -> bool {
    matches!(c.get(Dimension::Aspect).word(), "用途" | "增减事由")
}

/// True for a paragraph that is an entry of a numbered list: 1. （1） （一）.
pub(crate) fn listed(plain: &Plain) -> bool {
    let start = plain.text(0, 4);
    crate::outline::numbering(&start).is_some()
        || start.trim_start_matches('（').starts_with(|c: char| c.is_ascii_digit())
}

impl State {
    /// Remembers an amount that was placed.
    pub(crate) fn note(&mut self, c: Coordinates, quantity: Quantity) {
        if c.get(Dimension::Aspect).is_whole() {
            match quantity {
                Quantity::Money => self.amount = Some(c),
                Quantity::Count => self.counted = Some(c),
                Quantity::Rate => {}
            }
            self.pieces = Pieces::default();
        }
    }
}

fn own_clause(gap: &str) -> &str {
    let at = gap.rfind(['，', '。', '；', '：', '、']);
    at.and_then(|at| gap.get(at..)).map_or(gap, |t| t.trim_start_matches(['，', '。', '；', '：', '、']))
}

impl Reader<'_> {
    fn plain_piece(&self, f: &Found, gap: &str) -> bool {
        let clause = own_clause(gap);
        f.figure.quantity() == Quantity::Money
            && !f.unit.is_empty()
            && !f.negative
            && clause.chars().count() >= 2
            && !NOT.iter().chain(&["剔除"]).any(|w| clause.contains(w))
            && !self.catalog.narrative.narrowing.iter().any(|w| clause.contains(w.as_str()))
    }

    /// A piece named in a purpose or a reason.
    pub(crate) fn told_aside(&self, f: &Found, gap: &str, state: &mut State) -> Option<(Coordinates, Figure)> {
        let lexicon = &self.catalog.narrative;
        if gap.contains('。') {
            state.pieces = Pieces::default();
        }
        if state.aside == Aside::Reason {
            // The words of the comparison stand before the reason; within it only its own sentence counts.
            let comparison = lexicon.asides.iter().filter_map(|w| gap.find(w.as_str())).min();
            let before = comparison.and_then(|at| gap.get(..at)).unwrap_or("");
            if let Some((_, base)) = lexicon.bases.iter().find(|(word, _)| before.contains(word.as_str())) {
                state.pieces.base = Some(*base);
            }
            let told = comparison.and_then(|at| gap.get(at..)).unwrap_or(gap);
            let last = |lists: [&[String]; 2]| lists.into_iter().flatten().filter_map(|w| told.rfind(w.as_str())).max();
            let (more, less) = (last([&lexicon.more, &lexicon.added]), last([&lexicon.less, &lexicon.taken]));
            if more.max(less).is_some() {
                state.pieces.sign = Some(if more > less { 1 } else { -1 });
            }
        }
        // 其中: a piece of the piece before, not of the whole.
        state.pieces.nested |= gap.contains("其中");
        if state.pieces.nested || !self.plain_piece(f, gap) {
            return None;
        }
        let figure = self.normal(f, false);
        if state.aside == Aside::Purpose {
            return Some((state.amount?.at(Dimension::Aspect, "用途"), figure));
        }
        let (current, sign) = (state.current?, state.pieces.sign?);
        let base = state.pieces.base.or(state.base).unwrap_or_else(|| Term::new("上年"));
        let coordinates = current.at(Dimension::Aspect, "增减事由").with(Dimension::Base, base);
        let value = if sign < 0 { -figure.value } else { figure.value };
        Some((coordinates, Figure { value, ..figure }))
    }

    /// A piece in a list after 其中 or 包括, whose name no phrase knows.
    pub(crate) fn listed_piece(
        &self,
        figured: &Figured<'_>,
        gap: &str,
        state: &mut State,
    ) -> Option<(Coordinates, Figure)> {
        if figured.gap.opens_list {
            state.pieces.whole = state.amount;
        } else if gap.contains('。') && state.pieces.whole != self.list {
            state.pieces.whole = None;
        }
        let gap_read = &figured.gap;
        let named = gap_read.label.is_none() && !gap_read.residue.is_empty();
        // 支持稳增长30万元 in a list of pieces: the word belongs to the name.
        let compared = ["比", "较", "同", "上年"].iter().any(|w| own_clause(gap).contains(w));
        let amount = match gap_read.aspect {
            Aspect::Amount => true,
            Aspect::Change(_) => state.pieces.begun && !compared,
            _ => false,
        };
        if !amount || figured.rate || !named || !self.plain_piece(figured.found, gap) {
            return None;
        }
        let whole = state.pieces.whole?;
        state.pieces.begun = true;
        Some((whole.at(Dimension::Aspect, "用途"), self.normal(figured.found, false)))
    }
}
