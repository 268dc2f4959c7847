//! Titles of forms: what a form is for, of which year, in which unit.

use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::performance::PerformanceWords;
use mingzhang_model::Unit;
use mingzhang_model::performance::FormKind;

/// A title without what stands in brackets after it.
fn body(text: &str) -> String {
    let text = plain_label(text);
    let bracket = text.find("表（").filter(|_| text.ends_with('）'));
    let body = bracket.and_then(|at| text.get(..at + '表'.len_utf8()));
    body.unwrap_or(text.trim_end_matches('）')).to_owned()
}

/// True for the title of a performance form: 项目支出绩效自评表（2023年度）.
pub(super) fn names_a_form(text: &str) -> bool {
    let body = body(text);
    let length = body.chars().count();
    body.ends_with('表') && (5..=50).contains(&length) && body.contains("绩效") && !body.contains('。')
}

/// True for a line that stands above a form's head: title, year, unit of money.
pub(super) fn is_preamble(text: &str) -> bool {
    let text = plain_label(text);
    let year_alone = text.trim_matches(['（', '）']).chars().all(|c| c.is_ascii_digit() || "年度".contains(c));
    names_a_form(&text) || year_alone || unit(&text).is_some()
}

/// The year of a title or of 2023年度.
pub(super) fn year(text: &str) -> Option<i32> {
    crate::gap::years(&plain_label(text)).first().copied()
}

/// 单位：万元
pub(super) fn unit(text: &str) -> Option<Unit> {
    let text = plain_label(text);
    let (_, rest) = text.rsplit_once("单位：")?;
    named(rest)
}

/// 项目资金（元）
pub(super) fn unit_in_brackets(text: &str) -> Option<Unit> {
    let text = plain_label(text);
    let (_, rest) = text.rsplit_once('（')?;
    named(rest)
}

fn named(rest: &str) -> Option<Unit> {
    [("万元", Unit::WanYuan), ("亿元", Unit::YiYuan), ("元", Unit::Yuan)]
        .into_iter()
        .find(|(word, _)| rest.starts_with(word))
        .map(|(_, unit)| unit)
}

/// What a form is for: by its title, or else by what it has.
pub(super) fn kind(title: &str, words: &PerformanceWords, department: bool, has_actual: bool) -> FormKind {
    let any = |list: &[String]| list.iter().any(|w| title.contains(w.as_str()));
    let titles = &words.titles;
    if any(&titles.monitoring) {
        return FormKind::Monitoring;
    }
    let overall = any(&titles.overall) || (department && !title.contains("项目"));
    let evaluates = any(&titles.evaluation) || (has_actual && !any(&titles.targets));
    match (overall, evaluates) {
        (true, true) => FormKind::OverallSelfEvaluation,
        (true, false) => FormKind::OverallTargets,
        (false, true) => FormKind::ProjectSelfEvaluation,
        (false, false) => FormKind::ProjectTargets,
    }
}
