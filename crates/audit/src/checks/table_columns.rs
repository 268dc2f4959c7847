//! Rows with more cells than the header has columns, and column numbers that do not fit the columns.

use super::build::{Draft, Spot};
use super::scene::Scene;
use mingzhang_model::{Certainty, Finding, TableReading, disclosure::Uneven};

const RULE: &str = "table-columns";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for reading in &scene.d.tables {
        let Some(first) = reading.uneven.first() else { continue };
        let more = match reading.uneven.len() {
            1 => String::new(),
            n => format!("（同样的共{n}行）"),
        };
        let title = reading.title.as_ref().map_or("这张表", |(t, _)| t.as_str());
        let (stated, expected, message) = if first.ordinals {
            let (stated, expected) = (format!("栏次{}个", first.cells), format!("与{}列数字相应", first.columns));
            let message = format!(
                "《{title}》的栏次有{}个，表头下的数字却有{}列，请核对有没有错列。",
                first.cells, first.columns
            );
            (stated, expected, message)
        } else {
            let (stated, expected) =
                (format!("第{}行{}格", first.row + 1, first.cells), format!("{}列", first.columns));
            let message = format!(
                "《{title}》第{}行有{}格，表头只有{}列{more}，多半是少了或多了一个分隔，数字错到了别的列，这些行没有参与核对。",
                first.row + 1,
                first.cells,
                first.columns
            );
            (stated, expected, message)
        };
        out.push(
            Draft::warning(RULE, "行与表头的列数不符")
                .certainty(Certainty::Likely)
                .say(message)
                .stated(stated)
                .expected(expected)
                .at(spot(scene, reading, first))
                .done(),
        );
    }
}

/// The row's cells.
fn spot(scene: &Scene<'_>, reading: &TableReading, uneven: &Uneven) -> Spot {
    let table = scene.d.document.blocks.get(reading.block).and_then(|b| b.table());
    let cells = table.into_iter().flat_map(|t| t.cells.iter()).filter(|c| c.row == uneven.row && !c.text.is_empty());
    let mut place: Option<mingzhang_model::Place> = None;
    let mut words: Vec<&str> = Vec::new();
    for cell in cells {
        place = Some(place.map_or_else(|| cell.place.clone(), |p| p.cover(&cell.place)));
        words.push(&cell.text);
    }
    let separator = if scene.d.document.kind == mingzhang_model::SourceKind::Text { "\t" } else { " " };
    let quote: String = words.join(separator).chars().take(120).collect();
    Spot { quote, place: place.unwrap_or_default() }
}
