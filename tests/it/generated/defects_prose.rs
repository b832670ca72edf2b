//! Defects of title, preface, contact, sections.

use fastrand::Rng;

use crate::generated::defects::{BEFORE_SECTIONS, Defect};
use crate::generated::expect::Expectation;
use crate::generated::form::Table;
use crate::generated::model::{Report, Tag};
use crate::generated::prose::{Contact, Facts, Period};

/// Makes the facts wrong where the defect is one of what the prose says.
pub fn misstate(defect: Defect, facts: &mut Facts, rng: &mut Rng) -> Option<Expectation> {
    let year = facts.year;
    let one = |rule, tag| Some(Expectation::rule(rule, &[tag]));
    match defect {
        Defect::TitleYearWrong => {
            facts.title_year = Some(year - rng.u32(1..=3));
            one("title/year", Tag::Title)
        }
        Defect::TitleYearLost => {
            facts.title_year = None;
            one("title/year", Tag::Title)
        }
        Defect::PeriodYear | Defect::PeriodDay => {
            let period = facts.period.as_mut()?;
            Some(misstate_period(defect, period, rng))
        }
        Defect::PeriodLost => {
            facts.period = None;
            Some(Expectation::rule("period/missing", &BEFORE_SECTIONS))
        }
        Defect::ContactLost => {
            facts.contact = None;
            let mut expected = Expectation::rule("contact/missing", &BEFORE_SECTIONS);
            expected.or_last_line = true;
            Some(expected)
        }
        Defect::PhoneShort | Defect::EmailWithoutAt | Defect::PostcodeLength => {
            facts.contact_in_full |= defect != Defect::PhoneShort;
            let rule = misstate_contact(defect, facts.contact.as_mut()?, rng);
            one(rule, Tag::Contact)
        }
        Defect::NoticeSuperseded => {
            facts.notice = Some("国办公开办函〔2019〕60号".to_owned());
            one("citation/superseded-notice", Tag::Citation)
        }
        Defect::BracketsBroken => {
            let numbers = ["[2021]30号", " 2021]30号", "2021]30 号", " 2021 30号"];
            let number = numbers[rng.usize(0..numbers.len())];
            facts.notice = Some(format!("国办公开办函{number}"));
            one("citation/document-number", Tag::Citation)
        }
        Defect::FeeSilent => {
            facts.fee_disclosed = false;
            let section = [Tag::Heading(5), Tag::Body(5)];
            Some(Expectation::rule("fee/undisclosed", &section))
        }
        _ => None,
    }
}

fn misstate_period(defect: Defect, period: &mut Period, rng: &mut Rng) -> Expectation {
    if defect == Defect::PeriodDay {
        match rng.u8(0..3) {
            0 => period.first = (1, 2),
            1 => period.last = (12, 30),
            _ => period.last = (11, 30),
        }
        return Expectation::rule("period/full-year", &[Tag::Period]);
    }
    period.last_year -= 1;
    let expected = Expectation::rule("period/year", &[Tag::Period]);
    if rng.bool() {
        period.first_year -= 1;
        expected
    } else {
        // It also ends before it begins.
        expected.excusing(&["period/full-year"])
    }
}

/// Spoils one item of the contact; the rule that must say so.
fn misstate_contact(defect: Defect, contact: &mut Contact, rng: &mut Rng) -> &'static str {
    match defect {
        Defect::PhoneShort => {
            for _ in 0..rng.u8(2..5) {
                contact.phone.pop();
            }
            "contact/phone"
        }
        Defect::EmailWithoutAt => {
            contact.email = contact.email.replace('@', "");
            "contact/email"
        }
        _ => {
            if rng.bool() {
                contact.postcode.pop();
            } else {
                contact.postcode.push('3');
            }
            "contact/postcode"
        }
    }
}

/// The heading tags of the sections before and after a place.
fn neighbours(report: &Report, index: usize) -> Vec<Tag> {
    let sections = &report.sections;
    let before = index.checked_sub(1).and_then(|index| sections.get(index));
    let after = sections.get(index + 1);
    let mut tags: Vec<Tag> = before.into_iter().chain(after).map(|section| Tag::Heading(section.number)).collect();
    if index == 0 {
        tags.extend(BEFORE_SECTIONS);
    }
    tags
}

/// What is bound to be missing when a section or its heading is.
fn bound_to_miss(number: usize) -> &'static [&'static str] {
    match number {
        0 => &["structure/aspect-missing"],
        5 => &["fee/undisclosed"],
        _ => &[],
    }
}

/// Takes a section away, heading and all.
pub fn lose_section(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let number = rng.usize(0..6);
    let at = neighbours(report, number);
    report.sections.remove(number);
    let mut expected = Expectation::rule("structure/section-missing", &at)
        .excusing(bound_to_miss(number))
        .excusing(if (1..4).contains(&number) { &["table/missing"] } else { &[] });
    expected.or_last_line = number == 5;
    Some(expected)
}

/// Takes only the heading of a section away.
pub fn lose_heading(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let number = rng.usize(0..6);
    let at = neighbours(report, number);
    report.sections[number].heading = None;
    let mut expected = Expectation::rule("structure/section-missing", &at).excusing(bound_to_miss(number));
    expected.or_last_line = number == 5;
    Some(expected)
}

/// Swaps two sections which keep their numbers.
pub fn swap_sections(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let number = rng.usize(0..5);
    report.sections.swap(number, number + 1);
    let at = [Tag::Heading(number), Tag::Heading(number + 1)];
    Some(Expectation::rule("structure/section-order", &at))
}

/// Leaves a section with its heading alone.
pub fn empty_section(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let number = [0, 4, 5][rng.usize(0..3)];
    if number == 5 && report.closing.is_some() {
        // What stands at the end would be its content.
        return None;
    }
    report.sections[number].body.clear();
    let expected = Expectation::rule("structure/section-empty", &[Tag::Heading(number)]);
    Some(expected.excusing(bound_to_miss(number)))
}

/// Takes one aspect out of section 一.
pub fn lose_aspect(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let lost = rng.usize(0..5);
    let body = &mut report.sections[0].body;
    body.retain(|paragraph| paragraph.aspect != Some(lost));
    let at = [Tag::Heading(0), Tag::Body(0)];
    Some(Expectation::rule("structure/aspect-missing", &at))
}

/// Takes a whole table away; its heading stays.
pub fn lose_table(report: &mut Report, rng: &mut Rng) -> Option<Expectation> {
    let tables = [Table::Disclosure, Table::Applications, Table::Review];
    let number = crate::generated::form::section_of(tables[rng.usize(0..3)]);
    report.sections[number].table = None;
    let at = [Tag::Heading(number), Tag::Body(number)];
    Some(Expectation::rule("table/missing", &at).excusing(&["structure/section-empty"]))
}
