//! A grade agrees with its score: 优 from 90, 良 from 80, 中 and 合格 from 60.

use super::amounts::amounts;
use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone};
use mingzhang_model::{Finding, number::SCALE};

const RULE: &str = "grade-and-score";

/// The scores of a grade, from and up to, in points.
fn bounds(grade: &str) -> Option<(i64, i64)> {
    match grade {
        "优" | "优秀" => Some((90, 101)),
        "良" | "良好" => Some((80, 90)),
        "中" | "中等" => Some((60, 80)),
        // In the scale of three it reaches higher than in that of four.
        "合格" => Some((60, 101)),
        "差" | "不合格" => Some((0, 60)),
        _ => None,
    }
}

/// The grade of a score.
fn grade_of(score: i64) -> &'static str {
    match score / SCALE {
        90.. => "优",
        80..90 => "良",
        60..80 => "中",
        _ => "差",
    }
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let grades = re!(
        "(?:结论|等级|评级|评价结果|评定结果|评定|结果)(?:均)?(?:为|是)“?(优秀|优|良好|良|中等|中|不合格|合格|差)(?:级|等)?(?:[”，。；、（]|$)"
    );
    let scores = re!("(?:得分|评分|总分|自评|分数|评价)(?:结果|总分|得分)?(?:为|是|：)?([0-9]{1,3}(?:\\.[0-9]+)?)分");
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        if !line.text.contains('分') {
            continue;
        }
        let (found, points) = (grades.all(&line.text), scores.all(&line.text));
        // Of several grades or scores nobody says which belong together.
        let ([grade], [point]) = (found.as_slice(), points.as_slice()) else { continue };
        let Some((low, high)) = bounds(group(grade, 1)) else { continue };
        let score = amounts(group(point, 1)).first().map_or(0, |a| a.figure.value.0);
        // Where the full mark is not a hundred the bounds are others.
        let hundred =
            score <= 100 * SCALE && !re!("满分(?:为)?(?:[0-9]{2}|1[1-9][0-9]|[2-9][0-9]{2})分").is_match(&line.text);
        // A score below the pass mark may be that of one indicator.
        let part = score < 60 * SCALE && !["总分", "综合", "最终"].iter().any(|w| line.text.contains(w));
        // The grade of some projects is not that of their average.
        let average = line.text.get(..range(point, 0).start).is_some_and(|before| before.ends_with("平均"));
        if !hundred || part || average || (low * SCALE <= score && score < high * SCALE) {
            continue;
        }
        let (word, number) = (group(grade, 1), group(point, 1));
        let right = grade_of(score);
        out.push(
            Draft::warning(RULE, "等级与得分不符")
                .say(format!("得分{number}分属于“{right}”，等级却写作“{word}”。"))
                .stated(word)
                .expected(right)
                .at(scene.around(line, range(grade, 1), 24, 2))
                .witness(scene.around(line, range(point, 0), 12, 0))
                .done(),
        );
    }
}
