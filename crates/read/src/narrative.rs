//! Sentences to facts: each figure of a section is placed by the section's topic, the phrase before it and the words between.

use crate::figures::{Found, scan};
use crate::gap::{Around, Aspect, Gap, place, read as read_gap};
use crate::items::{self, Head};
use crate::plain::Plain;
use crate::rows::class_code;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::narrative::{Phrases, Topic};
use mingzhang_model::disclosure::{SeenFigure, Span};
use mingzhang_model::{
    Amount, Block, Claim, Comparison, Coordinates, Dimension, Disclosure, Fact, Figure, Origin, Paragraph, Quantity,
    SubjectItem, Term, Unit,
};
use rustc_hash::FxHashMap;

/// Sections whose figures are no facts of the accounts.
pub(crate) const SILENT: &[&str] = &["目录", "名词解释", "职责", "机构", "概况", "表", "附件", "项目经费"];

/// Sections whose first amount, where only its stage is named (年初预算数), is their whole.
const TOTALS: &[&str] = &["收入预算", "支出预算"];

/// What a run of blocks is being read as.
struct Reader<'a> {
    catalog: &'a Catalog,
    report: &'a mut Disclosure,
    own: Vec<String>,
    units: Vec<String>,
    /// Step of amounts in the text: trailing zeros may be dropped, so the place comes from the report.
    step: Amount,
    /// The item whose paragraphs are being read.
    item: Option<usize>,
}

/// Where in a paragraph the reading stands.
struct State {
    current: Option<Coordinates>,
    head: Option<Coordinates>,
    base: Option<Term>,
    /// The last amount was not understood: what only adds to it is not either.
    lost: bool,
    aside: Aside,
    /// The amount before is the budget that a rate right after it completes.
    completes: Option<Term>,
    /// 其中某某政府采购120万元：… the list of a part that was not understood, up to the end of its sentence.
    foreign: bool,
    /// The figure before was such a part.
    part: bool,
    /// A plan to buy is spoken of: what it counts is not owned.
    buying: bool,
    /// What was spoken of before each open bracket.
    outer: Vec<Option<Coordinates>>,
    /// Indices of facts of this stretch, for claims and completion bases.
    facts: Vec<usize>,
}

/// Reads all narrative of a report whose outline and tables are known.
pub(crate) fn read(report: &mut Disclosure, catalog: &Catalog) {
    let longest_first = |mut names: Vec<String>| -> Vec<String> {
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        names
    };
    let units = longest_first(report.units.iter().map(|n| plain_label(n)).collect());
    let own = longest_first(own_names(report));
    let step = text_step(report);
    let mut reader = Reader { catalog, report, own, units, step, item: None };
    let blocks = reader.report.document.blocks.len();
    let mut last_section = usize::MAX;
    for block in 0..blocks {
        let Some(paragraph) = reader.report.document.blocks.get(block).and_then(Block::paragraph).cloned() else {
            continue;
        };
        if reader.report.contents.is_some_and(|(a, b)| a <= block && block < b) {
            continue;
        }
        let section = reader.report.section_of(block).unwrap_or(usize::MAX);
        if section != last_section {
            reader.item = None;
            last_section = section;
        }
        reader.block(block, section, &paragraph);
    }
    mark_parts(reader.report);
}

/// The names the report uses of its institution: with and without the city before the district.
fn own_names(report: &Disclosure) -> Vec<String> {
    let Some(entity) = report.identity.entity.as_deref().map(plain_label) else { return Vec::new() };
    let mut out = vec![entity.clone()];
    if let Some((city, rest)) = entity.split_once('市')
        && (2..=3).contains(&city.chars().count())
        && rest.chars().count() >= 4
        && rest.chars().take(5).any(|c| matches!(c, '区' | '县' | '市'))
    {
        out.push(rest.to_owned());
    }
    // The city may also stand before a name that does without it.
    let named = format!("市{entity}");
    if !entity.chars().take(4).any(|c| c == '市') {
        for block in report.document.blocks.iter().filter_map(Block::paragraph).filter(|p| p.text.contains('市')) {
            let text = Plain::new(&block.text).all();
            if let Some(at) = text.find(&named) {
                let before: Vec<char> = text.get(..at).unwrap_or("").chars().rev().take(2).collect();
                out.push(before.iter().rev().chain(named.chars().collect::<Vec<_>>().iter()).collect());
                break;
            }
        }
    }
    out
}

/// The finest place of 万元 amounts in the running text.
fn text_step(report: &Disclosure) -> Amount {
    report
        .document
        .blocks
        .iter()
        .filter_map(Block::paragraph)
        .flat_map(|p| scan(&Plain::new(&p.text)))
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
    fn topic(&self, block: usize) -> Option<Topic> {
        let covering: Vec<&mingzhang_model::Section> =
            self.report.sections.iter().filter(|s| s.blocks.0 <= block && block < s.blocks.1).collect();
        if covering.iter().any(|s| SILENT.contains(&s.topic.word())) {
            return None;
        }
        let id = covering.iter().rev().map(|s| s.topic).find(|t| !t.is_whole())?;
        self.catalog.narrative.topic(id.word(), self.report.identity.kind).cloned()
    }

    fn in_glossary(&self, block: usize) -> bool {
        self.report.sections.iter().any(|s| s.blocks.0 <= block && block < s.blocks.1 && s.topic.word() == "名词解释")
    }

    fn block(&mut self, block: usize, section: usize, paragraph: &Paragraph) {
        let plain = Plain::new(&paragraph.text);
        let found = scan(&plain);
        let heads = items::heads(&plain);
        let topic = self.topic(block);
        if topic.is_none() && self.in_glossary(block) {
            for head in &heads {
                let code = items::code(&head.names, self.catalog, &self.report.tables);
                self.report.items.push(items::item(block, &plain, head, code, true));
            }
        }
        let Some(topic) = topic.filter(|t| t.base.is_some()) else {
            for f in &found {
                self.see(&plain, f, block, paragraph, None);
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
                let mut item = items::item(block, &plain, head, code, false);
                self.resolve_by_value(&mut item, head, to, &found);
                self.report.items.push(item);
                self.item = Some(self.report.items.len() - 1);
                start = head.name.1;
            }
            self.stretch(block, section, paragraph, &plain, &topic, (start, to), head.is_some(), &found);
        }
    }

    /// An item the catalog does not know is the table's row of the same 类 whose amount it states and no other item names.
    fn resolve_by_value(&self, item: &mut SubjectItem, head: &Head, to: usize, found: &[Found]) {
        if item.code.is_some() {
            return;
        }
        let class = class_code(self.catalog, &item.names[0]);
        let amounts: Vec<Amount> = found
            .iter()
            .filter(|f| f.start >= head.name.1 && f.end <= to && f.figure.quantity() == Quantity::Money)
            .map(|f| f.figure.value)
            .collect();
        let named = |code: &str| self.report.items.iter().any(|i| i.code.as_deref() == Some(code));
        let mut fitting: Vec<&str> = self
            .report
            .facts
            .iter()
            .filter(|f| {
                matches!(f.origin, Origin::Table { .. })
                    && f.coordinates.get(Dimension::Measure).word() == "支出"
                    && !f.figure.value.is_zero()
            })
            .filter(|f| amounts.contains(&f.figure.value))
            .map(|f| f.coordinates.get(Dimension::Subject).word())
            .filter(|c| c.len() == 7 && class.as_ref().is_none_or(|k| c.starts_with(k.as_str())) && !named(c))
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        item.code = match fitting.as_slice() {
            [one] => Some((*one).to_owned()),
            _ => None,
        };
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
        catalog.narrative.phrases(topic, &|| class_names(catalog))
    }

    #[allow(clippy::too_many_arguments)]
    fn stretch(
        &mut self,
        block: usize,
        section: usize,
        paragraph: &Paragraph,
        plain: &Plain,
        topic: &Topic,
        range: (usize, usize),
        item_head: bool,
        found: &[Found],
    ) {
        let item_coords = self
            .item
            .and_then(|i| self.report.items.get(i))
            .map(|item| (item.code.clone(), item.names.clone(), item.ordinal.clone()));
        let base = topic.base.unwrap_or_default();
        let base = match &item_coords {
            Some((code, names, ordinal)) => {
                let budget_list = topic.id == "编制说明";
                let base = if budget_list {
                    Coordinates::of("支出").with(Dimension::Purse, self.appropriation())
                } else {
                    base
                };
                let subject = code.clone().unwrap_or_else(|| pseudo_code(self.catalog, names, ordinal));
                base.at(Dimension::Subject, &subject)
            }
            None => base,
        };
        let phrases = self.phrases(topic);
        let year = self.report.identity.fiscal_year.unwrap_or(0);
        let kind = self.report.identity.kind;
        let catalog = self.catalog;
        let lexicon = &catalog.narrative;
        let mut state = State {
            current: item_head.then_some(base),
            head: None,
            base: None,
            lost: false,
            aside: Aside::No,
            completes: None,
            foreign: false,
            part: false,
            buying: false,
            outer: Vec::new(),
            facts: Vec::new(),
        };
        if let (Some(i), false) = (self.item, item_head) {
            state.current = Some(base);
            state.facts = self.report.items.get(i).map(|x| x.facts.clone()).unwrap_or_default();
        }
        let mut from = range.0;
        for f in found.iter().filter(|f| f.start >= range.0 && f.end <= range.1) {
            let gap_text = plain.text(from, f.start);
            from = f.end;
            let (mode, cut) = aside(&gap_text, lexicon.asides.as_slice(), state.aside);
            state.aside = mode;
            let mut gap_text = gap_text;
            if let Some(at) = cut {
                gap_text = gap_text.get(at..).unwrap_or("").to_owned();
            }
            if state.aside != Aside::No
                && let Some(at) = gap_text.rfind('；')
                && let Some(tail) = gap_text.get(at + '；'.len_utf8()..)
                && phrases.opens(tail)
            {
                // A reason ends where the next thing of the list begins.
                state.aside = Aside::No;
                gap_text = tail.to_owned();
            }
            if state.aside != Aside::No {
                self.see(plain, f, block, paragraph, None);
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
            let around = Around { lexicon, phrases, own: &self.own, units: &self.units, kind, year };
            let gap = read_gap(&gap_text, rate, &around);
            let fact = self.fact(
                f,
                &gap,
                rate,
                topic,
                base,
                &mut state,
                item_coords.is_some(),
                gap_text.is_empty() && item_head,
                gap_text.contains('。'),
            );
            let index = fact.map(|(coordinates, figure)| {
                let counted = f.figure.quantity() == Quantity::Count;
                let quote_from = clause_start(plain, range.0, f.start, counted);
                let (qs, qe) = plain.span(quote_from, f.end);
                let (fs, fe) = plain.span(f.start, f.end);
                let quote: String = tail_chars(paragraph.text.get(qs..qe).unwrap_or(""), 120);
                let printed_from = printed_start(plain, f.start, &lexicon.more, &lexicon.less);
                let (ps, _) = plain.span(printed_from, f.end);
                let fact = Fact {
                    coordinates,
                    figure,
                    origin: Origin::Narrative { section, block },
                    part: false,
                    blank: false,
                    printed: paragraph.text.get(ps..fe).unwrap_or("").to_owned(),
                    quote,
                    place: paragraph.place(ps, fe),
                    span: (fs, fe),
                };
                self.report.facts.push(fact);
                self.report.facts.len() - 1
            });
            if let Some(index) = index {
                state.facts.push(index);
                if let Some(item) = self.item.and_then(|i| self.report.items.get_mut(i)) {
                    item.facts.push(index);
                }
            }
            self.see(plain, f, block, paragraph, index);
        }
        self.spans_and_claims(block, section, paragraph, plain, range, phrases, base, &state);
    }

    /// The coordinates and the signed figure of a found figure, or `None` if the words leave doubt.
    #[allow(clippy::too_many_arguments)]
    fn fact(
        &self,
        f: &Found,
        gap: &Gap,
        rate: bool,
        topic: &Topic,
        base: Coordinates,
        state: &mut State,
        item: bool,
        right_after_item: bool,
        ended: bool,
    ) -> Option<(Coordinates, Figure)> {
        if state.foreign {
            state.current = None;
            return None;
        }
        // 甲100万元，其中：乙…、丙…。比上年增加…: after the list nobody can tell of whom.
        if ended && gap.label.is_none() && state.head.is_some() {
            state.current = None;
            state.head = None;
            state.base = None;
        }
        let figure = self.normal(f, rate);
        let completes = state.completes.take();
        // 提高2.3个百分点: the difference of two rates, no rate of growth.
        if f.unit == "个百分点" || (f.negative && !matches!(gap.aspect, Aspect::Change(_))) {
            return None;
        }
        if gap.opens_list && state.current.is_some() && state.head.is_none() {
            state.head = state.current;
        }
        if !gap.residue.is_empty() {
            if gap.aspect == Aspect::Amount || gap.label.is_some() {
                state.current = None;
                state.lost = true;
                state.part = gap.part;
            }
            return None;
        }
        if let Some(label) = &gap.label {
            if !label.anew && state.lost {
                return None;
            }
            state.lost = false;
            let start = if label.anew { base } else { state.current.unwrap_or(base) };
            let start = start.with(Dimension::Item, Term::WHOLE);
            state.current = Some(label.means.over(start));
            state.base = None;
        }
        let lexicon = &self.catalog.narrative;
        let first = state.facts.is_empty();
        let counts = |c: Coordinates| lexicon.counts.iter().any(|m| m == c.get(Dimension::Measure).word());
        match gap.aspect {
            Aspect::Amount => {
                if rate {
                    let (current, against) = (state.current?, completes.filter(|_| gap.label.is_none())?);
                    return Some((current.at(Dimension::Aspect, "完成率").with(Dimension::Base, against), figure));
                }
                let mut coordinates = match (&gap.label, state.current) {
                    (Some(_), Some(c)) => c,
                    (None, Some(c)) => {
                        let unit = if f.unit.contains('人') {
                            "人"
                        } else if figure.quantity() == Quantity::Money {
                            "元"
                        } else {
                            ""
                        };
                        let follow =
                            lexicon.follow.iter().find(|(m, u, _)| m == c.get(Dimension::Measure).word() && u == unit);
                        match follow {
                            Some((_, _, means)) => means.over(base.with(Dimension::Item, Term::WHOLE)),
                            None if gap.stage.is_some() || right_after_item => c,
                            None => return None,
                        }
                    }
                    (None, None) if gap.stage.is_some() && (item || (first && TOTALS.contains(&topic.id.as_str()))) => {
                        base
                    }
                    (None, None) => return None,
                    (Some(_), None) => return None,
                };
                if counts(coordinates) != (figure.quantity() == Quantity::Count) {
                    state.current = None;
                    return None;
                }
                if counts(coordinates)
                    && f.unit.contains('人')
                    && coordinates.get(Dimension::Measure).word().ends_with("批次")
                {
                    return None;
                }
                if state.buying && coordinates.get(Dimension::Measure).word() != "公务用车购置数" {
                    state.current = None;
                    return None;
                }
                state.current = Some(coordinates);
                if gap.completes {
                    state.completes = gap.stage.map(|(stage, _)| stage);
                }
                if gap.base.is_some() {
                    state.base = gap.base;
                }
                coordinates = place(gap, coordinates);
                Some((coordinates, figure))
            }
            Aspect::Change(sign) => {
                let current = state.current?;
                let sign = sign?;
                if gap.base.is_some() {
                    state.base = gap.base;
                }
                let against = state.base.unwrap_or_else(|| Term::new("上年"));
                state.base = Some(against);
                let aspect = if rate { "增长率" } else { "增减额" };
                if !rate && counts(current) != (figure.quantity() == Quantity::Count) {
                    return None;
                }
                let value = if (sign < 0) == f.negative { figure.value } else { -figure.value };
                Some((current.at(Dimension::Aspect, aspect).with(Dimension::Base, against), Figure { value, ..figure }))
            }
            Aspect::Share => {
                let current = state.current?;
                let base =
                    gap.base.or_else(|| (!topic.share.is_empty()).then(|| Term::new(&topic.share))).or_else(|| {
                        state
                            .head
                            .and_then(|h| lexicon.shares.iter().find(|s| s.whole == h))
                            .map(|s| Term::new(&s.base))
                    })?;
                if lexicon.shares.iter().any(|s| Term::new(&s.base) == base && s.whole == current) {
                    return None;
                }
                Some((current.at(Dimension::Aspect, "占比").with(Dimension::Base, base), figure))
            }
            Aspect::Completion => {
                let current = state.current?;
                let said = gap.base?;
                let stages: Vec<Term> = state
                    .facts
                    .iter()
                    .filter_map(|i| self.report.facts.get(*i))
                    .filter(|x| {
                        x.coordinates.with(Dimension::Stage, Term::WHOLE) == current
                            && !x.coordinates.get(Dimension::Stage).is_whole()
                    })
                    .map(|x| x.coordinates.get(Dimension::Stage))
                    .collect();
                let against = if said.word() == "预算" && !stages.contains(&said) {
                    match stages.as_slice() {
                        [one] => *one,
                        _ => said,
                    }
                } else {
                    said
                };
                Some((current.at(Dimension::Aspect, "完成率").with(Dimension::Base, against), figure))
            }
        }
    }

    /// The figure with the step of the report's text and, where no unit was printed, the unit its place asks for.
    fn normal(&self, f: &Found, rate: bool) -> Figure {
        let mut figure = f.figure;
        if f.unit.is_empty() && rate {
            let number = figure.number();
            figure = Figure::parse(&number, Unit::Percent).unwrap_or(figure);
        }
        if figure.unit == Unit::WanYuan && figure.step > self.step && self.step.0 > 1 {
            figure.step = self.step;
        }
        figure
    }

    fn see(&mut self, plain: &Plain, f: &Found, block: usize, paragraph: &Paragraph, fact: Option<usize>) {
        let (s, e) = plain.span(f.start, f.end);
        let text = plain.text(f.start.saturating_sub(14), f.end);
        self.report.figures.push(SeenFigure { text, place: paragraph.place(s, e), block, fact });
    }

    #[allow(clippy::too_many_arguments)]
    fn spans_and_claims(
        &mut self,
        block: usize,
        section: usize,
        paragraph: &Paragraph,
        plain: &Plain,
        range: (usize, usize),
        phrases: &Phrases,
        base: Coordinates,
        state: &State,
    ) {
        let span = |(a, b): (usize, usize)| {
            let (start, end) = plain.span(a, b);
            Span { block, start, end }
        };
        if let Some(item) = self.item.and_then(|i| self.report.items.get_mut(i)) {
            if item.purpose.is_none() {
                item.purpose = items::purpose(plain, range.0, range.1).map(span);
            }
            if item.reason.is_none() {
                item.reason = items::reason(plain, range.0, range.1).map(span);
            }
        }
        let whole = |facts: &[usize], stage: &dyn Fn(&Coordinates) -> bool| {
            facts.iter().copied().rfind(|i| {
                self.report
                    .facts
                    .get(*i)
                    .is_some_and(|f| f.coordinates.get(Dimension::Aspect).is_whole() && stage(&f.coordinates))
            })
        };
        let text = plain.text(range.0, range.1);
        let index = crate::plain::CharIndex::new(&text);
        for (start, end, says, stage) in comparisons(&text) {
            let at = range.0 + index.at(start);
            // Only facts printed before the words belong to them.
            let before: Vec<usize> = state
                .facts
                .iter()
                .copied()
                .filter(|i| {
                    self.report.facts.get(*i).is_none_or(|f| {
                        f.origin != Origin::Narrative { section, block } || f.span.0 < plain.span(at, at + 1).0
                    })
                })
                .collect();
            let left = whole(&before, &|c| c.get(Dimension::Stage).is_whole() && c.get(Dimension::Year).is_whole());
            let clause = plain.text(clause_start(plain, range.0, at, false), at);
            let named = phrases.find(&clause).last().map(|m| m.2.means.over(base));
            let left = match named {
                Some(c) => {
                    before.iter().copied().rfind(|i| self.report.facts.get(*i).is_some_and(|f| f.coordinates == c))
                }
                None => left,
            };
            let Some(left_at) = left.and_then(|i| self.report.facts.get(i)).map(|f| f.coordinates) else { continue };
            if self.item.is_some() && left_at != base {
                continue;
            }
            let right = whole(&before, &|c| {
                let s = c.get(Dimension::Stage).word();
                c.with(Dimension::Stage, Term::WHOLE) == left_at
                    && (s == stage || (stage == "预算" && (s == "年初预算" || s == "全年预算")))
            });
            let right_stage = right
                .and_then(|i| self.report.facts.get(i))
                .map_or_else(|| Term::new(stage), |f| f.coordinates.get(Dimension::Stage));
            let (qs, qe) = plain.span(clause_start(plain, range.0, at, false), range.0 + index.at(end));
            let (ps, pe) = plain.span(at, range.0 + index.at(end));
            self.report.claims.push(Claim {
                left: left_at,
                right: left_at.with(Dimension::Stage, right_stage),
                says,
                printed: paragraph.text.get(ps..pe).unwrap_or("").to_owned(),
                quote: tail_chars(paragraph.text.get(qs..qe).unwrap_or(""), 120),
                place: paragraph.place(ps, pe),
                origin: Origin::Narrative { section, block },
                facts: left.zip(right),
            });
        }
    }
}

/// Comparisons of the final amount with the budget, said in words: byte range, what is said, stage of the right side.
fn comparisons(text: &str) -> Vec<(usize, usize, Comparison, &'static str)> {
    let mut out = Vec::new();
    let lefts = ["决算数", "预决算数", "支出决算数", "决算"];
    let mut from = 0;
    while let Some(at) = text
        .get(from..)
        .and_then(|t| lefts.iter().filter_map(|l| t.find(l).map(|a| (a, l.len()))).min().map(|(a, l)| (from + a, l)))
    {
        let (start, length) = at;
        from = start + length;
        let rest = text.get(from..).unwrap_or("");
        let clause: String = rest.chars().take_while(|c| !matches!(c, '。' | '；' | '，')).take(16).collect();
        let stage = if clause.contains("年初预算") {
            "年初预算"
        } else if clause.contains("全年预算") {
            "全年预算"
        } else {
            "预算"
        };
        let clean = clause.trim_start_matches("数");
        let says = if clean.starts_with("大于") && clause.contains("预算") {
            Some((Comparison::Greater, "大于"))
        } else if clean.starts_with("小于") && clause.contains("预算") {
            Some((Comparison::Less, "小于"))
        } else if clean.starts_with("等于") && clause.contains("预算") {
            Some((Comparison::Equal, "等于"))
        } else if clean.contains("基本持平")
            && !clean.contains('年')
            && (clause.contains("预算") || text.get(start..).is_some_and(|t| t.starts_with("预决算")))
        {
            Some((Comparison::NearlyEqual, "基本持平"))
        } else if clean.contains("持平")
            && !clean.contains('年')
            && (clause.contains("预算") || text.get(start..).is_some_and(|t| t.starts_with("预决算")))
        {
            Some((Comparison::Equal, "持平"))
        } else {
            None
        };
        if let Some((says, word)) = says
            && let Some(at) = rest.find(word)
        {
            let mut end = from + at + word.len();
            let tail = text.get(end..).unwrap_or("");
            for w in ["年初预算数", "全年预算数", "预算数", "年初预算"] {
                if tail.starts_with(w) {
                    end += w.len();
                    break;
                }
            }
            out.push((start, end, says, stage));
            from = end;
        }
    }
    out
}

/// A code for an item that has none: of its 类, and of no 款 that exists.
fn pseudo_code(catalog: &Catalog, names: &[String; 3], ordinal: &str) -> String {
    let class = class_code(catalog, &names[0]).unwrap_or_else(|| "999".to_owned());
    let number: usize = ordinal.parse().unwrap_or_else(|_| names[2].len() % 90);
    format!("{class}00{:02}", number % 100)
}

/// Names of the functional classes, old ones and 与 for 和 included, with their codes.
fn class_names(catalog: &Catalog) -> Vec<(String, String)> {
    let functional = &catalog.subjects.functional;
    let mut out: Vec<(String, String)> =
        functional.iter().filter(|s| s.code.len() == 3).map(|s| (s.name.clone(), s.code.clone())).collect();
    out.extend(functional.old_names().filter(|a| a.code.len() == 3).map(|a| (a.name.clone(), a.code.clone())));
    let variants: Vec<(String, String)> = out
        .iter()
        .filter(|(n, _)| n.contains("保障和就业"))
        .map(|(n, c)| (n.replacen('和', "与", 1), c.clone()))
        .collect();
    out.extend(variants);
    out
}

/// Whether figures stand in words that are not of the accounts.
#[derive(Clone, Copy, PartialEq)]
enum Aside {
    No,
    /// 主要用于…: ends also where the item states its budget or its outcome.
    Purpose,
    /// 主要原因是…: ends with its sentence, and goes on where the next one counts on (二是).
    Reason,
}

/// Whether the figure after this gap stands in a reason or a purpose, and from where in the gap the words are of the accounts again.
fn aside(gap: &str, words: &[String], before: Aside) -> (Aside, Option<usize>) {
    const ON: &[&str] =
        &["二是", "三是", "四是", "五是", "六是", "七是", "八是", "其次", "再次", "此外", "另外", "同时"];
    const OUTCOME: &[&str] = &["，年初预算", "，全年预算", "，调整预算", "，支出决算", "，当年支出决算", "，决算数为"];
    let mut mode = before;
    let mut cut = None;
    let mut from = 0;
    for (k, sentence) in gap.split('。').enumerate() {
        if k > 0 && !(mode == Aside::Reason && ON.iter().any(|w| sentence.starts_with(w))) {
            mode = Aside::No;
            cut = None;
        }
        let opened = words
            .iter()
            .filter_map(|w| sentence.rfind(w.as_str()).map(|at| (at, w)))
            .filter(|(at, w)| !sentence.get(at + w.len()..).is_some_and(|t| t.starts_with("以下")))
            .max_by_key(|(at, w)| (*at, w.len()));
        let mut start = 0;
        if let Some((at, word)) = opened {
            mode = if word.ends_with("用于") { Aside::Purpose } else { Aside::Reason };
            cut = None;
            start = at;
        }
        let rest = sentence.get(start..).unwrap_or("");
        if mode != Aside::No && ["，截至", "，截止"].iter().any(|w| rest.contains(w)) {
            mode = Aside::No;
        }
        if mode == Aside::Purpose
            && let Some(at) = OUTCOME.iter().filter_map(|w| rest.rfind(w)).max()
        {
            mode = Aside::No;
            cut = Some(from + start + at);
        }
        from += sentence.len() + '。'.len_utf8();
    }
    (mode, cut)
}

/// A bare decimal after a word of change is a rate whose % was forgotten.
fn reads_as_rate(gap: &str, more: &[String], less: &[String]) -> bool {
    gap.chars().count() <= 5 && more.iter().chain(less).any(|w| gap.ends_with(w.as_str())) && gap.starts_with('，')
}

fn clause_start(plain: &Plain, from: usize, at: usize, listed: bool) -> usize {
    let mut k = at;
    while k > from {
        if let Some(c) = plain.chars.get(k - 1)
            && (matches!(c, '。' | '；' | '，') || (listed && *c == '、'))
        {
            break;
        }
        k -= 1;
    }
    k
}

/// The word of change right before a figure belongs to what is printed.
fn printed_start(plain: &Plain, at: usize, more: &[String], less: &[String]) -> usize {
    let before = plain.text(at.saturating_sub(2), at);
    if more.iter().chain(less).any(|w| *w == before) { at.saturating_sub(2) } else { at }
}

fn tail_chars(text: &str, most: usize) -> String {
    let n = text.chars().count();
    text.chars().skip(n.saturating_sub(most)).collect()
}
