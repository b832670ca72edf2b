//! Places in files that are no text, as a person counts them.

use crate::lang::Lang;
use crate::source::Place;

/// `第 2 张表第 5 行第 4 格`, `第 12 段`; none where a file has no other places than lines.
#[must_use]
pub fn words(place: Place, lang: Lang) -> Option<String> {
    let Place { page, line, table, row, column, paragraph } = place;
    // Of a cell of a table the row says more than the line of the page.
    let line = line.filter(|_| table.is_none());
    let page = page.map(|page| lang.pick(format!("第 {page} 页"), format!("page {page}")));
    let line = line.map(|line| lang.pick(format!("第 {line} 行"), format!("line {line}")));
    let table = table.map(|table| lang.pick(format!("第 {table} 张表"), format!("table {table}")));
    let row = row.map(|row| lang.pick(format!("第 {row} 行"), format!("row {row}")));
    let column = column.map(|column| lang.pick(format!("第 {column} 格"), format!("cell {column}")));
    let paragraph = paragraph.map(|number| lang.pick(format!("第 {number} 段"), format!("paragraph {number}")));
    let parts: Vec<String> = [page, line, table, row, column, paragraph].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(lang.pick("", ", ")))
}
