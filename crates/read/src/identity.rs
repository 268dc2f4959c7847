//! Who, what, when: from cover, headings, table heads and text, never from the file name.

use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::profiles::Profile;
use mingzhang_model::{Block, Document, Identity, Kind, Level, limits};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The plain text of every block, tables by their cells.
pub(crate) fn lines(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) => plain_label(&p.text),
            Block::Table(t) => t.cells.iter().map(|c| plain_label(&c.text)).collect::<Vec<_>>().join("\t"),
        })
        .collect()
}

static TABLE_HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:编制|填报)?(部门|单位)(?:名称)?(?:（盖章）)?：([\u{4e00}-\u{9fff}（）]{4,40})").ok()
});
static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([\u{4e00}-\u{9fff}]{3,36}?(?:局|委员会|办公室|办事处|厅|院|中心|学校|人民政府|联合会|总队|支队|大队|馆|站|所|处|署|会|部|社))(?:（部门）|（单位）)?(?:的)?(?:20[0-9][0-9]年|概况|单位概况|部门概况|机构概况)").ok()
});
static COVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:关于)?([\u{4e00}-\u{9fff}（）]{0,34}?)20[0-9][0-9]年(?:度)?(?:部门|单位)?(?:预算|决算)(?:公开|信息|情况|说明|报告|的)*$").ok()
});
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(20[0-9][0-9])年(?:度)?(?:区级|市级|县级|省级|本级)?(?:部门|单位|预算单位)?(决算|预算|财务收支预算|收入预算|支出预算|财政拨款收支预算|收、支|收入支出|本年收入|一般公共预算)").ok()
});

const NOISE: &[&str] = &[
    "纳入",
    "从预算单位构成看",
    "现将",
    "按照综合预算原则",
    "按照",
    "关于",
    "根据",
    "其中",
    "截至",
    "第一部分",
    "第二部分",
    "第三部分",
    "第四部分",
    "第五部分",
    "预算主管部门",
    "年度",
    "部门决算",
    "单位决算",
    "和",
    "以及",
    "由",
    "包括",
    "为",
    "本级",
    "一",
    "二",
    "三",
    "四",
    "五",
    "、",
];

fn clean(name: &str) -> Option<String> {
    let mut name = name.to_owned();
    loop {
        let before = name.len();
        for noise in NOISE {
            if let Some(rest) = name.strip_prefix(noise)
                && rest.chars().count() >= 4
            {
                name = rest.to_owned();
            }
        }
        if name.len() == before {
            break;
        }
    }
    let name = name.trim_end_matches("（本级）").trim_end_matches("（部门）").trim_end_matches("（单位）").to_owned();
    let length = name.chars().count();
    let generic =
        ["本部门", "本单位", "我单位", "上级", "下属", "预算单位", "各单位", "财政部门", "区政府", "人大", "纳入"]
            .iter()
            .any(|g| name.starts_with(g));
    (4..=34).contains(&length).then_some(name).filter(|_| !generic)
}

/// Reads the identity.
pub(crate) fn identity(lines: &[String], catalog: &Catalog) -> Identity {
    let mut out = Identity { profile: "generic".to_owned(), ..Identity::default() };

    // Titles of performance forms name the budget a project is paid from, whatever they report on.
    let accounts = |l: &&String| !l.contains("绩效") || l.chars().count() > 40;
    let head: String = lines.iter().filter(accounts).take(80).cloned().collect::<Vec<_>>().join("\n");
    let all: String = lines.join("\n");
    let count = |text: &str, word: &str| text.matches(word).count();
    let said = |word: &str| -> usize {
        count(&head, word) * 3 + lines.iter().filter(accounts).map(|l| count(l, word)).sum::<usize>()
    };
    let (finals, budgets) = (said("决算"), said("预算"));
    let cover = COVER.as_ref().and_then(|cover| lines.iter().take(8).find(|l| cover.is_match(l)));
    if let Some(cover) = cover {
        out.kind = Some(if cover.contains("决算") { Kind::FinalAccounts } else { Kind::Budget });
    } else if finals + budgets > 0 {
        // Final accounts speak of budgets all the time, budgets hardly ever of final accounts.
        out.kind = Some(if finals * 4 > budgets { Kind::FinalAccounts } else { Kind::Budget });
    }
    let word = if out.kind == Some(Kind::Budget) { "预算" } else { "决算" };

    let mut years: FxHashMap<i32, usize> = FxHashMap::default();
    if let Some(pattern) = YEAR.as_ref() {
        for (i, line) in lines.iter().enumerate() {
            for c in pattern.captures_iter(line) {
                let Some(year) = c.get(1).and_then(|m| m.as_str().parse::<i32>().ok()) else { continue };
                let said = c.get(2).map_or("", |m| m.as_str());
                // 比2023年预算增加: the year compared with is not the report's.
                let before = c.get(1).and_then(|m| line.get(..m.start())).unwrap_or("");
                if ["比", "较", "与", "同", "和", "对", "于"].iter().any(|w| before.ends_with(w)) {
                    continue;
                }
                let weight = if said.contains(word) && line.chars().count() < 50 {
                    6
                } else if said.contains(word) {
                    2
                } else {
                    1
                };
                *years.entry(year).or_default() += weight + usize::from(i < 5) * 6;
            }
        }
    }
    out.fiscal_year = years.into_iter().max_by_key(|(year, n)| (*n, *year)).map(|(y, _)| y);

    let level = |text: &str| {
        let unit = count(text, &format!("单位{word}"))
            + count(text, "编制单位：")
            + count(text, "预算单位20")
            + count(text, "年预算单位");
        let department = count(text, &format!("部门{word}")) + count(text, "编制部门：");
        (unit, department)
    };
    let short: String = lines.iter().filter(|l| l.chars().count() < 60).cloned().collect::<Vec<_>>().join("\n");
    let (unit, department) = level(&short);
    let (unit, department) = if unit == department { level(&all) } else { (unit, department) };
    if unit != department {
        out.level = Some(if unit > department { Level::Unit } else { Level::Department });
    }

    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    for line in lines {
        if let Some(pattern) = TABLE_HEAD.as_ref()
            && line.contains('：')
        {
            for c in pattern.captures_iter(line) {
                let raw = c.get(2).map_or("", |m| m.as_str());
                let raw = raw.split("单位：").next().unwrap_or(raw).trim_end_matches("金额单位");
                let raw = raw.trim_end_matches("金额").trim_end_matches("单位");
                if let Some(name) = clean(raw) {
                    *names.entry(name).or_default() += 5;
                }
            }
        }
        if let Some(pattern) = NAMED.as_ref()
            && (line.contains("20") || line.contains("概况"))
        {
            for c in pattern.captures_iter(line) {
                if let Some(name) = clean(c.get(1).map_or("", |m| m.as_str())) {
                    *names.entry(name).or_default() += if line.chars().count() < 50 { 3 } else { 1 };
                }
            }
        }
    }
    // A cover: the name up to the year, or on the line or two lines above it.
    if let Some(pattern) = COVER.as_ref() {
        for (i, line) in lines.iter().take(8).enumerate() {
            let Some(c) = pattern.captures(line) else { continue };
            let here = c.get(1).map_or("", |m| m.as_str());
            let above = |k: usize| i.checked_sub(k).and_then(|j| lines.get(j)).map_or("", String::as_str);
            let plain_name = |s: &str| {
                s.chars().count() >= 2
                    && s.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '（' | '）'))
            };
            let found = if plain_name(here) && here.chars().count() >= 4 {
                // 某某街道办事处2025年度部门决算 on the line below 某市某区人民政府.
                if plain_name(above(1)) && ["人民政府", "委员会"].iter().any(|w| above(1).ends_with(w)) {
                    format!("{}{here}", above(1))
                } else {
                    here.to_owned()
                }
            } else if here.is_empty() && plain_name(above(1)) {
                if plain_name(above(2)) && ["人民政府", "委员会"].iter().any(|w| above(2).ends_with(w)) {
                    format!("{}{}", above(2), above(1))
                } else {
                    above(1).to_owned()
                }
            } else {
                continue;
            };
            if let Some(name) = clean(&found) {
                *names.entry(name).or_default() += 3;
            }
            break;
        }
    }
    // A name also counts wherever else it occurs, so that a longer accidental match does not win.
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    names.truncate(limits::NAMES);
    out.entity = names
        .into_iter()
        .map(|(name, n)| {
            let uses = count(&all, &name);
            (n * 4 + uses, name)
        })
        .max_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| a.1.chars().count().cmp(&b.1.chars().count())).then_with(|| b.1.cmp(&a.1))
        })
        .map(|(_, name)| name);

    let named: BTreeSet<&str> = lines
        .iter()
        .flat_map(|l| l.split('\t'))
        .filter(|l| l.contains('表'))
        .filter_map(|l| crate::tables::form_of_title(l, catalog, &out))
        .map(|(form, _)| form.id.as_str())
        .collect();
    // A form that has no place for a table that is there is the wrong one, however many of its signs it shares with the right one.
    let strange = |p: &Profile| {
        if p.tables.is_empty() { 0 } else { named.iter().filter(|id| p.tables.iter().all(|t| t != *id)).count() }
    };
    let whole = |p: &Profile| !p.tables.is_empty() && p.tables.iter().all(|t| named.contains(t.as_str()));
    let signs = |p: &Profile| p.signs.iter().filter(|s| all.contains(s.as_str())).count();
    let own: Vec<(usize, &Profile)> =
        catalog.profiles.iter().filter(|p| out.kind == Some(p.kind)).map(|p| (signs(p), p)).collect();
    let shown = |(n, p): &(usize, &Profile)| *n >= p.needs;
    (out.profile, out.profile_title) = own
        .iter()
        .filter(|s| shown(s) || own.iter().any(shown) && whole(s.1))
        .max_by_key(|(n, p)| (Reverse(strange(p)), n * 100 / p.signs.len().max(1)))
        .map_or_else(|| ("generic".to_owned(), String::new()), |(_, p)| (p.id.clone(), p.title.clone()));
    out
}

/// Units named in the section on organisation: institution names in lists.
pub(crate) fn units(lines: &[String], entity: Option<&str>) -> Vec<String> {
    static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"[\u{4e00}-\u{9fff}]{2,12}?(?:省|市|区|县|州|镇|旗)[\u{4e00}-\u{9fff}]{2,26}?(?:局|委员会|办公室|办事处|院|中心|学校|总队|支队|大队|馆|站|所|处|会)(?:（[\u{4e00}-\u{9fff}]{2,24}）)?").ok()
    });
    let mut out: Vec<String> = Vec::new();
    if let Some(pattern) = UNIT.as_ref() {
        for line in lines {
            for piece in line.split(['、', '，', '。', '；', '：', '\t', '（', '）']) {
                let piece = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '．');
                if let Some(m) = pattern.find(piece)
                    && m.start() == 0
                    && m.end() == piece.len()
                    && Some(piece) != entity
                    && !out.iter().any(|u| u == piece)
                {
                    out.push(piece.to_owned());
                }
            }
        }
    }
    out
}
