//! The defects put into reports, each with what the linter must say.

use fastrand::Rng;

use crate::generated::expect::Expectation;
use crate::generated::layouts::Layout;
use crate::generated::model::{Report, Tag};
use crate::generated::prose::Facts;
use crate::generated::{defects_labels as labels, defects_prose as prose, defects_tables as tables};

/// A kind of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Defect {
    FigureChanged,
    RowLabel,
    GroupLabel,
    BlockLabel,
    ColumnLabel,
    Note,
    SectionRenamed,
    SectionLost,
    HeadingLost,
    SectionsSwapped,
    SectionEmptied,
    AspectLost,
    TitleYearWrong,
    TitleYearLost,
    PeriodYear,
    PeriodDay,
    PeriodLost,
    ContactLost,
    PhoneShort,
    EmailWithoutAt,
    PostcodeLength,
    NoticeSuperseded,
    BracketsBroken,
    FeeSilent,
    CellUnreadable,
    CellEmptied,
    CellsEmptied,
    RowLost,
    RowDoubled,
    RowsSwapped,
    PageNumber,
    JunkText,
    JunkFigures,
    TableLost,
}

impl Defect {
    pub const ALL: [Defect; 34] = [
        Defect::FigureChanged,
        Defect::RowLabel,
        Defect::GroupLabel,
        Defect::BlockLabel,
        Defect::ColumnLabel,
        Defect::Note,
        Defect::SectionRenamed,
        Defect::SectionLost,
        Defect::HeadingLost,
        Defect::SectionsSwapped,
        Defect::SectionEmptied,
        Defect::AspectLost,
        Defect::TitleYearWrong,
        Defect::TitleYearLost,
        Defect::PeriodYear,
        Defect::PeriodDay,
        Defect::PeriodLost,
        Defect::ContactLost,
        Defect::PhoneShort,
        Defect::EmailWithoutAt,
        Defect::PostcodeLength,
        Defect::NoticeSuperseded,
        Defect::BracketsBroken,
        Defect::FeeSilent,
        Defect::CellUnreadable,
        Defect::CellEmptied,
        Defect::CellsEmptied,
        Defect::RowLost,
        Defect::RowDoubled,
        Defect::RowsSwapped,
        Defect::PageNumber,
        Defect::JunkText,
        Defect::JunkFigures,
        Defect::TableLost,
    ];

    /// A name fit for a file.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    /// Changes what the prose is going to say; what to expect of it, if the
    /// defect lies in the prose.
    pub fn misstate(self, facts: &mut Facts, rng: &mut Rng) -> Option<Expectation> {
        prose::misstate(self, facts, rng)
    }

    /// Damages the composed report; `None` where it offers no place for it.
    pub fn damage(self, report: &mut Report, layout: Layout, rng: &mut Rng) -> Option<Expectation> {
        match self {
            Defect::FigureChanged => tables::change_figure(report, rng),
            Defect::RowLabel => labels::row(report, rng),
            Defect::GroupLabel => labels::group(report, rng),
            Defect::BlockLabel => labels::block(report, rng),
            Defect::ColumnLabel => labels::column(report, layout, rng),
            Defect::Note => labels::note(report, rng),
            Defect::SectionRenamed => labels::section(report, rng),
            Defect::SectionLost => prose::lose_section(report, rng),
            Defect::HeadingLost => prose::lose_heading(report, rng),
            Defect::SectionsSwapped => prose::swap_sections(report, rng),
            Defect::SectionEmptied => prose::empty_section(report, rng),
            Defect::AspectLost => prose::lose_aspect(report, rng),
            Defect::CellUnreadable => tables::spoil_cell(report, rng),
            Defect::CellEmptied => tables::empty_cell(report, layout, rng),
            Defect::CellsEmptied => tables::empty_cells(report, layout, rng),
            Defect::RowLost => tables::lose_row(report, rng),
            Defect::RowDoubled => tables::double_row(report, rng),
            Defect::RowsSwapped => tables::swap_rows(report, rng),
            Defect::PageNumber => tables::drop_page_number(report, rng),
            Defect::JunkText => tables::drop_junk(report, false, rng),
            Defect::JunkFigures => tables::drop_junk(report, true, rng),
            Defect::TableLost => prose::lose_table(report, rng),
            _ => None,
        }
    }
}

/// The tags of everything before the first section.
pub const BEFORE_SECTIONS: [Tag; 5] = [Tag::Title, Tag::Preface, Tag::Citation, Tag::Period, Tag::Contact];
