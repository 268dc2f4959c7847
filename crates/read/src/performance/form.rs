//! A form from the rows of its tables: what each labelled cell says.

mod labelled;

use super::funds;
use super::indicators::{self, Found, Reading};
use super::row::{Columns, Row};
use super::title;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::performance::{FundColumn, Label, PerformanceWords};
use mingzhang_model::Place;
use mingzhang_model::document::{Cell, Table};
use mingzhang_model::performance::{FormCell, FormKind, PerformanceForm};

/// Where in a form the reading stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    Head,
    Funds,
    Indicators,
    Foot,
}

/// A form being read.
pub(super) struct Builder<'a> {
    words: &'a PerformanceWords,
    form: PerformanceForm,
    zone: Zone,
    funds: Option<Columns<FundColumn>>,
    /// Amounts beside their labels, with the column of the label.
    pairs: Vec<(usize, mingzhang_model::performance::FundRow)>,
    /// Labels of money whose amounts stand below.
    above: Vec<(usize, FormCell)>,
    reading: Option<Reading>,
    /// Labels whose content stands below: columns, what it is, the label.
    under: Vec<(usize, usize, Label, FormCell)>,
    /// The label of the name, which tells projects from departments.
    named: String,
}

impl<'a> Builder<'a> {
    pub fn new(words: &'a PerformanceWords, block: usize) -> Builder<'a> {
        let form =
            PerformanceForm { blocks: (block, block + 1), ..PerformanceForm::new(FormKind::ProjectSelfEvaluation) };
        Builder {
            words,
            form,
            zone: Zone::Head,
            funds: None,
            pairs: Vec::new(),
            above: Vec::new(),
            reading: None,
            under: Vec::new(),
            named: String::new(),
        }
    }

    /// True for a row with which another form begins.
    pub fn begins_another(&self, row: &Row<'_>) -> bool {
        let begun = self.reading.is_some() || !self.form.name.is_blank();
        let mut filled = row.filled();
        let Some(first) = filled.next().filter(|_| begun) else { return false };
        (filled.next().is_none() && title::names_a_form(&first.text))
            || (self.words.label(&first.text) == Some(Label::Name) && self.zone != Zone::Head)
    }

    /// True if rows of another table may go on with this form.
    pub fn open(&self) -> bool {
        self.form.signatures.is_empty() && (self.reading.is_some() || self.form.name.place != Place::default())
    }

    /// True for a row that the rest of a form begins with: 合计, 评价结论 …
    pub fn expects(&self, row: &Row<'_>) -> bool {
        row.filled().next().is_some_and(|c| self.words.label(&c.text).is_some())
    }

    /// Goes on with a table of the next page, whose grid is its own.
    pub fn go_on(&mut self, table: &Table) {
        if let Some(reading) = &mut self.reading {
            reading.columns.go_on(table);
        }
        if let Some(funds) = &mut self.funds {
            funds.go_on(table);
        }
    }

    /// Reads a row.
    pub fn row(&mut self, row: &Row<'_>) {
        self.form.blocks.1 = row.block + 1;
        if let Some(columns) = indicators::head(row, self.words) {
            if self.reading.as_ref().is_some_and(|r| !r.rows.is_empty()) {
                // A head repeated on the next page.
                if let Some(reading) = &mut self.reading {
                    reading.columns = columns;
                }
                return;
            }
            self.form.heads = row.cells.iter().map(|c| row.form_cell(c)).collect();
            self.reading = Some(Reading::new(columns));
            self.zone = Zone::Indicators;
            self.under.clear();
            return;
        }
        if self.zone == Zone::Indicators && self.indicator(row) {
            return;
        }
        if row.filled().next().is_none() {
            if !self.under.is_empty() {
                self.below(row, true);
            }
            return;
        }
        if self.reading.is_none() && self.money(row) {
            return;
        }
        if self.labelled(row) || self.below(row, false) {
            return;
        }
        if self.zone == Zone::Head && self.preamble(row) {
            return;
        }
        self.strays(row.filled(), row);
    }

    fn strays<'c>(&mut self, cells: impl Iterator<Item = &'c Cell>, row: &Row<'_>) {
        let strays: Vec<FormCell> = cells.map(|c| row.form_cell(c)).collect();
        self.form.strays.extend(strays);
    }

    /// Title, year and unit above the head.
    fn preamble(&mut self, row: &Row<'_>) -> bool {
        let cells: Vec<&Cell> = row.filled().collect();
        let known = cells.iter().all(|c| title::is_preamble(&c.text));
        if known {
            for cell in cells {
                self.preamble_text(&row.form_cell(cell));
            }
        }
        known
    }

    /// A line of the preamble, in the table or above it.
    pub fn preamble_text(&mut self, cell: &FormCell) {
        self.form.year = self.form.year.or_else(|| title::year(&cell.text));
        if let Some(unit) = title::unit(&cell.text) {
            self.form.money = unit;
        }
        if self.form.title.is_blank() && title::names_a_form(&cell.text) {
            self.form.title = cell.clone();
        }
    }

    /// True once a title is known.
    pub fn titled(&self) -> bool {
        !self.form.title.is_blank()
    }

    /// A row of the indicators; false if they are over.
    fn indicator(&mut self, row: &Row<'_>) -> bool {
        let Some(reading) = self.reading.as_mut() else { return false };
        if let Some(first) = row.filled().next() {
            let ahead = first.column < reading.name_column();
            match self.words.label(&first.text) {
                Some(Label::Total) if ahead => {
                    let total = indicators::total(row, &reading.columns, first);
                    if let Some(more) = self.form.total.replace(total) {
                        self.form.total = Some(more);
                        self.strays(row.filled(), row);
                    }
                    return true;
                }
                Some(_) if ahead => {
                    self.zone = Zone::Foot;
                    return false;
                }
                _ => {}
            }
            // A note over the whole width is no indicator.
            let alone = row.filled().count() == 1 && first.column == 0;
            if alone && (first.column_span > 1 || row.width() <= 1) && first.column_span >= row.width() {
                self.zone = Zone::Foot;
                return false;
            }
        }
        if self.form.total.is_some() {
            if row.filled().next().is_none() {
                return true;
            }
            self.zone = Zone::Foot;
            return false;
        }
        match reading.row(row, self.words) {
            Found::Total(total) => self.form.total = Some(*total),
            Found::Read => {
                let width = reading.columns.width;
                let outside: Vec<&Cell> =
                    row.filled().filter(|c| c.column >= width && !self.words.group(&c.text)).collect();
                if let Some(first) = outside.first() {
                    let said = format!("这一行的格比表头多，“{}”没有归入任何一列。", first.text.trim());
                    self.form.problems_read.push((first.place.clone(), said));
                }
                self.strays(outside.into_iter(), row);
            }
        }
        true
    }

    /// A row of 预算执行情况; false if it is none.
    fn money(&mut self, row: &Row<'_>) -> bool {
        if let Some(columns) = funds::head(row, self.words) {
            self.unit_of(row);
            self.funds = Some(columns);
            self.zone = Zone::Funds;
            self.under.clear();
            return true;
        }
        if self.zone == Zone::Funds
            && let Some(columns) = &self.funds
        {
            if let Some(fund) = funds::row(row, columns, self.words) {
                self.form.funds.push(fund);
                return true;
            }
            if let Some(said) = funds::said(row, self.words) {
                self.form.funds.extend(said);
                return true;
            }
            self.zone = Zone::Head;
        }
        if !self.above.is_empty()
            && let Some(found) = funds::below(row, &std::mem::take(&mut self.above))
        {
            self.form.funds.extend(found);
            return true;
        }
        // Where rows list their cells without widths, a blank cell after a label is the rest of the merged one.
        if let Some(labels) = funds::above(row, self.words)
            && (row.ragged || funds::pairs(row, self.words).is_empty())
        {
            self.unit_of(row);
            self.above = labels.iter().map(|c| (c.column, row.form_cell(c))).collect();
            return true;
        }
        let pairs = funds::pairs(row, self.words);
        let found = !pairs.is_empty();
        if found {
            self.unit_of(row);
            self.pairs.extend(pairs);
        }
        found
    }

    /// 项目资金（元）
    fn unit_of(&mut self, row: &Row<'_>) {
        let said = row.filled().find(|c| self.words.group(&c.text) && c.text.contains('元')).map(|c| &c.text);
        if let Some(unit) = said.and_then(|t| title::unit_in_brackets(t)) {
            self.form.money = unit;
        }
    }

    /// The form, if it is one.
    pub fn done(mut self) -> Option<PerformanceForm> {
        let title = plain_label(&self.form.title.text);
        let said = [
            !self.form.name.is_blank(),
            !self.form.unit.is_blank(),
            !self.form.goal.is_empty(),
            !self.form.funds.is_empty() || !self.pairs.is_empty(),
            !self.form.conclusion.is_blank(),
        ];
        let parts = said.iter().filter(|p| **p).count();
        let form = self.reading.is_some() && (parts > 0 || title.contains("绩效"));
        if !(form || title.contains("绩效") && parts >= 2) {
            return None;
        }
        let mut has_actual = false;
        match self.reading.take() {
            Some(mut reading) => {
                use mingzhang_catalog::performance::IndicatorColumn as Is;
                has_actual = reading.columns.get(Is::Actual).is_some() || reading.columns.get(Is::Score).is_some();
                if let Some((rows, first)) = reading.end(self.words, self.form.total.is_some()) {
                    let said = format!(
                        "从“{}”起有{rows}行的格比表头少，按内容归入各列；合并的一级指标、二级指标可能不在原来的行。",
                        first.text
                    );
                    self.form.problems_read.push((first.place, said));
                }
                if reading.columns.get(Is::Target).is_none() {
                    let place = self.form.heads.first().map(|c| c.place.clone()).unwrap_or_default();
                    self.form.problems_read.push((place, "绩效指标的表头里没有“指标值”一列。".to_owned()));
                }
                self.form.indicators = reading.rows;
            }
            None => {
                let place = self.form.name.place.clone();
                self.form.problems_read.push((place, "没有找到绩效指标的表头，各项指标没有读出。".to_owned()));
            }
        }
        for list in [&mut self.form.goal, &mut self.form.achieved] {
            // A label over the labels has nothing of its own under it.
            if list.iter().any(|c| !c.is_blank()) {
                list.retain(|c| !c.is_blank());
            }
        }
        self.pairs.sort_by_key(|(column, _)| *column);
        self.form.funds.extend(self.pairs.into_iter().map(|(_, f)| f));
        let department = !self.named.is_empty() && !self.named.contains("项目");
        self.form.kind = title::kind(&title, self.words, department, has_actual);
        self.form.code = code(&self.form.name.text);
        Some(self.form)
    }
}

/// The code before a project's name: letters and digits up to a dash.
fn code(name: &str) -> String {
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0);
    let (code, rest) = name.split_at(end);
    if code.len() >= 10 && rest.starts_with(['-', '－', '—', '–', ' ']) { code.to_owned() } else { String::new() }
}
