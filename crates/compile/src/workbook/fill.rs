//! A workbook, read back: the book, and everything that is wrong with it, each with its cells.

mod sheets;

use super::slots::{self, CODE, HEADER, ITEM, PURSE, Sign, VALUE, source};
use super::values;
use super::{MARK, META, Problem, VERSION, rules};
use crate::book::Book;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::publish::{Column, Fill, Publishing, Sheet, SheetRows};
use mingzhang_decode::{DecodeError, Grid, Value, grids};
use mingzhang_model::Coordinates;
use mingzhang_model::publication::Source;
use std::collections::{BTreeMap, HashMap};

/// How far down a header may have moved.
const HEADER_ROWS: u32 = 30;

/// What was read.
#[derive(Clone, Debug)]
pub struct Filling {
    /// The book.
    pub book: Book,
    /// The profile it was made for.
    pub publishing: Publishing,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// The cell of each text, also of those that are blank.
    places: BTreeMap<(String, Coordinates), Source>,
    /// The cell of each amount, also of those that are blank.
    cells: BTreeMap<Coordinates, Source>,
}

impl Filling {
    /// Checks a book that has been added to; what was told before is not told again.
    pub(crate) fn check(&mut self) {
        let mut found = Vec::new();
        rules::check(&mut self.book, &self.publishing, &self.cells, &mut found);
        found.retain(|p| !self.problems.contains(p));
        self.problems.extend(found);
    }

    /// The cell an amount is to be typed in, if it is typed and not derived.
    #[must_use]
    pub fn cell(&self, amount: &Coordinates) -> Option<&Source> {
        self.cells.get(amount)
    }

    /// The cell in which a text is to be typed.
    #[must_use]
    pub fn place(&self, name: &str, about: Coordinates) -> Option<Source> {
        if let Some(found) = self.places.get(&(name.to_owned(), crate::about(about))) {
            return Some(found.clone());
        }
        // A subject that has no row yet: the sheet is known.
        let has =
            |s: &&Sheet| s.rows == SheetRows::Functional && s.columns.iter().any(|c| c.text.as_deref() == Some(name));
        let sheet = self.publishing.sheets.iter().find(has)?;
        Some(Source { sheet: sheet.name.clone(), cell: String::new() })
    }
}

/// Reads a workbook that [`super::template`] made; `publishing_for` loads a profile.
///
/// # Errors
/// One sentence when the file is no such workbook at all.
pub fn fill(
    bytes: &[u8],
    catalog: &Catalog,
    publishing_for: impl Fn(&str) -> Result<Publishing, String>,
) -> Result<Filling, String> {
    let sheets = grids(bytes).map_err(|e| refusal(&e))?;
    let profile = profile(&sheets)?;
    let publishing = publishing_for(&profile)?;
    let mut reader = Reader {
        catalog,
        book: Book { profile, ..Book::default() },
        problems: Vec::new(),
        places: BTreeMap::new(),
        cells: BTreeMap::new(),
        now: Cells::default(),
    };
    for sheet in &publishing.sheets {
        match sheets.iter().find(|g| g.name.trim() == sheet.name) {
            Some(grid) => reader.sheet(sheet, grid),
            None if sheet.optional => {}
            None => reader.problems.push(Problem::error(
                Vec::new(),
                format!(
                    "缺少工作表“{0}”，可能被删除或改名；请恢复表名，或用 mingzhang new 重新生成后把内容粘贴过去。",
                    sheet.name
                ),
            )),
        }
    }
    let Reader { mut book, mut problems, places, cells, .. } = reader;
    rules::check(&mut book, &publishing, &cells, &mut problems);
    problems.extend(crate::projects::hints(&book, catalog));
    Ok(Filling { book, publishing, problems, places, cells })
}

fn refusal(error: &DecodeError) -> String {
    let need = "请提供用 mingzhang new 生成并填写的工作簿（.xlsx）";
    match error {
        DecodeError::Unsupported { format } => format!("这是{format}，不是填报工作簿；{need}。"),
        DecodeError::NotAWorkbook | DecodeError::NotAReport => {
            format!("文件内容不是工作簿（可能是Word、PDF、网页、CSV或文本，改扩展名没有用）；{need}。")
        }
        DecodeError::Empty => format!("文件是空的；{need}。"),
        DecodeError::Locked => "工作簿设有打开密码，无法读取；请在Excel或WPS中取消密码后另存再编制。".to_owned(),
        DecodeError::WorkbookDamaged => {
            "工作簿已损坏或不完整，无法完整读取；请用Excel或WPS打开，另存为.xlsx后再编制。".to_owned()
        }
        DecodeError::UnpacksTooLarge { limit } => format!(
            "工作簿展开后超过{}MB，没有读取；正常的填报工作簿不到1MB，请删去图片和多余的行列，或重新生成后把内容粘贴过去。",
            limit >> 20
        ),
        other => other.to_string(),
    }
}

/// The profile a workbook was made for.
fn profile(sheets: &[Grid]) -> Result<String, String> {
    let meta = sheets.iter().find(|g| g.name == META);
    let say = |row: u32, column: u32| {
        let cell = meta?.cells.iter().find(|c| (c.row, c.column) == (row, column))?;
        Some(cell.value.shown().trim().to_owned())
    };
    if say(0, 0).as_deref() != Some(MARK) {
        return Err(format!(
            "这个工作簿不是用 mingzhang new 生成的，或者隐藏的工作表“{META}”被删除；请用 mingzhang new 生成后填写。"
        ));
    }
    let version = say(2, 1).and_then(|v| v.parse::<u32>().ok()).unwrap_or(0);
    if version > VERSION {
        return Err(format!(
            "这个工作簿由更新版本的程序生成（结构第{version}版，本程序读到第{VERSION}版）；请升级程序。"
        ));
    }
    match say(1, 1) {
        Some(profile) if version > 0 && !profile.is_empty() => Ok(profile),
        _ => Err(format!(
            "隐藏的工作表“{META}”被改动，不知道工作簿的版式；请用 mingzhang new 重新生成后把内容粘贴过去。"
        )),
    }
}

/// The cells of a sheet, found by place.
#[derive(Default)]
struct Cells {
    sheet: String,
    values: HashMap<(u32, u16), Value>,
    rows: u32,
}

impl Cells {
    fn new(grid: &Grid) -> Cells {
        let cells = grid.cells.iter().filter_map(|c| Some(((c.row, u16::try_from(c.column).ok()?), c.value.clone())));
        Cells {
            sheet: grid.name.trim().to_owned(),
            values: cells.collect(),
            rows: grid.cells.iter().map(|c| c.row + 1).max().unwrap_or(0),
        }
    }

    fn label(&self, row: u32, column: u16) -> String {
        self.values.get(&(row, column)).map(|v| title(v.shown())).unwrap_or_default()
    }

    fn source(&self, row: u32, column: u16) -> Source {
        source(&self.sheet, row, column)
    }

    fn blank(&self, row: u32, column: u16) -> bool {
        match self.values.get(&(row, column)) {
            Some(Value::Text(t)) => t.trim().is_empty(),
            other => other.is_none(),
        }
    }
}

/// A title without the star of what must be filled in.
fn title(text: &str) -> String {
    plain_label(text.trim_end().trim_end_matches(['*', '＊'])).trim_end_matches("（元）").to_owned()
}

struct Reader<'a> {
    catalog: &'a Catalog,
    book: Book,
    problems: Vec<Problem>,
    places: BTreeMap<(String, Coordinates), Source>,
    /// The cell of each amount, also of those that are blank.
    cells: BTreeMap<Coordinates, Source>,
    now: Cells,
}

/// Columns of a sheet: leading ones, then those declared.
struct Heads {
    row: u32,
    leads: Vec<u16>,
    columns: Vec<Option<u16>>,
}

impl Reader<'_> {
    fn sheet(&mut self, sheet: &Sheet, grid: &Grid) {
        self.now = Cells::new(grid);
        let Some(heads) = self.heads(sheet) else { return };
        match sheet.rows {
            SheetRows::Fields => self.fields(sheet, &heads),
            SheetRows::Grid => self.grid(sheet, &heads),
            SheetRows::Functional => self.functional(sheet, &heads),
            SheetRows::Economic => self.economic(sheet, &heads),
            SheetRows::Names => self.names(sheet, &heads),
        }
    }

    fn wrong(&mut self, cells: Vec<Source>, message: String) {
        self.problems.push(Problem::error(cells, message));
    }

    /// Finds the header by its titles.
    fn heads(&mut self, sheet: &Sheet) -> Option<Heads> {
        let leads: &[&str] = match sheet.rows {
            SheetRows::Fields => &[ITEM, VALUE],
            SheetRows::Grid => &[ITEM],
            SheetRows::Functional if sheet.purses.len() > 1 => &[CODE, PURSE],
            SheetRows::Functional | SheetRows::Economic => &[CODE],
            SheetRows::Names => &[],
        };
        let wanted: Vec<String> =
            leads.iter().map(|l| plain_label(l)).chain(sheet.columns.iter().map(|c| title(&c.title))).collect();
        let found = |row: u32| -> BTreeMap<String, u16> {
            let cells = self.now.values.keys().filter(|(r, _)| *r == row);
            let mut out = BTreeMap::new();
            let mut columns: Vec<u16> = cells.map(|(_, c)| *c).collect();
            columns.sort_unstable();
            for c in columns {
                out.entry(self.now.label(row, c)).or_insert(c);
            }
            out
        };
        let score = |row: &u32| {
            let there = found(*row);
            wanted.iter().filter(|w| there.contains_key(*w)).count()
        };
        let row = (0..HEADER_ROWS).rev().max_by_key(score)?;
        let there = found(row);
        if score(&row) == 0 {
            let at = vec![source(&sheet.name, HEADER, 0)];
            self.wrong(at, format!("找不到表头，应有：{}；请恢复表头，或重新生成后把内容粘贴过去。", listed(&wanted)));
            return None;
        }
        let mut place = |name: &str, usual: usize, needed: bool| {
            let column = there.get(name).copied();
            if column.is_none() && needed {
                let at = source(&sheet.name, row, u16::try_from(usual).unwrap_or(u16::MAX));
                let message =
                    format!("缺少“{name}”这一列，可能被删除或改名；请把表头改回“{name}”，或重新生成后把内容粘贴过去。");
                self.problems.push(Problem::error(vec![at], message));
            }
            column
        };
        let own: Vec<Option<u16>> = leads
            .iter()
            .map(|l| place(&plain_label(l), slots::leads(sheet).iter().position(|x| x == l).unwrap_or(0), true))
            .collect();
        let columns = sheet
            .columns
            .iter()
            .enumerate()
            .map(|(n, c)| place(&title(&c.title), usize::from(slots::column(sheet, n)), !sheet.optional || c.required))
            .collect();
        Some(Heads { row, leads: own.into_iter().collect::<Option<Vec<u16>>>()?, columns })
    }

    /// The amount of a cell.
    fn amount(
        &mut self,
        at: (u32, u16),
        column: &Column,
        means: Option<&Coordinates>,
    ) -> Option<mingzhang_model::Amount> {
        let place = self.now.source(at.0, at.1);
        if let Some(c) = means {
            self.cells.insert(*c, place.clone());
        }
        let value = self.now.values.get(&at)?;
        let amount = match values::amount(value, column.fill()) {
            Ok(amount) => amount?,
            Err(message) => {
                self.wrong(vec![place], message);
                return None;
            }
        };
        if amount.0 < 0 {
            let shown = super::sheet::exact(amount);
            match means.map_or(Sign::Any, slots::sign) {
                _ if column.fill() == Fill::Count => {
                    self.wrong(vec![place.clone()], format!("数量不能是负数：{shown}。"))
                }
                Sign::Positive => {
                    self.wrong(vec![place.clone()], format!("“{}”不能是负数：{shown}；请检查正负号。", column.title));
                }
                Sign::Seldom => self.problems.push(Problem::warning(
                    vec![place.clone()],
                    format!("“{}”是负数：{shown}；请确认是冲减以前的数，而不是正负号有误。", column.title),
                )),
                Sign::Any => {}
            }
        }
        Some(amount)
    }

    fn text(&mut self, at: (u32, u16), column: &Column) -> Option<String> {
        let value = self.now.values.get(&at)?;
        match values::text(value, column) {
            Ok(text) => text,
            Err(message) => {
                self.wrong(vec![self.now.source(at.0, at.1)], message);
                None
            }
        }
    }

    /// Rows by their titles.
    fn lines(&mut self, titles: &[&str], heads: &Heads) -> Vec<Option<u32>> {
        let column = heads.leads.first().copied().unwrap_or(0);
        let there: Vec<(String, u32)> = (heads.row + 1..self.now.rows)
            .map(|r| (self.now.label(r, column), r))
            .filter(|(t, _)| !t.is_empty())
            .collect();
        let mut out = Vec::new();
        for (n, wanted) in titles.iter().enumerate() {
            let row = there.iter().find(|(t, _)| *t == title(wanted)).map(|(_, r)| *r);
            if row.is_none() {
                let usual = heads.row + 1 + u32::try_from(n).unwrap_or(0);
                let at = vec![self.now.source(usual, column)];
                let message = format!(
                    "缺少“{wanted}”这一行，可能被删除或改名；请把名称改回“{wanted}”，或重新生成后把内容粘贴过去。"
                );
                self.wrong(at, message);
            }
            out.push(row);
        }
        out
    }
}

fn listed(words: &[String]) -> String {
    words.iter().map(|w| format!("“{w}”")).collect::<Vec<_>>().join("、")
}
