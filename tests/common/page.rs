//! Web pages composed from a report in text: its rows with tabs become tables with merged cells.

use std::fmt::Write as _;

/// How a page is written.
#[derive(Debug, Clone, Copy)]
pub struct Dress {
    /// What stands between tags: a line break, or nothing.
    pub between: &'static str,
    /// Whether `</p>`, `</td>` and `</tr>` are written.
    pub ends: bool,
    /// Whether tags are written in capital letters.
    pub capitals: bool,
}

/// As most pages are.
pub const PLAIN: Dress = Dress { between: "\n", ends: true, capitals: false };

impl Dress {
    fn tag(self, tag: &str) -> String {
        if tag.starts_with('/') && !self.ends && !tag.contains("table") && !tag.contains("h1") {
            return String::new();
        }
        if self.capitals { format!("<{}>", tag.to_uppercase()) } else { format!("<{tag}>") }
    }

    /// The body of a page: paragraphs and tables.
    pub fn body(self, report: &str) -> String {
        let mut body = String::new();
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for (number, line) in report.lines().chain([""]).enumerate() {
            if line.contains('\t') {
                rows.push(line.split('\t').collect());
                continue;
            }
            if !rows.is_empty() {
                body.push_str(&self.table(&std::mem::take(&mut rows)));
            }
            let tag = if number == 0 { "h1" } else { "p" };
            if !line.trim().is_empty() {
                let end = format!("/{tag}");
                write!(body, "{}{}{}{}", self.tag(tag), escaped(line), self.tag(&end), self.between).expect("a string");
            }
        }
        body
    }

    /// A table: an empty cell of a heading belongs to the one before it, one under a label to the one
    /// above, and any other is empty.
    fn table(self, rows: &[Vec<&str>]) -> String {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let text = |row: usize, column: usize| rows[row].get(column).map_or("", |text| text.trim());
        let mut owner = vec![vec![(0, 0); width]; rows.len()];
        for row in 0..rows.len() {
            let heading = !(0..width).any(|column| text(row, column).parse::<f64>().is_ok());
            for column in 0..width {
                owner[row][column] = match () {
                    () if !text(row, column).is_empty() || (row == 0 && column == 0) => (row, column),
                    () if heading && column > 0 && owner[row][column - 1].0 == row => owner[row][column - 1],
                    () if row > 0 && column < 3 => owner[row - 1][column],
                    () => (row, column),
                };
            }
        }
        let mut table = self.tag("table");
        for row in 0..rows.len() {
            table.push_str(&self.tag("tr"));
            for column in (0..width).filter(|&column| owner[row][column] == (row, column)) {
                let columns = (column..width).take_while(|&at| owner[row][at] == (row, column)).count();
                let down = (row..rows.len()).take_while(|&at| owner[at][column] == (row, column)).count();
                let mut tag = "td".to_owned();
                if columns > 1 {
                    write!(tag, " colspan={columns}").expect("a string");
                }
                if down > 1 {
                    write!(tag, " rowspan='{down}'").expect("a string");
                }
                let text = text(row, column);
                let text = if text.is_empty() { "&nbsp;".into() } else { escaped(text) };
                write!(table, "{}{}{text}{}{}", self.tag(&tag), self.tag("p"), self.tag("/p"), self.tag("/td"))
                    .expect("a string");
            }
            table.push_str(&self.tag("/tr"));
            table.push_str(self.between);
        }
        table.push_str(&self.tag("/table"));
        table.push_str(self.between);
        table
    }

    /// A whole page, with what stands around the text on the pages of a government.
    pub fn page(self, report: &str) -> String {
        let body = self.body(report);
        let links = ["首页", "政务公开", "办事服务", "2019年政府信息公开工作年度报告"]
            .map(|name| format!("<li><a href=\"/x\">{name}</a></li>"))
            .concat();
        format!(
            "<!DOCTYPE html>{n}<html><head><meta charset=\"utf-8\"><title>门户 2018年</title>{n}\
             <style>p {{ color: red }}</style><script>var a = '<table>' + 1;</script></head>{n}<body>\
             <div class=\"topNav\"><ul>{links}</ul>电话：0361-55</div>{n}\
             <div>当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/a\">公开</a> &gt; <a href=\"/b\">年报</a></div>{n}\
             <div id=\"zoom\">{n}{body}</div>{n}\
             <div class=\"page-footer\">主办：某县人民政府 邮编：12345</div></body></html>",
            n = self.between
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
