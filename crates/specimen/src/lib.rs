//! Specimens: complete, consistent, made-up reports as text, in the forms that real ones have.
//!
//! A specimen follows from its seed alone. Its accounts are held in 元 and printed half-up, so that its totals show genuine rounding tails;
//! whatever an audit says of one is a mistake of the audit, of the reader or of the specimen.

use accounts::Accounts;
use look::Look;
use narrator::Narrator;
use page::Page;
use random::Random;

pub mod accounts;
mod bazhong;
pub mod books;
pub mod cases;
pub mod chain;
pub mod forms;
pub mod look;
mod mof;
pub mod narrator;
pub mod page;
mod putuo;
pub mod random;
mod shanghai;
mod sichuan;
pub mod subjects;
pub mod tables;
pub mod words;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// Final accounts in the ministry's form: nine tables, fourteen sections.
    Mof,
    /// Final accounts in the western form: the explanation first, tables as an annex or not at all.
    Sichuan,
    /// Final accounts in the eastern city's form.
    Shanghai,
    /// A budget in the eastern districts' form: tables in 元.
    Putuo,
    /// A budget in the western cities' form: the explanation alone.
    Bazhong,
}

/// All forms.
pub const STYLES: [Style; 5] = [Style::Mof, Style::Sichuan, Style::Shanghai, Style::Putuo, Style::Bazhong];

impl Style {
    /// A short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Style::Mof => "mof-final",
            Style::Sichuan => "sichuan-final",
            Style::Shanghai => "shanghai-final",
            Style::Putuo => "putuo-budget",
            Style::Bazhong => "bazhong-budget",
        }
    }
}

/// The form a seed stands for.
#[must_use]
pub fn style(seed: u64) -> Style {
    STYLES[Random::new(seed).below(STYLES.len())]
}

/// The report of a seed.
#[must_use]
pub fn specimen(seed: u64) -> String {
    of(style(seed), seed)
}

/// The report of a seed in a form of choice.
#[must_use]
pub fn of(style: Style, seed: u64) -> String {
    let mut r = Random::new(seed ^ 0x5eed);
    let a: Accounts = accounts::random(&mut r, matches!(style, Style::Putuo | Style::Bazhong), style == Style::Sichuan);
    let look = Look::random(&mut r);
    let n = Narrator { a, look, r, page: Page::default() };
    match style {
        Style::Mof => mof::write(n),
        Style::Sichuan => sichuan::write(n),
        Style::Shanghai => shanghai::write(n),
        Style::Putuo => putuo::write(n),
        Style::Bazhong => bazhong::write(n),
    }
}
