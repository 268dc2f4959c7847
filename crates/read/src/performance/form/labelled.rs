//! Labels and what stands beside or below them.

use super::{Builder, Zone};
use crate::performance::row::{Row, append};
use mingzhang_catalog::performance::{Label, PerformanceWords, bare};
use mingzhang_model::document::Cell;
use mingzhang_model::performance::FormCell;

impl Builder<'_> {
    /// Labels with what stands beside them; false if the row has none.
    pub(super) fn labelled(&mut self, row: &Row<'_>) -> bool {
        let words = self.words;
        let labelish = |c: &Cell| words.label(&c.text).is_some() || words.group(&c.text) || words.fund_row(&c.text);
        let label_of = |c: &Cell| words.label(&c.text).or_else(|| prefixed(words, &c.text));
        if !row.filled().any(|c| label_of(c).is_some() || words.group(&c.text)) {
            return false;
        }
        if row.filled().any(|c| label_of(c).is_some()) {
            self.under.clear();
        }
        // Labels side by side with nothing between them but what merged cells left over head what stands below.
        let contents = [Label::Goal, Label::Achieved, Label::Task, Label::TaskText];
        let heads = row.ragged
            && row.filled().all(labelish)
            && row.filled().filter(|c| label_of(c).is_some_and(|l| contents.contains(&l))).count() >= 2;
        let mut taken = 0;
        for (i, cell) in row.cells.iter().enumerate() {
            if i < taken || cell.text.trim().is_empty() {
                continue;
            }
            let Some(label) = label_of(cell) else {
                if !words.group(&cell.text) {
                    self.strays(std::iter::once(*cell), row);
                }
                continue;
            };
            let own = row.form_cell(cell);
            let next = beside(row, i, &labelish).filter(|_| !heads);
            let said = words.label(&cell.text).is_none();
            if label == Label::Signature {
                let mut own = own;
                let name = next.filter(|(_, n)| !said && !n.text.trim().is_empty() && label_of(n).is_none());
                if let Some((at, name)) = name {
                    append(&mut own, row.form_cell(name));
                    taken = at + 1;
                }
                self.form.signatures.push(own);
                continue;
            }
            if said {
                let text = cell.text.split_once(['：', ':']).map_or("", |(_, t)| t.trim()).to_owned();
                self.put(label, FormCell { text, ..own.clone() }, own);
                continue;
            }
            match next {
                Some((at, next)) => {
                    taken = at + 1;
                    self.put(label, row.form_cell(next), own);
                }
                None if matches!(label, Label::Name | Label::Supervisor | Label::Unit | Label::Total) => {
                    self.put(label, FormCell { text: String::new(), ..own.clone() }, own);
                }
                None => self.under.push((cell.column, cell.column + cell.column_span.max(1), label, own)),
            }
        }
        if self.reading.is_some() {
            self.zone = Zone::Foot;
        }
        true
    }

    /// Content under labels, or beside a label that reaches down; false if the row is neither.
    pub(super) fn below(&mut self, row: &Row<'_>, blank: bool) -> bool {
        if self.under.is_empty() {
            let Some(first) = row.filled().next() else { return false };
            let Some(label) = row.label_beside(self.words, first.column) else { return false };
            for cell in row.filled() {
                self.put(label, row.form_cell(cell), FormCell::default());
            }
            return true;
        }
        let under = self.under.clone();
        let at = |from: usize, to: usize| row.cells.iter().find(|c| from <= c.column && c.column < to);
        let hit = row.filled().all(|c| under.iter().any(|(from, to, ..)| *from <= c.column && c.column < *to));
        if !hit || (blank && under.iter().all(|(from, to, ..)| at(*from, *to).is_none())) {
            return false;
        }
        let mut task: Option<FormCell> = None;
        for (from, to, label, own) in under {
            let Some(cell) = at(from, to).map(|c| row.form_cell(c)) else { continue };
            match label {
                Label::Task => task = Some(cell),
                Label::TaskText => self.form.tasks.push((task.take().unwrap_or_default(), cell)),
                _ => self.put(label, cell, own),
            }
        }
        if let Some(task) = task {
            self.form.tasks.push((task, FormCell::default()));
        }
        true
    }

    pub(super) fn put(&mut self, label: Label, cell: FormCell, own: FormCell) {
        let form = &mut self.form;
        let one = match label {
            Label::Name => {
                self.named = bare(&own.text);
                &mut form.name
            }
            Label::Supervisor => &mut form.supervisor,
            Label::Unit => &mut form.unit,
            Label::Process => &mut form.process,
            Label::Conclusion => &mut form.conclusion,
            Label::Problems => &mut form.problems,
            Label::Measures => &mut form.measures,
            Label::Goal | Label::Achieved => {
                let list = if label == Label::Goal { &mut form.goal } else { &mut form.achieved };
                list.push(cell);
                return;
            }
            Label::Task | Label::TaskText => {
                form.tasks.push((cell, FormCell::default()));
                return;
            }
            Label::Other => {
                form.particulars.push((own, cell));
                return;
            }
            Label::Total | Label::Signature => {
                if !cell.is_blank() {
                    form.strays.push(cell);
                }
                return;
            }
        };
        append(one, cell);
    }
}

/// The cell beside a label. Where a row lists its cells without their widths, blank ones before the content are of a merged cell.
fn beside<'r>(row: &Row<'r>, label: usize, labelish: &dyn Fn(&Cell) -> bool) -> Option<(usize, &'r Cell)> {
    let mut after = row.cells.iter().copied().enumerate().skip(label + 1).take_while(|(_, c)| !labelish(c));
    let next = after.next()?;
    let blank = |c: &Cell| c.text.trim().is_empty();
    if row.ragged && blank(next.1) { after.find(|(_, c)| !blank(c)).or(Some(next)) } else { Some(next) }
}

/// 主管部门：某某局 in one cell.
fn prefixed(words: &PerformanceWords, text: &str) -> Option<Label> {
    let (label, _) = text.split_once(['：', ':'])?;
    words.label(label).filter(|l| {
        matches!(l, Label::Name | Label::Supervisor | Label::Unit | Label::Signature) && label.chars().count() <= 12
    })
}
