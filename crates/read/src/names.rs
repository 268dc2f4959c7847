//! Names: of the institution, of the functional classes, and codes for items that have none.

use crate::rows::class_code;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::coords::plain_label;
use mingzhang_model::{Block, Disclosure};

/// The names the report uses of its institution: with and without the city before the district.
pub(crate) fn own_names(report: &Disclosure) -> Vec<String> {
    let Some(entity) = report.identity.entity.as_deref().map(plain_label) else { return Vec::new() };
    let mut out = vec![entity.clone()];
    if let Some((city, rest)) = entity.split_once('市')
        && (2..=3).contains(&city.chars().count())
        && rest.chars().count() >= 4
        && rest.chars().take(5).any(|c| matches!(c, '区' | '县' | '市'))
    {
        out.push(rest.to_owned());
    }
    if entity.contains('和') {
        out.push(entity.replacen('和', "与", 1));
    }
    // The city may also stand before a name that does without it.
    let named = format!("市{entity}");
    if !entity.chars().take(4).any(|c| c == '市') {
        for block in report.document.blocks.iter().filter_map(Block::paragraph).filter(|p| p.text.contains('市')) {
            let text = plain_label(&block.text);
            if let Some(at) = text.find(&named) {
                let before: Vec<char> = text.get(..at).unwrap_or("").chars().rev().take(2).collect();
                out.push(before.iter().rev().chain(named.chars().collect::<Vec<_>>().iter()).collect());
                break;
            }
        }
    }
    out
}

/// A code for an item that has none: of its 类, and of no 款 that exists.
pub(crate) fn pseudo_code(catalog: &Catalog, names: &[String; 3], ordinal: &str) -> String {
    let class = class_code(catalog, &names[0]).unwrap_or_else(|| "999".to_owned());
    let number: usize = ordinal.parse().unwrap_or_else(|_| names[2].len() % 90);
    format!("{class}00{:02}", number % 100)
}

/// Names of the functional classes, old ones and 与 for 和 included, with their codes.
pub(crate) fn class_names(catalog: &Catalog) -> Vec<(String, String)> {
    let functional = &catalog.subjects.functional;
    let mut out: Vec<(String, String)> =
        functional.iter().filter(|s| s.code.len() == 3).map(|s| (s.name.clone(), s.code.clone())).collect();
    out.extend(functional.old_names().filter(|a| a.code.len() == 3).map(|a| (a.name.clone(), a.code.clone())));
    let variants: Vec<(String, String)> = out
        .iter()
        .filter(|(n, _)| n.contains("保障和就业"))
        .map(|(n, c)| (n.replacen('和', "与", 1), c.clone()))
        .collect();
    out.extend(variants);
    out
}

/// Names of the economic subjects below 301, 302 and 303 with their codes, those that mean only one.
pub(crate) fn economic_names(catalog: &Catalog) -> Vec<(String, String)> {
    let economic = &catalog.subjects.economic;
    economic
        .iter()
        .filter(|s| s.code.len() == 5 && matches!(s.code.get(..3), Some("301" | "302" | "303")))
        .filter(|s| economic.named(&s.name).len() == 1 && !s.name.starts_with("其他"))
        .map(|s| (plain_label(&s.name), s.code.clone()))
        .collect()
}
