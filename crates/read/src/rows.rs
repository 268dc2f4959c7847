//! The figures of a prepared table: each value cell becomes a fact at the coordinates of its form, row and column.

use crate::tables::{Period, Prepared, Role, blank, numeric};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::forms::{Form, Rows};
use mingzhang_catalog::subjects::plain_name;
use mingzhang_model::disclosure::{RowReading, SeenFigure};
use mingzhang_model::number::SCALE;
use mingzhang_model::{
    Amount, Cell, Coordinates, Dimension, Fact, Figure, Origin, Part, SourceKind, TableReading, Term, Unit,
};

/// The facts of a table and how it was read.
pub(crate) struct RowsRead {
    pub reading: TableReading,
    pub facts: Vec<Fact>,
    pub seen: Vec<SeenFigure>,
}

struct Side {
    codes: Vec<usize>,
    label: Option<usize>,
    values: Vec<usize>,
}

fn sides(roles: &[Role]) -> Vec<Side> {
    let mut out: Vec<Side> = Vec::new();
    let mut current = Side { codes: vec![], label: None, values: vec![] };
    for (c, role) in roles.iter().enumerate() {
        let starts = matches!(role, Role::Code | Role::Label);
        if starts && !current.values.is_empty() {
            out.push(std::mem::replace(&mut current, Side { codes: vec![], label: None, values: vec![] }));
        }
        match role {
            Role::Code => current.codes.push(c),
            Role::Label => {
                if current.label.is_none() {
                    current.label = Some(c);
                }
            }
            Role::Value(_) => current.values.push(c),
            Role::Ignore => {}
        }
    }
    out.push(current);
    out
}

/// The label without its number: 八、 1. （1）.
pub(crate) fn bare_label(label: &str) -> String {
    let label = plain_label(label);
    let mut rest = label.as_str();
    if let Some((_, _, taken)) = crate::outline::numbering(rest) {
        rest = rest.char_indices().nth(taken).map_or("", |(at, _)| rest.get(at..).unwrap_or(""));
    } else if rest.starts_with('（')
        && let Some(end) = rest.find('）')
        && rest.get(3..end).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
    {
        rest = rest.get(end + '）'.len_utf8()..).unwrap_or("");
    }
    rest.trim_start_matches("其中：").to_owned()
}

/// The code of a class by its printed name.
pub(crate) fn class_code(catalog: &Catalog, name: &str) -> Option<String> {
    let functional = &catalog.subjects.functional;
    let of = |n: &str| -> Option<String> {
        functional
            .named(n)
            .iter()
            .find(|c| c.len() == 3)
            .cloned()
            .or_else(|| functional.aliases(n).iter().find(|a| a.code.len() == 3).map(|a| a.code.clone()))
    };
    let name = plain_name(name);
    of(&name).or_else(|| of(&format!("{name}支出"))).or_else(|| of(&name.replacen("保障与就业", "保障和就业", 1)))
}

fn code_of(table: &mingzhang_model::Table, row: usize, columns: &[usize]) -> String {
    let mut code = String::new();
    let mut last = None;
    for (i, c) in columns.iter().enumerate() {
        let Some(cell) = table.at(row, *c) else { continue };
        if last == Some((cell.row, cell.column)) {
            continue;
        }
        last = Some((cell.row, cell.column));
        let text: String = cell.text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        // 2 for 02: spreadsheets drop the leading zero of the second and third part.
        if i > 0 && !code.is_empty() && text.len() == 1 {
            code.push('0');
        }
        code.push_str(&text);
    }
    code
}

fn is_total(text: &str) -> bool {
    matches!(
        text,
        "合计" | "总计" | "支出合计" | "收入合计" | "支出总计" | "收入总计" | "本年收入合计" | "本年支出合计"
    )
}

/// The last place of a table's figures: the finest, but not that of one figure among several that all end a place earlier.
fn usual_step(mut steps: Vec<Amount>, unit: Unit) -> Amount {
    steps.sort_unstable();
    let Some(finest) = steps.first().copied() else { return Amount(1) };
    let next = steps.iter().copied().find(|s| *s > finest);
    let alone = steps.iter().filter(|s| **s == finest).count() == 1;
    let whole = unit.factor() * SCALE;
    match next {
        Some(n) if alone && n.0 < whole && steps.iter().filter(|s| **s == n).count() >= 3 => n,
        _ => finest,
    }
}

/// Where a table stands.
pub(crate) struct Source {
    /// Its place among the tables.
    pub index: usize,
    /// The part of the report.
    pub part: Part,
    /// What it was decoded from.
    pub kind: SourceKind,
}

/// Reads the rows of a table.
pub(crate) fn read(prepared: &Prepared<'_>, source: &Source, catalog: &Catalog) -> RowsRead {
    let Source { index, kind, .. } = *source;
    let table = prepared.table;
    let mut facts: Vec<Fact> = Vec::new();
    let mut seen: Vec<SeenFigure> = Vec::new();
    let mut rows: Vec<RowReading> = Vec::new();
    let separator = if kind == SourceKind::Text { "\t" } else { " " };
    let sides = sides(&prepared.roles);
    let steps = table
        .cells
        .iter()
        .filter(|c| {
            c.row >= prepared.header_rows
                && matches!(prepared.roles.get(c.column), Some(Role::Value(_)))
                && numeric(&c.text)
        })
        .filter_map(|c| Figure::parse(&c.text, prepared.unit))
        .map(|f| f.step);
    let step = usual_step(steps.collect(), prepared.unit);
    let mut earlier: Vec<Vec<String>> = vec![Vec::new(); sides.len()];
    let mut figures = 0;
    let mut codes_as_money = 0;
    let mut values_seen = 0;

    let present: Vec<String> = (prepared.header_rows..table.rows)
        .flat_map(|r| sides.iter().map(move |s| (r, s)))
        .map(|(r, s)| code_of(table, r, &s.codes))
        .collect();
    // A code that neither the catalog nor the table's own hierarchy knows places nothing.
    let known = |code: &str| {
        let classification = match prepared.form.map(|f| f.rows) {
            Some(Rows::Economic) => &catalog.subjects.economic,
            _ => &catalog.subjects.functional,
        };
        code.is_empty()
            || code.len() == 3
            || classification.get(code).is_some()
            || (3..code.len()).any(|n| code.get(..n).is_some_and(|p| present.iter().any(|c| c == p)))
    };

    let carried = prepared.form.is_some_and(|f| f.rows == Rows::Functional)
        && prepared.paths.iter().any(|p| p.iter().any(|l| l.contains("上年结转")));

    let uneven = crate::shape::uneven(prepared);

    for row in prepared.header_rows..table.rows {
        // Which of its cells was pushed aside nobody can tell.
        let pushed = uneven.iter().any(|u| u.row == row);
        let quote: String = {
            let mut parts: Vec<&str> = Vec::new();
            let mut last = usize::MAX;
            for c in 0..table.columns {
                if let Some(cell) = table.at(row, c) {
                    let key = cell.row * table.columns + cell.column;
                    if key != last && !cell.text.is_empty() {
                        parts.push(cell.text.as_str());
                    }
                    last = key;
                }
            }
            let joined = parts.join(separator);
            joined.chars().take(120).collect()
        };
        let mut taken: Vec<usize> = Vec::new();
        for (s, side) in sides.iter().enumerate() {
            let label_text = side.label.map(|c| table.text(row, c)).unwrap_or("");
            let code = code_of(table, row, &side.codes);
            // A total's label may stand in, or span, the code columns.
            let label = if label_text.trim().is_empty() || numeric(label_text) {
                side.codes
                    .iter()
                    .map(|c| table.text(row, *c))
                    .find(|t| !t.trim().is_empty() && !numeric(t))
                    .unwrap_or(label_text)
            } else {
                label_text
            };
            let plain = bare_label(label);
            if !code.is_empty() || !plain.is_empty() {
                rows.push(RowReading { row, code: code.clone(), label: label.to_owned() });
            }
            let meaning = prepared
                .form
                .filter(|_| known(&code))
                .and_then(|f| row_meaning(f, s, &code, &plain, earlier.get(s).map_or(&[][..], Vec::as_slice), catalog));
            if let Some(list) = earlier.get_mut(s) {
                list.push(plain.clone());
            }
            let mut columns = side.values.clone();
            let footer =
                prepared.form.is_some_and(|f| f.rows == Rows::Economic) && code.is_empty() && !plain.is_empty();
            if footer && columns.iter().all(|c| blank(table.text(row, *c))) {
                // A footer of several side-by-side blocks keeps its figure at the far right.
                let next_label = sides
                    .iter()
                    .skip(s + 1)
                    .filter_map(|x| x.label.or(x.codes.first().copied()))
                    .find(|c| !table.text(row, *c).trim().is_empty() && !numeric(table.text(row, *c)))
                    .unwrap_or(table.columns);
                let from = side.values.last().map_or(0, |c| c + 1);
                columns = (from..next_label).filter(|c| numeric(table.text(row, *c))).collect();
            }
            for c in columns {
                let c_at = c;
                let Some(cell) = table.at(row, c) else { continue };
                if (cell.row != row && cell.column != c) || taken.contains(&c) {
                    continue;
                }
                let text = cell.text.as_str();
                let is_blank = blank(text);
                if !is_blank && cell.row == row && c != own_column(prepared, cell) {
                    continue;
                }
                taken.push(c);
                let figure = if is_blank {
                    Some(Figure::new(Amount::ZERO, step, prepared.unit))
                } else {
                    Figure::parse(text, prepared.unit).map(|f| Figure { step: f.step.min(step), ..f })
                };
                let rule = match prepared.roles.get(c) {
                    Some(Role::Value(rule)) => *rule,
                    _ => footer.then_some(0),
                };
                let mut place = cell.place.clone();
                if place.cell.is_none() {
                    place.cell = Some(format!("table {}, row {}, column {}", index + 1, row + 1, c + 1));
                }
                if !is_blank {
                    values_seen += 1;
                    if code.is_empty()
                        && text.len() == 7
                        && text.chars().all(|c| c.is_ascii_digit())
                        && catalog.subjects.functional.get(text).is_some()
                    {
                        codes_as_money += 1;
                    }
                }
                let Some(figure) = figure else {
                    continue;
                };
                let coordinates = match (prepared.form.filter(|_| !pushed), &meaning, rule) {
                    (Some(form), Some((row_coords, total)), Some(rule)) => form.columns.get(rule).map(|r| {
                        let means = if *total { r.total.as_ref().unwrap_or(&r.means) } else { &r.means };
                        means.over(*row_coords)
                    }),
                    _ => None,
                };
                let coordinates = coordinates.filter(|c| !c.get(Dimension::Measure).is_whole()).and_then(|c| {
                    match prepared.periods.get(c_at) {
                        Some(Period::Foreign) => None,
                        Some(Period::Previous(outcome)) => {
                            let c = c.at(Dimension::Year, "上年");
                            Some(if *outcome { c.at(Dimension::Stage, "执行数") } else { c })
                        }
                        _ => Some(c),
                    }
                });
                // A 合计 that takes in what was carried over is all that can be spent, not the year's income.
                let coordinates = coordinates.map(|c| {
                    let income = c.get(Dimension::Measure).word() == "收入" && c.get(Dimension::Source).is_whole();
                    if carried && income { c.at(Dimension::Measure, "收入总计") } else { c }
                });
                if !is_blank {
                    figures += 1;
                    let context = if plain.is_empty() { quote.chars().take(30).collect() } else { plain.clone() };
                    let reason = match (prepared.form, &meaning, rule) {
                        _ if coordinates.is_some() => String::new(),
                        _ if pushed => "这一行的格数多于表头的列数".to_owned(),
                        (None, _, _) => "没有与这张表相符的表样".to_owned(),
                        (_, None, _) => "不认识这一行".to_owned(),
                        (_, _, None) => "不认识这一列".to_owned(),
                        _ => "其他年度或比较数".to_owned(),
                    };
                    seen.push(SeenFigure {
                        text: format!("{context} {text}"),
                        place: place.clone(),
                        block: prepared.block,
                        span: (0, 0),
                        at: None,
                        part: source.part,
                        fact: coordinates.map(|_| facts.len()),
                        reason,
                    });
                }
                if let Some(coordinates) = coordinates {
                    facts.push(Fact {
                        coordinates,
                        figure,
                        origin: Origin::Table { table: index, row, column: c },
                        part: false,
                        blank: is_blank,
                        printed: text.to_owned(),
                        quote: quote.clone(),
                        place,
                        span: (0, 0),
                    });
                }
            }
        }
    }
    let misread = (codes_as_money * 4 > values_seen && codes_as_money > 2)
        .then(|| "科目代码落在金额列".to_owned())
        .or_else(|| {
            // A one-row table whose figures fill fewer columns than its header, or spill over further rows, lost cells on the way.
            let single = prepared.form.is_some_and(|f| f.rows == Rows::Single);
            let filled_rows = (prepared.header_rows..table.rows)
                .filter(|r| (0..table.columns).any(|c| numeric(table.text(*r, c))))
                .count();
            let unruled = prepared.roles.iter().filter(|r| matches!(r, Role::Value(None))).count();
            (single && (filled_rows > 1 || unruled > 0)).then(|| "表头与数值列数不符，疑似排版丢失单元格".to_owned())
        });
    if let Some(why) = &misread {
        for f in &mut seen {
            f.fact = None;
            f.reason.clone_from(why);
        }
        facts.clear();
    }
    RowsRead {
        reading: TableReading {
            block: prepared.block,
            title: prepared.title.clone(),
            form: prepared.form.map(|f| f.id.clone()),
            unit: prepared.unit,
            header_rows: prepared.header_rows,
            columns: prepared.paths.iter().map(|p| p.join("/")).collect(),
            notes: prepared.notes.clone(),
            figures,
            misread,
            uneven,
            rows,
        },
        facts,
        seen,
    }
}

/// The one column of a figure whose cell covers several, since the walls of its row are not those of the header: where it begins,
/// unless the figure before it stands under the same head.
fn own_column(prepared: &Prepared<'_>, cell: &Cell) -> usize {
    let (first, table) = (cell.column, prepared.table);
    let Some(before) = first.checked_sub(1).filter(|_| cell.column_span > 1) else { return first };
    let same_head = prepared.paths.get(first).is_some_and(|p| !p.is_empty() && prepared.paths.get(before) == Some(p));
    let beside = table.at(cell.row, before).is_some_and(|b| b.row == cell.row && numeric(&b.text));
    if same_head && beside { first + cell.column_span - 1 } else { first }
}

/// The coordinates of a row before its column is known, and whether it is the table's total.
fn row_meaning(
    form: &Form,
    side: usize,
    code: &str,
    label: &str,
    earlier: &[String],
    catalog: &Catalog,
) -> Option<(Coordinates, bool)> {
    let base = form.base.over(Coordinates::default());
    let rules = form.sides.get(side.min(1)).map_or(&[][..], Vec::as_slice);
    let by_rule = || {
        let fitting = |after: bool| {
            rules
                .iter()
                .find(|r| r.label == label && r.after.is_empty() != after && (!after || earlier.contains(&r.after)))
        };
        fitting(true).or_else(|| fitting(false)).map(|r| (r.means.over(base), false))
    };
    match form.rows {
        Rows::Single => Some((base, false)),
        Rows::Functional | Rows::Economic => {
            let dimension = if form.rows == Rows::Functional { Dimension::Subject } else { Dimension::Economic };
            if !code.is_empty() {
                return matches!(code.len(), 3 | 5 | 7).then(|| (base.with(dimension, Term::new(code)), false));
            }
            by_rule().or_else(|| is_total(label).then(|| (form.total.over(base), true)))
        }
        Rows::Named => by_rule().or_else(|| {
            let code = class_code(catalog, label)?;
            (side > 0).then(|| (form.classes.over(base).at(Dimension::Subject, &code), false))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_figure_with_more_decimals_does_not_make_all_others_exact() {
        let steps = |list: &[&str]| -> Vec<Amount> {
            list.iter().filter_map(|t| Figure::parse(t, Unit::WanYuan)).map(|f| f.step).collect()
        };
        let two = Figure::parse("1.00", Unit::WanYuan).unwrap().step;
        let three = Figure::parse("1.000", Unit::WanYuan).unwrap().step;
        assert_eq!(usual_step(steps(&["26.00", "21.54", "2.600", "7.00"]), Unit::WanYuan), two);
        assert_eq!(usual_step(steps(&["26.00", "2.600", "7.001"]), Unit::WanYuan), three);
        // Trailing zeros that a workbook dropped are still meant.
        assert_eq!(usual_step(steps(&["2832.4", "15", "16", "17", "15.21"]), Unit::WanYuan), two);
    }
}
