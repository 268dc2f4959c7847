//! The narrative lexicon: section topics, phrases and the small words between them.

use crate::coords::{Setting, plain_label};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use mingzhang_model::{Coordinates, Dimension, Kind, Term};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

mod load;

pub use load::load;

/// A topic: a kind of section, what figures in it are about unless they say otherwise.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name, unique together with `kind`.
    pub id: String,
    /// Only in reports of this kind; both if `None`.
    pub kind: Option<Kind>,
    /// Parts of a heading that make it this topic: each entry is a set of parts that must all occur.
    pub headings: Vec<Vec<String>>,
    /// Words of a line that announces it under another heading (职能 for 主要职责).
    pub names: Vec<String>,
    /// Parts that must not occur in the heading.
    pub not: Vec<String>,
    /// The topic above it, where one is required.
    pub under: Option<String>,
    /// What figures are about by default; `None`: the topic carries no figures of its own.
    pub base: Option<Coordinates>,
    /// Base of a share that names none (占8.15%).
    pub share: String,
    /// Its figures are no facts of the accounts, nor are those of the sections below it.
    pub silent: bool,
    /// Its first amount, where only the stage is named (年初预算数), is its whole.
    pub total: bool,
    /// What the functional items it lists are of, where that is not its base. 财政拨款 is taken for general public budget money where
    /// the tables show no other.
    pub items: Option<Coordinates>,
    /// Each section of it speaks of another thing (the budget of a project): they are told apart by their order.
    pub each: bool,
    /// It lists economic subjects by name.
    pub economic: bool,
    /// The purse of the functional classes the topic lists by name; `None` if it lists none.
    pub classes: Option<String>,
    /// Base of a completion rate that names none (完成预算) when the sentence states no budget.
    pub completion: String,
}

/// A phrase and what it says.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The words, plain.
    pub text: String,
    /// Topics in which it means this; all if empty.
    pub topics: Vec<String>,
    /// What it sets.
    pub means: Setting,
    /// True if it starts anew: dimensions not set go back to the topic's base (the default). False: it adds to what stands.
    pub anew: bool,
}

/// A base of a share (占…的) by its words, and the coordinates that head a list of that base.
#[derive(Clone, Debug)]
pub struct ShareBase {
    /// The base's term.
    pub base: String,
    /// Words after 占.
    pub words: Vec<String>,
    /// The coordinates of the whole.
    pub whole: Coordinates,
}

/// A stage by its words.
#[derive(Clone, Debug)]
pub struct StageWords {
    /// Words any of which names it.
    pub words: Vec<String>,
    /// The stage in final accounts.
    pub final_accounts: Term,
    /// The stage in a budget.
    pub budget: Term,
}

/// A phrase that stands behind its figure: 9个内设机构.
#[derive(Clone, Debug)]
pub struct After {
    /// The words right behind the unit, plain.
    pub text: String,
    /// Topics in which it means this.
    pub topics: Vec<String>,
    /// What it sets.
    pub means: Setting,
}

/// What a phrase found in a text says.
#[derive(Clone, Debug)]
pub struct Label {
    /// What it sets.
    pub means: Setting,
    /// True if it starts anew, false if it adds to what stands.
    pub anew: bool,
    /// It is meant only right before its figure: elsewhere the words are an enumeration.
    pub near: bool,
}

/// The phrases of one topic, ready to search: leftmost, longest.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    search: Option<AhoCorasick>,
    labels: Vec<Label>,
}

impl Phrases {
    fn new(list: Vec<(String, Label)>) -> Phrases {
        let (words, labels): (Vec<String>, Vec<Label>) = list.into_iter().unzip();
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::ContiguousNFA));
        Phrases { search: builder.build(words).ok(), labels }
    }

    /// All phrases in a plain text: first and one past the last byte, and what they say.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<(usize, usize, &Label)> {
        let Some(search) = &self.search else { return Vec::new() };
        search
            .find_iter(text)
            .filter_map(|m| Some((m.start(), m.end(), self.labels.get(m.pattern().as_usize())?)))
            .collect()
    }

    /// True if a text opens with a phrase, 其中 and the like aside.
    #[must_use]
    pub fn opens(&self, text: &str) -> bool {
        let text = text.trim_start_matches("其中").trim_start_matches(['：', '，']);
        self.find(text).first().is_some_and(|m| m.0 <= 9)
    }
}

/// The lexicon.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Phrases of each topic, made when first asked for.
    made: FxHashMap<String, OnceLock<Phrases>>,
    /// Topics; the first that fits a heading is taken.
    pub topics: Vec<Topic>,
    /// Phrases.
    pub phrases: Vec<Phrase>,
    /// Share bases.
    pub shares: Vec<ShareBase>,
    /// Words that may stand between a phrase and its figure without changing its meaning.
    pub fillers: Vec<String>,
    /// Words that take something out of what is spoken of (剔除, 不含): a figure after them is placed only if a filler explains them.
    pub narrowing: Vec<String>,
    /// Words of increase.
    pub more: Vec<String>,
    /// Words of decrease.
    pub less: Vec<String>,
    /// Words that open a reason or a purpose: figures in it are not read.
    pub asides: Vec<String>,
    /// Measures counted in pieces, people or vehicles; all others are money.
    pub counts: Vec<String>,
    /// Stages; the first whose words occur is meant.
    pub stages: Vec<StageWords>,
    /// Words of stages that explain themselves, longest first where one contains another.
    pub stage_words: Vec<String>,
    /// Words that name the base of a comparison with a budget, and the base.
    pub bases: Vec<(String, Term)>,
    /// Words that name the year before in a comparison.
    pub last_year: Vec<String>,
    /// Words that end a purpose: what follows is of the accounts again.
    pub resumes: Vec<String>,
    /// In a reason, words of more money that are not words of change (追加), and of less (核减).
    pub added: Vec<String>,
    /// See `added`.
    pub taken: Vec<String>,
    /// Words that may stand before a figure whose phrase stands behind it (对, 选取).
    pub before: Vec<String>,
    /// Phrases that stand behind their figures.
    pub after: Vec<After>,
    /// After a figure of the first measure, a figure counting `人` or `元` without a phrase of its own means the third.
    pub follow: Vec<(String, String, Setting)>,
}

impl Lexicon {
    /// The phrases of a topic. `classes` gives names and codes of the functional classes, `economic` of the economic subjects, read
    /// where a topic lists them.
    pub fn phrases<'a>(
        &'a self,
        topic: &Topic,
        classes: &dyn Fn() -> Vec<(String, String)>,
        economic: &dyn Fn() -> Vec<(String, String)>,
    ) -> &'a Phrases {
        static NONE: OnceLock<Phrases> = OnceLock::new();
        let Some(made) = self.made.get(&topic.id) else { return NONE.get_or_init(Phrases::default) };
        made.get_or_init(|| {
            let mut list: Vec<(String, Label)> = self
                .phrases
                .iter()
                .filter(|p| p.topics.is_empty() || p.topics.contains(&topic.id))
                .map(|p| (p.text.clone(), Label { means: p.means.clone(), anew: p.anew, near: false }))
                .collect();
            if let Some(purse) = &topic.classes {
                for (name, code) in classes() {
                    let stem = name.trim_end_matches("支出");
                    let means = Setting(vec![
                        (Dimension::Measure, Term::new("支出")),
                        (Dimension::Purse, Term::new(purse)),
                        (Dimension::Subject, Term::new(&code)),
                    ]);
                    let forms = [
                        format!("{stem}支出"),
                        format!("{stem}（类）支出"),
                        format!("{stem}支出（类）"),
                        format!("{stem}（类）"),
                        stem.to_owned(),
                    ];
                    list.extend(
                        forms
                            .into_iter()
                            .filter(|f| f.chars().count() >= 3)
                            .map(|f| (f, Label { means: means.clone(), anew: true, near: false })),
                    );
                }
            }
            if topic.economic {
                list.extend(economic().into_iter().map(|(name, code)| {
                    let means = Setting(vec![
                        (Dimension::Nature, Term::new("基本支出")),
                        (Dimension::Economic, Term::new(&code)),
                    ]);
                    (name, Label { means, anew: true, near: true })
                }));
            }
            // What the lexicon says of a word comes before what the classifications say.
            list.sort_by(|a, b| a.0.cmp(&b.0));
            list.dedup_by(|a, b| a.0 == b.0);
            Phrases::new(list)
        })
    }

    /// The topic of an id in a report of that kind.
    #[must_use]
    pub fn topic(&self, id: &str, kind: Option<Kind>) -> Option<&Topic> {
        self.topics.iter().find(|t| t.id == id && (t.kind.is_none() || kind.is_none() || t.kind == kind))
    }

    /// The topic a heading announces.
    #[must_use]
    pub fn topic_of_heading(&self, title: &str, above: Option<&str>, kind: Option<Kind>) -> Option<&Topic> {
        let title = plain_label(title);
        self.topics.iter().find(|t| {
            (t.kind.is_none() || kind.is_none() || t.kind == kind)
                && t.under.as_deref().is_none_or(|u| above == Some(u))
                && t.headings.iter().any(|parts| parts.iter().all(|p| title.contains(p.as_str())))
                && !t.not.iter().any(|n| title.contains(n.as_str()))
        })
    }
}
