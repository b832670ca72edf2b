//! The layouts in which a report reaches the linter, and its prose in each.

use fastrand::Rng;

use crate::generated::dress::Dress;
use crate::generated::model::{Kind, Paragraph, Report, Section, Tables, Tag};
use crate::generated::sheet::Sheet;
use crate::generated::{cells, grid, pdf};

/// How a file came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// Tab-separated rows.
    Tabs,
    /// One cell a line, indented by a tab.
    CellPerLine,
    /// Tab-separated rows read from a scan.
    Scanned,
    /// Markdown pipe tables.
    Markdown,
    /// Web text: a lone `|` or a blank line between cells.
    Web,
    /// Text taken out of a PDF.
    Pdf,
}

impl Layout {
    pub const ALL: [Layout; 6] =
        [Layout::Tabs, Layout::CellPerLine, Layout::Scanned, Layout::Markdown, Layout::Web, Layout::Pdf];

    pub fn name(self) -> &'static str {
        match self {
            Layout::Tabs => "tabs",
            Layout::CellPerLine => "cell-per-line",
            Layout::Scanned => "scanned",
            Layout::Markdown => "markdown",
            Layout::Web => "web",
            Layout::Pdf => "pdf",
        }
    }

    /// The extension files of this layout have.
    pub fn extension(self) -> &'static str {
        match self {
            Layout::Markdown => "md",
            _ => "txt",
        }
    }

    /// Whether an empty cell may leave no trace of its own in the file.
    pub fn hides_empty_cells(self) -> bool {
        matches!(self, Layout::Web | Layout::Pdf)
    }
}

/// How the prose of one report is set in its layout.
struct Setting {
    layout: Layout,
    /// Put before a heading or title: `# `, `**`, blanks.
    heading_marks: (&'static str, &'static str),
    aspect_marks: (&'static str, &'static str),
    indent: &'static str,
    /// Whether paragraphs are set apart by an empty line.
    apart: bool,
    /// Characters a line, for a PDF.
    width: usize,
    /// Lines a page, for a PDF.
    page: usize,
}

impl Setting {
    fn draw(layout: Layout, rng: &mut Rng) -> Setting {
        let often = rng.bool();
        let heading_marks = match (layout, rng.u8(0..6)) {
            (Layout::Markdown, 0) => ("**", "**"),
            (Layout::Markdown, 1) => ("", ""),
            (Layout::Markdown, _) => ("## ", ""),
            (Layout::Tabs | Layout::Scanned, 0) => ("# ", ""),
            (Layout::Tabs | Layout::Scanned, 1) => ("**", "**"),
            (Layout::CellPerLine, 0 | 1) => ("　　", ""),
            _ => ("", ""),
        };
        let aspect_marks = match (layout, rng.u8(0..4)) {
            (Layout::Markdown, 0) => ("### ", ""),
            (Layout::Markdown | Layout::Scanned, 1) => ("- ", ""),
            (Layout::CellPerLine, 0) => ("　　", ""),
            _ => ("", ""),
        };
        Setting {
            layout,
            heading_marks,
            aspect_marks,
            indent: match (layout, rng.u8(0..4)) {
                (Layout::CellPerLine, 0) => "    ",
                (Layout::CellPerLine | Layout::Web, 1) => "　　",
                (Layout::Pdf, 0) => "      ",
                (Layout::Pdf, _) => "   ",
                _ => "",
            },
            apart: match layout {
                Layout::CellPerLine | Layout::Pdf => false,
                Layout::Web => often,
                _ => true,
            },
            width: rng.usize(30..44),
            page: rng.usize(22..34),
        }
    }

    fn paragraph(&self, paragraph: &Paragraph, sheet: &mut Sheet, rng: &mut Rng) {
        if self.apart && !sheet.lines.is_empty() {
            sheet.blank();
        }
        let (open, close) = match paragraph.kind {
            Kind::Title | Kind::Heading => self.heading_marks,
            Kind::Aspect => self.aspect_marks,
            Kind::Text => (self.indent, ""),
        };
        if self.layout == Layout::Pdf {
            return self.wrapped(paragraph, sheet, rng);
        }
        let text: String = paragraph.spans.iter().map(|span| &*span.text).collect();
        let tags: Vec<Tag> = paragraph.spans.iter().map(|span| span.tag).collect();
        let body = matches!(tags[..], [Tag::Body(_)]);
        let long: Vec<char> = text.chars().collect();
        if self.apart && body && long.len() > 40 && rng.u8(0..8) == 0 {
            let at = cut_between_words(&long, rng);
            sheet.push(format!("{open}{}{close}", String::from_iter(&long[..at])), &tags);
            sheet.blank();
            sheet.push(String::from_iter(&long[at..]), &tags);
        } else {
            sheet.push(format!("{open}{text}{close}"), &tags);
        }
    }

    /// Wraps a paragraph as a page does, keeping runs of Latin text whole.
    fn wrapped(&self, paragraph: &Paragraph, sheet: &mut Sheet, rng: &mut Rng) {
        let centred = "          ";
        let indent = match paragraph.kind {
            Kind::Title => centred,
            _ => self.indent,
        };
        let mut line = (indent.to_owned(), Vec::new());
        let mut room = self.width.saturating_sub(indent.len());
        for (word, tag) in words(paragraph) {
            let length = word.chars().count();
            let fits = length <= room || paragraph.kind == Kind::Title;
            if !fits && !line.0.trim().is_empty() && !is_closing(&word) {
                self.end_of_line(std::mem::take(&mut line), sheet, rng);
                room = self.width;
            }
            if line.0.is_empty() && word == " " {
                continue;
            }
            room = room.saturating_sub(length);
            line.0.push_str(&word);
            if !line.1.contains(&tag) {
                line.1.push(tag);
            }
        }
        self.end_of_line(line, sheet, rng);
    }

    /// Writes a line, and at the foot of a page its number.
    fn end_of_line(&self, line: (String, Vec<Tag>), sheet: &mut Sheet, rng: &mut Rng) {
        sheet.push(line.0, &line.1);
        let number = sheet.lines.len() / self.page;
        if sheet.lines.len().is_multiple_of(self.page) {
            if rng.bool() {
                sheet.blank();
            }
            sheet.push(page_number(number.max(1), rng), &[]);
        }
    }
}

/// A place to cut a paragraph in two: not within a number or a Latin word.
fn cut_between_words(text: &[char], rng: &mut Rng) -> usize {
    let fit = |c: char| crate::generated::dress::is_ideograph(c);
    let mut at = rng.usize(20..text.len() - 8);
    while at > 10 && !(fit(text[at - 1]) && fit(text[at])) {
        at -= 1;
    }
    at
}

/// A page number as it is printed.
pub fn page_number(number: usize, rng: &mut Rng) -> String {
    match rng.u8(0..4) {
        0 => format!("- {number} -"),
        1 => format!("-{number}-"),
        2 => format!("                              - {number} -"),
        _ => format!("— {number} —"),
    }
}

/// Marks which may not begin a line.
fn is_closing(word: &str) -> bool {
    matches!(word, "，" | "。" | "；" | "：" | "、" | "）" | "》" | "”" | "〕" | ")")
}

/// The paragraph in pieces which stay whole: characters, and Latin words.
fn words(paragraph: &Paragraph) -> Vec<(String, Tag)> {
    let mut words: Vec<(String, Tag)> = Vec::new();
    for span in &paragraph.spans {
        let mut in_word = false;
        for c in span.text.chars() {
            let latin = c.is_ascii_graphic();
            match words.last_mut() {
                Some(last) if latin && in_word => last.0.push(c),
                _ => words.push((c.to_string(), span.tag)),
            }
            in_word = latin;
        }
    }
    words
}

/// Lays a report out; dresses it first.
pub fn lay_out(mut report: Report, layout: Layout, rng: &mut Rng) -> Sheet {
    Dress::draw(layout == Layout::Scanned, rng).put_on(&mut report, rng);
    let setting = Setting::draw(layout, rng);
    let mut sheet = Sheet::default();
    for _ in 0..rng.u8(0..3) {
        sheet.blank();
    }
    let before = report.title.iter().chain(&report.preface);
    for paragraph in before {
        setting.paragraph(paragraph, &mut sheet, rng);
    }
    for section in &report.sections {
        lay_out_section(section, &report.tables, &setting, &mut sheet, rng);
    }
    if let Some(closing) = &report.closing {
        setting.paragraph(closing, &mut sheet, rng);
    }
    sheet
}

/// A section: heading, prose, table.
fn lay_out_section(section: &Section, tables: &Tables, setting: &Setting, sheet: &mut Sheet, rng: &mut Rng) {
    if let Some(heading) = &section.heading {
        setting.paragraph(heading, sheet, rng);
    }
    let start = sheet.lines.len();
    for paragraph in &section.body {
        setting.paragraph(paragraph, sheet, rng);
    }
    if let Some(table) = section.table {
        if setting.layout != Layout::CellPerLine || rng.bool() {
            sheet.blank();
        }
        match setting.layout {
            Layout::Tabs => grid::tabs(tables, table, false, sheet, rng),
            Layout::Scanned => grid::tabs(tables, table, true, sheet, rng),
            Layout::Markdown => grid::markdown(tables, table, sheet, rng),
            Layout::CellPerLine => cells::indented(tables, table, sheet, rng),
            Layout::Web => cells::web(tables, table, sheet, rng),
            Layout::Pdf => pdf::table(tables, table, sheet, rng),
        }
        if !setting.apart {
            sheet.blank();
        }
    }
    for line in &mut sheet.lines[start..] {
        line.tags.push(Tag::Body(section.number));
    }
}
