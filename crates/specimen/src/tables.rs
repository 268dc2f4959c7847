//! The tables of final accounts, in the layout of the ministry's form and in that of the city forms.

use crate::accounts::{Accounts, Cost, Item, Purse, is_staff};
use crate::look::{Look, printed};
use crate::page::{Page, cells};
use crate::subjects::{self, CLASSES};
use mingzhang_model::publication::han;
use std::collections::BTreeMap;

/// How the tables of a report are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// 公开01表, 栏次 and 行次.
    pub official: bool,
    /// 明细 stands in the title of the table of basic expenditure, as in the contents.
    pub detailed: bool,
    /// Rows of classes without any amount are printed.
    pub full: bool,
}

/// A table writer.
#[derive(Debug)]
pub struct Tables<'a> {
    /// What is printed.
    pub accounts: &'a Accounts,
    /// How.
    pub look: &'a Look,
    /// In which layout.
    pub layout: Layout,
    /// Its number (公开01表).
    pub number: usize,
}

/// A row of two sides: label and amount left, label and amounts right.
type Line = (String, Option<i64>, String, Option<Vec<i64>>);

/// Sums by 类, 款 and 项, in order.
#[must_use]
pub fn tree(items: &[(String, Vec<i64>)]) -> BTreeMap<String, Vec<i64>> {
    let mut out: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (code, values) in items.iter().filter(|(_, v)| v.iter().any(|x| *x != 0)) {
        for digits in [3, 5, 7] {
            let row = out.entry(code.get(..digits).unwrap_or("").to_owned()).or_insert_with(|| vec![0; values.len()]);
            for (sum, v) in row.iter_mut().zip(values) {
                *sum += v;
            }
        }
    }
    out
}

impl Tables<'_> {
    fn head(&mut self, page: &mut Page, title: &str) {
        self.number += 1;
        page.say(title);
        let entity = &self.accounts.entity;
        if self.layout.official {
            page.line(format!("公开{:02}表", self.number));
            page.line(format!("{}：{}", entity.word, entity.name));
            page.line("金额单位：万元");
        } else {
            page.line("单位：万元");
        }
        page.gap();
    }

    fn row(&self, first: &[&str], values: &[i64]) -> Vec<String> {
        let mut out = cells(first);
        out.extend(values.iter().map(|v| self.look.cell(*v)));
        out
    }

    fn functional(&self, of: impl Fn(&Item) -> Vec<i64>, columns: &[&str]) -> Vec<Vec<String>> {
        let list: Vec<(String, Vec<i64>)> =
            self.accounts.items.iter().map(|i| (i.subject.code.clone(), of(i))).collect();
        let mut total = vec![0; columns.len()];
        for (_, v) in &list {
            for (sum, x) in total.iter_mut().zip(v) {
                *sum += x;
            }
        }
        let mut rows = Vec::new();
        if self.layout.official {
            let mut numbers = cells(&["栏次", ""]);
            numbers.extend((1..=columns.len()).map(|n| n.to_string()));
            rows.push(numbers);
        }
        rows.push(self.row(&["合计", ""], &total));
        for (code, values) in tree(&list) {
            rows.push(self.row(&[&code, &subjects::name(&code)], &values));
        }
        rows
    }

    fn simple(&mut self, page: &mut Page, title: &str, columns: &[&str], of: impl Fn(&Item) -> Vec<i64>) {
        self.head(page, title);
        let code = if self.layout.official { "科目代码" } else { "功能分类科目编码" };
        let mut head = cells(&[code, "科目名称"]);
        head.extend(cells(columns));
        let mut rows = vec![head];
        rows.extend(self.functional(of, columns));
        page.table(&rows);
    }

    /// 类 with their sums under a purse, or under all money.
    fn classes(&self, purse: Option<Purse>, all: bool) -> BTreeMap<String, i64> {
        let mut out = BTreeMap::new();
        for item in &self.accounts.items {
            let mut value = if purse.is_none_or(|p| p == item.purse) { item.spent() } else { 0 };
            if all {
                value += item.other.iter().sum::<i64>();
            }
            *out.entry(item.subject.code.get(..3).unwrap_or("").to_owned()).or_insert(0) += value;
        }
        out
    }

    /// 收入支出决算总表
    pub fn summary(&mut self, page: &mut Page) {
        self.head(page, "收入支出决算总表");
        let a = self.accounts;
        let earned = |k: usize| a.sum(None, |i| i.earned[k]);
        let income = |p: Purse| a.sum(Some(p), |i| i.income);
        let left: Vec<(&str, i64)> = vec![
            ("一般公共预算财政拨款收入", income(Purse::General)),
            ("政府性基金预算财政拨款收入", income(Purse::Fund)),
            ("国有资本经营预算财政拨款收入", income(Purse::Capital)),
            ("上级补助收入", earned(0)),
            ("事业收入", earned(1)),
            ("经营收入", earned(2)),
            ("附属单位上缴收入", earned(3)),
            ("其他收入", earned(4)),
        ];
        let classes = self.classes(None, true);
        let mut rows = if self.layout.official {
            vec![
                cells(&["收入", "", "", "支出", "", ""]),
                cells(&["项目", "行次", "金额", "项目", "行次", "金额"]),
                cells(&["栏次", "", "1", "栏次", "", "2"]),
            ]
        } else {
            vec![cells(&["收入", "", "支出", ""]), cells(&["项目", "决算数", "项目", "决算数"])]
        };
        let listed = self.listed(&classes);
        let middle = listed.len().max(left.len());
        let carry = (a.sum(None, |i| i.begin) + a.other_carry.0, a.sum(None, |i| i.end) + a.other_carry.1);
        let used =
            if a.year > 2022 { "使用非财政拨款结余和专用结余" } else { "使用非财政拨款结余" };
        let total = a.total();
        let outlay: i64 = a.outlay().iter().sum();
        let closing = [
            ("本年收入合计", a.income(), "本年支出合计", outlay),
            (used, a.used, "结余分配", a.allotted),
            ("年初结转和结余", carry.0, "年末结转和结余", carry.1),
            ("总计", total, "总计", total),
        ];
        let count = middle + closing.len();
        let mut n = 0;
        let mut push = |l: (String, Option<i64>), r: (String, Option<i64>)| {
            n += 1;
            let cell = |v: Option<i64>| v.map(|v| self.look.cell(v)).unwrap_or_default();
            rows.push(if self.layout.official {
                vec![l.0, n.to_string(), cell(l.1), r.0, (n + count).to_string(), cell(r.1)]
            } else {
                vec![l.0, cell(l.1), r.0, cell(r.1)]
            });
        };
        for k in 0..middle {
            let l =
                left.get(k).map_or((String::new(), None), |(name, v)| (format!("{}、{name}", han(k + 1)), Some(*v)));
            let r = listed.get(k).map_or((String::new(), None), |(name, v)| (name.clone(), Some(*v)));
            push(l, r);
        }
        for (l, x, r, y) in closing {
            push((l.to_owned(), Some(x)), (r.to_owned(), Some(y)));
        }
        page.table(&rows);
        page.say(format!("注：本表反映{}本年度的总收支和年末结转结余情况。", a.entity.word));
    }

    fn listed(&self, classes: &BTreeMap<String, i64>) -> Vec<(String, i64)> {
        CLASSES
            .iter()
            .map(|c| (*c, classes.get(*c).copied().unwrap_or(0)))
            .filter(|(_, v)| self.layout.full || *v != 0)
            .enumerate()
            .map(|(k, (c, v))| (format!("{}、{}", han(k + 1), subjects::name(c)), v))
            .collect()
    }

    /// 收入决算表
    pub fn income(&mut self, page: &mut Page) {
        let columns =
            ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
        self.simple(page, "收入决算表", &columns, |i| {
            let mut row = vec![i.income + i.earned.iter().sum::<i64>(), i.income];
            row.extend(i.earned);
            row
        });
        page.say(format!("注：本表反映{}本年度取得的各项收入情况。", self.accounts.entity.word));
    }

    /// 支出决算表
    pub fn expenditure(&mut self, page: &mut Page) {
        let columns = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"];
        self.simple(page, "支出决算表", &columns, |i| {
            let (basic, project) = (i.basic + i.other[0], i.project + i.other[1]);
            vec![basic + project + i.other[2], basic, project, 0, i.other[2], 0]
        });
        page.say(format!("注：本表反映{}本年度各项支出情况。", self.accounts.entity.word));
    }

    /// 财政拨款收入支出决算总表
    pub fn appropriation(&mut self, page: &mut Page) {
        self.head(page, "财政拨款收入支出决算总表");
        let a = self.accounts;
        let purses = [Purse::General, Purse::Fund, Purse::Capital];
        let names = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"];
        let by: Vec<BTreeMap<String, i64>> = purses.iter().map(|p| self.classes(Some(*p), false)).collect();
        let all = self.classes(None, false);
        let listed = self.listed(&all);
        let mut rows = if self.layout.official {
            let mut second = cells(&["项目", "行次", "金额", "项目", "行次", "合计"]);
            second.extend(cells(&names));
            vec![
                cells(&["收入", "", "", "支出", "", "", "", "", ""]),
                second,
                cells(&["栏次", "", "1", "栏次", "", "2", "3", "4", "5"]),
            ]
        } else {
            let mut second = cells(&["项目", "决算数", "项目", "合计"]);
            second.extend(cells(&names));
            vec![cells(&["收入", "", "支出", "", "", "", ""]), second]
        };
        let total = |f: &dyn Fn(&Item) -> i64| -> Vec<i64> {
            std::iter::once(a.sum(None, f)).chain(purses.iter().map(|p| a.sum(Some(*p), f))).collect()
        };
        let mut lines: Vec<Line> = Vec::new();
        for k in 0..listed.len().max(3) {
            let (l, x) = match purses.get(k).zip(names.get(k)) {
                Some((p, name)) => (format!("{}、{name}", han(k + 1)), Some(a.sum(Some(*p), |i| i.income))),
                None => (String::new(), None),
            };
            let (r, y) = match listed.get(k) {
                Some((name, v)) => {
                    let code = CLASSES.iter().find(|c| name.ends_with(&format!("、{}", subjects::name(c))));
                    let of = |m: &BTreeMap<String, i64>| code.and_then(|c| m.get(*c)).copied().unwrap_or(0);
                    (name.clone(), Some(std::iter::once(*v).chain(by.iter().map(of)).collect()))
                }
                None => (String::new(), None),
            };
            lines.push((l, x, r, y));
        }
        let begin = |p: Option<Purse>| a.sum(p, |i| i.begin);
        lines.push((
            "本年收入合计".to_owned(),
            Some(a.sum(None, |i| i.income)),
            "本年支出合计".to_owned(),
            Some(total(&Item::spent)),
        ));
        lines.push((
            "年初财政拨款结转和结余".to_owned(),
            Some(begin(None)),
            "年末财政拨款结转和结余".to_owned(),
            Some(total(&|i| i.end)),
        ));
        for (p, name) in purses.iter().zip(names) {
            lines.push((name.to_owned(), Some(begin(Some(*p))), String::new(), None));
        }
        let sum = a.appropriation_total();
        lines.push(("总计".to_owned(), Some(sum), "总计".to_owned(), Some(total(&|i| i.spent() + i.end))));
        let count = lines.len();
        for (n, (l, x, r, y)) in lines.into_iter().enumerate() {
            let mut row = vec![l];
            if self.layout.official {
                row.push((n + 1).to_string());
            }
            row.push(x.map(|v| self.look.cell(v)).unwrap_or_default());
            row.push(r);
            if self.layout.official {
                row.push((n + 1 + count).to_string());
            }
            match y {
                Some(list) => row.extend(list.iter().map(|v| self.look.cell(*v))),
                None => row.extend(vec![String::new(); 4]),
            }
            rows.push(row);
        }
        page.table(&rows);
        page.say(format!("注：本表反映{}本年度财政拨款的总收支和年末结转结余情况。", a.entity.word));
    }

    /// 一般公共预算财政拨款支出决算表
    pub fn general(&mut self, page: &mut Page) {
        let total = if self.layout.official { "小计" } else { "合计" };
        self.simple(
            page,
            "一般公共预算财政拨款支出决算表",
            &[total, "基本支出", "项目支出"],
            |i| {
                if i.purse == Purse::General { vec![i.spent(), i.basic, i.project] } else { vec![0; 3] }
            },
        );
        page.say(format!("注：本表反映{}本年度一般公共预算财政拨款支出情况。", self.accounts.entity.word));
    }

    /// 一般公共预算财政拨款项目支出决算表
    pub fn project(&mut self, page: &mut Page) {
        self.simple(page, "一般公共预算财政拨款项目支出决算表", &["合计"], |i| {
            vec![if i.purse == Purse::General { i.project } else { 0 }]
        });
        page.say(format!("注：本表反映{}本年度一般公共预算财政拨款项目支出情况。", self.accounts.entity.word));
    }

    /// 一般公共预算财政拨款基本支出决算（明细）表
    pub fn basic(&mut self, page: &mut Page) {
        let name = if self.layout.detailed { "决算明细表" } else { "决算表" };
        self.head(page, &format!("一般公共预算财政拨款基本支出{name}"));
        let a = self.accounts;
        let mut blocks: Vec<Vec<(String, i64)>> = vec![Vec::new(); if self.layout.official { 3 } else { 2 }];
        let mut class = String::new();
        for code in subjects::economic() {
            let amount = a.economic.get(&code).copied().unwrap_or(0);
            let own = code.get(..3).unwrap_or("").to_owned();
            let sum = a.economic_class(&own);
            if !self.layout.full && sum == 0 {
                continue;
            }
            let wide = blocks.len() == 3;
            let block = match own.as_str() {
                "301" | "303" => 0,
                "302" => 1,
                _ => usize::from(wide) + 1,
            };
            if own != class {
                blocks[block].push((own.clone(), sum));
                class = own;
            }
            if self.layout.full || amount != 0 {
                blocks[block].push((code, amount));
            }
        }
        let group = cells(&["科目代码", "科目名称", "决算数"]);
        let mut rows: Vec<Vec<String>> = Vec::new();
        if self.layout.official {
            rows.push(cells(&["人员经费", "", "", "公用经费", "", "", "", "", ""]));
        }
        rows.push(group.iter().cycle().take(3 * blocks.len()).cloned().collect());
        for k in 0..blocks.iter().map(Vec::len).max().unwrap_or(0) {
            let mut row = Vec::new();
            for block in &blocks {
                match block.get(k) {
                    Some((code, v)) => row.extend([code.clone(), subjects::economic_name(code), self.look.cell(*v)]),
                    None => row.extend(vec![String::new(); 3]),
                }
            }
            rows.push(row);
        }
        let (staff, public) = a.basic();
        let mut last = cells(&["人员经费合计", ""]);
        last.push(self.look.cell(staff));
        last.extend(cells(&["公用经费合计", ""]));
        last.extend(vec![String::new(); 3 * (blocks.len() - 2)]);
        last.push(self.look.cell(public));
        rows.push(last);
        page.table(&rows);
        page.say(format!("注：本表反映{}本年度一般公共预算财政拨款基本支出明细情况。", a.entity.word));
    }

    /// The purse tables with their carry-over; says that there is nothing where there is nothing.
    pub fn purse(&mut self, page: &mut Page, purse: Purse, budget: &str) {
        self.head(page, &format!("{budget}财政拨款收入支出决算表"));
        let mut rows = vec![
            cells(&["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"]),
            cells(&["科目代码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""]),
        ];
        rows.extend(self.functional(
            |i| {
                if i.purse == purse {
                    vec![i.begin, i.income, i.spent(), i.basic, i.project, i.end]
                } else {
                    vec![0; 6]
                }
            },
            &["", "", "", "", "", ""],
        ));
        page.table(&rows);
        page.line(format!(
            "注：本表反映{}本年度{budget}财政拨款收入、支出及结转和结余情况。",
            self.accounts.entity.word
        ));
        self.none(page, purse, budget);
    }

    fn none(&self, page: &mut Page, purse: Purse, budget: &str) {
        if self.accounts.items.iter().all(|i| i.purse != purse) {
            let entity = &self.accounts.entity;
            page.line(if self.layout.official {
                format!("本{}没有{budget}财政拨款收入，也没有使用{budget}财政拨款安排的支出。", entity.word)
            } else {
                format!("说明：{}本年度没有{budget}财政拨款收入和支出，故本表无数据。", entity.name)
            });
        }
        page.gap();
    }

    /// 国有资本经营预算财政拨款支出决算表
    pub fn capital(&mut self, page: &mut Page) {
        let budget = "国有资本经营预算";
        self.head(page, &format!("{budget}财政拨款支出决算表"));
        let mut rows = vec![
            cells(&["项目", "", "本年支出", "", ""]),
            cells(&["科目代码", "科目名称", "合计", "基本支出", "项目支出"]),
        ];
        rows.extend(self.functional(
            |i| if i.purse == Purse::Capital { vec![i.spent(), i.basic, i.project] } else { vec![0; 3] },
            &["", "", ""],
        ));
        page.table(&rows);
        page.line(format!("注：本表反映{}本年度{budget}财政拨款支出情况。", self.accounts.entity.word));
        self.none(page, Purse::Capital, budget);
    }

    /// 财政拨款“三公”经费支出决算表
    pub fn three(&mut self, page: &mut Page) {
        self.head(page, "财政拨款“三公”经费支出决算表");
        let t = &self.accounts.three;
        let list = [t.total(), t.abroad, t.vehicles(), t.purchase, t.running, t.reception];
        let cell = |v: i64| self.look.cell(v);
        if self.layout.official {
            let group = ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"];
            let second = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""];
            page.table(&[
                cells(&["预算数", "", "", "", "", "", "决算数", "", "", "", "", ""]),
                cells(&[group, group].concat()),
                cells(&[second, second].concat()),
                (1..=12).map(|n| n.to_string()).collect(),
                list.iter().map(|c| cell(c.budget)).chain(list.iter().map(|c| cell(c.spent))).collect(),
            ]);
        } else {
            let both = |c: &Cost| [cell(c.budget), cell(c.spent)];
            page.table(&[
                cells(&[
                    "合计",
                    "",
                    "因公出国（境）费",
                    "",
                    "公务用车购置及运行维护费",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "公务接待费",
                    "",
                ]),
                cells(&["", "", "", "", "小计", "", "公务用车购置费", "", "公务用车运行维护费", "", "", ""]),
                ["预算数", "决算数"].iter().cycle().take(12).map(|w| (*w).to_owned()).collect(),
                list.iter().flat_map(both).collect(),
            ]);
        }
        page.line(format!("注：本表反映{}本年度财政拨款“三公”经费支出预决算情况。", self.accounts.entity.word));
        if list[0].budget == 0 && list[0].spent == 0 {
            page.line(format!("本{}没有“三公”经费预算和支出，故本表无数据。", self.accounts.entity.word));
        }
        page.gap();
    }

    /// Names of the non-zero economic 款 of one group.
    #[must_use]
    pub fn listed_names(accounts: &Accounts, staff: bool) -> Vec<String> {
        accounts
            .economic
            .iter()
            .filter(|(c, v)| is_staff(c) == staff && printed(**v) != 0)
            .map(|(c, _)| subjects::economic_name(c))
            .collect()
    }
}
