//! The sentences that all forms share, each in several wordings.

use crate::accounts::{Accounts, Cost, Item, Purse, USES as VEHICLES};
use crate::look::{Look, printed};
use crate::page::Page;
use crate::random::Random;
use crate::subjects;
use crate::tables::Tables;
use crate::words::{LESS, MORE, SAME, USES, duties};
use mingzhang_model::publication::han;
use std::collections::BTreeMap;

/// Who writes: the accounts, the author's habits, the text so far.
#[derive(Debug)]
pub struct Narrator {
    /// The accounts.
    pub a: Accounts,
    /// Habits.
    pub look: Look,
    /// Choices.
    pub r: Random,
    /// The text.
    pub page: Page,
}

/// The sign of a change as it is printed.
#[must_use]
pub fn sign(now: i64, before: i64) -> i64 {
    (printed(now) - printed(before)).signum()
}

impl Narrator {
    /// 12.34万元
    #[must_use]
    pub fn wan(&self, yuan: i64) -> String {
        format!("{}万元", self.look.wan(yuan))
    }

    /// 12.34%
    #[must_use]
    pub fn rate(&self, part: i64, whole: i64) -> String {
        format!("{}%", self.look.rate(part, whole))
    }

    /// ，占12.34%; nothing where the whole is nothing.
    #[must_use]
    pub fn share(&self, part: i64, whole: i64) -> String {
        if whole == 0 { String::new() } else { format!("，占{}", self.rate(part, whole)) }
    }

    /// A reason for a change of a direction.
    pub fn reason(&mut self, sign: i64) -> String {
        let list: &[&str] = match sign {
            1 => &MORE,
            -1 => &LESS,
            _ => &SAME,
        };
        self.r.pick(list).to_owned()
    }

    /// 主要用于 …
    pub fn usage(&mut self) -> String {
        self.r.pick(&USES).to_owned()
    }

    /// 增加1.00万元，增长2.00%; `None` where the two print alike.
    pub fn change(&mut self, now: i64, before: i64) -> Option<(i64, String)> {
        let change = now - before;
        if printed(change) == 0 {
            return None;
        }
        let (more, grow) = if change > 0 { ("增加", "增长") } else { ("减少", "下降") };
        let amount = self.wan(change);
        Some((
            change.signum(),
            if before == 0 {
                format!("{more}{amount}")
            } else {
                format!("{more}{amount}，{grow}{}", self.rate(change, before))
            },
        ))
    }

    /// 与上年相比，…增加 … with its reason, closed with 。
    pub fn against_last_year(&mut self, what: &str, now: i64, before: i64) -> String {
        let last = self.a.year - 1;
        let with = match self.r.below(4) {
            0 => "与上年相比，".to_owned(),
            1 => format!("与{last}年度相比，"),
            2 => format!("与{last}年相比，"),
            _ => "与上年度相比，".to_owned(),
        };
        match self.change(now, before) {
            None => format!("{with}{what}持平。"),
            Some((sign, words)) => {
                let reason = self.reason(sign);
                let because =
                    self.r.pick(&["，主要是因为", "。主要原因是", "。主要变动原因是", "。主要原因：", "，主要原因是"]);
                format!("{with}{what}{words}{because}{reason}。")
            }
        }
    }

    /// ，决算数大于预算数的主要原因是 …
    pub fn compared(&mut self, left: &str, right: &str, now: i64, budget: i64) -> String {
        let sign = sign(now, budget);
        if sign == 0 {
            let words =
                [format!("，{left}与{right}持平"), format!("，{left}等于{right}"), format!("，{left}同{right}持平")];
            let n = self.r.below(3);
            return words[n].clone();
        }
        let word = if sign > 0 { "大于" } else { "小于" };
        let reason = self.reason(sign);
        let is = self.r.pick(&["是：", "是", "："]);
        format!("，{left}{word}{right}的主要原因{is}{reason}")
    }

    /// 类 of a purse with their sums.
    #[must_use]
    pub fn classes(&self, purse: Purse) -> BTreeMap<String, i64> {
        let mut out = BTreeMap::new();
        for i in self.a.items.iter().filter(|i| i.purse == purse && i.spent() != 0) {
            *out.entry(i.subject.code.get(..3).unwrap_or("").to_owned()).or_insert(0) += i.spent();
        }
        out
    }

    /// 教育支出（类）12.34万元，占5.67%；…。
    pub fn structure(&mut self, purse: Purse) -> String {
        let whole = self.a.spent(Some(purse));
        let form = self.r.below(3);
        let list: Vec<String> = self
            .classes(purse)
            .into_iter()
            .map(|(code, v)| {
                let name = subjects::name(&code);
                let name = match form {
                    0 => format!("{name}（类）"),
                    1 => name,
                    _ => match name.strip_suffix("支出") {
                        Some(short) => format!("{short}（类）支出"),
                        None => name,
                    },
                };
                format!("{name}{}{}", self.wan(v), self.share(v, whole))
            })
            .collect();
        format!("{}。", list.join("；"))
    }

    /// Items of a purse that were spent from or had a budget.
    #[must_use]
    pub fn listed(&self, purse: Purse) -> Vec<Item> {
        self.a.items.iter().filter(|i| i.purse == purse && i.spent() != 0).cloned().collect()
    }

    /// …（类）…（款）…（项）
    #[must_use]
    pub fn triple(item: &Item) -> String {
        let [a, b, c] = &item.subject.names;
        format!("{a}（类）{b}（款）{c}（项）")
    }

    /// 人员经费 and 公用经费 with the names of what they were spent on.
    pub fn basic(&mut self, opening: &str, joined: bool) {
        let (staff, public) = self.a.basic();
        let whole = staff + public;
        let shares = self.r.chance(50);
        let share = |n: &Narrator, v: i64| {
            if shares { format!("，占基本支出的{}", n.rate(v, whole)) } else { String::new() }
        };
        let part = |n: &Narrator, word: &str, v: i64, of: bool| {
            let names = Tables::listed_names(&n.a, of).join("、");
            format!("{word}{}{}，主要包括：{names}。", n.wan(v), share(n, v))
        };
        let (first, second) = (part(self, "人员经费", staff, true), part(self, "公用经费", public, false));
        let head = format!("{opening}{}，其中：", self.wan(whole));
        if joined {
            self.page.say(format!("{head}{first}{second}"));
        } else {
            self.page.say(head);
            self.page.say(first);
            self.page.say(second);
        }
    }

    /// 完成预算的12.34%, where there was a budget.
    pub fn completion(&self, cost: Cost, of: &str) -> String {
        if cost.budget == 0 { String::new() } else { format!("，完成{of}{}", self.rate(cost.spent, cost.budget)) }
    }

    /// 共有车辆 … and equipment.
    pub fn assets(&mut self, who: &str) {
        let a = &self.a;
        let all: i64 = a.vehicles.iter().sum();
        let every = self.r.chance(50);
        let uses: Vec<String> = VEHICLES
            .iter()
            .zip(a.vehicles)
            .filter(|(_, n)| every || *n != 0)
            .map(|(w, n)| format!("{w}{n}辆"))
            .collect();
        let of = if all == 0 && !every { String::new() } else { format!("，其中：{}", uses.join("、")) };
        // Other uses are due an explanation.
        let others = if of.contains("其他用车") && !of.contains("其他用车0") {
            "，其他用车主要是业务用车"
        } else {
            ""
        };
        let (general, special) = (a.equipment[0], a.equipment[1]);
        let machines = if self.r.chance(50) {
            format!("单价50万元以上通用设备{general}台（套），单价100万元以上专用设备（不含车辆）{special}台（套）")
        } else {
            format!("单价100万元（含）以上设备（不含车辆）{special}台（套）")
        };
        let stop = if self.r.chance(50) { "。" } else { "；" };
        let year = a.year;
        self.page.say(format!("截至{year}年12月31日，{who}共有车辆{all}辆{of}{others}{stop}{machines}。"));
    }

    /// 政府采购支出总额 … in the words of most forms.
    pub fn procurement(&mut self, who: &str) {
        let [goods, works, services] = self.a.procurement;
        let all = goods + works + services;
        let [medium, small] = self.a.firms;
        let joint = if self.r.chance(50) { "、" } else { "，" };
        let mut text = format!(
            "{}年度{who}政府采购支出总额{}，其中：政府采购货物支出{}{joint}政府采购工程支出{}{joint}政府采购服务支出{}。",
            self.a.year,
            self.wan(all),
            self.wan(goods),
            self.wan(works),
            self.wan(services)
        );
        if self.r.chance(40) {
            let usage = self.usage();
            text.push_str(&format!("主要用于{usage}。"));
        }
        text.push_str(&format!(
            "授予中小企业合同金额{}，占政府采购支出总额的{}，其中：授予小微企业合同金额{}，占政府采购支出总额的{}。",
            self.wan(medium),
            self.rate(medium, all),
            self.wan(small),
            self.rate(small, all)
        ));
        self.page.say(text);
    }

    /// What the department does and who belongs to it.
    pub fn overview(&mut self, first: &str, second: &str) {
        self.page.heading(first);
        let list = duties(&mut self.r, &self.a.entity.clone());
        for (i, d) in list.iter().enumerate() {
            self.page.say(format!("（{}）{d}", han(i + 1)));
        }
        self.page.heading(second);
        let e = self.a.entity.clone();
        if e.units.is_empty() {
            self.page.say(format!("{}无下属单位，本{}内设机构{}个。", e.name, e.word, self.r.between(3, 12)));
        } else {
            self.page.say(format!(
                "纳入{}{}年度{}决算编制范围的单位共{}个，包括：{}（本级）、{}。",
                e.name,
                self.a.year,
                e.word,
                e.units.len() + 1,
                e.name,
                e.units.join("、")
            ));
        }
    }

    /// The terms, and exactly the subjects that were used.
    pub fn glossary(&mut self, heading: &str, mark: &str) {
        self.page.heading(heading);
        let terms = [
            ("财政拨款收入", "指从本级财政部门取得的财政拨款。"),
            ("事业收入", "指事业单位开展专业业务活动及辅助活动取得的收入。"),
            ("其他收入", "指除财政拨款、事业收入、经营收入等以外的收入。"),
            ("年初结转和结余", "指以前年度没有用完、结转到本年继续使用的资金。"),
            ("年末结转和结余", "指本年没有用完、结转到以后年度继续使用的资金。"),
            ("基本支出", "指保障机构正常运转、完成日常工作任务的支出。"),
            ("项目支出", "指在基本支出之外完成特定任务的支出。"),
            ("“三公”经费", "指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费和公务接待费。"),
            ("机关运行经费", "指行政单位和参照公务员法管理的事业单位的日常公用经费。"),
        ];
        let mut lines: Vec<String> = terms.iter().map(|(t, w)| format!("{t}：{w}")).collect();
        let mut seen: Vec<String> = Vec::new();
        for item in self.a.items.clone().iter().filter(|i| i.spent() + i.other.iter().sum::<i64>() != 0) {
            if !seen.contains(&item.subject.code) {
                seen.push(item.subject.code.clone());
                lines.push(format!("{}：反映{}方面的支出。", Narrator::triple(item), item.subject.names[2]));
            }
        }
        for (i, line) in lines.iter().enumerate() {
            let number = if mark == "、" { han(i + 1) } else { (i + 1).to_string() };
            self.page.say(format!("{number}{mark}{line}"));
        }
    }
}
