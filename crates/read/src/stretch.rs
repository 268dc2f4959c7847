//! What is read in one go, and where in it the reading stands.

use crate::figures::Found;
use crate::gap::Gap;
use crate::pieces::Pieces;
use crate::plain::Plain;
use crate::words::Aside;
use mingzhang_catalog::narrative::{Phrases, Topic};
use mingzhang_model::{Coordinates, Paragraph, Term};

/// Where in a paragraph the reading stands.
pub(crate) struct State {
    pub current: Option<Coordinates>,
    pub head: Option<Coordinates>,
    pub base: Option<Term>,
    /// The last amount was not understood: what only adds to it is not either.
    pub lost: bool,
    pub aside: Aside,
    /// The amount before is the budget that a rate right after it completes.
    pub completes: Option<Term>,
    /// 其中某某政府采购120万元：… the list of a part that was not understood, up to the end of its sentence.
    pub foreign: bool,
    /// The figure before was such a part.
    pub part: bool,
    /// A plan to buy is spoken of: what it counts is not owned.
    pub buying: bool,
    /// What was spoken of before each open bracket.
    pub outer: Vec<Option<Coordinates>>,
    /// The last amount of money, and the last count.
    pub amount: Option<Coordinates>,
    pub counted: Option<Coordinates>,
    /// The amount whose pieces are being listed, and whether a reason tells of more or of less.
    pub pieces: Pieces,
    /// Indices of facts of this stretch, for claims and completion bases.
    pub facts: Vec<usize>,
}

/// A paragraph with its figures.
pub(crate) struct Passage<'p> {
    pub block: usize,
    pub section: usize,
    pub paragraph: &'p Paragraph,
    pub plain: Plain,
    pub found: Vec<Found>,
}

/// A stretch of a passage that is read in one go: all of it, or one item of the functional list.
pub(crate) struct Stretch<'p> {
    pub passage: &'p Passage<'p>,
    pub topic: &'p Topic,
    /// Characters of the passage.
    pub range: (usize, usize),
    /// It opens with an item's head.
    pub headed: bool,
    /// What its figures are of by default.
    pub base: Coordinates,
    pub phrases: &'p Phrases,
}

/// A figure with the words before it.
pub(crate) struct Figured<'p> {
    pub found: &'p Found,
    pub gap: Gap,
    /// It is a percentage, printed as one or not.
    pub rate: bool,
    /// It follows its item's head at once.
    pub bare: bool,
    /// A sentence ended before it.
    pub ended: bool,
}
