//! A rate told with the numbers it is made of is their quotient.

use super::amounts::{Amount, amounts};
use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Certainty, Finding};
use std::ops::Range;

const RULE: &str = "stated-rates";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        if line.text.contains('率') && line.text.contains('%') {
            cases(scene, line, out);
            money(scene, line, out);
        }
    }
}

/// True if the printed rate is the quotient, rounded or cut.
fn holds(part: &Amount, whole: &Amount, rate: &Amount) -> bool {
    let (part, whole) = (i128::from(part.figure.value.0), i128::from(whole.figure.value.0));
    let (rate, step) = (i128::from(rate.figure.value.0), i128::from(rate.figure.step.0));
    // |part/whole*100 − rate| ≤ step, in whole numbers.
    let scale = i128::from(mingzhang_model::number::SCALE);
    whole == 0 || (part * 100 * scale - rate * whole).abs() <= step * whole
}

fn quotient(part: &Amount, whole: &Amount) -> String {
    let permille = i128::from(part.figure.value.0) * 10_000 / i128::from(whole.figure.value.0.max(1));
    let rounded = (permille + 5) / 10;
    format!("{}.{}%", rounded / 10, rounded % 10)
}

/// 立案受理案件469件；结案440件，结案率92.1%
fn cases(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let rates = re!("(结案|办结|审结|调解|化解|回复|答复|整改|执结)率(?:达到|达|为|是)?([0-9]+(?:\\.[0-9]+)?)%");
    for found in rates.all(&line.text) {
        let verb = group(&found, 1);
        let sentence = line.sentence(range(&found, 0).start);
        let before = line.text.get(sentence.start..range(&found, 0).start).unwrap_or("");
        let counts = |word: &str| -> Vec<(Range<usize>, Amount)> {
            before
                .match_indices(word)
                .filter_map(|(at, _)| {
                    let rest = before.get(at + word.len()..)?;
                    let end = rest.find(['，', '。', '；', '、']).unwrap_or(rest.len());
                    let inner = amounts(rest.get(..end)?);
                    let one = inner.into_iter().find(|a| a.unit == "件")?;
                    Some((at + word.len() + one.whole.start..at + word.len() + one.whole.end, one))
                })
                .collect()
        };
        let parts = counts(verb);
        let mut wholes: Vec<_> = ["立案", "受理", "收到", "接收"].iter().flat_map(|w| counts(w)).collect();
        wholes.sort_by_key(|(at, _)| at.start);
        wholes.dedup_by_key(|(at, _)| at.start);
        let ([(part_at, part)], [(whole_at, whole)]) = (parts.as_slice(), wholes.as_slice()) else { continue };
        let Some(rate) =
            amounts(line.text.get(range(&found, 2).start..range(&found, 0).end).unwrap_or("")).into_iter().next()
        else {
            continue;
        };
        if part_at == whole_at || part.figure.value.0 > whole.figure.value.0 || holds(part, whole, &rate) {
            continue;
        }
        let right = quotient(part, whole);
        let stated = format!("{}%", group(&found, 2));
        out.push(
            Draft::warning(RULE, "比率与所列件数不符")
                .certainty(Certainty::Ask)
                .say(format!(
                    "{}件÷{}件={right}，{verb}率写作{stated}；如含以前年度的案件应当说明。",
                    part.figure.number(),
                    whole.figure.number()
                ))
                .stated(stated)
                .expected(right.clone())
                .suggest(right.clone(), None, 70, 1)
                .workings(format!("{} ÷ {} = {right}", part.figure.number(), whole.figure.number()))
                .at(scene.around(line, range(&found, 0), 12, 0))
                .witness(scene.spot(line, sentence.start + whole_at.start..sentence.start + part_at.end))
                .done(),
        );
    }
}

/// 下达资金X万元，实际支出Y万元，执行率P%
fn money(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let rates = re!("(到位|执行|支出|拨付|资金使用)率(?:达到|达|为|是)?([0-9]+(?:\\.[0-9]+)?)%");
    for found in rates.all(&line.text) {
        let at = range(&found, 0);
        let sentence = line.sentence(at.start);
        let inside: Vec<&Amount> =
            line.amounts().iter().filter(|a| sentence.start <= a.whole.start && a.whole.end <= at.start).collect();
        // With anything else in the sentence the rate may be of something else.
        let [first, second] = inside.as_slice() else { continue };
        if !first.is_money() || first.unit != second.unit || first.figure.value.is_zero() {
            continue;
        }
        let understood = scene.d.facts.iter().any(|f| {
            let span = line.span(range(&found, 2));
            matches!(f.origin, mingzhang_model::Origin::Narrative { block, .. } if block == line.block)
                && f.span.0 < span.end
                && span.start < f.span.1
        });
        let Some(rate) = amounts(line.text.get(range(&found, 2).start..at.end).unwrap_or("")).into_iter().next() else {
            continue;
        };
        if understood || holds(second, first, &rate) || holds(first, second, &rate) {
            continue;
        }
        let clause = |a: &Amount| {
            let before = line.text.get(sentence.start..a.whole.start).unwrap_or("");
            before.rsplit(['，', '；', '：']).next().unwrap_or("").to_owned()
        };
        let names = |clause: &str, words: &[&str]| words.iter().any(|w| clause.contains(w));
        let (planned, done) = (clause(first), clause(second));
        // 年初预算 is not what an adjusted budget was carried out to.
        if !names(&planned, &["预算", "下达", "安排", "计划"])
            || names(&planned, &["调整", "追加", "年初"])
            || !names(&done, &["支出", "执行", "到位", "拨付", "使用", "支付"])
            || names(&done, &["调整", "追加", "预算数", "项目支出"])
        {
            continue;
        }
        let right = quotient(second, first);
        let stated = format!("{}%", group(&found, 2));
        out.push(
            Draft::warning(RULE, "比率与所列金额不符")
                .certainty(Certainty::Ask)
                .say(format!(
                    "{}÷{}={right}，{}率写作{stated}；请核实口径。",
                    second.figure,
                    first.figure,
                    group(&found, 1)
                ))
                .stated(stated)
                .expected(right.clone())
                .workings(format!("{} ÷ {} = {right}", second.figure.number(), first.figure.number()))
                .at(scene.around(line, at, 60, 0))
                .done(),
        );
    }
}
