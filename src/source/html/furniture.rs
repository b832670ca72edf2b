//! What stands around the text of a page: navigation, links to other pages, the foot. It is left out,
//! but never anything that could be of the report: a part that holds a table or much text stays,
//! whatever it is called.

use super::inline::Line;
use crate::numeral;
use crate::source::Place;
use crate::source::ReadError;
use crate::source::writer::{Cell, Reading, Writer};

/// A line or row of a page.
#[derive(Debug)]
pub struct Block {
    /// The part around the text it stands in, counted from 1; 0 in the text.
    pub aside: usize,
    /// What it holds.
    pub content: Content,
}

impl Block {
    /// The text of a line.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Line(line) => line.piece.text(),
            Content::Row { .. } => "",
        }
    }

    /// Whether it is a line that begins as `三、` does.
    pub fn is_numbered(&self) -> bool {
        matches!(&self.content, Content::Line(line) if is_numbered(line))
    }
}

/// What a block holds.
#[derive(Debug)]
pub enum Content {
    /// A line.
    Line(Line),
    /// A row of a table.
    Row {
        /// Which of all the tables of the page.
        table: usize,
        /// Which of its rows, from 1.
        row: u32,
        /// Its cells.
        cells: Vec<Cell>,
    },
}

/// Rows of a table from which on a part around the text is part of it.
const ROWS_OF_TEXT: usize = 3;
/// Bytes that are no links, from which on a part around the text is part of it.
const BYTES_OF_TEXT: usize = 3000;
/// Lines of links that follow each other and are a list of links.
const LINKS_OF_A_LIST: usize = 3;
/// Bytes of a line up to which it can be one of a list of links.
const LONGEST_LINK: usize = 240;

/// Characters of a title; headings of lists of links are shorter.
const SHORTEST_TITLE: usize = 8;

/// Characters of a line of the foot.
const LONGEST_FOOT: usize = 80;
/// What lines of the foot begin with.
const FOOT_WORDS: [&str; 12] = [
    "打印",
    "关闭",
    "字号",
    "扫一扫",
    "责任编辑",
    "分享到",
    "分享：",
    "上一篇",
    "下一篇",
    "相关信息",
    "相关链接",
    "相关文档",
];
/// What links to the pages before and behind begin with.
const NEIGHBOURS: [&str; 4] = ["上一篇", "下一篇", "上一条", "下一条"];
/// What lines of the foot hold.
const FOOT_MARKS: [&str; 7] = ["ICP备", "网站标识码", "公网安备", "版权所有", "Copyright", "打印本页", "关闭窗口"];

/// Writes the blocks that are of the text.
///
/// # Errors
/// There are none, or they are more than any report holds.
pub fn write(blocks: Vec<Block>) -> Result<Reading, ReadError> {
    let left_out = left_out(&blocks);
    let mut writer = Writer::default();
    // Tables that are there for looks have no number.
    let mut last_table = (0, 0);
    for (block, _) in blocks.into_iter().zip(left_out).filter(|(_, left_out)| !left_out) {
        match block.content {
            Content::Line(line) => writer.line(&line.piece, Place::default()),
            Content::Row { table, row, cells } => {
                if last_table.0 != table {
                    last_table = (table, writer.table());
                }
                writer.row(last_table.1, row, 0, cells);
            }
        }
    }
    writer.finish("HTML")
}

/// For each block whether it is left out.
fn left_out(blocks: &[Block]) -> Vec<bool> {
    let asides = blocks.iter().map(|block| block.aside).max().unwrap_or(0);
    let (mut rows, mut bytes, mut is_text) = (vec![0; asides + 1], vec![0; asides + 1], vec![false; asides + 1]);
    for block in blocks {
        match &block.content {
            Content::Line(line) => {
                bytes[block.aside] += line.piece.text().len() - line.linked;
                is_text[block.aside] |= is_of_text(line);
            }
            Content::Row { cells, .. } => rows[block.aside] += usize::from(cells.len() >= 3),
        }
    }
    let is_aside =
        |aside: usize| aside > 0 && !is_text[aside] && rows[aside] < ROWS_OF_TEXT && bytes[aside] < BYTES_OF_TEXT;
    let mut left_out: Vec<bool> = blocks.iter().map(|block| is_aside(block.aside)).collect();
    let mut list: Vec<usize> = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match &block.content {
            Content::Line(line) if line.piece.is_blank() => {}
            Content::Line(line) if is_link(line) => list.push(index),
            content => {
                leave_out(&mut left_out, &mut list);
                left_out[index] |= matches!(content, Content::Line(line) if is_path(line));
            }
        }
    }
    leave_out(&mut left_out, &mut list);
    if let Some(foot) = foot(blocks) {
        left_out.iter_mut().skip(foot).for_each(|left_out| *left_out = true);
    }
    left_out
}

/// Where the foot of a page begins: behind its tables, with what only pages say.
fn foot(blocks: &[Block]) -> Option<usize> {
    let last_row = blocks.iter().rposition(|block| matches!(block.content, Content::Row { .. }))?;
    let begins = |block: &Block| {
        let text = block.text().trim();
        let is_short = text.chars().count() <= LONGEST_FOOT;
        let first = text.trim_start_matches(['【', '[', '（', '(']);
        is_short
            && !matches!(&block.content, Content::Line(line) if is_of_text(line))
            && (FOOT_WORDS.iter().any(|word| first.starts_with(word))
                || FOOT_MARKS.iter().any(|mark| text.contains(mark)))
    };
    // Nothing of the text stands behind the foot.
    let numbered = blocks.iter().rposition(Block::is_numbered);
    let from = numbered.map_or(0, |index| index + 1).max(last_row + 1);
    blocks.iter().enumerate().skip(from).find(|(_, block)| begins(block)).map(|(index, _)| index)
}

/// Whether a line can only be of the text: a heading, a sentence.
fn is_of_text(line: &Line) -> bool {
    let text = line.piece.text().trim();
    let is_title = line.is_heading && text.chars().count() >= SHORTEST_TITLE;
    line.links == 0 && (is_title || text.ends_with('。') || is_numbered(line))
}

/// Whether a line begins as `三、` does.
fn is_numbered(line: &Line) -> bool {
    let text = line.piece.text().trim();
    let number = text.trim_start_matches(numeral::counts);
    number.len() < text.len() && number.starts_with('、')
}

/// Leaves a list of links out, if it is one.
fn leave_out(left_out: &mut [bool], list: &mut Vec<usize>) {
    let is_list = list.len() >= LINKS_OF_A_LIST;
    list.drain(..).filter(|_| is_list).for_each(|index| left_out[index] = true);
}

/// Whether a line is a link and little else.
fn is_link(line: &Line) -> bool {
    line.links > 0 && line.piece.text().len() <= LONGEST_LINK && line.words * 4 <= line.linked
}

/// Whether a line is several links side by side: a menu, or the path to the page; or leads to the page
/// before or behind.
fn is_path(line: &Line) -> bool {
    let text = line.piece.text().trim();
    let is_path = line.links >= LINKS_OF_A_LIST && line.words <= line.linked;
    is_path || (line.links > 0 && NEIGHBOURS.iter().any(|word| text.starts_with(word)))
}
