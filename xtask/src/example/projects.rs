//! Projects of the example with their indicators, and the words of its evaluation, as written in `xtask/example/projects.toml`.

use super::books::row;
use super::figures::Published;
use mingzhang_compile::{Book, Filled, Row};
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;
use serde::Deserialize;

/// Level 1, level 2, name, comparator, target, unit, weight, actual, points given, reason.
type Indicator = (String, String, String, String, String, String, i64, String, String, String);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    name: String,
    code: String,
    subject: String,
    initial: i64,
    #[serde(default)]
    low: String,
    #[serde(default)]
    changed: String,
    goal: String,
    done: String,
    process: String,
    conclusion: String,
    problems: String,
    measures: String,
    people: [String; 2],
    indicators: Vec<Indicator>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Report {
    report: String,
    texts: Vec<(String, String)>,
    items: Vec<(String, String, f64, f64, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    texts: Vec<(String, String)>,
    amounts: Vec<(String, i64)>,
    points: Vec<(String, i64)>,
}

/// All of them.
#[derive(Debug, Deserialize)]
pub struct Projects {
    project: Vec<Project>,
    report: Vec<Report>,
    before: Vec<Before>,
}

impl Projects {
    /// What the file says.
    pub fn load() -> Result<Projects, String> {
        toml::from_str(include_str!("../../example/projects.toml")).map_err(|e| format!("projects.toml：{e}"))
    }

    /// Puts a unit's projects into its book: those with indicators in full, the others with mark and grade.
    pub fn fill(&self, book: &mut Book, unit: &str, published: &[Published]) {
        for (name, budget, spent, mark, grade) in published {
            let amounts = [("调整财政资金", *budget), ("执行财政资金", *spent)];
            let Some(p) = self.project.iter().find(|p| p.name == *name).filter(|_| book.year() == 2024) else {
                push(book, "项目", row(&[("名称", name), ("得分", mark), ("等级", grade)], &amounts));
                continue;
            };
            let supervisor = unit.split('（').next().unwrap_or(unit).split("局").next().map(|n| format!("{n}局"));
            let supervisor = if unit.contains('局') { supervisor.unwrap_or_default() } else { String::new() };
            let texts = [
                ("名称", name.as_str()),
                ("编码", &p.code),
                ("主管部门", if supervisor.is_empty() { "云岭省青禾市柳塘区文化和旅游局" } else { &supervisor }),
                ("实施单位", unit),
                ("科目", &p.subject),
                ("类型", "常年项目"),
                ("执行原因", &p.low),
                ("调整原因", &p.changed),
                ("目标", &p.goal),
                ("完成", &p.done),
                ("过程", &p.process),
                ("结论", &p.conclusion),
                ("问题", &p.problems),
                ("措施", &p.measures),
                ("负责人", &p.people[0]),
                ("财务负责人", &p.people[1]),
            ];
            let texts: Vec<(&str, &str)> = texts.into_iter().filter(|(_, v)| !v.is_empty()).collect();
            let all = [("年初财政资金", p.initial), amounts[0], amounts[1]];
            push(book, "项目", row(&texts, &all));
            for i in &p.indicators {
                let (one, two, name, sign, target, unit, weight, actual, points, reason) = i;
                let texts = [
                    ("项目", p.code.as_str()),
                    ("一级", one),
                    ("二级", two),
                    ("名称", name),
                    ("性质", sign),
                    ("指标值", target),
                    ("单位", unit),
                    ("年末值", actual),
                    ("原因", reason),
                ];
                let texts: Vec<(&str, &str)> = texts.into_iter().filter(|(_, v)| !v.is_empty()).collect();
                let mut made = row(&texts, &[("权重", *weight)]);
                if let Ok(points) = points.parse::<i64>() {
                    made.amounts.insert("评定得分".to_owned(), Filled { value: Amount(points * SCALE), source: None });
                }
                push(book, "绩效指标", made);
            }
        }
    }

    /// Puts the evaluation of the department into its book.
    pub fn evaluate(&self, book: &mut Book) {
        if book.year() != 2024 {
            return;
        }
        for r in &self.report {
            for (part, words) in &r.texts {
                push(book, "评价报告", row(&[("报告", &r.report), ("部分", part), ("内容", words)], &[]));
            }
            for (part, name, weight, score, words) in &r.items {
                let texts = [("报告", r.report.as_str()), ("部分", part), ("名称", name), ("内容", words)];
                let mut made = row(&texts, &[]);
                for (key, points) in [("分值", weight), ("得分", score)] {
                    let tenths = Amount((points * 10.0).round() as i64 * SCALE / 10);
                    made.amounts.insert(key.to_owned(), Filled { value: tenths, source: None });
                }
                push(book, "评价指标", made);
            }
        }
        for b in &self.before {
            let texts: Vec<(&str, &str)> = b.texts.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let all = b.amounts.iter().chain(&b.points);
            let amounts: Vec<(&str, i64)> = all.map(|(k, v)| (k.as_str(), *v)).collect();
            push(book, "事前绩效评估", row(&texts, &amounts));
        }
    }
}

fn push(book: &mut Book, sheet: &str, row: Row) {
    book.lists.entry(sheet.to_owned()).or_default().push(row);
}
