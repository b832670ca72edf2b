//! PDF files composed from a report in text: characters put on pages one by one, tables drawn with
//! lines. Where everything stands is known, for it was put there.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

use super::table::{Part, Table, parts};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 70.0;
const SIZE: f32 = 14.0;
const SMALL: f32 = 7.0;
const PADDING: f32 = 3.0;

/// A line of text that was put on a page.
#[derive(Debug)]
pub struct Put {
    /// The page, from 1.
    pub page: u32,
    /// How far from its head, in points.
    pub down: f32,
    /// What it says.
    pub text: String,
}

/// A PDF and what stands where in it.
pub struct Paper {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its lines, and those of the cells of tables.
    pub put: Vec<Put>,
}

impl Paper {
    /// The page of a text and its line there, counted by its height among all that stands on the page;
    /// what is put higher than the first place of a text is above it.
    pub fn place(&self, text: &str) -> (u32, u32) {
        let wanted = self.put.iter().find(|put| put.text.contains(text)).expect("a text that was put");
        let on_page = self.put.iter().filter(|put| put.page == wanted.page && !put.text.starts_with("— "));
        let mut heights: Vec<i32> = on_page.filter(|put| put.down <= wanted.down).map(|put| put.down as i32).collect();
        heights.sort_unstable();
        heights.dedup();
        (wanted.page, heights.len() as u32)
    }
}

/// How paragraphs are set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Characters by which the first line is indented.
    pub indent: usize,
    /// How far apart lines are, in parts of their size.
    pub pitch: f32,
    /// Room behind a paragraph, in points.
    pub behind: f32,
    /// The sides, in points, of a picture on a page of its own at the end.
    pub picture: Option<(f32, f32)>,
}

/// As most reports are.
pub const USUAL: Setting = Setting { indent: 2, pitch: 1.8, behind: 4.0, picture: None };

/// A report on paper.
pub fn paper(report: &str) -> Paper {
    paper_set(report, USUAL)
}

/// The same with its paragraphs set in some way.
pub fn paper_set(report: &str, setting: Setting) -> Paper {
    let mut press = Press { pages: vec![Content::new()], down: MARGIN, put: Vec::new(), setting };
    for part in parts(report) {
        match part {
            Part::Line(line) => press.paragraph(line),
            Part::Table(table) => press.table(&table),
        }
    }
    if let Some((width, height)) = setting.picture {
        let mut page = Content::new();
        page.save_state().transform([width, 0.0, 0.0, height, 0.0, 0.0]).x_object(Name(b"I1")).restore_state();
        press.pages.push(page);
    }
    press.finish()
}

/// Shows a text at a place, from the foot of the page.
fn show(content: &mut Content, text: &str, (x, y): (f32, f32), size: f32) {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    content.begin_text().set_font(Name(b"F1"), size).next_line(x, y).show(Str(&bytes)).end_text();
}

struct Press {
    pages: Vec<Content>,
    down: f32,
    put: Vec<Put>,
    setting: Setting,
}

impl Press {
    fn room(&mut self, height: f32) {
        if self.down + height > HEIGHT - MARGIN {
            self.pages.push(Content::new());
            self.down = MARGIN;
        }
    }

    /// Puts a text with its baseline at a height; every character is as wide as it is high.
    fn put(&mut self, text: &str, x: f32, down: f32, size: f32) {
        let page = self.pages.len() as u32;
        self.put.push(Put { page, down, text: text.to_owned() });
        show(self.pages.last_mut().expect("a page"), text, (x, HEIGHT - down), size);
    }

    /// Broken where the room ends.
    fn paragraph(&mut self, text: &str) {
        let Setting { indent, pitch, behind, .. } = self.setting;
        let room = ((WIDTH - 2.0 * MARGIN) / SIZE) as usize;
        let indented: Vec<char> = std::iter::repeat_n('　', indent).chain(text.chars()).collect();
        for (number, line) in indented.chunks(room).enumerate() {
            self.room(SIZE * pitch);
            self.down += SIZE * pitch;
            let indent = if number == 0 { indent } else { 0 };
            let line: String = line.iter().skip(indent).collect();
            self.put(&line, MARGIN + indent as f32 * SIZE, self.down, SIZE);
        }
        self.down += behind;
    }

    fn table(&mut self, table: &Table<'_>) {
        let unit = (WIDTH - 2.0 * MARGIN) / table.width() as f32;
        let room = |columns: usize| (((unit * columns as f32 - 2.0 * PADDING) / SMALL) as usize).max(1);
        let lines = |text: &str, columns: usize| -> Vec<String> {
            text.chars().collect::<Vec<_>>().chunks(room(columns)).map(|line| line.iter().collect()).collect()
        };
        self.down += 10.0;
        for row in 0..table.height() {
            let cells = table.row(row);
            let own = cells.iter().filter(|cell| cell.at.0 == row && cell.covers.1 == 1);
            let most = own.map(|cell| lines(cell.text, cell.covers.0).len()).max().unwrap_or(1).max(1);
            let height = most as f32 * SMALL * 1.3 + 4.0;
            self.room(height);
            let (top, bottom) = (self.down, self.down + height);
            for cell in cells {
                let (left, right) =
                    (MARGIN + unit * cell.at.1 as f32, MARGIN + unit * (cell.at.1 + cell.covers.0) as f32);
                let begins = cell.at.0 == row;
                let ends = cell.at.0 + cell.covers.1 == row + 1;
                let is_first = top == MARGIN || begins;
                let sides = [(left, top, left, bottom, true), (right, top, right, bottom, true)];
                let ends = [(left, top, right, top, is_first), (left, bottom, right, bottom, ends)];
                let content = self.pages.last_mut().expect("a page");
                for (x0, y0, x1, y1, _) in sides.into_iter().chain(ends).filter(|line| line.4) {
                    content.move_to(x0, HEIGHT - y0).line_to(x1, HEIGHT - y1).stroke();
                }
                for (number, line) in lines(if begins { cell.text } else { "" }, cell.covers.0).iter().enumerate() {
                    self.put(line, left + PADDING, top + 8.0 + number as f32 * SMALL * 1.3, SMALL);
                }
            }
            self.down = bottom;
        }
        self.down += 10.0;
    }

    fn finish(self) -> Paper {
        let mut pdf = Pdf::new();
        let (catalog, tree, font, descendant) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4));
        let kids: Vec<Ref> = (0..self.pages.len()).map(|page| Ref::new(10 + 2 * page as i32)).collect();
        pdf.catalog(catalog).pages(tree);
        pdf.pages(tree).kids(kids.iter().copied()).count(kids.len() as i32);
        // A font that is not in the file, as old offices made them.
        pdf.type0_font(font)
            .base_font(Name(b"STSong-Light"))
            .encoding_predefined(Name(b"UniGB-UTF16-H"))
            .descendant_font(descendant);
        pdf.cid_font(descendant)
            .subtype(pdf_writer::types::CidFontType::Type0)
            .base_font(Name(b"STSong-Light"))
            .system_info(pdf_writer::types::SystemInfo {
                registry: Str(b"Adobe"),
                ordering: Str(b"GB1"),
                supplement: 4,
            })
            .default_width(1000.0);
        let picture = self.setting.picture.map(|_| Ref::new(5));
        if let Some(picture) = picture {
            pdf.image_xobject(picture, &[128]).width(1).height(1).bits_per_component(8).color_space().device_gray();
        }
        let number = |(index, mut content): (usize, Content)| {
            show(&mut content, &format!("— {} —", index + 1), (270.0, 40.0), 10.0);
            content.finish()
        };
        let done: Vec<_> = self.pages.into_iter().enumerate().map(number).collect();
        for (id, content) in kids.iter().zip(done) {
            let contents = Ref::new(id.get() + 1);
            let mut page = pdf.page(*id);
            page.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(contents);
            let mut resources = page.resources();
            resources.fonts().pair(Name(b"F1"), font);
            if let Some(picture) = picture {
                resources.x_objects().pair(Name(b"I1"), picture);
            }
            resources.finish();
            page.finish();
            pdf.stream(contents, &content);
        }
        Paper { bytes: pdf.finish(), put: self.put }
    }
}
