//! The file of the lexicon, read and type-checked.

use super::{After, Lexicon, Phrase, ShareBase, StageWords, Topic};
use crate::CatalogError;
use crate::coords::{Setting, plain_label};
use crate::forms::KindWord;
use crate::mistake::{Source, perhaps};
use crate::toml_file;
use mingzhang_model::{Coordinates, Kind, Term};
use serde::Deserialize;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    fillers: Vec<String>,
    #[serde(default)]
    narrowing: Vec<String>,
    #[serde(default)]
    more: Vec<String>,
    #[serde(default)]
    less: Vec<String>,
    #[serde(default)]
    asides: Vec<String>,
    #[serde(default)]
    counts: Vec<String>,
    #[serde(default)]
    follow: Vec<(String, String, Setting)>,
    #[serde(default)]
    stages: Vec<(String, String, String)>,
    #[serde(default)]
    stage_words: Vec<String>,
    #[serde(default)]
    bases: Vec<(String, String)>,
    #[serde(default)]
    last_year: Vec<String>,
    #[serde(default)]
    resumes: Vec<String>,
    #[serde(default)]
    added: Vec<String>,
    #[serde(default)]
    taken: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<RawPhrases>,
    #[serde(default)]
    topic: Vec<RawTopic>,
    #[serde(default)]
    phrases: Vec<RawPhrases>,
    #[serde(default)]
    share: Vec<RawShare>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: String,
    kind: Option<KindWord>,
    headings: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    under: Option<String>,
    base: Option<Setting>,
    #[serde(default)]
    share: String,
    #[serde(default)]
    completion: String,
    classes: Option<String>,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    total: bool,
    #[serde(default)]
    each: bool,
    #[serde(default)]
    economic: bool,
    items: Option<Setting>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrases {
    #[serde(default)]
    topics: Vec<toml::Spanned<String>>,
    #[serde(default)]
    add: bool,
    list: Vec<(String, Setting)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShare {
    base: String,
    words: Vec<String>,
    whole: Setting,
}

/// Loads the lexicon.
///
/// # Errors
/// Every entry that does not type-check, with its place.
pub fn load(text: &str, file: &str) -> Result<Lexicon, CatalogError> {
    let mut source = Source::new(file, text);
    let Some(raw) = toml_file::read::<File>(&mut source) else { return source.done(Lexicon::default()) };
    let plain = |words: &[String]| words.iter().map(|w| plain_label(w)).collect::<Vec<String>>();
    let mut out = Lexicon {
        stages: raw
            .stages
            .iter()
            .map(|(words, last, first)| StageWords {
                words: words.split('|').map(plain_label).collect(),
                final_accounts: Term::new(last),
                budget: Term::new(first),
            })
            .collect(),
        stage_words: plain(&raw.stage_words),
        bases: raw.bases.iter().map(|(words, base)| (plain_label(words), Term::new(base))).collect(),
        last_year: plain(&raw.last_year),
        resumes: plain(&raw.resumes),
        added: plain(&raw.added),
        taken: plain(&raw.taken),
        before: plain(&raw.before),
        fillers: raw.fillers.iter().map(|w| plain_label(w)).collect(),
        narrowing: raw.narrowing.iter().map(|w| plain_label(w)).collect(),
        more: raw.more,
        less: raw.less,
        asides: raw.asides.iter().map(|w| plain_label(w)).collect(),
        counts: raw.counts,
        follow: raw.follow,
        ..Lexicon::default()
    };
    out.fillers.sort_by_key(|w| std::cmp::Reverse(w.len()));
    out.before.sort_by_key(|w| std::cmp::Reverse(w.len()));
    for t in raw.topic {
        out.topics.push(Topic {
            id: t.id,
            kind: t.kind.map(Kind::from),
            headings: t.headings.iter().map(|h| h.split('&').map(plain_label).collect()).collect(),
            names: t.names,
            not: t.not.iter().map(|n| plain_label(n)).collect(),
            under: t.under,
            base: t.base.map(|s| s.over(Coordinates::default())),
            share: t.share,
            completion: t.completion,
            classes: t.classes,
            silent: t.silent,
            total: t.total,
            each: t.each,
            economic: t.economic,
            items: t.items.map(|s| s.over(Coordinates::default())),
        });
    }
    for group in raw.phrases.iter().chain(&raw.after) {
        for topic in &group.topics {
            if !out.topics.iter().any(|t| t.id == *topic.get_ref()) {
                let known: Vec<&str> = out.topics.iter().map(|t| t.id.as_str()).collect();
                let help = perhaps(topic.get_ref(), &known);
                source.wrong(topic.span(), format!("没有“{}”这个主题", topic.get_ref()), help);
            }
        }
    }
    for group in raw.after {
        let topics: Vec<String> = group.topics.into_iter().map(toml::Spanned::into_inner).collect();
        for (words, means) in &group.list {
            out.after.extend(words.split('|').map(|word| After {
                text: plain_label(word),
                topics: topics.clone(),
                means: means.clone(),
            }));
        }
    }
    for group in raw.phrases {
        let topics: Vec<String> = group.topics.into_iter().map(toml::Spanned::into_inner).collect();
        for (words, means) in group.list {
            for word in words.split('|') {
                out.phrases.push(Phrase {
                    text: plain_label(word),
                    topics: topics.clone(),
                    means: means.clone(),
                    anew: !group.add,
                });
            }
        }
    }
    out.made = out.topics.iter().map(|t| (t.id.clone(), OnceLock::new())).collect();
    for s in raw.share {
        out.shares.push(ShareBase {
            base: s.base,
            words: s.words.iter().map(|w| plain_label(w)).collect(),
            whole: s.whole.over(Coordinates::default()),
        });
    }
    source.done(out)
}
