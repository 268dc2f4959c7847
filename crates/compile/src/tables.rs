//! The tables of a profile, filled from the cube.

use crate::book::Book;
use crate::cube::Cube;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::Setting;
use mingzhang_catalog::publish::{Layout, Line, Shape, TableLayout};
use mingzhang_model::publication::{Align, Content, PrintedCell, PrintedTable, han};
use mingzhang_model::{Coordinates, Dimension, Figure, Term, Unit};

/// What makes the tables.
pub(crate) struct Tables<'a> {
    pub book: &'a Book,
    pub cube: &'a Cube,
    pub catalog: &'a Catalog,
    pub layout: &'a Layout,
}

/// A table under construction.
struct Grid<'a> {
    cube: &'a Cube,
    unit: Unit,
    places: u32,
    comma: bool,
    rows: Vec<Vec<PrintedCell>>,
}

impl Grid<'_> {
    fn label(&mut self, row: usize, column: usize, text: &str, align: Align, indent: u8) {
        let content = if text.is_empty() { Content::Empty } else { Content::Text(text.to_owned()) };
        let mut cell = PrintedCell::new(column, content, align);
        cell.indent = indent;
        self.cell(row, cell);
    }

    fn cell(&mut self, row: usize, cell: PrintedCell) {
        while self.rows.len() <= row {
            self.rows.push(Vec::new());
        }
        if let Some(list) = self.rows.get_mut(row) {
            list.push(cell);
        }
    }

    fn amount(&mut self, row: usize, column: usize, what: &Coordinates, formula: Vec<(bool, usize, usize)>) {
        let content =
            Content::Amount { value: self.cube.get(what), unit: self.unit, places: self.places, comma: self.comma };
        let mut cell = PrintedCell::new(column, content, Align::Right);
        cell.source = self.cube.source(what).cloned();
        cell.formula = formula;
        self.cell(row, cell);
    }

    /// Headers from paths: equal neighbours merge, a short path reaches down. The number of rows.
    fn header(&mut self, paths: &[Vec<&str>]) -> usize {
        let depth = paths.iter().map(Vec::len).max().unwrap_or(1);
        for level in 0..depth {
            let mut column = 0;
            while let Some(path) = paths.get(column) {
                let Some(word) = path.get(level) else {
                    column += 1;
                    continue;
                };
                let same = |p: &Vec<&str>| p.len() > level && p.get(..=level) == path.get(..=level);
                let leaf = path.len() == level + 1;
                let run = if leaf { 1 } else { paths.iter().skip(column).take_while(|p| same(p)).count() };
                let mut cell = PrintedCell::new(column, Content::Text((*word).to_owned()), Align::Centre);
                cell.spans = (if leaf { depth - level } else { 1 }, run);
                cell.bold = true;
                self.cell(level, cell);
                column += run;
            }
        }
        depth
    }

    /// 栏次: the columns of figures are numbered.
    fn numbers(&mut self, row: usize, keys: usize, columns: usize) {
        let mut first = PrintedCell::new(0, Content::Text("栏次".to_owned()), Align::Centre);
        first.spans = (1, keys);
        self.cell(row, first);
        for k in 0..columns {
            self.label(row, keys + k, &(k + 1).to_string(), Align::Centre, 0);
        }
    }
}

fn path(text: &str) -> Vec<&str> {
    text.split('/').collect()
}

/// A column's figure is the sum of the columns it is made of, where these stand in the same table.
fn parts(columns: &[Coordinates], k: usize) -> Vec<usize> {
    let Some(whole) = columns.get(k) else { return Vec::new() };
    let part = |d: Dimension| -> Vec<usize> {
        let of = |c: &Coordinates| !c.get(d).is_whole() && c.with(d, whole.get(d)) == *whole;
        columns.iter().enumerate().filter(|(j, c)| *j != k && of(c)).map(|(j, _)| j).collect()
    };
    [Dimension::Nature, Dimension::Source, Dimension::Purse]
        .into_iter()
        .filter(|d| whole.get(*d).is_whole() || whole.get(*d) == Term::new("财政拨款"))
        .map(part)
        .find(|list| list.len() > 1)
        .unwrap_or_default()
}

impl Tables<'_> {
    /// The table of a layout; frame and notes are the caller's.
    pub fn make(&self, t: &TableLayout) -> PrintedTable {
        let mut grid = Grid {
            cube: self.cube,
            unit: t.unit(self.layout),
            places: t.places(self.layout),
            comma: self.layout.comma,
            rows: Vec::new(),
        };
        let (header_rows, widths) = match t.rows {
            Shape::Functional => self.subjects(&mut grid, t, Dimension::Subject, &self.layout.functional),
            Shape::Economic => self.subjects(&mut grid, t, Dimension::Economic, &self.layout.economic),
            Shape::Sides => self.sides(&mut grid, t),
            Shape::Blocks => self.blocks(&mut grid, t),
            Shape::Single => single(&mut grid, t),
            Shape::Names => names(&mut grid, t, self.book),
        };
        for row in &mut grid.rows {
            row.sort_by_key(|c| c.column);
        }
        PrintedTable { form: t.form.clone(), header_rows, widths, rows: grid.rows, ..PrintedTable::default() }
    }

    /// True if every figure of the table prints as nothing.
    pub fn empty(&self, t: &TableLayout) -> bool {
        if t.rows == Shape::Names {
            return self.book.list(&t.list).is_empty();
        }
        let mut means = t.columns.iter().map(|(_, s)| at(&t.base, s));
        let (unit, places) = (t.unit(self.layout), t.places(self.layout));
        means.all(|c| !Figure::show(self.cube.get(&c), unit, places).contains(|d: char| ('1'..='9').contains(&d)))
    }

    fn name(&self, d: Dimension, code: &str) -> String {
        let list =
            if d == Dimension::Economic { &self.catalog.subjects.economic } else { &self.catalog.subjects.functional };
        list.get(code).map_or_else(String::new, |s| s.name.clone())
    }

    /// Rows by subject: 合计, 类, 款, 项.
    fn subjects(&self, grid: &mut Grid, t: &TableLayout, d: Dimension, keys: &[String]) -> (usize, Vec<u16>) {
        let columns: Vec<Coordinates> = t.columns.iter().map(|(_, s)| at(&t.base, s)).collect();
        let paths: Vec<Vec<&str>> =
            keys.iter().map(|k| path(k)).chain(t.columns.iter().map(|(p, _)| path(p))).collect();
        let mut row = grid.header(&paths);
        if self.layout.numbered {
            grid.numbers(row, keys.len(), columns.len());
            row += 1;
        }
        let header_rows = row;
        let deepest = if d == Dimension::Economic { 5 } else { 7 };
        let mut codes: Vec<&str> = Vec::new();
        for digits in [3, 5, deepest] {
            codes.extend(self.cube.codes(d, digits, &columns));
        }
        codes.sort_unstable();
        codes.dedup();
        let first = row + 1;
        let line = |code: &str| codes.iter().position(|c| *c == code).map(|k| first + k);
        // Rows directly below a code, or below the whole.
        let below = |code: &str| -> Vec<usize> {
            let direct = if code.is_empty() { 3 } else { code.len() + 2 };
            codes.iter().filter(|c| c.len() == direct && c.starts_with(code)).filter_map(|c| line(c)).collect()
        };
        let mut rows = vec![""];
        rows.extend(&codes);
        for (k, code) in rows.iter().enumerate() {
            let r = row + k;
            if code.is_empty() {
                let mut cell = PrintedCell::new(0, Content::Text("合计".to_owned()), Align::Centre);
                cell.spans = (1, keys.len());
                cell.bold = true;
                grid.cell(r, cell);
            } else {
                let indent = u8::try_from(code.len().saturating_sub(3) / 2).unwrap_or(0);
                for (column, text) in pieces(code, keys.len()).into_iter().enumerate() {
                    grid.label(r, column, text, Align::Centre, 0);
                }
                grid.label(r, keys.len() - 1, &self.name(d, code), Align::Left, indent);
            }
            for (j, what) in columns.iter().enumerate() {
                let column = keys.len() + j;
                let across = parts(&columns, j);
                let formula: Vec<(bool, usize, usize)> = if across.is_empty() {
                    below(code).into_iter().map(|b| (true, b, column)).collect()
                } else {
                    across.into_iter().map(|a| (true, r, keys.len() + a)).collect()
                };
                let subject = if code.is_empty() { Term::WHOLE } else { Term::new(code) };
                grid.amount(r, column, &what.with(d, subject), formula);
            }
        }
        let mut widths: Vec<u16> = match keys.len() {
            2 => vec![5, 13],
            n => vec![2; n - 1].into_iter().chain([13]).collect(),
        };
        widths.extend(vec![7; columns.len()]);
        (header_rows, widths)
    }

    /// Income left, expenditure right.
    fn sides(&self, grid: &mut Grid, t: &TableLayout) -> (usize, Vec<u16>) {
        let numbered = self.layout.numbered;
        let step = 1 + usize::from(numbered);
        let heads: Vec<Vec<&str>> = t.heads.iter().map(|h| path(h)).collect();
        let mut row = grid.header(&heads);
        let right_at = 1 + step;
        if numbered {
            grid.label(row, 0, "栏次", Align::Centre, 0);
            grid.label(row, 1, "", Align::Centre, 0);
            grid.label(row, 2, "1", Align::Centre, 0);
            grid.label(row, 3, "栏次", Align::Centre, 0);
            grid.label(row, 4, "", Align::Centre, 0);
            for k in 0..t.columns.len() {
                grid.label(row, 5 + k, &(k + 2).to_string(), Align::Centre, 0);
            }
            row += 1;
        }
        let header_rows = row;
        let classes = self.classes(t);
        let mut left: Vec<Option<Line>> = t.left.iter().cloned().map(Some).collect();
        let mut right: Vec<Option<Line>> = classes.into_iter().map(Some).collect();
        let middle = left.len().max(right.len());
        left.resize(middle, None);
        right.resize(middle, None);
        let end = t.left_end.len().max(t.right_end.len());
        left.extend((0..end).map(|k| t.left_end.get(k).cloned()));
        right.extend((0..end).map(|k| t.right_end.get(k).cloned()));
        // A line without a word keeps its place free.
        let count = left.len();
        for (k, (l, r)) in left.iter().zip(&right).enumerate() {
            let y = row + k;
            self.half(grid, y, 0, l.as_ref(), &[Setting::default()], numbered.then_some(k + 1));
            let means: Vec<Setting> = t.columns.iter().map(|(_, s)| s.clone()).collect();
            self.half(grid, y, right_at, r.as_ref(), &means, numbered.then_some(k + 1 + count));
        }
        let mut widths: Vec<u16> = if numbered { vec![15, 2, 7, 15, 2] } else { vec![15, 7, 15] };
        widths.extend(vec![7; t.columns.len()]);
        (header_rows, widths)
    }

    fn half(&self, grid: &mut Grid, y: usize, x: usize, line: Option<&Line>, means: &[Setting], number: Option<usize>) {
        let line = line.filter(|(label, _)| !label.is_empty());
        let indent = line.map_or(0, |(label, _)| label.chars().take_while(|c| *c == '　').count());
        let label = line.map_or("", |(label, _)| label.trim_start_matches('　'));
        grid.label(y, x, label, Align::Left, u8::try_from(indent).unwrap_or(0));
        if let Some(n) = number {
            grid.label(y, x + 1, &n.to_string(), Align::Centre, 0);
        }
        let first = x + 1 + usize::from(number.is_some());
        for (k, s) in means.iter().enumerate() {
            let told = line.filter(|(_, own)| !own.0.is_empty());
            match told {
                Some((_, own)) => grid.amount(y, first + k, &at(own, s), Vec::new()),
                None => grid.label(y, first + k, "", Align::Right, 0),
            }
        }
    }

    /// The classes of a summary with their ordinals.
    fn classes(&self, t: &TableLayout) -> Vec<Line> {
        let Some(base) = &t.classes else { return Vec::new() };
        let any = |code: &str| {
            let class = |s: &Setting| at(base, s).at(Dimension::Subject, code);
            t.columns.iter().any(|(_, s)| !self.cube.get(&class(s)).is_zero())
        };
        let listed = self.layout.classes.iter().filter(|c| self.layout.all_classes || any(c));
        listed
            .enumerate()
            .map(|(k, code)| {
                let mut means = base.clone();
                means.0.push((Dimension::Subject, Term::new(code)));
                (format!("{}、{}", han(k + 1), self.name(Dimension::Subject, code)), means)
            })
            .collect()
    }

    /// Economic subjects in blocks side by side: code, name, amount.
    fn blocks(&self, grid: &mut Grid, t: &TableLayout) -> (usize, Vec<u16>) {
        let heads: Vec<Vec<&str>> = t.heads.iter().map(|h| path(h)).collect();
        let row = grid.header(&heads);
        let base = at(&t.base, &Setting::default());
        let known = &self.catalog.subjects.economic;
        let mut columns: Vec<Vec<&str>> = Vec::new();
        for block in &t.blocks {
            let mut codes = Vec::new();
            for class in block {
                let of = |code: &str| self.cube.get(&base.at(Dimension::Economic, code));
                if !t.all && of(class).is_zero() {
                    continue;
                }
                let mut own: Vec<&str> =
                    known.iter().map(|s| s.code.as_str()).filter(|c| c.starts_with(class.as_str())).collect();
                own.retain(|c| c.len() == 3 || t.all || !of(c).is_zero());
                own.sort_unstable();
                codes.extend(own);
            }
            columns.push(codes);
        }
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        for (b, codes) in columns.iter().enumerate() {
            let x = 3 * b;
            for k in 0..height {
                let y = row + k;
                let Some(code) = codes.get(k) else {
                    for column in x..x + 3 {
                        grid.label(y, column, "", Align::Left, 0);
                    }
                    continue;
                };
                grid.label(y, x, code, Align::Centre, 0);
                grid.label(y, x + 1, &self.name(Dimension::Economic, code), Align::Left, u8::from(code.len() > 3));
                let below =
                    |(j, c): (usize, &&str)| (c.len() == 5 && c.starts_with(code)).then_some((true, row + j, x + 2));
                let formula =
                    if code.len() == 3 { codes.iter().enumerate().filter_map(below).collect() } else { Vec::new() };
                grid.amount(y, x + 2, &base.at(Dimension::Economic, code), formula);
            }
        }
        self.foot(grid, t, row + height, &columns, row);
        let widths = t.blocks.iter().flat_map(|_| [4, 10, 6]).collect();
        (row, widths)
    }

    /// 人员经费合计 and 公用经费合计 in the last row: the first below its block, the second below all others.
    fn foot(&self, grid: &mut Grid, t: &TableLayout, y: usize, columns: &[Vec<&str>], row: usize) {
        let width = 3 * columns.len();
        for (k, (label, means)) in t.foot.iter().enumerate() {
            let x = 3 * k;
            let end = if k + 1 == t.foot.len() { width } else { x + 3 };
            let mut cell = PrintedCell::new(x, Content::Text(label.clone()), Align::Centre);
            cell.spans = (1, end - 1 - x);
            cell.bold = true;
            grid.cell(y, cell);
            let mine = columns.iter().enumerate().skip(k).take((end - x) / 3);
            let sums = mine.flat_map(|(b, codes)| {
                codes.iter().enumerate().filter(|(_, c)| c.len() == 3).map(move |(j, _)| (true, row + j, 3 * b + 2))
            });
            grid.amount(y, end - 1, &at(&t.base, means), sums.collect());
        }
    }
}

/// Means over a base.
fn at(base: &Setting, over: &Setting) -> Coordinates {
    over.over(base.over(Coordinates::default()))
}

/// 类, 款, 项 in columns of their own where there are enough columns.
fn pieces(code: &str, keys: usize) -> Vec<&str> {
    if keys < 3 {
        return vec![code];
    }
    let part = |a: usize, b: usize| code.get(a..b).unwrap_or("");
    [part(0, 3), part(3, 5), part(5, 7)].into_iter().take(keys - 1).collect()
}

fn single(grid: &mut Grid, t: &TableLayout) -> (usize, Vec<u16>) {
    let paths: Vec<Vec<&str>> = t.columns.iter().map(|(p, _)| path(p)).collect();
    let row = grid.header(&paths);
    for (k, (_, s)) in t.columns.iter().enumerate() {
        grid.amount(row, k, &at(&t.base, s), Vec::new());
    }
    (row, vec![7; t.columns.len()])
}

/// A row for each of a list: texts as they are, amounts in the table's unit.
fn names(grid: &mut Grid, t: &TableLayout, book: &Book) -> (usize, Vec<u16>) {
    let paths: Vec<Vec<&str>> = t.texts.iter().map(|(head, _)| path(head)).collect();
    let header = grid.header(&paths);
    let mut widths: Vec<usize> = t.texts.iter().map(|(head, _)| head.chars().count().max(5)).collect();
    for (k, row) in book.printed(&t.list).iter().enumerate() {
        for (column, (_, key)) in t.texts.iter().enumerate() {
            let (content, align, source) = if let Some(a) = row.amounts.get(key) {
                let (unit, places, comma) = (grid.unit, grid.places, grid.comma);
                (Content::Amount { value: a.value, unit, places, comma }, Align::Right, a.source.clone())
            } else if let Some(text) = row.texts.get(key) {
                let words = text.value.trim().replace('\n', " ");
                (Content::Text(words), Align::Left, text.source.clone())
            } else {
                (Content::Empty, Align::Left, None)
            };
            if let Some(w) = widths.get_mut(column) {
                *w = (*w).max(content.text().chars().count()).min(18);
            }
            let mut cell = PrintedCell::new(column, content, align);
            cell.source = source;
            grid.cell(header + k, cell);
        }
    }
    (header, widths.into_iter().map(|w| u16::try_from(w).unwrap_or(18)).collect())
}
