//! Lines to paragraphs: soft line breaks, and page breaks inside sentences, are joined; headings and short lines never are.

use super::marks::{self, Plain};
use super::source::SourceLine;
use crate::limits;
use crate::prose;
use mingzhang_model::{Block, Paragraph, Run, RunOrigin};

/// Shortest line that can be the first half of a sentence.
const SENTENCE: usize = 15;

/// The paragraph being read.
pub(super) struct Prose {
    open: Option<Paragraph>,
    /// Whether an empty line followed the open paragraph.
    gap: bool,
    /// Width of the last line of the open paragraph.
    last_width: usize,
    /// Width at which the document's lines are wrapped, if they are.
    wrap: Option<usize>,
}

impl Prose {
    pub(super) fn new(lines: &[SourceLine<'_>]) -> Self {
        Self { open: None, gap: false, last_width: 0, wrap: wrap_width(lines) }
    }

    /// Takes a line.
    pub(super) fn line(&mut self, line: &SourceLine<'_>, blocks: &mut Vec<Block>) {
        if line.is_empty() {
            self.gap = true;
            return;
        }
        if marks::is_page_number(line.text) {
            return;
        }
        let plain = marks::strip(line);
        if plain.chars.is_empty() {
            self.gap = true;
            return;
        }
        let joins = self.open.as_ref().is_some_and(|open| self.continues(open, &plain));
        if !joins {
            self.close(blocks);
        }
        let open = self.open.get_or_insert_with(|| Paragraph { heading: plain.heading, ..Paragraph::default() });
        append(open, &plain);
        self.gap = false;
        self.last_width = line.width();
    }

    /// Ends the open paragraph.
    pub(super) fn close(&mut self, blocks: &mut Vec<Block>) {
        blocks.extend(self.open.take().map(Block::Paragraph));
        self.gap = false;
    }

    /// Whether a line is the rest of the open paragraph.
    fn continues(&self, open: &Paragraph, next: &Plain) -> bool {
        if open.text.len() > limits::PARAGRAPH_BYTES {
            return false;
        }
        let text = next.text();
        if open.heading > 0
            || next.heading > 0
            || next.item
            || prose::starts_item(&text)
            || prose::is_contents(&open.text)
            || prose::is_remark(&open.text)
            || prose::tidy(&text) == "目录"
        {
            return false;
        }
        if text.starts_with(|c| prose::is_closing(c) && !c.is_ascii()) && !prose::is_terminal(&open.text) {
            return true;
        }
        // A figure and its unit, and the two sides of a decimal point, are one.
        let rest = ["%", "％", "万元", "亿元", "万", "元", "."].iter().any(|u| text.starts_with(u));
        if rest && open.text.ends_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let pointed = open.text.strip_suffix('.').is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        if pointed && text.starts_with(|c: char| c.is_ascii_digit()) && open.text.chars().count() >= SENTENCE / 2 {
            return true;
        }
        let wrapped = !self.gap && self.wrap.is_some_and(|w| self.last_width + 3 >= w);
        if wrapped && !next.indented {
            return true;
        }
        if prose::is_terminal(&open.text) || next.indented {
            return false;
        }
        let length = open.text.chars().count();
        let starts = text.starts_with(|c: char| prose::is_cjk(c) || c.is_ascii_alphanumeric() || c == '(');
        if !starts || length < SENTENCE / 2 {
            return false;
        }
        if prose::is_unfinished(&open.text) || prose::lacks_item_level(&open.text) {
            return true;
        }
        // A sentence that says something already (it has a comma) and just stops. After a measure it may well be complete.
        length >= SENTENCE && open.text.contains(['，', '。', '；', ',']) && !prose::ends_with_measure(&open.text)
    }
}

/// Adds a line's characters; a run goes on while the source does.
fn append(paragraph: &mut Paragraph, plain: &Plain) {
    let mut expected = None;
    for &(c, offset) in &plain.chars {
        if expected != Some(offset) {
            let origin = RunOrigin::Text { offset, line: plain.number };
            paragraph.runs.push(Run { start: paragraph.text.len(), origin });
        }
        paragraph.text.push(c);
        expected = Some(offset + 1);
    }
}

/// The width at which lines are wrapped: a width that many lines reach and none of them passes by much.
fn wrap_width(lines: &[SourceLine<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> =
        lines.iter().filter(|l| !l.is_empty() && !l.text.contains(['\t', '|'])).map(SourceLine::width).collect();
    widths.sort_unstable();
    let longest = *widths.get(widths.len().checked_sub(1)? * 99 / 100)?;
    let reached = widths.iter().filter(|w| **w + 3 >= longest && **w <= longest + 3).count();
    ((40..=160).contains(&longest) && reached >= 4 && reached * 5 >= widths.len()).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::super::source::lines;
    use super::*;

    fn read(text: &str) -> Vec<Paragraph> {
        let lines = lines(text);
        let mut prose = Prose::new(&lines);
        let mut blocks = Vec::new();
        for line in &lines {
            prose.line(line, &mut blocks);
        }
        prose.close(&mut blocks);
        blocks.iter().filter_map(Block::paragraph).cloned().collect()
    }

    fn texts(text: &str) -> Vec<String> {
        read(text).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn a_page_break_inside_a_sentence_is_joined() {
        let got = read(
            "年初预算为0万元，支出决算为5万元，决算数大于年\n\n初预算数的主要原因是追加。\n\n二、收入情况\n\n本年收入合计5万元。",
        );
        assert_eq!(got.len(), 3);
        assert_eq!(got[0].text, "年初预算为0万元，支出决算为5万元，决算数大于年初预算数的主要原因是追加。");
        let at = got[0].text.find("初预算数的").unwrap();
        let place = got[0].place(at, at + "初".len());
        assert_eq!((place.line, place.offset), (Some(3), Some([26, 27])));
    }

    #[test]
    fn a_figure_and_its_unit_are_one() {
        assert_eq!(texts("支出决算为45.50万元，完成年初预算的91.00\n%，决算数小于预算数。").len(), 1);
        assert_eq!(texts("年初预算为50.00万元，支出决算为45\n.50万元。").len(), 1);
        assert_eq!(texts("与上年相比，收、支总计各增加108.\n11万元。").len(), 1);
    }

    #[test]
    fn headings_and_titles_stay_alone() {
        assert_eq!(texts("第一部分\n\n某局概况\n\n一、职责\n负责工作。").len(), 4);
        assert_eq!(texts("2023年度\n某市人力资源和社会保障\n局部门决算").len(), 3);
        assert_eq!(texts("# 标题\n正文没有结束").len(), 2);
        assert_eq!(texts("单位包括：\n\n1.甲中心\n2.乙中心").len(), 3);
    }

    #[test]
    fn an_open_bracket_and_a_classification_path_go_on() {
        assert_eq!(texts("共有车辆3辆（其中\n\n轿车2辆）。").len(), 1);
        assert_eq!(texts("8、社会保障支出（类）管理事\n\n务（款）经办机构（项）。").len(), 1);
        assert_eq!(texts("12、社会保障支出（类）养老支出（款）\n\n离退休（项）。").len(), 1);
    }

    #[test]
    fn a_complete_measure_ends() {
        assert_eq!(texts("共有项目三类，其中得分低于八成的项目 2 个\n\n另一类项目都在九成以上。").len(), 2);
        assert_eq!(texts("全年购置公务用车，其中：轿车0辆、越野车0\n\n辆、金额0万元。").len(), 1);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let line = "本部门按照国家有关规定编制年度决算并向社会公开接受监督意见";
        let text = format!("{line}\n{line}\n{line}\n{line}\n完毕。\n一、收入\n{line}\n尾。");
        let got = texts(&text);
        assert_eq!(got.len(), 3);
        assert!(got[0].ends_with("完毕。") && got[2].ends_with("尾。"));
    }

    #[test]
    fn a_full_stop_alone_belongs_to_its_sentence() {
        assert_eq!(texts("收入合计5万元\n。\n下一段。"), ["收入合计5万元。", "下一段。"]);
    }
}
