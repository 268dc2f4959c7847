//! Rows whose code and name are two different subjects: which of the two is wrong, the rest of the table and the other tables say.

use super::build::{Draft, Spot};
use super::glossary_subjects::bare;
use super::scene::{Scene, plain};
use mingzhang_catalog::subjects::{Classification, Sureness};
use mingzhang_model::document::Table;
use mingzhang_model::{Certainty, Finding};
use rustc_hash::FxHashMap;

const RULE: &str = "subject-codes";

/// More rows than this cannot each be wrong: rows were shifted in reading.
const SINGLE: usize = 2;

/// A row as printed.
struct Row {
    table: usize,
    row: usize,
    code: String,
    label: String,
    /// The label for comparison.
    core: String,
}

/// A row whose name belongs to another code.
struct Odd<'a> {
    row: &'a Row,
    /// The name that belongs to the code, if it is known.
    name: Option<String>,
    /// The code that belongs to the name.
    code: String,
}

/// Runs the check; the rows told, by table and grid row.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) -> Vec<(usize, usize)> {
    let rows = rows(scene);
    let mut names: FxHashMap<&str, Vec<&Row>> = FxHashMap::default();
    let mut codes: FxHashMap<(bool, &str), Vec<&Row>> = FxHashMap::default();
    for row in &rows {
        names.entry(&row.code).or_default().push(row);
        codes.entry((economic(&row.code), &row.core)).or_default().push(row);
    }
    let odd: Vec<Odd<'_>> = rows.iter().filter_map(|row| odd(scene, row, &rows, &names, &codes)).collect();
    if odd.len() > SINGLE {
        return Vec::new();
    }
    let mut told = Vec::new();
    for odd in &odd {
        if let Some(finding) = tell(scene, odd, &rows) {
            told.push((odd.row.table, odd.row.row));
            out.push(finding);
        }
    }
    told
}

fn rows(scene: &Scene<'_>) -> Vec<Row> {
    let mut out = Vec::new();
    for (table, reading) in scene
        .d
        .tables
        .iter()
        .enumerate()
        .filter(|(_, t)| t.misread.is_none() && (t.form.is_some() || t.title.is_some()))
    {
        for row in &reading.rows {
            let label = plain(&row.label);
            let digits = matches!(row.code.len(), 3 | 5 | 7) && row.code.bytes().all(|b| b.is_ascii_digit());
            if digits && row.code.starts_with(['2', '3']) && label.chars().count() >= 2 {
                let core = bare(&label);
                out.push(Row { table, row: row.row, code: row.code.clone(), label, core });
            }
        }
    }
    out
}

fn economic(code: &str) -> bool {
    code.starts_with('3') && code.len() <= 5
}

fn list<'a>(scene: &Scene<'a>, code: &str) -> &'a Classification {
    let subjects = &scene.catalog.subjects;
    if economic(code) { &subjects.economic } else { &subjects.functional }
}

/// The code's name by the classification, or by the other rows of the report that agree.
fn name_of(scene: &Scene<'_>, row: &Row, names: &FxHashMap<&str, Vec<&Row>>) -> Option<String> {
    let known = list(scene, &row.code).get(&row.code).filter(|s| s.sureness == Sureness::Attested);
    let others = || names.get(row.code.as_str()).into_iter().flatten().filter(|r| !std::ptr::eq(**r, row));
    let printed = others().next();
    if let Some(printed) = printed.filter(|p| others().all(|r| r.core == p.core)) {
        return Some(printed.label.clone());
    }
    known.map(|s| plain(&s.name))
}

fn odd<'r>(
    scene: &Scene<'_>,
    row: &'r Row,
    rows: &[Row],
    names: &FxHashMap<&str, Vec<&Row>>,
    codes: &FxHashMap<(bool, &str), Vec<&Row>>,
) -> Option<Odd<'r>> {
    let core = row.core.as_str();
    let official = list(scene, &row.code).get(&row.code).map(|s| bare(&s.name));
    let name = name_of(scene, row, names);
    let like = |n: &str| n == core || n.contains(core) || core.contains(n) || strsim::levenshtein(n, core) <= 1;
    if official.as_deref().is_some_and(like) || name.as_deref().map(bare).is_some_and(|n| like(&n)) {
        return None;
    }
    // The code of the name: printed beside it in other rows, else the classification's only one of that length.
    let aliased = |c: &Classification| c.aliases(&row.label).iter().any(|a| a.code == row.code);
    if aliased(list(scene, &row.code)) {
        return None;
    }
    let other = [economic(&row.code), !economic(&row.code)];
    let other = other.into_iter().filter_map(|e| codes.get(&(e, core))).flatten().filter(|r| r.code != row.code);
    let mut found: Vec<String> = other.map(|r| r.code.clone()).collect();
    if found.iter().all(|c| c.len() != row.code.len()) {
        for of in [&scene.catalog.subjects.functional, &scene.catalog.subjects.economic] {
            let named = [row.label.clone(), format!("{core}支出"), core.to_owned()];
            let attested = |c: &&String| of.get(c).is_some_and(|s| s.sureness == Sureness::Attested);
            found.extend(named.iter().flat_map(|n| of.named(n)).filter(attested).cloned());
        }
    }
    // 行政运行 stands under every 款: only where no code of the name lies beside the printed one is the row odd.
    let parent = row.code.get(..row.code.len().saturating_sub(2)).unwrap_or("");
    found.sort_by_key(|c| (c.len() != row.code.len(), !fits(rows, row, c), !c.starts_with(parent), c.clone()));
    found.dedup();
    let code = found.first()?.clone();
    // A code nobody knows under a known name is the code's mistake, and told where the hierarchy shows it.
    let placed = code.starts_with(parent)
        || fits(rows, row, &code) && !fits(rows, row, &row.code)
        || economic(&code) && economic(&row.code) && found.iter().filter(|c| c.len() == code.len()).count() == 1;
    if name.is_none() && (official.is_some() || code.len() != row.code.len() || !placed) {
        return None;
    }
    Some(Odd { row, name, code })
}

/// True if a code stands in the order of codes between the rows above and below.
fn fits(rows: &[Row], row: &Row, code: &str) -> bool {
    let of: Vec<&Row> = rows.iter().filter(|r| r.table == row.table).collect();
    let Some(at) = of.iter().position(|r| std::ptr::eq(*r, row)) else { return false };
    let above = at.checked_sub(1).and_then(|i| of.get(i)).is_none_or(|r| r.code.as_str() < code);
    above && of.get(at + 1).is_none_or(|r| code < r.code.as_str())
}

fn tell(scene: &Scene<'_>, odd: &Odd<'_>, rows: &[Row]) -> Option<Finding> {
    let row = odd.row;
    let grid = scene.d.document.blocks.get(scene.d.tables.get(row.table)?.block)?.table()?;
    let here = |code: &str| rows.iter().any(|r| r.table == row.table && r.row != row.row && r.code == code);
    let there = |code: &str| rows.iter().any(|r| r.table != row.table && r.code == code);
    // Twice in a table a code cannot stand, and a name that its own row already has is not this row's.
    let code_wrong = odd.name.is_none()
        || odd.code.len() == row.code.len()
            && !here(&odd.code)
            && (here(&row.code)
                || there(&odd.code) && !there(&row.code)
                || fits(rows, row, &odd.code) && !fits(rows, row, &row.code));
    let label = grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == row.label)?;
    if code_wrong {
        let cell = code_cell(grid, row);
        let spot = cell.map_or_else(|| scene.cell(label), |c| scene.cell(c));
        return Some(
            Draft::warning(RULE, "科目代码与名称不符")
                .certainty(Certainty::Likely)
                .say(format!("“{}”的代码是{}，表中写作{}。", row.label, odd.code, row.code))
                .stated(row.code.clone())
                .expected(odd.code.clone())
                .suggest(odd.code.clone(), None, 85, 1)
                .at(spot)
                .witness(scene.cell(label))
                .done(),
        );
    }
    let name = odd.name.clone()?;
    let mut draft = Draft::warning(RULE, "科目代码与名称不符")
        .certainty(Certainty::Likely)
        .say(format!("代码{}的科目是“{name}”，表中写作“{}”。", row.code, row.label))
        .stated(row.label.clone())
        .expected(name.clone())
        .suggest(name, None, 85, 1)
        .at(scene.cell(label));
    if let Some(cell) = code_cell(grid, row) {
        draft = draft.witness(Spot { quote: cell.text.clone(), place: cell.place.clone() });
    }
    Some(draft.done())
}

/// The cell of the row's code, if it stands in one.
fn code_cell<'t>(grid: &'t Table, row: &Row) -> Option<&'t mingzhang_model::Cell> {
    grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == row.code)
}
