//! The numbers a word processor prints before paragraphs.

use super::counting::print;
use super::styles::Styles;
use super::xml::{Step, attribute, number, on, val, walk};
use crate::limits;
use rustc_hash::{FxHashMap, FxHashSet};

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `第%1部分`.
    text: String,
    /// Nothing stands between the number and the text.
    joined: bool,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
    /// All numbers in it are printed as figures.
    legal: bool,
    /// It starts anew only after this level (from 1) or one above; never for 0.
    restart: Option<usize>,
}

impl Default for Level {
    fn default() -> Level {
        let format = "decimal".to_owned();
        Level { start: 1, format, text: String::new(), joined: false, style: None, legal: false, restart: None }
    }
}

impl Level {
    /// LibreOffice writes RTF files with `?` for the Chinese letters of automatic numbers. Only two forms have this many of them round a
    /// number that counts in Chinese: 一、 and 第一部分.
    fn mend(&mut self) {
        if !self.format.starts_with("chinese") {
            return;
        }
        match self.text.strip_prefix('?') {
            None if self.text.len() == 3 && self.text.ends_with('?') => self.text = self.text.replace('?', "、"),
            Some(rest) if rest.len() == 4 && rest.ends_with("??") => {
                self.text = format!("第{}部分", &rest.replace('?', ""))
            }
            _ => {}
        }
    }
}

/// How a kind of list counts.
#[derive(Debug, Default)]
struct Kind {
    levels: FxHashMap<usize, Level>,
    /// The style that has its levels.
    link: Option<String>,
}

/// A list of some kind.
#[derive(Debug, Default)]
struct List {
    kind: String,
    starts: FxHashMap<usize, u32>,
    levels: FxHashMap<usize, Level>,
}

/// The lists of a document, and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    kinds: FxHashMap<String, Kind>,
    lists: FxHashMap<String, List>,
    /// The last number of each level, by kind: lists of one kind count on where another stopped.
    last: FxHashMap<String, [Option<u32>; LEVELS]>,
    /// Levels of lists that have started from a start of their own.
    started: FxHashSet<(String, usize)>,
}

impl Numbering {
    pub(super) fn read(xml: &str, styles: &Styles) -> Numbering {
        let mut out = Numbering::default();
        let (mut kind, mut list): (Option<String>, Option<String>) = (None, None);
        let (mut at, mut level, mut stack) = (0_usize, None, Vec::new());
        walk(xml, |step| match step {
            Step::Open(name, e) => {
                stack.push(name.to_owned());
                match name {
                    "abstractNum" => kind = attribute(e, "abstractNumId"),
                    "num" => list = attribute(e, "numId"),
                    "lvlOverride" => at = attribute(e, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0),
                    "lvl" => {
                        at = attribute(e, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(at);
                        level = Some(Level::default());
                    }
                    "numStyleLink" => {
                        if let Some(k) = &kind {
                            out.kinds.entry(k.clone()).or_default().link = val(e);
                        }
                    }
                    "abstractNumId" => {
                        if let Some(l) = &list {
                            out.lists.entry(l.clone()).or_default().kind = val(e).unwrap_or_default();
                        }
                    }
                    "startOverride" => {
                        if let (Some(l), Some(n)) = (&list, number(e)) {
                            out.lists.entry(l.clone()).or_default().starts.insert(at, n);
                        }
                    }
                    _ => {}
                }
                if let Some(level) = &mut level {
                    match name {
                        "start" => level.start = number(e).unwrap_or(1),
                        "numFmt" => level.format = val(e).unwrap_or_default(),
                        "lvlText" => {
                            level.text = val(e).unwrap_or_default().chars().take(limits::LABEL_CHARS).collect()
                        }
                        "suff" => level.joined = val(e).as_deref() == Some("nothing"),
                        "pStyle" => level.style = val(e),
                        "isLgl" => level.legal = on(e),
                        "lvlRestart" => level.restart = number(e),
                        _ => {}
                    }
                }
            }
            Step::Close => match stack.pop().as_deref() {
                Some("lvl") => {
                    let Some(mut level) = level.take().filter(|_| at < LEVELS) else { return };
                    level.mend();
                    if let Some(l) = &list {
                        out.lists.entry(l.clone()).or_default().levels.insert(at, level);
                    } else if let Some(k) = &kind {
                        out.kinds.entry(k.clone()).or_default().levels.insert(at, level);
                    }
                }
                Some("abstractNum") => kind = None,
                Some("num") => list = None,
                _ => {}
            },
            Step::Text(_) => {}
        });
        out.follow(styles);
        out
    }

    /// Lists whose kind only points to a style count as that style's list does.
    fn follow(&mut self, styles: &Styles) {
        let to = |kind: &str| {
            let link = self.kinds.get(kind)?.link.as_deref()?;
            let (list, _) = styles.look(link, |s| s.list.clone())?;
            Some(self.lists.get(&list)?.kind.clone())
        };
        let moved: Vec<_> = self.lists.iter().filter_map(|(id, l)| Some((id.clone(), to(&l.kind)?))).collect();
        for (id, kind) in moved {
            if let Some(list) = self.lists.get_mut(&id) {
                list.kind = kind;
            }
        }
    }

    /// The level at which a style counts in a list.
    pub(super) fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        let kind = self.kinds.get(&self.lists.get(list)?.kind)?;
        kind.levels.iter().filter(|(_, l)| l.style.as_deref() == Some(style)).map(|(k, _)| *k).min()
    }

    /// Counts a paragraph and tells the number printed before it, with a blank behind it where the print has one.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(id)?;
        let kind = self.kinds.get(&list.kind)?;
        let of = |k: usize| list.levels.get(&k).or_else(|| kind.levels.get(&k));
        let here = of(level)?;
        let start = |k: usize| list.starts.get(&k).copied().or_else(|| of(k).map(|l| l.start)).unwrap_or(1);
        let last = self.last.entry(list.kind.clone()).or_default();
        let anew = list.starts.contains_key(&level) && self.started.insert((id.to_owned(), level));
        let before = last.get(level).copied().flatten().filter(|_| !anew);
        let n = before.map_or_else(|| start(level), |b| b.saturating_add(1));
        for (k, slot) in last.iter_mut().enumerate().skip(level) {
            let restarts = of(k).and_then(|l| l.restart).is_none_or(|above| level < above);
            if k == level {
                *slot = Some(n);
            } else if restarts {
                *slot = None;
            }
        }
        let mut out = String::new();
        let mut text = here.text.chars().peekable();
        while let Some(c) = text.next() {
            let place = (c == '%').then(|| text.peek().and_then(|d| d.to_digit(10))).flatten();
            let Some(k) = place.and_then(|d| usize::try_from(d).ok()?.checked_sub(1)) else {
                out.push(c);
                continue;
            };
            text.next();
            let n = last.get(k).copied().flatten().unwrap_or_else(|| start(k));
            let format = of(k).map_or("decimal", |l| if here.legal { "decimal" } else { l.format.as_str() });
            out.extend(print(format, n));
        }
        if here.format == "bullet" || out.trim().is_empty() {
            return None;
        }
        // After 、 and ） a blank is only a matter of looks.
        if !here.joined && !out.ends_with(['、', '）', '．', '。']) {
            out.push(' ');
        }
        Some(out)
    }
}
