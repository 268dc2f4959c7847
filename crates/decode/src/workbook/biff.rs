//! Spreadsheets of Excel 97-2003 (BIFF8).

use super::Read;
use super::compound::{stream, u16_at, u32_at};
use super::decimal::Decimal;
use super::format::Format;
use super::records::{BOF, EOF, Record, Records, Text};
use super::sheet::{Area, Grid, GridCell, Value};
use super::tokens;
use crate::error::DecodeError;
use crate::limits;
use rustc_hash::FxHashMap;

#[derive(Default)]
struct Book {
    strings: Vec<String>,
    formats: FxHashMap<u16, Format>,
    /// Format and vertical rulings of each style.
    styles: Vec<(u16, bool)>,
    late: bool,
}

impl Book {
    fn number(&self, number: &Decimal, style: u16) -> Value {
        let id = self.styles.get(usize::from(style)).map_or(0, |s| s.0);
        match self.formats.get(&id) {
            Some(format) => Value::number(number, format, self.late),
            None => Value::number(number, &Format::builtin(id), self.late),
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Read, DecodeError> {
    let Some(stream) = stream(bytes, "Workbook") else {
        // Excel 5 and 95 call it Book.
        return Err(if stream(bytes, "Book").is_some() {
            DecodeError::Unsupported { format: "Excel 95及更早版本的工作簿" }
        } else {
            DecodeError::WorkbookDamaged
        });
    };
    let mut book = Book::default();
    let mut listed: Vec<(usize, bool, String)> = Vec::new();
    let mut records = limits::RECORDS;
    for record in (Records { bytes: &stream, at: 0, left: &mut records }) {
        let data = record.data();
        match record.kind {
            BOF if u16_at(data, 0) != Some(0x600) => {
                return Err(DecodeError::Unsupported { format: "Excel 95及更早版本的工作簿" });
            }
            0x2f => return Err(DecodeError::Locked),
            0x22 => book.late = u16_at(data, 0) == Some(1),
            0x41e => {
                let mut text = Text::new(&record.pieces, 2);
                if let (Some(id), Some(code)) = (u16_at(data, 0), text.long()) {
                    book.formats.insert(id, Format::parse(&code));
                }
            }
            0xe0 if book.styles.len() < limits::STYLES => {
                let border = u32_at(data, 10).unwrap_or(0);
                book.styles.push((u16_at(data, 2).unwrap_or(0), border & 0xff != 0));
            }
            0x85 if listed.len() < limits::SHEETS => {
                let worksheet = data.get(5) == Some(&0);
                let mut text = Text::new(&record.pieces, 6);
                if let (true, Some(at), Some(state), Some(name)) =
                    (worksheet, u32_at(data, 0), data.get(4), text.short())
                {
                    listed.push((at as usize, state & 3 != 0, name));
                }
            }
            0xfc => book.strings = shared(&record.pieces),
            EOF => break,
            _ => {}
        }
    }
    if listed.is_empty() {
        return Err(DecodeError::WorkbookDamaged);
    }
    let mut out = Read::default();
    let mut left = limits::SHEET_CELLS;
    let mut bytes = limits::SHEET_BYTES;
    for (at, hidden, name) in listed {
        let mut sheet = Sheet::new(Grid { name, hidden, ..Grid::default() }, &book, &mut bytes);
        let whole = sheet.read(Records { bytes: &stream, at, left: &mut records }, &mut left);
        sheet.share();
        let grid = sheet.grid.ordered();
        if left == 0 || bytes == 0 || records == 0 {
            out.truncated(&grid.name);
        } else if !whole {
            out.damaged(&grid.name);
        }
        out.grids.push(grid);
    }
    Ok(out)
}

fn shared(pieces: &[&[u8]]) -> Vec<String> {
    let count = pieces.first().and_then(|p| u32_at(p, 4)).unwrap_or(0) as usize;
    let mut text = Text::new(pieces, 8);
    let mut left = limits::SHEET_BYTES;
    let mut next = || text.long().filter(|t| left.checked_sub(t.len()).map(|l| left = l).is_some());
    (0..count.min(limits::SHARED_STRINGS)).map_while(|_| next()).collect()
}

struct Sheet<'a> {
    grid: Grid,
    book: &'a Book,
    /// A formula whose result is a text: the text is the next record.
    waiting: Option<(u32, u32)>,
    /// Bytes of text that may still be read.
    left: &'a mut usize,
    /// Formulas that several cells share, by the first of them, and the cells that have them.
    shared: FxHashMap<(u32, u32), Vec<u8>>,
    sharing: Vec<((u32, u32), (u32, u32))>,
    /// The last cell with a formula: a shared one comes right after its first.
    last: (u32, u32),
    /// Bytes that formulas written out may still take: many cells can share a long one.
    room: usize,
}

impl<'a> Sheet<'a> {
    fn new(grid: Grid, book: &'a Book, left: &'a mut usize) -> Sheet<'a> {
        Sheet {
            grid,
            book,
            waiting: None,
            left,
            shared: FxHashMap::default(),
            sharing: Vec::new(),
            last: (0, 0),
            room: limits::FORMULA_BYTES,
        }
    }

    /// A formula's tokens; those of a shared one only name the cell that has them.
    fn formula(&mut self, data: &[u8], at: (u32, u32)) -> Option<()> {
        self.last = at;
        let tokens = data.get(22..22 + usize::from(u16_at(data, 20)?))?;
        if tokens.first() == Some(&0x01) {
            self.sharing.push((at, (u32::from(u16_at(tokens, 1)?), u32::from(u16_at(tokens, 3)?))));
        } else {
            self.put(at, tokens::written(tokens, at)?);
        }
        Some(())
    }

    fn put(&mut self, at: (u32, u32), formula: String) {
        self.room = self.room.saturating_sub(formula.len());
        if self.room > 0 {
            self.grid.formulas.push((at, formula));
        }
    }

    /// Writes out the shared formulas of all their cells.
    fn share(&mut self) {
        for (at, first) in std::mem::take(&mut self.sharing) {
            if self.room == 0 {
                return;
            }
            if let Some(formula) = self.shared.get(&first).and_then(|t| tokens::written(t, at)) {
                self.put(at, formula);
            }
        }
    }

    /// False if the sheet does not come to its end.
    fn read(&mut self, records: Records<'_, '_>, left: &mut usize) -> bool {
        // Charts on the sheet are substreams of their own.
        let mut depth = 0_u32;
        for record in records {
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => return true,
                EOF => depth -= 1,
                _ if depth == 1 => {
                    let before = self.grid.cells.len();
                    self.record(&record);
                    *left = left.saturating_sub(self.grid.cells.len() - before);
                    if *left == 0 || *self.left == 0 {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    fn cell(&mut self, row: u32, column: u32, value: Value, formula: bool) {
        *self.left = self.left.saturating_sub(value.bytes());
        self.grid.cells.push(GridCell { row, column, value, formula });
    }

    fn rule(&mut self, row: u32, style: u16) {
        if self.book.styles.get(usize::from(style)).is_some_and(|s| s.1) {
            self.grid.rule(row, 1);
        }
    }

    fn record(&mut self, record: &Record<'_>) -> Option<()> {
        let data = record.data();
        let row = u32::from(u16_at(data, 0)?);
        match record.kind {
            0x208 if u32_at(data, 12)? & 0x20 != 0 => self.grid.hide_row(row),
            0x7d if u16_at(data, 8)? & 1 != 0 || u16_at(data, 4)? == 0 => {
                let last = u32::from(u16_at(data, 2)?).min(255);
                self.grid.hidden_columns.push((row.min(last), last));
            }
            0xe5 => {
                let area = |at: usize| -> Option<Area> {
                    let n = |i: usize| u16_at(data, at + 2 * i).map(u32::from);
                    Some(Area { first: (n(0)?, n(2)?), last: (n(1)?, n(3)?) })
                };
                let count = usize::from(u16_at(data, 0)?);
                self.grid.merges.extend((0..count).map_while(|i| area(2 + 8 * i)));
                self.grid.merges.truncate(limits::MERGES);
            }
            0xbd => {
                let first = u32::from(u16_at(data, 2)?);
                for (i, pair) in data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6).enumerate() {
                    let style = u16_at(pair, 0)?;
                    let value = self.book.number(&rk(u32_at(pair, 2)?)?, style);
                    self.rule(row, style);
                    self.cell(row, first + u32::try_from(i).ok()?, value, false);
                }
            }
            0xbe => {
                for style in data.get(4..data.len().checked_sub(2)?)?.chunks_exact(2) {
                    self.rule(row, u16_at(style, 0)?);
                }
            }
            0x201 | 0x203 | 0x204 | 0xd6 | 0xfd | 0x27e | 0x205 | 0x06 => {
                let (column, style) = (u32::from(u16_at(data, 2)?), u16_at(data, 4)?);
                self.rule(row, style);
                if record.kind == 0x06 {
                    self.formula(data, (row, column));
                }
                let value = self.value(record, style, (row, column));
                if let Some(value) = value {
                    self.cell(row, column, value, record.kind == 0x06);
                }
            }
            0x4bc => {
                let tokens = data.get(10..10 + usize::from(u16_at(data, 8)?))?;
                self.shared.insert(self.last, tokens.to_vec());
            }
            0x207 => {
                if let Some((row, column)) = self.waiting.take()
                    && let Some(text) = Text::new(&record.pieces, 0).long().filter(|t| !t.is_empty())
                {
                    self.cell(row, column, Value::Text(text), true);
                }
            }
            _ => {}
        }
        Some(())
    }

    fn value(&mut self, record: &Record<'_>, style: u16, at: (u32, u32)) -> Option<Value> {
        let data = record.data();
        let float = |bytes: Option<&[u8]>| bytes.and_then(|b| b.try_into().ok()).map(f64::from_le_bytes);
        match record.kind {
            0x203 => Decimal::of(float(data.get(6..14))?).map(|n| self.book.number(&n, style)),
            0x27e => Some(self.book.number(&rk(u32_at(data, 6)?)?, style)),
            0xfd => {
                let text = self.book.strings.get(u32_at(data, 6)? as usize)?;
                (!text.is_empty()).then(|| Value::Text(text.clone()))
            }
            0x204 | 0xd6 => Text::new(&record.pieces, 6).long().filter(|t| !t.is_empty()).map(Value::Text),
            0x205 => Some(flag(*data.get(6)?, *data.get(7)? != 0)),
            0x06 if u16_at(data, 12)? == 0xffff => match data.get(6)? {
                0 => {
                    self.waiting = Some(at);
                    None
                }
                1 => Some(flag(*data.get(8)?, false)),
                2 => Some(flag(*data.get(8)?, true)),
                _ => None,
            },
            0x06 => Decimal::of(float(data.get(6..14))?).map(|n| self.book.number(&n, style)),
            _ => None,
        }
    }
}

fn flag(value: u8, error: bool) -> Value {
    if !error {
        return Value::Bool(value != 0);
    }
    Value::Error(
        match value {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0f => "#VALUE!",
            0x17 => "#REF!",
            0x1d => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        }
        .to_owned(),
    )
}

/// A number in 30 bits: an integer or the upper half of a float, perhaps in hundredths.
fn rk(bits: u32) -> Option<Decimal> {
    let hundredths = bits & 1 != 0;
    if bits & 2 != 0 {
        let whole = Decimal::of(f64::from(bits.cast_signed() >> 2))?;
        return Some(if hundredths { whole.shift(-2) } else { whole });
    }
    let float = f64::from_bits(u64::from(bits & !3) << 32);
    Decimal::of(if hundredths { float / 100.0 } else { float })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_thirty_bits() {
        let text = |bits: u32| rk(bits).map(|n| n.text());
        assert_eq!(text((974_650 << 2) | 3).as_deref(), Some("9746.5"));
        assert_eq!(text((5_u32 << 2) | 2).as_deref(), Some("5"));
        assert_eq!(text(0xffff_fffe).as_deref(), Some("-1"));
        let upper = u32::try_from(0.5_f64.to_bits() >> 32).unwrap();
        assert_eq!((text(upper).as_deref(), text(upper | 1).as_deref()), (Some("0.5"), Some("0.005")));
    }
}
