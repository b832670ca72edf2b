//! What the sections of a report say: prose in accord with the tables.

use fastrand::Rng;

use crate::generated::figures::Figures;
use crate::generated::form::{self, Table};
use crate::generated::model::{Kind, Paragraph, Tag};
use crate::generated::prose::{Facts, Spacing};

/// Everything a sentence of the narrative is written from.
struct Writer<'a> {
    facts: &'a Facts,
    figures: &'a Figures,
    /// The statistics year, `2024年`.
    year: String,
    claims: &'a mut Vec<Tag>,
    rng: &'a mut Rng,
}

/// The paragraphs of the six sections; cells spoken of are added to `claims`.
pub fn bodies(
    facts: &Facts,
    figures: &Figures,
    spacing: Spacing,
    claims: &mut Vec<Tag>,
    rng: &mut Rng,
) -> Vec<Vec<Paragraph>> {
    let year = spacing.set(facts.year, "年").trim_start().to_owned();
    let mut writer = Writer { facts, figures, year, claims, rng };
    vec![writer.overview(), Vec::new(), Vec::new(), Vec::new(), writer.problems(), writer.other_matters()]
}

impl Writer<'_> {
    /// A cell of section 三, spoken of.
    fn application(&mut self, row: usize, column: usize) -> u64 {
        self.claims.push(Tag::Cell(Table::Applications, row, column));
        self.figures.applications[row][column]
    }

    fn text(&self, number: usize, text: String) -> Paragraph {
        Paragraph::new(Kind::Text, text, Tag::Body(number))
    }

    /// Section 一: an introduction, sometimes, and the five aspects.
    fn overview(&mut self) -> Vec<Paragraph> {
        let (year, we) = (self.year.clone(), self.facts.we);
        let mut all = Vec::new();
        if self.rng.bool() {
            let text = format!("{year}，{we}认真落实上级部署，围绕群众关切做好各项公开工作。");
            all.push(self.text(0, text));
        }
        let open = if self.rng.bool() { ("（", "）") } else { ("(", ")") };
        let inline = self.rng.bool();
        let blank = if self.rng.u8(0..4) == 0 { " " } else { "" };
        for aspect in 0..5 {
            let text = match aspect {
                0 => self.disclosed(),
                1 => self.applied_for(),
                _ => self.told(aspect),
            };
            let wording = form::ASPECTS[aspect][self.rng.usize(0..2)];
            let number = form::NUMERALS[aspect];
            let head = format!("{}{number}{}{blank}{wording}", open.0, open.1);
            let head = if inline { format!("{head}。{text}") } else { head };
            let mut head = Paragraph::new(Kind::Aspect, head, Tag::Body(0));
            head.aspect = Some(aspect);
            all.push(head);
            if !inline {
                let mut body = self.text(0, text);
                body.aspect = Some(aspect);
                all.push(body);
            }
        }
        all
    }

    /// What was published, with parts that add up.
    fn disclosed(&mut self) -> String {
        let year = self.year.clone();
        let [news, notices, budget] = [0; 3].map(|_| self.rng.u32(1..200));
        let total = news + notices + budget;
        let mut text = if self.rng.bool() {
            format!(
                "{year}，通过政府网站发布各类信息{total}条，其中政务动态{news}条、公示公告{notices}条、财政资金信息{budget}条。"
            )
        } else {
            format!("全年发布信息{total}条，围绕民生实事及时回应群众关切，公示公告做到应发尽发。")
        };
        if self.rng.u8(0..3) == 0 {
            let penalties = self.figures.disclosure[7];
            self.claims.push(Tag::Cell(Table::Disclosure, form::PENALTY_ROW, 0));
            text.push_str(&format!("全年作出行政处罚决定{penalties}件，均在网上公示。"));
        }
        text
    }

    /// What was applied for, handled and carried over, as the table has it.
    fn applied_for(&mut self) -> String {
        let year = self.year.clone();
        let received = self.application(form::RECEIVED, 6);
        let carried = self.application(form::CARRIED, 6);
        let handled = self.application(form::HANDLED, 6);
        let left = self.application(form::LEFT, 6);
        let mut text = if received == 0 && carried == 0 {
            for column in 0..6 {
                self.application(form::RECEIVED, column);
                self.application(form::CARRIED, column);
            }
            format!("{year}，未收到政府信息公开申请。")
        } else {
            match self.rng.u8(0..3) {
                0 => format!(
                    "{year}，共收到政府信息公开申请{received}件，上年结转{carried}件，办结{handled}件，结转下年度继续办理{left}件。"
                ),
                1 => format!("全年新收政府信息公开申请{received}件，均依法登记、依法答复。"),
                _ => self.by_applicant(received),
            }
        };
        if self.rng.u8(0..3) == 0 {
            text.push_str(&self.contested());
        }
        text
    }

    /// Who applied: persons and organisations.
    fn by_applicant(&mut self, received: u64) -> String {
        let persons = self.application(form::RECEIVED, 0);
        for column in 1..6 {
            self.application(form::RECEIVED, column);
        }
        let organisations = received - persons;
        format!(
            "{}，共收到政府信息公开申请{received}件，其中自然人申请{persons}件、法人或其他组织申请{organisations}件。",
            self.year
        )
    }

    /// Reviews and suits, as the table has them.
    fn contested(&mut self) -> String {
        for column in [4, 9, 14] {
            self.claims.push(Tag::Cell(Table::Review, 0, column));
        }
        let table = &self.figures.review;
        let (reviews, suits) = (table[4], table[9] + table[14]);
        if reviews + suits == 0 {
            "未发生因政府信息公开引发的行政复议、行政诉讼。".to_owned()
        } else {
            format!("因政府信息公开被申请行政复议{reviews}件、被提起行政诉讼{suits}件。")
        }
    }

    /// The aspects which tell of management, platforms and supervision.
    fn told(&mut self, aspect: usize) -> String {
        let (year, we) = (&self.year, self.facts.we);
        let count = self.rng.u32(2..30);
        match (aspect, self.rng.bool()) {
            (2, true) => {
                format!("{we}严格执行发布前审核制度，做到先审后发、一事一审，{year}清理过时栏目内容{count}条。")
            }
            (2, false) => "完善公文属性认定和保密审查流程，对已发布内容定期复核，发现差错及时更正。".to_owned(),
            (3, true) => format!("优化政府网站专栏{count}个，规范政务新媒体运行，方便群众查询。"),
            (3, false) => format!("{year}，依托政府网站、微信公众号和便民服务大厅查阅点发布内容，更新及时、链接可用。"),
            (_, true) => format!("{we}将公开工作纳入年度考核，{year}开展业务培训{count}人次，未发生责任追究情形。"),
            (_, false) => "明确分管领导和专职人员，定期自查自纠，邀请群众代表开展社会评议。".to_owned(),
        }
    }

    /// Section 五.
    fn problems(&mut self) -> Vec<Paragraph> {
        let (year, we) = (self.year.clone(), self.facts.we);
        let first = match self.rng.u8(0..2) {
            0 => format!(
                "{year}，{we}公开工作取得一定成效，但仍有不足：一是解读形式较为单一；二是工作人员业务能力有待提高。"
            ),
            _ => format!("对照群众期待，{year}的工作还存在更新不够及时、队伍力量薄弱等问题。"),
        };
        let second = match self.rng.u8(0..2) {
            0 => "下一步，将丰富图文、视频等解读形式，加强业务培训，不断提高公开质量。".to_owned(),
            _ => format!("{we}将从以下方面改进：一是健全发布台账；二是充实专职力量；三是主动听取群众意见。"),
        };
        let mut all = Vec::new();
        let titled = self.rng.bool();
        for (head, text) in [("（一）存在的主要问题", first), ("（二）改进情况", second)] {
            if titled {
                all.push(self.text(4, head.to_owned()));
            }
            all.push(self.text(4, text));
        }
        all
    }

    /// Section 六: the fee, or silence about it.
    fn other_matters(&mut self) -> Vec<Paragraph> {
        let (year, we) = (self.year.clone(), self.facts.we);
        let text = match (self.facts.fee_disclosed, self.rng.u8(0..4)) {
            (false, 0 | 1) => "无其他需要报告的事项。".to_owned(),
            (false, _) => format!("{year}，{we}持续推进村务公开试点，没有其他需要报告的事项。"),
            (true, 0) => format!("{year}，{we}未收取政府信息公开信息处理费。"),
            (true, 1) => {
                format!("按照《政府信息公开信息处理费管理办法》，{year}{we}收取信息处理费0元。")
            }
            (true, 2) => format!("{year}，{we}依规收取信息处理费{}元，无其他需要报告的事项。", self.rng.u32(10..4000)),
            (true, _) => {
                format!("{year}{we}没有向申请人收取信息处理费。除此之外，无其他需要报告的事项。")
            }
        };
        vec![self.text(5, text)]
    }
}
