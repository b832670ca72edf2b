//! Web pages composed from a report in text: its rows with tabs become tables with merged cells.

use std::fmt::Write as _;

use super::table::{Part, Table, parts};

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
        for (number, part) in parts(report).into_iter().enumerate() {
            match part {
                Part::Line(line) => {
                    let tag = if number == 0 { "h1" } else { "p" };
                    let end = format!("/{tag}");
                    write!(body, "{}{}{}{}", self.tag(tag), escaped(line), self.tag(&end), self.between)
                        .expect("a string");
                }
                Part::Table(table) => self.table(&mut body, &table),
            }
        }
        body
    }

    fn table(self, body: &mut String, table: &Table<'_>) {
        body.push_str(&self.tag("table"));
        for row in 0..table.height() {
            body.push_str(&self.tag("tr"));
            for cell in table.row(row).into_iter().filter(|cell| cell.at.0 == row) {
                let mut tag = "td".to_owned();
                if cell.covers.0 > 1 {
                    write!(tag, " colspan={}", cell.covers.0).expect("a string");
                }
                if cell.covers.1 > 1 {
                    write!(tag, " rowspan='{}'", cell.covers.1).expect("a string");
                }
                let text = if cell.text.is_empty() { "&nbsp;".into() } else { escaped(cell.text) };
                write!(body, "{}{}{text}{}{}", self.tag(&tag), self.tag("p"), self.tag("/p"), self.tag("/td"))
                    .expect("a string");
            }
            body.push_str(&self.tag("/tr"));
            body.push_str(self.between);
        }
        body.push_str(&self.tag("/table"));
        body.push_str(self.between);
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
