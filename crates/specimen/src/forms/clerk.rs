//! Projects in a workbook, as a clerk fills them in.

use super::words::{BEFORE, DEPARTMENT, DEPARTMENT_ITEMS, PROJECT, PROJECT_ITEMS, THEMES};
use super::{Project, SOURCES, wan};
use crate::random::Random;
use mingzhang_compile::{Book, Filled, Row};
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;

/// Puts projects into a workbook as a clerk would, with all that the program cannot work out.
pub fn fill(book: &mut Book, projects: &[Project]) {
    let text = |row: &mut Row, key: &str, value: &str| {
        if !value.is_empty() {
            row.texts.insert(key.to_owned(), Filled { value: value.to_owned(), source: None });
        }
    };
    for p in projects {
        let mut row = Row::default();
        for (key, value) in [
            ("名称", p.name.as_str()),
            ("编码", &p.code),
            ("主管部门", &p.supervisor),
            ("实施单位", &p.unit),
            ("类型", "常年项目"),
            ("科目", &p.subject),
            ("执行原因", &p.low),
            ("调整原因", &p.changed),
            ("目标", &p.goal),
            ("完成", &p.achieved),
            ("过程", &p.process),
            ("结论", &p.conclusion),
            ("问题", &p.problems),
            ("措施", &p.measures),
            ("负责人", &p.people[0]),
            ("财务负责人", &p.people[1]),
        ] {
            text(&mut row, key, value);
        }
        for (stage, funds) in ["年初", "调整", "执行"].iter().zip(&p.funds) {
            for (source, yuan) in SOURCES.iter().zip(funds).filter(|(_, y)| **y != 0) {
                let value = Amount(yuan * SCALE);
                row.amounts.insert(format!("{stage}{source}"), Filled { value, source: None });
            }
        }
        book.lists.entry("项目".to_owned()).or_default().push(row);
        for i in &p.indicators {
            let mut row = Row::default();
            for (key, value) in [
                ("项目", if p.code.is_empty() { p.name.as_str() } else { &p.code }),
                ("一级", i.level1),
                ("二级", i.level2),
                ("名称", &i.name),
                ("性质", i.comparator),
                ("指标值", &i.target),
                ("单位", &i.unit),
                ("年末值", &i.actual),
                ("原因", &i.reason),
            ] {
                text(&mut row, key, value);
            }
            row.amounts.insert("权重".to_owned(), Filled { value: Amount(i.weight * SCALE), source: None });
            if i.comparator == "定性" && i.applies() {
                let value = Amount(i.score * SCALE / 100);
                row.amounts.insert("评定得分".to_owned(), Filled { value, source: None });
            }
            book.lists.entry("绩效指标".to_owned()).or_default().push(row);
        }
    }
}

/// Puts projects into a workbook as a clerk would at the beginning of the year: what is aimed at, and money for it; `explained` where the form asks
/// for basis, plan and period.
pub fn plan(book: &mut Book, projects: &[Project], explained: bool, r: &mut Random) {
    let mut year = Book::default();
    fill(&mut year, projects);
    let early = |key: &str| {
        let aims = ["名称", "编码", "主管部门", "实施单位", "类型", "科目", "目标", "权重"];
        let own = ["项目", "一级", "二级", "性质", "指标值", "单位"];
        aims.contains(&key) || own.contains(&key) || key.starts_with("年初")
    };
    for (sheet, mut rows) in year.lists {
        for row in &mut rows {
            row.texts.retain(|key, _| early(key));
            row.amounts.retain(|key, _| early(key));
            if sheet != "项目" || !explained {
                continue;
            }
            for (key, words) in PLANS.iter().filter(|_| r.chance(70)) {
                row.texts.insert((*key).to_owned(), Filled { value: (*words).to_owned(), source: None });
            }
        }
        book.lists.insert(sheet, rows);
    }
}

/// What else a clerk says of a project of the budget.
const PLANS: [(&str, &str); 4] = [
    ("概述", "按照年度工作安排开展相关工作。"),
    ("依据", "根据部门职责和年度工作要点设立。"),
    ("方案", "按季度分步组织实施，年末组织验收。"),
    ("周期", "1年"),
];

/// Puts the aims of the whole department into a workbook: money by source, tasks, and some indicators of its projects.
pub fn aim(book: &mut Book, projects: &[Project], department: &str, funds: [i64; 4], r: &mut Random) {
    let mut row = Row::default();
    let tasks: Vec<String> = (0..2 + r.below(3))
        .filter_map(|k| THEMES.get((k * 5) % THEMES.len()))
        .map(|(theme, work)| format!("做好{theme}工作：{work}，完成年度任务。"))
        .collect();
    let goal = "围绕中心工作，统筹安排各项资金，完成年度任务。";
    for (key, value) in [("名称", department), ("目标", goal), ("过程", &tasks.join("\n"))] {
        row.texts.insert(key.to_owned(), Filled { value: value.to_owned(), source: None });
    }
    for (source, yuan) in SOURCES.iter().zip(funds).filter(|(_, y)| *y != 0) {
        row.amounts.insert(format!("年初{source}"), Filled { value: Amount(yuan * SCALE), source: None });
    }
    book.lists.insert("整体绩效".to_owned(), vec![row]);
    let Some(whole) = projects.first() else { return };
    let mut year = Book::default();
    let mut own = whole.clone();
    for i in own.indicators.iter_mut().filter(|i| i.level2.contains("成本")) {
        i.target = wan(funds.iter().sum());
    }
    plan(&mut year, &[own], false, r);
    let mut rows = year.lists.remove("绩效指标").unwrap_or_default();
    rows.iter_mut().for_each(|row| drop(row.texts.remove("项目")));
    book.lists.insert("整体绩效指标".to_owned(), rows);
}

/// Puts an evaluation of the department's budget and of a project into a workbook, and an evaluation beforehand.
pub fn evaluate(book: &mut Book, project: Option<&Project>, r: &mut Random) {
    let row = |texts: &[(&str, &str)], points: &[(&str, i64)]| {
        let mut row = Row::default();
        for (key, value) in texts {
            row.texts.insert((*key).to_owned(), Filled { value: (*value).to_owned(), source: None });
        }
        for (key, value) in points {
            row.amounts.insert((*key).to_owned(), Filled { value: Amount(value * SCALE / 10), source: None });
        }
        row
    };
    let say = |book: &mut Book, report: &str, parts: &[(&str, &str)]| {
        let list = book.lists.entry("评价报告".to_owned()).or_default();
        list.extend(parts.iter().map(|(part, words)| row(&[("报告", report), ("部分", part), ("内容", words)], &[])));
    };
    let mut items = |book: &mut Book, report: &str, list: &[(&str, &str, i64, &str)]| {
        for (part, name, weight, words) in list {
            let lost = if r.chance(30) { r.between(1, weight * 2) } else { 0 };
            let texts = [("报告", report), ("部分", part), ("名称", name), ("内容", words)];
            let made = row(&texts, &[("分值", weight * 10), ("得分", weight * 10 - lost)]);
            book.lists.entry("评价指标".to_owned()).or_default().push(made);
        }
    };
    say(book, "部门预算", &DEPARTMENT);
    items(book, "部门预算", &DEPARTMENT_ITEMS);
    let Some(project) = project else { return };
    let key = if project.code.is_empty() { project.name.as_str() } else { &project.code };
    say(book, key, &PROJECT);
    items(book, key, &PROJECT_ITEMS);
    let mut before = row(
        &[
            ("项目名称", "公共服务平台建设"),
            ("申报单位", project.unit.as_str()),
            ("结论", "予以支持"),
            ("评估人员", "王芳"),
        ],
        &[("项目总投资", 30_000_000), ("申请财政资金", 20_000_000)],
    );
    for (key, words) in BEFORE {
        let lost = r.between(0, 3);
        before.texts.insert(format!("{key}意见"), Filled { value: words.to_owned(), source: None });
        before.amounts.insert(format!("{key}分值"), Filled { value: Amount(20 * SCALE), source: None });
        before.amounts.insert(format!("{key}得分"), Filled { value: Amount((20 - lost) * SCALE), source: None });
    }
    book.lists.entry("事前绩效评估".to_owned()).or_default().push(before);
}
