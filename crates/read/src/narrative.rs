//! Sentences to facts: each figure of a section is placed by the section's topic, the phrase before it and the words between.

use crate::figures::{Found, scan};
use crate::gap::{Around, Gap, before, read as read_gap};
use crate::items::{self, Head};
use crate::names::{class_names, economic_names, own_names, pseudo_code};
use crate::pieces::{Pieces, is_piece, listed};
use crate::plain::Plain;
use crate::stretch::{Figured, Passage, State, Stretch};
use crate::words::{Aside, aside, clause_start, context_start, goes_on, printed_start, reads_as_rate, tail_chars};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::narrative::{After, Label, Lexicon, Phrases, Topic};
use mingzhang_model::disclosure::SeenFigure;
use mingzhang_model::{
    Amount, Block, Coordinates, Dimension, Disclosure, Fact, Figure, Origin, Part, Quantity, Term, Unit, limits,
};
use rustc_hash::FxHashMap;

/// What a run of blocks is being read as.
pub(crate) struct Reader<'a> {
    pub catalog: &'a Catalog,
    pub report: &'a mut Disclosure,
    pub own: Vec<String>,
    pub units: Vec<String>,
    /// Step of amounts in the text: trailing zeros may be dropped, so the place comes from the report.
    pub step: Amount,
    /// The item whose paragraphs are being read.
    pub item: Option<usize>,
    /// The part of the report each block belongs to.
    pub parts: &'a [Part],
    /// A paragraph ended with 具体内容包括：, and numbered paragraphs list the pieces of this amount.
    pub list: Option<Coordinates>,
}

/// Reads all narrative of a report whose outline and tables are known.
pub(crate) fn read(report: &mut Disclosure, catalog: &Catalog, parts: &[Part]) {
    let longest_first = |mut names: Vec<String>| -> Vec<String> {
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        names
    };
    let units = longest_first(report.units.iter().map(|n| plain_label(n)).collect());
    let own = longest_first(own_names(report));
    let paragraphs = report.document.blocks.iter().enumerate().filter_map(|(i, b)| Some((i, b.paragraph()?)));
    let scanned: Vec<(usize, Plain, Vec<Found>)> = paragraphs
        .map(|(block, p)| {
            let plain = Plain::new(&p.text);
            let found = scan(&plain);
            (block, plain, found)
        })
        .collect();
    let step = text_step(scanned.iter().flat_map(|(_, _, found)| found));
    let mut reader = Reader { catalog, report, own, units, step, item: None, parts, list: None };
    let mut last_section = usize::MAX;
    for (block, plain, found) in scanned {
        let Some(paragraph) = reader.report.document.blocks.get(block).and_then(Block::paragraph).cloned() else {
            continue;
        };
        if reader.report.contents.is_some_and(|(a, b)| a <= block && block < b) {
            continue;
        }
        let section = reader.report.section_of(block).unwrap_or(usize::MAX);
        if section != last_section {
            reader.item = None;
            reader.list = None;
            last_section = section;
        }
        reader.block(&Passage { block, section, paragraph: &paragraph, plain, found });
    }
    mark_parts(reader.report);
}

/// The finest place of 万元 amounts in the running text.
fn text_step<'f>(found: impl Iterator<Item = &'f Found>) -> Amount {
    found
        .filter(|f| f.unit == "万元")
        .map(|f| f.figure.step)
        .filter(|s| s.0 >= 100 * mingzhang_model::number::SCALE)
        .min()
        .unwrap_or(Amount(1))
}

/// Several items of the same code are pieces of one amount.
fn mark_parts(report: &mut Disclosure) {
    let mut count: FxHashMap<String, usize> = FxHashMap::default();
    for item in report.items.iter().filter(|i| !i.glossary) {
        if let Some(code) = &item.code {
            *count.entry(code.clone()).or_default() += 1;
        }
    }
    let parts: Vec<usize> = report
        .items
        .iter()
        .filter(|i| !i.glossary && i.code.as_ref().is_some_and(|c| count.get(c).is_some_and(|n| *n > 1)))
        .flat_map(|i| i.facts.iter().copied())
        .collect();
    for f in parts {
        if let Some(fact) = report.facts.get_mut(f) {
            fact.part = true;
        }
    }
}

impl<'a> Reader<'a> {
    fn topic(&self, block: usize) -> Option<&'a Topic> {
        let (narrative, kind) = (&self.catalog.narrative, self.report.identity.kind);
        let covering = || self.report.sections.iter().rev().filter(|s| s.blocks.0 <= block && block < s.blocks.1);
        if covering().any(|s| narrative.topic(s.topic.word(), kind).is_some_and(|t| t.silent)) {
            return None;
        }
        let id = covering().map(|s| s.topic).find(|t| !t.is_whole())?;
        narrative.topic(id.word(), kind)
    }

    fn in_glossary(&self, block: usize) -> bool {
        self.report.sections.iter().any(|s| s.blocks.0 <= block && block < s.blocks.1 && s.topic.word() == "名词解释")
    }

    fn block(&mut self, passage: &Passage<'_>) {
        let (block, plain) = (passage.block, &passage.plain);
        let heads = items::heads(plain);
        let topic = self.topic(block);
        if topic.is_none() && self.in_glossary(block) {
            for head in &heads {
                let code = items::code(&head.names, self.catalog, &self.report.tables);
                self.report.items.push(items::item(block, plain, head, code, true));
            }
        }
        if self.report.facts.len() >= limits::FACTS {
            for f in &passage.found {
                self.see(passage, f, Err(crate::TOO_MANY.to_owned()));
            }
            return;
        }
        let Some(topic) = topic.filter(|t| t.base.is_some()) else {
            for f in &passage.found {
                self.see(passage, f, Err("这一节的数字还不会读".to_owned()));
            }
            return;
        };
        // A numbered paragraph, or one that names a class without a head that can be read, is not the item before.
        if heads.is_empty() {
            let text = plain.text(0, 60);
            if crate::outline::numbering(&text).is_some() || text.contains("（类）") || text.contains("（款）") {
                self.item = None;
            }
        }
        // Stretches: what stands before the first item head, then each item up to the next.
        let mut cuts: Vec<(usize, Option<&Head>)> = vec![(0, None)];
        cuts.extend(heads.iter().map(|h| (h.start, Some(h))));
        for (i, (from, head)) in cuts.iter().enumerate() {
            let to = cuts.get(i + 1).map_or(plain.len(), |c| c.0);
            if to <= *from {
                continue;
            }
            let mut start = *from;
            if let Some(head) = head {
                let code = items::code(&head.names, self.catalog, &self.report.tables);
                let mut item = items::item(block, plain, head, code, false);
                self.resolve_by_value(&mut item, head, to, &passage.found);
                self.report.items.push(item);
                self.item = Some(self.report.items.len() - 1);
                start = head.name.1;
            }
            let base = self.base(topic, block);
            let phrases = self.phrases(topic);
            self.stretch(&Stretch { passage, topic, range: (start, to), headed: head.is_some(), base, phrases });
        }
    }

    /// What figures are of by default: the topic's base, or the item being read.
    fn base(&self, topic: &Topic, block: usize) -> Coordinates {
        let mut base = topic.base.unwrap_or_default();
        if topic.each {
            let before =
                self.report.sections.iter().filter(|s| s.topic.word() == topic.id && s.blocks.0 <= block).count();
            base = base.at(Dimension::Item, &format!("第{before}项"));
        }
        let Some(item) = self.item.and_then(|i| self.report.items.get(i)) else { return base };
        let base = topic.items.map_or(base, |c| match c.get(Dimension::Purse).word() {
            "财政拨款" => c.with(Dimension::Purse, self.appropriation()),
            _ => c,
        });
        let code = item.code.clone().unwrap_or_else(|| pseudo_code(self.catalog, &item.names, &item.ordinal));
        base.at(Dimension::Subject, &code)
    }

    /// What 财政拨款 of a budget's item list is: where the tables show no other purse, general public budget money.
    fn appropriation(&self) -> Term {
        let other = self.report.facts.iter().any(|f| {
            let purse = f.coordinates.get(Dimension::Purse).word();
            let other = purse.starts_with("政府性基金") || purse.starts_with("国有资本");
            other
                && matches!(f.origin, Origin::Table { .. })
                && f.coordinates.get(Dimension::Measure).word() == "支出"
                && !f.figure.value.is_zero()
        });
        let tables = self.report.facts.iter().any(|f| matches!(f.origin, Origin::Table { .. }));
        Term::new(if tables && !other { "一般公共预算财政拨款" } else { "财政拨款" })
    }

    fn phrases(&self, topic: &Topic) -> &'a Phrases {
        let catalog = self.catalog;
        catalog.narrative.phrases(topic, &|| class_names(catalog), &|| economic_names(catalog))
    }

    fn stretch(&mut self, stretch: &Stretch<'_>) {
        let Stretch { passage, topic, range, headed, base, phrases } = *stretch;
        let plain = &passage.plain;
        let year = self.report.identity.fiscal_year.unwrap_or(0);
        let kind = self.report.identity.kind;
        let catalog = self.catalog;
        let lexicon = &catalog.narrative;
        let mut state = State {
            current: headed.then_some(base),
            head: None,
            base: None,
            lost: false,
            aside: Aside::No,
            completes: None,
            foreign: false,
            part: false,
            buying: false,
            outer: Vec::new(),
            amount: None,
            counted: None,
            pieces: Pieces::of(self.list.filter(|_| listed(plain))),
            facts: Vec::new(),
        };
        if let (Some(i), false) = (self.item, headed) {
            state.current = Some(base);
            state.facts = self.report.items.get(i).map(|x| x.facts.clone()).unwrap_or_default();
        }
        let mut from = range.0;
        for f in passage.found.iter().filter(|f| f.start >= range.0 && f.end <= range.1) {
            let gap_text = plain.text(from, f.start);
            from = f.end;
            let (mode, cut) = aside(&gap_text, lexicon, state.aside);
            state.aside = mode;
            let mut gap_text = gap_text;
            if let Some(at) = cut {
                gap_text = gap_text.get(at..).unwrap_or("").to_owned();
            }
            if state.aside != Aside::No
                && let Some(at) = gap_text.rfind('；')
                && let Some(tail) = gap_text.get(at + '；'.len_utf8()..)
                && (phrases.opens(tail) || (state.aside == Aside::Reason && goes_on(tail, lexicon)))
            {
                // A reason ends where the next thing of the list begins, or the sentence compares once more.
                state.aside = Aside::No;
                gap_text = tail.to_owned();
            }
            if state.aside != Aside::No {
                let piece = self.told_aside(f, &gap_text, &mut state);
                let index = piece.map(|(c, figure)| self.keep(stretch, f, c, figure));
                self.see(passage, f, index.ok_or_else(|| "缘由或用途里的数".to_owned()));
                continue;
            }
            if state.part && ["：", "其中", "，其中", "（其中", "，包括"].iter().any(|w| gap_text.starts_with(w))
            {
                state.foreign = true;
            }
            state.part = false;
            if gap_text.contains('。') {
                state.foreign = false;
                state.buying = false;
            }
            state.buying |= topic.id == "国有资产" && gap_text.rsplit('。').next().is_some_and(|t| t.contains("购置"));
            // A closed bracket gives back what was spoken of before it opened; phrases such as 出国（境） close theirs within the gap.
            let (mut opens, mut closes) = (0usize, 0usize);
            for c in gap_text.chars() {
                match c {
                    '（' => opens += 1,
                    '）' if opens > 0 => opens -= 1,
                    '）' => closes += 1,
                    _ => {}
                }
            }
            for _ in 0..closes {
                if let Some(before) = state.outer.pop() {
                    state.current = before;
                }
            }
            for _ in 0..opens {
                state.outer.push(state.current);
            }
            let rate = f.figure.unit == Unit::Percent
                || (f.unit.is_empty() && reads_as_rate(&gap_text, &lexicon.more, &lexicon.less));
            let around =
                Around { lexicon, phrases, share: &topic.share, own: &self.own, units: &self.units, kind, year };
            let mut gap = read_gap(&gap_text, rate, &around);
            if let Some(after) = phrase_after(lexicon, topic, plain, f.end) {
                let label = Label { means: after.means.clone(), anew: true, near: true };
                gap = Gap { label: Some(label), residue: before(&gap_text, &around), ..Gap::default() };
                from += after.text.chars().count();
            }
            // An economic subject's name in a list of projects is a project's.
            let project = |c: Coordinates| c.get(Dimension::Nature).word() == "项目支出";
            let economic = |l: &Label| l.near && l.means.sets(Dimension::Economic);
            if gap.label.as_ref().is_some_and(economic) && state.amount.is_some_and(project) {
                gap = Gap { label: None, residue: gap_text.clone(), ..gap };
            }
            let figured =
                Figured { found: f, gap, rate, bare: gap_text.is_empty() && headed, ended: gap_text.contains('。') };
            let mut placed = self.fact(&figured, stretch, &mut state);
            if placed.is_err()
                && let Some((c, figure)) = self.listed_piece(&figured, &gap_text, &mut state)
            {
                let index = self.keep(stretch, f, c, figure);
                self.see(passage, f, Ok(index));
                continue;
            }
            if let Ok((c, figure)) = &mut placed {
                state.note(*c, figure.quantity());
            }
            let index = placed.map(|(coordinates, figure)| self.keep(stretch, f, coordinates, figure));
            if let Ok(index) = index {
                state.facts.push(index);
                if let Some(item) = self.item.and_then(|i| self.report.items.get_mut(i)) {
                    item.facts.push(index);
                }
            }
            self.see(passage, f, index);
        }
        let last = plain.text(range.1.saturating_sub(12), range.1);
        let opens = last.ends_with('：') && ["包括", "其中", "如下", "明细"].iter().any(|w| last.contains(w));
        if opens {
            self.list = state.amount;
        } else if !listed(plain) {
            self.list = None;
        }
        self.spans_and_claims(stretch, &state);
    }

    /// A new fact; its index.
    fn keep(&mut self, stretch: &Stretch<'_>, f: &Found, coordinates: Coordinates, figure: Figure) -> usize {
        let Passage { block, section, paragraph, plain, .. } = stretch.passage;
        let lexicon = &self.catalog.narrative;
        let counted = f.figure.quantity() == Quantity::Count;
        let quote_from = clause_start(plain, stretch.range.0, f.start, counted);
        let (qs, qe) = plain.span(quote_from, f.end);
        let (fs, fe) = plain.span(f.start, f.end);
        let quote: String = tail_chars(paragraph.text.get(qs..qe).unwrap_or(""), 120);
        let (ps, _) = plain.span(printed_start(plain, f.start, &lexicon.more, &lexicon.less), f.end);
        self.report.facts.push(Fact {
            coordinates,
            figure,
            origin: Origin::Narrative { section: *section, block: *block },
            part: is_piece(&coordinates),
            blank: false,
            printed: paragraph.text.get(ps..fe).unwrap_or("").to_owned(),
            quote,
            place: paragraph.place(ps, fe),
            span: (fs, fe),
        });
        self.report.facts.len() - 1
    }

    /// Lists a figure with its fact, or with why it has none.
    fn see(&mut self, passage: &Passage<'_>, f: &Found, fact: Result<usize, String>) {
        let Passage { block, paragraph, plain, .. } = passage;
        let span = plain.span(f.start, f.end);
        let part = self.parts.get(*block).copied().unwrap_or(Part::Narrative);
        let text = plain.printed(context_start(plain, f.start), f.end);
        let place = paragraph.place(span.0, span.1);
        let (fact, reason) = match fact {
            Ok(fact) => (Some(fact), String::new()),
            Err(reason) => (None, reason),
        };
        self.report.figures.push(SeenFigure { text, place, block: *block, span, at: None, part, fact, reason });
    }
}

/// The phrase right behind a figure's unit.
fn phrase_after<'l>(lexicon: &'l Lexicon, topic: &Topic, plain: &Plain, at: usize) -> Option<&'l After> {
    let text = plain.text(at, at + 24);
    let fitting = lexicon.after.iter().filter(|a| a.topics.contains(&topic.id) && text.starts_with(a.text.as_str()));
    fitting.max_by_key(|a| a.text.len())
}
