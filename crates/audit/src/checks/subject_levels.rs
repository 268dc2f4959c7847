//! 类, 款 and 项 follow each other in this order behind the names of a subject.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone};
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "subject-levels";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern =
        re!("（([类款项])）([^（）、，。；：0-9]{2,40})（([类款项])）(?:([^（）、，。；：0-9]{2,40})（([类款项])）)?");
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Glossary)) {
        for found in pattern.all(&line.text) {
            let (first, second, third) = (group(&found, 1), group(&found, 3), group(&found, 5));
            // 类款款, 类类项, 款款项, 类项项, 款款, 项项: where the others fix the place of the wrong one.
            let (at, right) = match (first, second, third) {
                ("类", "款", "款") => (5, "项"),
                ("类", "类", "项") => (3, "款"),
                ("款", "款", "项") => (1, "类"),
                ("类", "项", "项") => (3, "款"),
                ("款", "款", "") if !group(&found, 2).starts_with(['和', '与', '及']) => (3, "项"),
                ("类", "款", "类") => (5, "项"),
                _ => continue,
            };
            let said = group(&found, at).to_owned();
            let spot = range(&found, at);
            let whole = spot.start - '（'.len_utf8()..spot.end + '）'.len_utf8();
            out.push(
                Draft::warning(RULE, "科目层级标错")
                    .certainty(Certainty::Proven)
                    .say(format!("科目名称后的层级应当依次是类、款、项，此处“（{said}）”应为“（{right}）”。"))
                    .stated(format!("（{said}）"))
                    .expected(format!("（{right}）"))
                    .suggest(format!("（{right}）"), None, 95, 1)
                    .at(scene.around(line, whole, 12, 4))
                    .done(),
            );
        }
    }
}
