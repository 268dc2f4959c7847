//! Names of functional subjects: the official name, under the right parent, at the right code.

mod elsewhere;

use super::build::{Draft, Spot};
use super::glossary_subjects::bare;
use super::pattern::{group, re};
use super::scene::{Scene, plain};
use mingzhang_catalog::subjects::{Alias, AliasKind, Classification, Subject, Sureness};
use mingzhang_model::disclosure::{RowReading, SubjectItem};
use mingzhang_model::{Finding, Severity};

const RULE: &str = "subject-names";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for item in &scene.d.items {
        self::item(scene, item, out);
    }
    elsewhere::tables(scene, out);
    elsewhere::classes(scene, out);
}

/// Codes of that many digits whose current name it is, with or without the closing 支出 and local additions.
fn official(functional: &Classification, name: &str, digits: usize) -> Vec<String> {
    let text = plain(name);
    let core = bare(name);
    let mut out: Vec<String> = [text.as_str(), core.as_str(), &format!("{core}支出"), &format!("{text}支出")]
        .iter()
        .flat_map(|n| functional.named(n).iter().cloned())
        .filter(|c| c.len() == digits)
        .collect();
    out.sort();
    out.dedup();
    out
}

fn aliases<'c>(functional: &'c Classification, name: &str, digits: usize) -> Vec<&'c Alias> {
    let mut out: Vec<&Alias> =
        functional.aliases(name).iter().chain(functional.aliases(&format!("{name}支出"))).collect();
    out.retain(|a| a.code.len() == digits);
    out
}

/// The last year an old name was in use, if known.
fn last_year(alias: &Alias) -> Option<i32> {
    alias.years.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).max()
}

fn current<'c>(functional: &'c Classification, code: &str) -> Option<&'c str> {
    functional.get(code).map(|s| s.name.as_str())
}

fn sure(functional: &Classification, code: &str) -> Sureness {
    functional.get(code).map_or(Sureness::Doubtful, |s| s.sureness)
}

/// The name the document's own tables give a code.
fn in_tables(scene: &Scene<'_>, code: &str) -> Option<String> {
    scene
        .d
        .tables
        .iter()
        .filter(|t| t.misread.is_none())
        .flat_map(|t| &t.rows)
        .filter(|r| r.code == code)
        .map(|r| plain(&r.label))
        .max_by_key(|l| l.chars().count())
}

/// Where a name of the item stands.
fn name_span(scene: &Scene<'_>, item: &SubjectItem) -> Spot {
    scene.spot_of(item.name_span)
}

fn item(scene: &Scene<'_>, item: &SubjectItem, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let [class, read, leaf] = [plain(&item.names[0]), plain(&item.names[1]), plain(&item.names[2])];
    // 社会保障和就业（类）支出…（款）: the 支出 after the bracket belongs to the 类, unless the 款 is known with it.
    let printed = plain(scene.d.text(item.name_span));
    let between =
        re!("（类）([^（）]+(?:（[^（）]+）)?[^（）]*)（款）").groups(&printed).map(|c| group(&c, 1).to_owned());
    let group = between
        .filter(|b| {
            *b != read
                && (!aliases(f, b, 5).is_empty() || !official(f, b, 5).is_empty())
                && official(f, &read, 5).is_empty()
        })
        .unwrap_or(read);
    if class.is_empty() || group.is_empty() || leaf.is_empty() {
        return;
    }
    let classes = official(f, &class, 3);
    let groups = official(f, &group, 5);
    let leaves = official(f, &leaf, 7);
    let under = |c: &str, parents: &[String]| parents.iter().any(|p| c.starts_with(p.as_str()));
    if leaves.iter().any(|l| under(l, &groups) && under(l, &classes)) {
        return;
    }
    let chain: Vec<&String> = leaves.iter().filter(|l| under(l, &groups)).collect();
    if !chain.is_empty() && !classes.is_empty() && !groups.iter().any(|g| under(g, &classes)) {
        parent(scene, item, &class, &chain, out);
        return;
    }
    if groups.iter().any(|g| under(g, &classes)) {
        self::leaf(scene, item, &groups.iter().filter(|g| under(g, &classes)).cloned().collect::<Vec<_>>(), &leaf, out);
        return;
    }
    if chain.is_empty() && !classes.is_empty() {
        middle(scene, item, &classes, &group, &leaf, out);
        return;
    }
    if classes.is_empty() {
        let old: Vec<&Alias> = aliases(f, &class, 3);
        if let [alias, ..] = old.as_slice() {
            superseded(scene, name_span(scene, item), &class, alias, "类", out);
        }
    }
}

/// 款 and 项 belong together, the 类 is another.
fn parent(scene: &Scene<'_>, item: &SubjectItem, class: &str, chain: &[&String], out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let mut parents: Vec<&str> = chain.iter().filter_map(|c| c.get(..3)).collect();
    parents.dedup();
    let ([code], [leaf, ..]) = (parents.as_slice(), chain) else { return };
    let Some(right) = current(f, code) else { return };
    let group = leaf.get(..5).unwrap_or("");
    let attested = sure(f, group) == Sureness::Attested && sure(f, leaf) == Sureness::Attested;
    let severity = match (attested, sure(f, group).min(sure(f, leaf))) {
        (true, _) => Severity::Error,
        (false, Sureness::Recalled) => Severity::Warning,
        _ => return,
    };
    // The document's own tables may stand by it: then the list is older than the document.
    if in_tables(scene, group).is_none()
        && scene.d.tables.iter().any(|t| t.rows.iter().any(|r| r.code.len() == 7))
        && severity != Severity::Error
    {
        return;
    }
    let group_name = plain(&item.names[1]);
    out.push(
        Draft::of(severity, RULE, "款不属于所写的类")
            .say(format!("“{group_name}（款）”属于“{right}（类）”，不属于“{class}（类）”。"))
            .stated(format!("{class}（类）{group_name}（款）"))
            .expected(format!("{right}（类）{group_name}（款）"))
            .suggest(right, None, 90, 1)
            .at(name_span(scene, item))
            .done(),
    );
}

/// The 款 is not one of the 类.
fn middle(scene: &Scene<'_>, item: &SubjectItem, classes: &[String], group: &str, leaf: &str, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let of_class = |c: &str| classes.iter().any(|p| c.starts_with(p.as_str()));
    let known: Vec<&Alias> = aliases(f, group, 5).into_iter().filter(|a| of_class(&a.code)).collect();
    let leaves: Vec<String> = official(f, leaf, 7).into_iter().filter(|l| of_class(l)).collect();
    let by_alias: Vec<&&Alias> =
        known.iter().filter(|a| leaves.iter().any(|l| l.starts_with(&a.code)) || leaves.is_empty()).collect();
    if let [alias, ..] = by_alias.as_slice() {
        match alias.kind {
            AliasKind::Superseded => superseded(scene, name_span(scene, item), group, alias, "款", out),
            AliasKind::Error => wrong(scene, item, group, &alias.code, "款", out),
            AliasKind::Variant | AliasKind::Local => {}
        }
        return;
    }
    if let Some(code) = misspelt(f, group, 5, of_class) {
        return wrong(scene, item, group, &code, "款", out);
    }
    let mut parents: Vec<&str> = leaves.iter().filter_map(|l| l.get(..5)).collect();
    parents.sort_unstable();
    parents.dedup();
    let [code] = parents.as_slice() else {
        return stray(scene, item, group, out);
    };
    let Some(right) = current(f, code) else { return };
    let near = strsim::levenshtein(&bare(group), &bare(right)) <= 2 && bare(right).chars().count() >= 5;
    let elsewhere = !official(f, group, 5).is_empty();
    let witnessed = in_tables(scene, code).is_some_and(|l| bare(&l) == bare(right));
    if near || elsewhere || witnessed {
        wrong(scene, item, group, code, "款", out);
    }
}

/// The 款 is one of another 类, and which 款 of the written 类 is meant the 项 does not say.
fn stray(scene: &Scene<'_>, item: &SubjectItem, group: &str, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let homes = official(f, group, 5);
    let ([home], false) = (homes.as_slice(), item.glossary) else { return };
    let class = plain(&item.names[0]);
    let of_class = |code: &str| official(f, &class, 3).iter().any(|c| code.starts_with(c.as_str()));
    let printed = |r: &RowReading| r.code.len() == 5 && of_class(&r.code) && bare(&r.label) == bare(group);
    let Some(right) = home.get(..3).and_then(|c| current(f, c)) else { return };
    let severity = match sure(f, home) {
        Sureness::Attested => Severity::Warning,
        Sureness::Recalled => Severity::Info,
        Sureness::Doubtful => return,
    };
    if scene.d.tables.iter().flat_map(|t| &t.rows).any(printed) {
        return;
    }
    out.push(
        Draft::of(severity, RULE, "款不属于所写的类")
            .say(format!("“{group}（款）”属于“{right}（类）”，“{class}（类）”下没有这一款。"))
            .stated(format!("{class}（类）{group}（款）"))
            .expected(format!("{class}（类）下的款，或{right}（类）{group}（款）"))
            .at(name_span(scene, item))
            .done(),
    );
}

/// The 项 is not one of the 款.
fn leaf(scene: &Scene<'_>, item: &SubjectItem, groups: &[String], leaf: &str, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let of_group = |c: &str| groups.iter().any(|g| c.starts_with(g.as_str()));
    let known: Vec<&Alias> = aliases(f, leaf, 7).into_iter().filter(|a| of_group(&a.code)).collect();
    if let [alias, ..] = known.as_slice() {
        // Told as a difference between glossary and list.
        let right = current(f, &alias.code).map(bare);
        if item.glossary && scene.d.items.iter().any(|i| !i.glossary && Some(bare(&i.names[2])) == right) {
            return;
        }
        match alias.kind {
            AliasKind::Superseded => superseded(scene, name_span(scene, item), leaf, alias, "项", out),
            AliasKind::Error => wrong(scene, item, leaf, &alias.code, "项", out),
            AliasKind::Variant => variant(scene, item, leaf, &alias.code, out),
            AliasKind::Local => {}
        }
        return;
    }
    // The document's own table knows which 项 of the 款 there are.
    let mut rows: Vec<(String, String)> = scene
        .d
        .tables
        .iter()
        .filter(|t| t.misread.is_none())
        .flat_map(|t| &t.rows)
        .filter(|r| r.code.len() == 7 && of_group(&r.code))
        .map(|r| (r.code.clone(), plain(&r.label)))
        .collect();
    rows.sort();
    rows.dedup_by(|a, b| a.0 == b.0);
    if !rows.is_empty() && !item.glossary {
        let core = bare(leaf);
        let printed = |label: &str| {
            let label = bare(label);
            !label.is_empty() && (core.starts_with(&label) || label.starts_with(&core))
        };
        if rows.iter().any(|(_, l)| printed(l)) {
            return;
        }
        let named = |label: &str| scene.d.items.iter().any(|i| !i.glossary && bare(&i.names[2]) == bare(label));
        let spare: Vec<&(String, String)> = rows.iter().filter(|(_, l)| !named(l)).collect();
        if let [(code, label)] = spare.as_slice() {
            return out.push(
                Draft::warning(RULE, "项级科目名称与表不一致")
                    .say(format!("“{leaf}（项）”在本文件的表中没有，该款下未说明的是{code}“{label}”。"))
                    .stated(leaf)
                    .expected(label.clone())
                    .suggest(label.clone(), None, 85, 1)
                    .at(name_span(scene, item))
                    .done(),
            );
        }
    }
    if let Some(code) = misspelt(f, leaf, 7, of_group) {
        wrong(scene, item, leaf, &code, "项", out);
    } else if let [group] = groups {
        elsewhere(scene, item, leaf, group, out);
    }
}

/// The only subject of a group whose name differs by one letter from a name that no subject has.
fn misspelt(f: &Classification, name: &str, digits: usize, of_group: impl Fn(&str) -> bool) -> Option<String> {
    if name.chars().count() < 4 || !official(f, name, digits).is_empty() {
        return None;
    }
    let one_letter = |right: &str| bare(right) != bare(name) && strsim::levenshtein(&plain(right), name) == 1;
    let mut near = f
        .iter()
        .filter(|s| s.code.len() == digits && of_group(&s.code) && s.sureness != Sureness::Doubtful)
        .filter(|s| one_letter(&s.name));
    let found = near.next()?;
    near.next().is_none().then(|| found.code.clone())
}

/// The 项 is one of other 款 only. 行政运行 and its like may have been added to any 款 that has one of them.
fn elsewhere(scene: &Scene<'_>, item: &SubjectItem, leaf: &str, group: &str, out: &mut Vec<Finding>) {
    const SHARED: usize = 3;
    let f = &scene.catalog.subjects.functional;
    let homes = official(f, leaf, 7);
    // The glossary is held against the list.
    if item.glossary {
        return;
    }
    let known: Vec<&Subject> = f.iter().filter(|s| s.code.len() == 7 && s.code.starts_with(group)).collect();
    let shared = |s: &&&Subject| f.named(&s.name).iter().filter(|c| c.len() == 7).count() >= SHARED;
    let Some(first) = homes.first() else { return };
    if known.len() < 2 || homes.len() >= SHARED && known.iter().any(|s| shared(&s) && !s.name.starts_with("其他")) {
        return;
    }
    // A report's own table of another year's classification.
    let printed = |r: &RowReading| r.code.len() == 7 && r.code.starts_with(group) && bare(&r.label) == bare(leaf);
    if scene.d.tables.iter().flat_map(|t| &t.rows).any(printed) {
        return;
    }
    let severity = match homes.iter().map(|h| sure(f, h)).max().min(Some(sure(f, group))) {
        Some(Sureness::Attested) => Severity::Warning,
        Some(Sureness::Recalled) => Severity::Info,
        _ => return,
    };
    let of = current(f, group).unwrap_or("");
    let home = first.get(..5).filter(|h| homes.iter().all(|c| c.starts_with(h))).and_then(|h| current(f, h));
    let (where_, right) = match home {
        Some(home) => (format!("属于“{home}（款）”，"), format!("{home}（款）{leaf}（项），或{of}（款）下的项")),
        None => (String::new(), format!("{of}（款）下的项")),
    };
    out.push(
        Draft::of(severity, RULE, "项不属于所写的款")
            .say(format!("“{leaf}（项）”{where_}分类科目的“{of}（款）”下没有这一项。"))
            .stated(format!("{of}（款）{leaf}（项）"))
            .expected(right)
            .at(name_span(scene, item))
            .done(),
    );
}

fn wrong(scene: &Scene<'_>, item: &SubjectItem, name: &str, code: &str, level: &str, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let Some(right) = current(f, code) else { return };
    let severity = match sure(f, code) {
        Sureness::Attested => Severity::Warning,
        Sureness::Recalled => Severity::Info,
        Sureness::Doubtful => return,
    };
    out.push(
        Draft::of(severity, RULE, "科目名称有误")
            .say(format!("“{name}（{level}）”不是现行科目名称，{code}的名称是“{right}”。"))
            .stated(format!("{name}（{level}）"))
            .expected(format!("{right}（{level}）"))
            .suggest(right, None, 85, 1)
            .at(name_span(scene, item))
            .done(),
    );
}

fn variant(scene: &Scene<'_>, item: &SubjectItem, name: &str, code: &str, out: &mut Vec<Finding>) {
    let Some(right) = current(&scene.catalog.subjects.functional, code) else { return };
    out.push(
        Draft::info(RULE, "科目名称写法与规范不同")
            .say(format!("“{name}”在分类科目中写作“{right}”。"))
            .stated(name)
            .expected(right)
            .suggest(right, None, 80, 1)
            .at(name_span(scene, item))
            .done(),
    );
}

fn superseded(scene: &Scene<'_>, spot: Spot, name: &str, alias: &Alias, level: &str, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let Some(right) = current(f, &alias.code) else { return };
    if bare(right) == bare(name) {
        return;
    }
    let ended = last_year(alias).zip(scene.year()).is_some_and(|(last, year)| last < year);
    let severity = match (sure(f, &alias.code), ended) {
        (Sureness::Attested, true) => Severity::Warning,
        (Sureness::Doubtful, _) => return,
        // The document's own table may decide where the year of the change is not known.
        _ if in_tables(scene, &alias.code).is_some_and(|l| bare(&l) == bare(right)) => Severity::Warning,
        _ => Severity::Info,
    };
    let when = last_year(alias).filter(|y| *y > 2010).map_or(String::new(), |y| format!("（用到{y}年）"));
    out.push(
        Draft::of(severity, RULE, "科目用了旧名")
            .say(format!("“{name}”是旧的{level}级科目名称{when}，{}现在的名称是“{right}”。", alias.code))
            .stated(name)
            .expected(right)
            .suggest(right, None, 80, 1)
            .at(spot)
            .done(),
    );
}
