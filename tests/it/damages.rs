//! Single damages to the example report, each with everything that must be found: the rule and what
//! the line of the finding holds. Nothing else may be found.

use crate::common;

use gouji::rule::example;
use gouji::source::Source;

/// What is replaced, by what, and what must be found.
type Damage = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const DAMAGES: &[Damage] = &[
    // Labels with more than they should have.
    ("\t\t2.重复申请", "\t\t2.重复申请请", &[("table/row-label", "2.重复申请请")]),
    ("规章\t0", "规章数\t0", &[("table/row-label", "规章数")]),
    ("行政许可\t41", "其他行政许可\t41", &[("table/row-label", "其他行政许可")]),
    ("（三）不予公开", "（三）不予公开类", &[("table/row-label", "（三）不予公开类")]),
    ("商业企业", "企业商业", &[("table/column-label", "企业商业")]),
    ("社会公益组织", "社会公益类组织", &[("table/column-label", "社会公益类组织")]),
    ("未经复议直接起诉", "未经复议直直接起诉", &[("table/column-label", "直直接")]),
    ("第二十条第（五）项", "第二十条第（六）项", &[("table/row-label", "第二十条第（六）项")]),
    ("本年收费金额（单位：万元）", "本年收费金额", &[("table/column-label", "本年收费金额")]),
    ("自然人\t法人或其他组织", "法人或其他组织\t自然人", &[("table/column-label", "法人或其他组织\t自然人")]),
    ("\t\t2.重复申请", "\t\t2.重复申请2.重复申请", &[("table/row-label", "2.重复申请2.重复申请")]),
    (
        "一、本年新收政府信息公开申请数量",
        "一、本年新收政府信息公开申请数量一、本年新收政府信息公开申请数量",
        &[("table/row-label", "申请数量一、")],
    ),
    ("四、结转下年度继续办理", "四、结转下年度继续办理四、结转下年度继续办理", &[("table/row-label", "办理四、")]),
    ("信息内容", "信息内容信息内容", &[("table/column-label", "信息内容信息内容")]),
    ("科研机构", "科研机构科研机构", &[("table/column-label", "科研机构科研机构")]),
    ("自然人", "本年度的自然人", &[("table/column-label", "本年度的自然人")]),
    ("自然人", "然自人", &[("table/column-label", "然自人")]),
    ("结果维持\t结果纠正", "结果纠正\t结果维持", &[("table/column-label", "结果纠正\t结果维持")]),
    // A damaged label takes nothing of its neighbour.
    ("行政处罚\t6", "政处罚\t6", &[("table/row-label", "政处罚")]),
    // A cell lost with its tab: nothing shows which.
    ("\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0", "\t\t2.重复申请\t0\t0\t0\t0\t0\t0", &[("table/cell-blank", "2.重复申请")]),
    (
        "\t（七）总计\t\t19\t3\t0\t1\t0\t0\t23",
        "\t（七）总计\t\t19\t3\t0\t1\t0\t23",
        &[("table/cell-blank", "（七）总计")],
    ),
    // An empty cell that the grid shows is known, and counts as zero.
    (
        "\t（七）总计\t\t19\t3\t0\t1\t0\t0\t23",
        "\t（七）总计\t\t19\t3\t\t1\t0\t0\t23",
        &[("table/cell-blank", "（七）总计")],
    ),
    // One figure too many.
    (
        "\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0",
        "\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0\t0",
        &[("table/cell-value", "2.重复申请")],
    ),
    // Rows that are none of the form's, also at the edges of the table.
    (
        "一、本年新收政府信息公开申请数量",
        "小计\t\t\t1\t2\t3\t4\t5\t6\t7\n一、本年新收政府信息公开申请数量",
        &[("table/row-label", "小计")],
    ),
    (
        "四、结转下年度继续办理\t\t\t2\t0\t0\t0\t0\t0\t2",
        "四、结转下年度继续办理\t\t\t2\t0\t0\t0\t0\t0\t2\n五、其他情况\t\t\t1\t0\t0\t0\t0\t0\t1",
        &[("table/row-label", "五、其他情况")],
    ),
    (
        "第二十条第（六）项",
        "其他对外管理服务事项\t5\n第二十条第（六）项",
        &[("table/row-label", "其他对外管理服务事项")],
    ),
    // Variants and dressings that are no defect.
    ("第二十条第（五）项\t\t\t", "第二十条第（五）项\t第二十条第（五）项\t第二十条第（五）项\t", &[]),
    ("\t\t2.重复申请\t0", "\t2.重复申请\t2.重复申请\t0", &[]),
    ("结果维持\t结果纠正", "7\n结果维持\t结果纠正", &[]),
    ("三、本年度办理结果", "- 三、本年度办理结果", &[]),
    ("一、本年新收政府信息公开申请数量", "一.本年新收政府信息公开申请数量", &[]),
    ("2\t1\t0\t0\t3\t1", "- 7 -\n2\t1\t0\t0\t3\t1", &[]),
    ("2\t1\t0\t0\t3\t1", "7\n2\t1\t0\t0\t3\t1", &[]),
    ("行政许可\t41", "行政许可\t41*", &[]),
    ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请情况（单位：件）", &[]),
    // A row whose label is beyond recognition is still the row between its neighbours.
    ("\t\t2.重复申请", "\t\t某某", &[("table/row-label", "某某")]),
    // Headings.
    ("一、总体情况", "1、总体情况", &[("structure/section-title", "1、总体情况")]),
    ("一、总体情况", "（一）总体情况", &[("structure/section-title", "（一）总体情况")]),
    ("六、其他需要报告的事项\n", "", &[("structure/section-missing", "五、存在的主要问题")]),
    (
        "根据《中华人民共和国政府信息公开条例》",
        "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n\
         四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n\n\
         根据《中华人民共和国政府信息公开条例》",
        &[],
    ),
    (
        "一、总体情况",
        "一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n\
         四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n\n\
         一、总体情况",
        &[],
    ),
    // Letters spaced out for looks.
    ("青禾镇人民政府2024年政府信息公开", "青 禾 镇 人 民 政 府 2 0 2 4 年 政 府 信 息 公 开 ", &[]),
    ("至2024年12月31日", "至 2024 年 12 月 3 1 日", &[]),
];

#[test]
fn a_damage_gives_its_findings_and_no_others() {
    let linter = common::linter();
    for (from, to, expected) in DAMAGES {
        let change = [((*from).to_owned(), (*to).to_owned())].into();
        let report =
            example::replace(&linter.ruleset().packs[0].example, &change).unwrap_or_else(|e| panic!("{from:?}: {e}"));
        let checked = linter.check(Source::new("damaged", report, 0));
        let line = |finding: &gouji::check::Finding| {
            let source = &checked.source;
            source.slice(source.line_span(source.line_of(finding.span.start))).to_owned()
        };
        let found: Vec<(&str, String)> = checked.findings.iter().map(|f| (f.rule.as_str(), line(f))).collect();
        let as_expected = found.len() == expected.len()
            && found.iter().zip(*expected).all(|((rule, line), (wanted, text))| rule == wanted && line.contains(text));
        assert!(as_expected, "{from:?} -> {to:?}: expected {expected:?}, found {found:?}");
    }
}
