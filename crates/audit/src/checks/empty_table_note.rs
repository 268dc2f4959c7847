//! A table and the note under it: a note that says there is nothing stands under an empty table of its own purse, and only there.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::disclosure::TableReading;
use mingzhang_model::{Coordinates, Dimension, Figure, Finding, Origin, Unit};

const RULE: &str = "empty-table-note";

/// What a table or a note may be about.
const PURSES: [&str; 3] = ["政府性基金", "国有资本经营", "三公"];

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (index, table) in scene.d.tables.iter().enumerate() {
        if table.misread.is_some() {
            continue;
        }
        let Some((title, _)) = &table.title else { continue };
        let title = plain(title);
        let Some(purse) = purse(&title) else { continue };
        // “三公”经费 of one purse alone says nothing of that purse, nor of all “三公”经费.
        if PURSES.iter().filter(|p| title.contains(**p)).count() > 1 {
            continue;
        }
        let notes: Vec<&Line> =
            table.notes.iter().filter_map(|b| scene.line(*b)).filter(|l| says_none(&l.text)).collect();
        let in_grid = body(scene, table).iter().any(|c| says_none(&plain(&c.text)));
        let filled = amounts_in(scene, index, table, purse);
        let cells = numeric_cells(scene, table);
        if !filled.is_empty() {
            full(scene, &title, purse, &notes, &filled, out);
        } else if (cells == 0 || zeros(scene, index)) && !in_grid {
            empty(scene, table, &title, purse, &notes, out);
        } else {
            foreign(scene, table, &title, purse, &notes, out);
        }
    }
}

fn purse(text: &str) -> Option<&'static str> {
    PURSES.iter().copied().find(|p| text.contains(p))
}

/// True if the report says that there is nothing of the purse a table's name speaks of.
pub(crate) fn said_none(scene: &Scene<'_>, name: &str) -> bool {
    purse(name).is_some_and(|p| scene.lines.iter().any(|l| l.text.contains(p) && says_none(&l.text)))
}

fn says_none(text: &str) -> bool {
    text.chars().count() <= 120
        && (text.contains("空表")
            || re!("(?:本部门|本单位|我部门|我单位|我局|年度?|局|会|处|中心|院|校)[^，。]{0,12}(?:无|没有|未安排)[^，。]{2,40}(?:支出|收入|预算|经费)").is_match(text)
            || text.contains("无数据"))
}

/// Non-zero amounts of a table, as printed.
fn amounts_in(scene: &Scene<'_>, index: usize, table: &TableReading, purse: &str) -> Vec<super::build::Spot> {
    let Some(grid) = scene.d.document.blocks.get(table.block).and_then(|b| b.table()) else { return Vec::new() };
    let mut out = Vec::new();
    for fact in &scene.d.facts {
        if let Origin::Table { table: t, row, column } = fact.origin
            && t == index
            && !fact.blank
            && !fact.figure.value.is_zero()
            // The table of the three may carry 机关运行经费 too.
            && (purse != "三公" || fact.coordinates.get(Dimension::Measure).word() == "三公经费")
            && let Some(cell) = grid.at(row, column)
        {
            out.push(scene.cell(cell));
        }
    }
    if !out.is_empty() || scene.d.facts.iter().any(|f| matches!(f.origin, Origin::Table { table: t, .. } if t == index))
    {
        return out;
    }
    body(scene, table)
        .into_iter()
        .filter(|c| {
            Figure::parse(&plain(&c.text), Unit::WanYuan).is_some_and(|f| !f.value.is_zero()) && c.text.contains('.')
        })
        .map(|c| scene.cell(c))
        .collect()
}

fn body<'a>(scene: &'a Scene<'_>, table: &TableReading) -> Vec<&'a mingzhang_model::Cell> {
    scene
        .d
        .document
        .blocks
        .get(table.block)
        .and_then(|b| b.table())
        .map(|g| g.cells.iter().filter(|c| c.row >= table.header_rows).collect())
        .unwrap_or_default()
}

/// Cells below the header that carry a number, line and column numbers left out.
fn numeric_cells(scene: &Scene<'_>, table: &TableReading) -> usize {
    let cells = body(scene, table);
    let numbered = |row: usize| cells.iter().any(|c| c.row == row && plain(&c.text) == "栏次");
    cells
        .iter()
        .filter(|c| !numbered(c.row))
        .filter(|c| Figure::parse(&plain(&c.text), Unit::WanYuan).is_some() && !c.text.is_empty())
        .count()
}

/// True for a table of which every figure was read and is zero.
fn zeros(scene: &Scene<'_>, index: usize) -> bool {
    let mut facts =
        scene.d.facts.iter().filter(|f| matches!(f.origin, Origin::Table { table, .. } if table == index)).peekable();
    facts.peek().is_some() && facts.all(|f| f.figure.value.is_zero())
}

/// A table with amounts under a note that says it is empty.
fn full(
    scene: &Scene<'_>,
    title: &str,
    purse: &str,
    notes: &[&Line],
    filled: &[super::build::Spot],
    out: &mut Vec<Finding>,
) {
    let own = notes.iter().find(|n| {
        // A note that names another purse belongs to another table.
        let own = self::purse(&n.text).is_none_or(|p| p == purse);
        // “三公”经费中无公务用车购置支出 denies a part only: the denial must come before the purse.
        let denied = re!("(?:无|没有|未安排)[^，。中]{0,16}(?:政府性基金|国有资本经营|三公)").is_match(&n.text);
        own && (denied || n.text.contains("空表") || n.text.contains("无数据"))
    });
    let Some(note) = own else { return };
    let mut draft = Draft::error(RULE, "表有数据而表注说没有")
        .say(format!("“{title}”列有数据，表注却说“{}”。", cut(&note.text)))
        .stated(denial(&note.text))
        .expected("与表内数据相符的说明")
        .at(scene.whole(note));
    for spot in filled.iter().take(3) {
        draft = draft.witness(spot.clone());
    }
    out.push(draft.done());
}

/// What the note says there is none of, as printed.
fn denial(text: &str) -> String {
    let empty = re!("表为空").find(text).map(|m| m.as_str());
    let none = re!("(?:无|没有|未安排|未使用)[^，。；]{2,40}").find(text).map(|m| m.as_str());
    empty.or(none).map_or_else(|| cut(text), str::to_owned)
}

/// The number the report gives a table (公开07表), or the one of its place in the table of contents; its title where there is neither.
fn number(scene: &Scene<'_>, table: &TableReading, title: &str) -> String {
    let from = table.title.as_ref().map_or(table.block.saturating_sub(4), |(_, b)| *b);
    let printed = scene
        .lines
        .iter()
        .filter(|l| from <= l.block && l.block < table.block)
        .find_map(|l| re!("公开[0-9]{2}表").find(&l.text).map(|m| m.as_str().to_owned()));
    let core = super::missing_table::core(title);
    let listed = || {
        super::missing_table::announced(scene).iter().position(|(_, n)| *n == core).map(|i| format!("{:02}表", i + 1))
    };
    printed.or_else(listed).unwrap_or_else(|| title.to_owned())
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

fn empty(
    scene: &Scene<'_>,
    table: &TableReading,
    title: &str,
    purse: &'static str,
    notes: &[&Line],
    out: &mut Vec<Finding>,
) {
    if let Some(spot) = told(scene, table, purse) {
        let heading = table.title.as_ref().and_then(|(_, b)| scene.line(*b));
        let draft = Draft::error(RULE, "文字有金额而表是空的")
            .certainty(mingzhang_model::Certainty::Likely)
            .say(format!(
                "情况说明中有{}的金额，“{title}”却整张没有数据。",
                if purse == "三公" { "“三公”经费" } else { purse }
            ))
            .stated(format!("{}空白", number(scene, table, title)))
            .expected(spot.quote.clone())
            .at(spot);
        out.push(match heading {
            Some(line) => draft.witness(scene.whole(line)).done(),
            None => draft.done(),
        });
        return;
    }
    if foreign(scene, table, title, purse, notes, out)
        || notes.iter().any(|n| self::purse(&n.text).is_none_or(|p| p == purse))
    {
        return;
    }
    let said = scene
        .lines
        .iter()
        .any(|l| matches!(l.zone, Zone::Report | Zone::Note) && l.text.contains(purse) && says_none(&l.text));
    let zero = scene.lines.iter().any(|l| {
        l.zone == Zone::Report
            && l.text.contains(purse)
            && re!("(?:支出|预算|收入)(?:决算)?(?:数)?(?:为)?0(?:\\.0+)?(?:万元|元)").is_match(&l.text)
    });
    let Some(line) = table.title.as_ref().and_then(|(_, b)| scene.line(*b)) else { return };
    let draft =
        if said || zero { Draft::info(RULE, "空表没有说明") } else { Draft::warning(RULE, "空表没有说明") };
    out.push(
        draft
            .say(format!("“{title}”没有数据，表下也没有说明为何是空表。"))
            .expected("空表应附说明")
            .at(scene.whole(line))
            .done(),
    );
}

/// The note under an empty table that speaks of another purse and none that speaks of its own; true if there is one.
fn foreign(
    scene: &Scene<'_>,
    table: &TableReading,
    title: &str,
    purse: &'static str,
    notes: &[&Line],
    out: &mut Vec<Finding>,
) -> bool {
    if notes.iter().any(|n| self::purse(&n.text).is_none_or(|p| n.text.contains(purse) || p == purse)) {
        return false;
    }
    let Some(note) = notes.first() else { return false };
    let other = self::purse(&note.text).unwrap_or("");
    // The note may be meant for the next table; only where that has one of its own, or amounts, is it surely out of place.
    let settled = scene.d.tables.iter().enumerate().any(|(i, t)| {
        t.block != table.block
            && t.title.as_ref().is_some_and(|(name, _)| plain(name).contains(other))
            && (t.notes.iter().filter_map(|b| scene.line(*b)).any(|l| says_none(&l.text) && l.text.contains(other))
                || !amounts_in(scene, i, t, other).is_empty())
    });
    let draft = if settled {
        Draft::error(RULE, "表注说的是另一种资金")
    } else {
        Draft::warning(RULE, "表注说的是另一种资金")
    };
    out.push(
        draft
            .say(format!("“{title}”是空表，表注说的却是{other}，应当说明没有{purse}收支。"))
            .stated(format!("{}下注“{}”", number(scene, table, title), denial(&note.text)))
            .expected(format!("没有{purse}收入和支出的说明"))
            .at(scene.whole(note))
            .done(),
    );
    true
}

/// A non-zero amount of the purse that the narrative states for the year reported on.
fn told(scene: &Scene<'_>, table: &TableReading, purse: &str) -> Option<super::build::Spot> {
    let here = |c: &Coordinates| {
        c.get(Dimension::Year).is_whole()
            && c.get(Dimension::Aspect).is_whole()
            && match purse {
                "三公" => c.get(Dimension::Measure).word() == "三公经费",
                other => {
                    c.get(Dimension::Purse).word().contains(other)
                        && matches!(c.get(Dimension::Measure).word(), "支出" | "收入")
                }
            }
    };
    // A table of final figures only has no place for the budget.
    let has_column = |c: &Coordinates| {
        !c.get(Dimension::Stage).word().contains("预算") || table.columns.iter().any(|h| h.contains("预算"))
    };
    scene
        .d
        .facts
        .iter()
        .find(|f| {
            matches!(f.origin, Origin::Narrative { .. })
                && here(&f.coordinates)
                && !f.figure.value.is_zero()
                && has_column(&f.coordinates)
        })
        .map(|f| super::build::Spot { quote: f.quote.clone(), place: f.place.clone() })
}
