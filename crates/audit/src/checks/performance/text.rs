//! What the texts of a form say of its own indicators.

use super::Sheet;
use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormCell, FormKind, Indicator};
use mingzhang_model::{Certainty, Finding};
use mingzhang_performance::{Content, Fraction, IndicatorScore, Measured, Verdict};

const RULE: &str = "performance-actual-told";
const IRREGULAR: &str = "performance-irregularities";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        named(sheet, out);
        graded(sheet, out);
        cancelled(sheet, out);
    }
}

/// 培训人员满意度100%, and its row says 90.
fn named(sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let form = sheet.form;
    let cells: Vec<(&FormCell, String)> =
        form.achieved.iter().chain([&form.process, &form.conclusion]).map(|c| (c, plain(&c.text))).collect();
    for (i, row) in sheet.rows() {
        let name = plain(&i.name.text);
        let name = name.split('（').next().unwrap_or("");
        let Some((actual, Content::Number { places, .. })) =
            row.actual.as_ref().and_then(|a| Some((a.amount()?, a.content.clone())))
        else {
            continue;
        };
        if name.chars().count() < 4 {
            continue;
        }
        for (cell, text) in &cells {
            let found = text.match_indices(name).find_map(|(at, _)| {
                let rest = text.get(at + name.len()..)?;
                let said = re!("^(?:为|是|达到|达|：)?([0-9][0-9,.]*[^0-9，。；、]{0,6})").groups(rest)?;
                Some(group(&said, 1).to_owned())
            });
            let Some(said) = found else { continue };
            let unit = i.unit.as_ref().map_or("", |u| u.text.as_str());
            // The number, and the unit as far as it is one.
            let number: String = said.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
            let after = said.get(number.len()..).unwrap_or("");
            let own = crate::checks::amounts::unit_at(after);
            let more = after
                .get(own.len()..)
                .is_some_and(|r| r.starts_with("以上") || r.starts_with('多') || r.starts_with("以下"));
            let told = Measured::parse(sheet.words, &format!("{number}{own}"), unit);
            let Some(value) =
                told.amount().filter(|_| !own.is_empty() && !more && told.unit().counts_as(row.target.unit()))
            else {
                continue;
            };
            let Content::Number { places: printed, .. } = told.content else { continue };
            let coarse = printed.min(places);
            let scale = row.target.unit().factor();
            let rounded = |f: Fraction| f.over(scale).map(|f| f.rounded(coarse));
            if rounded(value) == rounded(actual) {
                continue;
            }
            let shown = row.actual.as_ref().map_or("", |a| a.text.as_str());
            // Scored as if the target were met, and the text says that it was: the value is the slip.
            let slip = row.row.verdict == Verdict::Differs && Some(value) == row.target.amount();
            let draft = if slip { Draft::error } else { Draft::warning };
            let full =
                if slip { format!("，得{}分", row.row.printed.unwrap_or(Fraction::ZERO)) } else { String::new() };
            out.push(
                draft(RULE, "完成值与所说的不同")
                    .say(format!("{}的“{}”完成值{shown}{full}，文中却说{number}{own}。", sheet.name(), i.name.text))
                    .stated(shown)
                    .expected(format!("{number}{own}"))
                    .suggest(number.clone(), None, 50, 1)
                    .at(sheet.row(i))
                    .witness(Spot { quote: cell.text.clone(), place: cell.place.clone() })
                    .done(),
            );
            break;
        }
    }
}

/// 整改率高于90%为优, graded 优, and the rate is 90.
fn graded(sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let pattern =
        re!("（([^（）0-9]{2,16}?)(高于|大于|超过|超|不低于|不少于|达到|达)([0-9]+(?:\\.[0-9]+)?)%(?:以上)?为“?优”?）");
    let mut told: Vec<&Indicator> = Vec::new();
    for (i, row) in sheet.rows() {
        let name = plain(&i.name.text);
        let Some(found) = pattern.groups(&name) else { continue };
        let best = row.actual.as_ref().is_some_and(|a| matches!(&a.content, Content::Grade(g) if g == "优"));
        let Some((limit, _)) = Fraction::parse(group(&found, 3)).filter(|_| best) else { continue };
        let strict = matches!(group(&found, 2), "高于" | "大于" | "超过" | "超");
        let core = group(&found, 1).replace(['率', '度'], "");
        let measures = |o: &Indicator, r: &IndicatorScore| {
            let other = plain(&o.name.text).replace(['率', '度'], "");
            r.target.unit().base == "%" && core.chars().count() >= 2 && other.ends_with(&core)
        };
        let other = sheet.rows().find(|(o, r)| !std::ptr::eq(*o, i) && measures(o, r));
        let Some((other, value)) = other else { continue };
        let Some(reached) = value.actual.as_ref().and_then(|a| a.number()) else { continue };
        // Several grades that hang on one value are one mistake.
        if reached > limit || reached == limit && !strict || told.iter().any(|t| std::ptr::eq(*t, other)) {
            continue;
        }
        told.push(other);
        let shown = value.actual.as_ref().map_or("", |a| a.text.as_str());
        out.push(
            Draft::warning(RULE, "等次的条件没有达到")
                .say(format!(
                    "{}的“{name}”评为优，条件是{}{}{}%，而“{}”的完成值是{shown}，没有达到条件。",
                    sheet.name(),
                    group(&found, 1),
                    group(&found, 2),
                    group(&found, 3),
                    other.name.text
                ))
                .stated("优")
                .expected(format!("{}{}{}%才能评优", group(&found, 1), group(&found, 2), group(&found, 3)))
                .at(sheet.row(i))
                .witness(sheet.row(other))
                .done(),
        );
    }
}

/// 部分项目取消, and all the projects are counted as done.
fn cancelled(sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let pattern = re!(r"部分(\p{Han}{2,4}?)(?:被)?(?:取消|未实施|未开展|没有实施|没有开展)|取消部分(\p{Han}{2,6})");
    let funds = sheet.form.funds.iter().filter_map(|f| f.reason.as_ref());
    let reasons = funds.chain(sheet.form.indicators.iter().filter_map(|i| i.reason.as_ref()));
    let reasons: Vec<(&FormCell, String)> = reasons
        .filter_map(|c| {
            let text = plain(&c.text);
            let found = pattern.groups(&text)?;
            let thing = if group(&found, 1).is_empty() { group(&found, 2) } else { group(&found, 1) };
            Some((c, thing.to_owned()))
        })
        .collect();
    let Some((cell, thing)) = reasons.first() else { return };
    for (i, row) in sheet.rows() {
        let name = plain(&i.name.text);
        let counts = name.contains(thing.as_str()) && (name.ends_with('数') || name.ends_with("数量"));
        if !counts || row.situation.is_met() != Some(true) || !i.level2.text.contains("数量") {
            continue;
        }
        let actual = row.actual.as_ref().map_or("", |a| a.text.as_str());
        out.push(
            Draft::warning(RULE, "完成值与所填原因矛盾")
                .certainty(Certainty::Ask)
                .say(format!(
                    "{}的原因说“{}”，“{}”却全部完成（目标{}，完成值{actual}）。",
                    sheet.name(),
                    cell.text,
                    i.name.text,
                    i.target.text
                ))
                .stated(actual)
                .expected(format!("少于{}，或说明取消的是什么", i.target.text))
                .at(sheet.row(i))
                .witness(super::at(cell))
                .done(),
        );
    }
}

/// Irregularities confessed, and full marks.
pub(crate) fn irregular(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation) {
        let total = &sheet.scored.total;
        let full = Fraction::whole(sheet.profile.weights.total);
        let cell = &sheet.form.problems;
        if total.printed != Some(full) || sheet.says_nothing(cell) {
            continue;
        }
        let text = plain(&cell.text);
        let review = sheet.review;
        let confessed = review.irregular.iter().find(|word| {
            text.match_indices(word.as_str()).any(|(at, _)| {
                let before = text.get(..at).unwrap_or("");
                let clause = before.rsplit(['，', '。', '；']).next().unwrap_or("");
                !review.negations.iter().any(|n| clause.contains(n.as_str()))
            })
        });
        let Some(word) = confessed else { continue };
        let mut draft = Draft::warning(IRREGULAR, "自己承认违规，仍得满分")
            .certainty(Certainty::Ask)
            .say(format!("{}的存在问题说到“{word}”，合计得分却是满分{full}。", sheet.name()))
            .stated(full.to_string())
            .expected("按问题扣分，或说明")
            .at(super::at(cell));
        draft = sheet.total().into_iter().fold(draft, Draft::witness);
        out.push(draft.done());
    }
}
