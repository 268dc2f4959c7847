//! Performance forms: what is written is read back field by field, in every format; forms that are right are found to be right; a mistake put
//! into one of their cells is found.

mod mutate;

use mingzhang_catalog::Catalog;
use mingzhang_catalog::form_layout::FormLayout;
use mingzhang_compile::performance::{fit, form_pieces};
use mingzhang_model::disclosure::{Kind, Level};
use mingzhang_model::performance::{FormCell, FormKind, PerformanceForm};
use mingzhang_model::publication::{Heading, Piece, Publication};
use mingzhang_model::{Disclosure, Document};
use mingzhang_specimen::forms::{labels, overall, projects};
use mingzhang_specimen::random::Random;
use std::collections::BTreeMap;
use std::process::ExitCode;

pub use mutate::run as mutate;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// So many documents.
    pub count: u64,
    /// From this seed on.
    pub seed: u64,
    /// Of this layout only.
    pub layout: Option<String>,
    /// Lists what does not hold.
    pub missed: bool,
}

impl Options {
    /// Reads the arguments; `None` if they cannot be understood.
    pub fn read(args: impl IntoIterator<Item = String>) -> Option<Options> {
        let mut out = Options { count: 200, seed: 0, layout: None, missed: false };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--forms" => {}
                "--count" => out.count = args.next()?.parse().ok()?,
                "--seed" => out.seed = args.next()?.parse().ok()?,
                "--layout" => out.layout = Some(args.next()?),
                "--missed" => out.missed = true,
                _ => return None,
            }
        }
        Some(out)
    }
}

/// Forms of one layout and the publication they stand in.
pub struct Made {
    /// Which layout.
    pub layout: &'static str,
    /// How it is printed.
    pub shape: FormLayout,
    /// The forms as they must be read.
    pub forms: Vec<PerformanceForm>,
}

impl Made {
    /// The forms of a seed.
    pub fn new(seed: u64, layout: Option<&str>) -> Result<Made, String> {
        // Forms without indicators are not read.
        let names: Vec<&str> = FormLayout::names().into_iter().filter(|n| *n != "ex-ante").collect();
        let name = match layout {
            Some(name) => *names.iter().find(|n| **n == name).ok_or_else(|| format!("没有“{name}”这种绩效表"))?,
            None => names[Random::new(seed ^ 0xf0).below(names.len())],
        };
        let shape = FormLayout::load(name, None).map_err(|e| e.to_string())?;
        let title = shape.title.replace("{{年}}", "2024");
        let national = name.starts_with("national");
        let mut r = Random::new(seed ^ 0xf0_125);
        let count = 1 + r.below(5);
        let department = "云岭省青禾市人力资源和社会保障局";
        let mut made = projects(&mut r, count, 2024, department, national);
        for project in &mut made {
            if r.chance(40) {
                project.stroke();
            }
        }
        let all = if name.contains("overall") {
            vec![overall(&mut r, &made, department, &title, name)]
        } else {
            let (labels, mark) = labels(national);
            made.iter().map(|p| p.form(&title, labels, mark)).collect()
        };
        let kind = shape.kind.unwrap_or(FormKind::ProjectTargets);
        let forms = all.iter().map(|f| PerformanceForm { kind, ..fit(f, &shape) }).collect();
        Ok(Made { layout: name, shape, forms })
    }

    /// The report they stand in.
    pub fn publication(&self) -> Publication {
        let department = "云岭省青禾市人力资源和社会保障局";
        let head = Heading { level: 1, ordinal: 1, text: "附件".into(), listed: true };
        let mut pieces = vec![Piece::Contents, Piece::Heading(head)];
        pieces.extend(form_pieces(&self.forms, &self.shape, 3));
        Publication {
            name: String::new(),
            entity: department.to_owned(),
            level: Level::Department,
            kind: Kind::FinalAccounts,
            year: 2024,
            profile: "sichuan-final".to_owned(),
            cover: vec![department.to_owned(), "2024年度部门决算".to_owned()],
            pieces,
        }
    }
}

/// Every field of a form with its name.
pub fn fields(form: &PerformanceForm) -> Vec<(String, FormCell)> {
    let mut out: Vec<(String, FormCell)> = Vec::new();
    let mut put = |name: &str, cell: Option<&FormCell>| {
        if let Some(cell) = cell.filter(|c| !c.is_blank()) {
            out.push((name.to_owned(), cell.clone()));
        }
    };
    put("标题", Some(&form.title));
    put("项目名称", Some(&form.name));
    put("主管部门", Some(&form.supervisor));
    put("实施单位", Some(&form.unit));
    put("年度目标", form.goal.first());
    put("完成情况", form.achieved.first());
    put("实施内容", Some(&form.process));
    for (k, t) in form.tasks.iter().enumerate() {
        put(&format!("任务{k}"), Some(&t.0));
        put(&format!("任务{k}内容"), Some(&t.1));
    }
    for f in &form.funds {
        let label = &f.label.text;
        put(&format!("资金 {label}"), Some(&f.label));
        for (name, cell) in [
            ("年初预算", &f.initial),
            ("调整后预算", &f.adjusted),
            ("执行数", &f.executed),
            ("执行率", &f.rate),
            ("权重", &f.weight),
            ("得分", &f.score),
            ("原因", &f.reason),
        ] {
            put(&format!("资金 {label} {name}"), cell.as_ref());
        }
    }
    for (k, i) in form.indicators.iter().enumerate() {
        put(&format!("指标{k} 一级"), Some(&i.level1));
        put(&format!("指标{k} 二级"), Some(&i.level2));
        put(&format!("指标{k} 名称"), Some(&i.name));
        put(&format!("指标{k} 指标值"), Some(&i.target));
        for (name, cell) in [
            ("性质", &i.comparator),
            ("单位", &i.unit),
            ("完成值", &i.actual),
            ("权重", &i.weight),
            ("得分", &i.score),
            ("原因", &i.reason),
        ] {
            put(&format!("指标{k} {name}"), cell.as_ref());
        }
    }
    if let Some(t) = &form.total {
        put("合计权重", Some(&t.weight));
        put("合计得分", Some(&t.score));
    }
    put("评价结论", Some(&form.conclusion));
    put("存在问题", Some(&form.problems));
    put("改进措施", Some(&form.measures));
    for s in &form.signatures {
        put("签名", Some(s));
    }
    out
}

/// The first thing in which forms differ.
pub fn differ(made: &[PerformanceForm], read: &[PerformanceForm]) -> Option<String> {
    if made.len() != read.len() {
        return Some(format!("写出{}张表，读回{}张", made.len(), read.len()));
    }
    for (n, (a, b)) in made.iter().zip(read).enumerate() {
        // Some titles say no year.
        let year = a.year.or(Some(2024)).filter(|_| a.title.text.contains(|c: char| c.is_ascii_digit()));
        if (a.kind, year, &a.code) != (b.kind, b.year, &b.code) {
            return Some(format!(
                "第{n}张：{:?} {:?} {}，读作{:?} {:?} {}",
                a.kind, a.year, a.code, b.kind, b.year, b.code
            ));
        }
        let plain = |f: &PerformanceForm| -> Vec<(String, String)> {
            fields(f).into_iter().map(|(n, c)| (n, c.text)).collect()
        };
        let (x, y) = (plain(a), plain(b));
        if x != y {
            let at = x.iter().zip(&y).position(|(x, y)| x != y).unwrap_or(x.len().min(y.len()));
            return Some(format!("第{n}张第{at}项：写的是{:?}，读回是{:?}", x.get(at), y.get(at)));
        }
        if let Some((_, what)) = b.problems_read.first() {
            return Some(format!("第{n}张：{what}"));
        }
    }
    None
}

/// How a publication is written, and read again.
fn formats(publication: &Publication) -> Vec<(&'static str, Result<Document, String>)> {
    let bytes = |b: Vec<u8>, name: &str| mingzhang_decode::decode(&b, name).map_err(|e| e.to_string());
    vec![
        ("内存", Ok(mingzhang_write::document(publication).0)),
        ("文本", bytes(mingzhang_write::text(publication).into_bytes(), "report.txt")),
        ("docx", bytes(mingzhang_write::docx(publication), "report.docx")),
        ("html", bytes(mingzhang_write::html(publication).into_bytes(), "report.html")),
        ("xlsx", mingzhang_write::xlsx(publication).map_err(|e| e.to_string()).and_then(|b| bytes(b, "report.xlsx"))),
        #[cfg(feature = "pdf")]
        ("pdf", mingzhang_typeset::pdf(publication).map_err(|e| e.to_string()).and_then(|b| bytes(b, "report.pdf"))),
    ]
}

/// How forms differ from what they are read as in each format.
#[cfg(test)]
pub fn unlike(made: &Made) -> Vec<String> {
    let all = formats(&made.publication()).into_iter();
    let told = |(name, document): (&str, Result<Document, String>)| match document {
        Ok(document) => differ(&made.forms, &read(document).forms).map(|what| format!("{name}：{what}")),
        Err(why) => Some(format!("{name}：{why}")),
    };
    all.filter_map(told).collect()
}

fn read(document: Document) -> Disclosure {
    mingzhang_read::read(document, Catalog::embedded())
}

/// What does not hold of the forms of a seed: law, what happened.
pub fn check(seed: u64, layout: Option<&str>) -> Vec<(String, String)> {
    let made = match Made::new(seed, layout) {
        Ok(made) => made,
        Err(why) => return vec![("编制".to_owned(), why)],
    };
    let publication = made.publication();
    let mut out = Vec::new();
    for (name, document) in formats(&publication) {
        let back = match document {
            Ok(document) => read(document),
            Err(why) => {
                out.push((name.to_owned(), why));
                continue;
            }
        };
        out.extend(differ(&made.forms, &back.forms).map(|what| (format!("{} {name}", made.layout), what)));
        if name == "内存" {
            let findings = mingzhang_audit::audit(&back, Catalog::embedded()).findings;
            // Whether a report has all its parts is not asked of forms alone.
            for f in findings.iter().filter(|f| of_forms(f)) {
                let quote = f.evidence.first().map_or("", |e| e.quote.as_str());
                out.push((
                    format!("{} 审核 {}", made.layout, f.rule),
                    format!("{} ｜ {} ｜ {quote}", f.message, f.workings),
                ));
            }
        }
    }
    out
}

/// Findings that are about forms, not about the report around them; forms without names are made on purpose.
pub fn of_forms(finding: &mingzhang_model::Finding) -> bool {
    // A target that was missed is a question to the department.
    !is_around(finding) && finding.severity != mingzhang_model::Severity::Info
}

/// Findings about the report around the forms.
pub fn is_around(finding: &mingzhang_model::Finding) -> bool {
    matches!(
        finding.rule.as_str(),
        "missing-table" | "missing-section" | "profile-parts" | "heading-sequence" | "performance-blanks"
    )
}

/// Runs the laws and prints what does not hold.
pub fn run(options: &Options) -> ExitCode {
    let one = |seed| check(seed, options.layout.as_deref()).into_iter().map(move |(l, w)| (l, seed, w)).collect();
    let broken: Vec<(String, u64, String)> =
        crate::each(options.seed, options.count, one).into_iter().flat_map(|b: Vec<_>| b).collect();
    let mut laws: BTreeMap<&str, usize> = BTreeMap::new();
    for (law, seed, what) in &broken {
        let n = laws.entry(law).or_default();
        *n += 1;
        if *n <= if options.missed { 12 } else { 2 } {
            println!("{seed} {law}：{what}");
        }
    }
    println!("{} 份，不成立：{laws:?}", options.count);
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
