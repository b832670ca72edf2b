//! Title, preface and contact of a report, and the facts its prose states.

use fastrand::Rng;

use crate::generated::figures::Figures;
use crate::generated::form::{self, Table};
use crate::generated::model::{Kind, Paragraph, Report, Section, Tables, Tag};
use crate::generated::narrative;

/// A day of the year: month and day.
pub type Day = (u32, u32);

/// The statistics period as the preface states it.
#[derive(Clone, Debug)]
pub struct Period {
    pub first_year: u32,
    pub first: Day,
    pub last_year: u32,
    pub last: Day,
}

/// Whom to ask.
#[derive(Clone, Debug)]
pub struct Contact {
    pub address: String,
    pub postcode: String,
    pub phone: String,
    pub email: String,
}

/// What the prose of a report says; a defect changes one of these.
#[derive(Clone, Debug)]
pub struct Facts {
    pub issuer: String,
    /// How the issuer speaks of itself.
    pub we: &'static str,
    pub year: u32,
    /// The year in the title.
    pub title_year: Option<u32>,
    pub period: Option<Period>,
    /// The number of the notice cited, where one is.
    pub notice: Option<String>,
    pub contact: Option<Contact>,
    pub contact_at_end: bool,
    /// Phone only, or address, postcode, phone and e-mail.
    pub contact_in_full: bool,
    pub fee_disclosed: bool,
}

/// The number of the notice a report of 2021 or later follows.
pub const NOTICE: &str = "国办公开办函〔2021〕30号";

const COUNTIES: [&str; 6] = ["云澜县", "宁溪县", "临岫市", "安渚县", "石湾区", "北漪县"];
const TOWNS: [&str; 6] = ["青石镇", "柳湾乡", "白鹭街道", "双桥镇", "松坪乡", "枫渡镇"];
const BUREAUS: [&str; 5] = ["水利局", "教育局", "民政局", "统计局", "城市管理局"];
const HYPHENS: [&str; 6] = ["-", "－", "—", "–", "‐", "-"];

/// The digits of a number drawn, the first not zero.
fn digits(count: u32, rng: &mut Rng) -> String {
    let low = 10_u64.pow(count - 1);
    rng.u64(low..low * 10).to_string()
}

fn choose<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    of[rng.usize(0..of.len())]
}

impl Facts {
    /// Draws the facts of a clean report.
    pub fn draw(rng: &mut Rng) -> Facts {
        let year = rng.u32(2021..=2025);
        let county = choose(rng, &COUNTIES);
        let (issuer, we) = match rng.u8(0..4) {
            0 => (format!("{county}{}", choose(rng, &BUREAUS)), "我局"),
            1 => (format!("{county}{}", choose(rng, &TOWNS)), "本机关"),
            2 => (format!("{county}人民政府办公室"), "本机关"),
            _ => (format!("{county}{}人民政府", choose(rng, &TOWNS)), "本级政府"),
        };
        let phone = format!("0{}{}{}", rng.u32(310..1000), choose(rng, &HYPHENS), digits(7 + rng.u32(0..2), rng));
        Facts {
            contact: Some(Contact {
                address: format!("{county}迎春路{}号", rng.u32(2..300)),
                postcode: digits(6, rng),
                phone,
                email: format!("zwgk{}@mail.example.cn", digits(3, rng)),
            }),
            issuer,
            we,
            year,
            title_year: Some(year),
            period: Some(Period { first_year: year, first: (1, 1), last_year: year, last: (12, 31) }),
            notice: (rng.u8(0..5) > 0).then(|| NOTICE.to_owned()),
            contact_at_end: rng.u8(0..3) == 0,
            contact_in_full: rng.u8(0..4) > 0,
            fee_disclosed: true,
        }
    }
}

/// Blanks around the numbers of a report's dates, or none; the same all over.
#[derive(Clone, Copy)]
pub struct Spacing(bool);

impl Spacing {
    /// A number and the character behind it.
    pub fn set(self, number: u32, unit: &str) -> String {
        if self.0 { format!(" {number} {unit}") } else { format!("{number}{unit}") }
    }
}

/// Writes the report the facts and figures call for.
pub fn compose(facts: &Facts, figures: &Figures, rng: &mut Rng) -> Report {
    let spacing = Spacing(rng.u8(0..3) == 0);
    let mut preface = preface(facts, spacing, rng);
    let mut closing = None;
    if let Some(contact) = &facts.contact {
        let mut paragraph = Paragraph::new(Kind::Text, "", Tag::Contact);
        write_contact(facts, contact, &mut paragraph, rng);
        if facts.contact_at_end {
            closing = Some(paragraph);
        } else if rng.bool() {
            preface.push(paragraph);
        } else if let Some(last) = preface.last_mut() {
            last.spans.append(&mut paragraph.spans);
        }
    }
    let mut claims = Vec::new();
    let bodies = narrative::bodies(facts, figures, spacing, &mut claims, rng);
    let tables = [Table::Disclosure, Table::Applications, Table::Review];
    let title = title(facts, spacing, rng);
    let section = |(number, body)| Section {
        number,
        heading: Some(heading(number, rng)),
        body,
        table: tables.into_iter().find(|&t| form::section_of(t) == number),
    };
    Report {
        title,
        sections: bodies.into_iter().enumerate().map(section).collect(),
        preface,
        closing,
        figures: figures.clone(),
        tables: Tables::new(figures),
        claims,
    }
}

/// The title, on one line or on two.
fn title(facts: &Facts, spacing: Spacing, rng: &mut Rng) -> Vec<Paragraph> {
    let year =
        facts.title_year.map_or(String::new(), |year| spacing.set(year, if rng.u8(0..8) == 0 { "年度" } else { "年" }));
    let rest = format!("{}政府信息公开工作年度报告", year.trim_start());
    let set = |text: String| Paragraph::new(Kind::Title, text, Tag::Title);
    match rng.u8(0..6) {
        0 => vec![set(facts.issuer.clone()), set(rest)],
        1 => vec![set(format!("{} {rest}", facts.issuer))],
        _ => vec![set(format!("{}{rest}", facts.issuer))],
    }
}

/// The heading of a section, in one of the wordings in use.
fn heading(number: usize, rng: &mut Rng) -> Paragraph {
    let text = match (number, rng.u8(0..6)) {
        (3, 0) => "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        (4, 0) => "政府信息公开工作存在的主要问题及改进情况",
        (4, 1) => "存在的主要问题和改进情况",
        _ => form::SECTIONS[number],
    };
    let blank = if rng.u8(0..6) == 0 { " " } else { "" };
    let text = format!("{}、{blank}{text}", form::NUMERALS[number]);
    Paragraph::new(Kind::Heading, text, Tag::Heading(number))
}

fn preface(facts: &Facts, spacing: Spacing, rng: &mut Rng) -> Vec<Paragraph> {
    let mut paragraph = Paragraph::new(
        Kind::Text,
        match rng.u8(0..3) {
            0 => "根据《中华人民共和国政府信息公开条例》",
            1 => "按照《中华人民共和国政府信息公开条例》第五十条",
            _ => "依据《中华人民共和国政府信息公开条例》（以下简称《条例》）",
        },
        Tag::Preface,
    );
    if let Some(notice) = &facts.notice {
        cite(notice, &mut paragraph, rng);
        paragraph.push("要求，", Tag::Preface);
    } else {
        paragraph.push("规定，", Tag::Preface);
    }
    let made = match rng.u8(0..3) {
        0 => format!("编制本报告，由{}向社会公布。", facts.issuer),
        1 => format!("现发布《{}{}政府信息公开工作年度报告》。", facts.issuer, spacing.set(facts.year, "年")),
        _ => "编制本年度报告。".to_owned(),
    };
    paragraph.push(made, Tag::Preface);
    if let Some(period) = &facts.period {
        paragraph.push(period_sentence(period, spacing, rng), Tag::Period);
    }
    let electronic = match rng.u8(0..3) {
        0 => "报告电子版可在政府门户网站（http://www.zwgk.example.cn）查阅下载。",
        1 => "本报告的电子版刊载于政府门户网站“信息公开年报”栏目。",
        _ => "",
    };
    if rng.bool() && !electronic.is_empty() {
        let second = Paragraph::new(Kind::Text, electronic, Tag::Preface);
        return vec![paragraph, second];
    }
    paragraph.push(electronic, Tag::Preface);
    vec![paragraph]
}

/// Cites the notice with the title that belongs to its number.
fn cite(notice: &str, paragraph: &mut Paragraph, rng: &mut Rng) {
    let office = "国务院办公厅政府信息与政务公开办公室关于";
    let title = if notice.contains("2019") {
        format!("《{office}政府信息公开工作年度报告有关事项的通知》")
    } else if rng.bool() {
        format!("《{office}印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》")
    } else {
        format!("《{office}印发<中华人民共和国政府信息公开工作年度报告格式>的通知》")
    };
    paragraph.push(format!("和{title}"), Tag::Preface);
    let (open, close) = if rng.u8(0..3) == 0 { ("(", ")") } else { ("（", "）") };
    paragraph.push(open, Tag::Preface);
    paragraph.push(notice, Tag::Citation);
    paragraph.push(close, Tag::Preface);
}

fn period_sentence(period: &Period, spacing: Spacing, rng: &mut Rng) -> String {
    let day = |(month, day)| format!("{}{}", spacing.set(month, "月"), spacing.set(day, "日"));
    let year = |year| spacing.set(year, "年");
    let short = period.first_year == period.last_year && rng.u8(0..3) == 0;
    let last = if short { day(period.last) } else { format!("{}{}", year(period.last_year), day(period.last)) };
    let first = format!("{}{}", year(period.first_year), day(period.first));
    let text = match rng.u8(0..5) {
        0 => format!("本报告统计数据从{first}至{last}。"),
        1 => format!("报告所列数据的统计期限自{first}起至{last}止。"),
        2 => format!("本年度报告中所列数据统计期限自{first}至{last}止。"),
        3 => format!("统计期为{first}至{last}。"),
        _ => format!("报告所列统计期限为：{first}—{last}。"),
    };
    if rng.u8(0..12) == 0 { full_width_digits(&text) } else { text }
}

/// The same text with its digits set full-width.
pub fn full_width_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => char::from_u32('０' as u32 + digit).unwrap_or(c),
            None => c,
        })
        .collect()
}

fn write_contact(facts: &Facts, contact: &Contact, to: &mut Paragraph, rng: &mut Rng) {
    let colon = if rng.u8(0..3) == 0 { ":" } else { "：" };
    let Contact { address, postcode, phone, email } = contact;
    if !facts.contact_in_full {
        let text = match rng.u8(0..3) {
            0 => format!("联系方式{colon}{phone}。"),
            1 => format!("联系方式{phone}。"),
            _ => format!("如对本报告有疑问，请与{}联系（电话{colon}{phone}）。", facts.issuer),
        };
        return to.push(text, Tag::Contact);
    }
    let mark = choose(rng, &["，", "；", ","]);
    let mail = choose(rng, &["电子邮箱", "邮箱"]);
    let code = choose(rng, &["邮编", "邮政编码"]);
    let call = choose(rng, &["电话", "联系电话"]);
    let items = [
        format!("地址{colon}{address}"),
        format!("{code}{colon}{postcode}"),
        format!("{call}{colon}{phone}"),
        format!("{mail}{colon}{email}"),
    ];
    to.push(format!("如对本报告有任何疑问，请与{}联系（{}）。", facts.issuer, items.join(mark)), Tag::Contact);
}
