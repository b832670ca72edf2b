//! Web pages: what a reader sees of them is what is checked, and findings point at line and column of
//! the HTML. The pages are composed here.

use crate::common;
use crate::common::page;

use gouji::source::{ReadError, Source, Span, from_bytes};
use page::{Dress, PLAIN};
use serde_json::Value;

const DRESSES: [Dress; 4] = [
    PLAIN,
    Dress { between: "", ..PLAIN },
    Dress { ends: false, ..PLAIN },
    Dress { between: "\r\n", capitals: true, ..PLAIN },
];

fn source(html: &str) -> Source {
    from_bytes(html.as_bytes().to_vec(), "t.html").unwrap_or_else(|error| panic!("{error}"))
}

fn text(html: &str) -> String {
    source(html).text().to_owned()
}

fn assert_clean(bytes: &[u8], name: &str) {
    let file = common::checked(bytes, name);
    assert_eq!((&file["status"], &file["findings"]), (&"checked".into(), &Value::Array(Vec::new())), "{name}");
}

#[test]
fn a_report_on_a_page_is_as_clean_as_in_text() {
    for dress in DRESSES {
        assert_clean(dress.page(&common::report()).as_bytes(), "a.html");
    }
    let page = PLAIN.page(&common::report());
    // What it holds tells what it is, whatever it is called.
    for name in ["a.txt", "a.docx", "a.pdf", "a.md"] {
        assert_clean(page.as_bytes(), name);
    }
    assert_clean(PLAIN.body(&common::report()).as_bytes(), "piece.txt");
    let markdown =
        PLAIN.body(&common::report()).replace("<h1>", "# ").replace("</h1>", "").replace("<p>", "").replace("</p>", "");
    assert_clean(markdown.as_bytes(), "tables.md");
    // A page set with a table, as they were of old.
    let menu = "<a href=x>首页</a><br><a href=y>公开</a><br><a href=z>2019年年度报告</a>";
    let body = PLAIN.body(&common::report());
    let layout =
        format!("<html><table><tr><td>{menu}</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>");
    assert_clean(layout.as_bytes(), "layout.htm");
}

#[test]
fn the_encoding_is_the_one_that_the_page_states_or_has() {
    let page = PLAIN.page(&common::report());
    let (gbk, _, _) = encoding_rs::GB18030.encode(&page);
    let states = |name: &str| page.replace("utf-8", name);
    assert_clean(&encoding_rs::GB18030.encode(&states("gb2312")).0, "a.html");
    assert_clean(&encoding_rs::GB18030.encode(&states("iso-8859-1")).0, "a.html");
    // It says one thing and is another.
    assert_clean(&gbk, "a.html");
    assert_clean(states("gbk").as_bytes(), "a.html");
    let utf16: Vec<u8> = [0xFEFF].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_clean(&utf16, "a.html");
    // Without any Chinese that a guess could go by.
    let short = "<html><meta http-equiv=Content-Type content='text/html; charset=big5'><p>\u{300a}";
    let (big5, _, _) = encoding_rs::BIG5.encode(short);
    assert_eq!(from_bytes(big5.into_owned(), "t.html").expect("a page").text(), "\u{300a}\n");
}

/// Line and column counted without gouji: by the bytes before the place.
fn line_and_column(html: &str, offset: usize) -> (u64, u64) {
    let before = &html[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() as u64 + 1, before[start..].chars().count() as u64 + 1)
}

#[test]
fn a_finding_points_at_line_and_column_of_the_html() {
    for dress in DRESSES {
        for (from, to, rule, wrong) in [
            ("（五）不予处理", "（五）不予公开", "table/row-label", "五）不予公开"),
            ("行政许可\t41", "行政许可\t4.1", "table/cell-value", "4.1"),
            ("邮编：999078", "邮编：99907", "contact/postcode", "99907"),
        ] {
            let html = dress.page(&common::report().replacen(from, to, 1));
            let file = common::checked(html.as_bytes(), "a.html");
            let findings = file["findings"].as_array().expect("findings");
            let finding = findings.iter().find(|finding| finding["rule"] == rule);
            let location = &finding.unwrap_or_else(|| panic!("{rule}: {findings:?}"))["location"];
            let offset = html.find(wrong).expect("what is wrong");
            let (line, column) = line_and_column(&html, offset);
            let start = &location["start"];
            let at = |key: &str| start[key].as_u64().expect("a number");
            // The span may take in what stands before what is wrong, on the same line.
            assert_eq!(at("line"), line, "{rule}: {location}");
            assert!(at("column") <= column && at("offset") as usize <= offset, "{rule}: {location}");
            assert!(location["end"]["offset"].as_u64().expect("a number") as usize >= offset + wrong.len());
            assert_eq!(html[at("offset") as usize..].lines().next().map(|rest| rest.contains(wrong)), Some(true));
        }
    }
}

/// A change that gouji proposes, made in the file as the JSON says, mends the file.
#[test]
fn edits_are_those_of_the_file() {
    let html = PLAIN.page(&common::report().replacen("（五）不予处理", "（五）不予公开", 1));
    let file = common::checked(html.as_bytes(), "a.html");
    let edit = &file["findings"][0]["fix"]["edits"][0];
    let at = |key: &str| edit[key].as_u64().expect("an offset") as usize;
    let mut mended = html.clone();
    mended.replace_range(at("start")..at("end"), edit["text"].as_str().expect("a text"));
    assert_clean(mended.as_bytes(), "a.html");
    // What markup cuts up cannot be replaced as a whole.
    let cut = html.replace("不予公开</p>", "不予<b>公开</b></p>");
    let file = common::checked(cut.as_bytes(), "a.html");
    assert_eq!(file["findings"][0]["rule"], "table/row-label");
    assert_eq!(file["findings"][0]["fix"], Value::Null);
}

#[test]
fn a_person_is_shown_what_a_reader_sees_and_where_it_stands() {
    let html = Dress { between: "\n\n", ..PLAIN }.page(&common::report().replacen(
        "1.信访举报投诉类申请\t1",
        "1.信访举报投诉类申请\t2",
        1,
    ));
    let folder = common::folder_with(html.as_bytes(), "a.html");
    let output = common::gouji(folder.path(), &["check", "a.html"]);
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let line = line_and_column(&html, html.find("1.信访举报").expect("the row")).0;
    assert!(shown.contains(&format!("{line} │")) && shown.contains("张表第"), "{shown}");
    assert!(!shown.contains("<td"), "{shown}");
}

#[test]
fn merged_cells_fill_what_they_cover() {
    let html = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<td rowspan=0>丙<tr><td>丁<tr><td>戊<th>己</table>";
    assert_eq!(text(html), "甲\t\t乙\t丙\n\t\t丁\t\n戊\t己\t\t\n");
    let nested = "<table><tr><td>上<table><tr><td>1<td>2</table>下</table>";
    assert_eq!(text(nested), "上\n1\t2\n下\n");
}

#[test]
fn what_a_reader_sees_is_read_and_nothing_else() {
    for (html, expected) in [
        ("<p>甲&nbsp;乙&lt;丙&#19969;", "甲\u{a0}乙<丙丁\n"),
        ("<p>一 \n 二<br>三<div>四<span>五</span>\n六</div>", "一二\n三\n四五六\n"),
        ("<p>甲<span style='display: none'>暗<span>暗</span>暗</span>乙<b hidden>暗</b>丙", "甲乙丙\n"),
        ("<p>甲<script>document.write('<p>暗')</script>乙<style>p{}</style><noscript>暗</noscript>", "甲乙\n"),
        ("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul><ol type=a><li>丁</ol>", "3. 甲\n4. 乙\n丙\n丁\n"),
        ("<table><tr style='display:none'><td>暗<td>暗<tr><td>甲<td style='display:none'>暗<td>乙</table>", "甲\t乙\n"),
        ("<table><caption>题</caption><tr><td>甲<td>乙</tr>字</table>尾", "题\n甲\t乙\n字\n尾\n"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙\n"),
        ("<p>甲</b></td></div>乙</p></span>丙", "甲乙\n丙\n"),
        ("<div>甲<p>乙<table><tr><td>1<td>2</table>丙", "甲\n乙\n1\t2\n丙\n"),
        ("<p>甲<!-- 暗 -->乙<!-- gouji: ignore a/b 理由 --><p>丙", "甲乙\n<!-- gouji: ignore a/b 理由 -->\n丙\n"),
        ("<p>甲<ruby>行<rt>hang</rt></ruby>", "甲行\n"),
        ("<p><del>9</del>23<s>8</s><sup>①</sup>", "23\n"),
        ("<ol><li>一、甲<li>乙</ol><ol style='list-style: none'><li>丙</ol>", "一、甲\n2. 乙\n丙\n"),
        ("<p style='white-space:pre-wrap'>甲\n乙</p>", "甲\n乙\n"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

/// Panels that a script shows one after another are all hidden until it runs.
#[test]
fn what_a_script_shows_is_read() {
    let hidden = format!("<html><div style='display:none'>{}</div></html>", PLAIN.body(&common::report()));
    assert_clean(hidden.as_bytes(), "a.html");
    // But not a copy of what is there already.
    let copy = format!("<html>{0}<div style='display:none'>{0}</div></html>", PLAIN.body(&common::report()));
    assert_clean(copy.as_bytes(), "a.html");
}

/// Links to other reports stand above the title, and so do the heads of pages, line by line.
#[test]
fn the_title_is_that_of_the_report() {
    let body = PLAIN.body(&common::report());
    let other = "2019年政府信息公开工作年度报告";
    let head = ["索引号", "甲-1", "发布机构", "某县", "生成日期", "2025年1月", "文号", "无", "主题词", "公开"];
    let head: String = head.map(|line| format!("<p>{line}</p>")).concat();
    for above in [
        format!("<p><a href=x>{other}</a></p><p><a href=y>2018年政府信息公开年报</a></p>"),
        format!("<ul><li><a onclick=x>{other}</a><li><a onclick=y>{other}</a><li><a>{other}</a></ul>"),
        "<p>上一篇：<a href=x>某县2018年政府信息公开工作年度报告</a></p>".into(),
        "<p>政务公开</p><p>法定主动公开内容</p><p>政府信息公开年报</p>".into(),
        head,
    ] {
        assert_clean(format!("<html><body>{above}{body}").as_bytes(), "a.html");
        // One of the wrong year is found all the same.
        let wrong = format!("<html><body>{above}{}", PLAIN.body(&common::report().replacen("2024年", "2023年", 1)));
        let found = common::checked(wrong.as_bytes(), "a.html");
        assert_eq!(found["findings"][0]["rule"], "title/year", "{above}: {found}");
    }
}

/// Panels of which one is shown: what stands in the others, too, unless it is a copy of what is shown.
#[test]
fn sections_that_are_not_shown_at_first_are_read() {
    let panel = |style: &str, text: &str| format!("<div{style}>{text}</div>");
    let first = "<p>一、甲</p><table><tr><td>1<td>2</table>";
    let hidden = " style='display:none'";
    assert_eq!(text(&[panel("", first), panel(hidden, "<p>二、乙</p>")].concat()), "一、甲\n1\t2\n二、乙\n");
    assert_eq!(text(&[panel("", first), panel(hidden, first)].concat()), "一、甲\n1\t2\n");
}

#[test]
fn numbers_of_items_and_line_breaks_are_those_that_are_shown() {
    assert_eq!(text("<ol><li><p>甲</p></li><li>乙</li><li></li></ol><p>丙</p>"), "1. 甲\n2. 乙\n丙\n");
    let broken = "<div style='white-space: pre-wrap'>甲\n乙<p style='white-space:normal'>丙\n丁</p></div>";
    assert_eq!(text(broken), "甲\n乙\n丙丁\n");
}

#[test]
fn several_articles_are_read_one_after_another() {
    let whole = common::report();
    let at = whole.find("二、主动公开").expect("section two");
    let html = format!(
        "<html><article>{}</article><aside>热门：2019年年报</aside><article>{}</article></html>",
        PLAIN.body(&whole[..at]),
        PLAIN.body(&format!("\n{}", &whole[at..]))
    );
    assert_clean(html.as_bytes(), "a.html");
}

#[test]
fn what_stands_around_is_left_out_but_never_the_report() {
    let link = |name: &str| format!("<p><a href='/x'>{name}</a></p>");
    let links = ["上一篇：甲", "下一篇：乙", "相关：丙"].map(link).concat();
    assert_eq!(text(&format!("<p>正文{links}<p>文末")), "正文\n文末\n");
    // Two links could be of the text, and so could links to places in it.
    assert_eq!(text("<p>见<a href=x>附件一</a><p><a href=y>附件二</a><p>完"), "见附件一\n附件二\n完\n");
    assert_eq!(text("<p><a href=#a>甲</a><p><a href=#b>乙</a><p><a href=#c>丙</a>"), "甲\n乙\n丙\n");
    assert_eq!(text("<nav>甲</nav><div class=main-menu>乙</div>丙<footer>丁<div>戊</div></footer>己"), "丙\n己\n");
    // A link that was never closed, one around all.
    let all = "甲。</p><p>乙。</p><p>丙。</p>";
    assert_eq!(text(&format!("<p><a href=x>首</a></p><a href=y><p>{all}")), "首\n甲。\n乙。\n丙。\n");
    assert_eq!(text(&format!("<div class=nav-item><p>{all}</div>")), "甲。\n乙。\n丙。\n");
    assert_eq!(text("<div class=menu><h1>某局2024年报告</h1></div>文"), "某局2024年报告\n文\n");
    // Behind the tables the foot of a page is known by what it says.
    let foot = "<p>【打印本页】【关闭】</p><p>联系电话：12345</p><p>主办：某县</p>";
    assert_eq!(text(&format!("<table><tr><td>1<td>2</table><p>文</p>{foot}")), "1\t2\n文\n");
    assert_eq!(text("<div class=title-share><h2>某局2024年报告</h2><i>分享</i></div>文"), "某局2024年报告\n分享\n文\n");
    assert_eq!(text("<div class=menu><h2>热门</h2><p>甲</div>文"), "文\n");
    // What only sounds like it is of the text, and so is all before a heading.
    for line in ["关闭不合规账号3个。", "打印并分发手册", "相关信息已公布", "完成ICP备案2个"]
    {
        let page = format!("<table><tr><td>1<td>2</table><p>{line}</p><p>六、其他</p><p>无。</p><p>版权所有 某县</p>");
        assert_eq!(text(&page), format!("1\t2\n{line}\n六、其他\n无。\n"));
    }
    // Addresses of mails and telephones are none of links to pages.
    let contact = "<p>电话<a href=tel:1>1</a>，邮箱<a href=mailto:a@b>a@b</a>，网址<a href=x>x</a></p>";
    assert_eq!(text(contact), "电话1，邮箱a@b，网址x\n");
    // A list of links with their dates.
    let dated = ["甲", "乙", "丙"].map(|name| format!("<li><a href=x>{name}</a><span>2024-01-02</span></li>")).concat();
    assert_eq!(text(&format!("<ul>{dated}</ul><p>文")), "文\n");
    // Whatever it is called.
    for around in ["<nav>", "<div class='content menu'>", "<footer>"] {
        assert_clean(format!("<html>{around}{}", PLAIN.body(&common::report())).as_bytes(), "a.html");
    }
}

/// Whatever the soup: every character that is said to stand in the file stands there.
#[test]
fn every_character_stands_where_it_is_said_to() {
    let parts = [
        "<p>",
        "</p>",
        "<td>",
        "</td>",
        "<tr>",
        "<table>",
        "</table>",
        "<div class=nav>",
        "</div>",
        "<a href=x>",
        "</a>",
        "<br/>",
        "&nbsp;",
        "&amp",
        "&#x4e00;",
        "&",
        "<",
        "<!-- x -->",
        "<!--",
        "甲乙",
        " ",
        "\r\n",
        "\n",
        "12",
        "<script>",
        "</script>",
        "<b",
        ">",
        "<td rowspan=3 colspan=2>",
        "</",
        "\u{e9}",
        "<pre>",
        "</pre>",
        "<ol><li>",
        "<textarea>",
        "</textarea>",
        "<svg>",
        "<![CDATA[",
        "]]>",
        "<li>",
        "<?x",
        "&notit;",
        "\r",
    ];
    let mut random = fastrand::Rng::with_seed(20_241_122);
    let mut checked = 0;
    for _ in 0..3000 {
        let soup: String = (0..random.usize(1..60)).map(|_| parts[random.usize(..parts.len())]).collect();
        let html = format!("<html>{soup}");
        let Ok(source) = from_bytes(html.clone().into_bytes(), "t.html") else { continue };
        for (at, c) in source.text().char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            if let Some(in_file) = source.in_file(span).filter(|span| !span.is_empty()) {
                let written = &html[in_file.range()];
                assert!(
                    written == source.slice(span) || (c == ' ' && written.trim().is_empty()),
                    "{html:?}: {written:?} for {c:?}"
                );
                checked += usize::from(!c.is_whitespace());
            }
        }
    }
    assert!(checked > 5_000, "{checked}");
}

#[test]
fn hostile_pages_end() {
    let cells = "<td colspan=1000 rowspan=1000>".repeat(2000);
    let rows = "<tr><td>".repeat(20_000);
    let _ = from_bytes(format!("<table><tr>{cells}{rows}").into_bytes(), "t.html");
    for part in ["<table><tr><td>", "<div>", "<b>", "<a href=x>", "<ol><li>", "</p>", "<p class=nav>", "&", "<!--"] {
        let _ = from_bytes(format!("<html>{}", part.repeat(200_000)).into_bytes(), "t.html");
        let closed = format!("<html>{}甲{}", part.repeat(50_000), "</div></b></td>".repeat(50_000));
        let _ = from_bytes(closed.into_bytes(), "t.html");
    }
    assert!(matches!(from_bytes(b"<html><p>&nbsp;</p>".to_vec(), "t"), Err(ReadError::Empty)));
}
