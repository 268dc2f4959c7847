//! Items that add up to others when a report is compiled, beside the hierarchies that are the same everywhere.

use crate::CatalogError;
use crate::coords::Setting;
use crate::mistake::Source;
use crate::toml_file;
use mingzhang_model::{Coordinates, Dimension, Term};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The whole that each item of a measure is part of.
#[derive(Clone, Debug, Default)]
pub struct Sums(BTreeMap<(Term, Term), Term>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sum: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    whole: Spanned<Setting>,
    parts: Vec<Spanned<Setting>>,
}

impl Sums {
    /// The item that the item of these coordinates is part of, whole for the measure itself.
    #[must_use]
    pub fn above(&self, c: &Coordinates) -> Option<Term> {
        self.0.get(&(c.get(Dimension::Measure), c.get(Dimension::Item))).copied()
    }

    fn circular(&self, measure: Term, item: Term) -> bool {
        let mut at = item;
        for _ in 0..=self.0.len() {
            match self.0.get(&(measure, at)) {
                Some(next) => at = *next,
                None => return false,
            }
        }
        true
    }
}

/// Measure and item; nothing else may be set.
fn place(setting: &Setting) -> Option<(Term, Term)> {
    let c = setting.over(Coordinates::default());
    let (measure, item) = (c.get(Dimension::Measure), c.get(Dimension::Item));
    let bare = Coordinates::default().with(Dimension::Measure, measure).with(Dimension::Item, item);
    (c == bare && !measure.is_whole()).then_some((measure, item))
}

/// Loads sums.
///
/// # Errors
/// Every entry that is no sum, with its place.
pub(crate) fn load(text: &str, file: &str) -> Result<Sums, CatalogError> {
    let mut source = Source::new(file, text);
    let raw: Option<File> = toml_file::read(&mut source);
    let mut out = Sums::default();
    for sum in raw.map(|r| r.sum).unwrap_or_default() {
        let Some((measure, whole)) = place(sum.whole.get_ref()) else {
            let help = "写成 三公经费 或 三公经费[事项=公务接待费] 这样";
            source.wrong(sum.whole.span(), "合计要写指标，另外只能写事项", help);
            continue;
        };
        for part in sum.parts {
            let at = part.span();
            match place(part.get_ref()) {
                Some((m, item)) if m == measure && !item.is_whole() => {
                    if out.0.insert((m, item), whole).is_some() {
                        source.wrong(
                            at,
                            format!("“{}”写进了两个合计", item.word()),
                            "一项只加进一个合计，删去其中一处",
                        );
                    } else if out.circular(m, item) {
                        source.wrong(at, format!("“{}”是它自己的一部分", item.word()), "改正合计或各项");
                    }
                }
                _ => {
                    let wanted = measure.word();
                    source.wrong(at, format!("这里要写“{wanted}”的一个事项"), format!("写成 {wanted}[事项=…]"));
                }
            }
        }
    }
    source.done(out)
}
