//! One unit under two names: two lists of the entity's units that agree but for one name, nearly the same in both.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::Finding;
use std::ops::Range;

const RULE: &str = "entity-name";

/// A name in a list.
struct Named<'a> {
    line: &'a Line,
    at: Range<usize>,
    name: String,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let lists = lists(scene);
    for (i, one) in lists.iter().enumerate() {
        for other in lists.iter().skip(i + 1) {
            let shared = one.iter().filter(|a| other.iter().any(|b| a.name == b.name)).count();
            if shared < 2 {
                continue;
            }
            let only: Vec<&Named<'_>> = one.iter().filter(|a| other.iter().all(|b| a.name != b.name)).collect();
            let also: Vec<&Named<'_>> = other.iter().filter(|b| one.iter().all(|a| a.name != b.name)).collect();
            for a in &only {
                let near: Vec<_> = also.iter().filter(|b| near(&a.name, &b.name)).collect();
                let [b] = near.as_slice() else { continue };
                if only.iter().filter(|o| self::near(&o.name, &b.name)).count() > 1 {
                    continue;
                }
                report(scene, a, b, out);
            }
        }
    }
}

/// The same name with one stretch of up to three letters more or less.
fn near(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() < b.chars().count() { (a, b) } else { (b, a) };
    let (s, l): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let gap = l.len() - s.len();
    let head = s.iter().zip(&l).take_while(|(x, y)| x == y).count();
    s.len() >= 6
        && (1..=3).contains(&gap)
        && head >= 3
        && l.iter().skip(head + gap).eq(s.iter().skip(head))
        && s.len() - head >= 2
}

fn report(scene: &Scene<'_>, a: &Named<'_>, b: &Named<'_>, out: &mut Vec<Finding>) {
    let times = |name: &str| scene.lines.iter().map(|l| l.text.matches(name).count()).sum::<usize>();
    // The one printed more often is probably right; on a tie the fuller one.
    let key = |n: &Named<'_>| (times(&n.name), n.name.chars().count());
    let (wrong, right) = if key(a) > key(b) { (b, a) } else { (a, b) };
    out.push(
        Draft::warning(RULE, "同一单位两种名称")
            .say(format!(
                "两处列举的单位有几个相同，其中一处写作“{}”，另一处写作“{}”，应当是同一单位。",
                wrong.name, right.name
            ))
            .stated(wrong.name.clone())
            .expected(right.name.clone())
            .suggest(right.name.clone(), None, 60, 1)
            .at(scene.spot(wrong.line, wrong.at.clone()))
            .witness(scene.spot(right.line, right.at.clone()))
            .done(),
    );
}

/// Lists of units: the names of one sentence, and names each on a line of its own one after another.
fn lists<'a>(scene: &'a Scene<'_>) -> Vec<Vec<Named<'a>>> {
    let institution = re!("[一-龥]{4,24}(?:局|委员会|办公室|办事处|中心|支队|大队|总队|院|所|站|馆|学校|处)");
    let mut out: Vec<Vec<Named<'a>>> = Vec::new();
    let mut column: Vec<Named<'a>> = Vec::new();
    let mut last_block = 0;
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        let alone = re!(
            "^(?:[0-9]{1,2}[.．、]|（[0-9一二三四五六七八九十]{1,2}）)?([一-龥]{6,24}(?:局|委员会|办公室|办事处|中心|支队|大队|总队|院|所|站|馆|学校|处))(?:（[^）]{1,20}）)?[。；]?$"
        );
        if let Some(found) = alone.groups(&line.text)
            && let Some(name) = found.get(1)
        {
            if line.block > last_block + 2 {
                out.push(std::mem::take(&mut column));
            }
            last_block = line.block;
            column.push(Named { line, at: name.range(), name: name.as_str().to_owned() });
            continue;
        }
        if line.text.matches('、').count() < 3 {
            continue;
        }
        let mut row = Vec::new();
        let mut start = 0;
        for part in line.text.split_inclusive(['、', '（', '）', '，', '。', '；', '：', '和', '以', '及']) {
            let words = part.trim_end_matches(['、', '（', '）', '，', '。', '；', '：', '和', '以', '及']);
            if let Some(found) = institution.find(words)
                && found.range() == (0..words.len())
                && words.chars().count() >= 6
            {
                row.push(Named { line, at: start..start + words.len(), name: words.to_owned() });
            }
            start += part.len();
        }
        out.push(row);
    }
    out.push(column);
    out.retain(|l| (3..=60).contains(&l.len()));
    out.truncate(100);
    out
}
